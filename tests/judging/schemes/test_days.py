"""The days of an event and those of the schemes in force."""

import pytest

from judging.schemes.queries_days import scheme_days
from judging.schemes.scheme import Criterion, Scheme, Section, SubCriterion
from tests.browsing import Browsing
from tests.contest.test_verbs import fields
from tests.judging.schemes.stage import HUNDRED, Stage, judgement, locked_stage, make_stage, measurement


@pytest.fixture
async def stage(db: None) -> Stage:
    return await make_stage()


def three_days() -> Scheme:
    subs = (
        SubCriterion("A1", "First", (measurement(),)),
        SubCriterion("A2", "Second", (judgement(mark="25", day=3), judgement(mark="25", day=2))),
    )
    return Scheme("Test", (Criterion("A", "Work", HUNDRED, subs),), (Section("1", "All", HUNDRED),), HUNDRED)


async def test_a_scheme_in_force_needs_the_days_of_its_sub_criteria(stage: Stage):
    assert await scheme_days(stage.division.skill.event_id) == []
    await locked_stage(stage, three_days())
    found = await scheme_days(stage.division.skill.event_id)
    assert [(each.version, each.day, each.parts) for each in found] == [(1, 1, ("A1",)), (1, 3, ("A2",))]


async def test_the_event_keeps_the_days_that_a_scheme_in_force_marks_on(stage: Stage, browsing: Browsing):
    await locked_stage(stage, three_days())
    olga = await browsing.as_(stage.cast.olga)
    page = f"/events/{stage.event_code}/edit"
    seen = fields((await olga.get(page)).text)
    refused = await olga.post(page, data={**seen, "competition_days": "2"})
    assert refused.status_code == 422
    assert "Version 1 of the marking scheme of 17 Web Technologies marks A2 on C3." in refused.text
    assert 'value="2"' in refused.text
    assert (await olga.post(page, data={**seen, "competition_days": "3"})).status_code == 303
