"""Words for the tables about a scheme: its versions, their history, what changed, the mark allocation."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from foundation.formats import moment
from foundation.language import gettext
from foundation.language import mark_for_translation as N_
from foundation.numbers import exact_text
from foundation.spreadsheet_writing import Written
from judging.schemes.allocation import Allocation
from judging.schemes.page_phrases import ChangeRow, note_sentence, state_name
from judging.schemes.queries import RevisionLine, VersionLine
from judging.schemes.scheme import Criterion


def version_head() -> list[str]:
    """The head of the exported versions."""
    return [
        gettext(text)
        for text in (
            N_("Version"), N_("State"), N_("Started by"), N_("Revision"), N_("Last change"), N_("Changed by"),
            N_("Source"), N_("Reason"), N_("Locked"), N_("Locked by"),
        )
    ]  # fmt: skip


def version_rows(lines: Iterable[VersionLine], zone: str) -> list[list[Written]]:
    """Versions under that head."""
    return [
        [
            line.number, state_name(line.state), line.author, line.revision, moment(line.changed_at, zone),
            line.changed_by, line.source_name, line.reason, moment(line.locked_at, zone), line.locked_by,
        ]
        for line in lines
    ]  # fmt: skip


def history_head() -> list[str]:
    """The head of the exported history of a version."""
    return [gettext(text) for text in (N_("Revision"), N_("What"), N_("Who"), N_("Time"))]


def history_rows(lines: Iterable[RevisionLine], zone: str) -> list[list[Written]]:
    """Revisions under that head."""
    return [[line.revision, note_sentence(line.note), line.by, moment(line.at, zone)] for line in lines]


def change_head() -> list[str]:
    """The head of the exported changes between two schemes."""
    return [
        gettext(text)
        for text in (N_("Change"), N_("Part"), N_("Description"), N_("Field"), N_("Before"), N_("After"))
    ]


def change_lines(rows: Iterable[ChangeRow]) -> list[list[Written]]:
    """Changes under that head: a line a field, one line for a part that came or went whole."""
    return [
        [row.kind_word, row.part, row.name, *values]
        for row in rows
        for values in row.values or (("", "", ""),)
    ]


def allocation_head(criteria: Sequence[Criterion]) -> list[str]:
    """The head of the exported mark allocation: a column a criterion."""
    names = [f"{criterion.code} {criterion.name}".strip() for criterion in criteria]
    return [
        gettext("Section"), gettext("Name"), *names, gettext("Computed"), gettext("Declared"), gettext("Variation")
    ]  # fmt: skip


def allocation_lines(allocation: Allocation) -> list[list[Written]]:
    """Sections under that head, then their sums; exact marks as numbers, nothing where nothing stands (W-05)."""
    rows: list[list[Written]] = [
        [
            row.number or gettext("without section"), row.name, *(_mark(mark or None) for mark in row.marks),
            _mark(row.computed), _mark(row.declared), _mark(row.variation),
        ]
        for row in allocation.rows
    ]  # fmt: skip
    whole = [*allocation.totals, allocation.computed, allocation.declared, allocation.variation]
    return [*rows, [gettext("Total"), "", *map(_mark, whole)]]


def _mark(mark: Decimal | None) -> Decimal | None:
    return None if mark is None else Decimal(exact_text(mark))
