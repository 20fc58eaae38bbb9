"""What is wrong with a marking scheme (W-01 … W-08, W-15, T-07, T-115), at import and at approval.

What this does: returns problems with severity. What it does not: change or complete anything; know files.

Two *levels*: at ``import`` (and in a draft) whatever an editor can still put right is a warning; at
``approval`` what would make marking impossible or the total wrong is an error. A problem's place is a
*field*: ``total``, ``criterion.0``, ``sub_criterion.0.2``, ``aspect.0.2.5.max_mark``, ``section.1``, counted
from 0, with the file's row beside it when the scheme has just been read.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from foundation.numbers import decimals_of, exact_text
from foundation.problems import Place, Problem, Severity
from judging.schemes.allocation import section_marks, total_variation
from judging.schemes.calculation_grammar import INFERRED_TYPES, fingerprint
from judging.schemes.calculations import check_calculation
from judging.schemes.scheme import Aspect, Criterion, Scheme, SubCriterion

Level = Literal["import", "approval"]


@dataclass(frozen=True, slots=True)
class CheckSettings:
    """The numbers of W-01, W-02, W-05, W-06, W-07 as settings of a division, with their defaults.

    ``total_max`` and marks are marks; ``confirmed`` holds the ``fingerprint`` of every inferred calculation
    whose reading in words a person has confirmed (W-15).
    """

    total_max: Decimal = Decimal(100)
    most_variation: Decimal = Decimal(5)
    least_criteria: int = 5
    most_criteria: int = 9
    most_aspect_mark: Decimal = Decimal(2)
    least_aspects: int = 75
    most_aspects: int = 250
    places: int = 2
    confirmed: frozenset[str] = frozenset()


def check_scheme(scheme: Scheme, settings: CheckSettings | None = None, level: Level = "import") -> list[Problem]:
    """Every problem of ``scheme``; errors forbid saving (``import``) or approving (``approval``)."""
    check = _Check(scheme, settings or CheckSettings(), level)
    return [*check.whole(), *check.parts()]


class _Check:
    def __init__(self, scheme: Scheme, settings: CheckSettings, level: Level) -> None:
        self.scheme = scheme
        self.settings = settings
        self.graver: Severity = "error" if level == "approval" else "warning"
        self.approval = level == "approval"
        self.known_sections = {section.number for section in scheme.sections}
        self.seen_calculations: set[int | str] = set()
        self.plain_calculations: set[int] = set()
        self.sound_marks: set[Decimal | None] = set()

    def whole(self) -> Iterator[Problem]:
        """The scheme as such: total, declared sums, number of criteria and aspects, sections."""
        scheme, settings = self.scheme, self.settings
        total = scheme.max_mark
        if total != settings.total_max:
            values = {"computed": exact_text(total), "total": exact_text(settings.total_max)}
            yield Problem("total_differs", self.graver, Place(field="total"), values)
        if scheme.declared_total not in (None, total):
            yield _differs("declared_total_differs", "total", scheme.declared_total, total)
        criteria = sum(1 for criterion in scheme.criteria if criterion.sub_criteria)
        if not settings.least_criteria <= criteria <= settings.most_criteria:
            bounds = (settings.least_criteria, settings.most_criteria)
            yield _outside("criteria_count", criteria, bounds)
        aspects = sum(len(sub.aspects) for sub in scheme.sub_criteria())
        if not settings.least_aspects <= aspects <= settings.most_aspects:
            yield _outside("aspects_count", aspects, (settings.least_aspects, settings.most_aspects))
        yield from self._sections()

    def _sections(self) -> Iterator[Problem]:
        computed = section_marks(self.scheme)
        seen = set()
        for index, section in enumerate(self.scheme.sections):
            marks = computed.get(section.number, Decimal(0))
            if section.number in seen:
                values = {"section": section.number}
                yield Problem("section_twice", self.graver, Place(field=f"section.{index}"), values)
            elif section.declared is not None and section.declared != marks:
                field = f"section.{index}"
                yield _differs("section_differs", field, section.declared, marks, section=section.number)
            seen.add(section.number)
        variation = total_variation(self.scheme, computed)
        if variation > self.settings.most_variation:
            values = {"variation": exact_text(variation), "limit": exact_text(self.settings.most_variation)}
            yield Problem("variation_too_large", "warning", Place(field="total"), values)

    def parts(self) -> Iterator[Problem]:
        """Criterion by criterion, sub-criterion by sub-criterion, aspect by aspect."""
        seen = set()
        for index, criterion in enumerate(self.scheme.criteria):
            if criterion.code in seen:
                values = {"criterion": criterion.code}
                yield Problem("duplicate_criterion", "error", Place(field=f"criterion.{index}"), values)
            seen.add(criterion.code)
            yield from self._criterion(criterion, index)

    def _criterion(self, criterion: Criterion, index: int) -> Iterator[Problem]:
        place = Place(field=f"criterion.{index}")
        values = {"criterion": criterion.code}
        computed = criterion.max_mark
        if not criterion.sub_criteria:
            yield Problem("criterion_empty", self.graver, place, values)
        elif criterion.declared not in (None, computed):
            yield _differs("criterion_differs", f"criterion.{index}", criterion.declared, computed, **values)
        codes: set[str] = set()
        for number, sub in enumerate(criterion.sub_criteria):
            field = f"{index}.{number}"
            if sub.code in codes:
                place = Place(field=f"sub_criterion.{field}")
                named = {**values, "sub_criterion": sub.code}
                yield Problem("duplicate_code", "error", place, named)
            codes.add(sub.code)
            yield from self._sub_criterion(sub, field)

    def _sub_criterion(self, sub: SubCriterion, field: str) -> Iterator[Problem]:
        place = Place(field=f"sub_criterion.{field}")
        values = {"sub_criterion": sub.code}
        if not sub.aspects:
            yield Problem("sub_criterion_empty", self.graver, place, values)
            return
        days = {aspect.day for aspect in sub.aspects}
        if len(days) > 1:
            listed = ", ".join("–" if day is None else str(day) for day in sorted(days, key=_day_order))
            yield Problem("days_differ", "warning", place, {**values, "days": listed})
        elif self.approval and days == {None}:
            yield Problem("day_missing", "warning", place, values)
        for number, aspect in enumerate(sub.aspects):
            if self._is_plain(aspect):
                continue
            for code, severity, role, more in self._aspect(aspect):
                named = {"sub_criterion": sub.code, "number": str(number + 1), **more}
                yield Problem(code, severity, Place(row=aspect.row, field=f"aspect.{field}.{number}.{role}"), named)

    def _is_plain(self, aspect: Aspect) -> bool:
        """A measurement in no way unlike those before it, about which there was nothing to say: most are."""
        return (
            aspect.max_mark in self.sound_marks
            and id(aspect.calculation) in self.plain_calculations
            and aspect.section in self.known_sections
            and aspect.type == "M"
            and not aspect.descriptors
            and aspect.description != ""
        )

    def _aspect(self, aspect: Aspect) -> Iterator["_Found"]:
        if not aspect.description:
            yield "description_missing", self.graver, "description", {}
        if aspect.max_mark not in self.sound_marks:
            yield from self._max_mark(aspect.max_mark)
        if aspect.section is None:
            if self.known_sections:
                yield "section_missing", "warning", "section", {}
        elif self.known_sections and aspect.section not in self.known_sections:
            yield "section_unknown", "warning", "section", {"section": aspect.section}
        if aspect.type == "J" or aspect.descriptors:
            yield from self._ladder(aspect)
        if aspect.type == "M":
            yield from self._measurement(aspect)

    def _max_mark(self, mark: Decimal | None) -> Iterator["_Found"]:
        """A maximum without fault is remembered: a scheme of two hundred aspects has about ten."""
        if mark is None:
            yield "max_mark_missing", "error", "max_mark", {}
        elif mark <= 0:
            yield "max_mark_not_positive", "error", "max_mark", {"value": exact_text(mark)}
        else:
            large, fine = mark > self.settings.most_aspect_mark, decimals_of(mark) > self.settings.places
            if large:
                limit = exact_text(self.settings.most_aspect_mark)
                yield "max_mark_large", "warning", "max_mark", {"value": exact_text(mark), "limit": limit}
            if fine:
                places = str(self.settings.places)
                yield "mark_too_fine", "warning", "max_mark", {"value": exact_text(mark), "places": places}
            if not large and not fine:
                self.sound_marks.add(mark)

    def _ladder(self, aspect: Aspect) -> Iterator["_Found"]:
        steps = [descriptor.score for descriptor in aspect.descriptors]
        if aspect.type == "M":
            yield "ladder_under_measurement", "warning", "descriptors", {}
            if steps != [0, 1, 2, 3]:
                yield "ladder_steps", "warning", "descriptors", {"steps": _listed(steps)}
        elif not steps:
            yield "ladder_missing", self.graver, "descriptors", {}
        elif steps != [0, 1, 2, 3]:
            yield "ladder_steps", self.graver, "descriptors", {"steps": _listed(steps)}
        elif not all(descriptor.text for descriptor in aspect.descriptors):
            yield "descriptor_missing", self.graver, "descriptors", {}

    def _measurement(self, aspect: Aspect) -> Iterator["_Found"]:
        """A fault that several aspects share (one row of the Calculations sheet) is reported once."""
        calculation = aspect.calculation
        if calculation is None:
            if self.approval and not aspect.requirement and not aspect.extra:
                yield "expected_result_missing", "warning", "calculation", {}
            return
        if calculation.type == "PASS_FAIL" and not calculation.parameters:
            self.plain_calculations.add(id(calculation))
            return
        if id(calculation) in self.seen_calculations and not aspect.requirement:
            return
        self.seen_calculations.add(id(calculation))
        for problem in check_calculation(aspect):
            severity = self.graver if problem.severity == "error" else problem.severity
            yield problem.code, severity, "calculation", problem.values
        if calculation.type in INFERRED_TYPES:
            reading = fingerprint(calculation)
            if reading not in self.settings.confirmed and reading not in self.seen_calculations:
                yield "calculation_inferred", self.graver, "calculation", {"type": calculation.type}
            self.seen_calculations.add(reading)


_Found = tuple[str, Severity, str, Mapping[str, str]]


def _differs(code: str, field: str, declared: Decimal | None, computed: Decimal, **values: str) -> Problem:
    stated = exact_text(declared) if declared is not None else ""
    named = {**values, "declared": stated, "computed": exact_text(computed)}
    return Problem(code, "warning", Place(field=field), named)


def _outside(code: str, count: int, bounds: tuple[int, int]) -> Problem:
    values = {"count": str(count), "least": str(bounds[0]), "most": str(bounds[1])}
    return Problem(code, "warning", Place(field="total"), values)


def _listed(steps: list[int]) -> str:
    return ", ".join(str(step) for step in steps)


def _day_order(day: int | None) -> int:
    return -1000 if day is None else day
