"""Awards: every table of worldskills.md §4 and the golden numbers of T-92 … T-98."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judging.results.awards import (
    Standing,
    last_merit_rank,
    place_award,
    place_awards,
    prize_counts,
    scale_awards,
)
from judging.results.delegations import (
    AWARD_POINTS_4321,
    AWARD_POINTS_8421,
    Individual,
    TeamScore,
    award_points,
    best_of_delegations,
    medal_table,
    team_scores,
)
from judging.results.ranking import Candidate, rank
from judging.results.rule_sets import RULE_SETS, RuleSet, medals_held, parameters

WSC2026, WSC2015, FIELD_SIZE = RULE_SETS["wsc2026"], RULE_SETS["wsc2015"], RULE_SETS["field-size"]
CN_MEDALS, CN_PRIZES = RULE_SETS["cn-medals"], RULE_SETS["cn-prizes"]
LETTERS = {"GOLD": "G", "SILVER": "S", "BRONZE": "B", "MFE": "MFE", None: "–", "MERIT": "M",
           "FIRST": "1", "SECOND": "2", "THIRD": "3"}  # fmt: skip


def awarded(rule_set: RuleSet, points: str) -> str:
    standings = [Standing(str(place), int(each)) for place, each in enumerate(points.split())]
    return " ".join(LETTERS[award] for award in scale_awards(rule_set, standings).values())


@pytest.mark.parametrize(
    ("points", "awards"),
    [
        ("743 743 742 739", "G G S B"),
        ("735 728 728 723 723 722", "G S S B B MFE"),
        ("741 740 729 729 729 727", "G S B B B MFE"),
        ("793 706 706 694 666 541", "G S S – – –"),
        ("740 701 699 636", "G S – –"),
        ("726 726 709 705 700", "G G S B MFE"),
        ("699 698 697", "– – –"),
        ("700", "G"),
    ],
)
def test_w41(points: str, awards: str) -> None:
    assert awarded(WSC2026, points) == awards


@pytest.mark.parametrize(
    ("points", "awards"),
    [
        ("540 530 520 510 490", "G S B MFE –"),
        ("540 538 530 529 510", "G G B B MFE"),
        ("540 539 538 536 530", "G G G B MFE"),
        ("540 539 538 535 530", "G G G MFE MFE"),
        ("540 530 528 526 520", "G S S B MFE"),
        ("540 530 528 525 499", "G S S MFE –"),
        ("540 530 520 518 517", "G S B B MFE"),
        ("540 540", "G G"),
        ("540", "G"),
    ],
)
def test_w42(points: str, awards: str) -> None:
    assert awarded(WSC2015, points) == awards


@pytest.mark.parametrize(
    ("points", "awards"),
    [
        ("760 740 720 700 690 600", "G S B – – –"),
        ("740 720 700 690 600", "G S – – –"),
        ("740 720 700 600", "G – – –"),
        ("740 720 700", "– – –"),
        ("760 760 740 720 690 600", "G G S B – –"),
    ],
)
def test_w43(points: str, awards: str) -> None:
    assert awarded(FIELD_SIZE, points) == awards


@pytest.mark.parametrize(("entries", "medals"), [(20, 3), (6, 3), (5, 2), (4, 1), (3, 0), (0, 0)])
def test_medals_held(entries: int, medals: int) -> None:
    assert medals_held(FIELD_SIZE, entries) == medals
    assert medals_held(WSC2026, entries) == 3


def test_settings_of_a_rule_set_may_change() -> None:
    on_marks = replace(WSC2026, tie_on="marks", medal_floor=None)
    standings = [Standing("a", 720, Decimal("29.30")), Standing("b", 720, Decimal("29.20")), Standing("c", 650)]
    marked = [replace(each, mark=each.mark or Decimal("1.63")) for each in standings]
    assert list(scale_awards(on_marks, marked).values()) == ["GOLD", "SILVER", "BRONZE"]


def test_equal_points_tie_whatever_the_marks_unless_the_setting_says_so() -> None:
    field = [Standing("a", 720, Decimal("29.30")), Standing("b", 720, Decimal("29.20"))]
    assert list(scale_awards(WSC2026, field).values()) == ["GOLD", "GOLD"]
    assert list(scale_awards(replace(WSC2026, tie_on="marks"), field).values()) == ["GOLD", "SILVER"]


def test_parameters_are_plain() -> None:
    assert parameters(CN_PRIZES)["prizes"] == [["FIRST", "1/10"], ["SECOND", "1/5"], ["THIRD", "3/10"]]
    assert parameters(CN_MEDALS)["merit_share"] == "1/2"
    assert parameters(WSC2026)["medal_floor"] == 700


@pytest.mark.parametrize(
    ("started", "last", "count"),
    [(37, 19, 16), (38, 19, 16), (10, 5, 2), (8, 4, 1), (7, 4, 1), (6, 3, 0), (5, 3, 0), (2, 1, 0)],
)
def test_t93(started: int, last: int, count: int) -> None:
    assert last_merit_rank(CN_MEDALS, started) == last
    merits = [place for place in range(1, started + 1) if place_award(CN_MEDALS, place, started) == "MERIT"]
    assert merits == list(range(4, 4 + count))


def test_t93_floor() -> None:
    floored = replace(CN_MEDALS, merit_rounding="floor")
    assert last_merit_rank(floored, 37) - 3 == 15


@pytest.mark.parametrize(
    ("started", "counts"),
    [(33, (3, 7, 10)), (37, (4, 7, 11)), (25, (3, 5, 8)), (45, (5, 9, 14)), (5, (1, 1, 2))],
)
def test_t94(started: int, counts: tuple[int, int, int]) -> None:
    assert tuple(count for _, count in prize_counts(CN_PRIZES, started)) == counts
    given_awards = [place_award(CN_PRIZES, place, started) for place in range(1, started + 1)]
    assert tuple(given_awards.count(award) for award in ("FIRST", "SECOND", "THIRD")) == counts
    assert given_awards.count(None) == started - sum(counts)


def by_places(rule_set: RuleSet, totals: str, *, started: int = 0, ties_allowed: bool = False) -> tuple[str, list[str]]:
    field = [Candidate(str(number), {"total": Decimal(total)}) for number, total in enumerate(totals.split())]
    found, problems = place_awards(rule_set, rank(field), started=started or len(field), ties_allowed=ties_allowed)
    letters = " ".join(LETTERS[found[each.id]] for each in field)
    return letters, [problem.code for problem in problems]


@pytest.mark.parametrize(
    ("totals", "awards", "codes", "with_ties"),
    [
        ("90 80 70 60 50 40 30 20", "G S B M – – – –", [], "G S B M – – – –"),
        ("90 90 70 60 50 40 30 20", "– – B M – – – –", ["tie_undecided"], "G G B M – – – –"),
        ("90 80 80 60 50 40 30 20", "G – – M – – – –", ["tie_undecided"], "G S S M – – – –"),
        ("90 80 70 70 50 40 30 20", "G S – – – – – –", ["tie_undecided"], "G S B B – – – –"),
        ("90 80 70 60 60 40 30 20", "G S B – – – – –", ["tie_undecided"], "G S B M M – – –"),
        ("90 80 70 60 50 50 30 20", "G S B M – – – –", [], "G S B M – – – –"),
        ("90 80 70 60 60 50 40 30 20 10", "G S B M M – – – – –", [], "G S B M M – – – – –"),
        ("90 90 90 90", "– – – –", ["tie_undecided"], "G G G G"),
    ],
)
def test_t92_ties(totals: str, awards: str, codes: list[str], with_ties: str) -> None:
    assert by_places(CN_MEDALS, totals) == (awards, codes)
    assert by_places(CN_MEDALS, totals, ties_allowed=True) == (with_ties, [])


def test_t92_without_skipping() -> None:
    kept = replace(CN_MEDALS, skip_after_tie=False)
    assert by_places(kept, "90 90 70 60 50 40 30 20", ties_allowed=True)[0] == "G G S B – – – –"
    assert by_places(kept, "90 90 70 60 60 40 30 20", ties_allowed=True)[0] == "G G S B B – – –"
    assert by_places(kept, "90 80 70 60 60 50 40 30 20 10", ties_allowed=True)[0] == "G S B M M – – – – –"


def test_t95_a_tie_at_the_last_place_of_a_class() -> None:
    totals = "99 98 97 97 " + " ".join(str(90 - each) for each in range(29))
    cut, codes = by_places(CN_PRIZES, totals)
    assert cut.split()[:5] == ["1", "1", "–", "–", "2"]
    assert codes == ["tie_undecided"]
    included, codes = by_places(CN_PRIZES, totals, ties_allowed=True)
    assert (included.split()[:5], codes) == (["1", "1", "1", "1", "2"], [])


def test_a_tie_inside_a_class_decides_nothing() -> None:
    assert by_places(CN_PRIZES, "99 99 97 96 95 94 93 92 91 90", started=30)[1] == []


@given(st.lists(st.integers(650, 760), max_size=10), st.sampled_from([WSC2026, WSC2015, FIELD_SIZE]))
def test_equal_points_equal_award_and_none_worse_for_more(points: list[int], rule_set: RuleSet) -> None:
    """Law 8 for awards."""
    order = ["GOLD", "SILVER", "BRONZE", "MFE", None]
    standings = [Standing(str(place), each) for place, each in enumerate(points)]
    found = scale_awards(rule_set, standings)
    for one in standings:
        for other in standings:
            if one.points >= other.points:
                assert order.index(found[one.id]) <= order.index(found[other.id])


def test_t96_one_best_of_each_delegation() -> None:
    field = [Individual(f"{unit}-{n}", f"d{unit}", n * 40 + unit, 700 - n) for unit in range(36) for n in range(3)]
    best = best_of_delegations(field)
    assert len(best) == 36
    assert all(ids == (f"{delegation[1:]}-0",) for delegation, ids in best.items())
    assert best == best_of_delegations(field, method="rank")


def test_t96_a_tie_is_shown_and_no_points_are_no_candidate() -> None:
    field = [Individual("b", "GS", 2, 710), Individual("a", "GS", 1, 710), Individual("c", "AH", 9)]
    assert best_of_delegations(field) == {"GS": ("a", "b")}
    assert best_of_delegations(field, method="rank") == {"GS": ("a",), "AH": ("c",)}


def test_t97_sum_of_three_and_less_time_on_a_tie() -> None:
    entered = {
        "A": [(Decimal(90), 100), (Decimal(80), 100), (Decimal(70), 100), (Decimal(60), 1)],
        "B": [(Decimal(80), 90), (Decimal(80), 90), (Decimal(80), 90)],
        "C": [(Decimal(80), 90), (Decimal(80), 90), (Decimal(80), 90)],
        "D": [(Decimal(95), 50)],
    }
    assert team_scores(entered) == [
        TeamScore("B", Decimal(240), 270, 1),
        TeamScore("C", Decimal(240), 270, 1),
        TeamScore("A", Decimal(240), 300, 3),
        TeamScore("D", Decimal(95), 50, 4),
    ]


def test_t97_points_for_awards() -> None:
    won = ["FIRST"] * 2 + ["SECOND"] + ["THIRD"] * 3 + ["PASSED"] * 4
    assert award_points(won, AWARD_POINTS_8421) == 16 + 4 + 6 + 4
    assert award_points(["GOLD", "SILVER", "BRONZE", "MFE", "MERIT"], AWARD_POINTS_4321) == 10


def test_t97_medal_table() -> None:
    table = medal_table({"A": ["SILVER", "SILVER"], "B": ["GOLD"], "C": ["MERIT"], "D": ["GOLD"]})
    assert table == [
        (1, "B", (1, 0, 0, 0)),
        (1, "D", (1, 0, 0, 0)),
        (3, "A", (0, 2, 0, 0)),
        (4, "C", (0, 0, 0, 1)),
    ]
