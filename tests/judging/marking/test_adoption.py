"""A new scheme version under marks: what is carried over, computed anew, retracted, refused."""

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pytest

from foundation.database import fetch, transaction
from foundation.problems import UserError
from foundation.times import now
from judging.marking.actions_adoption import adopt_scheme_version
from judging.marking.actions_sheets import sign_sheets
from judging.marking.ledger import LedgerEntry, chain, first_previous
from judging.marking.queries import get_sheet
from judging.marking.queries_plan import plan_of_version
from judging.marking.queries_touches import count_touched
from judging.schemes.actions_hooks import SchemeChange
from judging.schemes.queries import LockedScheme, get_locked_version
from judging.schemes.scheme import Aspect, Criterion, Scheme, SubCriterion
from tests.judging.marking.aspects import choices, measured
from tests.judging.marking.factories import Marked, fill_sheet, judgement, lock_scheme, make_marked, name_teams


@pytest.fixture
async def marked(db: None) -> Marked:
    return await make_marked()


def changed(scheme: Scheme, **aspects: Aspect | None) -> Scheme:
    """``A1_2=aspect`` puts another aspect in its place (keeping the id), None takes it away."""

    def sub(each: SubCriterion) -> SubCriterion:
        kept = []
        for number, aspect in enumerate(each.aspects, start=1):
            key = f"{each.code}_{number}"
            if key not in aspects:
                kept.append(aspect)
            elif (other := aspects[key]) is not None:
                kept.append(replace(other, id=aspect.id, day=aspect.day))
        return replace(each, aspects=tuple(kept))

    return replace(
        scheme, criteria=tuple(replace(c, sub_criteria=tuple(map(sub, c.sub_criteria))) for c in scheme.criteria)
    )


async def adopt(marked: Marked, scheme: Scheme) -> None:
    old = await get_locked_version(marked.plan.scheme_version)
    plan = await lock_scheme(marked.division.id, scheme, marked.cast.erik, number=2)
    new = LockedScheme(plan.scheme_version, marked.division.id, 2, plan.scheme, "", now())
    seen = (await count_touched(marked.division.id, plan.scheme)).digest
    change = SchemeChange(marked.event_id, marked.division.id, old, new, marked.actor("chen"), seen)
    async with transaction():
        await adopt_scheme_version(change)
    marked.plan = await plan_of_version(plan.scheme_version)


async def last(sheet: UUID, aspect: UUID) -> dict[str, object]:
    rows = await fetch(
        "SELECT * FROM mark_entry WHERE sheet = $1 AND aspect = $2 ORDER BY position DESC LIMIT 1", sheet, aspect
    )
    return dict(rows[0])


async def test_a_mark_is_computed_anew_from_what_was_observed(marked: Marked):
    sheet = await marked.sheet()
    await marked.enter(sheet, "li", "A1.2", 3)
    await marked.enter(sheet, "li", "A1.1", 1)
    await adopt(marked, changed(marked.plan.scheme, A1_2=measured("NUMBER_COMPLETED", "2.00", NUM_POSSIBLE="6")))
    row = await last(sheet.id, marked.aspect("A1.2"))
    assert (row["source"], row["version"], row["observed"], row["mark"]) == ("scheme", 2, 3, Decimal("1.0000"))
    assert (row["judge"], row["entered_by"], row["reason_code"]) == (marked.cast.li, marked.cast.chen, "scheme")
    assert (await last(sheet.id, marked.aspect("A1.1")))["version"] == 1
    facts = await get_sheet(sheet.id)
    assert (facts.entered, facts.position, facts.scheme_version) == (2, 3, marked.plan.scheme_version)


async def test_the_chain_goes_on(marked: Marked):
    sheet, first = await marked.sheet(), marked.plan.scheme_version
    await marked.enter(sheet, "li", "A1.2", 3)
    await adopt(marked, changed(marked.plan.scheme, A1_2=measured("NUMBER_COMPLETED", "2.00", NUM_POSSIBLE="6")))
    rows = await fetch("SELECT * FROM mark_entry WHERE sheet = $1 ORDER BY position", sheet.id)
    entries = [LedgerEntry(**{name: row[name] for name in LedgerEntry.__slots__}) for row in rows]
    start = first_previous(marked.event_id, marked.division.id, sheet.id, first)
    assert [row["hash"] for row in rows] == chain(start, entries)
    untouched = await marked.sheet("02")
    own = first_previous(marked.event_id, marked.division.id, untouched.id, marked.plan.scheme_version)
    assert untouched.head == own


