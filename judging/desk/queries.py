"""What waits in an event, trade by trade, and whose turn it is; from counters, never from marks."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from contest.skills.queries import DivisionFacts, divisions_of_event
from foundation.database import fetch
from foundation.language import either
from judging.marking.in_office import in_office
from judging.marking.owing import owing
from judging.marking.queries_corrections import corrections_waiting_in


@dataclass(frozen=True, slots=True)
class Waiting:
    """One kind of thing that waits in a trade: a code for ``phrases.py``, how many, whose turn, and where."""

    code: str
    turn: str
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class TradeLine:
    """A division on somebody's desk. ``number`` of its last publication, None before."""

    division: DivisionFacts
    entries: int
    sheets: int
    locked: int
    expected: int
    entered: int
    number: int | None
    waiting: tuple[Waiting, ...]

    @property
    def all_locked(self) -> bool:
        """Every sheet is locked and nothing is published yet."""
        return bool(self.sheets) and self.sheets == self.locked and self.number is None

    @property
    def ready(self) -> bool:
        """Nothing stands between the division and its publication any more."""
        return any(each.code == "to_publish" for each in self.waiting)


_COUNTS = (
    "SELECT s.division, count(*)::int AS sheets, sum(s.expected)::int AS expected, sum(s.entered)::int AS entered,"
    " count(*) FILTER (WHERE s.state = 'locked')::int AS locked,"
    " count(*) FILTER (WHERE s.state = 'signed')::int AS to_lock,"
    " count(*) FILTER (WHERE s.blocked <> '' AND s.state = 'open')::int AS blocked,"
    " count(*) FILTER (WHERE s.open_spreads > 0 AND s.blocked = '')::int AS spreads,"
    " count(*) FILTER (WHERE s.entered < s.expected AND s.open_spreads = 0 AND s.blocked = '')::int AS missing,"
    " count(*) FILTER (WHERE s.entered = s.expected AND s.open_spreads = 0 AND s.blocked = ''"
    " AND s.state = 'open')::int AS to_sign"
    f" FROM sheet s WHERE s.division = ANY($1::uuid[]) AND {owing('n.division = ANY($1::uuid[])')} GROUP BY s.division"
)
_FACTS = (
    "SELECT d.id, (SELECT count(*) FROM entry e WHERE e.division = d.id)::int AS entries,"
    " EXISTS (SELECT 1 FROM scheme_lock l JOIN scheme_version v ON v.id = l.scheme_version WHERE v.division = d.id)"
    " AS scheme, EXISTS (SELECT 1 FROM marking_opening o WHERE o.division = d.id) AS opened,"
    " (SELECT max(number) FROM publication p WHERE p.division = d.id) AS number,"
    " EXISTS (SELECT 1 FROM scheme_version v WHERE v.division = d.id AND v.id NOT IN"
    " (SELECT scheme_version FROM scheme_discard)) AS drafted,"
    " ARRAY (SELECT p.capacity FROM scheme_approval p JOIN scheme_version v ON v.id = p.scheme_version"
    " WHERE v.division = d.id AND v.id NOT IN (SELECT scheme_version FROM scheme_discard)"
    " AND p.revision = (SELECT max(r.revision) FROM scheme_revision r"
    " WHERE r.scheme_version = v.id) AND NOT EXISTS (SELECT 1 FROM scheme_approval_withdrawal w"
    " WHERE w.approval = p.id)) AS approved,"
    " (SELECT count(DISTINCT m.expert) FROM marking_team t JOIN marking_team_member m ON m.team = t.id"
    f" JOIN expert x ON x.id = m.expert WHERE t.division = d.id AND NOT {in_office('x.account', 'x.skill')})::int"
    " AS left"
    " FROM division d WHERE d.id = ANY($1::uuid[])"
)
SHEET_POINTS = (
    ("blocked", "sheet_blocked", "chief_expert", "teams"),
    ("spreads", "sheet_spread_open", "marker", "marking"),
    ("missing", "sheet_marks_missing", "marker", "marking"),
    ("to_sign", "sheet_to_sign", "marking_team_leader", "marking/signatures"),
    ("to_lock", "sheet_to_lock", "chief_expert", "marking"),
)


