"""Published results (frozen rows), and the Chief Expert's decisions on ties."""

from piccolo.columns import JSONB, UUID, ForeignKey, Integer, Numeric, OnDelete, Text, Timestamptz, Varchar
from piccolo.columns.defaults.uuid import UUID4
from piccolo.constraints import Unique
from piccolo.table import Table

from contest.entries.tables import Entry
from contest.skills.tables import Division
from foundation.accounts.tables import Account
from judging.schemes.tables import SchemeVersion


class TieDecision(Table):
    """An order among tied entries decided by the Chief Expert (T-91); ``entries`` best first."""

    id = UUID(primary_key=True, default=UUID4())
    division = ForeignKey(Division, null=False, on_delete=OnDelete.restrict, index=True)
    entries = JSONB()
    reason = Text()
    by = ForeignKey(Account, null=False, on_delete=OnDelete.restrict)
    at = Timestamptz()


class Publication(Table):
    """Results of a division as published: with parameters and population, so that anyone can recompute (W-34)."""

    id = UUID(primary_key=True, default=UUID4())
    division = ForeignKey(Division, null=False, on_delete=OnDelete.restrict)
    number = Integer()
    scheme_version = ForeignKey(SchemeVersion, null=False, on_delete=OnDelete.restrict)
    rule_set = Varchar(length=30)
    parameters = JSONB()
    population = JSONB()
    sha256 = Varchar(length=64)
    by = ForeignKey(Account, null=False, on_delete=OnDelete.restrict)
    at = Timestamptz()
    publication_one_number_a_division = Unique([division, number])


class PublishedRow(Table):
    """One entry of a publication. ``unrounded`` is the exact points, six places; null where none."""

    id = UUID(primary_key=True, default=UUID4())
    publication = ForeignKey(Publication, null=False, on_delete=OnDelete.restrict, index=True)
    entry = ForeignKey(Entry, null=False, on_delete=OnDelete.restrict)
    row = Integer()
    number = Varchar(length=20)
    delegation = Varchar(length=20)
    status = Varchar(length=16)
    marks_by_criterion = JSONB()
    total = Numeric(digits=(9, 4), null=True, default=None)
    exact_points = Numeric(digits=(14, 6), null=True, default=None)
    points = Integer(null=True, default=None)
    position = Integer(null=True, default=None)
    award = Varchar(length=12, null=True, default=None)
    explanation = JSONB()
    published_row_one_row_an_entry = Unique([publication, entry])
