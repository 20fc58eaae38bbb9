"""What locking a day would close or what keeps it open, and refusals of many sheets told by sub-criterion. Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from foundation.problems import Place, Problem
from foundation.sorting import natural
from judging.marking.plan import SheetPlan
from judging.marking.sheet_states import SheetState

MOST_NAMED = 24
SEVERAL = {
    "sheet_incomplete": "sheets_incomplete",
    "sheet_not_signed": "sheets_not_signed",
    "sheet_signed": "sheets_signed_already",
    "sheet_locked": "sheets_locked_already",
    "sheet_blocked": "sheets_blocked",
    "sheet_moved": "sheets_moved",
    "act_not_yours": "sheets_not_yours",
}


class Lockable(Protocol):
    """What locking asks of a sheet."""

    @property
    def day(self) -> int | None: ...
    @property
    def state(self) -> SheetState: ...


@dataclass(frozen=True, slots=True)
class DayLock:
    """A day of marking that is not locked: how many sheets locking it closes, and by sub-criterion the competitors
    whose sheets are not signed."""

    day: int
    ready: int
    waiting: tuple[tuple[str, str], ...]
    missing: int


def days_to_lock(
    forms: Iterable[SheetPlan], numbers: Mapping[UUID, str], sheets: Mapping[tuple[UUID, UUID], Lockable], *,
    excused: Collection[UUID] = (),
) -> list[DayLock]:  # fmt: skip
    """The days on which anything is left to lock (W-19). What ``excused`` entries left incomplete keeps none open
    (W-23)."""
    codes = {form.id: form.code for form in forms}
    ready: dict[int, int] = defaultdict(int)
    waiting: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for (entry, form), sheet in sheets.items():
        if sheet.day is None or sheet.state == "locked" or (sheet.state == "open" and entry in excused):
            continue
        if sheet.state == "signed":
            ready[sheet.day] += 1
        else:
            waiting[sheet.day][codes.get(form, "–")].append(numbers.get(entry, "–"))
    return [_day(day, ready[day], waiting[day]) for day in sorted({*ready, *waiting})]


def _day(day: int, ready: int, waiting: Mapping[str, Sequence[str]]) -> DayLock:
    named = tuple((code, named_in_order(waiting[code])) for code in sorted(waiting, key=natural))
    return DayLock(day, ready, named, sum(map(len, waiting.values())))


def named_in_order(numbers: Iterable[str]) -> str:
    """Competitors in order, as many as fit into a sentence."""
    ordered = sorted(numbers, key=natural)
    return ", ".join(ordered[:MOST_NAMED]) + (", …" if len(ordered) > MOST_NAMED else "")


def by_sub_criterion(problems: Iterable[Problem]) -> list[Problem]:
    """Refusals of sheets, whose place names competitor and sub-criterion: what is wrong with several sheets of one
    sub-criterion is one problem that names them."""
    groups: dict[tuple[str, str | None], list[Problem]] = defaultdict(list)
    for each in problems:
        groups[(each.code, each.place.column)].append(each)
    return [told for group in groups.values() for told in _told(group)]


def _told(group: Sequence[Problem]) -> Sequence[Problem]:
    first = group[0]
    if len(group) == 1 or first.code not in SEVERAL:
        return group
    named = named_in_order(each.place.sheet or "–" for each in group)
    code = first.place.column or "–"
    values = {"sub_criterion": code, "number": str(len(group)), "entries": named}
    return [Problem(SEVERAL[first.code], first.severity, Place(), values)]
