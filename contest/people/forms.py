"""What may come in about delegations and experts."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from contest.officials.roles import Role
from contest.people.details import DelegationDetails, ExpertDetails
from foundation.forms import Form


class DelegationForm(Form):
    code: str = Field(max_length=20)
    name_zh: str = Field(default="", max_length=100)
    name_en: str = Field(default="", max_length=100)
    kind: str = "region"
    based_on: str = ""

    def details(self) -> DelegationDetails:
        return DelegationDetails(self.code, self.name_zh, self.name_en, self.kind)


class PrefillForm(Form):
    catalogue: Literal["china", "worldskills"]


class ExpertForm(Form):
    user_name: str = Field(max_length=80)
    name_zh: str = Field(default="", max_length=120)
    name_en: str = Field(default="", max_length=120)
    delegation: UUID | None = None
    unit: str = Field(default="", max_length=200)
    role: Role = Role.EXPERT

    def details(self) -> ExpertDetails:
        return ExpertDetails(self.user_name, self.name_zh, self.name_en, self.delegation, self.unit, self.role)


class OriginForm(Form):
    delegation: UUID | None = None
    unit: str = Field(default="", max_length=200)
    based_on: str = ""


class NamesForm(Form):
    name_zh: str = Field(default="", max_length=120)
    name_en: str = Field(default="", max_length=120)
    based_on_names: str = ""


class AppointForm(Form):
    user_name: str = Field(max_length=80)
    role: Role
    skill: UUID | None = None
