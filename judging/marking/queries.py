"""Reading sheets: one sheet, its markers and its ledger, and how far marking has come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contest.officials.roles import EXPERTS, Office, Role, Standing
from foundation.database import fetch
from foundation.language import either
from judging.marking.in_office import in_office
from judging.marking.rounds import SeatEntry
from judging.marking.sheet_states import SheetState


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """A sheet and where it belongs. ``day`` is its day of marking, None when the scheme gives none."""

    id: UUID
    event_id: UUID
    event_code: str
    event_zh: str
    event_en: str
    time_zone: str
    division_id: UUID
    slug: str
    skill_id: UUID
    skill_code: str
    skill_zh: str
    skill_en: str
    division_zh: str
    division_en: str
    sub_criterion_id: UUID
    entry_id: UUID
    entry_number: str
    workstation: str
    entry_status: str
    scheme_version: UUID
    day: int | None
    expected: int
    entered: int
    open_spreads: int
    row_state: str
    blocked: str
    position: int
    head: str

    @property
    def complete(self) -> bool:
        """*Entered* in the sense of W-19."""
        return self.entered == self.expected and not self.open_spreads

    @property
    def state(self) -> SheetState:
        """open, entered, signed or locked."""
        if self.row_state == "signed":
            return "signed"
        if self.row_state == "locked":
            return "locked"
        return "entered" if self.complete else "open"

    @property
    def takes_marks(self) -> bool:
        """Whether anything can be entered now: neither signed nor locked, blocked, nor of somebody absent (W-23)."""
        return self.row_state == "open" and self.entry_status != "absent" and not self.blocked

    @property
    def page_state(self) -> str:
        """The state as an open page compares it, to load itself again: ``closed`` while nothing can be entered
        although the sheet is neither signed nor locked."""
        return self.state if self.takes_marks or self.row_state != "open" else "closed"

    @property
    def event_name(self) -> str:
        return either(self.event_zh, self.event_en)

    @property
    def trade(self) -> str:
        """The trade's name, with the division's where it has one."""
        own = either(self.division_zh, self.division_en)
        name = f"{self.skill_code} {either(self.skill_zh, self.skill_en)}"
        return f"{name} · {own}" if own else name

    @property
    def href(self) -> str:
        return f"/sheets/{self.id}"

    @property
    def division_href(self) -> str:
        return f"/events/{self.event_code}/divisions/{self.slug}"


STATUS = (
    "COALESCE(NULLIF((SELECT x.status FROM entry_status x WHERE x.entry = n.id ORDER BY x.position DESC LIMIT 1),"
    " 'present'), 'ok')"
)
_COLUMNS = (
    "s.id, e.id AS event_id, e.code AS event_code, e.name_zh AS event_zh, e.name_en AS event_en, e.time_zone,"
    " d.id AS division_id, d.slug, k.id AS skill_id, k.code AS skill_code, k.name_zh AS skill_zh,"
    " k.name_en AS skill_en, d.name_zh AS division_zh, d.name_en AS division_en,"
    " s.sub_criterion AS sub_criterion_id, n.id AS entry_id, n.number AS entry_number, n.workstation,"
    f" {STATUS} AS entry_status, s.scheme_version, s.day, s.expected, s.entered, s.open_spreads,"
    " s.state AS row_state, s.blocked, s.position, s.head"
)
_FROM = (
    "sheet s JOIN division d ON d.id = s.division JOIN skill k ON k.id = d.skill JOIN event e ON e.id = d.event"
    " JOIN entry n ON n.id = s.entry"
)


async def get_sheet(sheet_id: UUID) -> SheetFacts | None:
    """The sheet of an id."""
    rows = await fetch(f"SELECT {_COLUMNS} FROM {_FROM} WHERE s.id = $1", sheet_id)
    return SheetFacts(**rows[0]) if rows else None


async def get_sheet_and_offices(sheet_id: UUID, account_id: UUID) -> tuple[SheetFacts, Standing] | None:
    """The sheet of an id, and every office the account holds now, in one statement (each mark asks for both)."""
    rows = await fetch(
        f"SELECT {_COLUMNS}, o.roles, o.events, o.skills FROM {_FROM} CROSS JOIN"
        " (SELECT array_agg(p.role) AS roles, array_agg(p.event) AS events, array_agg(p.skill) AS skills"
        " FROM appointment p WHERE p.account = $2 AND p.ended_at IS NULL) o WHERE s.id = $1",
        sheet_id, account_id,
    )  # fmt: skip
    if not rows:
        return None
    values = dict(rows[0])
    held = zip(*(values.pop(name) or () for name in ("roles", "events", "skills")), strict=True)
    offices = tuple(Office(Role(role), event, skill) for role, event, skill in held)
    return SheetFacts(**values), Standing(account_id, offices)


async def sheets_by_id(sheet_ids: Sequence[UUID]) -> list[SheetFacts]:
    """Several sheets, in no particular order; unknown ids are left out."""
    rows = await fetch(f"SELECT {_COLUMNS} FROM {_FROM} WHERE s.id = ANY($1)", list(sheet_ids))
    return [SheetFacts(**row) for row in rows]


async def sheets_of_division(division_id: UUID) -> list[SheetFacts]:
    """Every sheet of a division, in no particular order."""
    rows = await fetch(f"SELECT {_COLUMNS} FROM {_FROM} WHERE s.division = $1", division_id)
    return [SheetFacts(**row) for row in rows]


@dataclass(frozen=True, slots=True)
class NamedMarker:
    """A named marker of a sheet. ``tied`` while something ties him to the entry (W-18)."""

    seat: int
    expert_id: UUID
    account_id: UUID
    name_zh: str
    name_en: str
    tied: bool = False

    @property
    def name(self) -> str:
        return either(self.name_zh, self.name_en)


async def markers_of_sheet(sheet_id: UUID) -> list[NamedMarker]:
    """The named markers by seat."""
    return (await markers_of_sheets([sheet_id])).get(sheet_id, [])


async def markers_of_sheets(sheet_ids: Sequence[UUID]) -> dict[UUID, list[NamedMarker]]:
    """The named markers of several sheets by seat, in one statement."""
    rows = await fetch(
        "SELECT m.sheet, m.seat, m.expert AS expert_id, x.account AS account_id,"
        " COALESCE(NULLIF(a.name_zh, ''), a.user_name) AS name_zh, a.name_en"
        " FROM sheet_marker m JOIN expert x ON x.id = m.expert JOIN account a ON a.id = x.account"
        " WHERE m.sheet = ANY($1) ORDER BY m.seat",
        list(sheet_ids),
    )
    found: dict[UUID, list[NamedMarker]] = {}
    for row in rows:
        values = dict(row)
        found.setdefault(values.pop("sheet"), []).append(NamedMarker(**values))
    return found


@dataclass(frozen=True, slots=True)
class BookedEntry:
    """A fact of the ledger as a page may need it, with the aspect it belongs to."""

    aspect: UUID
    entry: SeatEntry
    client_id: UUID
    reason_code: str | None
    reason_text: str | None
    position: int
    at: datetime
    by: str
    judge_name: str


async def entries_of_sheet(sheet_id: UUID) -> list[BookedEntry]:
    """The whole ledger of a sheet by position. It holds scores that are not revealed: never hand it to a
    page; what a person may see is ``book.py``'s to say."""
    return (await entries_of_sheets([sheet_id])).get(sheet_id, [])


