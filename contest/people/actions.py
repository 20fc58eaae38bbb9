"""Delegations and experts of an event."""

from collections.abc import Mapping, Sequence
from uuid import UUID, uuid4

from contest.events.actions import hold_event
from contest.events.changes import changed, check_based_on
from contest.officials.actions import add_appointment
from contest.officials.queries import get_standing
from contest.officials.roles import check_may_rename
from contest.people import audit_types as audit
from contest.people.catalogue import Catalogue, delegations_of
from contest.people.details import DelegationDetails, ExpertDetails, check_delegation, check_expert
from foundation.accounts.actions import add_account, change_names
from foundation.audit.actions import Actor, record
from foundation.database import fetch, fetch_held, transaction
from foundation.problems import refusal, refuse_if

DELEGATION_COLUMNS = tuple(DelegationDetails.__dataclass_fields__)
_EVENT_OF_EXPERT = "SELECT s.event FROM expert x JOIN skill s ON s.id = x.skill WHERE x.id = $1"


async def create_delegations(
    event_id: UUID, delegations: Sequence[DelegationDetails], *, by: Actor
) -> dict[str, UUID]:
    """Add delegations, all or none; their ids by code. Refused: a code that stands already (409)."""
    async with transaction():
        return await add_delegations(event_id, delegations, by=by)


async def add_delegations(event_id: UUID, delegations: Sequence[DelegationDetails], *, by: Actor) -> dict[str, UUID]:
    """The part of :func:`create_delegations` inside a transaction; two statements and one audit record."""
    await hold_event(event_id)
    for each in delegations:
        refuse_if(check_delegation(each))
    rows = await fetch(
        "INSERT INTO delegation (id, event, position, code, name_zh, name_en, kind)"
        " SELECT r.id, $2, r.at + COALESCE((SELECT max(position) FROM delegation WHERE event = $2), 0),"
        " r.code, r.name_zh, r.name_en, r.kind FROM unnest($1::uuid[], $3::text[], $4::text[], $5::text[], $6::text[])"
        " WITH ORDINALITY AS r(id, code, name_zh, name_en, kind, at) ON CONFLICT DO NOTHING RETURNING id, code",
        [uuid4() for _ in delegations], event_id,
        *([getattr(each, name) for each in delegations] for name in DELEGATION_COLUMNS),
    )  # fmt: skip
    made = {row["code"]: row["id"] for row in rows}
    taken = [each.code for each in delegations if each.code not in made]
    if taken:
        raise refusal("delegation_code_taken", field="code", status=409, taken=", ".join(taken))
    if made:
        subject = next(iter(made)) if len(made) == 1 else str(len(made))
        await record(by, audit.DELEGATIONS_ADDED, scope=event_id, subject=subject, details={"codes": sorted(made)})
    return made


async def prefill_delegations(event_id: UUID, catalogue: Catalogue, *, by: Actor) -> int:
    """Add the delegations of a catalogue whose codes do not stand yet; returns how many were added."""
    async with transaction():
        await hold_event(event_id)
        rows = await fetch("SELECT code FROM delegation WHERE event = $1", event_id)
        present = {row["code"] for row in rows}
        wanted = [each for each in delegations_of(catalogue) if each.code not in present]
        return len(await add_delegations(event_id, wanted, by=by)) if wanted else 0


async def edit_delegation(
    delegation_id: UUID, details: DelegationDetails, *, based_on: str | None, by: Actor
) -> None:
    """Change a delegation. Refused: changed meanwhile, code taken (409)."""
    async with transaction():
        event_id = (await fetch_held("SELECT event FROM delegation WHERE id = $1", delegation_id))["event"]
        await hold_event(event_id)
        await fetch_held("SELECT 1 FROM delegation WHERE id = $1 FOR NO KEY UPDATE", delegation_id)
        await change_delegation(event_id, delegation_id, details, based_on=based_on, by=by)


async def change_delegation(
    event_id: UUID, delegation_id: UUID, details: DelegationDetails, *, based_on: str | None, by: Actor
) -> None:
    """The part of :func:`edit_delegation` under the locks."""
    rows = await fetch("SELECT code, name_zh, name_en, kind FROM delegation WHERE id = $1", delegation_id)
    before = dict(rows[0])
    refuse_if(check_based_on(based_on, before), status=409)
    refuse_if(check_delegation(details))
    difference = changed(before, details.values())
    if not difference:
        return
    if details.code != before["code"] and await fetch(
        "SELECT 1 FROM delegation WHERE event = $1 AND code = $2", event_id, details.code
    ):
        raise refusal("delegation_code_taken", field="code", status=409, taken=details.code)
    await fetch(
        "UPDATE delegation SET code = $2, name_zh = $3, name_en = $4, kind = $5 WHERE id = $1",
        delegation_id, details.code, details.name_zh, details.name_en, details.kind,
    )  # fmt: skip
    await record(by, audit.DELEGATION_EDITED, scope=event_id, subject=details.code, details=difference)


async def create_expert(skill_id: UUID, details: ExpertDetails, *, by: Actor) -> UUID:
    """Make somebody an expert of a skill; returns his account. Refused: he is one already (409).

    A user name that is unknown becomes an account without password (it signs in by one-time code); a known
    one is taken as it is, its names are not touched.
    """
    async with transaction():
        return await add_expert(skill_id, details, by=by)


async def add_expert(skill_id: UUID, details: ExpertDetails, *, by: Actor) -> UUID:
    """The part of :func:`create_expert` inside a transaction."""
    skill = await fetch_held("SELECT event, code FROM skill WHERE id = $1", skill_id)
    await hold_event(skill["event"])
    return (await add_experts(skill["event"], {skill_id: [details]}, by=by))[0]


