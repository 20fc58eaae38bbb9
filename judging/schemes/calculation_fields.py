"""A calculation as the fields of a form, and back. Pure.

What this does: says which fields each calculation type has, fills them, reads them. What it does not: judge the
calculation (``calculations.py``), know words.

Terms: *single* fields are ``calc_<name>``; *rows* are ``row<i>_<name>``, i from 1. Parameters that the form does
not show (``DEDUCTION_TYPE`` …) are kept as long as the type stays.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from foundation.numbers import canonical_text, parse_decimal
from foundation.problems import Place, Problem, UserError
from judging.schemes.calculation_grammar import fingerprint
from judging.schemes.scheme import Calculation, Parameter

MOST_ROWS = 40
PLACES = 8


@dataclass(frozen=True, slots=True)
class Rows:
    """Repeated parameters ``PREFIXi_SUFFIX``: field name to suffix. A ``label`` is text, all others numbers."""

    prefix: str
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of a calculation type: single name to parameter key, and rows where it has them."""

    single: tuple[tuple[str, str], ...] = ()
    rows: Rows | None = None
    has_target: bool = False


FIELDS: Mapping[str, Fields] = {
    "PASS_FAIL": Fields(),
    "NUMBER_COMPLETED": Fields((("possible", "NUM_POSSIBLE"),)),
    "CHOICE": Fields(rows=Rows("CHOICE", (("label", "LABEL"), ("deduction", "DEDUCTION")))),
    "OPTIONS": Fields(rows=Rows("OPTION", (("label", "VALUE"), ("mark", "VALUE")))),
    "RANGED_SCORE": Fields(
        rows=Rows("RANGE", (("lower", "LOWER"), ("upper", "UPPER"), ("deduction", "DEDUCTION"))), has_target=True
    ),
    "REGULAR_DIFFERENCE_DEDUCTION": Fields(
        (("difference", "DIFFERENCE"), ("deduction", "DEDUCTION"), ("possible", "NUM_POSSIBLE")), has_target=True
    ),
    "DEDUCT_STEPS": Fields((("step", "STEP"),)),
    "ADD_STEPS": Fields((("step", "STEP"),)),
    "TOLERANCE_LADDER": Fields(
        rows=Rows("ROW", (("deviation", "DEVIATION"), ("mark", "MARK"))), has_target=True
    ),
}
FROM_REQUIREMENT = "TARGET_VAL_FROM_REQ"


def to_fields(calculation: Calculation | None) -> dict[str, str]:
    """What the form shows for a calculation; None is PASS_FAIL (W-15)."""
    if calculation is None:
        return {"calculation": "PASS_FAIL", "rows": "0"}
    found = {"calculation": calculation.type, "rows": "0"}
    shape = FIELDS.get(calculation.type)
    if shape is None:
        return found
    parameters = calculation.parameters
    for name, key in shape.single:
        found[f"calc_{name}"] = _number_text(parameters.get(key))
    if shape.has_target:
        found["calc_target"] = _number_text(parameters.get("TARGET_VALUE"))
        from_requirement = parameters.get(FROM_REQUIREMENT, Parameter()).text or ""
        found["calc_from_requirement"] = "1" if from_requirement.casefold() == "true" else ""
    if shape.rows is not None:
        found |= _row_fields(shape.rows, parameters)
    return found


def _row_fields(rows: Rows, parameters: Mapping[str, Parameter]) -> dict[str, str]:
    found: dict[str, str] = {}
    filled = [number for number in range(1, MOST_ROWS + 1) if _is_filled(rows, parameters, number)]
    for place, number in enumerate(filled, start=1):
        for name, suffix in rows.columns:
            parameter = parameters.get(f"{rows.prefix}{number}_{suffix}")
            text = (parameter.text or "") if parameter and name == "label" else _number_text(parameter)
            found[f"row{place}_{name}"] = text
    return {**found, "rows": str(len(filled))}


