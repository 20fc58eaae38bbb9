"""Order by keys and what ties are left: T-90, T-91, and laws 1, 3 and 8."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judging.results.ranking import Candidate, Place, check_keys, check_ties, expand_keys, rank, undecided_ties


def candidate(name: str, **values: str) -> Candidate:
    return Candidate(name, {key.replace("module_", "module:"): Decimal(value) for key, value in values.items()})


def places(candidates: list[Candidate], *keys: str) -> dict[str, int]:
    return {name: place.position for name, place in rank(candidates, ("total", *keys)).items()}


def test_module_a_decides() -> None:
    found = rank(
        [candidate("x", total="86.50", module_A="29.50"), candidate("y", total="86.50", module_A="30.00")],
        ("total", "module:A"),
    )
    assert found["y"] == Place("y", 1, ("module:A",), level_with=("x",))
    assert found["x"].position == 2


@pytest.mark.parametrize(
    ("one", "other", "expected", "key"),
    [
        ({"time": "3500"}, {"time": "3600"}, (1, 2), "time"),
        ({"time": "3500", "practice": "91"}, {"time": "3500", "practice": "92"}, (2, 1), "practice"),
        (
            {"time": "3500", "practice": "92", "theory": "80"},
            {"time": "3500", "practice": "92", "theory": "70"},
            (1, 2),
            "theory",
        ),
        ({"decision": "2"}, {"decision": "1"}, (2, 1), "decision"),
    ],
)
def test_keys_one_after_the_other(
    one: dict[str, str], other: dict[str, str], expected: tuple[int, int], key: str
) -> None:
    keys = ("total", "time", "practice", "theory", "decision")
    found = rank([candidate("a", total="90", **one), candidate("b", total="90", **other)], keys)
    assert (found["a"].position, found["b"].position) == expected
    assert found["a"].decided_by == (key,)


def test_all_equal_share_rank_k_and_the_next_is_k_plus_two() -> None:
    field = [candidate(name, total=total) for name, total in zip("abcd", ("95", "90", "90", "80"), strict=True)]
    found = rank(field)
    assert [found[name].position for name in "abcd"] == [1, 2, 2, 4]
    assert found["b"].tied_with == ("c",)
    assert undecided_ties(found) == [("b", "c")]


def test_two_keys_split_three() -> None:
    field = [
        candidate("a", total="90", practice="50", theory="40"),
        candidate("b", total="90", practice="50", theory="41"),
        candidate("c", total="90", practice="60", theory="30"),
    ]
    found = rank(field, ("total", "practice", "theory"))
    assert {name: place.position for name, place in found.items()} == {"c": 1, "b": 2, "a": 3}
    assert found["c"].decided_by == ("practice",)
    assert found["a"].decided_by == ("practice", "theory")


def test_a_key_that_one_lacks_decides_nothing() -> None:
    field = [candidate("a", total="90", time="3500"), candidate("b", total="90")]
    assert places(field, "time") == {"a": 1, "b": 1}


def test_pending_ties_forbid_release_unless_allowed() -> None:
    found = rank([candidate("a", total="90"), candidate("b", total="90"), candidate("c", total="1")])
    problems = check_ties(found, ties_allowed=False)
    assert [(problem.code, problem.values) for problem in problems] == [
        ("tie_pending", {"position": "1", "entries": "a, b"})
    ]
    assert check_ties(found, ties_allowed=True) == []


def test_modules_in_the_order_of_the_scheme() -> None:
    assert expand_keys(("total", "modules", "module:A", "time"), "BA") == ("total", "module:B", "module:A", "time")


@pytest.mark.parametrize(
    ("keys", "codes"),
    [
        (("total", "modules", "module:A", "time"), []),
        (("total", "luck", "module:"), ["tie_key_unknown", "tie_key_unknown"]),
        (("time", "total"), ["total_not_first"]),
        ((), ["total_not_first"]),
    ],
)
def test_check_keys(keys: tuple[str, ...], codes: list[str]) -> None:
    assert [problem.code for problem in check_keys(keys)] == codes


KEYS = ("total", "module:A", "practice", "time")
fields_of_candidates = st.lists(st.tuples(*[st.integers(0, 3)] * 4), min_size=1, max_size=8).map(
    lambda rows: [
        Candidate(str(number), dict(zip(KEYS, map(Decimal, row), strict=True))) for number, row in enumerate(rows)
    ]
)


@given(fields_of_candidates, st.randoms(use_true_random=False))
def test_the_order_of_entries_does_not_matter(field: list[Candidate], random: object) -> None:
    """Law 1."""
    shuffled = list(field)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert rank(shuffled, KEYS) == rank(field, KEYS)


@given(fields_of_candidates)
def test_equal_keys_equal_rank(field: list[Candidate]) -> None:
    """Law 8, both ways: unequal keys never share a rank."""
    found = rank(field, KEYS)
    for one in field:
        for other in field:
            same = one.values == other.values
            assert (found[one.id].position == found[other.id].position) == same


@given(fields_of_candidates, st.data())
def test_a_higher_mark_never_lowers_a_place(field: list[Candidate], data: st.DataObject) -> None:
    """Law 3: raising a mark of A raises a key or two of A (the total always) and nobody else's."""
    raised = data.draw(st.sampled_from(field))
    also = data.draw(st.sampled_from([(), ("module:A",), ("practice",), ("module:A", "practice")]))
    gain = Decimal(data.draw(st.integers(1, 3)))
    values = {key: value + gain if key in ("total", *also) else value for key, value in raised.values.items()}
    after = [Candidate(each.id, values) if each is raised else each for each in field]
    assert rank(after, KEYS)[raised.id].position <= rank(field, KEYS)[raised.id].position


@given(fields_of_candidates, st.data())
def test_a_penalty_on_one_leaves_the_order_of_the_others(field: list[Candidate], data: st.DataObject) -> None:
    """Law 2."""
    hit = data.draw(st.sampled_from(field))
    lowered = {**hit.values, "total": hit.values["total"] - 1}
    after = rank([Candidate(each.id, lowered) if each is hit else each for each in field], KEYS)
    before = rank(field, KEYS)
    others = [each.id for each in field if each is not hit]
    for one in others:
        for other in others:
            was = before[one].position < before[other].position
            assert was == (after[one].position < after[other].position)
