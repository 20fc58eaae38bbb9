"""Words about deletions: what stands in the way, and what goes with the thing."""

from collections.abc import Mapping

from contest.removals.obstacles import Kind
from foundation.language import gettext
from foundation.language import mark_for_translation as N_
from foundation.phrases import register_phrases

register_phrases(
    {
        "removal_announced": N_("The event is announced, and its skills with it. They are not taken back."),
        "removal_started": N_(
            "The contest is held, so the entry stays. Who does not come or gives up is recorded as absent or withdrawn"
            " on the page of the entry, by the Chief Expert or a deputy."
        ),
        "removal_entries": N_("Competitors and teams in %(place)s: %(count)s"),
        "removal_experts": N_("Experts of %(place)s: %(count)s"),
        "removal_offices": N_("Other offices in %(place)s: %(count)s"),
        "removal_only_division": N_("It is the only division of skill %(place)s. Delete the skill instead."),
        "removal_sent_entries": N_("Competitors and teams of %(place)s: %(count)s"),
        "removal_sent_experts": N_("Experts sent by %(place)s: %(count)s"),
        "removal_statuses": N_("Status on record, absent or withdrawn: %(count)s"),
        "removal_relations": N_("Relations declared to this entry: %(count)s"),
        "removal_declared": N_("Relations declared to entries of %(place)s: %(count)s"),
    }
)

TITLES: Mapping[Kind, str] = {
    "skill": N_("Delete the skill"),
    "division": N_("Delete the division"),
    "delegation": N_("Delete the delegation"),
    "entry": N_("Delete the entry"),
    "expert": N_("Delete the Expert"),
}

CONSEQUENCES: Mapping[Kind, str] = {
    "skill": N_("The skill, its divisions and the sections of its standards are gone for good."),
    "division": N_("The division is gone for good. The skill and its other divisions stay."),
    "delegation": N_("The delegation is gone for good."),
    "entry": N_("The entry and the names of its people are gone for good."),
    "expert": N_("The Expert and his offices in this skill are gone for good. His account stays."),
}


def removal_title(kind: Kind) -> str:
    """What the deletion is called, in the reader's language."""
    return gettext(TITLES[kind])


def removal_consequence(kind: Kind) -> str:
    """What goes with the thing, in the reader's language."""
    return gettext(CONSEQUENCES[kind])
