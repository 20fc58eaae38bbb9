"""Editing a scheme value, undo, and the fields of calculations: pure."""

from dataclasses import replace
from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.problems import UserError
from judging.marking.scoring import measurement_mark
from judging.schemes import editing
from judging.schemes.calculation_fields import FIELDS, from_fields, to_fields
from judging.schemes.calculation_grammar import fingerprint
from judging.schemes.calculations import CALCULATION_TYPES, calculation_rule
from judging.schemes.examples import MOST, examples_of
from judging.schemes.scheme import Calculation, Criterion, Parameter, Section, SubCriterion
from tests.judging.schemes.stage import RANGED, judgement, measurement, small_scheme


def scheme_of(*names: str):
    aspects = [measurement(name, "10") for name in names]
    return editing.with_missing_ids(small_scheme(*aspects), uuid4)


def names(scheme) -> list[str]:
    return [aspect.description for aspect in scheme.aspects()]


def test_missing_ids_are_given_once():
    first = scheme_of("a", "b")
    assert editing.with_missing_ids(first, uuid4) == first
    assert len({aspect.id for aspect in first.aspects()}) == 2


@pytest.mark.parametrize(
    ("by", "order"), [(1, ["b", "a", "c"]), (-1, ["a", "b", "c"]), (2, ["b", "c", "a"]), (9, ["b", "c", "a"])]
)
def test_an_aspect_moves_as_far_as_there_is_room(by, order):
    scheme = scheme_of("a", "b", "c")
    first = next(scheme.aspects())
    assert names(editing.move_aspect(scheme, first.id, by)) == order


def test_an_aspect_is_added_changed_moved_to_another_place_and_deleted():
    scheme = scheme_of("a")
    scheme = editing.add_sub_criterion(scheme, "A", SubCriterion("A2", "Second", id=uuid4()))
    second = scheme.criteria[0].sub_criteria[1]
    scheme = editing.add_aspect(scheme, second.id, measurement("b", id=uuid4()))
    first = next(scheme.aspects())
    scheme = editing.change_aspect(scheme, first.id, replace(first, description="a2"), sub_id=second.id)
    assert [len(sub.aspects) for sub in scheme.sub_criteria()] == [0, 2]
    place = editing.find_aspect(scheme, first.id)
    assert (place.label, place.aspect.description) == ("A2.2", "a2")
    scheme = editing.delete_aspect(scheme, first.id)
    assert names(scheme) == ["b"]
    with pytest.raises(UserError) as gone:
        editing.find_aspect(scheme, first.id)
    assert gone.value.status == 409


def test_codes_are_taken_once():
    scheme = scheme_of("a")
    with pytest.raises(UserError):
        editing.add_criterion(scheme, Criterion("A", "again"))
    with pytest.raises(UserError):
        editing.add_sub_criterion(scheme, "A", SubCriterion("A1", "again"))
    scheme = editing.add_criterion(scheme, Criterion("B", "Second", Decimal(10)))
    with pytest.raises(UserError):
        editing.change_criterion(scheme, "B", Criterion("A", "First"))
    assert editing.change_criterion(scheme, "B", Criterion("C", "Third")).criteria[1].code == "C"
    assert [each.code for each in editing.move_criterion(scheme, "B", -1).criteria] == ["B", "A"]
    assert [each.code for each in editing.delete_criterion(scheme, "A").criteria] == ["B"]


def test_new_codes_are_the_first_free_ones():
    scheme = scheme_of("a")
    assert editing.next_letter(scheme) == "B"
    assert editing.next_sub_code(scheme.criteria[0]) == "A2"
    for letter in "BCDEFGHI":
        scheme = editing.add_criterion(scheme, Criterion(letter, letter))
    with pytest.raises(UserError):
        editing.next_letter(scheme)


def test_a_sub_criterion_sets_the_day_of_its_aspects_only_when_asked():
    scheme = scheme_of("a", "b")
    sub = next(scheme.sub_criteria())
    assert {each.day for each in editing.change_sub_criterion(scheme, sub.id, "A1", "x", 3).aspects()} == {3}
    assert {each.day for each in editing.change_sub_criterion(scheme, sub.id, "A1", "x", None).aspects()} == {1}
    assert list(editing.delete_sub_criterion(scheme, sub.id).aspects()) == []


def test_sections_and_title():
    changed = editing.set_sections(scheme_of("a"), "New", [Section("9", "Nine", Decimal(1))])
    assert (changed.title, changed.sections[0].number) == ("New", "9")


