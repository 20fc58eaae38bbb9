"""What audit records say in detail, in words: names of fields and of the values that are codes."""

import re
from collections.abc import Iterable, Mapping

from contest.entries.phrases import STATUS_NAMES
from contest.events.phrases import FAMILY_NAMES, STATE_NAMES, TIER_NAMES
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
    "sheet": N_("sheet"), "sheets": N_("sheets"), "aspect": N_("aspect"), "aspects": N_("aspects"),
    "positions": N_("positions in the record"), "version": N_("version"), "revision": N_("revision"),
    "scheme_version": N_("scheme version"), "entries": N_("entries"), "capacity": N_("approval as"),
    "file": N_("file"), "sha256": N_("digest"), "note": N_("note"), "round": N_("round"), "text": N_("explanation"),
    "seats": N_("marks kept"), "seats_moved": N_("seats that moved"), "sheets_short": N_("sheets with too few judges"),
    "sheets_made": N_("sheets made"), "forms": N_("forms"), "order": N_("order"),
    "calculation": N_("calculation"), "sub_criterion": N_("sub-criterion"), "leader": N_("leader"),
    "members": N_("people"), "marks": N_("marks touched"), "names": N_("people"), "divisions": N_("divisions"),
    "led_by": N_("leader"), "absent": N_("in absence of the Chief Expert"),
    "content_sha256": N_("digest of the scheme"),
    "sections": N_("sections"), "offices": N_("offices"), "delegation": N_("delegation"),
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
    "capacity": {"chief": N_("Chief Expert"), "second": N_("second Expert")},
    "kind": {
        **DELEGATION_KINDS, **KIND_NAMES,
        "screen": N_("on the screen"), "card": N_("on a card"), "delegations": N_("delegations"),
        "competitors": N_("competitors"), "experts": N_("Experts"), "blank": N_("blank forms"),
        "blank_numbered": N_("blank forms with numbers"), "many": N_("forms of all sheets"),
        "filled": N_("filled forms"),
    },
}  # fmt: skip

# Lists that are no pair of before and after.
_LISTS = frozenset(
    ("codes", "numbers", "skills", "experts", "entries", "aspects", "sheets", "to", "order", "divisions", "offices",
     "names")
)  # fmt: skip
_MEMBER = re.compile(r"member_(\d+)")
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def audit_words(line: AuditLine) -> str:
    """The details of a record in one line: "venue: 上海 → 北京; reason: …"."""
    return difference_words(line.details)


def actor_words(line: AuditLine) -> str:
    """Who did it, as people know him; what no account did was done at the console."""
    return gettext("Console") if line.account_id is None else line.actor


def difference_words(details: Mapping[str, object]) -> str:
    """Fields with their values, or with the value before and after, in one line. Ids of rows are left out."""
    said = ((name, _value(name, value)) for name, value in _with_positions(details).items())
    colon = either("：", ": ")
    return either("；", "; ").join(f"{_field(name)}{colon}{words}" for name, words in said if words)


def _with_positions(details: Mapping[str, object]) -> dict[str, object]:
    """First and last position as one range."""
    kept = {name: value for name, value in details.items() if name not in ("first_position", "last_position")}
    if "first_position" in details:
        first, last = details["first_position"], details.get("last_position", details["first_position"])
        kept["positions"] = str(first) if first == last else f"{first}–{last}"
    return kept


def _field(name: str) -> str:
    if place := _MEMBER.fullmatch(name):
        return gettext("person %(place)s") % {"place": place[1]}
    return gettext(FIELD_NAMES[name]) if name in FIELD_NAMES else name


def _value(name: str, value: object) -> str:
    if isinstance(value, list) and len(value) == 2 and name not in _LISTS:
        before, after = (_one(name, each) for each in value)
        return f"{before or '–'} → {after or '–'}" if before or after else gettext("changed")
    return _one(name, value)


def _one(name: str, value: object) -> str:
    """One value in words; nothing for an id, the number of those in a list of ids."""
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
    if name == "note" and text.startswith("uploaded "):
        return gettext("uploaded %(file)s") % {"file": text.removeprefix("uploaded ")}
    if name == "setting":
        return gettext(SETTING_NAMES.get(text, text)) if text else ""
    named = VALUE_NAMES.get(name, {}).get(text)
    return gettext(named) if named else value_name(name, text)


def _joined(words: Iterable[str], by: str = "") -> str:
    return (by or either("、", ", ")).join(word for word in words if word)
