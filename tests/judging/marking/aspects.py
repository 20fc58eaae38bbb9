"""Aspects for tests of marking: valid by default, overridden by keyword."""

from decimal import Decimal

from judging.schemes.scheme import Aspect, Calculation, Parameter


def parameters(**values: object) -> dict[str, Parameter]:
    """``KEY="1.5"`` a number, ``KEY=("1.5", "label")`` both, ``KEY=(None, "label")`` a text."""
    found = {}
    for key, value in values.items():
        number, text = value if isinstance(value, tuple) else (value, None)
        found[key] = Parameter(None if number is None else Decimal(str(number)), text)
    return found


def measured(calculation: str | None = None, maximum: str | None = "1.00", **values: object) -> Aspect:
    requirement = str(values.pop("requirement", ""))
    return Aspect(
        type="M",
        description="Edge is straight",
        max_mark=None if maximum is None else Decimal(maximum),
        requirement=requirement,
        calculation=Calculation(calculation, parameters(**values)) if calculation else None,
    )


def judged(maximum: str = "1.00") -> Aspect:
    return Aspect(type="J", description="Finish", max_mark=Decimal(maximum))


def choices(*deductions: str, maximum: str = "1.00") -> Aspect:
    values: dict[str, object] = {"DEDUCTION_TYPE": (None, "PERCENT")}
    for number, deduction in enumerate(deductions, start=1):
        values[f"CHOICE{number}_LABEL"] = (None, f"way {number}")
        values[f"CHOICE{number}_DEDUCTION"] = deduction
    return measured("CHOICE", maximum, **values)


def ranges(target: str, *rows: tuple[str, str, str], maximum: str = "1.00") -> Aspect:
    values: dict[str, object] = {"TARGET_VALUE": target}
    for number, (lower, upper, deduction) in enumerate(rows, start=1):
        values |= {f"RANGE{number}_LOWER": lower, f"RANGE{number}_UPPER": upper}
        values[f"RANGE{number}_DEDUCTION"] = deduction
    return measured("RANGED_SCORE", maximum, **values)


def ladder(*rows: tuple[str, str], target: str = "0", maximum: str = "10") -> Aspect:
    values: dict[str, object] = {"TARGET_VALUE": target}
    for number, (deviation, mark) in enumerate(rows, start=1):
        values |= {f"ROW{number}_DEVIATION": deviation, f"ROW{number}_MARK": mark}
    return measured("TOLERANCE_LADDER", maximum, **values)


def options(*marks: str, maximum: str = "1.00") -> Aspect:
    rows = {f"OPTION{i}_VALUE": (mark, f"option {i}") for i, mark in enumerate(marks, start=1)}
    return measured("OPTIONS", maximum, **rows)


def difference(maximum: str = "2.00", **values: object) -> Aspect:
    given = {"TARGET_VALUE": "100", "DIFFERENCE": "2", "DEDUCTION": "25", "NUM_POSSIBLE": "3"}
    return measured("REGULAR_DIFFERENCE_DEDUCTION", maximum, **{**given, **values})
