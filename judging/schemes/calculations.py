"""What a calculation means (W-15): parameters as exact text become a typed rule, or problems.

What this does: reads the parameters of an aspect's calculation, says what is wrong with them. What it does
not: turn an observation into a mark (``judging/marking/scoring.py``), read workbooks.

An aspect without a calculation is PASS_FAIL. Types and terms stand in ``calculation_rules.py``.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise

from foundation.numbers import canonical_text, parse_decimal
from foundation.problems import Problem, UserError, errors
from judging.schemes.calculation_rules import (
    HUNDRED,
    AddSteps,
    Choice,
    Choices,
    DeductSteps,
    LadderRow,
    NumberCompleted,
    Option,
    Options,
    PassFail,
    Range,
    RangedScore,
    RegularDifference,
    Rule,
    ToleranceLadder,
)
from judging.schemes.scheme import Aspect, Calculation, Parameter


def check_calculation(aspect: Aspect) -> list[Problem]:
    """Everything that is wrong with the calculation of a measurement aspect; nothing for judgement.

    Errors forbid marking (and so approval); warnings are worth a second look. The value ``parameter`` of a
    problem names the key in the workbook's grammar.
    """
    if aspect.type == "J":
        return []
    return _read(aspect)[1]


def calculation_rule(aspect: Aspect) -> Rule:
    """The typed rule of a measurement aspect; :class:`UserError` with the problems when it has none.

    An aspect never changes, so its rule is kept beside it: a mark asks for it four times."""
    known = _rules.get(id(aspect))
    if known is not None and known[0] is aspect:
        return known[1]
    rule, problems = _read(aspect)
    if rule is None:
        raise UserError(*errors(problems))
    if len(_rules) >= MOST_RULES_KEPT:
        _rules.clear()
    _rules[id(aspect)] = aspect, rule
    return rule


MOST_RULES_KEPT = 30_000
_rules: dict[int, tuple[Aspect, Rule]] = {}


def _read(aspect: Aspect) -> tuple[Rule | None, list[Problem]]:
    calculation = aspect.calculation or Calculation("PASS_FAIL")
    reader = _READERS.get(calculation.type)
    if reader is None:
        return None, [Problem("calculation_unknown", values={"type": calculation.type})]
    parameters = _Parameters(calculation.parameters, aspect)
    deduction_type = parameters.text("DEDUCTION_TYPE")
    if deduction_type.upper() not in ("", "PERCENT"):
        parameters.refuse("deduction_type_unknown", "DEDUCTION_TYPE", value=deduction_type)
    rule = reader(parameters)
    found = parameters.problems
    return (None if errors(found) else rule), found


class _Parameters:
    """Reads parameters and collects what is wrong with them; a wrong number reads as 1, to go on."""

    def __init__(self, parameters: Mapping[str, Parameter], aspect: Aspect) -> None:
        self.parameters = parameters
        self.requirement = aspect.requirement
        self.max_mark = aspect.max_mark
        self.problems: list[Problem] = []

    def refuse(self, code: str, key: str, **values: object) -> Decimal:
        self._note(Problem(code, values=_named(key, values)))
        return Decimal(1)

    def warn(self, code: str, key: str, **values: object) -> None:
        if not self.problems:  # what was read wrongly says nothing about the rest
            self._note(Problem(code, "warning", values=_named(key, values)))

    def _note(self, problem: Problem) -> None:
        if problem not in self.problems:
            self.problems.append(problem)

    def text(self, key: str) -> str:
        parameter = self.parameters.get(key)
        return (parameter.text or "").strip() if parameter else ""

    def number(self, key: str) -> Decimal | None:
        parameter = self.parameters.get(key)
        return parameter.number if parameter else None

    def at_least_zero(self, key: str) -> Decimal:
        number = self.number(key)
        if number is None:
            return self.refuse("parameter_missing", key)
        if number < 0:
            return self.refuse("parameter_negative", key, value=canonical_text(number))
        return number

    def above_zero(self, key: str) -> Decimal:
        number = self.at_least_zero(key)
        return number if number > 0 else self.refuse("parameter_zero", key)

    def whole(self, key: str) -> int:
        number = self.above_zero(key)
        if number != int(number):
            number = self.refuse("parameter_not_whole", key, value=canonical_text(number))
        return int(number)

    def percent(self, key: str) -> Decimal:
        number = self.at_least_zero(key)
        if number > HUNDRED:
            return self.refuse("deduction_above_hundred", key, value=canonical_text(number))
        return number

    def mark(self, key: str) -> Decimal:
        number = self.at_least_zero(key)
        if self.max_mark is not None and number > self.max_mark:
            limit = canonical_text(self.max_mark)
            return self.refuse("parameter_above_max", key, value=canonical_text(number), max=limit)
        return number

    def target(self) -> Decimal:
        """TARGET_VALUE, or the number of the requirement cell ("100 mm") where the scheme says so."""
        from_requirement = self.text("TARGET_VAL_FROM_REQ").casefold() == "true"
        number = self.number("TARGET_VALUE")
        if number is not None and not from_requirement:
            return number
        number = requirement_number(self.requirement)
        if number is None:
            return self.refuse("target_missing", "TARGET_VALUE", requirement=self.requirement)
        return number

    def numbered(self, prefix: str, *suffixes: str) -> list[int]:
        """The i of PREFIXi_SUFFIX entries that hold anything, rising; empty entries are no rows."""
        pattern = re.compile(rf"{prefix}(\d{{1,3}})_(?:{'|'.join(suffixes)})")
        found = {
            int(match[1])
            for key, parameter in self.parameters.items()
            if (match := pattern.fullmatch(key)) and (parameter.number is not None or parameter.text)
        }
        if not found:
            self.refuse("parameters_missing", f"{prefix}1_{suffixes[0]}")
        return sorted(found)


def _named(key: str, values: Mapping[str, object]) -> dict[str, str]:
    return {"parameter": key, **{name: str(value) for name, value in values.items()}}


_NUMBER_AND_UNIT = re.compile(r"\s*([+\-−－]?\s*[0-9０-９]+(?:[.,．，][0-9０-９]+)?)\s*([^0-9０-９]*)")


def requirement_number(requirement: str) -> Decimal | None:
    """The number of a requirement cell that holds one number and perhaps a unit ("100 mm" → 100)."""
    match = _NUMBER_AND_UNIT.fullmatch(requirement)
    number = parse_decimal(match[1].replace(" ", "")) if match else None
    return number if isinstance(number, Decimal) else None


def requirement_unit(requirement: str) -> str:
    """The unit of such a cell ("100 mm" → "mm"), else an empty text."""
    match = _NUMBER_AND_UNIT.fullmatch(requirement)
    return match[2].strip() if match else ""


def _pass_fail(_: _Parameters) -> Rule:
    return PassFail()


def _number_completed(parameters: _Parameters) -> Rule:
    return NumberCompleted(parameters.whole("NUM_POSSIBLE"))


def _choices(parameters: _Parameters) -> Rule:
    choices = [
        Choice(i, _label(parameters, f"CHOICE{i}_LABEL"), parameters.percent(f"CHOICE{i}_DEDUCTION"))
        for i in parameters.numbered("CHOICE", "LABEL", "DEDUCTION")
    ]
    if all(choice.deduction > 0 for choice in choices):
        parameters.warn("full_mark_out_of_reach", "CHOICE1_DEDUCTION")
    return Choices(tuple(choices))


def _label(parameters: _Parameters, key: str) -> str:
    label = parameters.text(key)
    if not label:
        parameters.refuse("label_missing", key)
    return label


def _options(parameters: _Parameters) -> Rule:
    options = [
        Option(i, _label(parameters, f"OPTION{i}_VALUE"), parameters.mark(f"OPTION{i}_VALUE"))
        for i in parameters.numbered("OPTION", "VALUE")
    ]
    if all(option.mark != parameters.max_mark for option in options):
        parameters.warn("full_mark_out_of_reach", "OPTION1_VALUE")
    return Options(tuple(options))


def _ranged_score(parameters: _Parameters) -> Rule:
    ranges = [
        Range(
            parameters.at_least_zero(f"RANGE{i}_LOWER"),
            parameters.at_least_zero(f"RANGE{i}_UPPER"),
            parameters.percent(f"RANGE{i}_DEDUCTION"),
        )
        for i in parameters.numbered("RANGE", "LOWER", "UPPER", "DEDUCTION")
    ]
    if all(each.deduction > 0 for each in ranges):
        parameters.warn("full_mark_out_of_reach", "RANGE1_DEDUCTION")
    return RangedScore(parameters.target(), tuple(ranges))


def _regular_difference(parameters: _Parameters) -> Rule:
    return RegularDifference(
        parameters.target(),
        parameters.above_zero("DIFFERENCE"),
        parameters.percent("DEDUCTION"),
        parameters.whole("NUM_POSSIBLE"),
    )


def _deduct_steps(parameters: _Parameters) -> Rule:
    return DeductSteps(parameters.above_zero("STEP"))


def _add_steps(parameters: _Parameters) -> Rule:
    return AddSteps(parameters.above_zero("STEP"))


def _tolerance_ladder(parameters: _Parameters) -> Rule:
    rows: dict[Decimal, LadderRow] = {}
    for i in parameters.numbered("ROW", "DEVIATION", "MARK"):
        deviation = parameters.at_least_zero(f"ROW{i}_DEVIATION")
        if deviation in rows:
            parameters.refuse("ladder_row_doubled", f"ROW{i}_DEVIATION", value=canonical_text(deviation))
        rows[deviation] = LadderRow(deviation, parameters.mark(f"ROW{i}_MARK"))
    ladder = tuple(rows[deviation] for deviation in sorted(rows))
    if any(nearer.mark < wider.mark for nearer, wider in pairwise(ladder)):
        parameters.warn("ladder_rises", "ROW1_MARK")
    return ToleranceLadder(parameters.target(), ladder)


_READERS = {
    "PASS_FAIL": _pass_fail,
    "NUMBER_COMPLETED": _number_completed,
    "CHOICE": _choices,
    "OPTIONS": _options,
    "RANGED_SCORE": _ranged_score,
    "REGULAR_DIFFERENCE_DEDUCTION": _regular_difference,
    "DEDUCT_STEPS": _deduct_steps,
    "ADD_STEPS": _add_steps,
    "TOLERANCE_LADDER": _tolerance_ladder,
}

CALCULATION_TYPES = tuple(_READERS)
