"""Skills, sections of the occupational standards, divisions."""

from piccolo.columns import UUID, Boolean, ForeignKey, Integer, Numeric, OnDelete, Varchar
from piccolo.columns.defaults.uuid import UUID4
from piccolo.constraints import Unique
from piccolo.table import Table

from contest.events.tables import Event


class Skill(Table):
    """A trade (赛项). ``code`` is a free string, unique in the event (T-06)."""

    id = UUID(primary_key=True, default=UUID4())
    event = ForeignKey(Event, null=False, on_delete=OnDelete.restrict)
    code = Varchar(length=40)
    name_zh = Varchar(length=200)
    name_en = Varchar(length=200)
    kind = Varchar(length=20, default="official")
    team_size = Integer(default=1)
    age_limit = Integer(null=True, default=None)
    world_skill = Varchar(length=10, default="")
    compatriots_allowed = Boolean(default=False)
    compatriots_approval = Varchar(length=200, default="")
    skill_one_code_an_event = Unique([event, code])


class SkillSection(Table):
    """A section of the occupational standards (WSOS) with its weight in marks; null: not printed."""

    id = UUID(primary_key=True, default=UUID4())
    skill = ForeignKey(Skill, null=False, on_delete=OnDelete.restrict)
    number = Varchar(length=10)
    position = Integer()
    title = Varchar(length=200)
    weight = Numeric(digits=(7, 3), null=True, default=None)
    skill_section_one_number_a_skill = Unique([skill, number])


class Division(Table):
    """A group (组别) of a skill; scheme, sheets, ranking and results hang on it (T-07, T-98).

    ``slug`` is the skill's code, with the division's code behind it where there are several; it stands in
    addresses and is unique in the event. An unnamed division has empty code and names.
    """

    id = UUID(primary_key=True, default=UUID4())
    event = ForeignKey(Event, null=False, on_delete=OnDelete.restrict)
    skill = ForeignKey(Skill, null=False, on_delete=OnDelete.restrict)
    slug = Varchar(length=90)
    code = Varchar(length=40, default="")
    name_zh = Varchar(length=100, default="")
    name_en = Varchar(length=100, default="")
    position = Integer(default=1)
    rule_set = Varchar(length=30)
    division_one_slug_an_event = Unique([event, slug])
    division_one_code_a_skill = Unique([skill, code])
