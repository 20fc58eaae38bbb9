"""Whether a mark is taken, and as what: the checks under the sheet's lock, in their order. Pure.

What this does: decides about one request from what stands in the ledger. What it does not: write, lock,
hash, or know sentences.

Order (the marking ledger): client id → may this account mark → sheet state → version → what was observed
(T-66) → reason (W-16) → asked once. A *request* says what a judge saw (scheme version, round, version of the
seat) and what he observed. A refusal never carries another judge's score before the reveal.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from foundation.problems import Problem
from judging.marking.ledger import LedgerEntry
from judging.marking.observations import check_observed, needs_reason
from judging.marking.plan import PlannedAspect, SheetPlan
from judging.marking.reasons import OWN_CHANGE, SEAT_CHANGED, Occasion, check_reason
from judging.marking.rounds import EntryKind, JudgementState, SeatEntry, in_force, judgement_state
from judging.marking.scoring import asks_confirmation, measurement_mark
from judging.marking.seats import Seating, Tie, check_may_mark


@dataclass(frozen=True, slots=True)
class MarkRequest:
    """One mark as a tablet sends it. ``observed`` may be a problem of reading it, told after the version."""

    client_id: UUID
    aspect: UUID
    kind: EntryKind = "mark"
    observed: Decimal | Problem | None = None
    round: int = 1
    seen_version: int = 0
    reason_code: str | None = None
    reason_text: str | None = None
    client_time: datetime | None = None
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands under the sheet's lock, for the account that asks. ``opened``: rounds by aspect; ``ties``:
    what ties the account to the entry now, seats being checked anew at every mark (W-18)."""

    plan: SheetPlan
    scheme_version: UUID
    state: str
    entry_status: str
    seating: Seating
    account: UUID
    expert: UUID | None
    ties: tuple[Tie, ...] = ()
    handed_in: bool = False
    archived: bool = False
    opened: dict[UUID, Collection[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Taken:
    """The new version of a seat, and the number of its aspect."""

    request: MarkRequest
    entry: SeatEntry
    reason_code: str | None
    number: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Why not. ``status`` 403, 409 or 422; ``ask``: confirm once. ``current``: what may be shown of the seat."""

    client_id: UUID
    status: int
    problems: tuple[Problem, ...]
    ask: bool = False
    current: SeatEntry | None = None
    version: int | None = None
    round: int | None = None


def seat_of(request: MarkRequest, planned: PlannedAspect, standing: Standing) -> int:
    """0 for the team's value (measurement, not attempted), else the judge's own seat (0 where he has none)."""
    if planned.aspect.type == "M" or request.kind != "mark":
        return 0
    own = standing.seating.seat_of(standing.expert) if standing.expert else None
    return own or 0


def check_sheet(standing: Standing, scheme_version: UUID | None) -> list[Problem]:
    """Whether the sheet takes marks at all now: its state, the entry's status, the scheme that was seen."""
    if standing.archived:
        return [Problem("event_archived")]
    if standing.state in ("signed", "locked"):
        return [Problem(f"sheet_{standing.state}")]
    if standing.entry_status == "absent":
        return [Problem("entry_absent")]
    if scheme_version is not None and scheme_version != standing.scheme_version:
        return [Problem("scheme_changed")]
    return []


def check_marker(standing: Standing, seat: int) -> list[Problem]:
    """Whether the account may enter ``seat`` of this sheet (the page asks the same)."""
    if standing.expert is None:
        return [Problem("not_a_marker")]
    if standing.ties:
        return [Problem("marker_tied")]
    return check_may_mark(standing.seating, standing.expert, seat)


def decide(
    request: MarkRequest, standing: Standing, entries: Sequence[SeatEntry], scheme_version: UUID | None
) -> Taken | Refused:
    """Take or refuse ``request``; ``entries`` are all of its aspect on this sheet."""
    planned = standing.plan.by_id.get(request.aspect)
    seat = seat_of(request, planned, standing) if planned else 0
    if problems := check_marker(standing, seat):
        return Refused(request.client_id, 403, tuple(problems))
    if problems := check_sheet(standing, scheme_version):
        return Refused(request.client_id, 409, tuple(problems))
    if planned is None:
        return Refused(request.client_id, 422, (Problem("aspect_unknown"),))
    if planned.aspect.type == "M":
        return _measured(request, planned, standing, entries)
    state = judgement_state(entries, opened=standing.opened.get(planned.id, ()))
    if seat == 0:
        return _not_attempted(request, planned, standing, entries, state)
    return _judged(request, planned, standing, entries, state, seat)


def _measured(
    request: MarkRequest, planned: PlannedAspect, standing: Standing, entries: Sequence[SeatEntry]
) -> Taken | Refused:
    current = _current(entries, 1, 0)
    if refused := _stale(request, current, shown=current):
        return refused
    mark: Decimal | None = None
    if request.kind == "mark":
        if isinstance(request.observed, Problem):
            return Refused(request.client_id, 422, (request.observed,))
        if request.observed is None:
            return Refused(request.client_id, 422, (Problem("number_missing"),))
        if problems := check_observed(planned.aspect, request.observed):
            return Refused(request.client_id, 422, tuple(problems))
        mark = measurement_mark(planned.aspect, request.observed)
    elif request.kind == "not_attempted":
        mark = measurement_mark(planned.aspect, None)
    elif current is None or current.kind == "retracted":
        return Refused(request.client_id, 409, (Problem("nothing_to_take_back"),))
    return _reasoned(request, planned, standing, current, seat=0, mark=mark)


def _not_attempted(
    request: MarkRequest, planned: PlannedAspect, standing: Standing, entries: Sequence[SeatEntry],
    state: JudgementState,
) -> Taken | Refused:  # fmt: skip
    """Not attempted for a judgement aspect: the team says so on seat 0, while nobody has scored."""
    current = _current(entries, 1, 0)
    if refused := _stale(request, current, shown=current):
        return refused
    if request.kind == "not_attempted" and (state.filled or state.revealed):
        return Refused(request.client_id, 409, (Problem("aspect_has_scores"),))
    if request.kind == "retracted" and not state.not_attempted:
        return Refused(request.client_id, 409, (Problem("nothing_to_take_back"),))
    mark = Decimal("0.00") if request.kind == "not_attempted" else None
    return _reasoned(request, planned, standing, current, seat=0, mark=mark)


def _judged(
    request: MarkRequest, planned: PlannedAspect, standing: Standing, entries: Sequence[SeatEntry],
    state: JudgementState, seat: int,
) -> Taken | Refused:  # fmt: skip
    if state.enter_round is None:
        code = "aspect_not_attempted" if state.not_attempted else "aspect_revealed"
        return Refused(request.client_id, 409, (Problem(code),), round=state.round)
    current = _current(entries, state.enter_round, seat)
    own = current if current and current.judge == standing.account else None
    if request.round != state.enter_round:
        named = {"round": str(state.enter_round)}
        return Refused(
            request.client_id, 409, (Problem("round_changed", values=named),), current=own,
            version=current.version if current else 0, round=state.enter_round,
        )  # fmt: skip
    if _scored_elsewhere(entries, state.enter_round, seat, standing.account):
        return Refused(request.client_id, 409, (Problem("scored_on_other_seat"),))
    # A score of the seat's former holder is not shown, so its version cannot have been seen: it is superseded.
    taken_over = current is not None and own is None
    if not taken_over and (refused := _stale(request, current, shown=own)):
        return refused
    if isinstance(request.observed, Problem):
        return Refused(request.client_id, 422, (request.observed,))
    if request.observed is None:
        return Refused(request.client_id, 422, (Problem("number_missing"),))
    if problems := check_observed(planned.aspect, request.observed):
        return Refused(request.client_id, 422, tuple(problems))
    return _reasoned(request, planned, standing, current, seat=seat, mark=None)


def _scored_elsewhere(entries: Sequence[SeatEntry], round_number: int, seat: int, account: UUID) -> bool:
    """Whether the account's score already stands on another seat of the round: nobody counts twice (W-10)."""
    standing = in_force(each for each in entries if each.seat not in (0, seat))
    return any(
        at == round_number and each.judge == account and each.kind == "mark" for (at, _), each in standing.items()
    )


def _current(entries: Sequence[SeatEntry], round_number: int, seat: int) -> SeatEntry | None:
    return in_force(each for each in entries if each.seat == seat).get((round_number, seat))


def _stale(request: MarkRequest, current: SeatEntry | None, *, shown: SeatEntry | None) -> Refused | None:
    version = current.version if current else 0
    if request.seen_version == version:
        return None
    problems = (Problem("version_conflict"),)
    return Refused(request.client_id, 409, problems, current=shown, version=version, round=request.round)


def _reasoned(
    request: MarkRequest, planned: PlannedAspect, standing: Standing, current: SeatEntry | None, *,
    seat: int, mark: Decimal | None,
) -> Taken | Refused:  # fmt: skip
    observed = request.observed if isinstance(request.observed, Decimal) and request.kind == "mark" else None
    deduction = observed is not None and needs_reason(planned.aspect, observed)
    own = _is_own_change(standing, current, seat)
    occasions: tuple[Occasion, ...] = ("deduction", "correction") if deduction else ("correction",)
    taken_over = seat > 0 and current is not None and not own
    needed = deduction or (current is not None and not own and not taken_over)
    if problems := check_reason(occasions, request.reason_code, request.reason_text, needed=needed):
        return Refused(request.client_id, 422, tuple(problems))
    if observed is not None and not request.confirmed:
        # A former holder's score is not the asker's to see: neither its value nor how far the new one moves it.
        before = current.observed if current and current.kind == "mark" and not taken_over else None
        if warnings := asks_confirmation(planned.aspect, before, observed):
            return Refused(request.client_id, 422, tuple(warnings), ask=True)
    given = SEAT_CHANGED if taken_over else OWN_CHANGE
    reason = request.reason_code or (given if current is not None else None)
    entry = SeatEntry(
        seat, request.round if seat else 1, (current.version if current else 0) + 1, standing.account, observed,
        request.kind, mark,
    )  # fmt: skip
    return Taken(request, entry, reason, planned.number)


def _is_own_change(standing: Standing, current: SeatEntry | None, seat: int) -> bool:
    """Before the reveal a judge replaces his own score, before he hands in a marker his own value."""
    if current is None or current.judge != standing.account:
        return False
    return seat > 0 or not standing.handed_in


def is_same(request: MarkRequest, stored: LedgerEntry, *, sheet: UUID, account: UUID) -> bool:
    """Whether a client id that is known came with the content it was first taken with, from the same account."""
    observed = request.observed if request.kind == "mark" else None
    return (
        stored.entered_by == account
        and stored.sheet == sheet
        and stored.aspect == request.aspect
        and stored.kind == request.kind
        and (stored.version == request.seen_version + 1 or stored.reason_code == SEAT_CHANGED)
        and (stored.round == request.round or stored.seat == 0)
        and stored.observed == observed
        and stored.reason_code in ({request.reason_code} if request.reason_code else {None, OWN_CHANGE, SEAT_CHANGED})
        and (request.reason_text or None) == (stored.reason_text or None)
    )
