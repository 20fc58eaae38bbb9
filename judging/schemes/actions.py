"""Writing marking schemes: start, save, discard, approve, lock.

Every verb takes the division's row lock first, so that the versions of a division change one after another.
A draft is changed by saving a whole new revision with the revision that was seen; who saw an older one is
refused with ``draft_changed`` (409).
"""

import hashlib
import json
from dataclasses import dataclass
from uuid import UUID, uuid4

from contest.events.actions import hold_event
from contest.officials.queries import get_standing
from contest.officials.roles import CHIEFS, Role
from contest.skills.queries import DivisionFacts
from foundation.audit.actions import Actor, record
from foundation.database import fetch, transaction
from foundation.live import announce
from foundation.problems import refusal, refuse_if
from foundation.times import now
from judging.schemes import audit_types as audit
from judging.schemes.actions_hooks import SchemeChange, lock_listeners
from judging.schemes.approval import Approver, Capacity, check_approver, check_lock
from judging.schemes.checks import check_scheme
from judging.schemes.editing import with_missing_ids
from judging.schemes.queries import (
    LockedScheme,
    VersionLine,
    approvals_of,
    authors_of_version,
    check_settings,
    get_draft,
    get_locked_scheme,
    get_scheme_of_version,
)
from judging.schemes.scheme import Scheme
from judging.schemes.stored import to_stored


@dataclass(frozen=True, slots=True)
class SavedDraft:
    """What was saved: the version with its number in the division, and the revision."""

    version_id: UUID
    number: int
    revision: int


async def save_draft(
    division: DivisionFacts, scheme: Scheme, *, by: Actor, seen_revision: int = 0, note: str = "",
    source_name: str = "", source_sha256: str = "", reason: str = "",
) -> SavedDraft:  # fmt: skip
    """Save a scheme: a new revision of the division's draft, or a new version where there is none.

    ``seen_revision`` is the revision of the draft that the writer saw, 0 when he saw no draft. Aspects and
    sub-criteria without an id get one. Refused: errors of the scheme as at import, ``draft_changed`` (409)
    when somebody else saved meanwhile, ``change_reason_missing`` for a new version after a lock.
    """
    refuse_if(check_scheme(scheme, level="import"))
    async with transaction():
        return await add_draft(
            division, scheme, by=by, seen_revision=seen_revision, note=note, source_name=source_name,
            source_sha256=source_sha256, reason=reason,
        )  # fmt: skip


async def add_draft(
    division: DivisionFacts, scheme: Scheme, *, by: Actor, seen_revision: int, note: str,
    source_name: str = "", source_sha256: str = "", reason: str = "",
) -> SavedDraft:  # fmt: skip
    """The part of :func:`save_draft` inside a transaction."""
    await _take_turn(division)
    draft = await get_draft(division.id)
    refuse_stale(draft, seen_revision)
    scheme = with_missing_ids(scheme, uuid4)
    if draft is None:
        saved = await _start(division, by, source_name, source_sha256, reason)
    else:
        saved = SavedDraft(draft.id, draft.number, draft.revision + 1)
    await _append(saved, scheme, note, by)
    await record(
        by, audit.VERSION_STARTED if draft is None else audit.DRAFT_SAVED, scope=division.skill.event_id,
        subject=division.slug, details={"version": saved.number, "revision": saved.revision, "note": note},
    )  # fmt: skip
    await announce(topic_of(division.id))
    return saved


def topic_of(division_id: UUID) -> str:
    """The live topic of a division's scheme."""
    return f"scheme:{division_id}"


def refuse_stale(draft: VersionLine | None, seen_revision: int) -> None:
    """Refuse what was written on another revision than the draft's last one."""
    if (draft.revision if draft else 0) == seen_revision:
        return
    if draft is None:
        raise refusal("draft_gone", status=409)
    raise refusal("draft_changed", status=409, name=draft.changed_by, revision=draft.revision)


