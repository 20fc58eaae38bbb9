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


async def appointments_of_event(event_id: UUID) -> list[AppointmentLine]:
    """Everybody in office in the event, by role, then skill, then user name."""
    rows = await fetch(
        "SELECT p.id, p.account AS account_id, a.user_name, a.name_zh, a.name_en, p.role, p.skill AS skill_id,"
        " s.code AS skill_code, p.at FROM appointment p JOIN account a ON a.id = p.account"
        " LEFT JOIN skill s ON s.id = p.skill WHERE p.event = $1 AND p.ended_at IS NULL"
        " ORDER BY p.role, s.code NULLS FIRST, a.user_name",
        event_id,
    )
    return [AppointmentLine(**{**row, "role": Role(row["role"])}) for row in rows]
