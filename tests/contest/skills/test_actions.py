"""Skills, their sections and divisions."""

from dataclasses import replace
from decimal import Decimal

import pytest

from contest.events.changes import fingerprint_of
from contest.events.states import State
from contest.officials.actions import appoint
from contest.officials.roles import Role
from contest.skills.actions import (
    SkillPlan,
    create_division,
    create_skill,
    create_skills,
    edit_division,
    edit_skill,
    section_values,
    set_sections,
)
from contest.skills.details import EMPLOYEES, STUDENTS, DivisionDetails, SectionDetails, SkillDetails
from contest.skills.queries import divisions_of_event, get_skill, sections_of_skill, skills_of_event
from foundation.audit.actions import Actor
from foundation.database import fetch
from foundation.problems import UserError
from tests.factories import make_account, make_event, make_skill, move_event

WEB = SkillDetails("17", "网站技术", "Web Technologies", age_limit=22, world_skill="17")


@pytest.fixture
async def olga(db: None):
    return await make_account("olga")


@pytest.fixture
async def event_id(olga):
    return await make_event(olga)


async def test_a_skill_brings_the_sections_of_the_skill_it_follows(olga, event_id):
    made = await make_skill(event_id, olga)
    sections = await sections_of_skill(made.id)
    assert sum(section.weight for section in sections if section.weight) == 100
    assert [division.slug for division in await divisions_of_event(event_id)] == ["17"]


async def test_skill_53_has_sections_without_weights(olga, event_id):
    made = await make_skill(event_id, olga, "53", world_skill="53")
    sections = await sections_of_skill(made.id)
    assert len(sections) == 8
    assert {section.weight for section in sections} == {None}


async def test_many_skills_are_made_at_once_or_none(olga, event_id):
    by = Actor(olga, "Olga")
    plans = [SkillPlan(replace(WEB, code=f"F{number:02}")) for number in range(1, 41)]
    assert len(await create_skills(event_id, plans, by=by)) == 40
    with pytest.raises(UserError) as refused:
        await create_skills(event_id, [SkillPlan(WEB), SkillPlan(replace(WEB, code="F07"))], by=by)
    assert refused.value.problems[0].values["taken"] == "F07"


async def test_two_groups_have_addresses_of_their_own(olga, event_id):
    await make_skill(event_id, olga, divisions=(EMPLOYEES, STUDENTS))
    assert [division.slug for division in await divisions_of_event(event_id)] == ["17-zg", "17-xs"]


async def test_the_same_code_may_stand_in_another_event(olga, event_id):
    other = await make_event(olga, "school-games")
    await make_skill(event_id, olga)
    await make_skill(other, olga)
    assert [skill.code for skill in await skills_of_event(other)] == ["17"]


async def test_a_new_code_moves_the_addresses_of_the_divisions(olga, event_id):
    made = await make_skill(event_id, olga, divisions=(EMPLOYEES, STUDENTS))
    await edit_skill(made.id, replace(WEB, code="GZ036"), based_on=None, by=Actor(olga, "Olga"))
    assert [division.slug for division in await divisions_of_event(event_id)] == ["GZ036-zg", "GZ036-xs"]


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"kind": "exhibition", "team_size": 2, "age_limit": None}, {"kind", "team_size", "age_limit"}),
        (
            {"compatriots_allowed": True, "compatriots_approval": "批〔2026〕1 号"},
            {"compatriots_allowed", "compatriots_approval"},
        ),
    ],
)
async def test_the_announcement_fixes_who_may_enter_and_who_may_mark(olga, event_id, change, fields):
    made, by = await create_skill(event_id, SkillPlan(WEB), by=Actor(olga, "Olga")), Actor(olga, "Olga")
    await edit_skill(made.id, replace(WEB, **change), based_on=None, by=by)
    await edit_skill(made.id, WEB, based_on=None, by=by)
    await move_event(event_id, State.ANNOUNCED, olga)
    with pytest.raises(UserError) as refused:
        await edit_skill(made.id, replace(WEB, **change), based_on=None, by=by)
    assert {(each.place.field, each.code) for each in refused.value.problems} == {
        (field, "fixed_by_announcement") for field in fields
    }
    await edit_skill(made.id, replace(WEB, name_zh="网站开发"), based_on=None, by=by)


