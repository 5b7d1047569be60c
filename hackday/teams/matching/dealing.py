"""Deals the people chosen for a challenge out to its teams, and finds places for those left over."""

from collections import Counter
from random import Random

from hackday.teams.matching import worth
from hackday.teams.matching.schemas import Candidate
from hackday.teams.matching.slots import Slot

SWAPS_MOST = 400
"""A challenge: each lowers what its teams lack, so few are ever made."""


def dealt(slot: Slot, people: list[Candidate], teams: int) -> list[Slot]:
    """So many teams of nearly one size, no department above its limit, few lacks.

    Round robin in order of departments gives each team floor or ceil of every department's share, so sizes and mix
    hold in each team whenever they hold in sum. Swaps that keep the mix then mend skills and sites.
    """
    ordered = sorted(people, key=lambda p: p.department)
    hands = [slot._replace(most=1, members=tuple(ordered[n::teams])) for n in range(teams)]
    for _ in range(SWAPS_MOST):
        if not _swap(hands):
            break
    return hands


def _swap(teams: list[Slot]) -> bool:
    for a, team in enumerate(teams):
        before = team.cost()
        if not before:
            continue
        for b, other in enumerate(teams):
            if a == b:
                continue
            both = before + other.cost()
            for give in team.members:
                for take in other.members:
                    if set(give.skills) == set(take.skills) and give.site == take.site:
                        continue
                    mine, yours = _instead(team, give, take), _instead(other, take, give)
                    if mine and yours and mine.cost() + yours.cost() < both:
                        teams[a], teams[b] = mine, yours
                        return True
    return False


def _instead(team: Slot, out: Candidate, come: Candidate) -> Slot | None:
    left = team._replace(members=tuple(p for p in team.members if p is not out))
    return None if left.refuses(come) else left._replace(members=(*left.members, come))


def served(slots: list[Slot], people: list[Candidate], rng: Random) -> tuple[list[Slot], list[Candidate]]:
    """First come, first served, in an order by lot; teams that stay too small are given up. Teams, and who is left."""
    teams = [s for s in slots if s.team is not None]
    pools = {s.challenge: s for s in slots if s.team is None}
    begun: dict[str, list[Slot]] = {}
    rest = []
    for person in rng.sample(people, len(people)):
        for challenge in person.wishes:
            own = begun.setdefault(challenge, [])
            at = next((n for n, team in enumerate(own) if not team.refuses(person)), None)
            pool = pools.get(challenge)
            if at is None and pool and pool.most > len(own) and not pool.refuses(person):
                own.append(pool._replace(most=1))
                at = len(own) - 1
            if at is not None:
                own[at] = own[at]._replace(members=(*own[at].members, person))
                break
        else:
            rest.append(person)
    for challenge, own in begun.items():
        whole = [team for team in own if len(team.members) >= team.limits.smallest]
        rest += [p for team in own if len(team.members) < team.limits.smallest for p in team.members]
        teams += whole
        if challenge in pools:
            pools[challenge] = pools[challenge]._replace(most=pools[challenge].most - len(whole))
    return filled(teams, list(pools.values()), rest, rng)


def filled(
    teams: list[Slot], pools: list[Slot], rest: list[Candidate], rng: Random
) -> tuple[list[Slot], list[Candidate]]:
    """Each in turn to the best place that is left, then new teams of those still without one.

    `pools` are challenges with places for new teams yet (`most`). Gives the teams, and who is left.
    """
    teams = [*teams]
    left = [person for person in rng.sample(rest, len(rest)) if not _placed(teams, person)]
    places = {pool.challenge: pool.most for pool in pools}
    while left:
        wished = Counter(challenge for person in left for challenge in person.wishes)
        options = sorted((p for p in pools if places[p.challenge] > 0), key=lambda p: -wished[p.challenge])
        founded = next((team for pool in options if (team := _founded(pool, left))), None)
        if founded is None:
            break
        places[founded.challenge] -= 1
        one = [founded]
        ids = {p.id for p in founded.members}
        left = [person for person in left if person.id not in ids and not _placed(one, person)]
        teams += one
    return teams, left


def _placed(teams: list[Slot], person: Candidate) -> bool:
    best, at = 0.0, None
    for number, team in enumerate(teams):
        points = worth.gain(person, team.challenge)
        if points + worth.FIRST <= best or team.refuses(person):
            continue
        points += team.cost() - team._replace(members=(*team.members, person)).cost()
        if points > best:
            best, at = points, number
    if at is None:
        return False
    teams[at] = teams[at]._replace(members=(*teams[at].members, person))
    return True


def _founded(pool: Slot, people: list[Candidate]) -> Slot | None:
    """A team of the smallest size, of those who wish it most; None: too few fit."""
    if len(people) < pool.limits.smallest:
        return None
    team = pool._replace(most=1)
    for person in sorted(people, key=lambda p: -worth.gain(p, pool.challenge)):
        if len(team.members) < pool.limits.smallest and not team.refuses(person):
            team = team._replace(members=(*team.members, person))
    return team if len(team.members) == pool.limits.smallest else None
