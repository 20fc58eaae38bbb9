"""Words about the settings of an event and what is wrong with an override."""

import foundation.number_phrases  # noqa: F401 the rules pass these problems on
from foundation.language import gettext
from foundation.language import mark_for_translation as N_
from foundation.phrases import register_phrases

register_phrases(
    {
        "setting_unknown": N_("There is no setting %(name)s."),
        "setting_not_whole": N_("%(value)s must be a whole number."),
        "setting_out_of_range": N_("%(value)s is outside %(lowest)s to %(highest)s."),
        "setting_not_offered": N_("%(value)s is not offered here. Possible: %(offered)s."),
        "setting_total_first": N_("The total comes first among the keys."),
        "setting_key_twice": N_("A key stands twice."),
        "setting_limits_crossed": N_("The least value %(least)s is above the largest, %(most)s."),
    }
)

SETTING_NAMES = {
    "mark_places": N_("Decimals of a mark"),
    "judges": N_("Judges for a judgement aspect"),
    "top_score": N_("Highest judgement score"),
    "allowed_spread": N_("Largest difference of scores without scoring again"),
    "measurement_markers": N_("Fewest judges for a measurement"),
    "total_max": N_("Total of a marking scheme"),
    "theory_weight": N_("Weight of the theory test, where there is one (0 to 1)"),
    "tie_keys": N_("Keys that rank, one after the other"),
    "ties_allowed": N_("Equal entries may share a rank and its award"),
    "award_rule_set": N_("Rule set for awards"),
    "merit_rounding": N_("Rounding of half the field for the merit award"),
    "disqualified_count": N_("Disqualified entries count among those who started"),
    "population_minimum": N_("Fewest competitors for the 700 scale"),
    "excellence_from": N_("Points for the Medal for Excellence"),
    "compatriots_allowed": N_("Compatriots may mark, with a recorded approval"),
    "section_variation": N_("Variation from the standards' weights without a warning, in marks"),
    "aspect_mark_max": N_("Largest mark of an aspect without a warning"),
    "aspects_fewest": N_("Fewest aspects of a scheme without a warning"),
    "aspects_most": N_("Most aspects of a scheme without a warning"),
    "criteria_fewest": N_("Fewest criteria of a scheme without a warning"),
    "criteria_most": N_("Most criteria of a scheme without a warning"),
}


GROUP_NAMES = {
    "ranking": N_("Total and ranking"),
    "awards": N_("700 scale and awards"),
    "warnings": N_("Warnings about marking schemes"),
}


def setting_group_name(group: str) -> str:
    """A group of settings in the reader's language."""
    return gettext(GROUP_NAMES[group])


def setting_name(name: str) -> str:
    """The setting in the reader's language."""
    return gettext(SETTING_NAMES[name])
