"""The ledger of a division as totals need it, and progress. Only what is revealed leaves this module."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from foundation.database import fetch
from judging.marking.owing import owing
from judging.marking.queries_plan import plan_of_version
from judging.marking.rounds import SeatEntry, judgement_state
from judging.marking.scoring import JUDGES, is_spread_open, judgement_mark
from judging.marking.sheet_states import SheetState


@dataclass(frozen=True, slots=True)
class SheetMarks:
    """What a sheet adds to a total. ``measured`` is the sum of the stored marks of seat 0 in force, ``judged``
    holds the marks of judgement aspects that are revealed and settled (not attempted: 0 stands in
    ``measured``)."""

    sheet_id: UUID
    entry_id: UUID
    sub_criterion_id: UUID
    scheme_version: UUID
    day: int | None
    state: SheetState
    expected: int
    entered: int
    open_spreads: int
    measured: Decimal
    judged: Mapping[UUID, Decimal]

    @property
    def complete(self) -> bool:
        return self.entered == self.expected and not self.open_spreads

    @property
    def so_far(self) -> Decimal:
        """What is there and revealed; shown with what is missing beside it."""
        return sum(self.judged.values(), self.measured)

    @property
    def mark(self) -> Decimal | None:
        """The sheet's mark; None while anything is missing (which is not zero)."""
        return self.so_far if self.complete else None


async def ledger_of_division(division_id: UUID) -> list[SheetMarks]:
    """Every sheet of the division with its marks, in no particular order. SQL adds stored seat-0 marks and
    nothing else; judgement is W-13 over revealed rounds."""
    sheets = await fetch(
        "SELECT s.id, s.entry, s.sub_criterion, s.scheme_version, s.day, s.state, s.expected, s.entered,"
        " s.open_spreads FROM sheet s WHERE s.division = $1",
        division_id,
    )
    measured = await _measured(division_id)
    judged = await _judged(division_id, {row["id"]: row["scheme_version"] for row in sheets})
    return [
        SheetMarks(
            row["id"], row["entry"], row["sub_criterion"], row["scheme_version"], row["day"], _state(row),
            row["expected"], row["entered"], row["open_spreads"], measured.get(row["id"], Decimal(0)),
            judged.get(row["id"], {}),
        )
        for row in sheets
    ]  # fmt: skip


def _state(row: Mapping[str, object]) -> SheetState:
    if row["state"] == "signed":
        return "signed"
    if row["state"] == "locked":
        return "locked"
    return "entered" if row["entered"] == row["expected"] and not row["open_spreads"] else "open"


async def _measured(division_id: UUID) -> dict[UUID, Decimal]:
    rows = await fetch(
        "SELECT sheet, sum(mark) AS mark FROM (SELECT DISTINCT ON (sheet, aspect) sheet, mark FROM mark_entry"
        " WHERE division = $1 AND seat = 0 ORDER BY sheet, aspect, round DESC, version DESC) latest GROUP BY sheet",
        division_id,
    )
    return {row["sheet"]: row["mark"] for row in rows if row["mark"] is not None}


async def _judged(division_id: UUID, versions: Mapping[UUID, UUID]) -> dict[UUID, dict[UUID, Decimal]]:
    rows = await fetch(
        "SELECT sheet, aspect, array_agg(seat) AS seats, array_agg(round) AS rounds, array_agg(version) AS versions,"
        " array_agg(observed) AS scores, array_agg(kind) AS kinds FROM mark_entry WHERE division = $1 AND seat > 0"
        " GROUP BY sheet, aspect",
        division_id,
    )
    opened = await fetch(
        "SELECT r.sheet, r.aspect, r.round FROM round_opening r JOIN sheet s ON s.id = r.sheet WHERE s.division = $1",
        division_id,
    )
    skipped = await fetch(
        "SELECT DISTINCT ON (sheet, aspect) sheet, aspect, kind FROM mark_entry m WHERE division = $1 AND seat = 0"
        " AND kind <> 'mark' ORDER BY sheet, aspect, version DESC",
        division_id,
    )
    rounds: dict[tuple[UUID, UUID], set[int]] = defaultdict(set)
    for row in opened:
        rounds[row["sheet"], row["aspect"]].add(row["round"])
    none = {(row["sheet"], row["aspect"]) for row in skipped if row["kind"] == "not_attempted"}
    maxima = {
        version: {each.id: each.aspect.max_mark for sheet in plan.sheets.values() for each in sheet.aspects}
        for version in set(versions.values())
        for plan in [await plan_of_version(version)]
    }
    found: dict[UUID, dict[UUID, Decimal]] = defaultdict(dict)
    for row in rows:
        key = row["sheet"], row["aspect"]
        maximum = maxima[versions[row["sheet"]]].get(row["aspect"])
        if maximum is None or key in none:
            continue
        mark = _settled_mark(row, maximum, rounds.get(key, set()))
        if mark is not None:
            found[row["sheet"]][row["aspect"]] = mark
    return found


def _settled_mark(row: Mapping[str, list[object]], maximum: Decimal, opened: set[int]) -> Decimal | None:
    """The mark of a settled judgement aspect. The ordinary case (each seat once, in one round) goes straight."""
    scores = row["scores"]
    if len(scores) == JUDGES and not opened and set(row["versions"]) == {1} and set(row["kinds"]) == {"mark"}:
        if len(set(row["seats"])) == JUDGES and len(set(row["rounds"])) == 1:
            whole = [int(score) for score in scores]  # type: ignore[call-overload]
            return None if is_spread_open(whole) else judgement_mark(maximum, whole)
        return None
    nobody = UUID(int=0)
    entries = [
        SeatEntry(seat, number, version, nobody, score, kind)  # type: ignore[arg-type]
        for seat, number, version, score, kind in zip(
            row["seats"], row["rounds"], row["versions"], scores, row["kinds"], strict=True
        )
    ]
    return judgement_state(entries, opened=opened).mark(maximum)


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
