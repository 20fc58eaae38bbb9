"""Marking teams, sheets, markers and the ledger.

Append-only (trigger and rights): ``mark_entry``, ``round_opening``, ``sheet_act``, ``hand_in``,
``score_correction``, ``correction_decision``.
"""

from piccolo.columns import UUID, ForeignKey, Integer, Numeric, OnDelete, SmallInt, Text, Timestamptz, Varchar
from piccolo.columns.defaults.uuid import UUID4
from piccolo.constraints import Unique
from piccolo.table import Table

from contest.entries.tables import Entry
from contest.people.tables import Expert
from contest.skills.tables import Division
from foundation.accounts.tables import Account
from judging.schemes.tables import AspectIdentity, SchemeVersion, SubCriterionIdentity


class MarkingTeam(Table):
    """Who marks a sub-criterion for every entry of the division (W-17); its leader signs for it."""

    id = UUID(primary_key=True, default=UUID4())
    division = ForeignKey(Division, null=False, on_delete=OnDelete.restrict, index=True)
    sub_criterion = ForeignKey(SubCriterionIdentity, null=False, on_delete=OnDelete.restrict, unique=True)
    leader = ForeignKey(Expert, null=False, on_delete=OnDelete.restrict)


class MarkingTeamMember(Table):
    """A member in order: the first k fill the seats, the rest are reserves."""

    id = UUID(primary_key=True, default=UUID4())
    team = ForeignKey(MarkingTeam, null=False, on_delete=OnDelete.cascade)  # a team is replaced whole
    expert = ForeignKey(Expert, null=False, on_delete=OnDelete.restrict)
    position = SmallInt()
    marking_team_member_one_person_once = Unique([team, expert])
    marking_team_member_one_person_a_position = Unique([team, position])


class MarkingOpening(Table):
    """The Chief Expert opened marking of a division on a locked scheme version."""

    id = UUID(primary_key=True, default=UUID4())
    division = ForeignKey(Division, null=False, on_delete=OnDelete.restrict, unique=True)
    scheme_version = ForeignKey(SchemeVersion, null=False, on_delete=OnDelete.restrict)
    by = ForeignKey(Account, null=False, on_delete=OnDelete.restrict)
    at = Timestamptz()


class Sheet(Table):
    """One sub-criterion of one entry. Counters, state, position and head change under its row lock only.

    ``expected``, ``entered`` and ``open_spreads`` are the one cache that law 2 allows; ``state`` (open,
    signed, locked) repeats the last row of ``sheet_act`` for boards over 100,000 sheets. ``position`` and
    ``head`` are the end of its chain. ``blocked`` is a problem code when seats cannot be filled.
    """

    id = UUID(primary_key=True, default=UUID4())
    division = ForeignKey(Division, null=False, on_delete=OnDelete.restrict, index=True)
    sub_criterion = ForeignKey(SubCriterionIdentity, null=False, on_delete=OnDelete.restrict)
    entry = ForeignKey(Entry, null=False, on_delete=OnDelete.restrict)
    scheme_version = ForeignKey(SchemeVersion, null=False, on_delete=OnDelete.restrict)
    day = SmallInt(null=True, default=None)
    expected = Integer()
    entered = Integer(default=0)
    open_spreads = Integer(default=0)
    state = Varchar(length=8, default="open")
    blocked = Varchar(length=40, default="")
    position = Integer(default=0)
    head = Varchar(length=64)
    sheet_one_sheet = Unique([sub_criterion, entry])


class SheetMarker(Table):
    """A named marker of a sheet and his seat 1 … k."""

    id = UUID(primary_key=True, default=UUID4())
    sheet = ForeignKey(Sheet, null=False, on_delete=OnDelete.restrict)
    seat = SmallInt()
    expert = ForeignKey(Expert, null=False, on_delete=OnDelete.restrict, index=True)
    sheet_marker_one_expert_a_seat = Unique([sheet, seat])
    sheet_marker_one_seat_an_expert = Unique([sheet, expert])


