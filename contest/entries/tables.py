"""Entries, their members, their status as rows, and relations declared by experts."""

from piccolo.columns import UUID, Boolean, Date, ForeignKey, Integer, OnDelete, Text, Timestamptz, Varchar
from piccolo.columns.defaults.uuid import UUID4
from piccolo.constraints import Unique
from piccolo.table import Table

from contest.people.tables import Delegation, Expert
from contest.skills.tables import Division
from foundation.accounts.tables import Account


class Entry(Table):
    """The competitor or team that is ranked. ``number`` is unique in the division."""

    id = UUID(primary_key=True, default=UUID4())
    division = ForeignKey(Division, null=False, on_delete=OnDelete.restrict)
    delegation = ForeignKey(Delegation, null=False, on_delete=OnDelete.restrict)
    number = Varchar(length=20)
    unit = Varchar(length=200, default="")
    workstation = Varchar(length=20, default="")
    guest = Boolean(default=False)
    created_at = Timestamptz()
    entry_one_number_a_division = Unique([division, number])


class Competitor(Table):
    """A person of an entry: one, or as many as the skill's team size."""

    id = UUID(primary_key=True, default=UUID4())
    entry = ForeignKey(Entry, null=False, on_delete=OnDelete.restrict)
    position = Integer(default=1)
    name_zh = Varchar(length=120)
    name_en = Varchar(length=120)
    birth_date = Date(null=True, default=None)
    competitor_one_person_a_place = Unique([entry, position])


class EntryStatus(Table):
    """Absent, withdrawn, or present again (W-23), as a row; the highest position counts."""

    id = UUID(primary_key=True, default=UUID4())
    entry = ForeignKey(Entry, null=False, on_delete=OnDelete.restrict)
    position = Integer()
    status = Varchar(length=16)
    reason = Text(default="")
    by = ForeignKey(Account, null=False, on_delete=OnDelete.restrict)
    at = Timestamptz()
    entry_status_one_row_a_position = Unique([entry, position])


class DeclaredRelation(Table):
    """An expert's declared relation to an entry: he never marks it (W-18, T-32)."""

    id = UUID(primary_key=True, default=UUID4())
    expert = ForeignKey(Expert, null=False, on_delete=OnDelete.restrict)
    entry = ForeignKey(Entry, null=False, on_delete=OnDelete.restrict)
    kind = Varchar(length=20)
    by = ForeignKey(Account, null=False, on_delete=OnDelete.restrict)
    at = Timestamptz()
    declared_relation_once = Unique([expert, entry])
