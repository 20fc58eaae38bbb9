"""Sentences for what is wrong with a calculation."""

from foundation.language import mark_for_translation as N_
from foundation.phrases import register_phrases

register_phrases(
    {
        "calculation_unknown": N_("The calculation %(type)s is unknown; it was kept as text and cannot be marked."),
        "deduction_type_unknown": N_("Deductions are known in percent only, not as %(value)s."),
        "parameter_missing": N_("The calculation lacks %(parameter)s."),
        "parameters_missing": N_("The calculation has no row at all; it begins with %(parameter)s."),
        "parameter_negative": N_("%(parameter)s is negative: %(value)s."),
        "parameter_zero": N_("%(parameter)s must be above zero."),
        "parameter_not_whole": N_("%(parameter)s must be a whole number, not %(value)s."),
        "parameter_above_max": N_("%(parameter)s gives %(value)s, more than the aspect's maximum of %(max)s."),
        "deduction_above_hundred": N_("%(parameter)s takes off %(value)s %%, more than everything."),
        "label_missing": N_("%(parameter)s has no words for the judge."),
        "target_missing": N_(
            "The target value is missing, and the requirement “%(requirement)s” is not a single number with a unit."
        ),
        "ladder_row_doubled": N_("The deviation %(value)s stands twice in the ladder (%(parameter)s)."),
        "full_mark_out_of_reach": N_("No observation gives the full mark."),
        "ladder_rises": N_("A larger deviation gives a higher mark than a smaller one."),
    }
)
