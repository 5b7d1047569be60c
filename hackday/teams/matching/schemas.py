"""What the matching is asked and what it answers: ids are plain text, so that it needs no database."""

import enum

from msgspec import Struct


class WhyNot(enum.StrEnum):
    """Why a person has no team, or a lock was not kept."""

    NO_PLACE_LEFT = "no_place_left"
    """Every team is full and no challenge takes another."""
    TOO_FEW_FOR_A_TEAM = "too_few_for_a_team"
    """A challenge takes another team, but too few people are left to found one."""
    DEPARTMENT_MIX = "department_mix"
    """The teams with a place have as many of the person's department as they may."""
    SITE_MIX = "site_mix"
    """The places left in the teams are for people from other sites."""
    PARTY_TOO_LARGE = "party_too_large"
    """No team takes so many, so that the party is split."""
    PARTY_APART = "party_apart"
    """Placed, but no team with a place for all of the party left everybody better off."""
    NO_SUCH_TEAM = "no_such_team"
    HAS_A_TEAM = "has_a_team"
    """Found or joined one meanwhile."""
    NOT_SIGNED_UP = "not_signed_up"
    """Withdrew meanwhile."""


class Candidate(Struct, frozen=True):
    """Somebody who looks for a team, or is in one."""

    id: str
    department: str
    site: str
    skills: tuple[str, ...] = ()
    wishes: tuple[str, ...] = ()
    """Challenges, the dearest first; none: any will do."""
    party: str = ""
    """Whoever has the same word wants to be in the same team."""


class Limits(Struct, frozen=True):
    """What a team should be."""

    smallest: int
    largest: int
    department_most: int | None = None
    """Hard, as sizes are: at most so many of one department."""
    sites_least: int | None = None
    """Hard for a full team; before it is full each site that lacks is priced and listed, as skills are."""


class Challenge(Struct, frozen=True):
    """A challenge and how many new teams it takes (None: any number)."""

    id: str
    limits: Limits
    places: int | None = None
    skills: tuple[str, ...] = ()
    """Each team should have somebody for each."""


class Team(Struct, frozen=True):
    """A team that exists. Its members stay where they are."""

    id: str
    challenge: str
    limits: Limits
    members: tuple[Candidate, ...]
    skills: tuple[str, ...] = ()


class Lock(Struct, frozen=True):
    """Keep this person in this team: one that exists, or one to be founded as an earlier answer named it."""

    person: str
    team: str
    challenge: str


class Asked(Struct, frozen=True):
    people: tuple[Candidate, ...]
    challenges: tuple[Challenge, ...]
    teams: tuple[Team, ...] = ()
    locks: tuple[Lock, ...] = ()


class Placement(Struct, frozen=True):
    person: str
    team: str
    """Of a team to be founded: its challenge, `#` and a number."""
    challenge: str
    rank: int | None
    """1: the first wish; None: none of them, or none was said."""


class Unmet(Struct, frozen=True):
    """A person without a team or apart from their party, or a lock that does not hold."""

    person: str
    reason: WhyNot


class Lack(Struct, frozen=True):
    """What a team with anybody in it is short of."""

    team: str
    skills: tuple[str, ...]
    sites: int
    people: int
    """Below the smallest size; only a team that existed before can be."""


class Matched(Struct, frozen=True):
    """Who goes where. No way of matching is worth more than `bound`; gap = (bound - objective) / bound."""

    placements: tuple[Placement, ...]
    unplaced: tuple[Unmet, ...]
    lacks: tuple[Lack, ...]
    broken_locks: tuple[Unmet, ...]
    objective: float
    bound: float
    gap: float
    seconds: float
    solver: str
    apart: tuple[Unmet, ...] = ()
    """People with a team in which not all of their party are."""
