"""Words about skills and divisions."""

from foundation.language import gettext
from foundation.language import mark_for_translation as N_
from foundation.phrases import register_done, register_phrases

register_phrases(
    {
        "skill_code_taken": N_("The event has a skill %(taken)s already."),
        "team_size_out_of_range": N_("A team has 1 to %(most)s members."),
        "age_limit_out_of_range": N_("Give an age limit from %(least)s to %(most)s, or leave it empty."),
        "approval_missing": N_("Name the approval that allows judges to mark their own delegation."),
        "division_missing": N_("A skill has at least one division."),
        "division_needs_code": N_("A skill with several divisions gives each a code."),
        "division_code_taken": N_("There is a division with this code or address already: %(taken)s."),
        "division_name_first": N_("Give the present division a code and a name first; then add another."),
        "section_number_missing": N_("A section has a number of at most ten characters: “%(title)s” has none."),
        "section_number_taken": N_("The section number %(number)s stands twice."),
        "section_weight_wrong": N_(
            "The weight of section %(number)s must lie from 0 to 1000, with at most three decimals."
        ),
        "section_line_unreadable": N_(
            "Line %(line)s cannot be read. Write number, title and weight with a tab or | between them."
        ),
        "world_skill_unknown": N_("There is no WorldSkills skill with the number %(number)s."),
    }
)
register_done(
    {
        "skill_added": N_("The skill is added."),
        "skill_saved": N_("The skill is saved."),
        "sections_saved": N_("The sections of the standards are saved."),
        "division_added": N_("The division is added."),
        "division_saved": N_("The division is saved."),
    }
)

KIND_NAMES = {
    "official": N_("Official"),
    "demonstration": N_("Demonstration"),
    "future": N_("Future skill"),
    "exhibition": N_("Exhibition"),
}

RULE_SET_NAMES = {
    "cn-medals": N_("Medals for the first three, merit awards to half the field"),
    "cn-prizes": N_("First, second and third prizes: 10, 20 and 30 %"),
    "wsc2026": N_("WorldSkills: medals and Medal for Excellence on the 700 scale"),
    "field-size": N_("WorldSkills: medals by the size of the field"),
}


def kind_name(kind: str) -> str:
    """The kind of a skill in the reader's language."""
    return gettext(KIND_NAMES[kind])


def rule_set_name(rule_set: str) -> str:
    """The rule set for awards in the reader's language; its own name where it is one of another release."""
    return gettext(RULE_SET_NAMES[rule_set]) if rule_set in RULE_SET_NAMES else rule_set


def skill_table_head() -> list[str]:
    """The head of the exported list of skills."""
    return [
        gettext(text)
        for text in (
            N_("Code"), N_("Chinese name"), N_("English name"), N_("Kind"), N_("Team size"), N_("Age limit"),
            N_("WorldSkills skill"), N_("Divisions"), N_("Competitors and teams"), N_("Experts"), N_("Chief Expert"),
        )
    ]  # fmt: skip
