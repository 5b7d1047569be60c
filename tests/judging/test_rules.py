"""The rule book of judging."""

from uuid import UUID

import pytest

from hackday.errors import Invalid
from hackday.judging import rules
from hackday.judging.rubrics.schemas import CriterionDraft, Rubric
from hackday.judging.schemas import SheetDraft

IMPACT = CriterionDraft(key="impact", label="Business impact", weight=3)
PITCH = CriterionDraft(key="pitch", label="Pitch", weight=1)
RUBRIC = Rubric(UUID(int=1), "", None, 1, 1, 10, (IMPACT, PITCH), False)


def sheet(**points: int) -> SheetDraft:
    return SheetDraft(rubric_id=RUBRIC.id, base_version=0, points=points)


def test_a_whole_sheet_is_accepted():
    rules.check_sheet(sheet(impact=1, pitch=10), RUBRIC, owes_example=False)


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
        rules.check_sheet(sheet(**points), RUBRIC, owes_example=False)
    assert refused.value.pointer == pointer


def test_a_sheet_of_another_rubric_is_refused():
    draft = SheetDraft(rubric_id=UUID(int=2), base_version=0, points={"impact": 5, "pitch": 5})
    with pytest.raises(rules.RubricChanged):
        rules.check_sheet(draft, RUBRIC, owes_example=False)


def test_the_example_comes_first():
    with pytest.raises(rules.ExampleFirst):
        rules.check_sheet(sheet(impact=1, pitch=10), RUBRIC, owes_example=True)
