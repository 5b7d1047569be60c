"""Hall rows: minimum cover as a few inequalities, with no variable for who fills which role.

By Hall's theorem every demanded place of a cell gets a different qualified person exactly when, for every set of
roles, enough people hold at least one of them (P. Hall, 1935). The row that is tight is also the explanation.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import NamedTuple

from hackday.errors import Conflict

SETS_AT_MOST = 2**10 - 1
"""Of linked roles in one cell: those of any ten roles, or of many more when few people link them."""


class TooManyRoles(Conflict):
    """A cell links its roles in more ways than Hall rows are made for."""

    code = "too_many_roles"


class CoverRow(NamedTuple):
    """Of the people able to fill one of these roles, at most `slack` more may leave than step in."""

    roles: frozenset[str]
    leaving: tuple[str, ...]
    slack: int


def cover_rows(
    demand: Mapping[str, int],
    rostered: Mapping[str, Set[str]],
    leavers: Set[str],
    covering: Set[frozenset[str]] = frozenset(),
) -> Iterator[CoverRow]:
    """The Hall rows of one cell that can bind.

    demand    role -> least number of people
    rostered  person -> the roles that they can fill in this cell, as scheduled
    leavers   who of them may leave
    covering  the role sets of those who might step in

    Where a cell is short already, slack is taken from the places that are filled today: each set of roles keeps as
    many filled places as it has, no more is asked.
    """
    able_with = Counter(map(frozenset, rostered.values()))
    for chosen, able, filled in filled_places(demand, able_with, covering):
        leaving = tuple(person for person, skills in rostered.items() if person in leavers and skills & chosen)
        if len(leaving) > able - filled:
            yield CoverRow(chosen, leaving, able - filled)


def filled_places(
    demand: Mapping[str, int], able_with: Mapping[frozenset[str], int], covering: Set[frozenset[str]] = frozenset()
) -> Iterator[tuple[frozenset[str], int, int]]:
    """Each set R of linked roles: how many people can fill one of them, and how many of its places they fill, f(R).

    able_with  the roles that somebody can fill -> how many people can fill just these
    f(R) is the smallest demand(R \\ S) + able(S) over S.
    """
    roles = sorted(role for role, need in demand.items() if need > 0)
    links = {skills & set(roles) for skills in able_with} | {skills & set(roles) for skills in covering}
    for component in _linked(roles, links):
        filled: dict[frozenset[str], int] = {frozenset(): 0}
        for chosen in _connected(component, links):
            able = sum(people for skills, people in able_with.items() if skills & chosen)
            for role in chosen:
                rest = chosen - {role}
                if rest not in filled:
                    filled[rest] = sum(filled[frozenset(group)] for group in _linked(sorted(rest), links))
            filled[chosen] = min(able, min(filled[chosen - {role}] + demand[role] for role in chosen))
            yield chosen, able, filled[chosen]


def _connected(roles: Sequence[str], links: Set[frozenset[str]]) -> list[frozenset[str]]:
    """Every set of these roles that does not fall apart, smaller ones first; one that does only adds up others."""
    near = {role: frozenset().union(*(link for link in links if role in link)) for role in roles}
    layer = {frozenset({role}) for role in roles}
    found: list[frozenset[str]] = []
    while layer:
        found += sorted(layer, key=sorted)
        if len(found) > SETS_AT_MOST:
            raise TooManyRoles(f"{len(roles)} roles share too many people in one shift: {', '.join(roles)}")
        layer = {chosen | {role} for chosen in layer for one in chosen for role in near[one] - chosen}
    return found


def _linked(roles: list[str], links: Set[frozenset[str]]) -> list[list[str]]:
    """Roles split where no person holds one of each side: a set across the split only adds up two rows."""
    groups = [{role} for role in roles]
    for link in links:
        touched = [group for group in groups if group & link]
        if len(touched) > 1:
            groups = [group for group in groups if not group & link] + [set().union(*touched)]
    return sorted(sorted(group) for group in groups)


def places(demand: Mapping[str, int], able: Sequence[tuple[str, Set[str]]]) -> dict[str, str]:
    """Who fills which role: a largest assignment by augmenting paths; who stands first in `able` keeps a place."""
    filling: dict[str, list[str]] = {role: [] for role, need in demand.items() if need > 0}
    skills = dict(able)

    def placed(person: str, seen: set[str]) -> bool:
        for role in sorted(filling.keys() & skills[person] - seen):
            seen.add(role)
            if len(filling[role]) < demand[role]:
                filling[role].append(person)
                return True
            for i, other in enumerate(filling[role]):
                if placed(other, seen):
                    filling[role][i] = person
                    return True
        return False

    for person, _ in able:
        placed(person, set())
    return {person: role for role, persons in filling.items() for person in persons}
