"""Roles and what an account's appointments give it. Pure.

An appointment without event holds in the whole house, one without skill in the whole event. The system
administrator keeps accounts and appoints organizers and has **no right over schemes, marks or results**.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from foundation.problems import Problem


class Role(StrEnum):
    """The offices; the list grows with what needs others."""

    ADMINISTRATOR = "administrator"
    ORGANIZER = "organizer"
    RESULTS_STAFF = "results_staff"
    CHIEF_EXPERT = "chief_expert"
    DEPUTY_CHIEF_EXPERT = "deputy_chief_expert"
    EXPERT = "expert"
    SUPERVISOR = "supervisor"
    PROJECTOR = "projector"


HOUSE_ROLES = frozenset({Role.ADMINISTRATOR, Role.ORGANIZER})
EVENT_ROLES = frozenset({Role.ORGANIZER, Role.RESULTS_STAFF, Role.SUPERVISOR, Role.PROJECTOR})
SKILL_ROLES = frozenset({Role.CHIEF_EXPERT, Role.DEPUTY_CHIEF_EXPERT, Role.EXPERT, Role.SUPERVISOR})
EXPERTS = frozenset({Role.CHIEF_EXPERT, Role.DEPUTY_CHIEF_EXPERT, Role.EXPERT})
CHIEFS = frozenset({Role.CHIEF_EXPERT, Role.DEPUTY_CHIEF_EXPERT})


OVER_MARKS = EXPERTS | {Role.RESULTS_STAFF, Role.SUPERVISOR}
"""Roles with a right over schemes, marks or results; whoever administers the system holds none of them."""


@dataclass(frozen=True, slots=True)
class Office:
    """A role where it holds."""

    role: Role
    event_id: UUID | None = None
    skill_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """All offices of one account at this moment."""

    account_id: UUID
    offices: tuple[Office, ...] = ()

    def in_house(self) -> frozenset[Role]:
        """Roles held in the whole house."""
        return frozenset(office.role for office in self.offices if office.event_id is None)

    def in_event(self, event_id: UUID) -> frozenset[Role]:
        """Roles held in the event as a whole; those of single skills are not among them."""
        return frozenset(
            office.role for office in self.offices if office.event_id == event_id and office.skill_id is None
        )

    def in_skill(self, event_id: UUID, skill_id: UUID) -> frozenset[Role]:
        """Roles that count in a skill: its own and those of the event."""
        own = {office.role for office in self.offices if office.skill_id == skill_id}
        return self.in_event(event_id) | own

    def anywhere_in(self, event_id: UUID) -> frozenset[Role]:
        """Roles held in the event or any skill of it; empty: the event is not seen at all."""
        return frozenset(office.role for office in self.offices if office.event_id == event_id)

    def events(self) -> frozenset[UUID]:
        """The events this account has any office in."""
        return frozenset(office.event_id for office in self.offices if office.event_id is not None)


def check_holder(role: Role, held: Iterable[Office]) -> list[Problem]:
    """Whether somebody who holds these offices may be given ``role``: the administrator none over marks, and who
    has one of those does not become administrator."""
    roles = {office.role for office in held}
    both = (Role.ADMINISTRATOR in roles and role in OVER_MARKS) or (role is Role.ADMINISTRATOR and roles & OVER_MARKS)
    return [Problem("administrator_over_marks")] if both else []


def may_appoint(appointing: Standing, role: Role, event_id: UUID | None) -> bool:
    """The administrator appoints house roles and organizers; an event's organizer appoints in his event."""
    if event_id is None or role in (Role.ADMINISTRATOR,):
        return Role.ADMINISTRATOR in appointing.in_house()
    if role is Role.ORGANIZER and Role.ADMINISTRATOR in appointing.in_house():
        return True
    return Role.ORGANIZER in appointing.in_event(event_id)


def check_may_rename(held: Standing, event_id: UUID) -> list[Problem]:
    """An event renames people of its own only: a name is the account's, and holds wherever it has an office."""
    elsewhere = any(office.event_id != event_id for office in held.offices)
    return [Problem("name_of_elsewhere")] if elsewhere else []


def fits_place(role: Role, *, has_event: bool, has_skill: bool) -> bool:
    """Whether a role can be held there: Chief Experts and Experts in a skill, results staff in an event …"""
    if not has_event:
        return role in HOUSE_ROLES
    return role in SKILL_ROLES if has_skill else role in EVENT_ROLES


def highest(roles: Iterable[Role]) -> list[Role]:
    """Roles in the order in which people name them."""
    order = list(Role)
    return sorted(set(roles), key=order.index)
