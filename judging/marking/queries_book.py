"""A sheet's book for one viewer: read here, reduced by ``book.py`` before anything leaves."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from judging.marking.book import Book, book_of
from judging.marking.corrections import Correction
from judging.marking.plan import SheetPlan
from judging.marking.queries import (
    BookedEntry,
    NamedMarker,
    SheetFacts,
    entries_of_sheet,
    entries_of_sheets,
    has_handed_in,
    markers_of_sheets,
    rounds_opened,
    rounds_opened_on,
)
from judging.marking.queries_corrections import BookedCorrection, corrections_of_sheets
from judging.marking.queries_plan import plan_of_version
from judging.marking.rounds import SeatEntry
from judging.marking.scorers import OnSheet, who_is_on


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """The plan and the book of a sheet; ``who`` names who entered the team's value, by aspect; ``scorers`` names
    who scored, by (aspect, round, seat), with his account: seats may have been filled anew since. ``people`` are all
    who stand on the sheet. ``asked`` holds the corrections asked on the sheet by id, with the names of their people."""

    plan: SheetPlan
    book: Book
    who: dict[UUID, str]
    scorers: dict[tuple[UUID, int, int], tuple[str, UUID]]
    people: OnSheet
    asked: dict[UUID, BookedCorrection]
    handed_in: bool


async def read_sheet(
    sheet: SheetFacts, markers: Sequence[NamedMarker], *, account: UUID, seat: int | None
) -> ReadSheet:
    """The sheet with its named markers as ``account`` on ``seat`` may see it (None: a reader)."""
    booked, opened = await entries_of_sheet(sheet.id), await rounds_opened(sheet.id)
    asked = (await corrections_of_sheets([sheet.id])).get(sheet.id, ())
    handed_in = seat is not None and await has_handed_in(sheet.id, account)
    return await _read(
        sheet, markers, booked, opened, asked, account=account, seat=seat, handed_in=handed_in
    )


async def read_sheets(sheets: Sequence[SheetFacts], *, account: UUID) -> list[ReadSheet]:
    """Several sheets as a reader may see them, in their order; four statements whatever their number."""
    ids = [sheet.id for sheet in sheets]
    booked, opened = await entries_of_sheets(ids), await rounds_opened_on(ids)
    asked, markers = await corrections_of_sheets(ids), await markers_of_sheets(ids)
    return [
        await _read(
            each, markers.get(each.id, ()), booked.get(each.id, ()), opened.get(each.id, {}), asked.get(each.id, ()),
            account=account, seat=None, handed_in=False,
        )
        for each in sheets
    ]  # fmt: skip


async def _read(
    sheet: SheetFacts, markers: Sequence[NamedMarker], ledger: Sequence[BookedEntry],
    opened: Mapping[UUID, Collection[int]], asked: Sequence[BookedCorrection], *, account: UUID, seat: int | None,
    handed_in: bool,
) -> ReadSheet:  # fmt: skip
    plan = (await plan_of_version(sheet.scheme_version)).sheets[sheet.sub_criterion_id]
    entries: dict[UUID, list[SeatEntry]] = defaultdict(list)
    who: dict[UUID, str] = {}
    scorers: dict[tuple[UUID, int, int], tuple[str, UUID]] = {}
    for booked in ledger:
        entries[booked.aspect].append(booked.entry)
        if booked.entry.seat == 0:
            who[booked.aspect] = booked.by
        else:
            place = booked.aspect, booked.entry.round, booked.entry.seat
            scorers[place] = booked.judge_name, booked.entry.judge
    corrections: dict[UUID, list[Correction]] = defaultdict(list)
    for each in asked:
        corrections[each.correction.aspect].append(each.correction)
    book = book_of(
        plan, entries, account=account, seat=seat, opened=opened, corrections=corrections,
        takes_marks=sheet.takes_marks,
    )
    people = who_is_on(markers, ledger)
    return ReadSheet(plan, book, who, scorers, people, {each.correction.id: each for each in asked}, handed_in)
