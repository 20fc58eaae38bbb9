"""The marks that a change of scheme touches: of a draft as they stand now, of a locked version as they stood then.

What this does: reads, in a constant number of statements, only the entries of altered aspects. What it does not:
keep the list: ledger and schemes never change, so the list of a version is the same whenever it is asked for.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from uuid import UUID, uuid4

from foundation.database import fetch
from judging.marking.plan import plan_of
from judging.marking.queries import seat_entry
from judging.marking.queries_plan import plan_of_version
from judging.marking.rounds import SeatEntry
from judging.marking.touches import HeldSheet, Touches, altered_aspects, list_touches
from judging.schemes.actions_hooks import TouchedMarks
from judging.schemes.queries import VersionLine, VersionState, get_scheme_of_version
from judging.schemes.scheme import Scheme


async def touches_of_draft(division_id: UUID, draft: Scheme, *, reader: UUID | None = None) -> Touches | None:
    """What would happen if ``draft`` came into force now; None before any sheet is made."""
    opened_on = await _opened_on(division_id)
    marked_on = await _version_of_sheets(division_id)
    if opened_on is None or marked_on is None:
        return None
    old, new = await plan_of_version(marked_on), plan_of(uuid4(), _with_ids(draft))
    return list_touches(await _held(division_id, altered_aspects(old, new)), old, new, reader=reader)


async def touches_of_version(version: VersionLine, *, reader: UUID | None = None) -> Touches | None:
    """What the version's lock did, or, of a draft, would do now; None when marking was not open at its lock.

    Of a lock that happened: the marks as they stood before it, and no score that was blind then."""
    if version.state is VersionState.DRAFT:
        draft = await get_scheme_of_version(version.id)
        return await touches_of_draft(version.division_id, draft, reader=reader) if draft else None
    opened_on = await _opened_on(version.division_id)
    if version.locked_at is None or opened_on is None or opened_on >= version.number:
        return None
    before = await _locked_before(version)
    old, new = await plan_of_version(before[0]), await plan_of_version(version.id)
    held = await _held(version.division_id, altered_aspects(old, new), before=version, versions=before)
    # The change has gone through, so no sheet forbade it, whatever its state is now.
    return list_touches([replace(each, state="open", position=0) for each in held], old, new, reader=reader)


async def count_touched(division_id: UUID, draft: Scheme) -> TouchedMarks:
    """How many marks a draft would touch if it were locked now, and how many sheets forbid it."""
    found = await touches_of_draft(division_id, draft) or Touches()
    return TouchedMarks(len(found.marks), found.sheets, len(found.forbidding), found.digest)


async def _opened_on(division_id: UUID) -> int | None:
    rows = await fetch(
        "SELECT v.number FROM marking_opening o JOIN scheme_version v ON v.id = o.scheme_version WHERE o.division = $1",
        division_id,
    )
    return rows[0]["number"] if rows else None


async def _version_of_sheets(division_id: UUID) -> UUID | None:
    """The version that the sheets are on, None where there are none."""
    rows = await fetch(
        "SELECT v.id FROM scheme_version v WHERE v.id IN (SELECT scheme_version FROM sheet WHERE division = $1)"
        " ORDER BY v.number DESC LIMIT 1",
        division_id,
    )
    return rows[0]["id"] if rows else None


async def _locked_before(version: VersionLine) -> list[UUID]:
    """The versions locked before this one, the latest first."""
    rows = await fetch(
        "SELECT v.id FROM scheme_version v JOIN scheme_lock l ON l.scheme_version = v.id"
        " WHERE v.division = $1 AND v.number < $2 ORDER BY v.number DESC",
        version.division_id, version.number,
    )  # fmt: skip
    return [row["id"] for row in rows]


async def _held(
    division_id: UUID, aspects: Collection[UUID], *, before: VersionLine | None = None, versions: Collection[UUID] = ()
) -> list[HeldSheet]:
    """The sheets of a division with what stands on these aspects, or stood ``before`` a version's lock."""
    rows = await fetch(
        "SELECT s.id, n.number, s.sub_criterion, s.state, s.position FROM sheet s JOIN entry n ON n.id = s.entry"
        " WHERE s.division = $1",
        division_id,
    )
    entries: dict[UUID, dict[UUID, list[SeatEntry]]] = defaultdict(lambda: defaultdict(list))
    for entry in await fetch(
        "SELECT sheet, aspect, seat, round, version, judge, observed, kind, mark FROM mark_entry"
        " WHERE division = $1 AND aspect = ANY($2) AND ($3::uuid[] IS NULL OR scheme_version = ANY($3))"
        " ORDER BY sheet, position",
        division_id, list(aspects), list(versions) if before else None,
    ):  # fmt: skip
        entries[entry["sheet"]][entry["aspect"]].append(seat_entry(entry))
    opened: dict[UUID, dict[UUID, list[int]]] = defaultdict(lambda: defaultdict(list))
    for each in await fetch(
        "SELECT o.sheet, o.aspect, o.round FROM round_opening o JOIN sheet s ON s.id = o.sheet"
        " WHERE s.division = $1 AND o.aspect = ANY($2) AND ($3::timestamptz IS NULL OR o.at < $3)",
        division_id, list(aspects), before.locked_at if before else None,
    ):  # fmt: skip
        opened[each["sheet"]][each["aspect"]].append(each["round"])
    return [
        HeldSheet(
            row["id"], row["number"], row["sub_criterion"], row["state"], row["position"], entries[row["id"]],
            opened[row["id"]],
        )
        for row in rows
    ]  # fmt: skip


def _with_ids(draft: Scheme) -> Scheme:
    """A draft whose new sub-criteria and aspects have ids for the time of looking."""
    return replace(draft, criteria=tuple(
        replace(criterion, sub_criteria=tuple(
            replace(sub, id=sub.id or uuid4(), aspects=tuple(replace(a, id=a.id or uuid4()) for a in sub.aspects))
            for sub in criterion.sub_criteria
        ))
        for criterion in draft.criteria
    ))  # fmt: skip
