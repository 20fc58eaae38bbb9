"""Words of the audit page and of what an event still lacks."""

from collections.abc import Mapping

from contest.officials.phrases import ROLE_NAMES
from foundation.audit.phrases import audit_kind_name, register_kinds
from foundation.audit.queries import AuditLine
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
        "entry.added": N_("Entries added"),
        "entry.edited": N_("Entry edited"),
        "entry.status_changed": N_("Status of an entry changed"),
        "entry.relation_declared": N_("Relation declared"),
        "entry.relation_withdrawn": N_("Declared relation withdrawn"),
    }
)

FIELD_NAMES = {
    "role": N_("role"), "skill": N_("skill"), "reason": N_("reason"), "status": N_("status"), "from": N_("from"),
    "to": N_("to"), "setting": N_("setting"), "before": N_("before"), "after": N_("after"), "kind": N_("kind"),
    "code": N_("code"), "name_zh": N_("Chinese name"), "name_en": N_("English name"), "venue": N_("venue"),
    "tier": N_("tier"), "rule_family": N_("rule family"), "rule_document": N_("rule document"),
    "rule_document_version": N_("version of the rule document"), "lead_organiser": N_("lead organiser"),
    "time_zone": N_("time zone"), "first_day": N_("first day"), "competition_days": N_("competition days"),
    "preparation_days": N_("preparation days"), "team_size": N_("team size"), "age_limit": N_("age limit"),
    "world_skill": N_("WorldSkills skill"), "compatriots_allowed": N_("own delegation may be marked"),
    "compatriots_approval": N_("approval"), "rule_set": N_("rule set"), "number": N_("number"), "unit": N_("unit"),
    "workstation": N_("workstation"), "guest": N_("guest"), "delegation_id": N_("delegation"),
    "numbers": N_("numbers"), "codes": N_("codes"), "skills": N_("skills"), "experts": N_("Experts"), "way": N_("way"),
    "added": N_("added"), "changed": N_("changed"), "settings_sha256": N_("digest of the settings"),
}  # fmt: skip

GAP_NAMES = {
    "no_chief": N_("Skills without a Chief Expert"),
    "few_experts": N_("Skills with fewer than three Experts"),
    "no_entries": N_("Divisions without entries"),
    "no_workstation": N_("Divisions with entries without a workstation"),
    "no_supervisor": N_("Nobody supervises the whole event"),
    "no_results_staff": N_("No results staff is appointed"),
}

_ROLES = {role.value: name for role, name in ROLE_NAMES.items()}


def kind_name(event_type: str) -> str:
    """The kind of a record in the reader's language."""
    return audit_kind_name(event_type)


def gap_name(code: str) -> str:
    """What is open, in the reader's language."""
    return gettext(GAP_NAMES[code])


def audit_words(line: AuditLine) -> str:
    """The details of a record in one line: "venue: 上海 → 北京; reason: …"."""
    return difference_words(line.details)


def difference_words(details: Mapping[str, object]) -> str:
    """Fields with their values, or with the value before and after, in one line."""
    return "; ".join(f"{_field(name)}: {_value(name, value)}" for name, value in details.items())


def audit_head() -> list[str]:
    """The head of the exported record."""
    return [gettext(text) for text in (N_("When"), N_("Who"), N_("Kind"), N_("What"), N_("Details"))]


def _field(name: str) -> str:
    return gettext(FIELD_NAMES[name]) if name in FIELD_NAMES else name


def _value(name: str, value: object) -> str:
    if isinstance(value, list) and len(value) == 2 and name not in ("codes", "numbers", "skills", "experts"):
        return f"{value[0] or '–'} → {value[1] or '–'}"
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    if name == "role" and str(value) in _ROLES:
        return gettext(_ROLES[str(value)])
    return str(value)