class MarkEntry(Table):
    """A fact of the ledger: never changed, never deleted. Fields as in the contract's hashed content.

    ``judge`` is whose mark it is, ``entered_by`` who typed it. ``seat`` 0 is the team's agreed value, 1 … k
    the judges of a judgement aspect. ``observed`` is the score, the count, the measured value, done 1 or 0,
    or a choice's number; ``mark`` stands for seat 0 only.
    """

    client_id = UUID(primary_key=True, default=None)
    division = ForeignKey(Division, null=False, on_delete=OnDelete.restrict, index=True)
    sheet = ForeignKey(Sheet, null=False, on_delete=OnDelete.restrict)
    aspect = ForeignKey(AspectIdentity, null=False, on_delete=OnDelete.restrict)
    seat = SmallInt()
    round = SmallInt()
    version = Integer()
    judge = ForeignKey(Account, null=False, on_delete=OnDelete.restrict)
    entered_by = ForeignKey(Account, null=False, on_delete=OnDelete.restrict)
    source = Varchar(length=8)
    scheme_version = ForeignKey(SchemeVersion, null=False, on_delete=OnDelete.restrict)
    kind = Varchar(length=16)
    observed = Numeric(digits=(18, 6), null=True, default=None)
    mark = Numeric(digits=(9, 4), null=True, default=None)
    reason_code = Varchar(length=40, null=True, default=None)
    reason_text = Text(null=True, default=None)
    device = Varchar(length=64, null=True, default=None)
    client_time = Timestamptz(null=True, default=None)
    server_time = Timestamptz()
    position = Integer()
    hash = Varchar(length=64)
    mark_entry_one_version_a_seat = Unique([sheet, aspect, round, seat, version])
    mark_entry_one_entry_a_position = Unique([sheet, position])


class RoundOpening(Table):
    """A new round of a judgement aspect opened by the marking team leader, with a reason."""

    id = UUID(primary_key=True, default=UUID4())
    sheet = ForeignKey(Sheet, null=False, on_delete=OnDelete.restrict)
    aspect = ForeignKey(AspectIdentity, null=False, on_delete=OnDelete.restrict)
    round = SmallInt()
    reason_code = Varchar(length=40)
    reason_text = Text(null=True, default=None)
    by = ForeignKey(Account, null=False, on_delete=OnDelete.restrict)
    at = Timestamptz()
    round_opening_one_opening_a_round = Unique([sheet, aspect, round])


class SheetAct(Table):
    """Signed, reopened or locked: who, when, why, and the head of the chain at that moment (W-19)."""

    id = UUID(primary_key=True, default=UUID4())
    sheet = ForeignKey(Sheet, null=False, on_delete=OnDelete.restrict)
    number = Integer()
    act = Varchar(length=12)
    reason_code = Varchar(length=40, null=True, default=None)
    reason_text = Text(null=True, default=None)
    position = Integer()
    head = Varchar(length=64)
    by = ForeignKey(Account, null=False, on_delete=OnDelete.restrict)
    at = Timestamptz()
    sheet_act_one_act_a_number = Unique([sheet, number])


class HandIn(Table):
    """A marker said "I have finished mine". No state of the sheet: from then on his changes need a reason."""

    id = UUID(primary_key=True, default=UUID4())
    sheet = ForeignKey(Sheet, null=False, on_delete=OnDelete.restrict)
    account = ForeignKey(Account, null=False, on_delete=OnDelete.restrict)
    position = Integer()
    at = Timestamptz()
    hand_in_once_an_account = Unique([sheet, account])


class ScoreCorrection(Table):
    """A judge asks to correct the keying of his revealed score: outside the chain and every total until a second
    person confirms it. ``after_act`` and ``after_status`` are the sheet's last act and its entry's last status when
    it was asked (0: none); later ones may make it void."""

    id = UUID(primary_key=True, default=None)
    sheet = ForeignKey(Sheet, null=False, on_delete=OnDelete.restrict, index=True)
    aspect = ForeignKey(AspectIdentity, null=False, on_delete=OnDelete.restrict)
    seat = SmallInt()
    round = SmallInt()
    seen_version = Integer()
    score = SmallInt()
    reason_code = Varchar(length=40)
    reason_text = Text(null=True, default=None)
    judge = ForeignKey(Account, null=False, on_delete=OnDelete.restrict)
    after_act = Integer(default=0)
    after_status = Integer(default=0)
    at = Timestamptz()


class CorrectionDecision(Table):
    """Confirmed or refused by a second person, or withdrawn by the asker, once; ``entry`` is the version that the
    confirmation appended."""

    id = UUID(primary_key=True, default=UUID4())
    correction = ForeignKey(ScoreCorrection, null=False, on_delete=OnDelete.restrict, unique=True)
    decision = Varchar(length=12)
    entry = ForeignKey(MarkEntry, null=True, default=None, on_delete=OnDelete.restrict)  # of a confirmed one only
    by = ForeignKey(Account, null=False, on_delete=OnDelete.restrict)
    at = Timestamptz()
