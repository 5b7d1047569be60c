"""Checks an answer against the question; shares nothing with the search, its weights included."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from hackday.teams.matching.schemas import Asked, Candidate, Limits, Matched


class Breach(NamedTuple):
    kind: str
    about: str


class _Whole(NamedTuple):
    challenge: str
    limits: Limits
    skills: frozenset[str]
    before: list[Candidate]
    new: list[Candidate]


def check(asked: Asked, found: Matched) -> list[Breach]:
    """Everything that is wrong: sizes, places, mix, one team a person, locks, and what the answer says of itself."""
    people = {p.id: p for p in asked.people}
    told = Counter([p.person for p in found.placements] + [u.person for u in found.unplaced])
    breaches = [Breach("not_once", p) for p in people.keys() | told.keys() if told[p] != 1 or p not in people]
    if breaches:
        return breaches
    teams = {t.id: _Whole(t.challenge, t.limits, frozenset(t.skills), list(t.members), []) for t in asked.teams}
    challenges = {c.id: c for c in asked.challenges}
    for place in found.placements:
        if place.team not in teams and place.challenge in challenges:
            founding = challenges[place.challenge]
            teams[place.team] = _Whole(founding.id, founding.limits, frozenset(founding.skills), [], [])
        if place.team not in teams or teams[place.team].challenge != place.challenge:
            return [Breach("wrong_challenge", place.team)]
        teams[place.team].new.append(people[place.person])
    for name, team in teams.items():
        breaches += _team(name, team)
    exist = {t.id for t in asked.teams}
    founded = Counter(team.challenge for name, team in teams.items() if name not in exist)
    breaches += [Breach("too_many_teams", c) for c, n in founded.items() if n > (challenges[c].places or n)]
    breaches += [Breach("too_many_teams", c) for c in founded if challenges[c].places == 0]
    team_of = {p.person: p.team for p in found.placements}
    broken = {b.person for b in found.broken_locks}
    unkept = (lock for lock in asked.locks if lock.person in people.keys() - broken)
    breaches += [Breach("lock", lock.person) for lock in unkept if team_of.get(lock.person) != lock.team]
    togetherness, apart = _parties(asked, found, teams)
    points = sum(_gain(people[p.person], p.challenge) for p in found.placements) - sum(map(_cost, teams.values()))
    points += togetherness
    if abs(points - found.objective) > 1e-6:
        breaches.append(Breach("objective", f"{found.objective} is {points}"))
    if points > found.bound + 1e-6:
        breaches.append(Breach("bound", f"{found.bound} is below {points}"))
    for place in found.placements:
        wishes = people[place.person].wishes
        if place.rank != (wishes.index(place.challenge) + 1 if place.challenge in wishes else None):
            breaches.append(Breach("rank", place.person))
    breaches += [Breach("apart", p) for p in apart ^ {u.person for u in found.apart}]
    lacks = {lack.team: (lack.skills, lack.sites, lack.people) for lack in found.lacks}
    return breaches + [
        Breach("lacks", name)
        for name, team in teams.items()
        if lacks.get(name, ((), 0, 0)) != (tuple(sorted(_missing(team))), _sites(team), _people(team))
    ]


def _team(name: str, team: _Whole) -> list[Breach]:
    breaches, whole = [], [*team.before, *team.new]
    if team.new and len(whole) > team.limits.largest:
        breaches.append(Breach("too_large", name))
    if not team.before and team.new and len(whole) < team.limits.smallest and "#" in name:
        breaches.append(Breach("too_small", name))
    free = team.limits.largest - len(whole)
    if team.new and len({p.site for p in whole}) + free < (team.limits.sites_least or 1):
        breaches.append(Breach("site_mix", name))
    if (most := team.limits.department_most) is not None:
        count: dict[str, int] = defaultdict(int)
        for person in whole:
            count[person.department] += 1
        new = {p.department for p in team.new}
        breaches += [Breach("department_mix", name) for department in new if count[department] > most]
    return breaches


def _parties(asked: Asked, found: Matched, teams: Mapping[str, _Whole]) -> tuple[int, set[str]]:
    """Points for coming to mates who are there already and for being split, and who is apart from their party."""
    broken = {b.person for b in found.broken_locks}
    kept = {lock.person for lock in asked.locks} - broken
    home = {
        name: {p.party for p in (*team.before, *(p for p in team.new if p.id in kept)) if p.party}
        for name, team in teams.items()
    }
    known = set[str]().union(*home.values())
    team_of = {p.id: name for name, team in teams.items() for p in team.new if p.id not in kept}
    free = sorted((p for p in asked.people if p.id not in kept and p.party), key=lambda p: p.id)
    placed = [p for p in free if p.id in team_of]
    points = 55 * sum(p.party in home[team_of[p.id]] for p in placed)
    apart = {p.id for p in placed if p.party in known and p.party not in home[team_of[p.id]]}
    room = [team.limits.largest - len(team.before) - sum(p.id in kept for p in team.new) for team in teams.values()
            if team.before or any(p.id in kept for p in team.new)]  # fmt: skip
    others = len(asked.people) - len(kept & {p.id for p in asked.people})
    for challenge in asked.challenges:
        begun = {lock.team for lock in asked.locks if lock.person in kept and lock.challenge == challenge.id}
        begun -= {team.id for team in asked.teams}
        places = len(asked.people) if challenge.places is None else challenge.places
        if places > len(begun) and others >= challenge.limits.smallest:
            room.append(challenge.limits.largest)
    for word in {p.party for p in free} - known:
        party = [p.id for p in free if p.party == word]
        parts = -(-len(party) // max(room, default=0)) if max(room, default=0) > 0 else 1
        if parts > 1:
            apart |= {person for person in party if person in team_of}
        for bundle in (party[at::parts] for at in range(parts)):
            if len(bundle) > 1 and len({team_of.get(person) for person in bundle}) > 1:
                points -= 55 * sum(person in team_of for person in bundle)
                apart |= {person for person in bundle if person in team_of}
    return points, apart


def _missing(team: _Whole) -> frozenset[str]:
    return team.skills.difference(*(p.skills for p in (*team.before, *team.new)))


def _sites(team: _Whole) -> int:
    return max(0, (team.limits.sites_least or 1) - len({p.site for p in (*team.before, *team.new)}))


def _people(team: _Whole) -> int:
    return max(0, team.limits.smallest - len(team.before) - len(team.new))


def _cost(team: _Whole) -> int:
    return 30 * len(_missing(team)) + 20 * _sites(team) + 15 * _people(team)


def _gain(person: Candidate, challenge: str) -> int:
    if not person.wishes:
        return 45
    if challenge not in person.wishes:
        return 10
    return (60, 59, 57, 54, 50, 45, 39, 32)[person.wishes.index(challenge)]
