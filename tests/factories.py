"""Plain functions that make valid things by the app's own actions; override by keyword."""

from dataclasses import fields
from datetime import date
from typing import Any
from uuid import UUID

from contest.entries.actions import add_entry
from contest.entries.details import EntryDetails, MemberDetails
from contest.events.actions import advance_state, announce_event, create_event
from contest.events.details import EventDetails
from contest.events.queries import get_event_by_id
from contest.events.states import ORDER, State
from contest.officials.roles import Role
from contest.people.actions import create_delegations, create_expert
from contest.people.details import DelegationDetails, ExpertDetails
from contest.skills.actions import MadeSkill, SkillPlan, create_skill
from contest.skills.details import DivisionDetails, SkillDetails
from foundation.accounts.actions import add_account
from foundation.audit.actions import CONSOLE, Actor
from foundation.database import transaction
from tests.cast import NAMES, Cast


async def make_account(user_name: str, *, name_zh: str = "", name_en: str = "") -> UUID:
    """An account that signs in by session only (no password is hashed)."""
    async with transaction():
        return await add_account(
            user_name, name_zh=name_zh or user_name, name_en=name_en, password_hash=None, by=CONSOLE
        )


async def make_cast() -> Cast:
    """Accounts for everybody, without any office."""
    ids = {}
    for person in fields(Cast):
        name_zh, name_en = NAMES[person.name]
        ids[person.name] = await make_account(person.name, name_zh=name_zh, name_en=name_en)
    return Cast(**ids)


async def make_event(organizer: UUID, code: str = "games", **changes: Any) -> UUID:
    """An event in state 草拟 with everything that announcing asks for but skills; ``organizer`` holds the office."""
    details = EventDetails(
        **{
            "code": code, "name_zh": "全国技能大赛", "name_en": "National Games", "tier": "national_games",
            "rule_family": "C", "rule_document": "竞赛技术规则", "rule_document_version": "1.0",
            "lead_organiser": "人力资源社会保障部", "venue": "上海", "first_day": date(2026, 9, 22), **changes,
        }
    )  # fmt: skip
    return await create_event(details, organizer=organizer, by=Actor(organizer, "organizer"))


async def move_event(event_id: UUID, target: State, by: UUID) -> None:
    """Take an event forward to a state, step by step."""
    event = await get_event_by_id(event_id)
    assert event is not None
    for state in ORDER[ORDER.index(event.state) + 1 : ORDER.index(target) + 1]:
        if state is State.ANNOUNCED:
            await announce_event(event_id, by=Actor(by, "organizer"))
        else:
            await advance_state(event_id, state, by=Actor(by, "organizer"))


async def make_skill(event_id: UUID, by: UUID, code: str = "17", *, divisions: Any = None, **changes: Any) -> MadeSkill:
    """A skill that follows WorldSkills skill 17, with its sections; one unnamed division unless given."""
    wanted = {"name_zh": "网站技术", "name_en": "Web Technologies", "age_limit": 22, "world_skill": "17", **changes}
    plan = SkillPlan(SkillDetails(code=code, **wanted), divisions or (DivisionDetails(),))
    return await create_skill(event_id, plan, by=Actor(by, "organizer"))


async def make_delegations(event_id: UUID, by: UUID, *codes: str) -> dict[str, UUID]:
    """Delegations by code."""
    wanted = [DelegationDetails(code, f"代表团{code}", f"Delegation {code}") for code in codes]
    return await create_delegations(event_id, wanted, by=Actor(by, "organizer"))


async def make_entry(division_id: UUID, delegation_id: UUID, by: UUID, number: str = "01", **changes: Any) -> UUID:
    """An entry of one person, born late enough for every limit; whatever the state of its event."""
    changes.setdefault("members", (MemberDetails(f"选手{number}", f"Competitor {number}", date(2006, 5, 1)),))
    async with transaction():
        return await add_entry(division_id, EntryDetails(number, delegation_id, **changes), by=Actor(by, "organizer"))


async def make_expert(
    skill_id: UUID, user_name: str, by: UUID, *, role: Role = Role.EXPERT, delegation_id: UUID | None = None
) -> UUID:
    """An expert of a skill in an office there; his account (made when the user name is unknown)."""
    details = ExpertDetails(user_name, f"裁判{user_name}", user_name.title(), delegation_id, role=role)
    return await create_expert(skill_id, details, by=Actor(by, "organizer"))