async def test_a_stale_edit_of_a_skill_is_refused(olga, event_id):
    made = await make_skill(event_id, olga)
    by, seen = Actor(olga, "Olga"), fingerprint_of(WEB.values())
    await edit_skill(made.id, replace(WEB, name_en="Web"), based_on=seen, by=by)
    with pytest.raises(UserError) as refused:
        await edit_skill(made.id, replace(WEB, team_size=2), based_on=seen, by=by)
    assert refused.value.status == 409
    skill = await get_skill(event_id, "17")
    assert skill is not None
    assert (skill.name_en, skill.team_size) == ("Web", 1)


async def test_an_unnamed_division_is_named_before_a_second_comes(olga, event_id):
    made = await make_skill(event_id, olga)
    by = Actor(olga, "Olga")
    with pytest.raises(UserError) as refused:
        await create_division(made.id, STUDENTS, by=by)
    assert refused.value.problems[0].code == "division_name_first"
    await edit_division(made.division_ids[0], EMPLOYEES, based_on=None, by=by)
    await create_division(made.id, STUDENTS, by=by)
    assert [division.slug for division in await divisions_of_event(event_id)] == ["17-zg", "17-xs"]
    with pytest.raises(UserError) as refused:
        await edit_division(made.division_ids[0], STUDENTS, based_on=None, by=by)
    assert refused.value.problems[0].code == "division_code_taken"


async def test_slugs_of_two_skills_never_meet(olga, event_id):
    await make_skill(event_id, olga, "A", divisions=(DivisionDetails("B", "乙"), DivisionDetails("C", "丙")))
    with pytest.raises(UserError):
        await make_skill(event_id, olga, "A-B")


async def test_sections_are_replaced_as_a_whole(olga, event_id):
    made = await make_skill(event_id, olga)
    shown = [SectionDetails(s.number, s.title, s.weight) for s in await sections_of_skill(made.id)]
    seen = fingerprint_of(section_values(shown))
    wanted = [SectionDetails("1", "策划", Decimal("40")), SectionDetails("2", "实现", Decimal("60"))]
    await set_sections(made.id, wanted, based_on=seen, by=Actor(olga, "Olga"))
    assert [(s.number, s.title, s.weight) for s in await sections_of_skill(made.id)] == [
        ("1", "策划", Decimal("40")), ("2", "实现", Decimal("60")),
    ]  # fmt: skip
    with pytest.raises(UserError) as refused:
        await set_sections(made.id, wanted, based_on=seen, by=Actor(olga, "Olga"))
    assert refused.value.status == 409


async def test_the_rule_set_for_medals_is_frozen_with_the_announcement(olga, event_id):
    """T-02: what was announced decides, whatever the marks say by then; names may still be put right."""
    made = await make_skill(event_id, olga)
    by, division = Actor(olga, "Olga"), made.division_ids[0]
    await edit_division(division, DivisionDetails(rule_set="cn-prizes"), based_on=None, by=by)
    await _state(event_id, "announced", olga)
    with pytest.raises(UserError, match="settings_frozen"):
        await edit_division(division, DivisionDetails(rule_set="wsc2026"), based_on=None, by=by)
    await edit_division(division, DivisionDetails(name_zh="全体", rule_set="cn-prizes"), based_on=None, by=by)
    assert [each.rule_set for each in await divisions_of_event(event_id)] == ["cn-prizes"]


async def test_an_archived_event_appoints_nobody(olga, event_id):
    await _state(event_id, "archived", olga)
    with pytest.raises(UserError, match="event_archived"):
        await appoint(olga, Role.RESULTS_STAFF, event_id=event_id, by=Actor(olga, "Olga"))


async def _state(event_id, state: str, by) -> None:
    await fetch(
        "INSERT INTO event_state (event, position, state, reason, by, at)"
        " SELECT $1, max(position) + 1, $2, '', $3, now() FROM event_state WHERE event = $1",
        event_id, state, by,
    )  # fmt: skip
