"""Sheets and their seats: made at the opening, filled anew when a team changes. Parts of verbs, inside their
transactions."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from uuid import UUID, uuid4

from contest.skills.queries import DivisionFacts
from foundation.database import fetch
from foundation.live import announce
from judging.marking.ledger import first_previous
from judging.marking.plan import SchemePlan
from judging.marking.queries_plan import plan_of_version
from judging.marking.queries_teams import SeatedEntry, entries_to_seat, markers_of_experts, teams_of_division
from judging.marking.seats import MarkedEntry, Seating, fill_seats

BLOCKED = "seats_blocked"


async def seatings_of(
    division: DivisionFacts, plan: SchemePlan, subs: Sequence[UUID], entries: Sequence[SeatedEntry]
) -> dict[tuple[UUID, UUID], Seating]:
    """The seats of each (sub-criterion, entry) that has a team."""
    teams = await teams_of_division(division.id)
    markers = await markers_of_experts(list({m.expert_id for team in teams.values() for m in team.members}))
    allowed = division.skill.compatriots_allowed
    return {
        (sub, entry.id): fill_seats(
            [markers[each.expert_id] for each in teams[sub].members], entry.marked, compatriots_allowed=allowed
        )
        for sub in subs if sub in teams and sub in plan.sheets
        for entry in entries
    }  # fmt: skip


async def make_sheets(
    division: DivisionFacts, plan: SchemePlan, entries: Sequence[SeatedEntry], subs: Sequence[UUID] | None = None
) -> int:
    """Make the sheets of ``entries`` for these sub-criteria (None: all), with their seats; returns how many.
    Where no team is named yet the sheet is blocked."""
    wanted = list(plan.sheets) if subs is None else list(subs)
    seatings = await seatings_of(division, plan, wanted, entries)
    nobody = fill_seats([], MarkedEntry())
    made = [
        (uuid4(), plan.sheets[sub], entry.id, seatings.get((sub, entry.id), nobody))
        for sub in wanted for entry in entries
    ]  # fmt: skip
    await fetch(
        "INSERT INTO sheet (id, division, sub_criterion, entry, scheme_version, day, expected, blocked, head,"
        " entered, open_spreads, state, position) SELECT t.id, $1, t.sub, t.entry, $2, t.day, t.expected, t.blocked,"
        " t.head, 0, 0, 'open', 0 FROM unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::int2[], $7::int4[], $8::text[],"
        " $9::text[]) AS t (id, sub, entry, day, expected, blocked, head)",
        division.id, plan.scheme_version, [sheet for sheet, *_ in made], [form.id for _, form, *_ in made],
        [entry for _, _, entry, _ in made], [form.day for _, form, *_ in made],
        [form.expected() for _, form, *_ in made], [_blocked(seating) for *_, seating in made],
        [_first_head(division, plan, sheet) for sheet, *_ in made],
    )  # fmt: skip
    await _fill({sheet: seating for sheet, _, _, seating in made})
    return len(made)


def _blocked(seating: Seating) -> str:
    return BLOCKED if seating.blocked else ""


def _first_head(division: DivisionFacts, plan: SchemePlan, sheet: UUID) -> str:
    return first_previous(division.skill.event_id, division.id, sheet, plan.scheme_version)


async def _fill(seatings: dict[UUID, Seating]) -> None:
    seats = [
        (sheet, number, expert)
        for sheet, seating in seatings.items()
        for number, expert in enumerate(seating.experts, start=1)
    ]
    await fetch(
        "INSERT INTO sheet_marker (id, sheet, seat, expert) SELECT t.id, t.sheet, t.seat, t.expert"
        " FROM unnest($1::uuid[], $2::uuid[], $3::int2[], $4::uuid[]) AS t (id, sheet, seat, expert)",
        [uuid4() for _ in seats], [sheet for sheet, _, _ in seats], [number for _, number, _ in seats],
        [expert for *_, expert in seats],
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reseated:
    """What filling seats anew did: ``seats`` that have another judge now, or none, on ``sheets``; and how many open
    sheets are ``short`` of judges after it."""

    seats: int = 0
    sheets: int = 0
    short: int = 0


async def reseat(division: DivisionFacts, subs: Sequence[UUID] | None) -> Reseated:
    """Fill the seats of open sheets anew, under their locks, and tell the open tablets. A judge who has scored keeps
    his seat while nothing ties him to the entry and he is still of the team; the others move up around him."""
    rows = await fetch(
        "SELECT id, sub_criterion, entry, scheme_version,"
        " ARRAY (SELECT m.expert FROM sheet_marker m WHERE m.sheet = s.id ORDER BY m.seat) AS experts"
        " FROM sheet s WHERE division = $1 AND state = 'open'"
        " AND ($2::uuid[] IS NULL OR sub_criterion = ANY($2)) ORDER BY id FOR NO KEY UPDATE",
        division.id, None if subs is None else list(subs),
    )  # fmt: skip
    if not rows:
        return Reseated()
    plan = await plan_of_version(rows[0]["scheme_version"])
    seatings = await seatings_of(division, plan, list({row["sub_criterion"] for row in rows}), await entries_to_seat(
        division.id
    ))  # fmt: skip
    held = await _held_seats([row["id"] for row in rows])
    before = {row["id"]: tuple(row["experts"]) for row in rows}
    wanted = {
        row["id"]: keep_seats(seatings[row["sub_criterion"], row["entry"]], held.get(row["id"], {}))
        for row in rows
        if (row["sub_criterion"], row["entry"]) in seatings
    }
    moved = {sheet: seating for sheet, seating in wanted.items() if seating.experts != before[sheet]}
    await _replace(moved)
    short = len(rows) - len(wanted) + sum(seating.blocked for seating in wanted.values())
    return Reseated(sum(_differ(before[sheet], seating.experts) for sheet, seating in moved.items()), len(moved), short)


def _differ(before: Sequence[UUID], after: Sequence[UUID]) -> int:
    return sum(old != new for old, new in zip_longest(before, after))


async def _replace(seatings: dict[UUID, Seating]) -> None:
    await fetch("DELETE FROM sheet_marker WHERE sheet = ANY($1)", list(seatings))
    await _fill(seatings)
    await fetch(
        "UPDATE sheet s SET blocked = t.blocked FROM unnest($1::uuid[], $2::text[]) AS t (id, blocked)"
        " WHERE s.id = t.id",
        list(seatings), [_blocked(seating) for seating in seatings.values()],
    )  # fmt: skip
    await announce(*(f"sheet:{sheet}" for sheet in seatings))


async def _held_seats(sheets: list[UUID]) -> dict[UUID, dict[int, UUID]]:
    """Who scored last on each seat, by sheet: whoever left the team and comes back gets his own seat again."""
    rows = await fetch(
        "SELECT DISTINCT ON (e.sheet, e.seat) e.sheet, e.seat, x.id AS expert FROM mark_entry e"
        " JOIN division d ON d.id = e.division JOIN expert x ON x.skill = d.skill AND x.account = e.judge"
        " WHERE e.sheet = ANY($1) AND e.seat > 0 ORDER BY e.sheet, e.seat, e.position DESC",
        sheets,
    )
    held: dict[UUID, dict[int, UUID]] = {}
    for row in rows:
        held.setdefault(row["sheet"], {})[row["seat"]] = row["expert"]
    return held


def keep_seats(seating: Seating, held: dict[int, UUID]) -> Seating:
    """``seating`` with those who have scored on their own seats, as far as they are still among the seated."""
    kept: dict[int, UUID] = {}
    for seat, expert in sorted(held.items()):
        if expert in seating.experts and seat <= len(seating.experts) and expert not in kept.values():
            kept[seat] = expert
    others = iter([expert for expert in seating.experts if expert not in kept.values()])
    experts = tuple(kept.get(seat) or next(others) for seat in range(1, len(seating.experts) + 1))
    return Seating(experts, seating.skipped, seating.problems)
