"""The whole result of a division: population, W-24, laws 1, 2 and 3, and why this rank."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.language import in_language
from judging.results.explain import Step, explain
from judging.results.phrases import (
    AWARD_NAMES,
    RULE_TEXTS,
    STEPS,
    award_name,
    explanation,
    key_name,
    rule_text,
    status_name,
)
from judging.results.result import Contender, Result, result_of
from judging.results.rule_sets import RULE_SETS
from judging.results.totals import Status

WSC2026, CN_MEDALS = RULE_SETS["wsc2026"], RULE_SETS["cn-medals"]


def contenders(marks: str) -> list[Contender]:
    return [Contender(str(place), Decimal(mark)) for place, mark in enumerate(marks.split(), start=1)]


def test_a_provisional_rank_is_not_monotone() -> None:
    """W-24: raising 29.16 to 29.19 turns joint first into second."""
    before = result_of(contenders("29.30 1.63 29.16 15.50 21.70 29.20"), WSC2026)
    after = result_of(contenders("29.30 1.63 29.19 15.50 21.70 29.20"), WSC2026)
    assert (before.row("3").points, before.row("3").position) == (720, 1)
    assert (after.row("3").points, after.row("3").position) == (720, 2)
    assert before.row("1").points == 720
    assert after.row("1").points == 721


@pytest.mark.parametrize("status", ["guest", "absent", "withdrawn", "disqualified"])
def test_only_ok_rows_are_ranked(status: Status) -> None:
    field = [*contenders("10 20 30"), Contender("x", Decimal(99), status=status)]
    result = result_of(field, WSC2026)
    assert [row.position for row in result.rows] == [3, 2, 1, None]
    assert result.scale is not None
    assert result.scale.size == 3
    assert (result.row("x").mark, result.row("x").points, result.row("x").award) == (99, None, None)


def test_n_counts_those_who_started() -> None:
    others = [
        Contender("w", status="withdrawn"),
        Contender("d", status="disqualified"),
        Contender("a", status="absent"),
    ]
    result = result_of([*contenders("9 8 7 6 5"), *others], CN_MEDALS)
    assert result.started == 7
    assert [row.award for row in result.rows[:5]] == ["GOLD", "SILVER", "BRONZE", "MERIT", None]


@pytest.mark.parametrize(
    ("marks", "code", "points", "positions"),
    [
        ("10 20", "field_too_small", [None, None], [None, None]),
        ("10 10 10", "all_equal", [700, 700, 700], [1, 1, 1]),
        ("10 10 20", "mad_zero", [None, None, None], [None, None, None]),
    ],
)
def test_what_stands_in_the_way(marks: str, code: str, points: list[int | None], positions: list[int | None]) -> None:
    result = result_of(contenders(marks), WSC2026)
    assert [problem.code for problem in result.problems] == [code]
    assert [row.points for row in result.rows] == points
    assert [row.position for row in result.rows] == positions
    assert {row.award for row in result.rows} == {None}


def test_nobody_competed() -> None:
    result = result_of([Contender("a", status="absent")], WSC2026)
    assert result.scale is None
    assert [problem.code for problem in result.problems] == ["field_too_small"]


def test_points_may_be_given() -> None:
    result = result_of([Contender("a", points=743), Contender("b", points=743), Contender("c", points=699)], WSC2026)
    assert [(row.position, row.award) for row in result.rows] == [(1, "GOLD"), (1, "GOLD"), (3, None)]
    assert result.scale is None
    with pytest.raises(KeyError):
        result.row("nobody")


fields_of_marks = st.lists(st.decimals(0, 100, places=2), min_size=1, max_size=8)


def of(marks: list[Decimal], rules: str = "wsc2026") -> Result:
    field = [Contender(str(place), mark) for place, mark in enumerate(marks)]
    return result_of(field, RULE_SETS[rules])


@given(fields_of_marks, st.sampled_from(["wsc2026", "field-size", "cn-medals", "cn-prizes"]), st.data())
def test_permuting_entries_changes_nothing(marks: list[Decimal], rules: str, data: st.DataObject) -> None:
    """Law 1, for every rule set that takes marks."""
    order = data.draw(st.permutations(range(len(marks))))
    straight, permuted = of(marks, rules), of([marks[place] for place in order], rules)
    for new, old in enumerate(order):
        a, b = straight.row(str(old)), permuted.row(str(new))
        assert (a.points, a.position, a.award) == (b.points, b.position, b.award)


@given(fields_of_marks, st.data())
def test_raising_a_mark_never_lowers_the_place_by_totals(marks: list[Decimal], data: st.DataObject) -> None:
    """Laws 2 and 3 in the order of raw totals."""
    raised = data.draw(st.integers(0, len(marks) - 1))
    higher = [mark + (place == raised) for place, mark in enumerate(marks)]
    before, after = of(marks, "cn-medals"), of(higher, "cn-medals")
    assert (after.row(str(raised)).position or 0) <= (before.row(str(raised)).position or 0)
    assert [row.mark for row in after.rows if row.id != str(raised)] == [
        mark for place, mark in enumerate(marks) if place != raised
    ]


def sentences(result: Result, contender: str, **asked: object) -> list[str]:
    with in_language("en"):
        return [explanation(step) for step in explain(result, contender, **asked)]  # type: ignore[arg-type]


def test_why_by_points() -> None:
    result = result_of(contenders("8 15 1 30 8"), WSC2026)
    assert sentences(result, "4", by_criterion={"A": Decimal("12.5"), "B": Decimal("17.50")}) == [
        "Criterion A: 12.50",
        "Criterion B: 17.50",
        "Total: 30.00",
        "Median 8.00 and MAD 7.00 of 5 competitors.",
        "700 + 30 × (30.00 − 8.00) ÷ (1.4826 × 7.00) = 763.594843, rounded 764.",
        "0 have more points: position 1.",
        "Award: Gold.",
    ]
    assert sentences(result, "1")[-3:] == [
        "2 have more points: position 3.",
        "Position 3 is shared with 5: the rounded points are equal.",
        "Award: Bronze.",
    ]


def test_why_while_only_a_part_counts() -> None:
    counted = {"number": "4", "of": "9", "maximum": "52.00"}
    said = sentences(result_of(contenders("8 15 1 30 8"), WSC2026), "4", counted=counted)
    assert said[0] == "Provisional total: 30.00 of 52.00, over 4 of 9 sub-criteria."


def test_why_a_tie_was_decided() -> None:
    field = [
        Contender("1", Decimal("86.5"), values={"module:A": Decimal(30), "time": Decimal(10)}),
        Contender("2", Decimal("86.5"), values={"module:A": Decimal("29.5"), "time": Decimal(10)}),
        Contender("3", Decimal(50)),
    ]
    result = result_of(field, CN_MEDALS, tie_keys=("total", "module:A", "time"))
    assert sentences(result, "2") == [
        "Total: 86.50",
        "1 are ahead: position 2.",
        "The same total as 1; decided by the mark of module A.",
        "Award: Silver.",
    ]


def test_why_a_tie_is_pending_or_shared() -> None:
    result = result_of(contenders("90 90 50"), CN_MEDALS)
    assert sentences(result, "1")[-2:] == [
        "Equal in every key with 2 at position 1: the Chief Expert has to decide.",
        "The award stays open until the tie is decided.",
    ]
    allowed = result_of(contenders("90 90 50"), CN_MEDALS, ties_allowed=True)
    assert sentences(allowed, "1", ties_allowed=True)[-2:] == [
        "Equal in every key with 2: position 1 is shared.",
        "Award: Gold.",
    ]


def test_why_a_prize_and_why_none() -> None:
    result = result_of(contenders("90 80 70 60 50 40 30 20"), CN_MEDALS)
    assert explain(result, "4")[-1] == Step("why_award", "T-93", {"award": "MERIT"})
    assert explain(result, "8")[-1] == Step("why_no_award", "T-92")


def test_why_without_a_scale() -> None:
    assert sentences(result_of(contenders("10 10 20"), WSC2026), "3")[-1] == "No points: this field has no scale."
    equal = sentences(result_of(contenders("10 10 10"), WSC2026), "3")
    assert "All marks are equal: 700 points for everyone." in equal
    given_points = result_of([Contender("a", points=743)], WSC2026)
    assert sentences(given_points, "a")[0] == "Points as given: 743."
    unknown = result_of([Contender("a", status="absent")], WSC2026)
    assert sentences(unknown, "a") == ["Never started: no total."]


def test_why_incomplete() -> None:
    withdrawn = result_of([Contender("a", Decimal(3), status="withdrawn"), *contenders("1 2 3")], WSC2026)
    assert sentences(withdrawn, "a", by_criterion={"A": None, "B": Decimal(3)})[:2] == [
        "Criterion A: marks are missing",
        "Criterion B: 3.00",
    ]
    assert [step.code for step in explain(withdrawn, "a")] == ["why_total", "why_withdrawn"]
    only_points = [Contender("a", status="ok"), *contenders("1 2 3")]
    assert explain(result_of(only_points, WSC2026), "a") == ()


def test_every_rule_that_a_step_cites_has_its_text_in_both_languages() -> None:
    cited = {rule_set.rule for rule_set in RULE_SETS.values()} | {"W-02", "W-23", "W-24", "W-30", "W-31", "W-33"}
    assert cited | {"W-40", "T-90", "T-91", "T-92", "T-93", "T-94"} == set(RULE_TEXTS)
    for rule in RULE_TEXTS:
        with in_language("en"):
            english = rule_text(rule)
        with in_language("zh_CN"):
            assert rule_text(rule) != english


def test_names_are_translated() -> None:
    with in_language("zh_CN"):
        assert [award_name(award) for award in AWARD_NAMES][:3] == ["金牌", "银牌", "铜牌"]
        assert status_name("absent") == "缺考"
        assert key_name("module:C") == "模块 C 的得分"
        assert key_name("time") == "用时较短"
        assert explanation(Step("why_award", "W-41", {"award": "MFE"})) == "奖项：优胜奖。"
    assert set(STEPS) >= {f"why_{status}" for status in ("guest", "absent", "withdrawn", "disqualified")}
