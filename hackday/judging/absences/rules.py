"""When an organiser is asked."""

ASKED_AT = 3
"""Judges in vain before the organisers are told; one or two may have come in a break."""


def asks(flags: int) -> bool:
    """Whether this flag is the one at which organisers are told, once."""
    return flags == ASKED_AT
