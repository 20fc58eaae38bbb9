"""The results of a division from its ledger: marks, totals, scale, positions, awards (W-13, W-23, W-24, W-30 …).

What this does: reduces ledger rows to marks, adds them up, and ranks what is complete for everybody. Pages,
exports, paper, the API, the console and publication all take their figures from here. What it does not: read
the database (``queries.py``), find words (``phrases.py``), or reckon the scale (``result.py``).

Terms: a sub-criterion is *covered* when its sheet is complete for every entry of the population. While some are
not, the ranking stands over the covered ones only and is *provisional* (W-24).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from uuid import UUID

from foundation.problems import Problem
from judging.marking.scoring import ALLOWED_SPREAD, JUDGES
from judging.results.ranking import Candidate, Place, check_ties, expand_keys, rank, undecided_ties
from judging.results.result import Contender, Result, ResultRow, result_of
from judging.results.rule_sets import RULE_SETS, Award, RuleSet
from judging.results.sheet_marks import ZERO, Ledger, SheetMark, sheet_marks
from judging.results.totals import Status
from judging.schemes.scheme import Criterion, Scheme


@dataclass(frozen=True, slots=True)
class ResultRules:
    """What an event settles about results; ``tie_keys`` as in ``ranking.py``."""

    rule_set: RuleSet = RULE_SETS["wsc2026"]
    tie_keys: tuple[str, ...] = ("total", "modules")
    ties_allowed: bool = False
    judges: int = JUDGES
    allowed_spread: int = ALLOWED_SPREAD


@dataclass(frozen=True, slots=True)
class RankedEntry:
    """Who is ranked: number in the division, people (zh, en), delegation, what became of the entry (W-23)."""

    id: UUID
    number: str
    status: Status = "ok"
    people: tuple[tuple[str, str], ...] = ()
    delegation: str = ""
    delegation_zh: str = ""
    delegation_en: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """A criterion or sub-criterion as a column: its code, name and maximum."""

    code: str
    name: str
    max_mark: Decimal


@dataclass(frozen=True, slots=True)
class Counted:
    """How many sub-criteria count of how many, and the most that those give."""

    number: int
    of: int
    maximum: Decimal


@dataclass(frozen=True, slots=True)
class ResultLine:
    """One entry. Exact marks; None wherever something is missing, which is not zero.

    ``by_criterion`` and ``total`` stand when complete; ``covered_by_criterion`` and ``ranked_mark`` add the
    covered sub-criteria only and are what the position rests on.
    """

    entry: RankedEntry
    by_sub_criterion: Mapping[str, Decimal | None]
    by_criterion: Mapping[str, Decimal | None]
    covered_by_criterion: Mapping[str, Decimal | None]
    total: Decimal | None
    ranked_mark: Decimal | None = None
    exact_points: Decimal | None = None
    points: int | None = None
    position: int | None = None
    award: Award | None = None
    place: Place | None = None

    @property
    def number(self) -> str:
        return self.entry.number

    @property
    def status(self) -> Status:
        return self.entry.status

    @property
    def complete(self) -> bool:
        """Every mark is in; an absent entry expects none."""
        return self.total is not None or self.entry.status == "absent"


@dataclass(frozen=True, slots=True)
class DivisionResults:
    """Everything computed for a division: lines by position, then the rest by number.

    ``result`` carries scale, N and their problems; ``problems`` what else stops (ties, rules that have no scale).
    ``covered`` names sub-criteria; ``pending`` are groups of numbers equal in every key that the Chief Expert must
    order (T-91).
    """

    rules: ResultRules
    criteria: tuple[Head, ...]
    sub_criteria: tuple[Head, ...]
    lines: tuple[ResultLine, ...]
    result: Result
    covered: tuple[str, ...]
    pending: tuple[tuple[str, ...], ...] = ()
    problems: tuple[Problem, ...] = field(default=())

    @property
    def final(self) -> bool:
        """Whether every sub-criterion is covered; a rank is provisional until then (W-24)."""
        return bool(self.sub_criteria) and len(self.covered) == len(self.sub_criteria)

    def counted(self, criterion: str = "") -> Counted:
        """What counts so far, of a criterion or of all."""
        asked = [sub for sub in self.sub_criteria if sub.code.startswith(criterion)]
        known = [sub.max_mark for sub in asked if sub.code in self.covered]
        return Counted(len(known), len(asked), sum(known, ZERO))

    @property
    def population(self) -> tuple[ResultLine, ...]:
        return tuple(line for line in self.lines if line.status == "ok")

    def line(self, number: str) -> ResultLine | None:
        """The line of an entry's number."""
        return next((line for line in self.lines if line.number == number), None)


