"""Delegations, experts, and their declared relations."""

from piccolo.columns import UUID, ForeignKey, Integer, OnDelete, Varchar
from piccolo.columns.defaults.uuid import UUID4
from piccolo.constraints import Unique
from piccolo.table import Table

from contest.events.tables import Event
from contest.skills.tables import Skill
from foundation.accounts.tables import Account


class Delegation(Table):
    """A delegation (代表团): province, industry or WorldSkills member."""

    id = UUID(primary_key=True, default=UUID4())
    event = ForeignKey(Event, null=False, on_delete=OnDelete.restrict)
    code = Varchar(length=20)
    name_zh = Varchar(length=100)
    name_en = Varchar(length=100)
    kind = Varchar(length=20, default="region")
    position = Integer(default=0)
    delegation_one_code_an_event = Unique([event, code])


class Expert(Table):
    """A judge of a skill. Role and term stand in appointments; here is what recusal asks for."""

    id = UUID(primary_key=True, default=UUID4())
    skill = ForeignKey(Skill, null=False, on_delete=OnDelete.restrict)
    account = ForeignKey(Account, null=False, on_delete=OnDelete.restrict, index=True)
    delegation = ForeignKey(Delegation, null=True, default=None, on_delete=OnDelete.restrict)
    unit = Varchar(length=200, default="")
    expert_once_a_skill = Unique([skill, account])
