"""Words about offices."""

from contest.officials.roles import Role
from foundation.language import gettext
from foundation.language import mark_for_translation as N_
from foundation.phrases import register_phrases

register_phrases(
    {
        "role_not_there": N_("This role cannot be held there. Chief Experts and Experts belong to a trade."),
        "appointment_ended": N_("This appointment has ended already."),
        "administrator_over_marks": N_(
            "A system administrator has no right over schemes, marks or results. Use another account for this office."
        ),
        "chief_expert_stands": N_("This trade has a Chief Expert. End that appointment first; both stay on record."),
        "setup_token_wrong": N_("This token does not fit. Use the address that the server printed when it started."),
        "setup_done": N_("The first account exists already. Sign in."),
        "own_account_stays_open": N_("Your own account stays open. Ask another administrator."),
        "appoint_not_yours": N_("You may not give this office."),
        "name_of_elsewhere": N_(
            "This person holds an office outside this event too. A system administrator changes the name."
        ),
        "last_in_office": N_("The last one in this office cannot be removed. Appoint somebody else first."),
    }
)

ROLE_NAMES = {
    Role.ADMINISTRATOR: N_("System administrator"),
    Role.ORGANIZER: N_("Organizer"),
    Role.RESULTS_STAFF: N_("Results staff"),
    Role.CHIEF_EXPERT: N_("Chief Expert"),
    Role.DEPUTY_CHIEF_EXPERT: N_("Deputy Chief Expert"),
    Role.EXPERT: N_("Expert"),
    Role.SUPERVISOR: N_("Supervisor"),
    Role.PROJECTOR: N_("Projector"),
}


def role_name(role: Role) -> str:
    """The office in the reader's language."""
    return gettext(ROLE_NAMES[role])


def first_account_words(address: str) -> str:
    """What the server prints while nobody can sign in."""
    return gettext("No account exists yet. Make the first one at %(address)s") % {"address": address}
