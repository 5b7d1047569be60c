"""Who may score what, and what makes a sheet whole."""

from collections.abc import Collection

from hackday.errors import Conflict, Forbidden, Invalid, NotFound
from hackday.judging.conflicts.rules import HasConflict
from hackday.judging.conflicts.schemas import Source
from hackday.judging.rubrics.rules import RubricChanged, check_points
from hackday.judging.rubrics.schemas import Rubric
from hackday.judging.schemas import SheetDraft


class NotYourVisit(NotFound):
    """A project that the judge is not assigned to looks like one that does not exist."""

    code = "not_your_visit"

    def __init__(self) -> None:
        super().__init__("project on your list")


class OwnTeam(Forbidden):
    code = "own_team"

    def __init__(self) -> None:
        super().__init__("You are a member of this team, so somebody else scores it.")


class NewerSheet(Conflict):
    """Two devices of one judge: the second is asked, never silently overwritten."""

    code = "newer_sheet"

    def __init__(self, version: int) -> None:
        super().__init__(
            f"A newer sheet of yours (version {version}) was sent from another device. "
            "Open it, compare, and save again."
        )


class KeyWasUsed(Invalid):
    code = "idempotency_key_was_used"

    def __init__(self) -> None:
        super().__init__("This Idempotency-Key was sent with another sheet before.")


class ExampleFirst(Conflict):
    code = "example_first"

    def __init__(self) -> None:
        super().__init__("Score the example first. Your sheet is kept on this phone and can be sent again.")


class NotRevealed(Conflict):
    code = "not_revealed"

    def __init__(self) -> None:
        super().__init__("This is shown once the whole result has been revealed.")


def check_visit(*, is_assigned: bool, conflicts: Collection[str]) -> None:
    """Judges score what they were assigned to, and nothing that they have a conflict of interest with."""
    if not is_assigned:
        raise NotYourVisit
    if Source.OWN_TEAM in conflicts:
        raise OwnTeam
    if conflicts:
        raise HasConflict


def check_sheet(draft: SheetDraft, rubric: Rubric | None, *, owes_example: bool) -> None:
    """The rubric is the one that asks today, every criterion has points on its scale, and nothing else has."""
    if rubric is not None and draft.rubric_id != rubric.id:
        raise RubricChanged
    check_points(draft.points, rubric)
    if owes_example:
        raise ExampleFirst
