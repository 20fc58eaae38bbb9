"""Editing a scheme: each function takes a ``Scheme`` and gives a new one. Pure.

What this does: add, change, move and delete criteria, sub-criteria, aspects and sections. What it does not:
judge the result (``checks.py``), keep it (``actions.py``).

Criteria are addressed by code, sub-criteria and aspects by id. What is not there is refused with
``part_gone``: somebody else deleted it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar
from uuid import UUID

from foundation.problems import refusal
from judging.schemes.scheme import Aspect, Criterion, Scheme, Section, SubCriterion

LETTERS = "ABCDEFGHI"

Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class AspectPlace:
    """An aspect with where it stands."""

    criterion: Criterion
    sub_criterion: SubCriterion
    aspect: Aspect
    number: int

    @property
    def label(self) -> str:
        """``A1.3``: sub-criterion and number in it."""
        return f"{self.sub_criterion.code}.{self.number}"


def with_missing_ids(scheme: Scheme, new_id: Callable[[], UUID]) -> Scheme:
    """The scheme with an id for every sub-criterion and aspect that has none yet."""
    return _each_sub(
        scheme,
        lambda sub: replace(
            sub,
            id=sub.id or new_id(),
            aspects=tuple(aspect if aspect.id else replace(aspect, id=new_id()) for aspect in sub.aspects),
        ),
    )


def find_criterion(scheme: Scheme, code: str) -> Criterion:
    """The criterion of a code."""
    return _found(next((each for each in scheme.criteria if each.code == code), None))


def find_sub_criterion(scheme: Scheme, sub_id: UUID) -> SubCriterion:
    """The sub-criterion of an id."""
    return _found(next((sub for sub in scheme.sub_criteria() if sub.id == sub_id), None))


def find_aspect(scheme: Scheme, aspect_id: UUID) -> AspectPlace:
    """The aspect of an id with its place."""
    for criterion in scheme.criteria:
        for sub in criterion.sub_criteria:
            for number, aspect in enumerate(sub.aspects, start=1):
                if aspect.id == aspect_id:
                    return AspectPlace(criterion, sub, aspect, number)
    raise refusal("part_gone", status=409)


def next_letter(scheme: Scheme) -> str:
    """The first letter that no criterion has; refused after I (W-02)."""
    used = {criterion.code for criterion in scheme.criteria}
    letter = next((each for each in LETTERS if each not in used), None)
    if letter is None:
        raise refusal("no_letter_left")
    return letter


def next_sub_code(criterion: Criterion) -> str:
    """The criterion's letter with the first number behind all that it has."""
    used = {sub.code for sub in criterion.sub_criteria}
    number = len(used) + 1
    while f"{criterion.code}{number}" in used:
        number += 1
    return f"{criterion.code}{number}"


def add_criterion(scheme: Scheme, criterion: Criterion) -> Scheme:
    """The criterion behind the others. Refused: its code is taken."""
    _refuse_taken(criterion.code, [each.code for each in scheme.criteria])
    return replace(scheme, criteria=(*scheme.criteria, criterion))


def change_criterion(scheme: Scheme, code: str, changed: Criterion) -> Scheme:
    """The criterion with code, name and declared mark of ``changed``; its sub-criteria stay."""
    kept = find_criterion(scheme, code)
    _refuse_taken(changed.code, [each.code for each in scheme.criteria if each.code != code])
    new = replace(kept, code=changed.code, name=changed.name, declared=changed.declared)
    return replace(scheme, criteria=tuple(new if each is kept else each for each in scheme.criteria))


def delete_criterion(scheme: Scheme, code: str) -> Scheme:
    """The scheme without the criterion and all in it."""
    gone = find_criterion(scheme, code)
    return replace(scheme, criteria=tuple(each for each in scheme.criteria if each is not gone))


def move_criterion(scheme: Scheme, code: str, by: int) -> Scheme:
    """The criterion ``by`` places further down (negative: up), as far as there is room. Letters stay."""
    return replace(scheme, criteria=_moved(scheme.criteria, find_criterion(scheme, code), by))


def add_sub_criterion(scheme: Scheme, criterion_code: str, sub: SubCriterion) -> Scheme:
    """The sub-criterion behind the others of its criterion. Refused: its code is taken there."""
    criterion = find_criterion(scheme, criterion_code)
    _refuse_taken(sub.code, [each.code for each in criterion.sub_criteria])
    return _with_subs(scheme, criterion, (*criterion.sub_criteria, sub))


def change_sub_criterion(scheme: Scheme, sub_id: UUID, code: str, name: str, day: int | None) -> Scheme:
    """Code and name of a sub-criterion, and the day of all its aspects where ``day`` is given (W-03)."""
    kept = find_sub_criterion(scheme, sub_id)
    criterion = _criterion_of(scheme, sub_id)
    _refuse_taken(code, [each.code for each in criterion.sub_criteria if each.id != sub_id])
    aspects = kept.aspects if day is None else tuple(replace(aspect, day=day) for aspect in kept.aspects)
    return _with_sub(scheme, replace(kept, code=code, name=name, aspects=aspects))


