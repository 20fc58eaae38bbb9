"""The mark that an observation would give, for the tablet to show at once, by the rule of the server. Pure."""

from decimal import Decimal

from foundation.problems import refusal
from judging.marking.observations import Observation, observation_of
from judging.marking.scoring import measurement_mark
from judging.schemes.scheme import Aspect

MOST_LISTED = 200


def listed_marks(aspect: Aspect) -> tuple[Decimal, ...]:
    """The marks of 0, 1, 2 … (done, count) or of choice 1, 2, 3 …; the last one holds for all beyond it.

    Empty for judgement and for measured values, which are asked one by one."""
    if aspect.type == "J":
        return ()
    observation = observation_of(aspect)
    if observation.kind == "value":
        return ()
    return _listed(aspect, observation)


def _listed(aspect: Aspect, observation: Observation) -> tuple[Decimal, ...]:
    marks: list[Decimal] = []
    for number in range(observation.least, min(observation.most, MOST_LISTED) + 1):
        marks.append(measurement_mark(aspect, Decimal(number)))
        if observation.kind == "count" and observation.most > MOST_LISTED and _is_settled(aspect, marks):
            break
    return tuple(marks)


def _is_settled(aspect: Aspect, marks: list[Decimal]) -> bool:
    """Steps beyond these change nothing any more: nothing is left to deduct, or the maximum is reached."""
    return len(marks) > 1 and marks[-1] == marks[-2] and marks[-1] in (Decimal(0), aspect.max_mark)


def preview_mark(aspect: Aspect, observed: Decimal) -> Decimal:
    """The mark that ``observed`` would give; UserError with what is wrong (T-66), also for judgement."""
    if aspect.type == "J":
        raise refusal("aspect_unknown")
    return measurement_mark(aspect, observed)
