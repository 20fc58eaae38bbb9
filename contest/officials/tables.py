"""Appointments: who, where, in which role."""

from typing import Any

from piccolo.columns import UUID, ForeignKey, LazyTableReference, OnDelete, Timestamptz, Varchar
from piccolo.columns.defaults.uuid import UUID4
from piccolo.table import Table

from foundation.accounts.tables import Account

# By name only: officials is the lowest subject of the package, so that events and skills can ask it.
EVENT = LazyTableReference(table_class_name="Event", module_path="contest.events.tables")
SKILL = LazyTableReference(table_class_name="Skill", module_path="contest.skills.tables")


class Appointment(Table):
    """A role held by an account. ``event`` null: in the whole house; ``skill`` null: in the whole event."""

    id = UUID(primary_key=True, default=UUID4())
    account = ForeignKey(Account, null=False, on_delete=OnDelete.restrict, index=True)
    role = Varchar(length=24)
    event: ForeignKey[Any] = ForeignKey(EVENT, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    skill: ForeignKey[Any] = ForeignKey(SKILL, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    by = ForeignKey(Account, null=True, default=None, on_delete=OnDelete.restrict)
    at = Timestamptz()
    ended_by = ForeignKey(Account, null=True, default=None, on_delete=OnDelete.restrict)
    ended_at = Timestamptz(null=True, default=None)
