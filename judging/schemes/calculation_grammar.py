"""The grammar of the workbook's ``Calculations`` sheet, both ways.

A row is: name (may be empty) | type | True/False | parameters. Parameters are entries joined by ``#-#``,
each ``KEY:::NUMBER#x~x#TEXT``, number and text both optional, zero written ``0E-8``, in any order. What a
type means stands in ``calculations.py``.

Types of our own, for what CIS lacks (W-15), under the same grammar: ``DEDUCT_STEPS`` and ``ADD_STEPS`` with
``STEP``; ``TOLERANCE_LADDER`` with ``TARGET_VALUE`` and rows ``ROWi_DEVIATION``, ``ROWi_MARK``; ``OPTIONS``
with ``OPTIONi_VALUE``, whose number is the absolute mark and whose text is the label.
"""

import re
from decimal import Decimal, InvalidOperation

from judging.schemes.scheme import Calculation, Parameter

CIS_TYPES = ("PASS_FAIL", "NUMBER_COMPLETED", "CHOICE", "RANGED_SCORE", "REGULAR_DIFFERENCE_DEDUCTION")
INFERRED_TYPES = ("RANGED_SCORE",)

_BETWEEN = re.compile(r"#-#(?=[A-Za-z0-9_]+:::)")
_ENTRY = re.compile(r"([A-Za-z0-9_]+):::(.*?)#x~x#(.*)", re.DOTALL)
_EIGHT = Decimal("1E-8")


def parse_parameters(grammar: str) -> tuple[dict[str, Parameter], list[str]]:
    """The parameters in file order, and the entries that could not be read (each is a warning)."""
    found: dict[str, Parameter] = {}
    unreadable = []
    for entry in _BETWEEN.split(grammar.strip()) if grammar.strip() else ():
        match = _ENTRY.fullmatch(entry)
        number = _number(match[2]) if match else None
        if match is None or (number is None and match[2].strip()):
            unreadable.append(entry)
            continue
        found[match[1]] = Parameter(number, match[3].strip() or None)
    return found, unreadable


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) < 30 else None


def print_parameters(calculation: Calculation) -> str:
    """The parameters in the grammar, numbers with eight places as CIS writes them (0 is ``0E-8``)."""
    return "#-#".join(
        f"{key}:::{_printed(parameter.number)}#x~x#{parameter.text or ''}"
        for key, parameter in calculation.parameters.items()
    )


def _printed(number: Decimal | None) -> str:
    if number is None:
        return ""
    if number.as_tuple().exponent < -8:  # type: ignore[operator]
        return str(number)
    return str(number.quantize(_EIGHT)) if number else "0E-8"


def fingerprint(calculation: Calculation) -> str:
    """One text for equal calculations, whatever the order of their parameters; names a confirmed reading."""
    entries = sorted(
        f"{key}={'' if parameter.number is None else format(parameter.number.normalize(), 'f')}|{parameter.text or ''}"
        for key, parameter in calculation.parameters.items()
    )
    return f"{calculation.type}({';'.join(entries)})"
