"""What audit records say in detail, in words: names of fields and of the values that are codes."""

import re
from collections.abc import Iterable, Mapping
from uuid import UUID

from contest.entries.phrases import RELATION_NAMES, STATUS_NAMES
from contest.events.phrases import FAMILY_NAMES, STATE_NAMES, TIER_NAMES, setting_value_words
from contest.events.rule_families import SETTINGS
from contest.events.rule_family_phrases import SETTING_NAMES
from contest.officials.phrases import ROLE_NAMES
from contest.people.phrases import DELEGATION_KINDS
from contest.skills.phrases import KIND_NAMES, RULE_SET_NAMES
from foundation.audit.phrases import value_name
from foundation.audit.queries import AuditLine
from foundation.language import either, gettext
from foundation.language import mark_for_translation as N_

FIELD_NAMES = {
    "role": N_("role"), "skill": N_("skill"), "reason": N_("reason"), "status": N_("status"), "from": N_("from"),
    "to": N_("new state"), "setting": N_("setting"), "before": N_("before"), "after": N_("after"), "kind": N_("kind"),
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
    "sheet": N_("sheet"), "sheets": N_("sheets"), "aspect": N_("aspect"), "aspects": N_("aspects"),
    "positions": N_("positions in the record"), "version": N_("version"), "revision": N_("revision"),
    "scheme_version": N_("scheme version"), "entries": N_("entries"), "capacity": N_("approval as"),
    "file": N_("file"), "sha256": N_("digest"), "note": N_("note"), "round": N_("round"), "text": N_("explanation"),
    "seats": N_("marks kept"), "seats_moved": N_("seats that moved"), "sheets_short": N_("sheets with too few judges"),
    "sheets_made": N_("sheets made"), "forms": N_("forms"), "order": N_("order"),
    "calculation": N_("calculation"), "sub_criterion": N_("sub-criterion"), "leader": N_("leader"),
    "members": N_("people"), "marks": N_("marks touched"), "names": N_("people"), "divisions": N_("divisions"),
    "led_by": N_("leader"), "absence": N_("in absence of the Chief Expert"),
    "content_sha256": N_("digest of the scheme"),
    "sections": N_("sections"), "offices": N_("offices"), "delegation": N_("delegation"),
}  # fmt: skip

# Where a field means something else in one kind of record.
FIELDS_OF_KIND = {
    ("account.codes_revoked", "codes"): N_("codes revoked"), ("marking.team_named", "codes"): N_("sub-criteria"),
    ("marking.team_named", "forms"): N_("number of sub-criteria"), ("marking.team_copied", "to"): N_("copied to"),
    ("results.published", "entries"): N_("entries ranked"), ("results.published", "number"): N_("publication"),
    ("entry.relation_declared", "kind"): N_("relation"), ("entry.relation_withdrawn", "kind"): N_("relation"),
}  # fmt: skip

VALUE_NAMES: Mapping[str, Mapping[str, str]] = {
    "role": {role.value: name for role, name in ROLE_NAMES.items()},
    "offices": {role.value: name for role, name in ROLE_NAMES.items()},
    "rule_set": RULE_SET_NAMES,
    "from": {state.value: name for state, name in STATE_NAMES.items()},
    "to": {state.value: name for state, name in STATE_NAMES.items()},
    "status": STATUS_NAMES,
    "way": {"code": N_("by one-time code"), "password": N_("by password")},
    "tier": TIER_NAMES,
    "rule_family": FAMILY_NAMES,
    "compatriots_allowed": {"True": N_("yes"), "False": N_("no")},
    "capacity": {"chief": N_("Chief Expert"), "second": N_("second Expert")},
    "kind": {
        **DELEGATION_KINDS, **KIND_NAMES, **RELATION_NAMES,
        "screen": N_("on the screen"), "card": N_("on a card"), "delegations": N_("delegations"),
        "competitors": N_("competitors"), "experts": N_("Experts"), "blank": N_("blank forms"),
        "blank_numbered": N_("blank forms with numbers"), "many": N_("forms of all sheets"),
        "filled": N_("filled forms"),
    },
}  # fmt: skip

