"""How many keys, and what is said of one that opens nothing."""

from hackday.errors import Conflict, NotFound, Unauthenticated

KEYS_MOST = 10
"""Live ones of a person; more than that nobody keeps an eye on."""
PREFIX = "hackday_"
"""So that programs which look for leaked secrets can tell what they found."""


class TooManyKeys(Conflict):
    code = "too_many_keys"

    def __init__(self) -> None:
        super().__init__(f"You have {KEYS_MOST} keys. Revoke one that you do not need any more.")


class NoSuchKey(NotFound):
    code = "no_such_key"

    def __init__(self) -> None:
        super().__init__("key")


class KeyOpensNothing(Unauthenticated):
    code = "key_opens_nothing"

    def __init__(self) -> None:
        super().__init__("This key is unknown, revoked, too old, or not for this. Its owner can make a new one.")
