"""When the rule stands, and what is sealed. Pure."""

import hashlib
from collections.abc import Iterable

import msgspec

from hackday.days.schemas import Phase
from hackday.errors import Conflict
from hackday.judging.counting.schemas import OfficialRule
from hackday.judging.rubrics.schemas import Rubric

TIE_BREAK = ("head_to_head", "heaviest_criterion", "lot")
"""Equal scores: who is ahead with more of the judges that both share; then in the heaviest criterion; then by lot."""


class RuleIsSealed(Conflict):
    code = "rule_is_sealed"

    def __init__(self) -> None:
        super().__init__("Judging has begun, so the rule by which it is counted stands.")


def check_choice(phase: Phase, *, is_scored: bool) -> None:
    """Nobody may choose the rule with scores in view, not even by moving the day back."""
    if phase.place >= Phase.JUDGING.place or is_scored:
        raise RuleIsSealed


def digest(rule: OfficialRule, rubrics: Iterable[Rubric]) -> str:
    """SHA-256 over the rule, its seed, the tie-break and each newest rubric's scale and weights, as sorted JSON."""
    sealed = {
        "rule": rule.rule,
        "seed": rule.seed,
        "tie_break": TIE_BREAK,
        "rubrics": [
            {
                "track": one.track,
                "challenge": one.challenge_id,
                "version": one.version,
                "scale": [one.scale_min, one.scale_max],
                "weights": [[criterion.key, criterion.weight] for criterion in one.criteria],
            }
            for one in rubrics
        ],
    }
    return hashlib.sha256(msgspec.json.encode(sealed, order="sorted")).hexdigest()
