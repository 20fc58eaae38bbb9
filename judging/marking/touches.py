"""Every single mark that a change of scheme touches, as one reader may see it (pure).

What this does: one line for each standing mark of an aspect that the change alters, with what becomes of it,
and the sheets that forbid the change. What it does not: write the new versions (``adoption.py``).

Terms: an aspect is *altered* when it is gone from its form, when marks mean something else on it, or when its
words differ. A *blind* line is a judge's score that is not revealed to the reader: it holds no score and
nothing computed from one. The *digest* names what was listed by ledger keys alone, never by a value: a hash
over a score 0 … 3 could be guessed.
"""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal
from uuid import UUID

from foundation.sorting import natural
from judging.marking.adoption import is_other_form, is_same, next_version
from judging.marking.plan import PlannedAspect, SchemePlan, SheetPlan
from judging.marking.rounds import EntryKind, JudgementState, SeatEntry, in_force, judgement_state

Effect = Literal["recomputed", "stays", "taken_back", "refused"]
EFFECTS: tuple[Effect, ...] = ("refused", "taken_back", "recomputed", "stays")
Forbidden = Literal["closed", "removed"]


@dataclass(frozen=True, slots=True)
class HeldSheet:
    """A sheet with what stands on it, in the order of the chain. ``opened``: rounds by aspect."""

    id: UUID
    entry: str
    sub_criterion: UUID
    state: str
    position: int
    entries: Mapping[UUID, Sequence[SeatEntry]] = field(default_factory=dict)
    opened: Mapping[UUID, Collection[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TouchedMark:
    """A standing mark of an altered aspect. ``after`` None: the aspect is gone from the scheme.

    ``observed`` and ``observed_after`` are what was seen (None: blind, not attempted, or taken back); ``mark`` and
    ``mark_after`` what the aspect earns, where that is known to the reader."""

    sheet: UUID
    entry: str
    before: PlannedAspect
    after: PlannedAspect | None
    seat: int
    round: int
    version: int
    kind: EntryKind
    effect: Effect
    blind: bool
    observed: Decimal | None
    observed_after: Decimal | None
    mark: Decimal | None
    mark_after: Decimal | None

    @property
    def form(self) -> str:
        """The code of its sub-criterion before the change."""
        return self.before.number.rpartition(".")[0]

    @property
    def reworded(self) -> bool:
        """Whether the aspect reads differently afterwards."""
        return self.after is not None and self.before.aspect.description != self.after.aspect.description


@dataclass(frozen=True, slots=True)
class ForbiddingSheet:
    """A sheet because of which the change is refused: signed or locked, or marked on a form that would be gone."""

    id: UUID
    entry: str
    sub_criterion: str
    why: Forbidden
    state: str

    @property
    def href(self) -> str:
        return f"/sheets/{self.id}"


@dataclass(frozen=True, slots=True)
class Touches:
    """The whole list; ``digest`` is empty where nothing is touched and nothing forbids."""

    marks: tuple[TouchedMark, ...] = ()
    forbidding: tuple[ForbiddingSheet, ...] = ()

    @property
    def digest(self) -> str:
        keys = [f"{m.sheet} {m.before.id} {m.round} {m.seat} {m.version} {m.effect}" for m in self.marks]
        keys += [f"{each.id} {each.why} {each.state}" for each in self.forbidding]
        return hashlib.sha256("\n".join(sorted(keys)).encode()).hexdigest() if keys else ""

    @property
    def sheets(self) -> int:
        """How many sheets bear a touched mark."""
        return len({each.sheet for each in self.marks})

    def count(self, effect: Effect) -> int:
        return sum(each.effect == effect for each in self.marks)


def altered_aspects(old: SchemePlan, new: SchemePlan) -> frozenset[UUID]:
    """The aspects of ``old`` whose marks belong into the list."""
    return frozenset(
        planned.id
        for form in old.sheets.values()
        for planned in form.aspects
        if _is_altered(planned, _on_form(new, form.id, planned.id))
    )


def list_touches(
    sheets: Sequence[HeldSheet], old: SchemePlan, new: SchemePlan, *, reader: UUID | None = None
) -> Touches:
    """What the change from ``old`` to ``new`` does to ``sheets``, by competitor and then in the scheme's order.

    ``reader`` is the account that reads: of scores that are not revealed he sees his own alone."""
    altered, anywhere = altered_aspects(old, new), _by_id(new)
    marks: list[TouchedMark] = []
    forbidding = []
    place = {form: number for number, form in enumerate(old.sheets)}
    known = [each for each in sheets if each.sub_criterion in place]
    for sheet in sorted(known, key=lambda each: (natural(each.entry), place[each.sub_criterion])):
        form = old.sheets[sheet.sub_criterion]
        after = new.sheets.get(sheet.sub_criterion)
        why = _why_forbidden(sheet, form, after)
        if why:
            forbidding.append(ForbiddingSheet(sheet.id, sheet.entry, form.code, why, sheet.state))
        for planned in form.aspects:
            if planned.id in altered:
                on_form = after.by_id.get(planned.id) if after else None
                lines = _marks_of(sheet, planned, on_form, anywhere.get(planned.id), reader)
                marks += (_refused(line) for line in lines) if why else lines
    return Touches(tuple(marks), tuple(forbidding))


def narrowed(marks: Sequence[TouchedMark], *, entry: str = "", form: str = "", effect: str = "") -> list[TouchedMark]:
    """The lines of one competitor, one sub-criterion (by its code before the change) or one effect; empty: all."""
    return [
        each for each in marks
        if entry in ("", each.entry) and form in ("", each.form) and effect in ("", each.effect)
    ]  # fmt: skip


def _by_id(plan: SchemePlan) -> dict[UUID, PlannedAspect]:
    return {planned.id: planned for form in plan.sheets.values() for planned in form.aspects}


def _on_form(plan: SchemePlan, form: UUID, aspect: UUID) -> PlannedAspect | None:
    found = plan.sheets.get(form)
    return found.by_id.get(aspect) if found else None


def _is_altered(old: PlannedAspect, new: PlannedAspect | None) -> bool:
    if new is None or not is_same(old.aspect, new.aspect):
        return True
    before, after = old.aspect, new.aspect
    return (before.description, before.extra, before.descriptors) != (after.description, after.extra, after.descriptors)


def _why_forbidden(sheet: HeldSheet, old: SheetPlan, new: SheetPlan | None) -> Forbidden | None:
    if sheet.state != "open" and is_other_form(old, new):
        return "closed"
    return "removed" if new is None and sheet.position else None


def _marks_of(
    sheet: HeldSheet, before: PlannedAspect, on_form: PlannedAspect | None, after: PlannedAspect | None,
    reader: UUID | None,
) -> Iterator[TouchedMark]:  # fmt: skip
    entries = sheet.entries.get(before.id, ())
    standing = [each for each in in_force(entries).values() if each.kind != "retracted"]
    if not standing:
        return
    judged = any(each.seat for each in standing)
    state = judgement_state(entries if judged else (), opened=sheet.opened.get(before.id, ()))
    for each in sorted(standing, key=lambda each: (each.round, each.seat)):
        following = next_version(before.aspect, on_form.aspect if on_form else None, each)
        effect = _effect(before, on_form, each, following)
        blind = _is_blind(each, state, reader)
        mark, mark_after = _marks(before, on_form, each, following, state)
        gone = effect == "taken_back"
        yield TouchedMark(
            sheet.id, sheet.entry, before, after, each.seat, each.round, each.version, each.kind, effect, blind,
            None if blind else each.observed,
            None if blind or gone else (following or each).observed,
            mark, None if gone else mark_after,
        )  # fmt: skip


def _effect(
    before: PlannedAspect, after: PlannedAspect | None, entry: SeatEntry, following: SeatEntry | None
) -> Effect:
    """Never told by a judge's score: a blind line shows it too."""
    if following is not None:
        return "taken_back" if following.kind == "retracted" else "recomputed"
    scored = entry.seat > 0 and entry.kind == "mark"
    moved = after is not None and before.aspect.max_mark != after.aspect.max_mark
    return "recomputed" if scored and moved else "stays"


def _is_blind(entry: SeatEntry, state: JudgementState, reader: UUID | None) -> bool:
    if entry.seat == 0 or entry.judge == reader:
        return False
    return all(each.round != entry.round for each in state.revealed)


def _marks(
    before: PlannedAspect, after: PlannedAspect | None, entry: SeatEntry, following: SeatEntry | None,
    state: JudgementState,
) -> tuple[Decimal | None, Decimal | None]:  # fmt: skip
    """What the aspect earns before and after; of judgement in its settled round alone (W-13)."""
    if entry.seat == 0:
        mark = Decimal("0.00") if entry.kind == "not_attempted" else entry.mark
        return mark, following.mark if following else mark
    if entry.round != state.round or state.not_attempted:
        return None, None
    maxima = before.aspect.max_mark, after.aspect.max_mark if after else None
    first, second = (None if most is None else state.mark(most) for most in maxima)
    return first, second


def _refused(line: TouchedMark) -> TouchedMark:
    return replace(line, effect="refused", observed_after=None, mark_after=None)
