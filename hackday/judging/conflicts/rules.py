"""Refusals around conflicts of interest."""

from hackday.errors import Forbidden, NotFound


class HasConflict(Forbidden):
    code = "conflict_of_interest"

    def __init__(self) -> None:
        super().__init__("You have a conflict of interest with this team, so somebody else scores it.")


class NoSuchConflict(NotFound):
    code = "no_such_conflict"

    def __init__(self) -> None:
        super().__init__("conflict of interest that stands")


class NoSuchVisit(NotFound):
    code = "no_such_visit"

    def __init__(self) -> None:
        super().__init__("judge or project of this day")
