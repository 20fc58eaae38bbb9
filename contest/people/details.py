"""What is said about delegations (代表团) and experts, and what is wrong with it. Pure."""

import re
from dataclasses import asdict, dataclass
from uuid import UUID

from contest.events.changes import Plain
from contest.officials.roles import EXPERTS, Role
from foundation.problems import Place, Problem

KINDS = ("region", "industry", "member", "unit")
_CODE = re.compile(r"[^\W_][\w\-]{0,19}")
_USER_NAME = re.compile(r"[\w.@+\-]{2,80}")


@dataclass(frozen=True, slots=True)
class DelegationDetails:
    """A delegation as it is typed. Its home region and its people's employers are no part of it (T-18)."""

    code: str
    name_zh: str
    name_en: str = ""
    kind: str = "region"

    def values(self) -> dict[str, Plain]:
        """Field by field, for fingerprints and audit records."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class ExpertDetails:
    """An expert as he is typed. ``delegation_id`` and ``unit`` are what recusal asks for (W-18, T-32)."""

    user_name: str
    name_zh: str
    name_en: str = ""
    delegation_id: UUID | None = None
    unit: str = ""
    role: Role = Role.EXPERT

    def values(self) -> dict[str, Plain]:
        """Field by field, for fingerprints and audit records."""
        return asdict(self)


def check_delegation(details: DelegationDetails) -> list[Problem]:
    """A short code of letters and digits, a name, a kind from the list."""
    problems = []
    if not _CODE.fullmatch(details.code):
        problems.append(_about("code", "delegation_code_shape"))
    if not (details.name_zh or details.name_en):
        problems.append(_about("name_zh", "name_missing"))
    if details.kind not in KINDS:
        problems.append(_about("kind", "not_a_choice"))
    return problems


def check_expert(details: ExpertDetails) -> list[Problem]:
    """A user name without blanks, a name, a role that Experts hold."""
    problems = []
    if not _USER_NAME.fullmatch(details.user_name):
        problems.append(_about("user_name", "user_name_shape"))
    if not (details.name_zh or details.name_en):
        problems.append(_about("name_zh", "name_missing"))
    if details.role not in EXPERTS:
        problems.append(_about("role", "role_not_there"))
    return problems


def _about(field: str, code: str) -> Problem:
    return Problem(code, place=Place(field=field))
