"""Ids live through versions: matching, changes, storage, allocation."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from uuid import UUID, uuid5

import pytest
from hypothesis import given, settings

from judging.schemes.allocation import allocate
from judging.schemes.changes import changes_between
from judging.schemes.file_forms import read_scheme
from judging.schemes.scheme import Aspect, Criterion, Scheme, Section, SubCriterion
from judging.schemes.stored import from_stored, to_stored
from judging.schemes.versions import each_aspect, likeness, propose_match, with_ids
from tests.judging.schemes.test_export import schemes

NAMESPACE = UUID(int=7)


def identified(scheme):
    """The scheme with an id for every part, as the app gives them."""
    criteria = []
    for c, criterion in enumerate(scheme.criteria):
        subs = []
        for s, sub in enumerate(criterion.sub_criteria):
            aspects = tuple(
                replace(aspect, id=uuid5(NAMESPACE, f"{c}.{s}.{a}")) for a, aspect in enumerate(sub.aspects)
            )
            subs.append(replace(sub, id=uuid5(NAMESPACE, f"{c}.{s}"), aspects=aspects))
        criteria.append(replace(criterion, sub_criteria=tuple(subs)))
    return replace(scheme, criteria=tuple(criteria))


@pytest.fixture(scope="module")
def real():
    path = Path("judging/schemes/samples/euroskills2025_s17_web.xlsx")
    return identified(read_scheme(path.read_bytes(), path.name, trusted=True).scheme)


def aspect(text, mark="1", **more):
    return Aspect("M", text, Decimal(mark), "1", **more)


def scheme(*subs):
    return Scheme("T", (Criterion("A", "N", None, tuple(subs)),))


def sub(code, *aspects, name="Sub"):
    return SubCriterion(code, name, tuple(aspects))


def pairs(old, new):
    return [(each.new, each.old) for each in propose_match(old, new).aspects]


class TestMatch:
    def test_the_same_file_again_changes_nothing(self, real):
        again = with_ids(identified(real), real, propose_match(real, real))
        assert again == real
        assert changes_between(real, again) == []

    def test_one_to_one_and_deterministic(self, real):
        match = propose_match(real, real)
        assert match == propose_match(real, real)
        assert len({each.old for each in match.aspects}) == len(match.aspects) == 192
        assert {each.confidence for each in match.aspects} == {100}

    def test_equal_texts_keep_their_order(self):
        old = scheme(sub("A1", aspect("same"), aspect("same"), aspect("same")))
        assert pairs(old, old) == [((0, 0, n), (0, 0, n)) for n in range(3)]
        shorter = scheme(sub("A1", aspect("same"), aspect("same")))
        assert pairs(old, shorter) == [((0, 0, n), (0, 0, n)) for n in range(2)]

    def test_changed_mark_moved_row_new_and_gone(self):
        old = scheme(sub("A1", aspect("menu is shown"), aspect("footer is shown"), aspect("colours fit")))
        new = scheme(sub("A1", aspect("colours fit", "2"), aspect("a quite other thing"), aspect("menu is shown")))
        assert pairs(old, new) == [((0, 0, 0), (0, 0, 2)), ((0, 0, 2), (0, 0, 0))]

    def test_reworded(self):
        old = scheme(sub("A1", aspect("The menu is shown on all pages"), aspect("Footer")))
        new = scheme(sub("A1", aspect("Menu is shown on all the pages"), aspect("Footer")))
        assert pairs(old, new) == [((0, 0, 0), (0, 0, 0)), ((0, 0, 1), (0, 0, 1))]

    def test_moved_to_another_sub_criterion(self):
        old = scheme(sub("A1", aspect("menu is shown"), aspect("x one")), sub("A2", aspect("y two"), name="Other"))
        new = scheme(sub("A1", aspect("x one")), sub("A2", aspect("y two"), aspect("menu is shown"), name="Other"))
        assert ((0, 1, 1), (0, 0, 0)) in pairs(old, new)

    def test_a_renumbered_sub_criterion_is_found_by_what_it_holds(self):
        old = scheme(sub("A1", aspect("one"), name="First"), sub("A2", aspect("two"), name="Second"))
        new = scheme(sub("A1", aspect("two"), name="Second"))
        assert [(each.new, each.old) for each in propose_match(old, new).sub_criteria] == [((0, 0), (0, 1))]

    def test_type_and_text_both_changed_is_another_aspect(self):
        old = scheme(sub("A1", aspect("menu")))
        new = scheme(sub("A1", Aspect("J", "menu?", Decimal(1), "1")))
        assert pairs(old, new) == []

    @settings(max_examples=40, deadline=None)
    @given(schemes(), schemes())
    def test_any_match_is_one_to_one(self, old, new):
        match = propose_match(old, new)
        positions = dict(each_aspect(old)).keys(), dict(each_aspect(new)).keys()
        assert len({each.old for each in match.aspects}) == len(match.aspects)
        assert len({each.new for each in match.aspects}) == len(match.aspects)
        assert {each.old for each in match.aspects} <= positions[0]
        assert {each.new for each in match.aspects} <= positions[1]


class TestChanges:
    def test_added_removed_changed_with_old_and_new(self):
        old = identified(scheme(sub("A1", aspect("menu is shown"), aspect("footer is shown"))))
        new = scheme(sub("A1", aspect("menu is shown", "2"), aspect("something new entirely")))
        new = with_ids(new, old, propose_match(old, new))
        found = {(each.kind, each.part, each.name): each for each in changes_between(old, new)}
        changed = found["changed", "aspect", "menu is shown"]
        assert changed.fields == {"max_mark": (1, 2)}
        assert (changed.code, changed.number) == ("A1", 1)
        assert ("added", "aspect", "something new entirely") in found
        assert ("removed", "aspect", "footer is shown") in found
        assert found["changed", "criterion", "N"].fields == {"max_mark": (2, 3)}

    def test_sub_criteria_criteria_and_sections(self):
        old = identified(scheme(sub("A1", aspect("one"), name="First")))
        new = replace(
            old,
            title="New",
            sections=(Section("1", "Work", Decimal(5)),),
            criteria=(
                replace(old.criteria[0], sub_criteria=(replace(old.criteria[0].sub_criteria[0], name="Renamed"),)),
                Criterion("B", "Second", None, (sub("B1", aspect("two")),)),
            ),
        )
        kinds = [(each.kind, each.part, each.code) for each in changes_between(old, new)]
        assert kinds == [
            ("changed", "scheme", ""),
            ("added", "section", "1"),
            ("added", "criterion", "B"),
            ("changed", "sub_criterion", "A1"),
            ("added", "sub_criterion", "B1"),
            ("added", "aspect", "B1"),
        ]
        assert [each.kind for each in changes_between(new, old)].count("removed") == 4

    def test_rows_of_files_are_no_change(self, real):
        moved = from_stored(json.loads(json.dumps(to_stored(real)).replace('"row": ', '"row": 1')))
        assert moved != real
        assert changes_between(real, moved) == []


class TestStored:
    def test_real_scheme_comes_back_exactly(self, real):
        assert from_stored(json.loads(json.dumps(to_stored(real)))) == real

    @settings(max_examples=40, deadline=None)
    @given(schemes())
    def test_any_scheme_comes_back_exactly(self, scheme):
        given_ids = identified(scheme)
        back = from_stored(json.loads(json.dumps(to_stored(given_ids))))
        assert back == given_ids
        texts = [str(aspect.max_mark) for aspect in given_ids.aspects()]
        assert [str(aspect.max_mark) for aspect in back.aspects()] == texts

    def test_another_form_is_refused(self):
        with pytest.raises(ValueError, match="unknown form"):
            from_stored({"form": 99})


class TestAllocation:
    def test_real_scheme(self, real):
        table = allocate(real)
        assert table.criteria == ("A", "B", "C", "D", "E", "F")
        assert [(row.number, str(row.computed), row.variation) for row in table.rows] == [
            ("1", "5.0", 0),
            ("2", "5.25", Decimal("0.25")),
            ("3", "24.75", Decimal("0.25")),
            ("4", "24.75", Decimal("0.25")),
            ("5", "40.25", Decimal("0.25")),
        ]
        assert (table.declared, table.computed, table.variation) == (100, 100, 1)
        assert [sum(column) for column in zip(*(row.marks for row in table.rows), strict=True)] == list(table.totals)

    def test_sections_nobody_listed_and_none(self):
        table = allocate(scheme(sub("A1", aspect("a"), Aspect("M", "b", Decimal(2)), Aspect("M", "c", None, "7"))))
        assert [(row.number, row.computed, row.variation) for row in table.rows] == [
            ("1", 1, None),
            ("7", 0, None),
            (None, 2, None),
        ]
        assert (table.declared, table.variation) == (None, 0)


@pytest.mark.parametrize(
    ("old", "new", "alike"),
    [
        ("Edge  is Straight", "edge is straight", 1000),
        ("", "", 500),
        ("", "a", 0),
        ("abcd", "bcde", 750),
        ("abc", "abd", 666),
        ("abcdefgh", "zyxw", 0),
        ("边缘平直", "边缘平整", 750),
    ],
)
def test_likeness_is_whole_thousandths(old: str, new: str, alike: int):
    assert likeness(old, new) == alike
    assert isinstance(likeness(old, new), int)
