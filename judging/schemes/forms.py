"""What may come in on the pages of a scheme: parts of it, uploads, approvals."""

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from litestar.datastructures import UploadFile
from pydantic import Field, field_validator

from foundation.forms import Form
from foundation.numbers import LARGEST_WHOLE, parse_decimal, whole_or_none
from foundation.problems import Place, Problem, UserError
from judging.schemes.calculation_fields import FIELDS, MOST_ROWS, from_fields
from judging.schemes.cells import folded_code
from judging.schemes.scheme import Aspect, Criterion, Descriptor, Section, SubCriterion

MARK_PLACES = 6
MOST_SECTIONS = 30
LADDER = (0, 1, 2, 3)


class RevisionForm(Form):
    """Every form of a draft carries the revision that was seen."""

    revision: int = Field(ge=0, le=LARGEST_WHOLE)


class MoveForm(RevisionForm):
    by: int = Field(ge=-1, le=1)


class StartForm(Form):
    reason: str = Field(default="", max_length=2000)


class RestoreForm(RevisionForm):
    target: int = Field(ge=1, le=LARGEST_WHOLE)


class ConfirmForm(RevisionForm):
    """A dangerous act: the code of the thing typed by hand. ``seen_marks``: digest of the touched marks shown."""

    confirm: str = Field(default="", max_length=80)
    seen_marks: str = Field(default="", max_length=64)


class ApprovalForm(RevisionForm):
    capacity: str = Field(pattern="^(chief|second)$")
    absence: bool = False


class ReadingForm(RevisionForm):
    aspect: UUID


class CriterionForm(RevisionForm):
    code: str = Field(min_length=1, max_length=4)
    name: str = Field(max_length=300)
    declared: str = ""

    @classmethod
    def further(cls, values: Mapping[str, Any]) -> list[Problem]:
        return _check_letter(folded_code(str(values.get("code", ""))).upper())

    @field_validator("code")
    @classmethod
    def fold(cls, code: str) -> str:
        return folded_code(code).upper()

    def criterion(self) -> Criterion:
        """The criterion as typed; it has one letter (W-02)."""
        problems = _check_letter(self.code)
        declared = _tried(lambda: mark_or_none(self.declared, "declared"), problems)
        if problems:
            raise UserError(*problems)
        return Criterion(self.code, self.name, declared)


def _check_letter(code: str) -> list[Problem]:
    return [] if re.fullmatch("[A-Z]", code) else [Problem("criterion_no_letter", place=Place(field="code"))]


class SubCriterionForm(RevisionForm):
    code: str = Field(min_length=1, max_length=10)
    name: str = Field(max_length=300)
    day: int | None = Field(default=None, ge=1, le=9)
    criterion: str = ""

    @field_validator("code")
    @classmethod
    def fold(cls, code: str) -> str:
        return folded_code(code).upper()

    def sub_criterion(self) -> SubCriterion:
        return SubCriterion(self.code, self.name)


class AspectForm(RevisionForm):
    """An aspect without its ladder and calculation, which are read by :func:`aspect_from`."""

    type: str = Field(pattern="^[MJ]$")
    description: str = Field(default="", max_length=4000)
    extra: str = Field(default="", max_length=8000)
    requirement: str = Field(default="", max_length=2000)
    section: str = Field(default="", max_length=20)
    max_mark: str = Field(max_length=40)
    day: int | None = Field(default=None, ge=1, le=9)
    sub_criterion: UUID

    @classmethod
    def further(cls, values: Mapping[str, Any]) -> list[Problem]:
        """The mark and the calculation, as :func:`aspect_from` reads them."""
        problems: list[Problem] = []
        texts = {name: value for name, value in values.items() if isinstance(value, str)}
        _tried(lambda: mark_or_none(texts.get("max_mark", ""), "max_mark"), problems)
        if texts.get("type") == "M" and texts.get("calculation") in FIELDS:
            _tried(lambda: from_fields(texts, None), problems)
        return problems


