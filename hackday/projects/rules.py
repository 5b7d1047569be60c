"""When a project may change, and what makes it complete."""

from hackday.errors import Conflict, Invalid, NotFound
from hackday.projects.schemas import ProjectDraft


class NoSuchProject(NotFound):
    code = "no_such_project"

    def __init__(self) -> None:
        super().__init__("project")


class NotInATeam(Conflict):
    code = "not_in_a_team"

    def __init__(self) -> None:
        super().__init__("Only a team hands in a project. Found one or join one first.")


class ChangedMeanwhile(Conflict):
    code = "changed_meanwhile"

    def __init__(self) -> None:
        super().__init__("Somebody else in your team changed the project meanwhile. Reload to see their version.")


class NothingToHandIn(Conflict):
    code = "nothing_to_hand_in"

    def __init__(self) -> None:
        super().__init__("There is no draft yet. Write a title and a summary first.")


def check_complete(title: str, summary: str) -> None:
    """Raise Invalid naming the field that a project still lacks."""
    if not title.strip():
        raise Invalid("Give the project a title.", pointer="/title")
    if len(summary.strip()) < 20:
        raise Invalid("Say in a sentence or two what you built.", pointer="/summary")


def check_still_complete(draft: ProjectDraft, *, handed_in: bool) -> None:
    """What was handed in stays complete."""
    if handed_in:
        check_complete(draft.title, draft.summary)
