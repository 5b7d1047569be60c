"""When a project may change, and what makes it complete."""

from datetime import datetime

from hackday.days import rules as day_rules
from hackday.days.schemas import Day, Phase
from hackday.errors import Conflict, Invalid, NotFound
from hackday.projects.extensions.schemas import Extension
from hackday.projects.schemas import Project, ProjectDraft, ProjectState

OPEN = (Phase.HACKING, Phase.JUDGING)
"""What is handed in while others are judged is late, and taken."""


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


class HandInIsOver(Conflict):
    code = "hand_in_is_over"

    def __init__(self, day: Day) -> None:
        super().__init__(f"{day.name} is “{day.phase}”: nothing can be handed in any more. Ask an organiser.")


class HandedInStays(Conflict):
    code = "handed_in_stays"

    def __init__(self) -> None:
        super().__init__("Judges are reading what you handed in; it stays as it is.")


def check_open(day: Day) -> None:
    if day.phase.place > Phase.JUDGING.place:
        raise HandInIsOver(day)
    day_rules.check_phase(day, *OPEN)


def stays(day: Day, project: Project | None, extension: Extension | None, *, now: datetime) -> bool:
    """What was handed in is not improved under the eyes of judges, unless the team still has time."""
    return (
        day.phase is Phase.JUDGING
        and project is not None
        and project.state is ProjectState.HANDED_IN
        and (extension is None or now > extension.until)
    )


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
