"""What can go wrong, by name.

    Refusal                 a person asked for something that the rules do not allow
    ├── Unauthenticated     401  nobody is signed in
    ├── Forbidden           403  signed in, but not for this
    ├── NotFound            404  not there, or not for these eyes
    ├── Conflict            409  the state of things does not allow it (most refusals of a feature)
    ├── Invalid             422  well-formed, but a field breaks a rule; `pointer` names it
    └── TooMany             429  again later; `retry_after` in seconds

A feature's own refusals stand in its `rules.py`, each with a stable snake_case `code` and a sentence
that tells a person what to do. Malformed input is not a refusal: msgspec and Litestar report it as 400.
"""

from collections.abc import Sequence
from typing import ClassVar


class Refusal(Exception):
    """Base of all that is refused by name. `str(refusal)` is the sentence for people."""

    status: ClassVar[int] = 409
    code: ClassVar[str] = "refused"
    pointer: str | None = None
    fields: Sequence[tuple[str, str]] = ()
    """Parts of the body that are refused, where several are: JSON pointer and sentence of each."""
    retry_after: int | None = None


class Unauthenticated(Refusal):
    status = 401
    code = "sign_in_needed"

    def __init__(self, message: str = "Please sign in first.") -> None:
        super().__init__(message)


class Forbidden(Refusal):
    status = 403
    code = "not_allowed"

    def __init__(self, message: str = "You may not do this.") -> None:
        super().__init__(message)


class NotFound(Refusal):
    """Also for what exists but is hidden from the caller, so that nothing can be guessed."""

    status = 404
    code = "not_found"

    def __init__(self, what: str = "page") -> None:
        super().__init__(f"There is no such {what}.")


class Conflict(Refusal):
    status = 409
    code = "conflict"


class Invalid(Refusal):
    """A field breaks a rule. `pointer` is its JSON pointer in the body, such as "/name"."""

    status = 422
    code = "invalid"

    def __init__(self, message: str, *, pointer: str = "") -> None:
        super().__init__(message)
        self.pointer = pointer


class TooMany(Refusal):
    status = 429
    code = "too_many"

    def __init__(self, message: str, *, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after
