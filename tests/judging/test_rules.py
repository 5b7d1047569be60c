"""The rule book of judging."""

from uuid import UUID

import pytest

from hackday.errors import Invalid
from hackday.judging import rules
from hackday.judging.schemas import CriterionDraft, Rubric, RubricDraft, SheetDraft

IMPACT = CriterionDraft(key="impact", label="Business impact", weight=3)
PITCH = CriterionDraft(key="pitch", label="Pitch", weight=1)
RUBRIC = Rubric(UUID(int=1), 1, 1, 10, (IMPACT, PITCH), False)


def sheet(**points: int) -> SheetDraft:
    return SheetDraft(rubric_id=RUBRIC.id, base_version=0, points=points)


def test_a_whole_sheet_is_accepted():
    rules.check_sheet(sheet(impact=1, pitch=10), RUBRIC)


@pytest.mark.parametrize(
    ("points", "pointer"),
    [
        ({"impact": 5}, "/points/pitch"),
        ({"impact": 11, "pitch": 5}, "/points/impact"),
        ({"impact": 0, "pitch": 5}, "/points/impact"),
        ({"impact": 5, "pitch": 5, "charm": 5}, "/points/charm"),
    ],
)
def test_a_sheet_with_a_slip_names_the_criterion(points, pointer):
    with pytest.raises(Invalid) as refused:
        rules.check_sheet(sheet(**points), RUBRIC)
    assert refused.value.pointer == pointer


def test_a_sheet_of_another_rubric_is_refused():
    draft = SheetDraft(rubric_id=UUID(int=2), base_version=0, points={"impact": 5, "pitch": 5})
    with pytest.raises(rules.RubricChanged):
        rules.check_sheet(draft, RUBRIC)


@pytest.mark.parametrize(
    ("points", "total"),
    [({"impact": 8, "pitch": 4}, "7.0"), ({"impact": 7, "pitch": 6}, "6.8"), ({"impact": 8}, None)],
)
def test_the_total_is_the_weighted_mean_rounded_half_up(points, total):
    assert rules.total(points, RUBRIC) == total


def test_a_rubric_needs_a_scale_and_different_keys():
    with pytest.raises(Invalid, match="upper end"):
        rules.check_rubric(RubricDraft(scale_min=5, scale_max=5, criteria=(IMPACT,)))
    with pytest.raises(Invalid, match="key of its own"):
        rules.check_rubric(RubricDraft(criteria=(IMPACT, IMPACT)))
