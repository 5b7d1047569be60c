"""When the example stands, and who still owes a sheet for it."""

from hackday.errors import Conflict, NotFound
from hackday.judging.rubrics.rules import check_points
from hackday.judging.rubrics.schemas import Points, Rubric


class NoExample(NotFound):
    code = "no_example"

    def __init__(self) -> None:
        super().__init__("example")


class ExampleIsScored(Conflict):
    code = "example_is_scored"

    def __init__(self) -> None:
        super().__init__("Judges have scored this example already, so it stands. Remove it and write another one.")


class ExampleStands(Conflict):
    code = "example_stands"

    def __init__(self) -> None:
        super().__init__("You have scored the example already, and seen what others gave.")


def check_example(points: Points, rubric: Rubric | None) -> Rubric:
    """The example is scored by the day's rubric, each criterion on its scale. Raises NoRubric, Invalid."""
    return check_points(points, rubric)
