"""Sentences for numbers that cannot be taken as they were typed."""

from foundation.language import mark_for_translation as N_
from foundation.phrases import register_phrases

register_phrases(
    {
        "number_missing": N_("A number is missing."),
        "number_too_long": N_("The number %(value)s… is longer than %(longest)s characters."),
        "number_ambiguous": N_(
            "%(value)s can be read in two ways. Write it without separators of thousands, "
            "with one point before the decimals."
        ),
        "number_unreadable": N_("%(value)s is not a number. Write it like 12 or 12.5."),
        "too_many_decimals": N_("%(value)s has more than %(places)s decimals."),
    }
)
