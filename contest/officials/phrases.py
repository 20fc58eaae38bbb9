"""Words about offices and accounts."""

from collections.abc import Iterable

from contest.officials.roles import Role
from foundation.accounts.queries import AccountLine
from foundation.language import gettext
from foundation.language import mark_for_translation as N_
from foundation.phrases import register_done, register_phrases
from foundation.spreadsheet_writing import Written

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
register_done(
    {
        "password_set": N_("The first password is set; all sessions have ended."),
        "name_saved": N_("The name is changed."),
        "sessions_ended": N_("All sessions of this account have ended."),
        "account_created": N_("The account is created."),
        "account_closed": N_("The account is closed; its sessions have ended."),
        "account_opened": N_("The account is open again."),
        "appointed": N_("The office is given."),
        "office_ended": N_("The office has ended."),
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


def sign_in_way(account: AccountLine) -> str:
    """How somebody signs in, in the reader's language."""
    return gettext(N_("password or one-time code")) if account.has_password else gettext(N_("one-time code"))


def account_state(account: AccountLine) -> str:
    """Whether an account is in use, in the reader's language."""
    return gettext(N_("in use")) if account.active else gettext(N_("closed"))


def account_head() -> list[str]:
    """The head of the exported accounts."""
    return [
        gettext(text)
        for text in (
            N_("User name"), N_("Full name in Chinese"), N_("Full name in Latin letters"), N_("Signs in by"),
            N_("First password"), N_("State"),
        )
    ]  # fmt: skip


def account_rows(lines: Iterable[AccountLine]) -> list[list[Written]]:
    """Accounts under that head."""
    waits = gettext(N_("first password not changed yet"))
    return [
        [
            line.user_name, line.name_zh, line.name_en, sign_in_way(line), waits if line.must_change_password else "",
            account_state(line),
        ]
        for line in lines
    ]  # fmt: skip