def delete_sub_criterion(scheme: Scheme, sub_id: UUID) -> Scheme:
    """The scheme without the sub-criterion and its aspects."""
    criterion = _criterion_of(scheme, sub_id)
    return _with_subs(scheme, criterion, tuple(sub for sub in criterion.sub_criteria if sub.id != sub_id))


def move_sub_criterion(scheme: Scheme, sub_id: UUID, by: int) -> Scheme:
    """The sub-criterion ``by`` places further down in its criterion. Codes stay."""
    criterion = _criterion_of(scheme, sub_id)
    sub = find_sub_criterion(scheme, sub_id)
    return _with_subs(scheme, criterion, _moved(criterion.sub_criteria, sub, by))


def add_aspect(scheme: Scheme, sub_id: UUID, aspect: Aspect) -> Scheme:
    """The aspect behind the others of its sub-criterion."""
    sub = find_sub_criterion(scheme, sub_id)
    return _with_sub(scheme, replace(sub, aspects=(*sub.aspects, aspect)))


def change_aspect(scheme: Scheme, aspect_id: UUID, changed: Aspect, *, sub_id: UUID | None = None) -> Scheme:
    """The aspect with all values of ``changed`` but its id; in another sub-criterion where ``sub_id`` says so."""
    place = find_aspect(scheme, aspect_id)
    new = replace(changed, id=aspect_id)
    if sub_id is not None and sub_id != place.sub_criterion.id:
        return add_aspect(delete_aspect(scheme, aspect_id), sub_id, new)
    aspects = tuple(new if each.id == aspect_id else each for each in place.sub_criterion.aspects)
    return _with_sub(scheme, replace(place.sub_criterion, aspects=aspects))


def delete_aspect(scheme: Scheme, aspect_id: UUID) -> Scheme:
    """The scheme without the aspect."""
    sub = find_aspect(scheme, aspect_id).sub_criterion
    return _with_sub(scheme, replace(sub, aspects=tuple(each for each in sub.aspects if each.id != aspect_id)))


def move_aspect(scheme: Scheme, aspect_id: UUID, by: int) -> Scheme:
    """The aspect ``by`` places further down in its sub-criterion."""
    place = find_aspect(scheme, aspect_id)
    aspects = _moved(place.sub_criterion.aspects, place.aspect, by)
    return _with_sub(scheme, replace(place.sub_criterion, aspects=aspects))


def set_sections(scheme: Scheme, title: str, sections: Sequence[Section]) -> Scheme:
    """Title and sections of the standards."""
    return replace(scheme, title=title, sections=tuple(sections))


def undo_target(revisions: Sequence[tuple[int, str]]) -> int | None:
    """The revision that one step of undo brings back; None when there is nothing to undo.

    ``revisions`` are (number, note), rising. A note ``restored 4`` means that the content is that of 4, so that
    repeated undo goes back step by step.
    """
    content: dict[int, int] = {}
    for number, note in revisions:
        word, _, restored = note.partition(" ")
        known = word == "restored" and restored.isdigit() and int(restored) in content
        content[number] = content[int(restored)] if known else number
    if not content:
        return None
    before = content[max(content)] - 1
    return before if before in content else None


def _found(part: Part | None) -> Part:
    if part is None:
        raise refusal("part_gone", status=409)
    return part


def _refuse_taken(code: str, used: Sequence[str]) -> None:
    if code in used:
        raise refusal("code_taken", field="code", code=code)


def _criterion_of(scheme: Scheme, sub_id: UUID) -> Criterion:
    return _found(
        next((each for each in scheme.criteria if any(sub.id == sub_id for sub in each.sub_criteria)), None)
    )


def _with_subs(scheme: Scheme, criterion: Criterion, subs: tuple[SubCriterion, ...]) -> Scheme:
    new = replace(criterion, sub_criteria=subs)
    return replace(scheme, criteria=tuple(new if each is criterion else each for each in scheme.criteria))


def _with_sub(scheme: Scheme, changed: SubCriterion) -> Scheme:
    return _each_sub(scheme, lambda sub: changed if sub.id == changed.id else sub)


def _each_sub(scheme: Scheme, change: Callable[[SubCriterion], SubCriterion]) -> Scheme:
    return replace(
        scheme,
        criteria=tuple(
            replace(criterion, sub_criteria=tuple(change(sub) for sub in criterion.sub_criteria))
            for criterion in scheme.criteria
        ),
    )


def _moved(parts: tuple[Part, ...], part: Part, by: int) -> tuple[Part, ...]:
    here = next(index for index, each in enumerate(parts) if each is part)
    there = min(max(here + by, 0), len(parts) - 1)
    rest = [*parts[:here], *parts[here + 1 :]]
    return (*rest[:there], part, *rest[there:])
