"""Rule families A (人社), B (国赛) and C (WorldSkills) as versioned data, and the settings of an event.

What this does: defaults by family, overrides read and checked, and the canonical copy that is frozen with its
sha256 when an event is announced (T-01, T-02). What it does not: keep them, or say them in words.

Only settings that running code reads are here. Until trusted marking every family marks as C does: three
judges, scores 0 … 3, three named markers. A changed default means a new ``VERSION``; frozen copies stay.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Literal

from foundation.numbers import canonical_text, parse_decimal
from foundation.problems import Place, Problem, UserError

Family = Literal["A", "B", "C"]
Value = str | int | bool | Decimal | tuple[str, ...]
Kind = Literal["whole", "decimal", "switch", "choice", "keys"]

FAMILIES: tuple[Family, ...] = ("A", "B", "C")
VERSION = "1"
AWARD_RULE_SETS = ("wsc2026", "wsc2015", "field-size", "cn-medals", "cn-prizes")
TIE_KEYS = ("total", "modules", "practice", "theory", "time", "judgement", "measurement", "decision")


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: how its text is read, its limits (both in), and its default in each family."""

    name: str
    kind: Kind
    defaults: Mapping[Family, Value]
    lowest: Decimal = Decimal(0)
    highest: Decimal = Decimal(100)
    places: int = 2
    choices: tuple[str, ...] = ()

    @property
    def fixed(self) -> bool:
        """Whether there is one value only, so that a page shows it and does not offer it."""
        return self.kind == "whole" and self.lowest == self.highest


@dataclass(frozen=True, slots=True)
class EventSettings:
    """All settings of an event, typed. Marks are decimals; ``theory_weight`` is a share 0 … 1 and counts
    only in a division with a theory part (practice has the rest); ``tie_keys`` begin with the total."""

    family: Family
    version: str
    mark_places: int
    judges: int
    top_score: int
    allowed_spread: int
    measurement_markers: int
    total_max: Decimal
    theory_weight: Decimal
    tie_keys: tuple[str, ...]
    ties_allowed: bool
    award_rule_set: str
    merit_rounding: str
    disqualified_count: bool
    population_minimum: int
    excellence_from: int
    compatriots_allowed: bool
    section_variation: Decimal
    aspect_mark_max: Decimal
    aspects_fewest: int
    aspects_most: int
    criteria_fewest: int
    criteria_most: int


def _same(value: Value) -> dict[Family, Value]:
    return dict.fromkeys(FAMILIES, value)


def _whole(name: str, default: int, lowest: int, highest: int) -> Setting:
    return Setting(name, "whole", _same(default), Decimal(lowest), Decimal(highest))


def _decimal(name: str, default: Mapping[Family, Value], lowest: str, highest: str) -> Setting:
    return Setting(name, "decimal", default, Decimal(lowest), Decimal(highest))


SETTINGS: Mapping[str, Setting] = {
    each.name: each
    for each in (
        _whole("mark_places", 2, 2, 2),
        _whole("judges", 3, 3, 3),
        _whole("top_score", 3, 3, 3),
        _whole("allowed_spread", 1, 1, 1),
        _whole("measurement_markers", 3, 3, 3),
        _decimal("total_max", _same(Decimal(100)), "1", "1000"),
        _decimal("theory_weight", {"A": Decimal("0.3"), "B": Decimal(0), "C": Decimal(0)}, "0", "1"),
        Setting(
            "tie_keys",
            "keys",
            {
                "A": ("total", "practice", "time", "decision"),
                "B": ("total", "modules"),
                "C": ("total", "modules"),
            },
            choices=TIE_KEYS,
        ),
        Setting("ties_allowed", "switch", _same(False)),
        Setting(
            "award_rule_set",
            "choice",
            {"A": "cn-medals", "B": "cn-prizes", "C": "wsc2026"},
            choices=AWARD_RULE_SETS,
        ),
        Setting("merit_rounding", "choice", _same("ceil"), choices=("ceil", "floor")),
        Setting("disqualified_count", "switch", _same(True)),
        _whole("population_minimum", 3, 2, 100),
        _whole("excellence_from", 700, 0, 1000),
        Setting("compatriots_allowed", "switch", _same(False)),
        _decimal("section_variation", _same(Decimal(5)), "0", "100"),
        _decimal("aspect_mark_max", _same(Decimal(2)), "0.01", "100"),
        _whole("aspects_fewest", 75, 1, 1000),
        _whole("aspects_most", 250, 1, 1000),
        _whole("criteria_fewest", 5, 1, 26),
        _whole("criteria_most", 9, 1, 26),
    )
}

_ORDERED_PAIRS = (("aspects_fewest", "aspects_most"), ("criteria_fewest", "criteria_most"))


def family_settings(family: Family) -> EventSettings:
    """The defaults of ``family``."""
    return _built(family, {name: setting.defaults[family] for name, setting in SETTINGS.items()})


def settings_of(family: Family, overrides: Mapping[str, str]) -> EventSettings:
    """The defaults of ``family`` with single settings overridden by their texts.

    Raises ``UserError`` with all problems of :func:`check_overrides`.
    """
    values, problems = _overridden(family, overrides)
    if problems:
        raise UserError(*problems)
    return _built(family, values)


