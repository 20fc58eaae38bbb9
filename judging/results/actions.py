"""Publishing results and deciding ties."""

import json
from collections.abc import Sequence
from uuid import UUID, uuid4

from contest.events.actions import hold_event
from contest.events.queries import EventFacts
from contest.skills.queries import DivisionFacts
from foundation.audit.actions import Actor, record
from foundation.database import fetch, transaction
from foundation.live import announce
from foundation.problems import Place, Problem, UserError, refusal
from foundation.times import now
from judging.results import audit_types as audit
from judging.results.frozen import Frozen, freeze
from judging.results.queries import division_results
from judging.results.queries_published import Shown, publications_of, readiness
from judging.results.readiness import OpenPoint
from judging.schemes.queries import LockedScheme, get_locked_scheme


def frozen_of(event: EventFacts, division: DivisionFacts, shown: Shown, scheme: LockedScheme) -> Frozen:
    """What would be published now, with the digest that the publishing form carries."""
    return freeze(
        shown.results, event=event.code, division=division.slug, scheme_version=scheme.version_id,
        scheme_number=scheme.number, scheme_sha=scheme.content_sha256,
    )  # fmt: skip


async def publish_results(event: EventFacts, division: DivisionFacts, *, seen_digest: str, by: Actor) -> int:
    """Freeze the results of a division with parameters and population (W-34); returns the publication's number.

    Refused with everything that is open (sheets not locked, spreads, blocked sheets, ties, no scale); with
    ``results_changed`` (409) when they are no longer what ``seen_digest`` was shown for; with ``nothing_new`` (409)
    when this very result is the last publication.
    """
    async with transaction():
        await hold_event(event.id)
        await _hold_still(division.id)
        ready = await readiness(division.id)
        scheme = await get_locked_scheme(division.id)
        if ready.points or ready.shown is None or scheme is None:
            raise UserError(*(problem_of(point) for point in ready.points))
        frozen = frozen_of(event, division, ready.shown, scheme)
        if frozen.sha256 != seen_digest:
            raise refusal("results_changed", status=409)
        earlier = await publications_of(division.id)
        if earlier and earlier[0].sha256 == frozen.sha256:
            raise refusal("nothing_new", status=409, number=earlier[0].number)
        number = len(earlier) + 1
        await _keep(division.id, number, frozen, scheme.version_id, by)
        await record(
            by, audit.RESULTS_PUBLISHED, scope=event.id, subject=division.slug,
            details={"number": number, "sha256": frozen.sha256, "entries": len(frozen.rows)},
        )  # fmt: skip
        await announce(f"division:{division.id}", f"event:{event.id}")
        return number


def problem_of(point: OpenPoint) -> Problem:
    """An open point as a refusal names it."""
    if point.problem is not None:
        return point.problem
    numbers = ", ".join(sheet.number for sheet in point.sheets[:12]) + (" …" if len(point.sheets) > 12 else "")
    named = {"sub": point.sub_criterion, "sheets": str(len(point.sheets)), "numbers": numbers}
    return Problem(f"open_{point.code}", values=named)


async def _hold_still(division_id: UUID) -> None:
    """One publication at a time, and no mark, signature, reopening or change of status while it is made."""
    await fetch("SELECT id FROM division WHERE id = $1 FOR NO KEY UPDATE", division_id)
    await fetch("SELECT id FROM sheet WHERE division = $1 ORDER BY id FOR SHARE", division_id)
    await fetch("SELECT id FROM entry WHERE division = $1 ORDER BY id FOR SHARE", division_id)


async def _keep(division_id: UUID, number: int, frozen: Frozen, scheme_version: UUID, by: Actor) -> None:
    publication = uuid4()
    await fetch(
        "INSERT INTO publication (id, division, number, scheme_version, rule_set, parameters, population, sha256, by,"
        " at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        publication, division_id, number, scheme_version, frozen.rule_set, _json(frozen.parameters),
        _json(frozen.population), frozen.sha256, by.account_id, now(),
    )  # fmt: skip
    await fetch(
        "INSERT INTO published_row (id, publication, entry, row, number, delegation, status, marks_by_criterion, total,"
        " exact_points, points, position, award, explanation) SELECT gen_random_uuid(), $1, entry, row, number,"
        " delegation, status, marks_by_criterion, total, exact_points, points, position, award, explanation"
        " FROM jsonb_to_recordset($2::jsonb) AS t(entry uuid, row int, number text, delegation text, status text,"
        " marks_by_criterion jsonb, total numeric, exact_points numeric, points int, position int, award text,"
        " explanation jsonb)",
        publication, _json(frozen.rows),
    )  # fmt: skip


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


async def decide_tie(
    event: EventFacts, division: DivisionFacts, *, entries: Sequence[UUID], reason: str, by: Actor
) -> None:
    """The Chief Expert's order of entries that are equal in every key, best first, with a reason (T-91).

    Refused: a group that is not pending (409), an order that leaves one out or names one twice, no reason.
    """
    async with transaction():
        await hold_event(event.id)
        await fetch("SELECT id FROM division WHERE id = $1 FOR NO KEY UPDATE", division.id)
        results = await division_results(division.id)
        numbers = {line.entry.id: line.number for line in results.lines} if results else {}
        order = tuple(numbers.get(entry, "") for entry in entries)
        if results is None or not any(set(order) <= set(group) for group in results.pending):
            raise refusal("tie_not_pending", status=409)
        if not any(sorted(order) == sorted(group) for group in results.pending):
            raise UserError(Problem("tie_order_incomplete", place=Place(field="order")))
        if not reason.strip():
            raise refusal("tie_reason_missing", field="reason")
        await fetch(
            "INSERT INTO tie_decision (id, division, entries, reason, by, at) VALUES ($1, $2, $3, $4, $5, $6)",
            uuid4(), division.id, _json([str(entry) for entry in entries]), reason.strip(), by.account_id, now(),
        )  # fmt: skip
        await record(
            by, audit.TIE_DECIDED, scope=event.id, subject=division.slug,
            details={"order": ", ".join(order), "reason": reason.strip()},
        )  # fmt: skip
        await announce(f"division:{division.id}", f"event:{event.id}")