class SectionsForm(RevisionForm):
    title: str = Field(default="", max_length=300)


class UploadForm(Form):
    file: UploadFile | None = None


def aspect_from(form: AspectForm, values: Mapping[str, Any], kept: Aspect | None) -> Aspect:
    """The aspect that was typed, with what the form does not show kept. Every problem at once."""
    problems: list[Problem] = []
    texts = {name: value for name, value in values.items() if isinstance(value, str)}
    base = kept or Aspect("M", "", None)
    mark = _tried(lambda: mark_or_none(form.max_mark, "max_mark"), problems)
    measured = form.type == "M"
    calculation = _tried(lambda: from_fields(texts, base.calculation), problems) if measured else None
    if problems:
        raise UserError(*problems)
    return replace(
        base,
        type="M" if measured else "J",
        description=form.description,
        extra=form.extra,
        requirement=form.requirement,
        section=form.section or None,
        max_mark=mark,
        day=form.day,
        descriptors=_ladder(texts) if not measured else base.descriptors,
        calculation=calculation,
    )


def _tried(read: Any, problems: list[Problem]) -> Any:
    try:
        return read()
    except UserError as error:
        problems.extend(error.problems)
        return None


def _ladder(texts: Mapping[str, str]) -> tuple[Descriptor, ...]:
    typed = [texts.get(f"descriptor{score}", "").strip() for score in LADDER]
    return tuple(Descriptor(score, text) for score, text in zip(LADDER, typed, strict=True)) if any(typed) else ()


def mark_or_none(text: str, field: str) -> Decimal | None:
    """A mark that was typed; an empty text is none. Refused with its field."""
    if not text.strip():
        return None
    number = parse_decimal(text, places=MARK_PLACES)
    if isinstance(number, Problem):
        raise UserError(replace(number, place=Place(field=field)))
    return number


def sections_from(values: Mapping[str, Any]) -> list[Section]:
    """The rows ``section<i>_number``, ``_name``, ``_declared`` that hold a number."""
    found, problems = [], []  # type: list[Section], list[Problem]
    for row in range(1, MOST_SECTIONS + 1):
        number = str(values.get(f"section{row}_number", "")).strip()
        if not number:
            continue
        field = f"section{row}_declared"
        declared = _tried(lambda field=field: mark_or_none(str(values.get(field, "")), field), problems)
        found.append(Section(number[:20], str(values.get(f"section{row}_name", "")).strip()[:300], declared))
    if problems:
        raise UserError(*problems)
    return found


def continued(values: Mapping[str, Any], known: Mapping[tuple[int, str], UUID]) -> dict[str, UUID]:
    """Which old id each part of an upload continues: the fields ``continues-<position>`` that hold one, or the name
    of one among ``known`` (by parts of a position, and name).

    Refused: a text that names no old part, one old part continued twice; all such lines at once.
    """
    found: dict[str, UUID] = {}
    taken: set[UUID] = set()
    problems: list[Problem] = []
    for name, value in values.items():
        position = name.removeprefix("continues-")
        if position == name or not isinstance(value, str) or not value.strip():
            continue
        old = known.get((position.count(".") + 1, value.strip().casefold())) or _id_or_none(value)
        if old is None or old in taken:
            code = "match_unknown" if old is None else "match_twice"
            problems.append(Problem(code, place=Place(field=name), values={"part": value.strip()[:100]}))
            continue
        taken.add(old)
        found[position] = old
    if problems:
        raise UserError(*problems)
    return found


def _id_or_none(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None


def rows_wanted(values: Mapping[str, Any]) -> int:
    """How many rows the calculation shows: as many as before, one more when asked."""
    typed = str(values.get("rows", "0"))
    rows = whole_or_none(typed) or 0
    return min(rows + (1 if "add_row" in values else 0), MOST_ROWS)
