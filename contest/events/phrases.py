"""Words about events."""

from contest.events.days import EventDay
from contest.events.states import State
from foundation.language import gettext
from foundation.language import mark_for_translation as N_
from foundation.phrases import register_done, register_phrases

register_phrases(
    {
        "changed_meanwhile": N_(
            "Somebody changed this after you opened the page. Yours was not saved. Compare, then save again."
        ),
        "code_shape": N_("Use letters, digits, hyphens, dots and underscores only, at most 40, and no blanks."),
        "code_reserved": N_("The word %(code)s is needed for an address of the system. Choose another code."),
        "name_missing": N_("Give a name in Chinese or in English."),
        "time_zone_unknown": N_("This time zone is not known. Use a name like Asia/Shanghai."),
        "days_out_of_range": N_("Give a number of days from %(least)s to %(most)s."),
        "day_in_use": N_(
            "Version %(version)s of the marking scheme of %(division)s marks %(parts)s on %(day)s. Give them another"
            " day in a new version first."
        ),
        "event_code_taken": N_("Another event has the code %(taken)s. Choose another."),
        "event_archived": N_("The event is archived and takes no change."),
        "fixed_by_announcement": N_("This was fixed when the event was announced and cannot be changed any more."),
        "announce_tier": N_("Choose the tier of the event."),
        "announce_family": N_("Choose the rule family."),
        "announce_lead": N_("Name the lead organiser."),
        "announce_one_lead": N_("Name exactly one lead organiser; co-organisers stand elsewhere."),
        "announce_document": N_("Name the rule document."),
        "announce_document_version": N_("Give the version of the rule document."),
        "announce_first_day": N_("Give the date of the first competition day (C1)."),
        "announce_skill": N_("Add at least one skill."),
        "registration_not_open": N_(
            "Competitors and teams are added from the announcement of the event on. Announce it first."
        ),
        "registration_over": N_(
            "The results of the event are posted: nobody is added any more. A step back is a recorded decision."
        ),
        "step_not_there": N_("The event is not in the state for this step. Open the page again."),
        "step_is_announcing": N_("An event reaches this state by being announced, which freezes its settings."),
        "step_back_needs_reason": N_("A step back is a recorded decision: give its reason."),
        "settings_frozen": N_("The settings were frozen when the event was announced and cannot be changed."),
        "family_missing": N_("Choose the rule family of the event first."),
        "organizer_missing": N_("Give the user name of the organizer; a system administrator organizes no event."),
        "organizer_unknown": N_("No account has this user name. Make the account first."),
        "confirm_wrong": N_("Type %(code)s exactly to go on."),
    }
)
register_done(
    {
        "event_created": N_("The event is created."),
        "event_saved": N_("The event is saved."),
        "settings_saved": N_("The settings are saved."),
        "event_stepped": N_("The event has gone on to its next state."),
    }
)

STATE_NAMES = {
    State.DRAFT: N_("Being drafted"),
    State.APPLIED: N_("Applied for"),
    State.APPROVED: N_("Approved or filed"),
    State.ANNOUNCED: N_("Announced"),
    State.REGISTRATION: N_("Registration"),
    State.RUNNING: N_("Running"),
    State.RESULTS_POSTED: N_("Results posted"),
    State.ENDED: N_("Ended"),
    State.ARCHIVED: N_("Archived"),
}

TIER_NAMES = {
    "world": N_("WorldSkills Competition"),
    "national_games": N_("National vocational skills games"),
    "national_class_1": N_("National class-1 contest"),
    "national_class_2": N_("National class-2 contest"),
    "national_selection": N_("National selection for WorldSkills"),
    "industry": N_("Industry contest"),
    "provincial": N_("Provincial contest"),
    "city": N_("City contest"),
    "county": N_("County contest"),
    "company": N_("Company contest"),
    "school": N_("School contest"),
}

FAMILY_NAMES = {
    "A": N_("A – contests of the labour administration"),
    "B": N_("B – national school contest"),
    "C": N_("C – WorldSkills and its selection"),
}


def state_name(state: State) -> str:
    """The state in the reader's language."""
    return gettext(STATE_NAMES[state])


def tier_name(tier: str) -> str:
    """The tier in the reader's language; nothing for none."""
    return gettext(TIER_NAMES[tier]) if tier else ""


def family_name(family: str) -> str:
    """The rule family in the reader's language; nothing for none."""
    return gettext(FAMILY_NAMES[family]) if family else ""


def day_kind(day: EventDay) -> str:
    """Whether a day is one of competition or of preparation."""
    return gettext(N_("Competition")) if day.number else gettext(N_("Preparation"))


def day_head() -> list[str]:
    """The head of the exported days."""
    return [gettext(text) for text in (N_("Day of the contest"), N_("Date"), N_("Kind"))]


KEY_NAMES = {
    "total": N_("total"),
    "modules": N_("criteria one after the other"),
    "practice": N_("practical mark"),
    "theory": N_("theory mark"),
    "time": N_("shorter time"),
    "judgement": N_("judgement marks"),
    "measurement": N_("measurement marks"),
    "decision": N_("decision of the Chief Expert"),
}


VALUE_NAMES = {"true": N_("yes"), "false": N_("no"), "ceil": N_("up"), "floor": N_("down")}

NOT_PROVIDED = ("practice", "theory", "time")


def keys_in_words(keys: str) -> str:
    """The keys that rank, in their order, in the reader's language."""
    return " → ".join(gettext(KEY_NAMES[key]) if key in KEY_NAMES else key for key in keys.split(","))


def setting_value_words(kind: str, value: str) -> str:
    """The value of a setting in the reader's language."""
    if kind == "keys":
        return keys_in_words(value)
    return gettext(VALUE_NAMES[value]) if value in VALUE_NAMES else value


def key_choices(*keys: str) -> list[tuple[str, str]]:
    """What may stand at each place of the ranking behind the total, with its name; those of ``keys`` among them
    (as they stand, as typed, as the family has them).

    Theory, practice and time are offered where they stand already: nothing provides their values yet."""
    given = list(dict.fromkeys(key for each in keys for key in each.split(",") if key))
    own = [key for key in given if key not in KEY_NAMES]
    offered = [key for key in KEY_NAMES if key != "total" and (key not in NOT_PROVIDED or key in given)]
    known = [(key, gettext(KEY_NAMES[key])) for key in offered]
    return [("", "–"), *known, *((key, key) for key in own)]


def navigation_words() -> dict[str, str]:
    """The tasks of the left navigation, and the names of their groups."""
    return {
        "house": gettext("System"),
        "prepare": gettext("Prepare"),
        "home": gettext("Home"),
        "events": gettext("Events"),
        "accounts": gettext("Accounts"),
        "overview": gettext("Overview"),
        "skills": gettext("Skills"),
        "delegations": gettext("Delegations"),
        "entries": gettext("Competitors and teams"),
        "experts": gettext("Experts"),
        "officials": gettext("Officials"),
        "imports": gettext("Import"),
        "codes": gettext("One-time codes"),
        "settings": gettext("Settings"),
        "days": gettext("Days"),
        "audit": gettext("Audit record"),
    }
