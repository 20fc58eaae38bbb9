"""A code gives the giver no office that he does not hold."""

from uuid import uuid4

import pytest

from contest.officials.roles import Office, Role
from contest.people.code_giving import HeldOffice, may_be_given

HERE, THERE, WEB, COOKING = uuid4(), uuid4(), uuid4(), uuid4()


def held(role: Role, event=HERE, skill=WEB, *, archived: bool = False) -> HeldOffice:
    return HeldOffice(Office(role, event, skill), archived)


EXPERT = held(Role.EXPERT)


@pytest.mark.parametrize(
    ("further", "by_organizer", "by_chief"),
    [
        ([], True, True),
        ([held(Role.DEPUTY_CHIEF_EXPERT)], True, True),
        ([held(Role.CHIEF_EXPERT)], True, False),
        ([held(Role.EXPERT, skill=COOKING)], True, False),
        ([held(Role.PROJECTOR, skill=None)], True, False),
        ([held(Role.SUPERVISOR)], False, False),
        ([held(Role.RESULTS_STAFF, skill=None)], False, False),
        ([held(Role.ORGANIZER, skill=None)], False, False),
        ([held(Role.ORGANIZER, None, None)], False, False),
        ([held(Role.ADMINISTRATOR, None, None)], False, False),
        ([held(Role.EXPERT, THERE, COOKING)], False, False),
        ([held(Role.EXPERT, THERE, COOKING, archived=True)], True, False),
        ([held(Role.ORGANIZER, THERE, None, archived=True)], False, False),
    ],
)
def test_whom_an_organizer_and_a_chief_expert_may_give_a_code(further, by_organizer: bool, by_chief: bool):
    offices = [EXPERT, *further]
    assert may_be_given(offices, event_id=HERE, led=None) is by_organizer
    assert may_be_given(offices, event_id=HERE, led=[WEB]) is by_chief


def test_who_leads_two_skills_gives_codes_in_both():
    both = [EXPERT, held(Role.EXPERT, skill=COOKING)]
    assert may_be_given(both, event_id=HERE, led=[WEB, COOKING])
