"""Events, their states as rows, their settings and the frozen copy of them."""

from piccolo.columns import JSONB, UUID, Date, ForeignKey, Integer, OnDelete, Text, Timestamptz, Varchar
from piccolo.columns.defaults.uuid import UUID4
from piccolo.constraints import Unique
from piccolo.table import Table

from foundation.accounts.tables import Account


class Event(Table):
    """A contest edition. ``first_day`` is C1; ``competition_days`` count from it, ``preparation_days`` before."""

    id = UUID(primary_key=True, default=UUID4())
    code = Varchar(length=40, unique=True)
    name_zh = Varchar(length=200)
    name_en = Varchar(length=200)
    tier = Varchar(length=30, default="")
    rule_family = Varchar(length=1, default="")
    rule_document = Varchar(length=200, default="")
    rule_document_version = Varchar(length=60, default="")
    lead_organiser = Varchar(length=200, default="")
    venue = Varchar(length=200, default="")
    time_zone = Varchar(length=60, default="Asia/Shanghai")
    first_day = Date(null=True, default=None)
    competition_days = Integer(default=4)
    preparation_days = Integer(default=4)
    created_by = ForeignKey(Account, null=False, on_delete=OnDelete.restrict)
    created_at = Timestamptz()


class EventState(Table):
    """A step of an event (T-03): the row with the highest position is its state."""

    id = UUID(primary_key=True, default=UUID4())
    event = ForeignKey(Event, null=False, on_delete=OnDelete.restrict)
    position = Integer()
    state = Varchar(length=20)
    reason = Text(default="")
    by = ForeignKey(Account, null=False, on_delete=OnDelete.restrict)
    at = Timestamptz()
    event_state_one_row_a_position = Unique([event, position])


class SettingOverride(Table):
    """A single setting of the rule family changed for one event, as canonical text."""

    id = UUID(primary_key=True, default=UUID4())
    event = ForeignKey(Event, null=False, on_delete=OnDelete.restrict)
    name = Varchar(length=60)
    value = Text()
    setting_override_one_value_a_setting = Unique([event, name])


class FrozenSettings(Table):
    """The copy of all settings made when the event was announced (T-02)."""

    id = UUID(primary_key=True, default=UUID4())
    event = ForeignKey(Event, null=False, on_delete=OnDelete.restrict, unique=True)
    family = Varchar(length=1)
    family_version = Varchar(length=20)
    settings = JSONB()
    sha256 = Varchar(length=64)
    by = ForeignKey(Account, null=False, on_delete=OnDelete.restrict)
    at = Timestamptz()
