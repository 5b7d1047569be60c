"""When a matching can be committed or undone, and how it is told. Pure."""

from collections.abc import Mapping
from uuid import UUID

from hackday.errors import Conflict, NotFound
from hackday.teams.matching.schemas import WhyNot
from hackday.teams.matching.wire import MatchedPerson, MatchedTeam, Matching, MatchingState, Run, Unmatched
from hackday.teams.schemas import ChallengeLink


class NoSuchMatching(NotFound):
    code = "no_such_matching"

    def __init__(self) -> None:
        super().__init__("matching")


class MatchingIsDecided(Conflict):
    code = "matching_is_decided"

    def __init__(self) -> None:
        super().__init__("This matching was committed or undone already. Reload the page.")


class MatchingFailed(Conflict):
    code = "matching_failed"

    def __init__(self) -> None:
        super().__init__("The search for a matching failed. Run it again; nothing was changed.")


def check_state(run: Run | None, wanted: MatchingState) -> Run:
    if run is None:
        raise NoSuchMatching
    if run.state is not wanted:
        raise MatchingIsDecided
    return run


class Names(dict[UUID, tuple[str, str, str, str]]):
    """Of each person: name, department, site, party word. Somebody who left the company is no longer named."""

    def __missing__(self, person: UUID) -> tuple[str, str, str, str]:
        return ("–", "–", "–", "")


def told(
    run: Run,
    people: Names,
    teams: Mapping[UUID, tuple[str, int]],
    challenges: Mapping[UUID, ChallengeLink],
) -> Matching:
    """`teams`: name, and members now, of each that exists."""
    found = run.result.matched
    locked = {str(lock.person): lock.team for lock in run.locks}
    lacks = {lack.team: lack for lack in found.lacks}
    founded = {p.key: p.team for p in run.result.placed}
    came = {p.person for p in run.result.placed}
    shown: dict[str, MatchedTeam] = {}
    for place in found.placements:
        if place.team not in shown:
            standing = None if "#" in place.team else UUID(place.team)
            team = standing or founded.get(place.team)
            challenge = challenges[UUID(place.challenge)]
            name, now = teams.get(team, ("", 0)) if team else (f"{challenge.title} {place.team.split('#')[1]}", 0)
            shown[place.team] = MatchedTeam(
                key=place.team, team=team, name=name, challenge=challenge, members_before=now,
                people=[], lacks=lacks.get(place.team),
            )  # fmt: skip
        person = UUID(place.person)
        shown[place.team].people.append(
            MatchedPerson(person, *people[person], place.rank, is_locked=locked.get(place.person) == place.team)
        )
    if run.state is not MatchingState.PREVIEW:
        shown = {
            key: MatchedTeam(
                key, t.team, t.name, t.challenge, t.members_before, [p for p in t.people if p.person in came], t.lacks
            )
            for key, t in shown.items()
            if any(p.person in came for p in t.people)
        }
    ranks = [p.rank for t in shown.values() for p in t.people if p.rank]

    def unmatched(pairs: list[tuple[UUID, WhyNot]]) -> list[Unmatched]:
        return sorted((Unmatched(p, people[p][0], reason) for p, reason in pairs), key=lambda u: (u.name, u.person))

    return Matching(
        id=run.id, state=run.state, seed=run.seed, made_at=run.made_at, committed_at=run.committed_at,
        undone_at=run.undone_at, seconds=found.seconds, gap=found.gap,
        people=len(found.placements) + len(found.unplaced), wished=run.result.wished,
        first_choice=ranks.count(1), top_three=sum(rank <= 3 for rank in ranks),
        teams=sorted(shown.values(), key=lambda t: (t.challenge.title, t.name, t.key)),
        unplaced=unmatched([(UUID(u.person), u.reason) for u in found.unplaced]),
        broken_locks=unmatched([(UUID(u.person), u.reason) for u in found.broken_locks]),
        apart=unmatched([(UUID(u.person), u.reason) for u in found.apart]),
        refused=unmatched(run.result.refused),
    )  # fmt: skip
