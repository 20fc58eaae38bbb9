"""The stage ``setup``: event, trades, people, schemes and teams, by the app's own actions. No words.

What this does: build from the files under ``judging/schemes/samples/demo``; steps are told by codes. What it does
not: make the database, sign people in, print (``demo.py``), mark (``marking.py``).
"""

import json
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from contest.entries.actions import create_entries
from contest.events.actions import advance_state, announce_event, create_event
from contest.events.details import EventDetails
from contest.events.queries import EventFacts, get_event
from contest.events.states import State
from contest.officials.actions import add_appointment
from contest.officials.roles import HOUSE_ROLES, Role
from contest.people.actions import add_experts, prefill_delegations
from contest.people.details import ExpertDetails
from contest.skills.actions import SkillPlan, create_skills
from contest.skills.details import DivisionDetails, SkillDetails
from contest.skills.queries import DivisionFacts, divisions_of_event, skills_of_event
from demo_content.people import CODE, FILES, People, Plan, in_english, read
from foundation.accounts.actions import add_account
from foundation.accounts.passwords import hash_password
from foundation.accounts.queries import find_account
from foundation.audit.actions import CONSOLE, Actor
from foundation.database import fetch, transaction
from judging.marking.actions_teams import copy_team, name_team
from judging.marking.queries_teams import experts_of_skill
from judging.schemes.actions import approve_scheme, confirm_reading, lock_scheme, save_draft
from judging.schemes.calculation_grammar import INFERRED_TYPES, fingerprint
from judging.schemes.file_forms import read_scheme
from judging.schemes.queries import get_locked_scheme
from judging.schemes.scheme import Scheme
from judging.schemes.stored import from_stored

PASSWORD = "touchstone-demo"
Tell = Callable[[str], None]


def plans() -> list[Plan]:
    """All divisions, in the order of ``event.json``."""
    return [Plan(trade, line) for trade in read("event.json")["trades"] for line in trade["divisions"]]


async def actor(user_name: str) -> Actor:
    """The account of a user name as the author of a change."""
    account = await find_account(user_name)
    assert account is not None, user_name
    return Actor(account.id, account.name_zh)


async def the_event() -> EventFacts:
    """The demo's event, which stands."""
    event = await get_event(CODE)
    assert event is not None
    return event


async def divisions() -> list[tuple[Plan, DivisionFacts]]:
    """Every division with its plan, in the order of ``event.json``."""
    found = {(each.skill.code, each.code): each for each in await divisions_of_event((await the_event()).id)}
    return [(plan, found[plan.trade["code"], plan.line.get("code", "")]) for plan in plans()]


async def build_setup(today: date, tell: Tell, *, at_most: int | None = None) -> None:
    """Event announced and open for entries, schemes locked (one waits for its second approval), teams named.

    ``at_most`` keeps fields small for tests.
    """
    tell("event")
    await _make_event(today)
    tell("experts")
    await _make_experts()
    tell("schemes")
    for trade in read("event.json")["trades"]:
        await _make_schemes(trade)
    tell("entries")
    await _announce()
    await _make_entries(at_most)
    tell("teams")
    for plan, division in await divisions():
        if plan.trade.get("teams", True) and plan.trade.get("scheme_state", "locked") == "locked":
            await _name_teams(plan, division)


async def _make_event(today: date) -> None:
    content = read("event.json")
    password_hash = await hash_password(PASSWORD)
    accounts = await _make_accounts(content, password_hash)
    first_day = today - timedelta(days=content["today"] - 1)
    olga = Actor(accounts["olga"], "olga")
    event_id = await create_event(
        EventDetails(**content["event"], first_day=first_day), organizer=accounts["olga"], by=olga
    )
    async with transaction():
        for user_name, _, _, role in content["people"]:
            where = None if Role(role) is Role.ADMINISTRATOR else event_id
            by = CONSOLE if Role(role) in HOUSE_ROLES else olga
            await add_appointment(accounts[user_name], Role(role), event_id=where, by=by)
        # Whoever tries the demo creates an event as the guide says: that needs the organizer of the house.
        await add_appointment(accounts["olga"], Role.ORGANIZER, event_id=None, by=CONSOLE)
    await create_skills(event_id, [_skill_plan(trade) for trade in content["trades"]], by=olga)
    await prefill_delegations(event_id, "china", by=olga)


async def _make_accounts(content: Mapping[str, Any], password_hash: str) -> dict[str, UUID]:
    people = [each[:3] for each in content["people"]]
    people += [each[:3] for trade in content["trades"] for each in trade["experts"]]
    async with transaction():
        return {
            user_name: await add_account(
                user_name, name_zh=zh, name_en=en or in_english(zh), password_hash=password_hash, by=CONSOLE
            )
            for user_name, zh, en in people
        }


