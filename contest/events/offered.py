"""The settings that an organizer may change: those that running code reads and that allow more than one value."""

OFFERED = (
    "allowed_spread",
    "total_max",
    "tie_keys",
    "ties_allowed",
    "merit_rounding",
    "disqualified_count",
)