async def trades_on_desk(event_id: UUID, event_href: str, *, skills: Sequence[UUID] | None = None) -> list[TradeLine]:
    """The divisions of an event (of some ``skills`` only, None: of all) with what waits; four statements."""
    divisions = [each for each in await divisions_of_event(event_id) if skills is None or each.skill.id in skills]
    ids = [division.id for division in divisions]
    facts = {row["id"]: dict(row) for row in await fetch(_FACTS, ids)}
    counts = {row["division"]: dict(row) for row in await fetch(_COUNTS, ids)}
    asked = await corrections_waiting_in(ids)
    return [
        _line(each, event_href, facts[each.id], counts.get(each.id, {}), asked.get(each.id, [])) for each in divisions
    ]


def _line(
    division: DivisionFacts, event_href: str, facts: dict[str, object], counts: dict[str, int], asked: Sequence[UUID]
) -> TradeLine:
    base = f"{event_href}/divisions/{division.slug}"
    waiting = [
        Waiting(code, turn, counts[name], f"{base}/{place}")
        for name, code, turn, place in SHEET_POINTS
        if counts.get(name)
    ]
    if asked:
        place = f"/sheets/{asked[0]}" if len(asked) == 1 else f"{base}/marking/signatures"
        waiting.append(Waiting("correction_to_confirm", "second_person", len(asked), place))
    if not facts["entries"]:
        waiting.append(Waiting("no_entries", "organizer", 0, f"{event_href}/entries"))
    if not facts["scheme"]:
        waiting += _before_the_lock(facts, base)
    elif not facts["opened"] and not counts:
        waiting.append(Waiting("marking_not_opened", "chief_expert", 0, f"{base}/marking"))
    entries, number, left = facts["entries"], facts["number"], facts["left"]
    assert isinstance(entries, int)
    assert isinstance(left, int)
    assert number is None or isinstance(number, int)
    if left:
        waiting.append(Waiting("marker_left", "chief_expert", left, f"{base}/teams"))
    line = TradeLine(
        division, entries, counts.get("sheets", 0), counts.get("locked", 0), counts.get("expected", 0),
        counts.get("entered", 0), number, (),
    )  # fmt: skip
    if line.all_locked:
        waiting.append(Waiting("to_publish", "results_staff", 0, f"{base}/results/publication"))
    return TradeLine(
        division, line.entries, line.sheets, line.locked, line.expected, line.entered, number, tuple(waiting)
    )  # fmt: skip


def _before_the_lock(facts: dict[str, object], base: str) -> list[Waiting]:
    """What a scheme that was never locked waits for: to be drafted, each approval that is missing, the lock."""
    if not facts["drafted"]:
        return [Waiting("scheme_to_draft", "expert", 0, f"{base}/scheme")]
    approved = facts["approved"]
    assert isinstance(approved, list)
    turns = {"chief": "chief_expert", "second": "second_expert"}
    missing = [
        Waiting("scheme_to_approve", turn, 0, f"{base}/scheme/draft/approval")
        for capacity, turn in turns.items()
        if capacity not in approved
    ]
    return missing or [Waiting("scheme_to_lock", "chief_expert", 0, f"{base}/scheme/draft/approval")]


@dataclass(frozen=True, slots=True)
class ToSign:
    """Complete sheets of a division that wait for a marking team leader."""

    title: str
    href: str
    sheets: int


async def sheets_to_sign(account_id: UUID) -> list[ToSign]:
    """Complete sheets that wait for the account's signature as marking team leader, by trade."""
    rows = await fetch(
        "SELECT e.code AS event, d.slug, k.name_zh, k.name_en, count(*)::int AS sheets FROM marking_team t"
        " JOIN expert x ON x.id = t.leader JOIN sheet s ON s.sub_criterion = t.sub_criterion"
        " JOIN division d ON d.id = t.division JOIN skill k ON k.id = d.skill JOIN event e ON e.id = d.event"
        f" WHERE x.account = $1 AND {in_office('x.account', 'x.skill')}"
        " AND s.state = 'open' AND s.blocked = '' AND s.entered = s.expected"
        " AND s.open_spreads = 0 GROUP BY 1, 2, 3, 4 ORDER BY 1, 2",
        account_id,
    )
    return [
        ToSign(
            f"{row['slug']} {either(row['name_zh'], row['name_en'])}",
            f"/events/{row['event']}/divisions/{row['slug']}/marking/signatures", row["sheets"],
        )
        for row in rows
    ]  # fmt: skip
