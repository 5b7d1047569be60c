"""When people may choose, what they may not, and how votes become ranks."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from hackday.days.schemas import Phase
from hackday.errors import Conflict, Forbidden, Invalid, NotFound, TooMany
from hackday.judging.choice.schemas import CodesDraft

VOTING = (Phase.JUDGING, Phase.FROZEN)
PREPARING = (Phase.DRAFT, Phase.PUBLISHED, Phase.FORMING, Phase.HACKING, *VOTING)
OPEN = (Phase.REVEALED, Phase.CLOSED)
"""Votes are counted for everybody."""

CATEGORIES_MOST = 12
KIOSKS_MOST = 100
CODES_MOST = 500
"""On one sheet."""

CODE_ALPHABET = "ACDEFGHJKMNPQRTUVWXY34679"
"""As join codes: nothing that is misread for another. All of it is in a QR code's dense alphanumeric mode."""
CODE_LENGTH = 12
"""25^12, 6e16 codes: against guesses over the wire the throttle, against the hashes of a stolen copy the length."""

MISSES_MOST = 10
MISSES_IN = timedelta(minutes=1)
"""So many wrong codes a kiosk may read in this time; a queue of people who mistype needs fewer."""


class NoSuchCategory(NotFound):
    code = "no_such_category"

    def __init__(self) -> None:
        super().__init__("category")


class CategoryHasBallots(Conflict):
    code = "category_has_ballots"

    def __init__(self) -> None:
        super().__init__("Somebody has voted in this category, so it stands as it is.")


class CategoryExists(Conflict):
    code = "category_exists"

    def __init__(self, name: str) -> None:
        super().__init__(f"There is a category “{name}” already.")


class TooManyCategories(Conflict):
    code = "too_many_categories"

    def __init__(self) -> None:
        super().__init__(f"A day has at most {CATEGORIES_MOST} categories.")


class OwnTeam(Forbidden):
    code = "own_team"

    def __init__(self) -> None:
        super().__init__("You are or were in this team. Choose another one.")


class NotACandidate(Conflict):
    code = "not_a_candidate"

    def __init__(self) -> None:
        super().__init__("This project cannot be chosen. Look at the list again.")


class NoSuchKiosk(NotFound):
    """Also for one that was revoked."""

    code = "no_such_kiosk"

    def __init__(self) -> None:
        super().__init__("kiosk any more; ask an organiser for a new link")


class TooManyKiosks(Conflict):
    code = "too_many_kiosks"

    def __init__(self) -> None:
        super().__init__(f"A day has at most {KIOSKS_MOST} live kiosks. Revoke one first.")


class NoSuchCode(NotFound):
    code = "no_such_code"

    def __init__(self) -> None:
        super().__init__("code, or it was renewed; show the newest one")


class TooManyGuesses(TooMany):
    code = "too_many_guesses"

    def __init__(self, seconds: int) -> None:
        super().__init__("Too many wrong codes were read here. Wait a moment.", retry_after=seconds)


class SheetIsTooLong(Conflict):
    code = "sheet_is_too_long"

    def __init__(self, people: int) -> None:
        super().__init__(f"These are {people:,} people, and one sheet has {CODES_MOST}. Choose a department.")


class NobodyToPrintFor(Conflict):
    code = "nobody_to_print_for"

    def __init__(self) -> None:
        super().__init__("Nobody there needs a code: no active people, or all have a printed one.")


def check_codes(draft: CodesDraft) -> None:
    if draft.person is None and not draft.site:
        raise Invalid("Choose a site or a person.", pointer="/site")


def normal(code: str) -> str:
    """A code as it was made, whether typed in groups, in small letters, or read by a scanner."""
    # A scanner that types as an American keyboard writes Z for Y on a German one; no code has a Z.
    return "".join(letter for letter in code.upper().replace("Z", "Y") if letter in CODE_ALPHABET)


def wait(misses: int, since: datetime | None, *, now: datetime) -> int:
    """Seconds until a kiosk that read so many wrong codes `since` then reads again; 0: it may now."""
    if since is None or misses < MISSES_MOST or now >= since + MISSES_IN:
        return 0
    return max(1, int((since + MISSES_IN - now).total_seconds()))


def ranks(votes: Iterable[int]) -> list[int]:
    """The rank of each, for votes in falling order: as many votes, the same rank, and the next one leaves a gap."""
    found: list[int] = []
    last: int | None = None
    for place, count in enumerate(votes, 1):
        found.append(found[-1] if count == last else place)
        last = count
    return found
