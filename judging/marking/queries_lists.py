"""Lists of sheets: a judge's own, the matrix of a division, those a leader may sign."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from foundation.database import fetch
from foundation.language import either
from judging.marking.in_office import in_office
from judging.marking.plan import SheetPlan
from judging.marking.queries import STATUS
from judging.marking.queries_plan import plan_of_version
from judging.marking.sheet_states import SheetState


@dataclass(frozen=True, slots=True)
class MySheet:
    """A sheet on which the account holds a seat. ``given`` counts his own scores and the team's values."""

    id: UUID
    event_code: str
    event_name: str
    slug: str
    skill_code: str
    skill_name: str
    entry_number: str
    workstation: str
    entry_status: str
    leads: bool
    form: SheetPlan
    day: int | None
    row_state: str
    expected: int
    entered: int
    open_spreads: int
    blocked: bool
    given: int

    @property
    def state(self) -> SheetState:
        return state_of(self.row_state, complete=self.entered == self.expected and not self.open_spreads)

    @property
    def to_sign(self) -> bool:
        """Whether it waits for this judge's signature as marking team leader."""
        return self.leads and self.state == "entered" and not self.blocked

    @property
    def signing_href(self) -> str:
        return f"/events/{self.event_code}/divisions/{self.slug}/marking/signatures"

    @property
    def missing(self) -> int:
        """Aspects in which this judge's own part is missing; those to be scored again are counted apart."""
        return max(0, len(self.form.aspects) - self.given)

    @property
    def waits(self) -> bool:
        """Whether the judge still has something to do here."""
        return self.state == "open" and not self.blocked and self.entry_status == "ok" and (
            self.missing > 0 or self.open_spreads > 0
        )  # fmt: skip

    @property
    def href(self) -> str:
        return f"/sheets/{self.id}"


def state_of(row_state: str, *, complete: bool) -> SheetState:
    """The state of a sheet from its row: *entered* is derived (W-19)."""
    if row_state == "signed":
        return "signed"
    if row_state == "locked":
        return "locked"
    return "entered" if complete else "open"


_MINE = f"""
SELECT s.id, d.slug, EXISTS (SELECT 1 FROM marking_team t JOIN expert l ON l.id = t.leader
        WHERE t.sub_criterion = s.sub_criterion AND l.account = $1) AS leads,
    e.code AS event_code, e.name_zh AS event_zh, e.name_en AS event_en, k.code AS skill_code,
    k.name_zh AS skill_zh, k.name_en AS skill_en, n.number AS entry_number, n.workstation, {STATUS} AS entry_status,
    s.sub_criterion, s.scheme_version, s.day, s.state AS row_state, s.expected, s.entered, s.open_spreads,
    s.blocked <> '' AS blocked,
    (SELECT count(DISTINCT m.aspect) FROM mark_entry m WHERE m.sheet = s.id AND (m.seat = 0 OR m.judge = $1)
        AND m.kind <> 'retracted')::int AS given
FROM sheet s JOIN division d ON d.id = s.division JOIN skill k ON k.id = d.skill JOIN event e ON e.id = d.event
JOIN entry n ON n.id = s.entry
WHERE {in_office('$1', 'd.skill')}
    AND s.id IN (SELECT p.sheet FROM sheet_marker p JOIN expert x ON x.id = p.expert WHERE x.account = $1)
    AND ($2::uuid IS NULL OR (s.division = $2 AND s.state = 'open' AND (s.entered < s.expected OR s.open_spreads > 0)))
"""


async def my_sheets(account_id: UUID, *, unfinished_in: UUID | None = None) -> list[MySheet]:
    """The sheets on which the account holds a seat and is in office, in no particular order; ``unfinished_in`` a
    division: only those of it in which anything is missing."""
    found = []
    for row in await fetch(_MINE, account_id, unfinished_in):
        values: dict[str, Any] = dict(row)
        plan = await plan_of_version(values.pop("scheme_version"))
        values["form"] = plan.sheets[values.pop("sub_criterion")]
        values["event_name"] = either(values.pop("event_zh"), values.pop("event_en"))
        values["skill_name"] = either(values.pop("skill_zh"), values.pop("skill_en"))
        found.append(MySheet(**values))
    return found


@dataclass(frozen=True, slots=True)
class MatrixSheet:
    """A cell of the matrix of a division: one sheet with its counters and its judges by seat."""

    id: UUID
    entry_id: UUID
    sub_criterion_id: UUID
    day: int | None
    state: SheetState
    expected: int
    entered: int
    open_spreads: int
    blocked: bool
    position: int

    @property
    def href(self) -> str:
        return f"/sheets/{self.id}"


@dataclass(frozen=True, slots=True)
class MatrixEntry:
    """A row of the matrix."""

    id: UUID
    number: str
    workstation: str
    status: str


async def matrix_of_division(division_id: UUID) -> dict[tuple[UUID, UUID], MatrixSheet]:
    """Every sheet of a division by (entry, sub-criterion)."""
    rows = await fetch(
        "SELECT s.id, s.entry AS entry_id, s.sub_criterion AS sub_criterion_id, s.day, s.state, s.expected, s.entered,"
        " s.open_spreads, s.blocked <> '' AS blocked, s.position FROM sheet s WHERE s.division = $1",
        division_id,
    )
    found = {}
    for row in rows:
        values = dict(row)
        complete = values["entered"] == values["expected"] and not values["open_spreads"]
        values["state"] = state_of(values["state"], complete=complete)
        found[row["entry_id"], row["sub_criterion_id"]] = MatrixSheet(**values)
    return found


async def entries_of_matrix(division_id: UUID) -> list[MatrixEntry]:
    """The entries of a division with their status."""
    rows = await fetch(
        f"SELECT n.id, n.number, n.workstation, {STATUS} AS status FROM entry n WHERE n.division = $1",
        division_id,
    )
    return [MatrixEntry(**row) for row in rows]


async def forms_led_by(division_id: UUID, account_id: UUID) -> frozenset[UUID]:
    """The sub-criteria whose marking team the account leads."""
    rows = await fetch(
        "SELECT t.sub_criterion FROM marking_team t JOIN expert x ON x.id = t.leader"
        " WHERE t.division = $1 AND x.account = $2",
        division_id, account_id,
    )  # fmt: skip
    return frozenset(row["sub_criterion"] for row in rows)
