"""What a new scheme version does to the marks of a sheet (pure).

What this does: compares the old form of a sheet with the new one and says which seats get a new version: the
mark computed anew from what was observed, or *retracted* where the observation means nothing any more. What it
does not: write, lock, or decide whether the scheme may change.

A choice is followed by its label, for its number may differ. A judge's score stays as it is; the mark of the
aspect is computed from it by the new maximum. *Not attempted* stays.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from judging.marking.observations import check_observed, observation_of
from judging.marking.plan import SheetPlan
from judging.marking.rounds import SeatEntry, in_force
from judging.marking.scoring import measurement_mark
from judging.schemes.scheme import Aspect


@dataclass(frozen=True, slots=True)
class Adopted:
    """The next version of a seat of an aspect, because the scheme changed."""

    aspect: UUID
    entry: SeatEntry


@dataclass(frozen=True, slots=True)
class SheetAdoption:
    """What adoption does to one sheet. ``changes_form``: whether the form is another one at all (then a signed
    sheet forbids it). The list that a person confirms is ``touches.py``'s."""

    entries: tuple[Adopted, ...]
    changes_form: bool


def adopt(old: SheetPlan, new: SheetPlan | None, entries: Mapping[UUID, Sequence[SeatEntry]]) -> SheetAdoption:
    """Adopt ``new`` (None: the sub-criterion is gone) for a sheet with these ledger entries by aspect."""
    adopted: list[Adopted] = []
    for planned in old.aspects:
        standing = [each for each in in_force(entries.get(planned.id, ())).values() if each.kind != "retracted"]
        found = new.by_id.get(planned.id) if new else None
        if not standing or (found is not None and is_same(planned.aspect, found.aspect)):
            continue
        versions = [next_version(planned.aspect, found.aspect if found else None, each) for each in standing]
        adopted += [Adopted(planned.id, each) for each in versions if each is not None]
    return SheetAdoption(tuple(adopted), is_other_form(old, new))


def is_same(old: Aspect, new: Aspect) -> bool:
    """Whether marks given on ``old`` mean the same on ``new``: type, maximum, calculation, requirement."""
    return (old.type, old.max_mark, old.calculation, old.requirement) == (
        new.type, new.max_mark, new.calculation, new.requirement
    )  # fmt: skip


def is_other_form(old: SheetPlan, new: SheetPlan | None) -> bool:
    """Whether the form asks for anything else than before: then a signed sheet forbids the change."""
    if new is None or {each.id for each in old.aspects} != {each.id for each in new.aspects}:
        return True
    return any(not is_same(each.aspect, new.by_id[each.id].aspect) for each in old.aspects)


def next_version(old: Aspect, new: Aspect | None, entry: SeatEntry) -> SeatEntry | None:
    """The next version of ``entry`` on ``new`` (None: gone from this form); None when it stays as it is."""
    if new is None or new.type != old.type:
        return _retracted(entry)
    if old.type == "J" or entry.kind == "not_attempted" or entry.observed is None:
        return None
    observed = _observed_again(old, new, entry.observed)
    if observed is None or check_observed(new, observed):
        return _retracted(entry)
    mark = measurement_mark(new, observed)
    if (observed, mark) == (entry.observed, entry.mark):
        return None
    return replace(entry, version=entry.version + 1, observed=observed, mark=mark)


def _retracted(entry: SeatEntry) -> SeatEntry:
    return replace(entry, version=entry.version + 1, kind="retracted", observed=None, mark=None)


def _observed_again(old: Aspect, new: Aspect, observed: Decimal) -> Decimal | None:
    """What was observed, in the numbers of the new scheme; None where it cannot be said."""
    before, after = observation_of(old), observation_of(new)
    if before.kind != after.kind:
        return None
    if before.kind != "choice":
        return observed
    label = next((each.label for each in before.choices if each.number == observed), None)
    return next((Decimal(each.number) for each in after.choices if each.label == label), None)
