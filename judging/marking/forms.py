"""What may come in: marks as JSON from a tablet or as a plain form, and the forms of the desk."""

import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID, uuid4

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StrictStr, ValidationError, field_validator

from foundation.forms import Form
from foundation.numbers import parse_decimal
from foundation.problems import Problem, UserError, refusal
from foundation.texts import read_json
from judging.marking.corrections import CorrectionRequest
from judging.marking.entering import MarkRequest
from judging.marking.observations import MOST_DECIMALS
from judging.marking.reasons import LONGEST_TEXT

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_EARLIEST, _LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


class MarkIn(BaseModel):
    """One mark. ``observed`` is text as it was typed (1.25, 1,25, １．２５) or a whole number, never a float."""

    model_config = ConfigDict(extra="ignore")

    id: UUID
    aspect: UUID
    kind: Literal["mark", "not_attempted", "retracted"] = "mark"
    observed: StrictStr | StrictInt | None = None
    round: int = Field(default=1, ge=1, le=1000)
    version: int = Field(default=0, ge=0, le=1_000_000)
    reason: str | None = Field(default=None, max_length=40)
    reason_text: str | None = Field(default=None, max_length=LONGEST_TEXT)
    at: datetime | None = None
    confirmed: bool = False

    @field_validator("at")
    @classmethod
    def _with_zone(cls, value: datetime | None) -> datetime | None:
        if value is not None and (value.tzinfo is None or not _EARLIEST < value < _LATEST):
            raise ValueError("a time has a zone")
        return value

    @field_validator("reason_text")
    @classmethod
    def _printable(cls, value: str | None) -> str | None:
        return _CONTROL.sub("", value).strip() or None if value else None

    def request(self) -> MarkRequest:
        """The mark as the rules ask for it."""
        return MarkRequest(
            self.id, self.aspect, self.kind, _observed(self.observed), self.round, self.version,
            self.reason or None, self.reason_text, self.at, self.confirmed,
        )  # fmt: skip


def _observed(typed: str | int | None) -> Decimal | Problem | None:
    if typed is None or typed == "":
        return None
    if isinstance(typed, int):
        return Decimal(typed)
    return parse_decimal(typed, places=MOST_DECIMALS)


def read_observed(typed: str) -> Decimal:
    """A number as it was typed; raises UserError with what is wrong with it."""
    found = parse_decimal(typed, places=MOST_DECIMALS)
    if isinstance(found, Problem):
        raise UserError(found)
    return found


class MarksIn(BaseModel):
    """A request with one mark (``mark``) or with several (``marks``); ``scheme_version`` is what was seen.

    ``account`` is who was signed in when the page was made."""

    model_config = ConfigDict(extra="ignore")

    scheme_version: UUID
    account: UUID | None = None
    device: str | None = Field(default=None, max_length=64)
    mark: MarkIn | None = None
    marks: list[MarkIn] | None = Field(default=None, min_length=1, max_length=500)

    @field_validator("device")
    @classmethod
    def _visible(cls, value: str | None) -> str | None:
        return _CONTROL.sub("", value) or None if value else None

    @property
    def requests(self) -> list[MarkRequest]:
        several = self.marks if self.marks is not None else [self.mark] if self.mark else []
        return [each.request() for each in several]


def read_marks(body: bytes) -> MarksIn:
    """The JSON body of a tablet; raises UserError ``marks_unreadable`` naming the place."""
    try:
        found = _marks_in(body)
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors(include_url=False)[0]["loc"])
        raise refusal("marks_unreadable", place=place or "–") from None
    if (found.mark is None) == (found.marks is None):
        raise refusal("marks_unreadable", place="mark")
    return found


def _marks_in(body: bytes) -> MarksIn:
    """pydantic reads JSON at once, but takes no text with half a sign in it; such texts are read with it left out."""
    try:
        return MarksIn.model_validate_json(body)
    except ValidationError as error:
        try:
            return MarksIn.model_validate(read_json(body.decode()))
        except (ValueError, RecursionError) as second:
            raise (second if isinstance(second, ValidationError) else error) from None


