"""Reading appointments."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contest.officials.roles import Office, Role, Standing
from foundation.database import fetch
from foundation.language import either


@dataclass(frozen=True, slots=True)
class AppointmentLine:
    """An appointment in force, as it is listed."""

    id: UUID
    account_id: UUID
    user_name: str
    name_zh: str
    name_en: str
    role: Role
    skill_id: UUID | None
    skill_code: str | None
    at: datetime

    @property
    def name(self) -> str:
        return either(self.name_zh, self.name_en) or self.user_name


async def get_standing(account_id: UUID) -> Standing:
    """All offices the account holds now."""
    rows = await fetch(
        "SELECT role, event, skill FROM appointment WHERE account = $1 AND ended_at IS NULL", account_id
    )
    return Standing(account_id, tuple(Office(Role(row["role"]), row["event"], row["skill"]) for row in rows))


_LINES = (
    "SELECT p.id, p.account AS account_id, a.user_name, a.name_zh, a.name_en, p.role, p.skill AS skill_id,"
    " s.code AS skill_code, p.at FROM appointment p JOIN account a ON a.id = p.account"
    " LEFT JOIN skill s ON s.id = p.skill WHERE p.ended_at IS NULL AND "
)


async def appointments_of_event(event_id: UUID) -> list[AppointmentLine]:
    """Everybody in office in the event, by role, then skill, then user name."""
    return await _appointments("p.event = $1", event_id)


async def appointments_of_skill(skill_id: UUID) -> list[AppointmentLine]:
    """Everybody in office in the skill, Chief Expert first."""
    return await _appointments("p.skill = $1", skill_id)


async def _appointments(condition: str, *arguments: object) -> list[AppointmentLine]:
    rows = await fetch(f"{_LINES}{condition} ORDER BY s.code NULLS FIRST, a.user_name", *arguments)
    lines = [AppointmentLine(**{**row, "role": Role(row["role"])}) for row in rows]
    order = list(Role)
    return sorted(lines, key=lambda line: order.index(line.role))


@dataclass(frozen=True, slots=True)
class OfficeLine:
    """An office of one account, with the event and skill where it holds."""

    id: UUID
    role: Role
    event_id: UUID | None
    event_zh: str | None
    event_en: str | None
    skill_code: str | None
    at: datetime

    @property
    def place(self) -> str:
        """The event's name with the skill's code; empty for the whole house."""
        return " · ".join(filter(None, (either(self.event_zh or "", self.event_en or ""), self.skill_code)))


async def offices_of(account_id: UUID) -> list[OfficeLine]:
    """The offices an account holds now: those of the house first, then by event."""
    rows = await fetch(
        "SELECT p.id, p.role, p.event AS event_id, e.name_zh AS event_zh, e.name_en AS event_en, s.code AS skill_code,"
        " p.at FROM appointment p LEFT JOIN event e ON e.id = p.event LEFT JOIN skill s ON s.id = p.skill"
        " WHERE p.account = $1 AND p.ended_at IS NULL ORDER BY e.code NULLS FIRST, s.code NULLS FIRST, p.role",
        account_id,
    )
    return [OfficeLine(**{**row, "role": Role(row["role"])}) for row in rows]


async def event_choices() -> list[tuple[UUID, str]]:
    """Every event with its name, for appointing its organizer."""
    rows = await fetch("SELECT id, code, name_zh, name_en FROM event ORDER BY first_day DESC NULLS FIRST, code")
    return [(row["id"], f"{either(row['name_zh'], row['name_en'])} · {row['code']}") for row in rows]
