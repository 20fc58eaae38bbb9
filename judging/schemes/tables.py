"""Scheme versions, their revisions, approvals and locks; identities that live through versions.

A scheme is a value and is kept as one: each save of a draft appends a revision with the whole scheme
(``stored.py``), so that undo and "what changed" need no bookkeeping. Approval and lock name a revision.
"""

from typing import Any

from piccolo.columns import JSONB, UUID, Boolean, ForeignKey, Integer, OnDelete, Text, Timestamptz, Varchar
from piccolo.columns.defaults.uuid import UUID4
from piccolo.constraints import Unique
from piccolo.table import Table

from contest.skills.tables import Division
from foundation.accounts.tables import Account


class SchemeVersion(Table):
    """A version of a division's marking scheme, numbered from 1. ``reason`` is needed after a lock."""

    id = UUID(primary_key=True, default=UUID4())
    division = ForeignKey(Division, null=False, on_delete=OnDelete.restrict)
    number = Integer()
    author = ForeignKey(Account, null=False, on_delete=OnDelete.restrict)
    based_on: ForeignKey[Any] = ForeignKey("self", null=True, default=None, on_delete=OnDelete.restrict)
    source_name = Varchar(length=200, default="")
    source_sha256 = Varchar(length=64, default="")
    reason = Text(default="")
    created_at = Timestamptz()
    scheme_version_one_number_a_division = Unique([division, number])


class SchemeRevision(Table):
    """One saved state of a version; the highest revision is the draft as it stands."""

    id = UUID(primary_key=True, default=UUID4())
    scheme_version = ForeignKey(SchemeVersion, null=False, on_delete=OnDelete.restrict)
    revision = Integer()
    content = JSONB()
    note = Varchar(length=200, default="")
    by = ForeignKey(Account, null=False, on_delete=OnDelete.restrict)
    at = Timestamptz()
    scheme_revision_one_number_a_version = Unique([scheme_version, revision])


class SchemeApproval(Table):
    """Consent of the Chief Expert (``chief``) or of an Expert who is not the author (``second``).

    ``turn`` counts from 1: consent that was withdrawn may be given again, as a further row. ``absence`` says
    that the deputy decided because the Chief Expert was absent.
    """

    id = UUID(primary_key=True, default=UUID4())
    scheme_version = ForeignKey(SchemeVersion, null=False, on_delete=OnDelete.restrict)
    revision = Integer()
    capacity = Varchar(length=8)
    turn = Integer(default=1)
    absence = Boolean(default=False)
    by = ForeignKey(Account, null=False, on_delete=OnDelete.restrict)
    at = Timestamptz()
    scheme_approval_once_a_turn = Unique([scheme_version, revision, capacity, turn])


class SchemeApprovalWithdrawal(Table):
    """An approval that no longer counts; only before the lock."""

    id = UUID(primary_key=True, default=UUID4())
    approval = ForeignKey(SchemeApproval, null=False, on_delete=OnDelete.restrict, unique=True)
    by = ForeignKey(Account, null=False, on_delete=OnDelete.restrict)
    at = Timestamptz()


class SchemeReading(Table):
    """A person confirmed how an inferred calculation is read (W-15); it holds for equal calculations of the
    division. ``fingerprint`` is that of ``calculation_grammar.py``."""

    id = UUID(primary_key=True, default=UUID4())
    division = ForeignKey(Division, null=False, on_delete=OnDelete.restrict, index=True)
    fingerprint = Text()
    by = ForeignKey(Account, null=False, on_delete=OnDelete.restrict)
    at = Timestamptz()


class SchemeDiscard(Table):
    """A draft that was given up; it stays readable."""

    id = UUID(primary_key=True, default=UUID4())
    scheme_version = ForeignKey(SchemeVersion, null=False, on_delete=OnDelete.restrict, unique=True)
    by = ForeignKey(Account, null=False, on_delete=OnDelete.restrict)
    at = Timestamptz()


class SchemeUpload(Table):
    """A file that was read and shown, waiting to be confirmed or dropped; no scheme yet.

    ``content`` is the scheme exactly as previewed, ``problems`` its warnings, ``awarded`` how many marks of
    competitors stood in the file, ``awarded_columns`` those marks by row. ``seen_revision`` is the draft's revision
    at that time (0: no draft).
    """

    id = UUID(primary_key=True, default=UUID4())
    division = ForeignKey(Division, null=False, on_delete=OnDelete.restrict, index=True)
    file_name = Varchar(length=200)
    file_sha256 = Varchar(length=64)
    layout = Varchar(length=24)
    content = JSONB()
    problems = JSONB()
    awarded = Integer(default=0)
    awarded_columns = JSONB(default="[]")
    seen_revision = Integer(default=0)
    by = ForeignKey(Account, null=False, on_delete=OnDelete.restrict)
    at = Timestamptz()


class SchemeAwarded(Table):
    """A column of awarded marks that stood in the file of a version, by aspect: offered for import as marks of one
    competitor once marking is open. ``marks`` lists aspect, maximum in the file, and the mark or what was typed."""

    id = UUID(primary_key=True, default=UUID4())
    scheme_version = ForeignKey(SchemeVersion, null=False, on_delete=OnDelete.restrict, index=True)
    file_name = Varchar(length=200)
    file_sha256 = Varchar(length=64)
    sheet = Varchar(length=200)
    label = Varchar(length=200)
    cell = Varchar(length=12)
    marks = JSONB()
    by = ForeignKey(Account, null=False, on_delete=OnDelete.restrict)
    at = Timestamptz()


class SchemeLock(Table):
    """The revision that marks are given on; a locked version never changes."""

    id = UUID(primary_key=True, default=UUID4())
    scheme_version = ForeignKey(SchemeVersion, null=False, on_delete=OnDelete.restrict, unique=True)
    revision = Integer()
    content_sha256 = Varchar(length=64)
    by = ForeignKey(Account, null=False, on_delete=OnDelete.restrict)
    at = Timestamptz()


class SubCriterionIdentity(Table):
    """A sub-criterion through all versions of its division's scheme; sheets and teams refer to it."""

    id = UUID(primary_key=True, default=UUID4())
    division = ForeignKey(Division, null=False, on_delete=OnDelete.restrict, index=True)


class AspectIdentity(Table):
    """An aspect through all versions of its division's scheme; the ledger refers to it."""

    id = UUID(primary_key=True, default=UUID4())
    division = ForeignKey(Division, null=False, on_delete=OnDelete.restrict, index=True)
