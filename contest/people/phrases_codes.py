"""Words about one-time codes and cards."""

from foundation.language import gettext
from foundation.language import mark_for_translation as N_
from foundation.phrases import register_done, register_phrases

register_phrases(
    {
        "nobody_ticked": N_("Tick at least one person."),
        "code_not_for_you": N_("You give codes to the Experts of your own skill only."),
        "nobody_chosen": N_("Choose at least one person."),
    }
)
register_done(
    {
        "codes_revoked": N_("The codes of this person are revoked."),
    }
)


def cards_title() -> str:
    """What the sheet of cards is called."""
    return gettext("Sign-in cards")
