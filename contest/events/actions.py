"""Creating, editing and announcing events, and moving them through their states."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from contest.events import audit_types as audit
from contest.events.changes import changed, check_based_on
from contest.events.days import check_days
from contest.events.details import EventDetails, check_details, check_fixed, missing_for_announcing
from contest.events.offered import offered_texts
from contest.events.queries import day_uses, family_of, family_with, number_of_skills, overrides_of
from contest.events.rule_families import canonical, check_overrides, family_settings, fingerprint, setting_text
from contest.events.states import State, check_open, check_step, is_announced
from contest.officials.actions import add_appointment
from contest.officials.roles import Role
from foundation.audit.actions import Actor, record
from foundation.database import fetch, transaction
from foundation.live import announce
from foundation.problems import refusal, refuse_if
from foundation.times import now

COLUMNS = tuple(EventDetails.__dataclass_fields__)
_LIST = ", ".join(COLUMNS)
_STATE = "(SELECT state FROM event_state WHERE event = e.id ORDER BY position DESC LIMIT 1)"


@dataclass(frozen=True, slots=True)
class HeldEvent:
    """An event whose row this transaction holds."""

    id: UUID
    details: EventDetails
    state: State

    @property
    def announced(self) -> bool:
        """Whether its settings are frozen (T-02)."""
        return is_announced(self.state)


# What must stand still before an event is archived; the packages above add theirs (a mark on its way holds its sheet,
# and not the event, which all marks of a hall would queue for).
held_at_archiving: list[Callable[[UUID], Awaitable[None]]] = []


async def create_event(details: EventDetails, *, organizer: UUID, by: Actor) -> UUID:
    """Make an event in state 草拟; ``organizer`` holds the office in it. ``by`` must be an account.

    Refused: what :func:`check_details` finds; ``event_code_taken`` (409).
    """
    async with transaction():
        return await add_event(details, organizer=organizer, by=by)


async def add_event(details: EventDetails, *, organizer: UUID, by: Actor) -> UUID:
    """The part of :func:`create_event` inside a transaction."""
    refuse_if(check_details(details))
    event_id = uuid4()
    places = ", ".join(f"${number + 4}" for number in range(len(COLUMNS)))
    rows = await fetch(
        f"INSERT INTO event (id, created_by, created_at, {_LIST}) VALUES ($1, $2, $3, {places})"
        " ON CONFLICT DO NOTHING RETURNING id",
        event_id, by.account_id, now(), *(getattr(details, name) for name in COLUMNS),
    )  # fmt: skip
    if not rows:
        raise refusal("event_code_taken", field="code", status=409, taken=details.code)
    await _add_state(event_id, State.DRAFT, "", by)
    await record(by, audit.EVENT_CREATED, scope=event_id, subject=details.code)
    await add_appointment(organizer, Role.ORGANIZER, event_id=event_id, by=by)
    return event_id


async def edit_event(event_id: UUID, details: EventDetails, *, based_on: str | None, by: Actor) -> None:
    """Change what an event says. ``based_on`` is the fingerprint of what the form showed, None for no check.

    Refused: changed meanwhile (409), archived (409), what the announcement fixed (T-02), a day on which a scheme in
    force marks, a code taken (409).
    """
    async with transaction():
        event = await lock_event(event_id)
        before = event.details.values()
        refuse_if([*check_open(event.state), *check_based_on(based_on, before)], status=409)
        refuse_if([*check_details(details), *check_fixed(event.details, details, announced=event.announced)])
        if details.competition_days < event.details.competition_days:
            refuse_if(check_days(event.details, details, await day_uses(event_id)))
        if details.code != event.details.code and await _code_stands(details.code):
            raise refusal("event_code_taken", field="code", status=409, taken=details.code)
        difference = changed(before, details.values())
        if not difference:
            return
        sets = ", ".join(f"{name} = ${number + 2}" for number, name in enumerate(COLUMNS))
        await fetch(
            f"UPDATE event SET {sets} WHERE id = $1",
            event_id, *(getattr(details, name) for name in COLUMNS),
        )  # fmt: skip
        await record(by, audit.EVENT_EDITED, scope=event_id, subject=details.code, details=difference)


async def advance_state(event_id: UUID, target: State, *, reason: str = "", by: Actor) -> None:
    """Move an event one step forward, or one step back by a recorded decision with its reason (T-03).

    Refused (409): any other step, and 公布, which is :func:`announce_event`.
    """
    async with transaction():
        event = await lock_event(event_id)
        if target is State.ANNOUNCED and not event.announced:
            raise refusal("step_is_announcing", status=409)
        refuse_if(check_step(event.state, target, reason=reason), status=409)
        if target is State.ARCHIVED:
            for hold in held_at_archiving:
                await hold(event_id)
        await step(event, target, reason=reason, by=by)


async def change_settings(
    event_id: UUID, texts: Mapping[str, str], *, based_on: str | None = None, by: Actor
) -> None:
    """Give settings of the event's family other values, all or none, with a record each; an empty text, or the
    family's own value, takes an override away. ``based_on`` is the fingerprint of the texts that the form showed.

    Refused: no family chosen; announced (409, T-02); changed meanwhile (409); what :func:`check_overrides` finds in
    all of them together.
    """
    async with transaction():
        event = await _lock_for_settings(event_id)
        family = family_of(event.details.rule_family)
        present = await overrides_of(event_id)
        refuse_if(check_based_on(based_on, offered_texts(family_with(family, present))), status=409)
        wanted = {name: text for name, text in {**present, **texts}.items() if text.strip()}
        refuse_if(check_overrides(family, wanted))
        settings, own = family_with(family, wanted), family_settings(family)
        for name in texts:
            value = setting_text(getattr(settings, name))
            if value == setting_text(getattr(own, name)):
                await _restore(event, name, present, by)
            elif value != present.get(name):
                await _override(event, name, present.get(name, ""), value, by)


async def announce_event(event_id: UUID, *, by: Actor) -> str:
    """Announce (公布) an approved event: T-01, T-02. Returns the sha256 of the frozen settings.

    Freezes a copy of all settings. Refused (422): everything that is missing, at once; (409): not in state
    审批/备案.
    """
    async with transaction():
        event = await lock_event(event_id)
        refuse_if(check_step(event.state, State.ANNOUNCED, reason=""), status=409)
        refuse_if(missing_for_announcing(event.details, skills=await number_of_skills(event_id)))
        settings = family_with(event.details.rule_family, await overrides_of(event_id))
        sha256 = fingerprint(settings)
        await fetch(
            "INSERT INTO frozen_settings (id, event, family, family_version, settings, sha256, by, at)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            uuid4(), event_id, settings.family, settings.version, canonical(settings), sha256, by.account_id, now(),
        )  # fmt: skip
        await record(
            by, audit.EVENT_ANNOUNCED, scope=event_id, subject=event.details.code, details={"settings_sha256": sha256}
        )
        await step(event, State.ANNOUNCED, reason="", by=by)
        return sha256


async def step(event: HeldEvent, target: State, *, reason: str, by: Actor) -> None:
    """Write the step of a locked event; inside a transaction, after the checks."""
    await _add_state(event.id, target, reason.strip(), by)
    details: dict[str, object] = {"from": event.state.value, "to": target.value}
    if reason.strip():
        details["reason"] = reason.strip()
    await record(by, audit.EVENT_STATE_CHANGED, scope=event.id, subject=event.details.code, details=details)
    await announce(f"event:{event.id}")


async def lock_event(event_id: UUID) -> HeldEvent:
    """Take the event's row for this transaction alone: for changes of the event itself."""
    return await _take(event_id, "FOR NO KEY UPDATE")