async def add_experts(event_id: UUID, wanted: Mapping[UUID, Sequence[ExpertDetails]], *, by: Actor) -> list[UUID]:
    """Experts of several skills at once, by skill id; inside a transaction that holds the event.

    Returns their accounts in the order given. Refused: an expert twice in a skill, a delegation of elsewhere.
    """
    plain = [(skill_id, each) for skill_id, experts in wanted.items() for each in experts]
    for _, each in plain:
        refuse_if(check_expert(each))
    await _refuse_strangers(event_id, [each.delegation_id for _, each in plain])
    accounts = await _accounts([each for _, each in plain], by=by)
    rows = await fetch(
        "INSERT INTO expert (id, skill, account, delegation, unit) SELECT * FROM"
        " unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[]) ON CONFLICT DO NOTHING RETURNING id",
        [uuid4() for _ in plain], [skill_id for skill_id, _ in plain], accounts,
        [each.delegation_id for _, each in plain], [each.unit for _, each in plain],
    )  # fmt: skip
    if len(rows) != len(plain):
        raise refusal("expert_stands", field="user_name", status=409)
    for (skill_id, each), account in zip(plain, accounts, strict=True):
        await add_appointment(account, each.role, event_id=event_id, skill_id=skill_id, by=by)
    names = [each.user_name for _, each in plain]
    if not names:
        return []
    subject = names[0] if len(names) == 1 else str(len(names))
    await record(by, audit.EXPERTS_ADDED, scope=event_id, subject=subject, details={"experts": names})
    return accounts


async def edit_expert(
    expert_id: UUID, *, delegation_id: UUID | None, unit: str, based_on: str | None, by: Actor
) -> None:
    """Change where an expert comes from; recusal asks for it (T-32). Refused: changed meanwhile (409)."""
    async with transaction():
        event_id = (await fetch_held(_EVENT_OF_EXPERT, expert_id))["event"]
        await hold_event(event_id)
        await change_expert(
            event_id, expert_id, delegation_id=delegation_id, unit=unit, based_on=based_on, by=by
        )


async def change_expert(
    event_id: UUID, expert_id: UUID, *, delegation_id: UUID | None, unit: str, based_on: str | None, by: Actor
) -> None:
    """The part of :func:`edit_expert` inside a transaction that holds the event."""
    await _refuse_strangers(event_id, [delegation_id])
    await fetch_held("SELECT 1 FROM expert WHERE id = $1 FOR NO KEY UPDATE", expert_id)
    rows = await fetch(
        "SELECT x.delegation AS delegation_id, x.unit, a.user_name FROM expert x JOIN account a ON a.id = x.account"
        " WHERE x.id = $1",
        expert_id,
    )
    before = {"delegation_id": rows[0]["delegation_id"], "unit": rows[0]["unit"]}
    refuse_if(check_based_on(based_on, before), status=409)
    difference = changed(before, {"delegation_id": delegation_id, "unit": unit})
    if difference:
        await fetch("UPDATE expert SET delegation = $2, unit = $3 WHERE id = $1", expert_id, delegation_id, unit)
        await record(by, audit.EXPERT_EDITED, scope=event_id, subject=rows[0]["user_name"], details=difference)


async def rename_expert(expert_id: UUID, *, name_zh: str, name_en: str, based_on: str | None, by: Actor) -> None:
    """Put an expert's name right. What is printed, published or recorded under the old one stays as it is.

    The name is that of his account: refused (409) where he holds an office outside the event, for then it is not
    this event's alone; changed meanwhile (409).
    """
    if not (name_zh or name_en):
        raise refusal("name_missing", field="name_zh")
    async with transaction():
        event_id = (await fetch_held(_EVENT_OF_EXPERT, expert_id))["event"]
        await hold_event(event_id)
        await fetch_held("SELECT 1 FROM expert WHERE id = $1 FOR NO KEY UPDATE", expert_id)
        account = await fetch_held(
            "SELECT a.id, a.name_zh, a.name_en FROM account a JOIN expert x ON x.account = a.id WHERE x.id = $1"
            " FOR NO KEY UPDATE OF a",
            expert_id,
        )
        refuse_if(check_based_on(based_on, {"name_zh": account["name_zh"], "name_en": account["name_en"]}), status=409)
        refuse_if(check_may_rename(await get_standing(account["id"]), event_id), status=409)
        await change_names(account["id"], name_zh=name_zh, name_en=name_en, scope=event_id, by=by)


async def _accounts(experts: Sequence[ExpertDetails], *, by: Actor) -> list[UUID]:
    names = [each.user_name.strip().lower() for each in experts]
    rows = await fetch(
        "SELECT id, lower(user_name) AS name FROM account WHERE lower(user_name) = ANY($1::text[])", names
    )
    known = {row["name"]: row["id"] for row in rows}
    for name, each in zip(names, experts, strict=True):
        if name not in known:
            known[name] = await add_account(
                each.user_name, name_zh=each.name_zh, name_en=each.name_en, password_hash=None, by=by
            )
    return [known[name] for name in names]


async def _refuse_strangers(event_id: UUID, delegation_ids: Sequence[UUID | None]) -> None:
    wanted = {each for each in delegation_ids if each is not None}
    rows = await fetch("SELECT id FROM delegation WHERE event = $1 AND id = ANY($2::uuid[])", event_id, list(wanted))
    if len(rows) != len(wanted):
        raise refusal("delegation_unknown", field="delegation")
