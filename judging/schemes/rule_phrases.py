"""A calculation in words, for the preview, the editor and the judge (W-15): how an observation is marked."""

from collections.abc import Callable
from decimal import Decimal

from foundation.language import gettext as _
from foundation.numbers import canonical_text, exact_text
from foundation.problems import UserError
from judging.schemes.calculation_rules import (
    AddSteps,
    Choices,
    DeductSteps,
    NumberCompleted,
    Options,
    PassFail,
    Range,
    RangedScore,
    RegularDifference,
    ToleranceLadder,
)
from judging.schemes.calculations import calculation_rule
from judging.schemes.scheme import Aspect


def describe_calculation(aspect: Aspect) -> list[str]:
    """Sentences in the reader's language, one a line; empty for judgement.

    A calculation that cannot be understood gives one sentence that says so.
    """
    if aspect.type == "J":
        return []
    try:
        rule = calculation_rule(aspect)
    except UserError:
        kind = aspect.calculation.type if aspect.calculation else ""
        return [_("The calculation %(type)s cannot be marked as it stands.") % {"type": kind}]
    describe = _DESCRIBE[type(rule)]
    return describe(rule)


def _pass_fail(_rule: PassFail) -> list[str]:
    return [_("Done: the full mark. Not done: 0.")]


def _number_completed(rule: NumberCompleted) -> list[str]:
    return [_("Of %(possible)s, each one done gives an equal share of the mark.") % {"possible": rule.possible}]


def _choices(rule: Choices) -> list[str]:
    ordered = sorted(rule.choices, key=lambda choice: (choice.deduction, choice.number))
    return [f"{_deducted(choice.deduction)} {choice.label}" for choice in ordered]


def _options(rule: Options) -> list[str]:
    return [
        _("%(mark)s marks: %(label)s") % {"mark": exact_text(option.mark), "label": option.label}
        for option in sorted(rule.options, key=lambda option: (-option.mark, option.number))
    ]


def _ranged_score(rule: RangedScore) -> list[str]:
    lines = [_("The target is %(target)s.") % {"target": canonical_text(rule.target)}]
    for each in sorted(rule.ranges, key=lambda each: (each.width, each.deduction)):
        lines.append(f"{_deducted(each.deduction)} {_range(rule.target, each)}")
    lines.append(_("Where ranges overlap, the narrowest one that holds the value counts. Outside all: 0."))
    return lines


def _range(target: Decimal, each: Range) -> str:
    if each.width == 0:
        return _("exactly %(value)s") % {"value": canonical_text(target)}
    bounds = {"least": canonical_text(target - each.lower), "most": canonical_text(target + each.upper)}
    return _("from %(least)s to %(most)s, both included") % bounds


def _deducted(deduction: Decimal) -> str:
    if deduction == 0:
        return _("Full mark:")
    if deduction == 100:
        return _("No mark:")
    return _("%(deduction)s %% off:") % {"deduction": canonical_text(deduction)}


def _regular_difference(rule: RegularDifference) -> list[str]:
    values = {
        "target": canonical_text(rule.target),
        "difference": canonical_text(rule.difference),
        "deduction": canonical_text(rule.deduction),
        "times": rule.times,
    }
    return [
        _("The target is %(target)s.") % values,
        _("Each full %(difference)s away from it takes %(deduction)s %% off, at most %(times)s times.") % values,
        _("One full step more: 0."),
    ]


def _deduct_steps(rule: DeductSteps) -> list[str]:
    return [_("Each fault takes %(step)s off, down to 0.") % {"step": exact_text(rule.step)}]


def _add_steps(rule: AddSteps) -> list[str]:
    return [_("Each one counted gives %(step)s, up to the full mark.") % {"step": exact_text(rule.step)}]


def _tolerance_ladder(rule: ToleranceLadder) -> list[str]:
    lines = [_("The target is %(target)s.") % {"target": canonical_text(rule.target)}]
    for row in rule.rows:
        values = {"deviation": canonical_text(row.deviation), "mark": exact_text(row.mark)}
        lines.append(_("Up to %(deviation)s away from it: %(mark)s marks.") % values)
    return [*lines, _("Further away: 0.")]


_DESCRIBE: dict[type, Callable[..., list[str]]] = {
    PassFail: _pass_fail,
    NumberCompleted: _number_completed,
    Choices: _choices,
    Options: _options,
    RangedScore: _ranged_score,
    RegularDifference: _regular_difference,
    DeductSteps: _deduct_steps,
    AddSteps: _add_steps,
    ToleranceLadder: _tolerance_ladder,
}
