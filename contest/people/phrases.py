"""Words about delegations and experts."""

from collections.abc import Iterable

from contest.officials.phrases import role_name
from contest.people.queries import ExpertLine
from foundation.language import gettext
from foundation.language import mark_for_translation as N_
from foundation.phrases import register_done, register_phrases
from foundation.spreadsheet_writing import Written

register_phrases(
    {
        "delegation_code_shape": N_("A delegation’s code has letters, digits and hyphens, at most 20."),
        "delegation_code_taken": N_("The event has a delegation %(taken)s already."),
        "delegation_unknown": N_("Choose a delegation of this event."),
        "user_name_shape": N_("A user name has 2 to 80 letters, digits or . @ + - _ and no blanks."),
        "expert_stands": N_("This person is an Expert of this skill already."),
        "account_unknown": N_("There is no account with this user name."),
    }
)
register_done(
    {
        "delegation_added": N_("The delegation is added."),
        "delegations_prefilled": N_("The delegations of the list are added."),
        "delegation_saved": N_("The delegation is saved."),
        "expert_added": N_("The Expert is added."),
        "expert_saved": N_("The Expert’s delegation and unit are saved."),
    }
)

DELEGATION_KINDS = {
    "region": N_("Region"),
    "industry": N_("Industry"),
    "member": N_("WorldSkills member"),
    "unit": N_("Unit"),
}


def delegation_kind(kind: str) -> str:
    """The kind of a delegation in the reader's language."""
    return gettext(DELEGATION_KINDS[kind])


def delegation_head() -> list[str]:
    """The head of the exported delegations."""
    return [
        gettext(text)
        for text in (
            N_("Code"), N_("Chinese name"), N_("English name"), N_("Kind"), N_("Competitors and teams"), N_("Experts"),
        )
    ]  # fmt: skip


def expert_head() -> list[str]:
    """The head of the exported experts."""
    return [
        gettext(text)
        for text in (
            N_("Skill code"), N_("Skill"), N_("User name"), N_("Full name in Chinese"),
            N_("Full name in Latin letters"), N_("Office"), N_("Delegation"), N_("Unit of work"),
        )
    ]  # fmt: skip


def expert_rows(lines: Iterable[ExpertLine]) -> list[list[Written]]:
    """Experts under that head."""
    return [
        [
            line.skill_code, line.skill, line.user_name, line.name_zh, line.name_en,
            role_name(line.role) if line.role else "", line.delegation, line.unit,
        ]
        for line in lines
    ]  # fmt: skip


def code_head() -> list[str]:
    """The head of the exported overview of one-time codes: whose are out, never a code."""
    return [
        gettext(text)
        for text in (
            N_("Full name in Chinese"), N_("Full name in Latin letters"), N_("Skill code"), N_("Office"),
            N_("User name"), N_("Codes out"),
        )
    ]  # fmt: skip


def official_head() -> list[str]:
    """The head of the exported officials."""
    return [
        gettext(text)
        for text in (
            N_("Office"), N_("Full name in Chinese"), N_("Full name in Latin letters"), N_("Skill code"),
            N_("User name"), N_("Since"),
        )
    ]  # fmt: skip
