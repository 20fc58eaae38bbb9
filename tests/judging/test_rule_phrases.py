"""Every problem code that the rules of marking, schemes' calculations, results and settings return has its words."""

import ast
import re
from collections.abc import Iterator
from decimal import Decimal
from uuid import UUID

import pytest

import contest.events.rule_family_phrases  # noqa: F401 registers its sentences, as do the next four
import foundation.number_phrases  # noqa: F401
import judging.marking.phrases
import judging.results.phrases
import judging.schemes.calculation_phrases  # noqa: F401
from contest.events.rule_families import check_overrides
from foundation.language import in_language
from foundation.numbers import parse_decimal
from foundation.phrases import registered_codes, sentence
from foundation.problems import Problem, UserError
from foundation.settings import ROOT
from judging.marking.aggregation import TimeBand, check_time_bands, composite, drop_high_low, time_band_mark
from judging.marking.observations import check_observed
from judging.marking.phrases import STATE_NAMES, TIE_NAMES, state_name, tie_name
from judging.marking.scoring import asks_confirmation, check_mark, judgement_mark, measurement_mark
from judging.marking.seats import MarkedEntry, Marker, check_may_mark, check_team, fill_seats
from judging.results.rank_table import read_rank_table
from judging.results.ranking import Candidate, check_keys, check_ties, rank
from judging.results.result import Contender, result_of
from judging.results.rule_sets import RULE_SETS
from judging.schemes.calculations import check_calculation
from tests.judging.marking.aspects import choices, difference, judged, ladder, measured, options

RULE_FILES = (
    "foundation/numbers.py",
    "contest/events/rule_families.py",
    "judging/schemes/calculations.py",
    "judging/marking/observations.py",
    "judging/marking/scoring.py",
    "judging/marking/aggregation.py",
    "judging/marking/seats.py",
    "judging/marking/sheet_states.py",
    "judging/results/scale.py",
    "judging/results/ranking.py",
    "judging/results/awards.py",
    "judging/results/rank_table.py",
    "judging/results/commands.py",
)
SAYING = {"Problem", "refusal", "refuse", "warn", "note", "_about"}
CODE = re.compile(r"[a-z]+(_[a-z]+)+")


def codes_said(path: str) -> set[str]:
    """The literal codes given to calls that make problems."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    found = set()
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        if name in SAYING:
            texts = [each.value for each in call.args if isinstance(each, ast.Constant)]
            found |= {text for text in texts if isinstance(text, str) and CODE.fullmatch(text)}
    return found


@pytest.mark.parametrize("path", RULE_FILES)
def test_every_code_has_a_sentence(path: str) -> None:
    said = codes_said(path)
    assert said or path.endswith("sheet_states.py")
    assert said <= registered_codes()


def refused(call: object, *arguments: object, **named: object) -> tuple[Problem, ...]:
    with pytest.raises(UserError) as caught:
        call(*arguments, **named)  # type: ignore[operator]
    return caught.value.problems


def problems() -> Iterator[Problem]:
    """Problems as the rules return them, with their values."""
    for typed in ("", "1,234", "x", "1.2345678", "9" * 50):
        found = parse_decimal(typed)
        assert isinstance(found, Problem)
        yield found
    for aspect in (
        measured("MAGIC"), measured("CHOICE"), options("7"), choices("10"), choices("120"), choices("0", "-1"),
        measured("NUMBER_COMPLETED", NUM_POSSIBLE="1.5"), measured("NUMBER_COMPLETED", NUM_POSSIBLE="0"),
        measured("CHOICE", CHOICE1_DEDUCTION="0", DEDUCTION_TYPE=(None, "MARKS")),
        measured("ADD_STEPS"), difference(TARGET_VALUE=None), ladder(("1", "2"), ("1", "3")),
        ladder(("1", "2"), ("2", "3")),
    ):  # fmt: skip
        yield from check_calculation(aspect)
    for aspect, observed in (
        (judged(), "4"), (judged(), "0.5"), (choices("0"), "7"), (difference(), "1e10"), (difference(), "1e-7"),
    ):  # fmt: skip
        yield from check_observed(aspect, Decimal(observed))
    yield from asks_confirmation(difference(), Decimal(100), Decimal(900))
    yield from asks_confirmation(choices("0", "100"), Decimal(1), Decimal(2))
    yield from asks_confirmation(measured(), Decimal(1), Decimal(0))
    yield from asks_confirmation(measured(), Decimal(0), Decimal(1))
    yield from asks_confirmation(judged(), Decimal(0), Decimal(3))
    yield from check_mark(Decimal(9), Decimal(2))
    yield from refused(measurement_mark, measured(maximum=None), Decimal(1))
    yield from refused(judgement_mark, Decimal(1), (1, 1))
    yield from refused(judgement_mark, Decimal(1), (1, 3, 3))
    yield from refused(drop_high_low, [Decimal(1)])
    yield from refused(composite, [(Decimal("0.5"), Decimal(1))])
    bands = [TimeBand(0, None, Decimal(1))]
    yield from refused(time_band_mark, bands, -1)
    for table in ([], [(1, 5)], [(0, 5), (4, None)], [(0, 5), (9, None)], [(0, 5), (6, 4), (6, None)],
                  [(0, None), (6, None)]):  # fmt: skip
        yield from check_time_bands([TimeBand(start, end, Decimal(1)) for start, end in table])
    one, other = Marker(UUID(int=1)), Marker(UUID(int=2))
    yield from fill_seats([one], MarkedEntry()).problems
    yield from check_team([one, one])
    yield from check_team([one, other], seats=2)
    seating = fill_seats([one, other], MarkedEntry(), seats=2)
    yield from check_may_mark(seating, one.expert, 2)
    yield from check_may_mark(seating, UUID(int=3), 0)
    for marks in ((1, 2), (1, 1, 1), (1, 1, 2)):
        yield from result_of(
            [Contender(str(n), Decimal(m)) for n, m in enumerate(marks)], RULE_SETS["wsc2026"]
        ).problems
    yield from result_of([Contender("a", Decimal(1)), Contender("b", Decimal(1))], RULE_SETS["cn-medals"]).problems
    yield from check_ties(rank([Candidate(n, {"total": Decimal(1)}) for n in "ab"]), ties_allowed=False)
    yield from check_keys(["luck"])
    for rows in ([], [["mark", "mark"]], [["competitor", "mark", "status"], ["", "", "late"], ["a", "-1"],
                 ["a", "101"], ["b", "1", "ok", "more"]]):  # fmt: skip
        yield from read_rank_table(rows).problems
    yield from read_rank_table([["competitor", "points"], ["a", "1.5"], ["b", ""]], points=True).problems
    overrides = {"luck": "1", "population_minimum": "2.5", "judges": "9", "ties_allowed": "no", "tie_keys": "time"}
    yield from check_overrides("A", overrides)
    yield from check_overrides("A", {"tie_keys": "total,time,time"})
    yield from check_overrides("A", {"aspects_most": "3"})


def test_every_sentence_finds_its_values_in_both_languages() -> None:
    seen = set()
    for problem in problems():
        with in_language("en"):
            english = sentence(problem)
        with in_language("zh_CN"):
            assert sentence(problem) != english
        seen.add(problem.code)
    assert len(seen) > 60


def test_names_of_states_and_ties() -> None:
    with in_language("zh_CN"):
        assert [state_name(state) for state in STATE_NAMES] == ["可评分", "已录入", "已签署", "已锁定"]
        assert tie_name("same_delegation") == "同一代表团"
        assert len({tie_name(tie) for tie in TIE_NAMES}) == 5
