"""Words of the audit page and of what an event still lacks."""

from foundation.audit.phrases import audit_kind_name, register_kinds
from foundation.language import gettext
from foundation.language import mark_for_translation as N_

register_kinds(
    {
        "event.created": N_("Event created"),
        "event.edited": N_("Event edited"),
        "event.state_changed": N_("State of the event changed"),
        "event.announced": N_("Event announced"),
        "event.setting_changed": N_("Setting changed"),
        "event.setting_restored": N_("Setting back to its default"),
        "official.appointed": N_("Appointed"),
        "official.ended": N_("Appointment ended"),
        "people.delegations_added": N_("Delegations added"),
        "people.delegation_edited": N_("Delegation edited"),
        "people.experts_added": N_("Experts added"),
        "people.expert_edited": N_("Expert edited"),
        "people.table_imported": N_("Table imported"),
        "skill.created": N_("Skills added"),
        "skill.edited": N_("Skill edited"),
        "skill.sections_changed": N_("Sections of the standards changed"),
        "skill.division_added": N_("Division added"),
        "skill.division_edited": N_("Division edited"),
        "skill.deleted": N_("Skill deleted"),
        "skill.division_deleted": N_("Division deleted"),
        "people.delegation_deleted": N_("Delegation deleted"),
        "people.expert_deleted": N_("Expert deleted"),
        "entry.deleted": N_("Entry deleted"),
        "entry.added": N_("Entries added"),
        "entry.edited": N_("Entry edited"),
        "entry.status_changed": N_("Status of an entry changed"),
        "entry.relation_declared": N_("Relation declared"),
        "entry.relation_withdrawn": N_("Declared relation withdrawn"),
    }
)

GAP_NAMES = {
    "no_chief": N_("Skills without a Chief Expert"),
    "few_experts": N_("Skills with fewer than three Experts"),
    "no_entries": N_("Divisions without entries"),
    "no_workstation": N_("Divisions with entries without a workstation"),
    "no_supervisor": N_("Nobody supervises the whole event"),
    "no_results_staff": N_("No results staff is appointed"),
}


def kind_name(event_type: str) -> str:
    """The kind of a record in the reader's language."""
    return audit_kind_name(event_type)


def gap_name(code: str) -> str:
    """What is open, in the reader's language."""
    return gettext(GAP_NAMES[code])


def audit_head() -> list[str]:
    """The head of the exported record."""
    return [gettext(text) for text in (N_("When"), N_("Who"), N_("Kind"), N_("What"), N_("Details"))]
