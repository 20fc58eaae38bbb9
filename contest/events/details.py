"""What an organizer says about an event, and what must be said before it is announced (T-01). Pure."""

import re
from dataclasses import asdict, dataclass
from datetime import date
from zoneinfo import available_timezones

from contest.events.changes import Plain
from contest.events.codes import check_code
from foundation.problems import Place, Problem

FAMILIES = ("A", "B", "C")
TIERS = (
    "world", "national_games", "national_class_1", "national_class_2", "national_selection", "industry",
    "provincial", "city", "county", "company", "school",
)  # fmt: skip
MOST_DAYS = 14
# One lead organiser: a list of several is a mistake people make with 主办单位.
_SEVERAL = re.compile(r"[、;；\n]|\s/\s")
FIXED_WHEN_ANNOUNCED = ("code", "tier", "rule_family", "rule_document", "rule_document_version", "lead_organiser")


@dataclass(frozen=True, slots=True)
class EventDetails:
    """An event as it is typed. ``first_day`` is C1; ``preparation_days`` count back from it (C-1, C-2 …)."""

    code: str
    name_zh: str
    name_en: str = ""
    tier: str = ""
    rule_family: str = ""
    rule_document: str = ""
    rule_document_version: str = ""
    lead_organiser: str = ""
    venue: str = ""
    time_zone: str = "Asia/Shanghai"
    first_day: date | None = None
    competition_days: int = 4
    preparation_days: int = 4

    def values(self) -> dict[str, Plain]:
        """Field by field, for fingerprints and audit records."""
        return asdict(self)


def check_details(details: EventDetails) -> list[Problem]:
    """What is wrong whatever the state: code, a name, tier and family from the lists, zone, numbers of days."""
    problems = check_code(details.code)
    if not (details.name_zh or details.name_en):
        problems.append(_about("name_zh", "name_missing"))
    if details.tier and details.tier not in TIERS:
        problems.append(_about("tier", "not_a_choice"))
    if details.rule_family and details.rule_family not in FAMILIES:
        problems.append(_about("rule_family", "not_a_choice"))
    if details.time_zone not in available_timezones():
        problems.append(_about("time_zone", "time_zone_unknown"))
    for name, value, least in (
        ("competition_days", details.competition_days, 1),
        ("preparation_days", details.preparation_days, 0),
    ):
        if not least <= value <= MOST_DAYS:
            problems.append(_about(name, "days_out_of_range", least=str(least), most=str(MOST_DAYS)))
    return problems


def missing_for_announcing(details: EventDetails, *, skills: int) -> list[Problem]:
    """T-01: everything an announcement still lacks, at once; ``place.field`` names the field or ``skills``."""
    wanted = (
        ("tier", "announce_tier"),
        ("rule_family", "announce_family"),
        ("lead_organiser", "announce_lead"),
        ("rule_document", "announce_document"),
        ("rule_document_version", "announce_document_version"),
        ("first_day", "announce_first_day"),
    )
    values = details.values()
    problems = [_about(name, code) for name, code in wanted if not values[name]]
    if _SEVERAL.search(details.lead_organiser):
        problems.append(_about("lead_organiser", "announce_one_lead"))
    if skills == 0:
        problems.append(_about("skills", "announce_skill"))
    return problems


def check_fixed(before: EventDetails, after: EventDetails, *, announced: bool) -> list[Problem]:
    """After announcing, what the announcement said cannot be edited any more (T-02)."""
    if not announced:
        return []
    old, new = before.values(), after.values()
    return [_about(name, "fixed_by_announcement") for name in FIXED_WHEN_ANNOUNCED if old[name] != new[name]]


def _about(field: str, code: str, **values: str) -> Problem:
    return Problem(code, place=Place(field=field), values=values)
