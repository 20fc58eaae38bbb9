"""A locked scheme as marking needs it: sub-criteria and aspects by id, each aspect with its number.

Pure. The number of an aspect counts within its sub-criterion: ``A1.3``.
"""

from dataclasses import dataclass
from uuid import UUID

from judging.marking.scoring import JUDGES
from judging.schemes.scheme import Aspect, AspectType, Scheme, SubCriterion


@dataclass(frozen=True, slots=True)
class PlannedAspect:
    """An aspect with its number on paper and screen."""

    id: UUID
    number: str
    aspect: Aspect


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """What one marking form holds (W-03), and the criterion it belongs to."""

    id: UUID
    code: str
    name: str
    criterion: str
    criterion_name: str
    day: int | None
    aspects: tuple[PlannedAspect, ...]
    by_id: dict[UUID, PlannedAspect]

    @property
    def kinds(self) -> list[tuple[UUID, AspectType]]:
        """Aspects with their type, as progress is counted by."""
        return [(each.id, each.aspect.type) for each in self.aspects]

    def expected(self, seats: int = JUDGES) -> int:
        """Seats to be filled: one for a measurement, ``seats`` for a judgement aspect."""
        return sum(1 if kind == "M" else seats for _, kind in self.kinds)


@dataclass(frozen=True, slots=True)
class SchemePlan:
    """All sheets of a scheme version, by the id of the sub-criterion, in the scheme's order."""

    scheme_version: UUID
    scheme: Scheme
    sheets: dict[UUID, SheetPlan]

    @property
    def days(self) -> list[int]:
        return sorted({sheet.day for sheet in self.sheets.values() if sheet.day is not None})


def plan_of(scheme_version: UUID, scheme: Scheme) -> SchemePlan:
    """The plan of a scheme whose sub-criteria and aspects have ids; ValueError where one is missing."""
    sheets = [
        _sheet(criterion.code, criterion.name, sub) for criterion in scheme.criteria for sub in criterion.sub_criteria
    ]
    return SchemePlan(scheme_version, scheme, {sheet.id: sheet for sheet in sheets})


def _sheet(criterion: str, criterion_name: str, sub: SubCriterion) -> SheetPlan:
    if sub.id is None or any(aspect.id is None for aspect in sub.aspects):
        raise ValueError(f"sub-criterion {sub.code} has no ids: only a saved scheme is marked")
    aspects = tuple(
        PlannedAspect(aspect.id, f"{sub.code}.{number}", aspect)
        for number, aspect in enumerate(sub.aspects, start=1)
        if aspect.id is not None
    )
    by_id = {each.id: each for each in aspects}
    return SheetPlan(sub.id, sub.code, sub.name, criterion, criterion_name, sub.day, aspects, by_id)
