"""Who signs in by one-time code, with which offices, and the codes that are out."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from contest.officials.roles import Office, Role
from contest.people.code_giving import BY_CODE, HeldOffice
from foundation.database import fetch
from foundation.language import either
from foundation.times import now


@dataclass(frozen=True, slots=True)
class CodeHolder:
    """Somebody with an office in a skill (or the event), and how many unused codes of his are out."""

    account_id: UUID
    user_name: str
    name_zh: str
    name_en: str
    roles: tuple[str, ...]
    skill_id: UUID | None
    skill_code: str
    codes: int

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return either(self.name_zh, self.name_en) or self.user_name


async def people_by_code(event_id: UUID, skill_ids: list[UUID] | None) -> list[CodeHolder]:
    """Judges of ``skill_ids``, or with None of the whole event, and projectors; by skill, then user name. Whether each
    of them may be given a code says ``code_giving.py``."""
    rows = await fetch(
        "SELECT p.account AS account_id, a.user_name, a.name_zh, a.name_en, array_agg(p.role ORDER BY p.role) AS roles,"
        " p.skill AS skill_id, COALESCE(s.code, '') AS skill_code, (SELECT count(*) FROM sign_in_code c"
        " WHERE c.account = p.account AND c.used_at IS NULL AND c.revoked_at IS NULL AND c.expires_at > $3) AS codes"
        " FROM appointment p JOIN account a ON a.id = p.account LEFT JOIN skill s ON s.id = p.skill"
        " WHERE p.event = $1 AND p.ended_at IS NULL AND a.active AND ($2::uuid[] IS NULL OR p.skill = ANY($2))"
        " AND p.role = ANY($4) GROUP BY p.account, a.user_name, a.name_zh, a.name_en, p.skill, s.code"
        " ORDER BY s.code NULLS FIRST, a.user_name",
        event_id, skill_ids, now(), sorted(role.value for role in BY_CODE),
    )  # fmt: skip
    return [CodeHolder(**{**row, "roles": tuple(row["roles"])}) for row in rows]


async def offices_of(account_ids: Iterable[UUID]) -> dict[UUID, list[HeldOffice]]:
    """Every office in force of each account, in this event, in others and in the house."""
    rows = await fetch(
        "SELECT o.account, o.role, o.event, o.skill, COALESCE((SELECT t.state FROM event_state t"
        " WHERE t.event = o.event ORDER BY t.position DESC LIMIT 1), '') = 'archived' AS archived"
        " FROM appointment o WHERE o.account = ANY($1::uuid[]) AND o.ended_at IS NULL",
        list(account_ids),
    )
    found: dict[UUID, list[HeldOffice]] = {}
    for row in rows:
        office = HeldOffice(Office(Role(row["role"]), row["event"], row["skill"]), row["archived"])
        found.setdefault(row["account"], []).append(office)
    return found
