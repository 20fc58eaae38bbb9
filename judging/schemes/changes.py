"""What changed between two versions of a scheme whose parts carry ids: added, removed, changed, old and new."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Literal
from uuid import UUID

from judging.schemes.scheme import Aspect, Criterion, Scheme, SubCriterion
from judging.schemes.versions import Position, calculation_key, each_aspect, each_sub, sub_at

Kind = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing added, removed or changed. ``fields``: name to (old, new) of what changed.

    ``part``: ``scheme``, ``section``, ``criterion``, ``sub_criterion`` or ``aspect``; ``code`` says where (A,
    A1); ``number`` is the aspect's place from 1 (its new one, of a removed aspect the old one).
    """

    kind: Kind
    part: str
    code: str
    name: str
    number: int | None = None
    fields: Mapping[str, tuple[object, object]] = field(default_factory=dict)
    id: UUID | None = None


def changes_between(old: Scheme, new: Scheme) -> list[Change]:
    """What was added, removed and changed from ``old`` to ``new``, both with ids, in the order of ``new``.

    Rows of files are no change. A moved aspect is changed in ``sub_criterion`` or ``number``.
    """
    return [*_of_scheme(old, new), *_of_criteria(old, new), *_of_subs(old, new), *_of_aspects(old, new)]


def _of_scheme(old: Scheme, new: Scheme) -> Iterator[Change]:
    whole = _fields_changed({"title": old.title}, {"title": new.title})
    if whole:
        yield Change("changed", "scheme", "", new.title, fields=whole)
    before = {section.number: section for section in old.sections}
    after = {section.number: section for section in new.sections}
    for number, section in after.items():
        if number not in before:
            yield Change("added", "section", number, section.name)
            continue
        earlier = before[number]
        values = {"name": earlier.name, "declared": earlier.declared}
        changed = _fields_changed(values, {"name": section.name, "declared": section.declared})
        if changed:
            yield Change("changed", "section", number, section.name, fields=changed)
    for number in before.keys() - after.keys():
        yield Change("removed", "section", number, before[number].name)


def _of_criteria(old: Scheme, new: Scheme) -> Iterator[Change]:
    before = {criterion.code: criterion for criterion in old.criteria}
    after = {criterion.code: criterion for criterion in new.criteria}
    for code, criterion in after.items():
        earlier = before.get(code)
        if earlier is None:
            yield Change("added", "criterion", code, criterion.name)
            continue
        changed = _fields_changed(_of_criterion(earlier), _of_criterion(criterion))
        if changed:
            yield Change("changed", "criterion", code, criterion.name, fields=changed)
    for code, criterion in before.items():
        if code not in after:
            yield Change("removed", "criterion", code, criterion.name)


def _of_criterion(criterion: Criterion) -> dict[str, object]:
    return {"name": criterion.name, "declared": criterion.declared, "max_mark": criterion.max_mark}


def _of_subs(old: Scheme, new: Scheme) -> Iterator[Change]:
    before = {sub.id: (criterion, sub) for _, criterion, sub in each_sub(old) if sub.id}
    kept = set()
    for _, criterion, sub in each_sub(new):
        earlier = before.get(sub.id) if sub.id else None
        if earlier is None:
            yield Change("added", "sub_criterion", sub.code, sub.name, id=sub.id)
            continue
        kept.add(sub.id)
        changed = _fields_changed(_of_sub(*earlier), _of_sub(criterion, sub))
        if changed:
            yield Change("changed", "sub_criterion", sub.code, sub.name, fields=changed, id=sub.id)
    for _, _criterion, sub in each_sub(old):
        if sub.id not in kept:
            yield Change("removed", "sub_criterion", sub.code, sub.name, id=sub.id)


def _of_sub(criterion: Criterion, sub: SubCriterion) -> dict[str, object]:
    return {"criterion": criterion.code, "code": sub.code, "name": sub.name, "max_mark": sub.max_mark}


def _of_aspects(old: Scheme, new: Scheme) -> Iterator[Change]:
    before = {aspect.id: (at, aspect) for at, aspect in each_aspect(old) if aspect.id}
    kept = set()
    for at, aspect in each_aspect(new):
        sub = sub_at(new, at)
        earlier = before.get(aspect.id) if aspect.id else None
        if earlier is None:
            yield Change("added", "aspect", sub.code, aspect.description, at[2] + 1, id=aspect.id)
            continue
        kept.add(aspect.id)
        was = {**_of_aspect(earlier[1]), **_place(old, earlier[0])}
        changed = _fields_changed(was, {**_of_aspect(aspect), **_place(new, at)})
        if changed:
            yield Change("changed", "aspect", sub.code, aspect.description, at[2] + 1, changed, aspect.id)
    for at, aspect in each_aspect(old):
        if aspect.id not in kept:
            code = sub_at(old, at).code
            yield Change("removed", "aspect", code, aspect.description, at[2] + 1, id=aspect.id)


def _place(scheme: Scheme, at: Position) -> dict[str, object]:
    sub = sub_at(scheme, at)
    return {"sub_criterion": sub.id or sub.code, "number": at[2] + 1}


def _of_aspect(aspect: Aspect) -> dict[str, object]:
    values = {each.name: getattr(aspect, each.name) for each in fields(aspect)}
    del values["row"], values["id"]
    return {**values, "calculation": calculation_key(aspect)}


def _fields_changed(old: Mapping[str, object], new: Mapping[str, object]) -> dict[str, tuple[object, object]]:
    return {name: (old[name], new[name]) for name in new if old[name] != new[name]}
