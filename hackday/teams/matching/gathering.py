"""The question that a day asks."""

from uuid import UUID

from hackday.teams.matching import store
from hackday.teams.matching.schemas import Asked, Lock
from hackday.teams.matching.wire import Keep


async def gather(day_id: UUID, locks: list[Keep]) -> Asked:
    """People without a team, teams with a place, challenges; of one moment, so within one transaction."""
    teams = await store.teams(day_id)
    challenge_of = {t.id: t.challenge for t in teams}
    return Asked(
        people=await store.people(day_id),
        challenges=await store.challenges(day_id),
        teams=teams,
        locks=tuple(
            Lock(str(lock.person), lock.team, challenge_of.get(lock.team, lock.team.split("#")[0])) for lock in locks
        ),
    )
