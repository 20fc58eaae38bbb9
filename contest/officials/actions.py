"""Appointing people and ending appointments."""

from collections.abc import Collection
from uuid import UUID, uuid4

from contest.officials import audit_types as audit
from contest.officials.roles import Office, Role, check_holder, fits_place
from foundation.audit.actions import Actor, record
from foundation.database import fetch, transaction
from foundation.problems import refusal, refuse_if
from foundation.times import now


async def appoint(
    account_id: UUID, role: Role, *, event_id: UUID | None, skill_id: UUID | None = None, by: Actor
) -> None:
    """Appoint an account. Doing it twice changes nothing. Refused: a role that does not fit the place."""
    async with transaction():
        await add_appointment(account_id, role, event_id=event_id, skill_id=skill_id, by=by)


async def add_appointment(
    account_id: UUID, role: Role, *, event_id: UUID | None, skill_id: UUID | None = None, by: Actor
) -> bool:
    """The part of :func:`appoint` inside a transaction; False when the person already holds the office.

    Refused: an administrator in an office over marks (and the reverse), a second Chief Expert of a skill (T-39).
    """
    if not fits_place(role, has_event=event_id is not None, has_skill=skill_id is not None):
        raise refusal("role_not_there", field="role")
    await _refuse_archived(event_id)
    await _refuse_holder(account_id, role, skill_id)
    rows = await fetch(
        "INSERT INTO appointment (id, account, role, event, skill, by, at) VALUES ($1, $2, $3, $4, $5, $6, $7)"
        " ON CONFLICT DO NOTHING RETURNING id",
        uuid4(), account_id, role.value, event_id, skill_id, by.account_id, now(),
    )  # fmt: skip
    if rows:
        await _record(by, audit.APPOINTED, account_id, role, event_id, skill_id)
    return bool(rows)


async def _refuse_archived(event_id: UUID | None) -> None:
    """An archived event takes no change at all (T-03), and is not archived while this goes on."""
    await fetch("SELECT 1 FROM event WHERE id = $1 FOR SHARE", event_id)
    rows = await fetch("SELECT state FROM event_state WHERE event = $1 ORDER BY position DESC LIMIT 1", event_id)
    if rows and rows[0]["state"] == "archived":
        raise refusal("event_archived", status=409)


async def _refuse_holder(account_id: UUID, role: Role, skill_id: UUID | None) -> None:
    await fetch("SELECT 1 FROM account WHERE id = $1 FOR NO KEY UPDATE", account_id)  # one appointment at a time
    held = await fetch("SELECT role, event, skill FROM appointment WHERE account = $1 AND ended_at IS NULL", account_id)
    refuse_if(check_holder(role, [Office(Role(row["role"]), row["event"], row["skill"]) for row in held]), status=409)
    if role is not Role.CHIEF_EXPERT:
        return
    await fetch("SELECT 1 FROM skill WHERE id = $1 FOR NO KEY UPDATE", skill_id)
    if await fetch(
        "SELECT 1 FROM appointment WHERE skill = $1 AND role = $2 AND account <> $3 AND ended_at IS NULL",
        skill_id, role.value, account_id,
    ):  # fmt: skip
        raise refusal("chief_expert_stands", field="role", status=409)


async def end_appointment(appointment_id: UUID, *, event_id: UUID | None, by: Actor) -> None:
    """End an appointment of this event (null: of the house). Refused: the last organizer or administrator."""
    async with transaction():
        await _refuse_archived(event_id)
        rows = await fetch(
            "SELECT account, role, skill FROM appointment WHERE id = $1 AND event IS NOT DISTINCT FROM $2"
            " AND ended_at IS NULL FOR UPDATE",
            appointment_id, event_id,
        )  # fmt: skip
        if not rows:
            raise refusal("appointment_ended", status=409)
        role = Role(rows[0]["role"])
        if role in (Role.ORGANIZER, Role.ADMINISTRATOR) and await _holders(role, event_id) == 1:
            raise refusal("last_in_office", status=409)
        await fetch(
            "UPDATE appointment SET ended_at = $2, ended_by = $3 WHERE id = $1", appointment_id, now(), by.account_id
        )
        await _record(by, audit.APPOINTMENT_ENDED, rows[0]["account"], role, event_id, rows[0]["skill"])


async def end_appointments_in_skill(
    account_id: UUID, roles: Collection[Role], *, event_id: UUID, skill_id: UUID, by: Actor
) -> None:
    """End the offices of ``roles`` that an account holds in a skill; inside a transaction."""
    rows = await fetch(
        "UPDATE appointment SET ended_at = $4, ended_by = $5 WHERE account = $1 AND skill = $2 AND role = ANY($3)"
        " AND ended_at IS NULL RETURNING role",
        account_id, skill_id, [role.value for role in roles], now(), by.account_id,
    )  # fmt: skip
    for row in rows:
        await _record(by, audit.APPOINTMENT_ENDED, account_id, Role(row["role"]), event_id, skill_id)


async def _holders(role: Role, event_id: UUID | None) -> int:
    rows = await fetch(
        "SELECT id FROM appointment WHERE role = $1 AND event IS NOT DISTINCT FROM $2 AND ended_at IS NULL FOR UPDATE",
        role.value, event_id,
    )  # fmt: skip
    return len(rows)


async def _record(
    by: Actor, event_type: str, account_id: UUID, role: Role, event_id: UUID | None, skill_id: UUID | None
) -> None:
    names = await fetch(
        "SELECT a.user_name, (SELECT code FROM skill WHERE id = $2) AS skill FROM account a WHERE a.id = $1",
        account_id, skill_id,
    )  # fmt: skip
    details: dict[str, object] = {"role": role.value}
    if names[0]["skill"]:
        details["skill"] = names[0]["skill"]
    await record(by, event_type, scope=event_id, subject=names[0]["user_name"], details=details)
