"""How many drafts of an assistant wait for one person."""

from hackday.errors import Conflict

WAITING_MOST = 20


class TooManyDrafts(Conflict):
    code = "too_many_drafts"

    def __init__(self) -> None:
        super().__init__(
            f"{WAITING_MOST} drafts of assistants wait for this person already. They can publish or delete some first."
        )
