"""The settings page offers what running code reads, and nothing else."""

import re
from pathlib import Path

from contest.events.offered import OFFERED
from contest.events.rule_families import SETTINGS

JUDGING = Path(__file__).resolve().parents[3] / "judging"


def test_every_setting_that_is_offered_is_read_and_can_differ():
    read = " ".join(path.read_text(encoding="utf-8") for path in JUDGING.glob("*/queries*.py"))
    for name in OFFERED:
        assert re.search(rf"\b(settings|event)\.{name}\b", read), name
        setting = SETTINGS[name]
        assert setting.kind not in ("whole", "decimal") or setting.lowest < setting.highest
