"""The commands ``touchstone rank`` …: arguments in, a table or one JSON document out, an exit code back.

0 fine · 1 the table has errors or a tie or field stands in the way · 2 it could not run. Nothing of the web
stack is imported here.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import foundation.number_phrases
import foundation.spreadsheet_phrases  # noqa: F401 sentences of the reading below
from foundation.delimited import read_delimited
from foundation.language import gettext as _
from foundation.numbers import as_decimal, exact_text
from foundation.phrases import sentence
from foundation.problems import Place, Problem, UserError, errors
from judging.results.phrases import award_name, status_name
from judging.results.rank_table import RankTable, read_rank_table
from judging.results.result import Result, ResultRow, result_of
from judging.results.rule_sets import RULE_SETS, RuleSet
from judging.results.tabulation import aligned


def rank(arguments: argparse.Namespace) -> int:
    """``touchstone rank FILE [--rules NAME] [--points] [--allow-ties] [--json]`` of the outside contract."""
    rule_set = RULE_SETS.get(arguments.rules)
    problem = _check_call(arguments.rules, rule_set, points=arguments.points)
    if problem or rule_set is None:
        return _print_result(arguments, [problem] if problem else [], None, None, exit_code=2)
    try:
        content = Path(arguments.file).read_bytes()
    except OSError as error:
        named = {"file": arguments.file, "reason": error.strerror or type(error).__name__}
        return _print_result(arguments, [Problem("file_unreadable", values=named)], None, None, exit_code=2)
    table = _read(content, points=arguments.points)
    if errors(table.problems):
        return _print_result(arguments, table.problems, None, table, exit_code=1)
    result = result_of(table.contenders, rule_set, ties_allowed=arguments.allow_ties)
    return _print_result(
        arguments,
        [*table.problems, *result.problems],
        result,
        table,
        exit_code=1 if result.problems else 0,
    )


def _check_call(name: str, rule_set: RuleSet | None, *, points: bool) -> Problem | None:
    if rule_set is None:
        return Problem("rule_set_unknown", values={"rules": name, "known": ", ".join(RULE_SETS)})
    if points and not rule_set.takes_points:
        return Problem("rule_set_takes_marks", values={"rules": name})
    if not points and not rule_set.takes_marks:
        return Problem("rule_set_takes_points", values={"rules": name})
    return None


def _read(content: bytes, *, points: bool) -> RankTable:
    try:
        return read_rank_table(read_delimited(content), points=points)
    except UserError as error:
        return RankTable((), {}, error.problems)


def _print_result(
    arguments: argparse.Namespace,
    problems: Sequence[Problem],
    result: Result | None,
    table: RankTable | None,
    *,
    exit_code: int,
) -> int:
    rows = _rows(result, table)
    if arguments.json:
        document = _document(arguments.rules, result, rows, problems)
        print(json.dumps(document, ensure_ascii=False, indent=2))
        return exit_code
    if result is not None and table is not None:
        print(_text(result, table))
    for problem in problems:
        print(_line(problem), file=sys.stderr)
    return exit_code


def _rows(result: Result | None, table: RankTable | None) -> Sequence[ResultRow]:
    if result is not None:
        return result.rows
    return (
        [ResultRow(each.id, each.status, each.mark, points=each.points) for each in table.contenders] if table else []
    )


def _document(
    rules: str, result: Result | None, rows: Sequence[ResultRow], problems: Sequence[Problem]
) -> dict[str, object]:
    scale = result.scale if result else None
    return {
        "rules": rules,
        "median": exact_text(as_decimal(scale.median)) if scale else None,
        "mad": exact_text(as_decimal(scale.mad)) if scale else None,
        "rows": [_row(row) for row in rows],
        "problems": [_problem(problem) for problem in problems],
    }


def _row(row: ResultRow) -> dict[str, object]:
    return {
        "competitor": row.id,
        "mark": None if row.mark is None else exact_text(row.mark),
        "exact_points": None if row.exact_points is None else str(row.exact_points),
        "points": row.points,
        "position": row.position,
        "award": row.award,
        "status": row.status,
    }


def _problem(problem: Problem) -> dict[str, object]:
    place = {"row": problem.place.row, "column": problem.place.column}
    written: dict[str, object] = {"severity": problem.severity, "code": problem.code}
    return {**written, **{name: at for name, at in place.items() if at}, "message": sentence(problem)}


def _line(problem: Problem) -> str:
    severity = _("Error") if problem.severity == "error" else _("Warning")
    place = problem.place
    return _("%(severity)s%(place)s: %(message)s") % {
        "severity": severity,
        "place": _place(place),
        "message": sentence(problem),
    }


def _place(place: Place) -> str:
    if place.row is None:
        return ""
    if place.column is None:
        return _(" (row %(row)s)") % {"row": place.row}
    return _(" (row %(row)s, %(column)s)") % {"row": place.row, "column": place.column}


def _text(result: Result, table: RankTable) -> str:
    """A table by position, those without one at the end, and the scale below."""
    ordered = sorted(result.rows, key=lambda row: (row.position is None, row.position or 0))
    with_delegation = any(table.delegations.values())
    scaled = result.rule_set.standardised
    heads = [_("Position"), _("Competitor")]
    heads += [_("Delegation")] if with_delegation else []
    heads += [_("Mark")] + ([_("Points unrounded"), _("Points")] if scaled else []) + [_("Award")]
    body = []
    for row in ordered:
        cells = ["" if row.position is None else str(row.position), row.id]
        cells += [table.delegations[row.id]] if with_delegation else []
        cells += _numbers(row, scaled=scaled)
        cells += [award_name(row.award) if row.award else "" if row.status == "ok" else status_name(row.status)]
        body.append(cells)
    numeric = {heads.index(head) for head in heads if head in _numeric_heads()}
    return "\n".join([*aligned(heads, body, right=numeric), *_scale_lines(result)])


def _numeric_heads() -> set[str]:
    return {_("Position"), _("Mark"), _("Points unrounded"), _("Points")}


def _numbers(row: ResultRow, *, scaled: bool) -> list[str]:
    mark = "" if row.mark is None else exact_text(row.mark)
    exact = "" if row.exact_points is None else str(row.exact_points)
    return [mark, exact, "" if row.points is None else str(row.points)] if scaled else [mark]


def _scale_lines(result: Result) -> list[str]:
    if result.scale is None:
        return []
    named = {
        "median": exact_text(as_decimal(result.scale.median)),
        "mad": exact_text(as_decimal(result.scale.mad)),
        "size": result.scale.size,
    }
    return ["", _("Median %(median)s, MAD %(mad)s, %(size)s in the population") % named]
