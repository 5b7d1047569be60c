"""What teams may read, and when."""

from hackday.days.schemas import Phase
from hackday.errors import Conflict
from hackday.judging.feedback.schemas import Feedback, Policy

OPEN = (Phase.REVEALED, Phase.CLOSED)


class PolicyIsPromised(Conflict):
    code = "policy_is_promised"

    def __init__(self) -> None:
        super().__init__("Judges wrote their comments under this policy: teams may read less than it says, never more.")


def check_policy(policy: Policy, before: Feedback) -> None:
    if before.is_promised and policy.reach > before.policy.reach:
        raise PolicyIsPromised