async def hold_event(event_id: UUID) -> HeldEvent:
    """Keep the event as it is for this transaction, beside others that do: for changes of what it holds.

    Refused (409): an archived event takes no change.
    """
    event = await _take(event_id, "FOR SHARE")
    refuse_if(check_open(event.state), status=409)
    return event


async def _lock_for_settings(event_id: UUID) -> HeldEvent:
    event = await lock_event(event_id)
    if event.announced:
        raise refusal("settings_frozen", status=409)
    if not event.details.rule_family:
        raise refusal("family_missing", field="rule_family", status=409)
    return event


async def _override(event: HeldEvent, name: str, before: str, value: str, by: Actor) -> None:
    await fetch(
        "INSERT INTO setting_override (id, event, name, value) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (event, name) DO UPDATE SET value = $4",
        uuid4(), event.id, name, value,
    )  # fmt: skip
    details: dict[str, object] = {"setting": name, "before": before, "after": value}
    await record(by, audit.SETTING_CHANGED, scope=event.id, subject=event.details.code, details=details)


async def _restore(event: HeldEvent, name: str, present: Mapping[str, str], by: Actor) -> None:
    if name in present:
        await fetch("DELETE FROM setting_override WHERE event = $1 AND name = $2", event.id, name)
        details: dict[str, object] = {"setting": name, "before": present[name]}
        await record(by, audit.SETTING_RESTORED, scope=event.id, subject=event.details.code, details=details)


async def _take(event_id: UUID, how: str) -> HeldEvent:
    await fetch(f"SELECT 1 FROM event WHERE id = $1 {how}", event_id)
    # Read after the lock stands, or the state could be that of before the wait.
    rows = await fetch(f"SELECT {_LIST}, {_STATE} AS state FROM event e WHERE id = $1", event_id)
    values = dict(rows[0])
    state = State(values.pop("state"))
    return HeldEvent(event_id, EventDetails(**values), state)


async def _add_state(event_id: UUID, state: State, reason: str, by: Actor) -> None:
    await fetch(
        "INSERT INTO event_state (id, event, position, state, reason, by, at) SELECT $1, $2,"
        " 1 + COALESCE((SELECT max(position) FROM event_state WHERE event = $2), 0), $3, $4, $5, $6",
        uuid4(), event_id, state.value, reason, by.account_id, now(),
    )  # fmt: skip


async def _code_stands(code: str) -> bool:
    return bool(await fetch("SELECT 1 FROM event WHERE code = $1", code))
