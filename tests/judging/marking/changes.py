"""A marked division whose scheme may be approved, and a draft that would change it."""

from dataclasses import replace
from decimal import Decimal

import judging.app  # noqa: F401  # puts the listener of locks in
from judging.marking.queries_plan import plan_of_version
from judging.schemes.actions import approve_scheme, lock_scheme, save_draft
from judging.schemes.queries import VersionLine, get_draft
from judging.schemes.scheme import Aspect, Criterion, Scheme, Section, SubCriterion
from tests.judging.marking.aspects import choices, measured
from tests.judging.marking.factories import Marked, judgement, make_marked

HUNDRED = Decimal(100)


def full_scheme() -> Scheme:
    """100 marks. A1: yes/no 40, count of 4 for 20, judgement 30 (day 1); A2: a choice 10 (day 2)."""
    first = (measured(maximum="40"), measured("NUMBER_COMPLETED", "20", NUM_POSSIBLE="4"), judgement("30"))
    second = (choices("0", "50", "100", maximum="10"),)
    subs = (
        SubCriterion("A1", "Base", tuple(replace(each, day=1, section="1") for each in first)),
        SubCriterion("A2", "Surface", tuple(replace(each, day=2, section="1") for each in second)),
    )
    return Scheme("Full", (Criterion("A", "Work", HUNDRED, subs),), (Section("1", "All", HUNDRED),), HUNDRED)


async def make_full(*, entries: int = 3, scheme: Scheme | None = None) -> Marked:
    return await make_marked(scheme=scheme or full_scheme(), entries=entries)


def changed(scheme: Scheme, **aspects: Aspect | None) -> Scheme:
    """``A1_2=aspect`` puts another aspect in its place (keeping id, day, section), None takes it away."""

    def sub(each: SubCriterion) -> SubCriterion:
        kept = []
        for number, aspect in enumerate(each.aspects, start=1):
            key = f"{each.code}_{number}"
            if key not in aspects:
                kept.append(aspect)
            elif (other := aspects[key]) is not None:
                kept.append(replace(other, id=aspect.id, day=aspect.day, section=aspect.section))
        return replace(each, aspects=tuple(kept))

    return replace(
        scheme, criteria=tuple(replace(c, sub_criteria=tuple(map(sub, c.sub_criteria))) for c in scheme.criteria)
    )


async def approved_draft(marked: Marked, scheme: Scheme) -> VersionLine:
    """The draft of ``scheme``, by Erik, with both approvals."""
    await save_draft(marked.division, scheme, by=marked.actor("erik"), reason="Slip in the file")
    draft = await get_draft(marked.division.id)
    assert draft is not None
    for capacity, name in (("chief", "chen"), ("second", "li")):
        await approve_scheme(marked.division, seen_revision=1, capacity=capacity, by=marked.actor(name))  # type: ignore[arg-type]
    return draft


async def lock(marked: Marked, seen_marks: str) -> None:
    locked = await lock_scheme(marked.division, seen_revision=1, seen_marks=seen_marks, by=marked.actor("chen"))
    marked.plan = await plan_of_version(locked.version_id)
