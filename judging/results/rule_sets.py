"""Rule sets for awards as data (W-41 … W-44, T-92 … T-95).

An event picks a rule set by name; a change of single settings is ``dataclasses.replace``. Published results
keep :func:`parameters` beside them (W-34); a change of meaning here raises ``version``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Literal

Award = Literal["GOLD", "SILVER", "BRONZE", "MFE", "MERIT", "FIRST", "SECOND", "THIRD"]
Method = Literal["distinct_values", "tolerance", "places"]
Rounding = Literal["ceil", "floor"]

MEDALS: tuple[Award, ...] = ("GOLD", "SILVER", "BRONZE")


@dataclass(frozen=True, slots=True)
class RuleSet:
    """How a ranking becomes awards.

    ``standardised``: works on points of the 700 scale, else on marks. ``takes_marks`` False: the formula of
    its scale is unknown, so points must be given. ``medals_by_size``: (least entries, medals held), highest
    first; empty holds all. ``medal_floor`` and ``excellence_from`` in points, None: no such line.
    ``tie_on``: equal rounded points or equal raw marks. ``merit_share``: the last rank with a merit award,
    as a share of those who started. ``skip_after_tie``: two golds leave no silver (places only).
    """

    name: str
    method: Method
    rule: str
    version: int = 1
    standardised: bool = True
    takes_marks: bool = True
    medals_by_size: tuple[tuple[int, int], ...] = ()
    medal_floor: int | None = None
    excellence_from: int | None = None
    tie_tolerance: int = 0
    tie_on: Literal["points", "marks"] = "points"
    medals: int = 0
    merit_share: Fraction | None = None
    merit_rounding: Rounding = "ceil"
    prizes: tuple[tuple[Award, Fraction], ...] = ()
    skip_after_tie: bool = True
    disqualified_count: bool = True
    fewest: int = 3

    @property
    def takes_points(self) -> bool:
        """Whether points of the scale may be given instead of marks."""
        return self.standardised


_PRIZES: tuple[tuple[Award, Fraction], ...] = (
    ("FIRST", Fraction(10, 100)),
    ("SECOND", Fraction(20, 100)),
    ("THIRD", Fraction(30, 100)),
)

RULE_SETS: Mapping[str, RuleSet] = {
    each.name: each
    for each in (
        RuleSet("wsc2026", "distinct_values", "W-41", medals=3, medal_floor=700, excellence_from=700),
        RuleSet("wsc2015", "tolerance", "W-42", takes_marks=False, medals=3, excellence_from=500, tie_tolerance=2),
        RuleSet("field-size", "distinct_values", "W-43", medals=3, medals_by_size=((6, 3), (5, 2), (4, 1))),
        RuleSet("cn-medals", "places", "T-92", standardised=False, medals=3, merit_share=Fraction(1, 2)),
        RuleSet("cn-prizes", "places", "T-94", standardised=False, prizes=_PRIZES),
    )
}
DEFAULT = "wsc2026"


def medals_held(rule_set: RuleSet, entries: int) -> int:
    """How many kinds of medals a field of ``entries`` holds (W-43)."""
    if not rule_set.medals_by_size:
        return rule_set.medals
    return next((medals for least, medals in rule_set.medals_by_size if entries >= least), 0)


def parameters(rule_set: RuleSet) -> dict[str, object]:
    """Every setting of ``rule_set`` as plain JSON values, shares as exact fractions ("1/2")."""
    return {each.name: _plain(getattr(rule_set, each.name)) for each in fields(rule_set)}


def _plain(value: object) -> object:
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value
