"""Results as frozen rows and back (W-34): plain JSON values, one canonical form, one sha256.

``thaw(freeze(…))`` shows the same figures, whatever the code computes later. The digest is the sha256 of the
canonical JSON (keys sorted, no blanks, UTF-8) of everything frozen: event, division, scheme version, rule set,
parameters, population and rows; not of its number, author or time. Marks are decimal texts, median and MAD exact
fractions ("151/2").
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from foundation.numbers import exact_text
from foundation.problems import Problem
from judging.results.division_results import DivisionResults, Head, RankedEntry, ResultLine, ResultRules
from judging.results.explain import Step, explain
from judging.results.ranking import Place
from judging.results.result import Result, ResultRow
from judging.results.rule_sets import RULE_SETS, RuleSet, parameters
from judging.results.scale import Scale

FORM = 1


@dataclass(frozen=True, slots=True)
class Frozen:
    """What is kept of results: ``parameters`` and ``population`` once, a plain row an entry."""

    rule_set: str
    parameters: Mapping[str, Any]
    population: list[str]
    rows: tuple[Mapping[str, Any], ...]
    sha256: str


def freeze(
    results: DivisionResults, *, event: str, division: str, scheme_version: UUID, scheme_number: int, scheme_sha: str
) -> Frozen:
    """``results`` as plain values with their digest; ``event`` and ``division`` are code and slug."""
    kept = _parameters(results, scheme_number, scheme_sha)
    population = sorted(line.number for line in results.population)
    rows = tuple(_row(results, line, place) for place, line in enumerate(results.lines, start=1))
    name = results.rules.rule_set.name
    whole = {
        "event": event, "division": division, "scheme_version": str(scheme_version), "rule_set": name,
        "parameters": kept, "population": population, "rows": rows,
    }  # fmt: skip
    return Frozen(name, kept, population, rows, digest_of(whole))


def digest_of(whole: Mapping[str, Any]) -> str:
    """The sha256 of the canonical JSON of ``whole``, lower-case hex."""
    text = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _parameters(results: DivisionResults, scheme_number: int, scheme_sha: str) -> dict[str, Any]:
    scale, rules = results.result.scale, results.rules
    return {
        "form": FORM,
        "rules": parameters(rules.rule_set),
        "tie_keys": list(rules.tie_keys),
        "ties_allowed": rules.ties_allowed,
        "judges": rules.judges,
        "allowed_spread": rules.allowed_spread,
        "median": str(scale.median) if scale else None,
        "mad": str(scale.mad) if scale else None,
        "size": scale.size if scale else None,
        "started": results.result.started,
        "criteria": [_head(head) for head in results.criteria],
        "sub_criteria": [_head(head) for head in results.sub_criteria],
        "problems": [[each.code, each.severity, dict(each.values)] for each in results.result.problems],
        "scheme": {"number": scheme_number, "sha256": scheme_sha},
    }


def _head(head: Head) -> list[str]:
    return [head.code, head.name, exact_text(head.max_mark)]


def _row(results: DivisionResults, line: ResultLine, place: int) -> dict[str, Any]:
    steps = explain(
        results.result, line.number, by_criterion=line.by_criterion, ties_allowed=results.rules.ties_allowed
    )
    return {
        "entry": str(line.entry.id),
        "row": place,
        "number": line.number,
        "delegation": line.entry.delegation,
        "status": line.status,
        "marks_by_criterion": _texts(line.by_criterion),
        "total": _text(line.total),
        "exact_points": None if line.exact_points is None else str(line.exact_points),
        "points": line.points,
        "position": line.position,
        "award": line.award,
        "explanation": {
            "people": [list(names) for names in line.entry.people],
            "delegation": [line.entry.delegation_zh, line.entry.delegation_en],
            "by_sub_criterion": _texts(line.by_sub_criterion),
            "steps": [[step.code, step.rule, dict(step.values)] for step in steps],
            "place": _place(line.place),
        },
    }


def _texts(marks: Mapping[str, Decimal | None]) -> dict[str, str | None]:
    return {code: _text(mark) for code, mark in marks.items()}


def _text(mark: Decimal | None) -> str | None:
    return None if mark is None else exact_text(mark)


def _place(place: Place | None) -> dict[str, list[str]] | None:
    if place is None:
        return None
    return {
        "decided_by": list(place.decided_by), "level_with": list(place.level_with), "tied_with": list(place.tied_with)
    }  # fmt: skip


def thaw(kept: Mapping[str, Any], rows: list[Mapping[str, Any]]) -> tuple[DivisionResults, dict[str, tuple[Step, ...]]]:
    """The results of frozen ``rows`` in order, and why, by number. Nothing is computed anew."""
    if kept.get("form") != FORM:
        raise ValueError(f"unknown form of published results: {kept.get('form')}")
    rules = ResultRules(
        _rule_set(kept["rules"]), tuple(kept["tie_keys"]), kept["ties_allowed"], kept["judges"], kept["allowed_spread"]
    )
    lines = tuple(_line(row) for row in rows)
    scale = Scale(Fraction(kept["median"]), Fraction(kept["mad"]), kept["size"]) if kept["median"] is not None else None
    problems = tuple(Problem(code, severity, values=values) for code, severity, values in kept["problems"])
    subs = tuple(_head_back(head) for head in kept["sub_criteria"])
    result = Result(rules.rule_set, tuple(_result_row(line) for line in lines), scale, kept["started"], problems)
    criteria = tuple(_head_back(head) for head in kept["criteria"])
    results = DivisionResults(rules, criteria, subs, lines, result, tuple(sub.code for sub in subs), (), ())
    return results, {row["number"]: _steps(row["explanation"]["steps"]) for row in rows}


def _steps(steps: list[Any]) -> tuple[Step, ...]:
    return tuple(Step(code, rule, values) for code, rule, values in steps)


def _head_back(head: list[str]) -> Head:
    return Head(head[0], head[1], Decimal(head[2]))


def _line(row: Mapping[str, Any]) -> ResultLine:
    told = row["explanation"]
    by_criterion = _marks(row["marks_by_criterion"])
    total = None if row["total"] is None else Decimal(row["total"])
    entry = RankedEntry(
        UUID(str(row["entry"])), row["number"], row["status"], tuple((zh, en) for zh, en in told["people"]),
        row["delegation"], *told["delegation"],
    )  # fmt: skip
    ranked = total if row["status"] == "ok" else None
    place = _place_back(row, told["place"])
    exact = None if row["exact_points"] is None else Decimal(row["exact_points"])
    return ResultLine(
        entry, _marks(told["by_sub_criterion"]), by_criterion, by_criterion, total, ranked, exact, row["points"],
        row["position"], row["award"], place,
    )  # fmt: skip


def _marks(texts: Mapping[str, str | None]) -> dict[str, Decimal | None]:
    return {code: None if text is None else Decimal(text) for code, text in texts.items()}


def _place_back(row: Mapping[str, Any], place: Mapping[str, list[str]] | None) -> Place | None:
    if place is None:
        return None
    return Place(
        row["number"], row["position"], *(tuple(place[name]) for name in ("decided_by", "level_with", "tied_with"))
    )


def _result_row(line: ResultLine) -> ResultRow:
    return ResultRow(
        line.number,
        line.status,
        line.ranked_mark,
        line.exact_points,
        line.points,
        line.position,
        line.award,
        line.place,
    )


def _rule_set(stored: Mapping[str, Any]) -> RuleSet:
    """The rule set that ``parameters`` gave, whatever today's set of that name says."""
    blank = RULE_SETS.get(stored["name"]) or RuleSet(stored["name"], "places", "T-92")
    values = {each.name: stored.get(each.name, getattr(blank, each.name)) for each in fields(RuleSet)}
    if values["merit_share"] is not None:
        values["merit_share"] = Fraction(values["merit_share"])
    values["medals_by_size"] = tuple((least, medals) for least, medals in values["medals_by_size"])
    values["prizes"] = tuple((award, Fraction(share)) for award, share in values["prizes"])
    return RuleSet(**values)
