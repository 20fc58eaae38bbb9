"""The mark allocation table: criteria × sections of the occupational standards (W-05, W-21)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from judging.schemes.scheme import Scheme

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class AllocationRow:
    """One section: its marks by criterion (in the order of the criteria), declared, computed, variation.

    ``number`` None gathers the aspects without a section. ``variation`` is |declared − computed|, None where
    nothing is declared.
    """

    number: str | None
    name: str
    marks: tuple[Decimal, ...]
    declared: Decimal | None
    computed: Decimal
    variation: Decimal | None


@dataclass(frozen=True, slots=True)
class Allocation:
    """The whole table; ``criteria`` are codes, ``totals`` the sums below them."""

    criteria: tuple[str, ...]
    rows: tuple[AllocationRow, ...]
    totals: tuple[Decimal, ...]
    declared: Decimal | None
    computed: Decimal
    variation: Decimal


def allocate(scheme: Scheme) -> Allocation:
    """The table of ``scheme``: its sections in order, then sections only aspects name, then none."""
    cells = _cells(scheme)
    declared = {section.number: section for section in scheme.sections}
    named: list[str | None] = list(declared)
    named += sorted({section for section, _ in cells if section is not None} - declared.keys())
    if any(section is None for section, _ in cells):
        named.append(None)
    columns = range(len(scheme.criteria))
    rows = []
    for number in named:
        marks = tuple(cells.get((number, column), ZERO) for column in columns)
        section = declared.get(number) if number is not None else None
        stated = section.declared if section else None
        computed = sum(marks, ZERO)
        variation = None if stated is None else abs(stated - computed)
        rows.append(AllocationRow(number, section.name if section else "", marks, stated, computed, variation))
    stated_marks = [row.declared for row in rows if row.declared is not None]
    return Allocation(
        tuple(criterion.code for criterion in scheme.criteria),
        tuple(rows),
        tuple(criterion.max_mark for criterion in scheme.criteria),
        sum(stated_marks, ZERO) if stated_marks else None,
        scheme.max_mark,
        total_variation(scheme),
    )


def _cells(scheme: Scheme) -> dict[tuple[str | None, int], Decimal]:
    cells: dict[tuple[str | None, int], Decimal] = {}
    for column, criterion in enumerate(scheme.criteria):
        for sub in criterion.sub_criteria:
            for aspect in sub.aspects:
                key = (aspect.section, column)
                cells[key] = cells.get(key, ZERO) + (aspect.max_mark or ZERO)
    return cells


def section_marks(scheme: Scheme) -> Mapping[str, Decimal]:
    """What the aspects of each section add up to."""
    marks: dict[str, Decimal] = {}
    for aspect in scheme.aspects():
        if aspect.section is not None and aspect.max_mark is not None:
            marks[aspect.section] = marks.get(aspect.section, ZERO) + aspect.max_mark
    return marks


def total_variation(scheme: Scheme, marks: Mapping[str, Decimal] | None = None) -> Decimal:
    """Σ |declared − computed| over the sections that declare a weight (W-05); ``marks`` if they are known."""
    marks = section_marks(scheme) if marks is None else marks
    return sum(
        (
            abs(section.declared - marks.get(section.number, ZERO))
            for section in scheme.sections
            if section.declared is not None
        ),
        ZERO,
    )
