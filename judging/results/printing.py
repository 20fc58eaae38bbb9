"""Results as tables of plain cells: the columns of the page, for xlsx and csv, and the ceremony's file (W-47)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from foundation.language import either
from foundation.language import gettext as _
from foundation.numbers import exact_text
from foundation.spreadsheet_writing import Written
from judging.results.division_results import DivisionResults, RankedEntry, ResultLine
from judging.results.phrases import award_name, status_name

CEREMONY_COLUMNS = (
    "Position", "Member", "Member Name", "Skill Number", "Medal", "First Name", "Last Name", "WorldSkills Scale Score",
)  # fmt: skip
CEREMONY_MEDALS = {"GOLD": "Gold", "SILVER": "Silver", "BRONZE": "Bronze", "MFE": "Medallion for Excellence"}


def people_of(entry: RankedEntry) -> str:
    """The names of an entry in the reader's language."""
    return listed(either(zh, en) for zh, en in entry.people)


def listed(names: Iterable[str]) -> str:
    """Names one after the other, as the reader's language sets lists."""
    return _(", ").join(names)


def delegation_of(entry: RankedEntry) -> str:
    """The delegation's name in the reader's language."""
    return either(entry.delegation_zh, entry.delegation_en) or entry.delegation


def award_cell(line: ResultLine) -> str:
    """The award, or what became of an entry that is not ranked."""
    if line.award:
        return award_name(line.award)
    return "" if line.status == "ok" else status_name(line.status)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of plain cells."""

    header: Sequence[str]
    rows: Sequence[Sequence[Written]]


def results_table(results: DivisionResults) -> Table:
    """The ranked list: exact numbers as numbers. A provisional list says so in its total (W-24)."""
    scaled = results.rules.rule_set.standardised
    total = _("Total") if results.final else _("Provisional total")
    header = [_("Position"), _("Number"), _("Competitor"), _("Delegation code"), _("Delegation")]
    header += [f"{head.code} {head.name}".strip() for head in results.criteria]
    header += [total, *([_("Points unrounded"), _("Points")] if scaled else []), _("Award")]
    return Table(header, [_row(results, line, scaled) for line in results.lines])


def _row(results: DivisionResults, line: ResultLine, scaled: bool) -> list[Written]:
    entry = line.entry
    marks = line.by_criterion if results.final else line.covered_by_criterion
    cells: list[Written] = [line.position, line.number, people_of(entry), entry.delegation, delegation_of(entry)]
    cells += [_exact(marks[head.code]) for head in results.criteria]
    cells.append(_exact(shown_total(results, line)))
    return [*cells, *([line.exact_points, line.points] if scaled else []), award_cell(line)]


def _exact(mark: Decimal | None) -> Decimal | None:
    """Two decimals, or as many as the mark has; the database pads with zeros."""
    return None if mark is None else Decimal(exact_text(mark))


def shown_total(results: DivisionResults, line: ResultLine) -> Decimal | None:
    """The total when everything is in; before that the provisional one of the covered sub-criteria."""
    return line.total if results.final else line.ranked_mark


def ceremony_rows(skill_number: str, results: DivisionResults) -> list[list[Written]]:
    """W-47: a row a person, team members repeating member and skill; ranked entries only."""
    rows: list[list[Written]] = []
    for line in results.lines:
        if line.position is None:
            continue
        medal = CEREMONY_MEDALS.get(line.award or "", "")
        for zh, en in line.entry.people:
            first, last = split_name(zh, en)
            member = line.entry.delegation_en or line.entry.delegation_zh
            rows.append([line.position, line.entry.delegation, member, skill_number, medal, first, last, line.points])
    return rows


def split_name(zh: str, en: str) -> tuple[str, str]:
    """First and last name: the last word of a Latin name is the family name; a Chinese name's first character is
    (compound surnames need the Latin form)."""
    if en:
        first, _, last = en.rpartition(" ")
        return first or last, last if first else ""
    return zh[1:], zh[:1]
