"""Deals the people chosen for a challenge out to its teams, and finds places for those left over."""

from collections import Counter
from random import Random

from hackday.teams.matching import worth
from hackday.teams.matching.parties import grouped
from hackday.teams.matching.schemas import Candidate
from hackday.teams.matching.slots import Slot

SWAPS_MOST = 400
"""A challenge: each lowers what its teams lack, so few are ever made."""


def dealt(slot: Slot, people: list[Candidate], teams: int) -> list[Slot]:
    """So many teams of nearly one size, no department above its limit, few lacks; parties together where that can be.

    Round robin in order of departments gives each team floor or ceil of every department's share, so sizes and mix
    hold in each team whenever they hold in sum. Swaps that keep the mix then mend skills and sites.
    """
    ordered = sorted(people, key=lambda p: p.department)
    hands = _together(slot, ordered, teams)
    if not hands:
        hands = [slot._replace(most=1, members=tuple(ordered[n::teams])) for n in range(teams)]
    for _ in range(SWAPS_MOST):
        if not _swap(hands):
            break
    return hands


def _together(slot: Slot, people: list[Candidate], teams: int) -> list[Slot]:
    """The largest parties first, each to the team with the fewest; what fits nowhere whole comes one by one.

    Empty where there is no party, or somebody finds no place.
    """
    groups = grouped(people)
    if len(groups) == len(people):
        return []
    hands = [slot._replace(most=1) for _ in range(teams)]
    while groups:
        group = groups.pop(0)
        options = sorted(range(teams), key=lambda n: len(hands[n].members))
        found = next(((n, team) for n in options if (team := _with(hands[n], group))), None)
        if found:
            hands[found[0]] = found[1]
        elif len(group) == 1:
            return []
        else:
            groups = sorted([*groups, *([person] for person in group)], key=len, reverse=True)
    return hands if all(len(team.members) >= slot.limits.smallest for team in hands) else []


def _with(team: Slot, people: list[Candidate]) -> Slot | None:
    """The team when all of them have come; None: it refuses one."""
    for person in people:
        if team.refuses(person):
            return None
        team = team._replace(members=(*team.members, person))
    return team


def _has_mate(team: Slot, person: Candidate) -> bool:
    return bool(person.party) and any(p.party == person.party and p is not person for p in team.members)


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
                    if _has_mate(team, give) or _has_mate(other, take):
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
    left = _left(teams, grouped(rng.sample(rest, len(rest))))
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
        left = _left(one, grouped(person for person in left if person.id not in ids))
        teams += one
    return teams, left


def _left(teams: list[Slot], groups: list[list[Candidate]]) -> list[Candidate]:
    """Who finds no place: a party that fits nowhere whole is tried one by one."""
    return [
        person
        for group in groups
        if not _placed(teams, group)
        for person in group
        if len(group) == 1 or not _placed(teams, [person])
    ]


def _placed(teams: list[Slot], people: list[Candidate]) -> bool:
    best, at = 0.0, None
    for number, team in enumerate(teams):
        points = sum(worth.gain(person, team.challenge) for person in people)
        points += worth.TOGETHER * sum(_has_mate(team, person) for person in people)
        if points + worth.FIRST * len(people) <= best or not (whole := _with(team, people)):
            continue
        points += team.cost() - whole.cost()
        if points > best:
            best, at = points, number
    if at is None:
        return False
    teams[at] = teams[at]._replace(members=(*teams[at].members, *people))
    return True


def _founded(pool: Slot, people: list[Candidate]) -> Slot | None:
    """A team of the smallest size, of those who wish it most; None: too few fit."""
    if len(people) < pool.limits.smallest:
        return None
    team = pool._replace(most=1)
    ranked = sorted(people, key=lambda p: -worth.gain(p, pool.challenge))
    for person in ranked:
        if len(team.members) < pool.limits.smallest and person not in team.members:
            mates = [p for p in ranked if p.party == person.party and p not in team.members]
            team = (person.party and _with(team, mates)) or _with(team, [person]) or team
    return team if len(team.members) >= pool.limits.smallest else None
