"""What a place and what a lack weigh, in points; the definitions that search and benchmark share."""

from hackday.teams.matching.schemas import Candidate

FIRST = 60.0
"""A first wish; what nobody gets who has no team."""
LEAST_WISH = 20.0
ELSEWHERE = 10.0
"""A place in a challenge that was not wished for is still better than none."""
ANY = 45.0
"""Any challenge, for somebody who wished for none."""
TOGETHER = 55.0
"""A team in which somebody of the own party is already: more than a first wish over none, less than a place."""
APART = 55.0
"""For each of a party that has a team without the others: only having none weighs more."""
MISSING_SKILL = 30.0
MISSING_SITE = 20.0
MISSING_PERSON = 15.0
"""Each one below the smallest size, in a team that exists."""


def rank(person: Candidate, challenge: str) -> int | None:
    return person.wishes.index(challenge) + 1 if challenge in person.wishes else None


def gain(person: Candidate, challenge: str) -> float:
    """60, 59, 57, 54, 50 … by rank: the steps grow, so that nobody is sent far down for another's first wish."""
    if not person.wishes:
        return ANY
    place = rank(person, challenge)
    return ELSEWHERE if place is None else max(FIRST - place * (place - 1) / 2, LEAST_WISH)