def compute_results(
    scheme: Scheme,
    entries: Sequence[RankedEntry],
    ledger: Ledger,
    *,
    rules: ResultRules,
    decisions: Sequence[Sequence[UUID]] = (),
) -> DivisionResults:
    """Results from the ledger, whatever the order of its rows (law 1 of lessons.md).

    ``decisions``: entries best first, as the Chief Expert ordered a tie (T-91); one counts only while exactly these
    are tied, a later one before an earlier.
    """
    marks = sheet_marks(scheme, ledger, judges=rules.judges, allowed_spread=rules.allowed_spread)
    codes = [sub.code for sub in scheme.sub_criteria()]
    population = [entry for entry in entries if entry.status == "ok"]
    covered = tuple(code for code in codes if population and all((entry.id, code) in marks for entry in population))
    lines = [_line(scheme, entry, _by_sub_criterion(codes, marks, entry), covered) for entry in entries]
    values = {line.number: _tie_values(marks, line, covered) for line in lines}
    return _ranked(scheme, lines, values, covered, rules, decisions)


Marks = Mapping[tuple[UUID, str], SheetMark]


def _by_sub_criterion(codes: Sequence[str], marks: Marks, entry: RankedEntry) -> dict[str, Decimal | None]:
    found = {code: marks.get((entry.id, code)) for code in codes}
    return {code: sheet.mark if sheet else None for code, sheet in found.items()}


def _line(
    scheme: Scheme, entry: RankedEntry, by_sub: Mapping[str, Decimal | None], covered: Collection[str]
) -> ResultLine:
    if entry.status == "absent":
        none = dict.fromkeys((criterion.code for criterion in scheme.criteria), None)
        return ResultLine(entry, dict.fromkeys(by_sub, None), none, none, None)
    sums = {criterion.code: _sum(criterion, by_sub, None) for criterion in scheme.criteria}
    final = len(covered) == len(by_sub)  # then both are the same sums
    over = sums if final else {each.code: _sum(each, by_sub, covered) for each in scheme.criteria}
    whole = None if None in sums.values() else sum((mark or ZERO for mark in sums.values()), ZERO)
    known = [mark for mark in over.values() if mark is not None]
    ranked = sum(known, ZERO) if known and entry.status == "ok" else None
    return ResultLine(entry, by_sub, sums, over, whole, ranked)


def _sum(criterion: Criterion, by_sub: Mapping[str, Decimal | None], covered: Collection[str] | None) -> Decimal | None:
    """The criterion's mark; with ``covered`` over these alone, None when none of them is its own."""
    total, any_covered = ZERO, covered is None
    for sub in criterion.sub_criteria:
        if covered is not None and sub.code not in covered:
            continue
        mark = by_sub[sub.code]
        if mark is None:
            return None
        total += mark
        any_covered = True
    return total if any_covered else None


def _tie_values(marks: Marks, line: ResultLine, covered: Collection[str]) -> dict[str, Decimal]:
    """The values of the keys for ties (T-90), over the covered sub-criteria."""
    if line.ranked_mark is None:
        return {}
    values = {f"module:{code}": mark for code, mark in line.covered_by_criterion.items() if mark is not None}
    sheets = [marks[line.entry.id, code] for code in covered]
    values["judgement"] = sum((sheet.judged for sheet in sheets), ZERO)
    values["measurement"] = sum((sheet.measured for sheet in sheets), ZERO)
    return values


