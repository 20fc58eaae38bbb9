"""What is said about an entry and its people, and whether they may enter (T-15a, T-17, T-19). Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from contest.events.changes import Plain
from foundation.problems import Place, Problem

STATUSES = ("absent", "withdrawn", "present")
RELATIONS = ("relative", "teacher", "apprentice", "colleague", "coach", "other")

OLDEST = 100
_NUMBER = re.compile(r"[^\W_][\w.\-]{0,19}")  # it stands in addresses
_FORMULA = ("=", "+", "@", "\t", "＝", "＋", "＠")  # what a spreadsheet would read as a formula begins no name


@dataclass(frozen=True, slots=True)
class MemberDetails:
    """A person of an entry. The first member of a team is its captain (T-19)."""

    name_zh: str
    name_en: str = ""
    birth_date: date | None = None


@dataclass(frozen=True, slots=True)
class EntryDetails:
    """An entry as it is typed. ``number`` is compared as a string and unique in the division.

    The unit (参赛单位) belongs to the entry, so all members of a team are of one; it is stored apart from the
    delegation (T-18). A guest is marked but is no part of the population that is ranked.
    """

    number: str
    delegation_id: UUID
    members: tuple[MemberDetails, ...]
    unit: str = ""
    workstation: str = ""
    guest: bool = False

    def values(self) -> dict[str, Plain]:
        """Field by field, for fingerprints and audit records."""
        people = {
            f"member_{place}": " ".join(filter(None, (each.name_zh, each.name_en, str(each.birth_date or ""))))
            for place, each in enumerate(self.members, start=1)
        }
        return {
            "number": self.number, "delegation_id": self.delegation_id, "unit": self.unit,
            "workstation": self.workstation, "guest": self.guest, **people,
        }  # fmt: skip


def old_enough_for_limit(birth_date: date, *, limit: int, event_year: int) -> bool:
    """T-15a: born in ``event_year − limit`` or later (WSC 2026, L = 22: 2004-01-01 yes, 2003-12-31 no)."""
    return birth_date.year >= event_year - limit


def check_entry(
    entry: EntryDetails, *, team_size: int, age_limit: int | None, event_year: int | None, today: date
) -> list[Problem]:
    """Number there; as many named members as the team size (T-19); each within the age limit (T-15a).

    An unknown date of birth, or an event without dates, cannot break the limit; the pages name those. Nobody is
    born after ``today`` or more than :data:`OLDEST` years before it.
    """
    problems = []
    if not entry.number or len(entry.number) > 20:
        problems.append(_about("number", "entry_number_missing"))
    elif not _NUMBER.fullmatch(entry.number):
        problems.append(_about("number", "entry_number_shape"))
    if len(entry.members) != team_size:
        problems.append(
            _about("members", "team_size_wrong", size=str(team_size), found=str(len(entry.members)))
        )
    for place, member in enumerate(entry.members, start=1):
        if not (member.name_zh or member.name_en):
            problems.append(_about(f"name_zh_{place}", "name_missing"))
        problems.extend(
            _about(f"{name}_{place}", "name_like_formula")
            for name in ("name_zh", "name_en")
            if getattr(member, name).startswith(_FORMULA)
        )
        problems.extend(_check_birth(member, place, today) or _check_age(member, place, age_limit, event_year))
    return problems


def _check_birth(member: MemberDetails, place: int, today: date) -> list[Problem]:
    if member.birth_date is None:
        return []
    if member.birth_date > today:
        return [_about(f"birth_date_{place}", "born_ahead")]
    if today.year - member.birth_date.year > OLDEST:
        return [_about(f"birth_date_{place}", "born_too_long_ago", years=str(OLDEST))]
    return []


def _check_age(member: MemberDetails, place: int, limit: int | None, event_year: int | None) -> list[Problem]:
    if limit is None or event_year is None or member.birth_date is None:
        return []
    if old_enough_for_limit(member.birth_date, limit=limit, event_year=event_year):
        return []
    name = member.name_zh or member.name_en
    first = f"{event_year - limit}-01-01"
    return [_about(f"birth_date_{place}", "over_age_limit", name=name, limit=str(limit), first=first)]


def person_key(member: MemberDetails) -> tuple[str, date] | None:
    """What two records of one person share as far as it can be known without documents (T-17): name and date of
    birth; None while either is unknown."""
    return None if member.birth_date is None or not _name(member) else (_name(member), member.birth_date)


def entered_already(
    entries: Sequence[EntryDetails], known: Mapping[tuple[str, date] | None, str]
) -> list[Problem]:
    """T-17: one trade per person and edition, whatever the delegation; ``known`` names the entries that stand."""
    seen = dict(known)
    problems = []
    for entry in entries:
        for member in entry.members:
            key = person_key(member)
            if key is None:
                continue
            if key in seen:
                name = member.name_zh or member.name_en
                problems.append(_about("members", "person_entered_already", name=name, entry=seen[key]))
            seen[key] = entry.number
    return problems


def workstation_key(workstation: str) -> str:
    """What two spellings of one workstation share: ``a-7`` and ``A-7`` are one place."""
    return workstation.casefold()


def workstations_taken(entries: Sequence[EntryDetails], known: Mapping[str, str]) -> list[Problem]:
    """A workstation holds one entry of a division; ``known`` names the entry at each that is taken, by its key."""
    seen = dict(known)
    problems = []
    for entry in entries:
        key = workstation_key(entry.workstation)
        if not key:
            continue
        if key in seen:
            problems.append(_about("workstation", "workstation_taken", station=entry.workstation, entry=seen[key]))
        seen.setdefault(key, entry.number)
    return problems


def alike_numbers(numbers: Iterable[str]) -> list[tuple[str, ...]]:
    """Numbers of a division that people take for one another (``1`` and ``01``), each group in order.

    They are compared as strings (T-06), so they are allowed; but whoever sees them should know.
    """
    groups: dict[str, list[str]] = {}
    for number in numbers:
        groups.setdefault(number.casefold().lstrip("0"), []).append(number)
    return [tuple(sorted(group)) for group in groups.values() if len(group) > 1]


def check_status(status: str, *, now: str, reason: str, marked: Sequence[str] = ()) -> list[Problem]:
    """A status that differs from the present one; withdrawn, and present again, need a reason (W-23). Absent is who
    never started: not an entry that has marks, on the sheets ``marked``."""
    if status not in STATUSES:
        return [_about("status", "not_a_choice")]
    if status == now:
        return [_about("status", "status_stands")]
    if status == "absent" and marked:
        return [_about("status", "absent_with_marks", sheets=", ".join(marked))]
    if status != "absent" and not reason.strip():
        return [_about("reason", "status_needs_reason")]
    return []


def check_relation(kind: str) -> list[Problem]:
    """The kind of a declared relation is one of the list (T-32)."""
    return [] if kind in RELATIONS else [_about("kind", "not_a_choice")]


def _name(member: MemberDetails) -> str:
    return (member.name_zh or member.name_en).replace(" ", "").casefold()


def _about(field: str, code: str, **values: str) -> Problem:
    return Problem(code, place=Place(field=field), values=values)