async def test_what_no_longer_means_anything_is_retracted(marked: Marked):
    sheet = await marked.sheet()
    removed, smaller = marked.aspect("A1.1"), marked.aspect("A1.2")
    await marked.enter(sheet, "li", "A1.1", 1)
    await marked.enter(sheet, "li", "A1.2", 4)
    for name in ("erik", "li", "mei"):
        await marked.enter(sheet, name, "A1.3", 2)
    new = changed(marked.plan.scheme, A1_1=None, A1_2=measured("NUMBER_COMPLETED", "2.00", NUM_POSSIBLE="2"))
    await adopt(marked, new)
    assert (await last(sheet.id, removed))["kind"] == "retracted"
    assert (await last(sheet.id, smaller))["kind"] == "retracted"
    facts = await get_sheet(sheet.id)
    assert (facts.expected, facts.entered, facts.state) == (4, 3, "open")
    again = await marked.enter(sheet, "mei", "A1.1", 2, seen_version=2, reason_code="measured_again")
    assert again.version == 3
    assert (await get_sheet(sheet.id)).state == "entered"


async def test_a_choice_is_followed_by_its_words(marked: Marked):
    sheet = await marked.sheet(form=1)
    await marked.enter(sheet, "li", "A2.2", 2)
    swapped = choices("50", "0", "100", maximum="2.00")
    assert swapped.calculation is not None
    parameters = dict(swapped.calculation.parameters)
    parameters["CHOICE1_LABEL"], parameters["CHOICE2_LABEL"] = parameters["CHOICE2_LABEL"], parameters["CHOICE1_LABEL"]
    new = replace(swapped, calculation=replace(swapped.calculation, parameters=parameters))
    await adopt(marked, changed(marked.plan.scheme, A2_2=new))
    row = await last(sheet.id, marked.aspect("A2.2"))
    assert (row["version"], row["observed"], row["mark"]) == (2, 1, Decimal("1.0000"))


async def test_scores_stay_and_their_mark_follows_the_maximum(marked: Marked):
    sheet = await marked.sheet()
    await marked.enter(sheet, "erik", "A1.3", 2)
    await adopt(marked, changed(marked.plan.scheme, A1_3=judgement("6.00")))
    assert (await last(sheet.id, marked.aspect("A1.3")))["version"] == 1
    assert (await get_sheet(sheet.id)).entered == 1


async def test_a_signed_sheet_forbids_a_change_that_touches_it_and_no_other(marked: Marked):
    sheet = await marked.sheet()
    await fill_sheet(marked, sheet)
    await sign_sheets({sheet.id: (await get_sheet(sheet.id)).position}, by=marked.actor("erik"))
    before = await fetch("SELECT count(*) AS n FROM mark_entry")
    first = marked.plan.scheme
    new = changed(first, A1_2=measured("NUMBER_COMPLETED", "2.00", NUM_POSSIBLE="6"))
    counted = await count_touched(marked.division.id, new)
    assert (counted.marks, counted.sheets, counted.forbidding) == (1, 1, 1)
    await fetch("SAVEPOINT before")
    with pytest.raises(UserError) as refused:
        await adopt(marked, new)
    assert [each.code for each in refused.value.problems] == ["touched_sheet_closed"]
    await fetch("ROLLBACK TO before")
    await adopt(marked, changed(first, A2_3=measured("NUMBER_COMPLETED", "4.00", NUM_POSSIBLE="6")))
    assert (await get_sheet(sheet.id)).state == "signed"
    assert await fetch("SELECT count(*) AS n FROM mark_entry") == before


async def test_new_sub_criteria_get_sheets_and_lost_ones_with_marks_are_refused(marked: Marked):
    first = marked.plan.scheme
    extra = SubCriterion("A3", "Late", (replace(measured(), day=3),))
    criterion: Criterion = first.criteria[0]
    await adopt(marked, replace(first, criteria=(replace(criterion, sub_criteria=(*criterion.sub_criteria, extra)),)))
    sheet = await marked.sheet(form=2)
    assert (sheet.expected, sheet.blocked, sheet.day) == (1, "seats_blocked", 3)
    await name_teams(marked)
    assert (await get_sheet(sheet.id)).blocked == ""
    await marked.enter(sheet, "li", "A3.1", 1)
    with pytest.raises(UserError) as refused:
        old = await get_locked_version(marked.plan.scheme_version)
        new = LockedScheme(UUID(int=1), marked.division.id, 3, first, "", now())
        seen = (await count_touched(marked.division.id, first)).digest
        change = SchemeChange(marked.event_id, marked.division.id, old, new, marked.actor("chen"), seen)
        await adopt_scheme_version(change)
    assert [each.code for each in refused.value.problems] == ["marked_form_removed"]
