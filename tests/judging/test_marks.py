"""What a sheet is worth, and what a change of the rubric does to it."""

from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hackday.errors import Invalid
from hackday.judging.marks import is_whole, mark, total
from hackday.judging.rubrics.rules import check_rubric, check_scope, effect
from hackday.judging.rubrics.schemas import CriterionDraft, Level, Rubric, RubricChange, RubricDraft

IMPACT = CriterionDraft(key="impact", label="Business impact", weight=3)
PITCH = CriterionDraft(key="pitch", label="Pitch", weight=1)
CARE = CriterionDraft(key="care", label="Care", weight=4)


def rubric(*criteria: CriterionDraft, scale: tuple[int, int] = (1, 10), version: int = 1, used: bool = True) -> Rubric:
    return Rubric(UUID(int=version), "", None, version, *scale, criteria, used)


FIRST = rubric(IMPACT, PITCH)


def test_the_scale_runs_from_0_to_1_and_weights_count():
    assert mark({"impact": 1, "pitch": 1}, FIRST, FIRST) == 0
    assert mark({"impact": 10, "pitch": 10}, FIRST, FIRST) == 1
    assert mark({"impact": 1, "pitch": 10}, FIRST, FIRST) == Fraction(1, 4)


def test_other_weights_count_old_points_anew():
    even = rubric(IMPACT, CriterionDraft(key="pitch", label="Pitch", weight=3), version=2)
    assert mark({"impact": 1, "pitch": 10}, FIRST, even) == Fraction(1, 2)


def test_a_criterion_that_went_is_not_counted_any_more():
    assert mark({"impact": 1, "pitch": 10}, FIRST, rubric(PITCH, version=2)) == 1


@pytest.mark.parametrize("newest", [rubric(IMPACT, PITCH, CARE, version=2), rubric(PITCH, scale=(0, 10), version=2)])
def test_a_sheet_that_lacks_an_answer_counts_as_it_was_given(newest):
    points = {"impact": 1, "pitch": 10}
    assert not is_whole(points, FIRST, newest)
    assert mark(points, FIRST, newest) == Fraction(1, 4)


@given(st.integers(1, 10), st.integers(1, 10), st.integers(1, 9), st.integers(1, 9))
def test_a_mark_lies_between_its_points(impact, pitch, one, other):
    weighed = rubric(
        CriterionDraft(key="impact", label="I", weight=one), CriterionDraft(key="pitch", label="P", weight=other)
    )
    value = mark({"impact": impact, "pitch": pitch}, weighed, weighed)
    assert Fraction(min(impact, pitch) - 1, 9) <= value <= Fraction(max(impact, pitch) - 1, 9)


@pytest.mark.parametrize(
    ("points", "told"),
    [({"impact": 8, "pitch": 4}, "7.0"), ({"impact": 7, "pitch": 6}, "6.8"), ({"impact": 8}, None)],
)
def test_the_total_is_the_weighted_mean_rounded_half_up(points, told):
    assert total(points, FIRST) == told


def test_the_effect_tells_recounted_sheets_from_those_to_complete():
    given_before = [({"impact": 1, "pitch": 1}, FIRST), ({"impact": 1, "pitch": 1, "care": 1}, FIRST)]
    told = effect(RubricDraft(criteria=(IMPACT, CARE)), FIRST, given_before)
    assert (told.version, told.sheets, told.recounted, told.to_complete) == (2, 2, 1, 1)


def test_a_rubric_that_nobody_used_is_replaced_in_its_place():
    assert effect(RubricDraft(criteria=(IMPACT,)), rubric(PITCH, used=False), []).version == 1
    assert effect(RubricDraft(criteria=(IMPACT,)), None, []).version == 1


def test_a_rubric_needs_a_scale_and_different_keys():
    with pytest.raises(Invalid, match="upper end"):
        check_rubric(RubricDraft(scale_min=5, scale_max=5, criteria=(IMPACT,)))
    with pytest.raises(Invalid, match="key of its own"):
        check_rubric(RubricDraft(criteria=(IMPACT, IMPACT)))


@pytest.mark.parametrize(
    ("levels", "at"), [((Level(1, "x"),), 0), ((Level(10, "x"),), 0), ((Level(5, "x"), Level(5, "y")), 1)]
)
def test_levels_in_between_lie_between_and_are_told_once(levels, at):
    with pytest.raises(Invalid) as refused:
        check_rubric(RubricDraft(criteria=(CriterionDraft(key="k", label="K", levels=levels),)))
    assert refused.value.pointer == f"/criteria/0/levels/{at}/points"


def test_a_rubric_is_not_for_a_track_and_a_challenge():
    with pytest.raises(Invalid):
        check_scope(RubricChange(criteria=(IMPACT,), track="Customers", challenge_id=UUID(int=1)))
