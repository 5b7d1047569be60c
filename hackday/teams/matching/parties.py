"""People who signed up with one party word: where mates of theirs are already, and who comes as one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from hackday.teams.matching import worth
from hackday.teams.matching.schemas import Candidate, Unmet, WhyNot
from hackday.teams.matching.slots import Slot


class Parties(NamedTuple):
    homes: Mapping[str, frozenset[str]]
    """Of each team that stands or is kept: the words of those who are in it."""
    bundles: tuple[tuple[Candidate, ...], ...]
    """Two or more who have no mate in a team yet; of a party larger than any team its parts."""
    too_large: frozenset[str]
    """Words of parties that no team can take whole."""

    def bonus(self, person: Candidate, team: str | None) -> float:
        """For coming to one's mates."""
        return worth.TOGETHER if person.party and person.party in self.homes.get(team or "", ()) else 0.0

    def apart(self, teams: Iterable[Slot]) -> list[Candidate]:
        """Who has a team, and not all of the own bundle are in it."""
        team_of = {p.id: number for number, team in enumerate(teams) for p in team.members}
        split = (b for b in self.bundles if len({team_of.get(p.id) for p in b}) > 1)
        return [p for bundle in split for p in bundle if p.id in team_of]

    def unmet(self, teams: Sequence[Slot], free: set[str]) -> list[Unmet]:
        """Every person with a team and a party that is not whole there, and why."""
        apart = {p.id for p in self.apart(teams)}
        known = frozenset[str]().union(*self.homes.values())
        told = []
        for team in teams:
            for p in team.members:
                if p.id not in free or not p.party:
                    continue
                if p.party in self.too_large:
                    told.append(Unmet(p.id, WhyNot.PARTY_TOO_LARGE))
                elif p.id in apart or (p.party in known and not self.bonus(p, team.team)):
                    told.append(Unmet(p.id, WhyNot.PARTY_APART))
        return sorted(told, key=lambda u: u.person)


def parties_of(slots: Sequence[Slot], free: Iterable[Candidate]) -> Parties:
    homes = {s.team: frozenset(p.party for p in s.members if p.party) for s in slots if s.team is not None}
    known = frozenset[str]().union(*homes.values())
    groups: dict[str, list[Candidate]] = defaultdict(list)
    for person in sorted(free, key=lambda p: p.id):
        if person.party and person.party not in known:
            groups[person.party].append(person)
    room = max((s.limits.largest - len(s.members) for s in slots), default=0)
    bundles: list[tuple[Candidate, ...]] = []
    too_large = set()
    for word, group in sorted(groups.items()):
        parts = -(-len(group) // room) if room > 0 else 1
        if parts > 1:
            too_large.add(word)
        bundles += [part for at in range(parts) if len(part := tuple(group[at::parts])) > 1]
    return Parties(homes, tuple(bundles), frozenset(too_large))


def grouped(people: Iterable[Candidate]) -> list[list[Candidate]]:
    """By party, the largest first; whoever has none alone."""
    groups: dict[str, list[Candidate]] = {}
    for person in people:
        groups.setdefault(person.party or f"\0{person.id}", []).append(person)
    return sorted(groups.values(), key=len, reverse=True)
