"""Rule families as data: defaults of rules.md §9, overrides, the frozen copy (T-01, T-02)."""

import json
from dataclasses import fields, replace
from decimal import Decimal

import pytest

from contest.events.rule_families import (
    AWARD_RULE_SETS,
    FAMILIES,
    SETTINGS,
    EventSettings,
    Family,
    canonical,
    check_overrides,
    family_settings,
    fingerprint,
    from_frozen,
    read_setting,
    setting_text,
    settings_of,
)
from contest.events.rule_family_phrases import SETTING_NAMES, setting_name
from foundation.language import in_language
from foundation.problems import UserError
from judging.results.ranking import check_keys
from judging.results.rule_sets import RULE_SETS


@pytest.mark.parametrize(
    ("family", "rule_set", "theory", "keys"),
    [
        ("A", "cn-medals", "0.3", ("total", "practice", "time", "decision")),
        ("B", "cn-prizes", "0", ("total", "modules")),
        ("C", "wsc2026", "0", ("total", "modules")),
    ],
)
def test_defaults_that_differ(family: Family, rule_set: str, theory: str, keys: tuple[str, ...]) -> None:
    settings = family_settings(family)
    assert (settings.award_rule_set, settings.theory_weight, settings.tie_keys) == (rule_set, Decimal(theory), keys)


@pytest.mark.parametrize("family", FAMILIES)
def test_defaults_that_all_share(family: Family) -> None:
    settings = family_settings(family)
    assert (settings.judges, settings.top_score, settings.allowed_spread) == (3, 3, 1)
    assert (settings.mark_places, settings.measurement_markers, settings.total_max) == (2, 3, 100)
    assert (settings.population_minimum, settings.excellence_from, settings.section_variation) == (3, 700, 5)
    assert (settings.ties_allowed, settings.disqualified_count, settings.compatriots_allowed) == (False, True, False)
    assert (settings.aspects_fewest, settings.aspects_most, settings.aspect_mark_max) == (75, 250, 2)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_setting_is_typed_named_and_reads_its_own_text(family: Family) -> None:
    settings = family_settings(family)
    assert {each.name for each in fields(EventSettings)} == {*SETTINGS, "family", "version"}
    assert set(SETTING_NAMES) == set(SETTINGS)
    for name, setting in SETTINGS.items():
        value = getattr(settings, name)
        assert read_setting(setting, setting_text(value)) == value
        with in_language("zh_CN"):
            assert setting_name(name) != SETTING_NAMES[name]


def test_names_agree_with_the_rules_that_read_them() -> None:
    assert set(AWARD_RULE_SETS) == set(RULE_SETS)
    assert all(check_keys(family_settings(family).tie_keys) == [] for family in FAMILIES)


def test_overrides() -> None:
    settings = settings_of(
        "C",
        {
            "section_variation": "2,5",
            "ties_allowed": "true",
            "award_rule_set": "field-size",
            "tie_keys": "total, module:B，time",
            "population_minimum": "5",
        },
    )
    assert settings == replace(
        family_settings("C"),
        section_variation=Decimal("2.5"),
        ties_allowed=True,
        award_rule_set="field-size",
        tie_keys=("total", "module:B", "time"),
        population_minimum=5,
    )


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("luck", "1", "setting_unknown"),
        ("judges", "5", "setting_out_of_range"),
        ("population_minimum", "1", "setting_out_of_range"),
        ("population_minimum", "3.5", "setting_not_whole"),
        ("population_minimum", "three", "number_unreadable"),
        ("theory_weight", "1.01", "setting_out_of_range"),
        ("theory_weight", "0.333", "too_many_decimals"),
        ("ties_allowed", "yes", "setting_not_offered"),
        ("award_rule_set", "wsc1950", "setting_not_offered"),
        ("tie_keys", "total, luck", "setting_not_offered"),
        ("tie_keys", "time, total", "setting_total_first"),
        ("tie_keys", "", "setting_total_first"),
        ("tie_keys", "total, time, time", "setting_key_twice"),
        ("aspects_fewest", "300", "setting_limits_crossed"),
        ("criteria_most", "4", "setting_limits_crossed"),
    ],
)
def test_wrong_overrides(name: str, text: str, code: str) -> None:
    found = check_overrides("A", {name: text})
    assert [problem.code for problem in found] == [code]
    assert found[0].place.field in (name, "criteria_fewest")
    with pytest.raises(UserError, match=code):
        settings_of("A", {name: text})


def test_all_problems_at_once() -> None:
    assert len(check_overrides("A", {"luck": "1", "judges": "x", "ties_allowed": "no"})) == 3


def test_what_has_one_value_only_is_fixed() -> None:
    assert [name for name, setting in SETTINGS.items() if setting.fixed] == [
        "mark_places",
        "judges",
        "top_score",
        "allowed_spread",
        "measurement_markers",
    ]


@pytest.mark.parametrize("family", FAMILIES)
def test_a_frozen_copy_reads_the_same_and_keeps_its_bytes(family: Family) -> None:
    settings = settings_of(family, {"section_variation": "3.50"})
    frozen = canonical(settings)
    again = from_frozen(json.loads(frozen))
    assert again == settings
    assert canonical(again) == frozen
    assert fingerprint(again) == fingerprint(settings)


def test_the_canonical_text() -> None:
    text = canonical(family_settings("A"))
    assert text.startswith('{"allowed_spread":"1","aspect_mark_max":"2","aspects_fewest":"75"')
    assert '"tie_keys":"total,practice,time,decision"' in text
    assert '"theory_weight":"0.3"' in text
    assert fingerprint(family_settings("A")) != fingerprint(family_settings("B"))


def test_a_setting_newer_than_the_copy_has_its_default_and_a_damaged_copy_is_refused() -> None:
    frozen = json.loads(canonical(family_settings("B")))
    del frozen["excellence_from"]
    assert from_frozen(frozen).excellence_from == 700
    with pytest.raises(ValueError, match="frozen setting judges"):
        from_frozen({**frozen, "judges": "many"})
    with pytest.raises(ValueError, match="without a family"):
        from_frozen({**frozen, "family": "Z"})
