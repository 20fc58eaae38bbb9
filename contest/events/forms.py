"""What may come in about events."""

from datetime import date
from typing import Any

from pydantic import ConfigDict, Field

from contest.events.details import EventDetails, check_details
from contest.events.offered import OFFERED
from foundation.forms import Form
from foundation.problems import Place, Problem, refuse_if

KEPT = (
    "code", "name_zh", "name_en", "tier", "rule_family", "rule_document", "rule_document_version", "lead_organiser",
    "venue", "time_zone",
)  # fmt: skip
NEEDED_AT_ONCE = (("tier", "announce_tier"), ("rule_family", "announce_family"))


class EventForm(Form):
    code: str = Field(default="", max_length=40)
    name_zh: str = Field(default="", max_length=200)
    name_en: str = Field(default="", max_length=200)
    tier: str = ""
    rule_family: str = ""
    rule_document: str = Field(default="", max_length=200)
    rule_document_version: str = Field(default="", max_length=60)
    lead_organiser: str = Field(default="", max_length=200)
    venue: str = Field(default="", max_length=200)
    time_zone: str = Field(default="Asia/Shanghai", max_length=60)
    first_day: str = ""
    competition_days: str = "4"
    preparation_days: str = "4"
    based_on: str = ""

    def read(self) -> tuple[EventDetails, list[Problem]]:
        """The event, and everything that is wrong with it at once; what cannot be read stands as its default."""
        found = [] if self.code else [_about("code", "required")]
        days = {name: whole(getattr(self, name)) for name in ("competition_days", "preparation_days")}
        found += [_about(name, "not_a_number") for name, value in days.items() if value is None]
        first_day = read_day(self.first_day)
        if self.first_day and first_day is None:
            found.append(_about("first_day", "not_a_date"))
        typed: dict[str, Any] = {**self.model_dump(include=set(KEPT)), "first_day": first_day}
        typed.update((name, 4 if value is None else value) for name, value in days.items())
        details = EventDetails(**typed)
        named = {problem.place.field for problem in found}
        return details, [*found, *(each for each in check_details(details) if each.place.field not in named)]

    def details(self) -> EventDetails:
        """The event. Refused: everything that is wrong with it, at once."""
        details, problems = self.read()
        refuse_if(problems)
        return details


class NewEventForm(EventForm):
    organizer: str = Field(default="", max_length=120)

    def read(self) -> tuple[EventDetails, list[Problem]]:
        """As for an edit; tier and rule family are chosen at once, for every setting starts from them."""
        details, problems = super().read()
        unchosen = [_about(name, code) for name, code in NEEDED_AT_ONCE if not getattr(self, name)]
        return details, [*problems, *unchosen]


class StepForm(Form):
    target: str
    reason: str = Field(default="", max_length=2000)
    confirm: str = ""


class SettingsForm(Form):
    """All settings at once, each in a field of its name; one that is left empty keeps the family's own value."""

    model_config = ConfigDict(extra="allow")

    based_on: str = ""

    def texts(self) -> dict[str, str]:
        return {name: setting_typed((self.model_extra or {}).get(name, "")) for name in OFFERED}


def setting_typed(value: Any) -> str:
    """A setting as it was typed. An ordered choice comes as several fields; those left empty are not meant."""
    return ",".join(str(each).strip() for each in value if str(each).strip()) if isinstance(value, list) else str(value)


def whole(text: str) -> int | None:
    """A whole number as it is typed, in any script's digits; None for what is none."""
    return int(text) if text.isdecimal() and len(text) < 7 else None


def read_day(text: str) -> date | None:
    """A day like 2026-11-22; None for what is none."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _about(field: str, code: str) -> Problem:
    return Problem(code, place=Place(field=field))


def typed_event(details: EventDetails) -> dict[str, Any]:
    """An event as its form shows it."""
    return {name: "" if value is None else str(value) for name, value in details.values().items()}
