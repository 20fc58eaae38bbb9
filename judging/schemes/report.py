"""The JSON document of ``touchstone scheme check`` (contract.md), as plain values.

Marks are decimal texts with at least two places; ``max_mark`` and ``day`` are null where the file has none;
a sub-criterion has a day only when all its aspects agree; aspects without a day count under "".
"""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from foundation.numbers import exact_text
from judging.schemes.allocation import section_marks, total_variation
from judging.schemes.read_scheme import AwardedMarks, ReadScheme
from judging.schemes.scheme import Aspect, Calculation, Criterion, Parameter, Scheme, SubCriterion


def report(read: ReadScheme, sentences: Sequence[str]) -> dict[str, Any]:
    """The document for ``read``; ``sentences`` are its problems in words, in their order."""
    document: dict[str, Any] = {"title": "", "layout": read.layout, "total": None, "declared_total": None}
    if read.scheme is not None:
        document = {"title": read.scheme.title, "layout": read.layout, **_scheme(read.scheme)}
    return {
        **document,
        "sheet": read.sheet,
        "awarded": [_awarded(column) for column in read.awarded],
        "sha256": read.sha256,
        "problems": [
            {
                "severity": problem.severity,
                "code": problem.code,
                "sheet": problem.place.sheet,
                "cell": problem.place.cell,
                "message": sentence,
            }
            for problem, sentence in zip(read.problems, sentences, strict=True)
        ],
    }


def _scheme(scheme: Scheme) -> dict[str, Any]:
    aspects = list(scheme.aspects())
    days = Counter("" if aspect.day is None else str(aspect.day) for aspect in aspects)
    types = Counter(aspect.type for aspect in aspects)
    marks = section_marks(scheme)
    return {
        "total": exact_text(scheme.max_mark),
        "declared_total": _mark(scheme.declared_total),
        "counts": {
            "criteria": len(scheme.criteria),
            "sub_criteria": sum(1 for _ in scheme.sub_criteria()),
            "aspects": len(aspects),
            "M": types["M"],
            "J": types["J"],
        },
        "days": dict(sorted(days.items(), key=lambda day: (day[0] != "", int(day[0] or 0)))),
        "sections": [
            {
                "number": section.number,
                "name": section.name,
                "declared": _mark(section.declared),
                "computed": exact_text(marks.get(section.number, Decimal(0))),
            }
            for section in scheme.sections
        ],
        "variation": exact_text(total_variation(scheme)),
        "criteria": [_criterion(criterion) for criterion in scheme.criteria],
    }


def _criterion(criterion: Criterion) -> dict[str, Any]:
    return {
        "code": criterion.code,
        "name": criterion.name,
        "declared": _mark(criterion.declared),
        "computed": exact_text(criterion.max_mark),
        "sub_criteria": [_sub_criterion(sub) for sub in criterion.sub_criteria],
    }


def _sub_criterion(sub: SubCriterion) -> dict[str, Any]:
    days = {aspect.day for aspect in sub.aspects}
    return {
        "code": sub.code,
        "name": sub.name,
        "day": sub.day if len(days) == 1 else None,
        "max_mark": exact_text(sub.max_mark),
        "aspects": [_aspect(aspect) for aspect in sub.aspects],
    }


def _aspect(aspect: Aspect) -> dict[str, Any]:
    return {
        "type": aspect.type,
        "description": aspect.description,
        "extra": aspect.extra,
        "requirement": aspect.requirement,
        "section": aspect.section,
        "max_mark": _mark(aspect.max_mark),
        "day": aspect.day,
        "descriptors": [{"score": step.score, "text": step.text} for step in aspect.descriptors],
        "calculation": _calculation(aspect.calculation),
        "row": aspect.row,
    }


def _calculation(calculation: Calculation | None) -> dict[str, Any] | None:
    if calculation is None:
        return None
    parameters = {key: _parameter(parameter) for key, parameter in calculation.parameters.items()}
    return {"type": calculation.type, "parameters": parameters}


def _parameter(parameter: Parameter) -> str | dict[str, str] | None:
    """A number as a decimal text, or a text; both where the file gives both."""
    if parameter.number is None:
        return parameter.text
    number = exact_text(parameter.number)
    return number if parameter.text is None else {"number": number, "text": parameter.text}


def _awarded(column: AwardedMarks) -> dict[str, Any]:
    marks = {str(row): exact_text(mark) for row, mark in column.marks.items()}
    return {"label": column.label, "cell": column.cell, "marks": marks}


def _mark(mark: Decimal | None) -> str | None:
    return None if mark is None else exact_text(mark)
