"""Refusals around the end of scoring."""

from hackday.errors import Conflict


class ScoringIsClosed(Conflict):
    code = "scoring_is_closed"

    def __init__(self) -> None:
        super().__init__("Scoring is closed: the result is being counted. Ask an organiser if yours is missing.")
