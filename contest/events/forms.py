"""What may come in about events."""

from datetime import date
from typing import Any

from pydantic import Field

from contest.events.details import EventDetails
from foundation.forms import Form


class EventForm(Form):
    code: str = Field(max_length=40)
    name_zh: str = Field(default="", max_length=200)
    name_en: str = Field(default="", max_length=200)
    tier: str = ""
    rule_family: str = ""
    rule_document: str = Field(default="", max_length=200)
    rule_document_version: str = Field(default="", max_length=60)
    lead_organiser: str = Field(default="", max_length=200)
    venue: str = Field(default="", max_length=200)
    time_zone: str = Field(default="Asia/Shanghai", max_length=60)
    first_day: date | None = None
    competition_days: int = 4
    preparation_days: int = 4
    based_on: str = ""

    def details(self) -> EventDetails:
        return EventDetails(**self.model_dump(exclude={"based_on"}))


class StepForm(Form):
    target: str
    reason: str = Field(default="", max_length=2000)
    confirm: str = ""


class SettingForm(Form):
    name: str
    value: str = ""


def typed_event(details: EventDetails) -> dict[str, Any]:
    """An event as its form shows it."""
    return {name: "" if value is None else str(value) for name, value in details.values().items()}
