"""How far marking has come, from the sheets' counters and the ledger's rows. No value of a mark leaves this module."""

from dataclasses import dataclass
from uuid import UUID

from foundation.database import fetch
from judging.marking.owing import owing
from judging.marking.queries_plan import plan_of_version


@dataclass(frozen=True, slots=True)
class ProgressLine:
    """How far a sub-criterion of a division has come: seats entered of expected, sheets by state. Only entries
    that owe marks are counted (``owing.py``)."""

    division_id: UUID
    sub_criterion_id: UUID
    day: int | None
    expected: int
    entered: int
    open_spreads: int
    sheets: int
    complete: int
    signed: int
    locked: int
    blocked: int


_PROGRESS = """
SELECT s.division AS division_id, s.sub_criterion AS sub_criterion_id, s.day,
    sum(s.expected)::int AS expected, sum(s.entered)::int AS entered, sum(s.open_spreads)::int AS open_spreads,
    count(*)::int AS sheets,
    count(*) FILTER (WHERE s.entered = s.expected AND s.open_spreads = 0)::int AS complete,
    count(*) FILTER (WHERE s.state IN ('signed', 'locked'))::int AS signed,
    count(*) FILTER (WHERE s.state = 'locked')::int AS locked,
    count(*) FILTER (WHERE s.blocked <> '')::int AS blocked
FROM sheet s JOIN division d ON d.id = s.division
WHERE {condition} AND {owing}
GROUP BY s.division, s.sub_criterion, s.day
"""


async def sheet_progress(event_id: UUID) -> list[ProgressLine]:
    """Progress of a whole event by division and sub-criterion, from the sheets' counters."""
    counted = owing("n.division IN (SELECT id FROM division WHERE event = $1)")
    rows = await fetch(_PROGRESS.format(condition="d.event = $1", owing=counted), event_id)
    return [ProgressLine(**row) for row in rows]


async def division_progress(division_id: UUID) -> list[ProgressLine]:
    """Progress of a division by sub-criterion."""
    rows = await fetch(_PROGRESS.format(condition="s.division = $1", owing=owing("n.division = $1")), division_id)
    return [ProgressLine(**row) for row in rows]


@dataclass(frozen=True, slots=True)
class JudgeProgress:
    """How many scores a judge has given on his seats, of how many; values of the team are nobody's alone."""

    expert_id: UUID
    account_id: UUID
    sheets: int
    expected: int
    entered: int


async def judge_progress(division_id: UUID) -> list[JudgeProgress]:
    """Scores entered and expected by judge, over the seats of the division (first rounds count)."""
    seats = await fetch(
        "SELECT m.expert, x.account, s.sub_criterion, s.scheme_version, count(*)::int AS sheets FROM sheet_marker m"
        " JOIN sheet s ON s.id = m.sheet JOIN expert x ON x.id = m.expert WHERE s.division = $1"
        f" AND {owing('n.division = $1')} GROUP BY 1, 2, 3, 4",
        division_id,
    )
    given = await fetch(
        "SELECT m.judge, count(DISTINCT (m.sheet, m.aspect))::int AS entered FROM mark_entry m JOIN sheet s"
        " ON s.id = m.sheet WHERE m.division = $1 AND m.seat > 0 AND m.kind = 'mark'"
        f" AND {owing('n.division = $1')} GROUP BY m.judge",
        division_id,
    )
    entered = {row["judge"]: row["entered"] for row in given}
    sums: dict[tuple[UUID, UUID], list[int]] = {}
    for row in seats:
        plan = await plan_of_version(row["scheme_version"])
        judgements = sum(kind == "J" for _, kind in plan.sheets[row["sub_criterion"]].kinds)
        known = sums.setdefault((row["expert"], row["account"]), [0, 0])
        known[0] += row["sheets"]
        known[1] += row["sheets"] * judgements
    return [
        JudgeProgress(expert, account, sheets, expected, entered.get(account, 0))
        for (expert, account), (sheets, expected) in sums.items()
    ]