async def discard_draft(division: DivisionFacts, *, seen_revision: int, by: Actor) -> None:
    """Give up the division's draft; it stays readable. Refused: none open, or changed since it was seen."""
    async with transaction():
        draft = await _open_draft(division, seen_revision)
        await fetch(
            "INSERT INTO scheme_discard (id, scheme_version, by, at) VALUES ($1, $2, $3, $4)",
            uuid4(), draft.id, by.account_id, now(),
        )  # fmt: skip
        await _tell(division, audit.DRAFT_DISCARDED, draft, by)


async def confirm_reading(division: DivisionFacts, fingerprint: str, *, by: Actor) -> None:
    """Confirm how an inferred calculation of the draft is read (W-15). Doing it twice changes nothing."""
    async with transaction():
        await _take_turn(division)
        if fingerprint in (await check_settings(division)).confirmed:
            return
        await fetch(
            "INSERT INTO scheme_reading (id, division, fingerprint, by, at) VALUES ($1, $2, $3, $4, $5)",
            uuid4(), division.id, fingerprint, by.account_id, now(),
        )  # fmt: skip
        await record(
            by, audit.READING_CONFIRMED, scope=division.skill.event_id, subject=division.slug,
            details={"calculation": fingerprint[:500]},
        )  # fmt: skip
        await announce(topic_of(division.id))


async def approve_scheme(
    division: DivisionFacts, *, seen_revision: int, capacity: Capacity, by: Actor, absence: bool = False
) -> None:
    """Consent to the draft's revision as ``chief`` or ``second`` (two different people).

    Refused: what ``check_approver`` says (403), errors of the scheme as at approval (422, all of them),
    ``draft_changed`` (409).
    """
    async with transaction():
        draft = await _open_draft(division, seen_revision)
        standing = await approvals_of(draft.id, draft.revision)
        approver = Approver(by.account_id or uuid4(), await roles_of(division, by))
        authors = await authors_of_version(draft.id)
        problems = check_approver(approver, capacity, authors=authors, standing=standing, absence=absence)
        refuse_if(problems, status=403)
        await _refuse_unripe(division, draft)
        deputy = capacity == "chief" and Role.CHIEF_EXPERT not in approver.roles
        await fetch(
            "INSERT INTO scheme_approval (id, scheme_version, revision, capacity, turn, absence, by, at) SELECT"
            " $1, $2, $3, $4::varchar, count(*) + 1, $5, $6, $7 FROM scheme_approval"
            " WHERE scheme_version = $2 AND revision = $3 AND capacity = $4::varchar",
            uuid4(), draft.id, draft.revision, capacity, deputy, by.account_id, now(),
        )  # fmt: skip
        await _tell(division, audit.APPROVED, draft, by, capacity=capacity, absence=deputy)


async def withdraw_approval(division: DivisionFacts, *, approval_id: UUID, by: Actor) -> None:
    """Take one's own approval back; the Chief Expert takes back anybody's. Only before the lock."""
    async with transaction():
        draft = await _open_draft(division)
        standing = await approvals_of(draft.id, draft.revision)
        mine = next((each for each in standing if each.id == approval_id), None)
        if mine is None:
            raise refusal("approval_gone", status=409)
        if mine.account_id != by.account_id and Role.CHIEF_EXPERT not in await roles_of(division, by):
            raise refusal("approval_of_another", status=403)
        await fetch(
            "INSERT INTO scheme_approval_withdrawal (id, approval, by, at) VALUES ($1, $2, $3, $4)",
            uuid4(), approval_id, by.account_id, now(),
        )  # fmt: skip
        await _tell(division, audit.APPROVAL_WITHDRAWN, draft, by, capacity=mine.capacity)