# Fields that hold user names, and the kinds of record whose subject is one.
PEOPLE_FIELDS = frozenset(("experts", "names", "led_by"))
ABOUT_PEOPLE = ("account.", "official.", "people.expert_edited", "people.expert_deleted")
NOBODY: Mapping[str, str] = {}
# Lists that are no pair of before and after.
_LISTS = frozenset(
    ("codes", "numbers", "skills", "experts", "entries", "aspects", "sheets", "to", "order", "divisions", "offices",
     "names")
)  # fmt: skip
_SECTION = re.compile(r"\d+")
_MEMBER = re.compile(r"member_(\d+)")
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def audit_words(line: AuditLine, people: Mapping[str, str] = NOBODY) -> str:
    """The details of a record in one line: "venue: 上海 → 北京; reason: …"; ``people`` are shown by user name."""
    return difference_words(line.details, kind=line.event_type, people=people)


def subject_words(line: AuditLine, people: Mapping[str, str]) -> str:
    """What the record is about; a person by name."""
    return people.get(line.subject, line.subject) if line.event_type.startswith(ABOUT_PEOPLE) else line.subject


def actor_words(line: AuditLine, names: Mapping[UUID, str]) -> str:
    """Who did it; what no account did was done at the console. The record holds the Chinese name of then; ``names``
    are those in Latin letters."""
    if line.account_id is None:
        return gettext("Console")
    return either(line.actor, names.get(line.account_id, line.actor))


def difference_words(
    details: Mapping[str, object], *, kind: str = "", people: Mapping[str, str] = NOBODY
) -> str:
    """Fields with their values, or with the value before and after, in one line. Ids of rows are left out."""
    said = (
        (name, _value(name, _named(name, value, people)))
        for name, value in _with_positions(_with_setting(details)).items()
    )
    colon = either("：", ": ")
    return either("；", "; ").join(f"{_field(name, kind)}{colon}{words}" for name, words in said if words)


def fields_without_words(details: Mapping[str, object]) -> list[str]:
    """The fields that would be shown by their name in code."""
    return [
        name for name in _with_positions(details)
        if name not in FIELD_NAMES and not _MEMBER.fullmatch(name) and not _SECTION.fullmatch(name)
    ]  # fmt: skip


def _named(name: str, value: object, people: Mapping[str, str]) -> object:
    """User names as ``people`` knows them."""
    if name not in PEOPLE_FIELDS:
        return value
    return [people.get(str(each), each) for each in value] if isinstance(value, list) else people.get(str(value), value)


def _with_setting(details: Mapping[str, object]) -> Mapping[str, object]:
    """The value of a setting before and after, as the page of settings says it."""
    setting = SETTINGS.get(str(details.get("setting", "")))
    if setting is None:
        return details
    said = {name: setting_value_words(setting.kind, str(details[name])) for name in ("before", "after")
            if details.get(name)}  # fmt: skip
    return {**details, **said}


def _with_positions(details: Mapping[str, object]) -> dict[str, object]:
    """First and last position as one range; ids of sub-criteria are left out where their codes stand."""
    kept = {name: value for name, value in details.items() if name not in ("first_position", "last_position")}
    if "codes" in kept:
        kept.pop("forms", None)
    if "first_position" in details:
        first, last = details["first_position"], details.get("last_position", details["first_position"])
        kept["positions"] = str(first) if first == last else f"{first}–{last}"
    return kept


def _field(name: str, kind: str) -> str:
    if special := FIELDS_OF_KIND.get((kind, name)):
        return gettext(special)
    if place := _MEMBER.fullmatch(name):
        return gettext("person %(place)s") % {"place": place[1]}
    if _SECTION.fullmatch(name):
        return gettext("section %(number)s") % {"number": name}
    return gettext(FIELD_NAMES[name]) if name in FIELD_NAMES else name


def _value(name: str, value: object) -> str:
    if isinstance(value, list) and len(value) == 2 and name not in _LISTS:
        before, after = (_one(name, each) for each in value)
        return f"{before or '–'} → {after or '–'}" if before or after else gettext("changed")
    return _one(name, value)


def _one(name: str, value: object) -> str:
    """One value in words; nothing for an id, the number of those in a list of ids."""
    if name == "absence" and value is False:
        return ""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, Mapping):
        return _joined((_one("", each) for each in value.values()), " ")
    if isinstance(value, list):
        known = all("sheet" in each if isinstance(each, Mapping) else _ID.fullmatch(str(each)) for each in value)
        return str(len(value) or "") if known else _joined(_one(name, each) for each in value)
    text = "" if value is None else str(value)
    if _ID.fullmatch(text):
        return ""
    if name == "setting":
        return gettext(SETTING_NAMES.get(text, text)) if text else ""
    named = VALUE_NAMES.get(name, {}).get(text)
    return gettext(named) if named else value_name(name, text)


def _joined(words: Iterable[str], by: str = "") -> str:
    return (by or either("、", ", ")).join(word for word in words if word)