def check_whose(page: UUID | None, session: UUID) -> None:
    """Refuse what was entered on a page of another account: nobody's score counts as somebody else's (W-10)."""
    if page is not None and page != session:
        raise refusal("other_account", status=409)


class PlainMarkForm(Form):
    """A mark from a plain form; the page gave it its id, so sending it twice is one mark."""

    id: UUID = Field(default_factory=uuid4)
    aspect: UUID
    kind: Literal["mark", "not_attempted", "retracted"] = "mark"
    observed: str = Field(default="", max_length=60)
    round: int = Field(default=1, ge=1, le=1000)
    version: int = Field(default=0, ge=0, le=1_000_000)
    reason: str | None = Field(default=None, max_length=40)
    reason_text: str | None = Field(default=None, max_length=LONGEST_TEXT)
    scheme_version: UUID
    account: UUID | None = None
    confirmed: bool = False

    def request(self) -> MarkRequest:
        """The mark as the rules ask for it."""
        return MarkIn(**self.model_dump(exclude={"scheme_version", "account"})).request()


def _several(value: object) -> object:
    return value if isinstance(value, list) else [value]


class TeamForm(Form):
    """A team in order; empty places are left out. ``also``: other sub-criteria that get it at once; ``rest``: those
    that have none."""

    marker: list[str] = Field(default_factory=list, max_length=60)
    leader: UUID | None = None
    also: list[UUID] = Field(default_factory=list, max_length=500)
    rest: bool = False

    _list = field_validator("marker", "also", mode="before")(_several)

    @property
    def experts(self) -> list[UUID]:
        try:
            return [UUID(each) for each in self.marker if each]
        except ValueError:
            raise refusal("not_a_choice", field="marker") from None


class OpenForm(Form):
    confirm: str = Field(max_length=90)


class ReasonForm(Form):
    """A reason, one of a list, with words where it is *other*; a verb says when it is missing."""

    reason: str = Field(default="", max_length=40)
    reason_text: str = Field(default="", max_length=LONGEST_TEXT)


class CorrectionForm(ReasonForm):
    """A new score instead of one's own; the page gave it its id, so sending it twice is asking once."""

    id: UUID = Field(default_factory=uuid4)
    score: str = Field(default="", max_length=60)
    round: int = Field(ge=1, le=1000)
    version: int = Field(ge=0, le=1_000_000)

    def request(self, aspect: UUID) -> CorrectionRequest:
        """The correction as the rules ask for it."""
        if not self.score:
            raise refusal("score_missing", field="score")
        score = parse_decimal(self.score, places=MOST_DECIMALS)
        words = self.reason_text or None
        return CorrectionRequest(self.id, aspect, score, self.round, self.version, self.reason or None, words)


class DecisionForm(Form):
    """The word on a correction."""

    decision: Literal["confirmed", "refused", "withdrawn"]


class SignForm(Form):
    """Sheets to sign, each as ``id:position`` of the chain that was read back."""

    sheet: list[str] = Field(default_factory=list, max_length=2000)

    _list = field_validator("sheet", mode="before")(_several)

    @property
    def seen(self) -> dict[UUID, int]:
        if not self.sheet:
            raise refusal("no_sheet_chosen", field="sheet")
        try:
            return {UUID(one): int(two) for one, _, two in (each.partition(":") for each in self.sheet)}
        except ValueError:
            raise refusal("not_a_choice", field="sheet") from None


class ImportForm(Form):
    """Taking the sound rows of a preview, whose digest is ``seen``, with the reason in words."""

    seen: str = Field(default="", max_length=64)
    reason: str = Field(default="", max_length=LONGEST_TEXT)


class LockForm(Form):
    """Which sheets to lock: one by id, those of a day, or all that are signed."""

    scope: Literal["sheet", "day", "all"]
    sheet: UUID | None = None
    day: int | None = Field(default=None, ge=-30, le=60)
