"""Outcomes as JSON: a receipt names ids and positions only, a refusal its sentences and what may be shown."""

from typing import Any

from foundation.numbers import canonical_text, exact_text
from foundation.phrases import sentence
from judging.marking.actions import Outcome, Receipt
from judging.marking.entering import Refused
from judging.marking.rounds import SeatEntry


def outcome_json(outcome: Outcome) -> dict[str, Any]:
    """``saved`` with id, position, version, round and the team's mark; or ``refused``, ``conflict``, ``ask``."""
    if isinstance(outcome, Receipt):
        return {
            "id": str(outcome.client_id), "aspect": str(outcome.aspect), "outcome": "saved",
            "position": outcome.position, "version": outcome.version, "round": outcome.round,
            "mark": None if outcome.mark is None else exact_text(outcome.mark),
        }  # fmt: skip
    return {
        "id": str(outcome.client_id), "outcome": _kind(outcome), "status": outcome.status,
        "problems": [{"code": each.code, "message": sentence(each)} for each in outcome.problems],
        "version": outcome.version, "round": outcome.round, "current": _current(outcome.current),
    }  # fmt: skip


def _kind(refused: Refused) -> str:
    if refused.ask:
        return "ask"
    return "conflict" if refused.version is not None and refused.status == 409 else "refused"


def _current(entry: SeatEntry | None) -> dict[str, Any] | None:
    if entry is None:
        return None
    return {
        "kind": entry.kind, "version": entry.version,
        "observed": None if entry.observed is None else canonical_text(entry.observed),
        "mark": None if entry.mark is None else exact_text(entry.mark),
    }  # fmt: skip
