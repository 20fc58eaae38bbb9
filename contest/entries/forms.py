"""What may come in about entries."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import Field

from contest.entries.details import EntryDetails, MemberDetails
from foundation.forms import Form, shape
from foundation.problems import Place, Problem, UserError


class MemberForm(Form):
    name_zh: str = Field(default="", max_length=120)
    name_en: str = Field(default="", max_length=120)
    birth_date: date | None = None


class EntryForm(Form):
    number: str = Field(max_length=20)
    delegation: UUID
    unit: str = Field(default="", max_length=200)
    workstation: str = Field(default="", max_length=20)
    guest: bool = False
    based_on: str = ""
    members: list[MemberForm] = Field(default_factory=list)

    def details(self) -> EntryDetails:
        members = tuple(MemberDetails(each.name_zh, each.name_en, each.birth_date) for each in self.members)
        return EntryDetails(self.number, self.delegation, members, self.unit, self.workstation, self.guest)


class StatusForm(Form):
    status: str
    reason: str = Field(default="", max_length=2000)
    confirm: str = Field(default="", max_length=120)


class RelationForm(Form):
    expert: UUID
    kind: str


class WithdrawalForm(Form):
    expert: UUID
    reason: str = Field(default="", max_length=2000)


def read_entry(values: Mapping[str, Any], team_size: int) -> EntryForm:
    """The form of an entry: its own fields, and those of ``team_size`` people numbered from 1.

    Raises UserError with every problem and its field (``birth_date_2``).
    """
    problems: list[Problem] = []
    try:
        form = shape(EntryForm, {name: value for name, value in values.items() if name != "members"})
    except UserError as error:
        problems.extend(error.problems)
    people = []
    for place in range(1, team_size + 1):
        own = {name: values.get(f"{name}_{place}", "") for name in MemberForm.model_fields}
        try:
            people.append(shape(MemberForm, own))
        except UserError as error:
            problems.extend(
                replace(each, place=Place(field=f"{each.place.field}_{place}")) for each in error.problems
            )
    if problems:
        raise UserError(*problems)
    return form.model_copy(update={"members": people})


def typed_entry(details: EntryDetails) -> dict[str, Any]:
    """An entry as its form shows it."""
    shown: dict[str, Any] = {
        "number": details.number, "delegation": details.delegation_id, "unit": details.unit,
        "workstation": details.workstation, "guest": details.guest,
    }  # fmt: skip
    for place, member in enumerate(details.members, start=1):
        shown[f"name_zh_{place}"] = member.name_zh
        shown[f"name_en_{place}"] = member.name_en
        shown[f"birth_date_{place}"] = member.birth_date or ""
    return shown
