"""The settings that an organizer may change: those that running code reads and that allow more than one value.

A test looks for the place in judging that reads each of them.
"""

OFFERED = (
    "total_max",
    "tie_keys",
    "ties_allowed",
    "population_minimum",
    "excellence_from",
    "merit_rounding",
    "disqualified_count",
    "section_variation",
    "aspect_mark_max",
    "aspects_fewest",
    "aspects_most",
    "criteria_fewest",
    "criteria_most",
)
