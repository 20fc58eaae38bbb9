"""Marking teams, opening marking, and filling seats."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from contest.events.actions import hold_event
from contest.events.queries import get_event_by_id
from contest.skills.queries import DivisionFacts
from foundation.audit.actions import Actor, record
from foundation.database import fetch, transaction
from foundation.live import announce
from foundation.problems import Place, Problem, UserError, refusal, refuse_if
from foundation.times import now
from judging.marking import audit_types as audit
from judging.marking.actions_seats import Reseated, make_sheets, reseat, seatings_of
from judging.marking.plan import SchemePlan
from judging.marking.queries_plan import get_latest_locked_version, plan_of_version
from judging.marking.queries_teams import (
    SeatedEntry,
    entries_to_seat,
    experts_of_skill,
    get_opening,
    teams_of_division,
)
from judging.marking.seats import Marker, Seating, check_team


async def name_team(
    division: DivisionFacts, sub_criterion_id: UUID, experts: Sequence[UUID], *, leader: UUID | None, by: Actor,
    also: Sequence[UUID] = (), rest: Sequence[UUID] = (),
) -> None:  # fmt: skip
    """Name the marking team of a sub-criterion in order, whole: the first three mark, the rest are reserves. ``also``
    are other sub-criteria that get the same team, ``rest`` those that get it only where they have none.

    Refused, all at once: fewer than three, somebody twice, whoever holds no office any more, no leader or one from
    outside the team; and a stranger to the trade. After opening, seats of sheets that are still open are filled anew
    (signed ones keep theirs)."""
    async with transaction():
        await hold_division(division)
        named = await teams_of_division(division.id) if rest else {}
        forms = list(dict.fromkeys([sub_criterion_id, *also, *(each for each in rest if each not in named)]))
        for form in forms:
            await add_team(division, form, experts, leader=leader)
        await record(
            by, audit.TEAM_NAMED, scope=division.skill.event_id, subject=division.slug,
            details={
                "sub_criterion": sub_criterion_id, "forms": forms, "leader": leader,
                "codes": await _codes(division.id, forms), "names": await _user_names([*experts]),
                "led_by": (await _user_names([leader] if leader else []))[0],
            },
        )  # fmt: skip
        await reseat(division, forms)
        await announce(f"division:{division.id}")


async def copy_team(division: DivisionFacts, source: UUID, targets: Sequence[UUID], *, by: Actor) -> None:
    """Give the team of one sub-criterion to others."""
    async with transaction():
        await hold_division(division)
        team = (await teams_of_division(division.id)).get(source)
        if team is None:
            raise refusal("team_missing", field="source")
        for target in targets:
            await add_team(division, target, [each.expert_id for each in team.members], leader=team.leader_id)
        await record(
            by, audit.TEAM_COPIED, scope=division.skill.event_id, subject=division.slug,
            details={"from": source, "to": list(targets)},
        )  # fmt: skip
        await reseat(division, targets)
        await announce(f"division:{division.id}")


async def hold_division(division: DivisionFacts) -> None:
    """One at a time with whoever names teams, opens marking or locks a scheme of the division.

    Refused (409): an archived event takes no change."""
    await fetch("SELECT 1 FROM division WHERE id = $1 FOR NO KEY UPDATE", division.id)
    await hold_event(division.skill.event_id)


async def add_team(
    division: DivisionFacts, sub_criterion_id: UUID, experts: Sequence[UUID], *, leader: UUID | None
) -> None:
    """The part of :func:`name_team` inside a transaction: an earlier team is replaced whole."""
    known = {each.expert_id: each for each in await experts_of_skill(division.skill.id)}
    if strangers := set(experts) - known.keys():
        raise refusal("expert_of_other_trade", field="experts", number=len(strangers))
    left = [known[each].name for each in dict.fromkeys(experts) if not known[each].in_office]
    problems = [Problem("marker_left", place=Place(field="experts"), values={"name": name}) for name in left]
    problems += check_team([Marker(each) for each in experts])
    if leader not in experts:
        problems.append(Problem("leader_not_in_team" if leader else "leader_missing", place=Place(field="leader")))
    refuse_if(problems)
    rows = await fetch(
        "SELECT id FROM sub_criterion_identity WHERE id = $1 AND division = $2", sub_criterion_id, division.id
    )
    if not rows:
        raise refusal("sub_criterion_unknown", field="sub_criterion")
    team = await fetch(
        "INSERT INTO marking_team (id, division, sub_criterion, leader) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (sub_criterion) DO UPDATE SET leader = excluded.leader RETURNING id",
        uuid4(), division.id, sub_criterion_id, leader,
    )  # fmt: skip
    await fetch("DELETE FROM marking_team_member WHERE team = $1", team[0]["id"])
    await fetch(
        "INSERT INTO marking_team_member (id, team, expert, position)"
        " SELECT t.id, $1, t.expert, t.position FROM unnest($2::uuid[], $3::uuid[], $4::int2[])"
        " AS t (id, expert, position)",
        team[0]["id"], [uuid4() for _ in experts], list(experts), list(range(1, len(experts) + 1)),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class BlockedSheet:
    """A sheet whose seats cannot be filled, with those who may not mark it and why."""

    entry_number: str
    sub_criterion: str
    seating: Seating


@dataclass(frozen=True, slots=True)
class OpeningPlan:
    """What opening would make, before anything is made."""

    plan: SchemePlan | None
    problems: tuple[Problem, ...]
    entries: int = 0
    sheets: int = 0
    blocked: tuple[BlockedSheet, ...] = ()


async def plan_opening(division: DivisionFacts) -> OpeningPlan:
    """Everything that still stands against opening, all at once, and the sheets that would be blocked."""
    version = await get_latest_locked_version(division.id)
    plan = await plan_of_version(version) if version else None
    entries = await entries_to_seat(division.id)
    problems = [] if plan else [Problem("opening_without_scheme")]
    if not entries:
        problems.append(Problem("opening_without_entries"))
    event = await get_event_by_id(division.skill.event_id)
    if event is None or not event.announced:
        problems.append(Problem("opening_before_announcing"))
    if await get_opening(division.id):
        problems.append(Problem("marking_open_already"))
    if plan is None:
        return OpeningPlan(None, tuple(problems), len(entries))
    seatings = await seatings_of(division, plan, list(plan.sheets), entries)
    staffed = {sub for sub, _ in seatings}
    bare = [sheet.code for sheet in plan.sheets.values() if sheet.id not in staffed and entries]
    if bare:
        problems.append(Problem("team_missing_for", values={"sub_criteria": ", ".join(bare), "count": str(len(bare))}))
    blocked = tuple(
        BlockedSheet(entry.number, plan.sheets[sub].code, seatings[sub, entry.id])
        for entry in entries for sub in plan.sheets
        if (sub, entry.id) in seatings and seatings[sub, entry.id].blocked
    )  # fmt: skip
    return OpeningPlan(plan, tuple(problems), len(entries), len(entries) * len(plan.sheets), blocked)


async def open_marking(division: DivisionFacts, *, by: Actor) -> int:
    """Open marking: every sheet of every entry is made with its seats; returns how many. Blocked ones say so.

    Refused with the full list: no locked scheme, no entries, a sub-criterion without a team, open already."""
    async with transaction():
        await hold_division(division)
        prepared = await plan_opening(division)
        if prepared.problems or prepared.plan is None:
            raise UserError(*prepared.problems, status=409)
        rows = await fetch(
            "INSERT INTO marking_opening (id, division, scheme_version, by, at) VALUES ($1, $2, $3, $4, $5)"
            " ON CONFLICT DO NOTHING RETURNING id",
            uuid4(), division.id, prepared.plan.scheme_version, by.account_id, now(),
        )  # fmt: skip
        if not rows:
            raise refusal("marking_open_already", status=409)
        made = await make_sheets(division, prepared.plan, await entries_to_seat(division.id))
        await record(
            by, audit.MARKING_OPENED, scope=division.skill.event_id, subject=division.slug,
            details={"scheme_version": prepared.plan.scheme_version, "sheets": made},
        )  # fmt: skip
        await announce(f"division:{division.id}", f"event:{division.skill.event_id}")
        return made


async def make_missing_sheets(division: DivisionFacts, *, by: Actor) -> int:
    """Make the sheets of entries that were added after the opening; doing it twice changes nothing.

    Refused (409): marking is not open."""
    async with transaction():
        await _refuse_unopened(division)
        made = await add_missing_sheets(division)
        if made:
            await record(
                by, audit.SHEETS_ADDED, scope=division.skill.event_id, subject=division.slug, details={"sheets": made}
            )
            await announce(f"division:{division.id}", f"event:{division.skill.event_id}")
        return made


async def add_missing_sheets(division: DivisionFacts) -> int:
    """The part of :func:`make_missing_sheets` inside a transaction, for the verb that adds an entry."""
    await hold_division(division)
    opening = await get_opening(division.id)
    if opening is None:
        return 0
    plan = await plan_of_version(await version_in_use(division.id) or opening.scheme_version)
    known = {row["entry"] for row in await fetch("SELECT DISTINCT entry FROM sheet WHERE division = $1", division.id)}
    return await make_sheets(
        division, plan, [entry for entry in await entries_to_seat(division.id) if entry.id not in known]
    )


async def add_sheets(division: DivisionFacts, plan: SchemePlan, entries: Sequence[SeatedEntry]) -> int:
    """Make the sheets of sub-criteria that a new scheme version brought, inside its transaction. Without a team
    they are blocked until one is named; they follow the scheme version in force."""
    known = {row["sub_criterion"] for row in await fetch(
        "SELECT DISTINCT sub_criterion FROM sheet WHERE division = $1", division.id
    )}  # fmt: skip
    fresh = [sub for sub in plan.sheets if sub not in known]
    return await make_sheets(division, plan, entries, fresh) if fresh else 0


async def refill_seats(division: DivisionFacts, *, by: Actor) -> Reseated:
    """Fill the seats of all open sheets anew (a relation was declared, a delegation corrected, an appointment ended);
    returns what has moved.

    Refused (409): marking is not open."""
    async with transaction():
        await hold_division(division)
        await _refuse_unopened(division)
        done = await reseat(division, None)
        await record(
            by, audit.SEATS_FILLED, scope=division.skill.event_id, subject=division.slug,
            details={"seats_moved": done.seats, "sheets": done.sheets, "sheets_short": done.short},
        )  # fmt: skip
        await announce(f"division:{division.id}")
        return done


async def _refuse_unopened(division: DivisionFacts) -> None:
    if await get_opening(division.id) is None:
        raise refusal("marking_not_open", status=409)


async def version_in_use(division_id: UUID) -> UUID | None:
    """The scheme version that the division's sheets are marked on; None before any sheet."""
    rows = await fetch(
        "SELECT s.scheme_version FROM sheet s JOIN scheme_version v ON v.id = s.scheme_version"
        " WHERE s.division = $1 ORDER BY v.number DESC LIMIT 1",
        division_id,
    )
    return rows[0]["scheme_version"] if rows else None


async def _codes(division_id: UUID, forms: Sequence[UUID]) -> list[str]:
    """The codes of these sub-criteria in the locked scheme, for the audit record."""
    version = await get_latest_locked_version(division_id)
    plan = await plan_of_version(version) if version else None
    return [plan.sheets[each].code for each in forms if plan and each in plan.sheets]


async def _user_names(experts: Sequence[UUID]) -> list[str]:
    """Who these Experts are, in their order, for the audit record."""
    rows = await fetch(
        "SELECT x.id, a.user_name FROM expert x JOIN account a ON a.id = x.account WHERE x.id = ANY($1)", list(experts)
    )
    names = {row["id"]: row["user_name"] for row in rows}
    return [names[each] for each in experts]
