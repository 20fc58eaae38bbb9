"""A keying correction of a judgement score after the reveal: who asks, who confirms, and while what stands. Pure.

What this does: decide about asking and about the second person's word. What it does not: know which part of the
sheet a person has (``sheet_states.py``), or write. A correction changes no round and no other score; whoever has
thought better of a score needs a new round.

Terms: a *correction* is asked by the judge whose score it is, and counts nowhere until a *second person* confirms
it. It *stands* while nobody has decided and everything is as it was when it was asked; a newer version of the
score, a newer round, a signature or the entry's absence makes it *void*.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal
from uuid import UUID

from foundation.problems import Problem
from judging.marking.observations import check_observed
from judging.marking.plan import PlannedAspect
from judging.marking.reasons import check_reason
from judging.marking.rounds import JudgementState, SeatEntry, in_force

Decision = Literal["confirmed", "refused", "withdrawn"]


@dataclass(frozen=True, slots=True)
class CorrectionRequest:
    """What a judge asks: ``observed`` instead of the score that he saw as ``seen_version`` of ``round``. ``id`` is
    the asker's, so that asking twice is asking once. ``observed`` may be a problem of reading it."""

    id: UUID
    aspect: UUID
    observed: Decimal | Problem
    round: int
    seen_version: int
    reason_code: str | None = None
    reason_text: str | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction that was asked: ``score`` instead of ``before``. ``overtaken``: the sheet was signed since, or
    the entry absent. ``decided_by`` stands with ``decision``."""

    id: UUID
    aspect: UUID
    seat: int
    round: int
    seen_version: int
    before: int
    score: int
    judge: UUID
    reason_code: str
    reason_text: str | None = None
    overtaken: bool = False
    decision: Decision | None = None
    decided_by: UUID | None = None


def own_score(state: JudgementState, entries: Iterable[SeatEntry], account: UUID) -> SeatEntry | None:
    """The score of ``account`` in the latest round, once that is revealed; None where a correction has no object."""
    if state.scores is None or state.not_attempted:
        return None
    found = in_force(each for each in entries if each.seat and each.round == state.round)
    return next((each for each in found.values() if each.judge == account and each.kind == "mark"), None)


def check_correctable(
    request: CorrectionRequest, state: JudgementState, own: SeatEntry | None, waiting: Iterable[Correction]
) -> list[Problem]:
    """Why the score cannot be corrected now: ``round_not_revealed``, ``no_score_of_yours``, ``round_changed``,
    ``version_conflict``, ``correction_waits_already``. ``waiting``: the corrections of the aspect that stand."""
    if state.scores is None:
        return [Problem("aspect_not_attempted" if state.not_attempted else "round_not_revealed")]
    if own is None:
        return [Problem("no_score_of_yours")]
    if request.round != state.round:
        return [Problem("round_changed", values={"round": str(state.round)})]
    if any(each.seat == own.seat for each in waiting):
        return [Problem("correction_waits_already")]
    return [] if request.seen_version == own.version else [Problem("version_conflict")]


def check_asked(request: CorrectionRequest, planned: PlannedAspect, own: SeatEntry) -> list[Problem]:
    """What is wrong with the new score or its reason (W-16), all at once."""
    if isinstance(request.observed, Problem):
        found = [request.observed]
    else:
        found = check_observed(planned.aspect, request.observed)
        if not found and request.observed == own.observed:
            found = [Problem("correction_same_score")]
    return found + check_reason(("keying",), request.reason_code, request.reason_text)


def is_same(request: CorrectionRequest, known: Correction, account: UUID | None) -> bool:
    """Whether a request whose id is known is that correction again."""
    return (
        known.judge == account
        and known.aspect == request.aspect
        and known.score == request.observed
        and (known.round, known.seen_version) == (request.round, request.seen_version)
        and known.reason_code == request.reason_code
        and (known.reason_text or None) == (request.reason_text or None)
    )


def stands(correction: Correction, state: JudgementState, entries: Iterable[SeatEntry]) -> bool:
    """Whether it waits for the second person: undecided, not overtaken, round and version still in force."""
    if correction.decision or correction.overtaken or state.scores is None or state.round != correction.round:
        return False
    entry = in_force(each for each in entries if each.seat == correction.seat).get((correction.round, correction.seat))
    return entry is not None and entry.kind == "mark" and entry.version == correction.seen_version


def standing_of(
    corrections: Iterable[Correction], state: JudgementState, entries: Sequence[SeatEntry]
) -> tuple[Correction, ...]:
    """Those of one aspect that stand."""
    return tuple(each for each in corrections if stands(each, state, entries))


def check_decision(
    correction: Correction, decision: Decision, *, account: UUID | None, standing: bool
) -> list[Problem]:
    """Why the word of ``account`` does not count: only the asker withdraws (``act_not_yours``), never does he
    confirm or refuse his own (``correction_is_yours``); ``correction_decided``, ``correction_void``."""
    own = correction.judge == account
    if decision == "withdrawn" and not own:
        return [Problem("act_not_yours")]
    if decision != "withdrawn" and own:
        return [Problem("correction_is_yours")]
    if correction.decision is not None:
        return [Problem("correction_decided")]
    return [] if standing else [Problem("correction_void")]


def is_decided_so(correction: Correction, decision: Decision, account: UUID | None) -> bool:
    """Whether the same person has said the same before: the answer to it was lost."""
    return correction.decision == decision and correction.decided_by == account


def corrected(correction: Correction, entry: SeatEntry) -> SeatEntry:
    """The new version of the same seat and round; the score is still its judge's."""
    return SeatEntry(entry.seat, entry.round, entry.version + 1, correction.judge, Decimal(correction.score))
