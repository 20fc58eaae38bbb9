"""The settings that an organizer may change: those that running code reads and that allow more than one value. Pure.

A test looks for the place in judging that reads each of them.
"""

from contest.events.rule_families import EventSettings, setting_text

# In groups, as the page shows them; ``rule_family_phrases.py`` has the names of the groups.
GROUPS = {
    "ranking": ("total_max", "tie_keys", "ties_allowed"),
    "awards": ("population_minimum", "excellence_from", "merit_rounding", "disqualified_count"),
    "warnings": (
        "section_variation", "aspect_mark_max", "aspects_fewest", "aspects_most", "criteria_fewest", "criteria_most",
    ),
}  # fmt: skip
OFFERED = tuple(name for names in GROUPS.values() for name in names)


def offered_texts(settings: EventSettings) -> dict[str, str]:
    """The settings that are offered, by name, as their canonical texts."""
    return {name: setting_text(getattr(settings, name)) for name in OFFERED}
