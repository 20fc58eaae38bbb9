"""What may come in about accounts and the first account."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from pydantic import Field

from contest.officials.roles import Role
from foundation.accounts.passwords import check_password
from foundation.forms import Form
from foundation.problems import Problem


class FirstAccountForm(Form):
    token: str = Field(max_length=200)
    user_name: str = Field(min_length=2, max_length=80)
    name_zh: str = Field(max_length=120)
    name_en: str = Field(default="", max_length=120)
    password: str = Field(max_length=200)
    organizes: bool = False

    @classmethod
    def further(cls, values: Mapping[str, Any]) -> list[Problem]:
        password = str(values.get("password", ""))
        return check_password(password, str(values.get("user_name", ""))) if password else []


class AccountForm(Form):
    user_name: str = Field(min_length=2, max_length=80, pattern=r"^[\w.@+\-]+$")
    name_zh: str = Field(default="", max_length=120)
    name_en: str = Field(default="", max_length=120)
    password: str | None = Field(default=None, max_length=200)

    @classmethod
    def further(cls, values: Mapping[str, Any]) -> list[Problem]:
        password = str(values.get("password", ""))
        return check_password(password, str(values.get("user_name", ""))) if password else []


class NamesForm(Form):
    name_zh: str = Field(default="", max_length=120)
    name_en: str = Field(default="", max_length=120)


class FirstPasswordForm(Form):
    password: str = Field(max_length=200)


class OfficeForm(Form):
    role: Role
    event: UUID | None = None