async def entries_of_sheets(sheet_ids: Sequence[UUID]) -> dict[UUID, list[BookedEntry]]:
    """The ledgers of several sheets, in one statement; see ``entries_of_sheet`` for whom they are not."""
    rows = await fetch(
        "SELECT m.*, COALESCE(NULLIF(a.name_zh, ''), a.user_name) AS by_zh, a.name_en AS by_en,"
        " COALESCE(NULLIF(j.name_zh, ''), j.user_name) AS judge_zh, j.name_en AS judge_en FROM mark_entry m"
        " JOIN account a ON a.id = m.entered_by JOIN account j ON j.id = m.judge WHERE m.sheet = ANY($1)"
        " ORDER BY m.position",
        list(sheet_ids),
    )
    found: dict[UUID, list[BookedEntry]] = {}
    for row in rows:
        booked = BookedEntry(
            row["aspect"], seat_entry(row), row["client_id"], row["reason_code"], row["reason_text"],
            row["position"], row["server_time"], either(row["by_zh"], row["by_en"]),
            either(row["judge_zh"], row["judge_en"]),
        )  # fmt: skip
        found.setdefault(row["sheet"], []).append(booked)
    return found


def seat_entry(row: object) -> SeatEntry:
    """A row of the ledger as the rules know it."""
    found = row
    return SeatEntry(
        found["seat"], found["round"], found["version"], found["judge"], found["observed"],  # type: ignore[index]
        found["kind"], found["mark"],  # type: ignore[index]
    )  # fmt: skip


async def rounds_opened(sheet_id: UUID) -> dict[UUID, list[int]]:
    """The rounds that the marking team leader opened on a sheet, by aspect."""
    return (await rounds_opened_on([sheet_id])).get(sheet_id, {})


async def rounds_opened_on(sheet_ids: Sequence[UUID]) -> dict[UUID, dict[UUID, list[int]]]:
    """The same of several sheets, by sheet and aspect, in one statement."""
    rows = await fetch(
        "SELECT sheet, aspect, round FROM round_opening WHERE sheet = ANY($1) ORDER BY round", list(sheet_ids)
    )
    found: dict[UUID, dict[UUID, list[int]]] = {}
    for row in rows:
        found.setdefault(row["sheet"], {}).setdefault(row["aspect"], []).append(row["round"])
    return found


async def has_handed_in(sheet_id: UUID, account_id: UUID) -> bool:
    """Whether the account has said that it finished this sheet; from then on its changes need a reason."""
    rows = await fetch("SELECT 1 FROM hand_in WHERE sheet = $1 AND account = $2 LIMIT 1", sheet_id, account_id)
    return bool(rows)


async def get_leader(sub_criterion_id: UUID) -> UUID | None:
    """The account of the marking team leader of a sub-criterion."""
    rows = await fetch(
        "SELECT x.account FROM marking_team t JOIN expert x ON x.id = t.leader WHERE t.sub_criterion = $1",
        sub_criterion_id,
    )
    return rows[0]["account"] if rows else None


async def has_left_office(skill_id: UUID, account_id: UUID) -> bool:
    """Whether the account held an office of an Expert in the trade and holds none there now."""
    rows = await fetch(
        "SELECT 1 FROM appointment p WHERE p.account = $1 AND p.skill = $2 AND p.ended_at IS NOT NULL"
        f" AND p.role = ANY($3) AND NOT {in_office('p.account', 'p.skill')} LIMIT 1",
        account_id, skill_id, [role.value for role in EXPERTS],
    )  # fmt: skip
    return bool(rows)
