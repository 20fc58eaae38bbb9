"""The JSON form of a scheme that some trades use (cis-workbook 20) to a ``Scheme``, and its problems.

One module is one criterion, ``A``: the form has no codes. A wrong value is a problem with its path
(``subCriterions[2].aspects[0].maxMark``), all at once; numbers are exact decimals.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from foundation import texts
from foundation.problems import Place, Problem, Severity
from judging.schemes.cells import number_of, section_of
from judging.schemes.read_scheme import ReadScheme
from judging.schemes.scheme import (
    Aspect,
    AspectType,
    Calculation,
    Criterion,
    Descriptor,
    Parameter,
    Scheme,
    Section,
    SubCriterion,
)

_TYPES: Mapping[str, AspectType] = {"measurement": "M", "judgement": "J", "judgment": "J"}
_PASS_FAIL = ("pass-or-fail", "true-or-false")
MOST_DIGITS = 12  # of a mark, a weight or a parameter


def read_json(content: str) -> ReadScheme:
    """The scheme of a JSON text; without a scheme when the text is no such form."""
    try:
        form = texts.read_json(content, parse_float=Decimal, parse_constant=_no_number)
    except (ValueError, ArithmeticError, RecursionError):
        return ReadScheme(None, "json", (Problem("json_broken"),))
    if not isinstance(form, dict) or not isinstance(form.get("subCriterions"), list):
        return ReadScheme(None, "json", (Problem("scheme_not_found"),))
    reader = _JsonReader()
    scheme = reader.scheme(form)
    if not any(True for _ in scheme.aspects()):
        return ReadScheme(None, "json", (*reader.problems, Problem("scheme_without_aspects")))
    return ReadScheme(scheme, "json", tuple(reader.problems), cells=reader.cells)


def _shown(value: object) -> str:
    """The value as a problem names it; Python refuses to write out a number of thousands of digits."""
    return "…" if isinstance(value, int) and abs(value) >= 10**40 else str(value)[:40]


def _no_number(constant: str) -> Decimal:
    raise ValueError(constant)


class _JsonReader:
    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.cells: dict[str, str] = {}

    def note(self, code: str, path: str, severity: Severity = "error", /, **values: str) -> None:
        self.problems.append(Problem(code, severity, Place(cell=path), values))

    def scheme(self, form: Mapping[str, Any]) -> Scheme:
        total = self._number(form.get("totalMark"), "totalMark")
        sections = self._sections(form.get("wsosSections"))
        subs = tuple(
            self._sub(each, index) for index, each in enumerate(form["subCriterions"]) if isinstance(each, dict)
        )
        name = self._text(form.get("name"))
        self.cells |= {"total": "totalMark", "criterion.0": "totalMark"}
        criterion = Criterion("A", name, total, subs)
        return Scheme(self._text(form.get("title")) or name, (criterion,), sections, total)

    def _sections(self, sections: object) -> tuple[Section, ...]:
        if not isinstance(sections, dict):
            return ()
        found = []
        for index, (number, section) in enumerate(sections.items()):
            self.cells[f"section.{index}"] = f"wsosSections.{number}"
            if isinstance(section, dict):
                declared = self._number(section.get("weight"), f"wsosSections.{number}.weight")
                found.append(Section(section_of(number) or "", self._text(section.get("name")), declared))
            else:
                found.append(Section(section_of(number) or "", self._text(section)))
        return tuple(found)

    def _sub(self, sub: Mapping[str, Any], index: int) -> SubCriterion:
        path = f"subCriterions[{index}]"
        aspects = sub.get("aspects")
        self.cells[f"sub_criterion.0.{index}"] = path
        return SubCriterion(
            f"A{index + 1}",
            self._text(sub.get("name")),
            tuple(
                self._aspect(aspect, f"{path}.aspects[{place}]", index, place)
                for place, aspect in enumerate(aspects if isinstance(aspects, list) else ())
                if isinstance(aspect, dict)
            ),
        )

    def _aspect(self, aspect: Mapping[str, Any], path: str, sub: int, place: int) -> Aspect:
        kind = self._text(aspect.get("type")).casefold()
        aspect_type = _TYPES.get(kind)
        if aspect_type is None:
            code, severity = ("type_unknown", "error") if kind else ("type_missing", "warning")
            self.note(code, f"{path}.type", severity, value=kind[:40])  # type: ignore[arg-type]
        self._name_cells(f"aspect.0.{sub}.{place}", path)
        maximum = self._number(aspect.get("maxMark"), f"{path}.maxMark")
        if maximum is None and aspect.get("maxMark") in (None, ""):
            self.note("max_mark_missing", f"{path}.maxMark")
        measured = aspect_type != "J"
        return Aspect(
            aspect_type or "M",
            self._text(aspect.get("description")),
            maximum,
            section_of(self._text(aspect.get("wsosSection"))),
            self._text(aspect.get("extraDescription")),
            self._text(aspect.get("requirement")),
            self._ladder(aspect.get("judgementScoreDescription")),
            self._calculation(aspect.get("calculation"), f"{path}.calculation") if measured else None,
            self._day(aspect.get("day"), f"{path}.day"),
        )

    def _name_cells(self, field: str, path: str) -> None:
        names = {"max_mark": "maxMark", "section": "wsosSection", "descriptors": "judgementScoreDescription"}
        for role in ("description", "calculation", "type", "day", "requirement"):
            self.cells[f"{field}.{role}"] = f"{path}.{role}"
        for role, name in names.items():
            self.cells[f"{field}.{role}"] = f"{path}.{name}"

    def _ladder(self, texts: object) -> tuple[Descriptor, ...]:
        if isinstance(texts, dict):
            texts = [texts[key] for key in sorted(texts)]
        if not isinstance(texts, list):
            return ()
        return tuple(Descriptor(score, self._text(text)) for score, text in enumerate(texts))

    def _calculation(self, calculation: object, path: str) -> Calculation | None:
        if isinstance(calculation, str):
            calculation = {"type": calculation}
        if not isinstance(calculation, dict):
            return None
        kind = self._text(calculation.get("type"))
        if kind in _PASS_FAIL:
            return Calculation("PASS_FAIL")
        if kind != "options":
            return Calculation(kind) if kind else None
        options = calculation.get("options")
        parameters = {}
        for number, option in enumerate(options if isinstance(options, list) else (), start=1):
            if isinstance(option, dict):
                value = self._number(option.get("value"), f"{path}.options[{number - 1}].value")
                label = self._text(option.get("description"))
                parameters[f"OPTION{number}_VALUE"] = Parameter(value, label or None)
        return Calculation("OPTIONS", parameters)

    def _number(self, value: object, path: str) -> Decimal | None:
        if value is None or value == "":
            return None
        found = None
        if isinstance(value, Decimal):
            found = value if value.is_finite() and abs(value.adjusted()) < MOST_DIGITS else None
        elif isinstance(value, int) and not isinstance(value, bool):
            found = Decimal(value) if abs(value) < 10**MOST_DIGITS else None
        elif isinstance(value, str):
            found = number_of(value)
        if found is None:
            self.note("cell_not_a_number", path, value=_shown(value))
        return found

    def _day(self, value: object, path: str) -> int | None:
        number = self._number(value, path)
        whole = number is not None and abs(number) < 1000 and number == int(number)
        return int(number) if whole and number is not None else None

    def _text(self, value: object) -> str:
        if isinstance(value, Decimal | int) and not isinstance(value, bool):
            return str(value)
        return value.strip().replace("\r\n", "\n") if isinstance(value, str) else ""
