"""The official rule, as it crosses the wire."""

import enum
from datetime import datetime
from typing import Annotated

import msgspec


class Rule(enum.StrEnum):
    RAW = "raw"
    """The plain mean of a project's marks."""
    CALIBRATED = "calibrated"
    """What the marks say once the leniency of judges is taken off; plain means while there are too few marks."""


class RuleChoice(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    rule: Rule
    seed: Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)] = 1


class OfficialRule(msgspec.Struct, frozen=True):
    rule: Rule
    seed: int
    sealed_at: datetime | None
    """When judging began; the rule cannot be chosen any more."""
    digest: str


USUAL = OfficialRule(Rule.RAW, 1, None, "")
"""Of a day that chose none."""
