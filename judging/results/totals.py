"""From marks to totals (W-23, W-24, T-80): what counts, what is missing, what may be compared already.

Absent: no total. Withdrawn: marks kept, but out of the population. Not attempted and zero: both count 0 and
are complete. A mark that is missing makes the total incomplete, never lower: it is then not known at all.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Status = Literal["ok", "guest", "absent", "withdrawn", "disqualified"]

STARTED: frozenset[Status] = frozenset({"ok", "withdrawn", "disqualified"})
NO_MARKS: frozenset[Status] = frozenset({"absent"})


@dataclass(frozen=True, slots=True)
class AspectMark:
    """The mark of one aspect of an entry; None: nothing is entered, or its judges are not yet agreed."""

    criterion: str
    sub_criterion: str
    mark: Decimal | None


@dataclass(frozen=True, slots=True)
class Total:
    """Marks by criterion in the scheme's order, and their sum; None wherever a mark is missing.

    ``so_far`` adds what is there: it is shown with ``missing`` beside it and never ranked.
    """

    by_criterion: Mapping[str, Decimal | None]
    total: Decimal | None
    so_far: Decimal
    missing: int

    @property
    def complete(self) -> bool:
        return self.total is not None


def total_of(marks: Iterable[AspectMark], *, status: Status = "ok") -> Total:
    """The total of one entry over its aspects; an absent entry has none (W-23)."""
    if status in NO_MARKS:
        return Total({}, None, Decimal(0), 0)
    sums: dict[str, Decimal | None] = {}
    so_far, missing = Decimal(0), 0
    for each in marks:
        known = sums.setdefault(each.criterion, Decimal(0))
        if each.mark is None:
            sums[each.criterion] = None
            missing += 1
            continue
        so_far += each.mark
        if known is not None:
            sums[each.criterion] = known + each.mark
    return Total(sums, None if missing else so_far, so_far, missing)


def after_penalties(total: Decimal, penalties: Sequence[Decimal]) -> Decimal:
    """T-80: points taken off after the marks, never below 0."""
    return max(Decimal(0), total - sum(penalties, Decimal(0)))


def started(statuses: Iterable[Status], *, disqualified_count: bool = True) -> int:
    """N for award counts: those who started; a setting says whether disqualified ones count (T-93, T-80)."""
    counted = STARTED if disqualified_count else STARTED - {"disqualified"}
    return sum(status in counted for status in statuses)


@dataclass(frozen=True, slots=True)
class Provisional:
    """Totals over the sub-criteria that are complete for every entry: ``covered`` of ``of`` (W-24)."""

    totals: Mapping[str, Decimal]
    covered: tuple[str, ...]
    of: int

    @property
    def final(self) -> bool:
        return len(self.covered) == self.of


def provisional_totals(entries: Mapping[str, Mapping[str, Decimal | None]], sub_criteria: Sequence[str]) -> Provisional:
    """W-24: ``entries`` holds the population's mark of each complete sheet by sub-criterion, None or no key
    where a sheet is incomplete. Only sub-criteria complete for *every* entry are added."""
    covered = tuple(code for code in sub_criteria if all(marks.get(code) is not None for marks in entries.values()))
    totals = {entry: _sum(marks, covered) for entry, marks in entries.items()}
    return Provisional(totals, covered, len(sub_criteria))


def _sum(marks: Mapping[str, Decimal | None], covered: Iterable[str]) -> Decimal:
    return sum((marks[code] or Decimal(0) for code in covered), Decimal(0))
