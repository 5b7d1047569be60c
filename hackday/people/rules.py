"""Refusals around sign-in, and how long things last."""

from datetime import timedelta

from hackday.errors import Conflict, Forbidden, Unauthenticated

LINK_LASTS = timedelta(minutes=20)
LINKS_PER_PERSON = 5
"""In LINK_LASTS; more are quietly not sent, so that nobody can flood a mailbox."""
SESSION_LASTS = timedelta(hours=14)
SESSION_IDLES = timedelta(hours=4)
"""A hacking team may leave the browser alone for an afternoon's work; see docs/decisions/0006."""


class LinkIsSpent(Unauthenticated):
    code = "link_is_spent"

    def __init__(self) -> None:
        super().__init__("This sign-in link was used already or is too old. Ask for a new one.")


class NotAnAdmin(Forbidden):
    code = "not_an_admin"

    def __init__(self) -> None:
        super().__init__("Only an administrator may do this.")


class FileIsAPart(Conflict):
    code = "file_is_a_part"

    def __init__(self, left: int, active: int) -> None:
        super().__init__(
            f"{left:,} of {active:,} active people are not in this file. If it holds only a part of the staff, "
            "say `--left keep`; if they have really gone, say `--left inactive`. Nothing was changed."
        )
