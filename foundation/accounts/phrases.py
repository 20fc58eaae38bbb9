"""Sentences about accounts."""

from foundation.language import mark_for_translation as N_
from foundation.phrases import register_done, register_phrases

register_phrases(
    {
        "password_too_short": N_("Use at least %(minimum)s characters."),
        "password_is_user_name": N_("The password must differ from the user name."),
        "sign_in_failed": N_("User name and password do not fit. Check both and try again."),
        "sign_in_too_often": N_("Too many failed attempts. Try again in %(seconds)s seconds."),
        "code_unreadable": N_("A code has %(signs)s signs, letters and digits. Compare what you typed."),
        "code_not_valid": N_("This code is used, expired or revoked. Ask for a new one."),
        "page_of_another": N_(
            "Somebody else has signed in here since this page was loaded. Nothing was changed: load the page again, or"
            " sign in as yourself."
        ),
        "account_not_active": N_("This account is closed."),
        "user_name_taken": N_("The user name %(user_name)s is taken. Choose another."),
        "old_password_wrong": N_("The present password is not right."),
    }
)
register_done(
    {
        "password_changed": N_("Your password is changed. Every other session has ended."),
        "session_ended": N_("The session has ended."),
    }
)
