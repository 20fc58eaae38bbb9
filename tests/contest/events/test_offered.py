"""The settings page offers what running code reads, and nothing else."""

import re
from pathlib import Path

from contest.events.offered import GROUPS, OFFERED, offered_texts
from contest.events.rule_families import SETTINGS, family_settings
from contest.events.rule_family_phrases import GROUP_NAMES

JUDGING = Path(__file__).resolve().parents[3] / "judging"


def test_every_setting_that_is_offered_is_read_and_can_differ():
    read = " ".join(path.read_text(encoding="utf-8") for path in JUDGING.glob("*/queries*.py"))
    for name in OFFERED:
        assert re.search(rf"\b(settings|event)\.{name}\b", read), name
        setting = SETTINGS[name]
        assert setting.kind not in ("whole", "decimal") or setting.lowest < setting.highest


def test_every_group_has_a_name_and_every_setting_one_group():
    assert set(GROUPS) == set(GROUP_NAMES)
    assert len(OFFERED) == len(set(OFFERED))
    assert offered_texts(family_settings("C"))["tie_keys"] == "total,modules"
