"""A scheme as plain values for a JSONB column, and back, exactly: ``from_stored(to_stored(s)) == s``.

Decimals are texts as they are (also their trailing zeros), ids are UUID texts, absent values are left out.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from judging.schemes.scheme import (
    Aspect,
    Calculation,
    Criterion,
    Descriptor,
    Parameter,
    Scheme,
    Section,
    SubCriterion,
)

FORM = 1


def to_stored(scheme: Scheme) -> dict[str, Any]:
    """The scheme as dicts, lists, texts and integers."""
    return {
        "form": FORM,
        "title": scheme.title,
        "declared_total": _text(scheme.declared_total),
        "sections": [
            {"number": section.number, "name": section.name, "declared": _text(section.declared)}
            for section in scheme.sections
        ],
        "criteria": [_criterion(criterion) for criterion in scheme.criteria],
    }


def _criterion(criterion: Criterion) -> dict[str, Any]:
    return {
        "code": criterion.code,
        "name": criterion.name,
        "declared": _text(criterion.declared),
        "sub_criteria": [
            {
                "id": str(sub.id) if sub.id else None,
                "code": sub.code,
                "name": sub.name,
                "aspects": [_aspect(aspect) for aspect in sub.aspects],
            }
            for sub in criterion.sub_criteria
        ],
    }


def _aspect(aspect: Aspect) -> dict[str, Any]:
    stored: dict[str, Any] = {
        "id": str(aspect.id) if aspect.id else None,
        "type": aspect.type,
        "description": aspect.description,
        "max_mark": _text(aspect.max_mark),
        "section": aspect.section,
        "extra": aspect.extra,
        "requirement": aspect.requirement,
        "descriptors": [[step.score, step.text] for step in aspect.descriptors],
        "calculation": stored_calculation(aspect.calculation),
        "day": aspect.day,
        "row": aspect.row,
    }
    return {name: value for name, value in stored.items() if value not in (None, "", [])}


def stored_calculation(calculation: Calculation | None) -> dict[str, Any] | None:
    """A calculation as plain values; its parameters are a list, for their order is the file's."""
    if calculation is None:
        return None
    return {
        "type": calculation.type,
        "parameters": [
            [key, _text(parameter.number), parameter.text] for key, parameter in calculation.parameters.items()
        ],
    }


def _text(number: Decimal | None) -> str | None:
    return None if number is None else str(number)


def from_stored(stored: Mapping[str, Any]) -> Scheme:
    """The scheme that :func:`to_stored` gave; ValueError for a form of another time."""
    if stored.get("form") != FORM:
        raise ValueError(f"unknown form of a stored scheme: {stored.get('form')}")
    return Scheme(
        stored["title"],
        tuple(_criterion_back(criterion) for criterion in stored["criteria"]),
        tuple(
            Section(section["number"], section["name"], _number(section["declared"])) for section in stored["sections"]
        ),
        _number(stored["declared_total"]),
    )


def _criterion_back(criterion: Mapping[str, Any]) -> Criterion:
    subs = tuple(
        SubCriterion(
            sub["code"],
            sub["name"],
            tuple(_aspect_back(aspect) for aspect in sub["aspects"]),
            UUID(sub["id"]) if sub["id"] else None,
        )
        for sub in criterion["sub_criteria"]
    )
    return Criterion(criterion["code"], criterion["name"], _number(criterion["declared"]), subs)


def _aspect_back(aspect: Mapping[str, Any]) -> Aspect:
    return Aspect(
        aspect["type"],
        aspect.get("description", ""),
        _number(aspect.get("max_mark")),
        aspect.get("section"),
        aspect.get("extra", ""),
        aspect.get("requirement", ""),
        tuple(Descriptor(score, text) for score, text in aspect.get("descriptors", ())),
        calculation_back(aspect.get("calculation")),
        aspect.get("day"),
        aspect.get("row"),
        UUID(aspect["id"]) if aspect.get("id") else None,
    )


def calculation_back(stored: Mapping[str, Any] | None) -> Calculation | None:
    """The calculation that :func:`stored_calculation` gave."""
    if stored is None:
        return None
    return Calculation(
        stored["type"],
        {key: Parameter(_number(number), text) for key, number, text in stored["parameters"]},
    )


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