def _skill_plan(trade: Mapping[str, Any]) -> SkillPlan:
    kept = ("code", "name_zh", "name_en", "kind", "team_size", "age_limit", "world_skill")
    details = SkillDetails(**{name: trade[name] for name in kept if name in trade})
    own = ("code", "name_zh", "name_en", "rule_set")
    lines = tuple(DivisionDetails(**{name: line[name] for name in own if name in line}) for line in trade["divisions"])
    return SkillPlan(details, lines)


async def _make_experts() -> None:
    event, olga = await the_event(), await actor("olga")
    skills = {skill.code: skill.id for skill in await skills_of_event(event.id)}
    homes = await delegation_ids(event.id)
    wanted = {
        skills[trade["code"]]: [
            ExpertDetails(name, zh, en, homes[home], role=Role(role)) for name, zh, en, role, home in trade["experts"]
        ]
        for trade in read("event.json")["trades"]
    }
    async with transaction():
        await add_experts(event.id, wanted, by=olga)


async def delegation_ids(event_id: UUID) -> dict[str, UUID]:
    """The event's delegations by code, in their order."""
    rows = await fetch("SELECT code, id FROM delegation WHERE event = $1 ORDER BY position", event_id)
    return {row["code"]: row["id"] for row in rows}


async def _make_schemes(trade: Mapping[str, Any]) -> None:
    """An Expert drafts, the Chief Expert and another Expert approve, the Chief Expert locks; once a division."""
    scheme, source, digest = read_sample(trade["scheme"])
    chief, author, second = [await actor(each[0]) for each in trade["experts"][:3]]
    for plan, division in await divisions():
        if plan.trade["code"] != trade["code"]:
            continue
        saved = await save_draft(division, scheme, by=author, source_name=source, source_sha256=digest)
        for reading in inferred(scheme):
            await confirm_reading(division, reading, by=chief)
        await approve_scheme(division, seen_revision=saved.revision, capacity="chief", by=chief)
        if trade.get("scheme_state") == "one_approval":
            continue
        await approve_scheme(division, seen_revision=saved.revision, capacity="second", by=second)
        await lock_scheme(division, seen_revision=saved.revision, by=chief)


def read_sample(name: str) -> tuple[Scheme, str, str]:
    """A scheme of the demo with its file name and sha256 (empty for what is no upload)."""
    path = (FILES / name).resolve()
    if path.suffix == ".json":
        return from_stored(json.loads(path.read_text(encoding="utf-8"))), "", ""
    found = read_scheme(path.read_bytes(), path.name, trusted=True)
    assert found.scheme is not None
    return found.scheme, path.name, found.sha256


def inferred(scheme: Scheme) -> list[str]:
    """The calculations whose reading a person confirms before approval (W-15), each once."""
    wanted = [each.calculation for each in scheme.aspects() if each.calculation]
    return list(dict.fromkeys(fingerprint(each) for each in wanted if each.type in INFERRED_TYPES))


async def _announce() -> None:
    event, olga = await the_event(), await actor("olga")
    for state in (State.APPLIED, State.APPROVED):
        await advance_state(event.id, state, by=olga)
    await announce_event(event.id, by=olga)
    await advance_state(event.id, State.REGISTRATION, by=olga)


async def _make_entries(at_most: int | None) -> None:
    event, olga = await the_event(), await actor("olga")
    homes = await delegation_ids(event.id)
    assert event.first_day is not None
    people = People(event.first_day.year)
    for plan, division in await divisions():
        number = min(plan.line["entries"], at_most or plan.line["entries"])
        entries = list(people.entries(plan, division.skill.age_limit, homes, number))
        await create_entries(division.id, entries, by=olga)


async def _name_teams(plan: Plan, division: DivisionFacts) -> None:
    """All of the trade's Experts but the Chief Expert, in the order of the file; the first leads."""
    scheme = await get_locked_scheme(division.id)
    assert scheme is not None
    chief = await actor(plan.trade["experts"][0][0])
    known = {each.account_id: each.expert_id for each in await experts_of_skill(division.skill.id)}
    team = [known[(await actor(each[0])).account_id or division.id] for each in plan.trade["experts"][1:]]
    first, *others = [sub.id for sub in scheme.scheme.sub_criteria() if sub.id]
    await name_team(division, first, team, leader=known[(await leader_of(plan)).account_id or division.id], by=chief)
    if others:
        await copy_team(division, first, others, by=chief)


async def leader_of(plan: Plan) -> Actor:
    """Who leads the trade's marking teams."""
    return await actor(plan.trade["experts"][1][0])