def _is_filled(rows: Rows, parameters: Mapping[str, Parameter], number: int) -> bool:
    keys = [f"{rows.prefix}{number}_{suffix}" for _, suffix in rows.columns]
    return any(key in parameters and parameters[key] != Parameter() for key in keys)


def _number_text(parameter: Parameter | None) -> str:
    return "" if parameter is None or parameter.number is None else canonical_text(parameter.number)


def from_fields(values: Mapping[str, str], kept: Calculation | None) -> Calculation | None:
    """The calculation that was typed; the kept one itself when nothing of it changed.

    Raises ``UserError`` with every number that cannot be read, each at its field.
    """
    kind = values.get("calculation", "").strip() or "PASS_FAIL"
    if kind not in FIELDS:
        if kept is None or kept.type != kind:
            raise UserError(Problem("not_a_choice", place=Place(field="calculation")))
        return kept
    if kind == "PASS_FAIL":
        return kept if kept is None or kept.type == kind else None
    reader = _Reader(values)
    parameters = reader.parameters(FIELDS[kind])
    if reader.problems:
        raise UserError(*reader.problems)
    same_type = kept is not None and kept.type == kind
    typed = Calculation(kind, {**(_hidden(kept, FIELDS[kind]) if same_type and kept else {}), **parameters})
    return kept if same_type and kept and _same(kept, typed) else typed


def _same(one: Calculation, other: Calculation) -> bool:
    return fingerprint(_without_empty(one)) == fingerprint(_without_empty(other))


def _without_empty(calculation: Calculation) -> Calculation:
    filled = {key: value for key, value in calculation.parameters.items() if value != Parameter()}
    return replace(calculation, parameters=filled)


def _hidden(kept: Calculation, shape: Fields) -> dict[str, Parameter]:
    """Parameters that the form does not show."""
    shown = {key for _, key in shape.single} | ({"TARGET_VALUE", FROM_REQUIREMENT} if shape.has_target else set())
    prefix = shape.rows.prefix if shape.rows else None
    return {
        key: value
        for key, value in kept.parameters.items()
        if key not in shown and not (prefix and key.startswith(prefix) and key[len(prefix) : len(prefix) + 1].isdigit())
    }


class _Reader:
    """Reads typed numbers and collects what is wrong with them."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self.values = values
        self.problems: list[Problem] = []

    def number(self, field: str) -> Decimal | None:
        text = self.values.get(field, "").strip()
        if not text:
            return None
        number = parse_decimal(text, places=PLACES)
        if isinstance(number, Problem):
            self.problems.append(replace(number, place=Place(field=field)))
            return None
        return number

    def parameters(self, shape: Fields) -> dict[str, Parameter]:
        found: dict[str, Parameter] = {}
        if shape.has_target:
            found["TARGET_VALUE"] = Parameter(self.number("calc_target"))
            if self.values.get("calc_from_requirement"):
                found[FROM_REQUIREMENT] = Parameter(None, "true")
        for name, key in shape.single:
            found[key] = Parameter(self.number(f"calc_{name}"))
        if shape.rows is not None:
            found |= self._rows(shape.rows)
        return {key: value for key, value in found.items() if value != Parameter()}

    def _rows(self, rows: Rows) -> dict[str, Parameter]:
        found: dict[str, Parameter] = {}
        place = 0
        for number in range(1, MOST_ROWS + 1):
            typed = {name: self.values.get(f"row{number}_{name}", "").strip() for name, _ in rows.columns}
            if not any(typed.values()):
                continue
            place += 1
            for name, suffix in rows.columns:
                key = f"{rows.prefix}{place}_{suffix}"
                before = found.get(key, Parameter())
                if name == "label":
                    found[key] = replace(before, text=typed[name] or None)
                else:
                    found[key] = replace(before, number=self.number(f"row{number}_{name}"))
        return found