def check_overrides(family: Family, overrides: Mapping[str, str]) -> list[Problem]:
    """Everything that is wrong with ``overrides`` (name → text), the place's ``field`` naming the setting.

    Codes: ``setting_unknown``, ``setting_not_whole``, ``setting_out_of_range``, ``setting_not_offered``,
    ``setting_total_first``, ``setting_key_twice``, ``setting_limits_crossed``, and those of ``parse_decimal``.
    """
    return _overridden(family, overrides)[1]


def _overridden(family: Family, overrides: Mapping[str, str]) -> tuple[dict[str, Value], list[Problem]]:
    values: dict[str, Value] = {name: setting.defaults[family] for name, setting in SETTINGS.items()}
    problems = []
    for name, text in overrides.items():
        setting = SETTINGS.get(name)
        if setting is None:
            problems.append(_about(name, "setting_unknown", name=name))
            continue
        read = read_setting(setting, text)
        if isinstance(read, Problem):
            problems.append(read)
        else:
            values[name] = read
    wrong = {problem.place.field for problem in problems}
    for least, most in _ORDERED_PAIRS:
        if not wrong & {least, most} and values[least] > values[most]:  # type: ignore[operator]
            named = {"least": str(values[least]), "most": str(values[most])}
            problems.append(_about(least, "setting_limits_crossed", **named))
    return values, problems


def read_setting(setting: Setting, text: str) -> Value | Problem:
    """The typed value of a setting's text, or what is wrong with it."""
    written = text.strip()
    match setting.kind:
        case "whole" | "decimal":
            return _read_number(setting, written)
        case "switch":
            return written == "true" if written in ("true", "false") else _not_offered(setting, written)
        case "choice":
            return written if written in setting.choices else _not_offered(setting, written)
        case "keys":
            return _read_keys(setting, written)


def _read_number(setting: Setting, written: str) -> Value | Problem:
    number = parse_decimal(written, places=setting.places)
    if isinstance(number, Problem):
        return Problem(number.code, place=Place(field=setting.name), values=number.values)
    if setting.kind == "whole" and number != number.to_integral_value():
        return _about(setting.name, "setting_not_whole", value=canonical_text(number))
    if not setting.lowest <= number <= setting.highest:
        limits = {"lowest": canonical_text(setting.lowest), "highest": canonical_text(setting.highest)}
        return _about(setting.name, "setting_out_of_range", value=canonical_text(number), **limits)
    return int(number) if setting.kind == "whole" else number


def _read_keys(setting: Setting, written: str) -> Value | Problem:
    keys = tuple(key for key in (part.strip() for part in written.replace("，", ",").split(",")) if key)
    unknown = [key for key in keys if key not in setting.choices and not key.startswith("module:")]
    if unknown:
        return _not_offered(setting, ", ".join(unknown))
    if keys[:1] != ("total",):
        return _about(setting.name, "setting_total_first")
    return keys if len(set(keys)) == len(keys) else _about(setting.name, "setting_key_twice")


def _not_offered(setting: Setting, written: str) -> Problem:
    offered = setting.choices or ("true", "false")
    return _about(setting.name, "setting_not_offered", value=written, offered=", ".join(offered))


def _about(name: str, code: str, /, **values: str) -> Problem:
    return Problem(code, place=Place(field=name), values=values)


def _built(family: Family, values: Mapping[str, Value]) -> EventSettings:
    return EventSettings(family=family, version=VERSION, **values)  # type: ignore[arg-type]


def setting_text(value: Value) -> str:
    """The canonical text of a setting's value: what an override keeps and :func:`read_setting` reads."""
    match value:
        case bool():
            return "true" if value else "false"
        case Decimal():
            return canonical_text(value)
        case tuple():
            return ",".join(value)
        case _:
            return str(value)


def canonical(settings: EventSettings) -> str:
    """The one JSON text of ``settings``: keys sorted, no blanks, every value as its text."""
    texts = {each.name: setting_text(getattr(settings, each.name)) for each in fields(settings)}
    return json.dumps(texts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fingerprint(settings: EventSettings) -> str:
    """The sha256 of :func:`canonical`, lower-case hex; it stands beside a frozen copy (T-02)."""
    return hashlib.sha256(canonical(settings).encode()).hexdigest()


def from_frozen(texts: Mapping[str, str]) -> EventSettings:
    """A frozen copy read back, whatever the defaults are today. ValueError when it is damaged."""
    values: dict[str, Value] = {}
    for name, setting in SETTINGS.items():
        read = read_setting(setting, texts[name]) if name in texts else setting.defaults[_family(texts)]
        if isinstance(read, Problem):
            raise ValueError(f"frozen setting {name}: {read.code}")
        values[name] = read
    return EventSettings(family=_family(texts), version=texts["version"], **values)  # type: ignore[arg-type]


def _family(texts: Mapping[str, str]) -> Family:
    for family in FAMILIES:
        if texts.get("family") == family:
            return family
    raise ValueError("frozen settings without a family")