def _ranked(
    scheme: Scheme,
    lines: Sequence[ResultLine],
    values: Mapping[str, dict[str, Decimal]],
    covered: tuple[str, ...],
    rules: ResultRules,
    decisions: Sequence[Sequence[UUID]],
) -> DivisionResults:
    keys = expand_keys((*rules.tie_keys, "decision"), [criterion.code for criterion in scheme.criteria])
    ranked = [line for line in lines if line.ranked_mark is not None]
    if not rules.rule_set.standardised:
        _add_decisions(ranked, values, keys, decisions)
    result, problems = _result(lines, values, rules, keys, bool(covered))
    rows = {row.id: row for row in result.rows}
    done = sorted((_with_rank(line, rows[line.number]) for line in lines), key=_order)
    places = {row.id: row.place for row in result.rows if row.place is not None}
    pending = () if rules.ties_allowed else tuple(undecided_ties(places))
    return DivisionResults(
        rules,
        tuple(Head(each.code, each.name, each.max_mark) for each in scheme.criteria),
        tuple(Head(each.code, each.name, each.max_mark) for each in scheme.sub_criteria()),
        tuple(done),
        result,
        covered,
        pending,
        (*problems, *check_ties(places, ties_allowed=rules.ties_allowed)),
    )


def _add_decisions(
    ranked: Sequence[ResultLine],
    values: Mapping[str, dict[str, Decimal]],
    keys: Sequence[str],
    decisions: Sequence[Sequence[UUID]],
) -> None:
    """Give the entries of a tie the place the Chief Expert decided, where he decided about exactly these."""
    numbers = {line.entry.id: line.number for line in ranked}
    decided = [[numbers[each] for each in order if each in numbers] for order in decisions]
    places = rank(_candidates(ranked, values), keys)
    for group in undecided_ties(places):
        order = next((each for each in reversed(decided) if set(each) == set(group)), None)
        for place, number in enumerate(order or (), start=1):
            values[number]["decision"] = Decimal(place)


def _candidates(ranked: Sequence[ResultLine], values: Mapping[str, dict[str, Decimal]]) -> list[Candidate]:
    return [Candidate(line.number, {**values[line.number], "total": line.ranked_mark or ZERO}) for line in ranked]


def _result(
    lines: Sequence[ResultLine],
    values: Mapping[str, dict[str, Decimal]],
    rules: ResultRules,
    keys: Sequence[str],
    anything: bool,
) -> tuple[Result, tuple[Problem, ...]]:
    contenders = [
        Contender(line.number, line.ranked_mark if line.ranked_mark is not None else line.total,
                  status=line.status, values=values[line.number])
        for line in lines
    ]  # fmt: skip
    if not anything or not rules.rule_set.takes_marks:
        rows = tuple(ResultRow(each.id, each.status, None) for each in contenders)
        known = Problem("rule_set_takes_points", values={"rules": rules.rule_set.name})
        return Result(rules.rule_set, rows), () if rules.rule_set.takes_marks else (known,)
    return result_of(contenders, rules.rule_set, tie_keys=keys, ties_allowed=rules.ties_allowed), ()


def _with_rank(line: ResultLine, row: ResultRow) -> ResultLine:
    return replace(
        line, exact_points=row.exact_points, points=row.points, position=row.position, award=row.award,
        place=row.place,
    )  # fmt: skip


def _order(line: ResultLine) -> tuple[bool, int, bool, Decimal, str]:
    """By position, inside one by total (rounded points are equal where totals are not, W-40), then by number."""
    mark = line.ranked_mark if line.position is not None and line.ranked_mark is not None else ZERO
    return (line.position is None, line.position or 0, line.status != "ok", -mark, line.number.rjust(20))
