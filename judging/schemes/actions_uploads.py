"""Scheme files: read and shown, then confirmed or dropped. Nothing is a scheme before it is confirmed."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

from contest.events.actions import hold_event
from contest.skills.queries import DivisionFacts
from foundation.audit.actions import Actor, record
from foundation.database import fetch, transaction
from foundation.problems import refusal, refuse_if
from foundation.times import now
from judging.schemes import audit_types as audit
from judging.schemes.actions import SavedDraft, add_draft
from judging.schemes.checks import check_scheme
from judging.schemes.editing import with_missing_ids
from judging.schemes.queries import base_scheme, get_draft
from judging.schemes.queries_uploads import Upload, get_upload, stored_awarded, stored_problems
from judging.schemes.read_scheme import ReadScheme
from judging.schemes.scheme import Scheme
from judging.schemes.stored import to_stored
from judging.schemes.versions import each_aspect, each_sub

KEPT_FOR = timedelta(days=2)


async def hold_upload(division: DivisionFacts, read: ReadScheme, *, file_name: str, by: Actor) -> UUID:
    """Keep a file that was read without errors until somebody confirms or drops it.

    Refused: every error of the file at once, an archived event (409); then nothing is written.
    """
    refuse_if(read.problems)
    if read.scheme is None:
        raise refusal("scheme_not_found", field="file")
    async with transaction():
        await hold_event(division.skill.event_id)
        await fetch("DELETE FROM scheme_upload WHERE division = $1 AND at < $2", division.id, now() - KEPT_FOR)
        draft = await get_draft(division.id)
        upload_id = uuid4()
        await fetch(
            "INSERT INTO scheme_upload (id, division, file_name, file_sha256, layout, content, problems, awarded,"
            " awarded_columns, seen_revision, by, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            upload_id, division.id, file_name[:200], read.sha256, read.layout,
            json.dumps(to_stored(read.scheme), ensure_ascii=False), stored_problems(read.problems),
            sum(len(each.marks) for each in read.awarded), stored_awarded(read.awarded), draft.revision if draft else 0,
            by.account_id, now(),
        )  # fmt: skip
        await record(
            by, audit.UPLOAD_READ, scope=division.skill.event_id, subject=division.slug,
            details={"file": file_name[:200], "sha256": read.sha256},
        )  # fmt: skip
    return upload_id


async def confirm_upload(
    division: DivisionFacts, upload_id: UUID, *, continues: Mapping[str, UUID], reason: str = "", by: Actor
) -> SavedDraft:
    """Save exactly what was previewed, as a revision of the draft or as a new version.

    ``continues``: position in the file (``0.2.5``, counted from 0) to the id of the old aspect or sub-criterion
    that it continues; ids that the scheme before does not hold are ignored. Refused: ``upload_gone`` (409),
    ``draft_changed`` (409) when the draft changed since the preview, ``change_reason_missing``.
    """
    async with transaction():
        upload = await _take(division, upload_id)
        base = await base_scheme(division.id)
        scheme = with_missing_ids(with_continued(upload.scheme, base, continues), uuid4)
        refuse_if(check_scheme(scheme, level="import"))
        saved = await add_draft(
            division, scheme, by=by, seen_revision=upload.seen_revision, note=f"uploaded {upload.file_name}",
            source_name=upload.file_name, source_sha256=upload.file_sha256, reason=reason,
        )  # fmt: skip
        await _keep_awarded(saved, upload, scheme, by)
        await fetch("DELETE FROM scheme_upload WHERE id = $1", upload_id)
    return saved


async def _keep_awarded(saved: SavedDraft, upload: Upload, scheme: Scheme, by: Actor) -> None:
    """The awarded marks of the file, by the aspects that its rows have become; those of an earlier file of this
    version go with the scheme they stood beside."""
    await fetch("DELETE FROM scheme_awarded WHERE scheme_version = $1", saved.version_id)
    for column in upload.columns:
        marks = [
            {
                "aspect": str(aspect.id), "max": None if aspect.max_mark is None else str(aspect.max_mark),
                "mark": str(column.marks[aspect.row]) if aspect.row in column.marks else None,
                "typed": column.unread.get(aspect.row, ""),
            }
            for aspect in scheme.aspects()
            if aspect.row is not None and (aspect.row in column.marks or aspect.row in column.unread)
        ]  # fmt: skip
        await fetch(
            "INSERT INTO scheme_awarded (id, scheme_version, file_name, file_sha256, sheet, label, cell, marks, by, at)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            uuid4(), saved.version_id, upload.file_name, upload.file_sha256, column.sheet[:200], column.label[:200],
            column.cell, json.dumps(marks, ensure_ascii=False), by.account_id, now(),
        )  # fmt: skip


async def drop_upload(division: DivisionFacts, upload_id: UUID, *, by: Actor) -> None:
    """Forget a file that was read. Refused: an archived event (409)."""
    async with transaction():
        await hold_event(division.skill.event_id)
        upload = await _take(division, upload_id)
        await fetch("DELETE FROM scheme_upload WHERE id = $1", upload_id)
        await record(
            by, audit.UPLOAD_DROPPED, scope=division.skill.event_id, subject=division.slug,
            details={"file": upload.file_name},
        )  # fmt: skip


def with_continued(new: Scheme, old: Scheme | None, continues: Mapping[str, UUID]) -> Scheme:
    """``new`` with the ids that a person gave to its parts, as far as ``old`` holds them."""
    if old is None:
        return new
    aspects = {aspect.id for _, aspect in each_aspect(old)}
    subs = {sub.id for _, _, sub in each_sub(old)}

    def known(position: str, ids: set[UUID | None]) -> UUID | None:
        found = continues.get(position)
        return found if found in ids else None

    criteria = []
    for index, criterion in enumerate(new.criteria):
        parts = []
        for place, sub in enumerate(criterion.sub_criteria):
            at = f"{index}.{place}"
            lines = tuple(
                replace(aspect, id=known(f"{at}.{number}", aspects)) for number, aspect in enumerate(sub.aspects)
            )
            parts.append(replace(sub, id=known(at, subs), aspects=lines))
        criteria.append(replace(criterion, sub_criteria=tuple(parts)))
    return replace(new, criteria=tuple(criteria))


async def _take(division: DivisionFacts, upload_id: UUID) -> Upload:
    await fetch("SELECT 1 FROM scheme_upload WHERE id = $1 FOR UPDATE", upload_id)
    upload = await get_upload(division.id, upload_id)
    if upload is None:
        raise refusal("upload_gone", status=409)
    return upload