async def lock_scheme(
    division: DivisionFacts, *, seen_revision: int, by: Actor, seen_marks: str = ""
) -> LockedScheme:
    """Lock the draft's revision: it comes into force and never changes again. ``seen_marks`` is the digest of the
    marks it touches, as they were seen.

    Refused: not by the Chief Expert or deputy (403), without both approvals of this revision, with errors as
    at approval, ``draft_changed`` (409), or by a listener (marks moved since they were seen, or stand on sheets
    that are signed or locked).
    """
    async with transaction():
        draft = await _open_draft(division, seen_revision)
        roles = await roles_of(division, by)
        problems = check_lock(roles, await approvals_of(draft.id, draft.revision))
        refuse_if(problems, status=409 if roles & CHIEFS else 403)
        scheme = await _refuse_unripe(division, draft)
        old = await get_locked_scheme(division.id)
        digest = content_digest(scheme)
        await fetch(
            "INSERT INTO scheme_lock (id, scheme_version, revision, content_sha256, by, at)"
            " VALUES ($1, $2, $3, $4, $5, $6)",
            uuid4(), draft.id, draft.revision, digest, by.account_id, now(),
        )  # fmt: skip
        await _add_identities(division.id, scheme)
        new = LockedScheme(draft.id, division.id, draft.number, scheme, digest, now())
        for listener in lock_listeners:
            await listener(SchemeChange(division.skill.event_id, division.id, old, new, by, seen_marks))
        await _tell(division, audit.LOCKED, draft, by, content_sha256=digest)
    return new


def content_digest(scheme: Scheme) -> str:
    """sha256 of the scheme's canonical JSON (sorted keys, no blanks, UTF-8), lower-case hex."""
    text = json.dumps(to_stored(scheme), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


async def roles_of(division: DivisionFacts, by: Actor) -> frozenset[Role]:
    """What the actor is in the division's trade now."""
    if by.account_id is None:
        return frozenset()
    return (await get_standing(by.account_id)).in_skill(division.skill.event_id, division.skill.id)


async def _take_turn(division: DivisionFacts) -> None:
    await hold_event(division.skill.event_id)
    await fetch("SELECT 1 FROM division WHERE id = $1 FOR NO KEY UPDATE", division.id)


async def _open_draft(division: DivisionFacts, seen_revision: int | None = None) -> VersionLine:
    await _take_turn(division)
    draft = await get_draft(division.id)
    if draft is None:
        raise refusal("draft_gone", status=409)
    if seen_revision is not None:
        refuse_stale(draft, seen_revision)
    return draft


async def _refuse_unripe(division: DivisionFacts, draft: VersionLine) -> Scheme:
    scheme = await get_scheme_of_version(draft.id)
    assert scheme is not None
    refuse_if(check_scheme(scheme, await check_settings(division), "approval"))
    return scheme


async def _start(
    division: DivisionFacts, by: Actor, source_name: str, source_sha256: str, reason: str
) -> SavedDraft:
    locked = await get_locked_scheme(division.id)
    if locked and not reason.strip():
        raise refusal("change_reason_missing", field="reason")
    rows = await fetch(
        "INSERT INTO scheme_version (id, division, number, author, based_on, source_name, source_sha256, reason,"
        " created_at) SELECT $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5, $6, $7, $8 FROM scheme_version"
        " WHERE division = $2 RETURNING id, number",
        uuid4(), division.id, by.account_id, locked.version_id if locked else None, source_name[:200],
        source_sha256, reason.strip(), now(),
    )  # fmt: skip
    return SavedDraft(rows[0]["id"], rows[0]["number"], 1)


async def _append(saved: SavedDraft, scheme: Scheme, note: str, by: Actor) -> None:
    await fetch(
        "INSERT INTO scheme_revision (id, scheme_version, revision, content, note, by, at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7)",
        uuid4(), saved.version_id, saved.revision, json.dumps(to_stored(scheme), ensure_ascii=False),
        note[:200], by.account_id, now(),
    )  # fmt: skip


async def _add_identities(division_id: UUID, scheme: Scheme) -> None:
    for table, parts in (
        ("sub_criterion_identity", scheme.sub_criteria()),
        ("aspect_identity", scheme.aspects()),
    ):
        await fetch(
            f"INSERT INTO {table} (id, division) SELECT unnest($1::uuid[]), $2 ON CONFLICT DO NOTHING",
            [part.id for part in parts], division_id,
        )  # fmt: skip


async def _tell(
    division: DivisionFacts, event_type: str, version: VersionLine, by: Actor, **details: object
) -> None:
    await record(
        by, event_type, scope=division.skill.event_id, subject=division.slug,
        details={"version": version.number, "revision": version.revision, **details},
    )  # fmt: skip
    await announce(topic_of(division.id))