@pytest.mark.parametrize(
    ("notes", "target"),
    [
        ([], None), (["started"], None), (["started", "x"], 1), (["a", "b", "restored 1"], None),
        (["a", "b", "c", "restored 2"], 1), (["a", "b", "c", "restored 2", "restored 1"], None),
        (["a", "b", "restored 1", "d"], 3), (["a", "b", "c", "restored 9"], 3),
    ],
)  # fmt: skip
def test_undo_goes_back_step_by_step(notes, target):
    assert editing.undo_target(list(enumerate(notes, start=1))) == target


@given(st.lists(st.integers(0, 3), max_size=12))
def test_moving_never_loses_an_aspect(moves):
    scheme = scheme_of("a", "b", "c", "d")
    for index in moves:
        scheme = editing.move_aspect(scheme, list(scheme.aspects())[index].id, 1 if index % 2 else -1)
    assert sorted(names(scheme)) == ["a", "b", "c", "d"]


def test_every_type_that_can_be_marked_has_its_fields():
    assert set(FIELDS) == set(CALCULATION_TYPES)


SAMPLES = [
    RANGED,
    Calculation("NUMBER_COMPLETED", {"NUM_POSSIBLE": Parameter(Decimal(6))}),
    Calculation("CHOICE", {
        "DEDUCTION_TYPE": Parameter(None, "PERCENT"), "CHOICE2_LABEL": Parameter(None, "half"),
        "CHOICE2_DEDUCTION": Parameter(Decimal("33.3")), "CHOICE1_LABEL": Parameter(None, "all"),
        "CHOICE1_DEDUCTION": Parameter(Decimal(0))}),
    Calculation("OPTIONS", {"OPTION1_VALUE": Parameter(Decimal("0.5"), "some"), "OPTION2_VALUE": Parameter(Decimal(1), "all")}),
    Calculation("REGULAR_DIFFERENCE_DEDUCTION", {
        "TARGET_VAL_FROM_REQ": Parameter(None, "true"), "DIFFERENCE": Parameter(Decimal(2)),
        "DEDUCTION": Parameter(Decimal(10)), "NUM_POSSIBLE": Parameter(Decimal(3))}),
    Calculation("DEDUCT_STEPS", {"STEP": Parameter(Decimal("0.25"))}),
    Calculation("TOLERANCE_LADDER", {
        "TARGET_VALUE": Parameter(Decimal(10)), "ROW1_DEVIATION": Parameter(Decimal(0)),
        "ROW1_MARK": Parameter(Decimal(50)), "ROW2_DEVIATION": Parameter(Decimal(1)), "ROW2_MARK": Parameter(Decimal(8))}),
]  # fmt: skip


@pytest.mark.parametrize("calculation", SAMPLES, ids=lambda each: each.type)
def test_a_calculation_goes_through_its_fields_unchanged(calculation):
    fields = to_fields(calculation)
    assert from_fields(fields, calculation) is calculation
    typed = from_fields(fields, None)
    hidden = {key for key in calculation.parameters if key == "DEDUCTION_TYPE"}
    shown = {key: value for key, value in calculation.parameters.items() if key not in hidden}
    assert fingerprint(typed) == fingerprint(Calculation(calculation.type, shown))


@pytest.mark.parametrize("calculation", SAMPLES, ids=lambda each: each.type)
def test_every_example_has_a_mark(calculation):
    aspect = measurement(calculation=calculation, requirement="100 mm", mark="50")
    shown = examples_of(calculation_rule(aspect))
    assert 1 <= len(shown) <= MOST
    assert all(0 <= measurement_mark(aspect, each.observed) <= 50 for each in shown)


def test_unread_numbers_are_named_at_their_field():
    with pytest.raises(UserError) as error:
        from_fields({"calculation": "DEDUCT_STEPS", "calc_step": "a lot"}, None)
    assert [problem.place.field for problem in error.value.problems] == ["calc_step"]


def test_an_unknown_type_is_kept_and_none_is_invented():
    unknown = Calculation("SOMETHING_NEW", {"X": Parameter(Decimal(1))})
    assert from_fields({"calculation": "SOMETHING_NEW"}, unknown) is unknown
    with pytest.raises(UserError):
        from_fields({"calculation": "SOMETHING_NEW"}, None)


def test_a_row_that_is_left_empty_is_no_row():
    fields = {"calculation": "CHOICE", "row1_label": "", "row2_label": "all", "row2_deduction": "0"}
    assert dict(from_fields(fields, None).parameters) == {
        "CHOICE1_LABEL": Parameter(None, "all"), "CHOICE1_DEDUCTION": Parameter(Decimal(0)),
    }  # fmt: skip


def test_judgement_aspects_stay_what_they_are():
    scheme = editing.with_missing_ids(small_scheme(judgement()), uuid4)
    aspect = next(scheme.aspects())
    assert editing.change_aspect(scheme, aspect.id, aspect) == scheme
