"""Writes a matching into teams, and takes it out again, within the caller's transaction.

The order of locks is that of all of teams: day, sign-ups, teams, challenges; each in the order of ids.
"""

from collections.abc import Mapping
from uuid import UUID

import asyncpg

from hackday.database import tx
from hackday.teams import rules as team_rules
from hackday.teams import service as teams
from hackday.teams import store as team_store
from hackday.teams.matching import store
from hackday.teams.matching.schemas import Candidate, Limits, WhyNot
from hackday.teams.matching.slots import Slot
from hackday.teams.matching.wire import Placed, Run
from hackday.teams.schemas import NAME_MOST

Refused = list[tuple[UUID, WhyNot]]


async def place(day_id: UUID, run: Run) -> tuple[list[Placed], Refused]:
    """Who came, and who does not fit any more: left behind, never in anybody else's way."""
    found = run.result.matched
    chosen = [UUID(p.person) for p in found.placements]
    await store.hold_people(day_id, chosen)
    free, busy = await store.without_team(day_id, chosen)
    refused: Refused = [
        (person, WhyNot.HAS_A_TEAM if person in busy else WhyNot.NOT_SIGNED_UP)
        for person in chosen
        if person not in free
    ]
    names = await store.names(day_id, chosen)
    coming: dict[str, list[Candidate]] = {}
    challenge_of = {p.team: p.challenge for p in found.placements}
    for p in found.placements:
        if UUID(p.person) in free:
            _, department, site, _ = names[UUID(p.person)]
            coming.setdefault(p.team, []).append(Candidate(p.person, department, site))
    standing = sorted(key for key in coming if "#" not in key)
    for key in standing:
        await team_store.hold(day_id, UUID(key))
    open_teams = {t.id: t for t in await store.teams(day_id, [UUID(key) for key in standing])}
    placed: list[Placed] = []
    for key in standing:
        if (team := open_teams.get(key)) is None:
            refused += [(UUID(p.id), WhyNot.NO_PLACE_LEFT) for p in coming[key]]
            continue
        slot = Slot(team.challenge, key, 1, team.limits, (), team.members)
        fitting, misfits = _fitting(slot, coming[key])
        refused += misfits
        came = await _join(UUID(key), key, fitting)
        placed += came
        refused += _missed(fitting, came)
    limits = {c.id: c.limits for c in await store.challenges(day_id)}
    titles = {str(id_): link.title for id_, link in (await store.challenge_links(day_id)).items()}
    taken = await store.team_names(day_id)
    for key in sorted(coming.keys() - standing):
        came, misfits = await _found(day_id, key, challenge_of[key], coming[key], limits, titles, taken)
        placed += came
        refused += misfits
    return placed, refused


def _fitting(slot: Slot, people: list[Candidate]) -> tuple[list[UUID], Refused]:
    """Limits may have changed since, and others joined."""
    fitting: list[UUID] = []
    misfits: Refused = []
    for person in people:
        if why := slot.refuses(person):
            misfits.append((UUID(person.id), why))
        else:
            slot = slot._replace(members=(*slot.members, person))
            fitting.append(UUID(person.id))
    return fitting, misfits


def _missed(wanted: list[UUID], came: list[Placed]) -> Refused:
    there = {p.person for p in came}
    return [(person, WhyNot.NO_PLACE_LEFT) for person in wanted if person not in there]


async def _join(team_id: UUID, key: str, people: list[UUID]) -> list[Placed]:
    try:
        async with tx():
            return [
                Placed(membership, person, team_id, key) for membership, person in await store.join(team_id, people)
            ]
    except asyncpg.IntegrityConstraintViolationError:  # a limit that changed since: whoever it lets in comes
        return [] if len(people) == 1 else [came for person in people for came in await _join(team_id, key, [person])]


async def _found(
    day_id: UUID,
    key: str,
    challenge: str,
    people: list[Candidate],
    limits: Mapping[str, Limits],
    titles: Mapping[str, str],
    taken: set[str],
) -> tuple[list[Placed], Refused]:
    """A new team whose first member leads it; none where too few are left or the challenge is full or closed."""
    all_of = [UUID(p.id) for p in people]
    if challenge not in limits:
        return [], [(person, WhyNot.NO_PLACE_LEFT) for person in all_of]
    fitting, misfits = _fitting(Slot(challenge, None, 1, limits[challenge], ()), people)
    if len(fitting) < limits[challenge].smallest:
        return [], misfits + [(person, WhyNot.TOO_FEW_FOR_A_TEAM) for person in fitting]
    name = _free_name(titles[challenge], taken)
    team_id = await team_store.found(
        day_id, UUID(challenge), fitting[0], name=name, pitch="", join_code=teams.fresh_join_code(),
    )  # fmt: skip
    if team_id is None:
        return [], misfits + [(person, WhyNot.NO_PLACE_LEFT) for person in fitting]
    taken.add(name.lower())
    came = [Placed(await store.membership(team_id, fitting[0]), fitting[0], team_id, key)]
    if fitting[1:]:
        came += await _join(team_id, key, fitting[1:])
    return came, misfits + _missed(fitting, came)


def _free_name(title: str, taken: set[str]) -> str:
    number = 1
    while (name := f"{title[: NAME_MOST - 6]} {number}").lower() in taken:
        number += 1
    return name


async def take_back(day_id: UUID, run: Run) -> list[Placed]:
    """Everybody who is where the matching placed them leaves; who moved, or came by themselves, stays."""
    left: list[Placed] = []
    for team_id in sorted({p.team for p in run.result.placed}):
        team = await team_store.hold(day_id, team_id)
        mine = [p for p in run.result.placed if p.team == team_id]
        standing = await store.standing([p.membership for p in mine])
        going = [p for p in mine if p.membership in standing]
        if team is None or not going:
            continue
        for p in going:
            await team_store.leave(team_id, p.person)
        stay = await team_store.members(team_id)
        if not stay:
            await team_store.disband(team_id, team.challenge)
        elif team.captain in {p.person for p in going}:
            await team_store.change(team_id, {"captain": team_rules.successor(stay, team.captain)})
        left += going
    return left
