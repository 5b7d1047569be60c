"""The last places on any number of replicas: two serving processes, one database, people who press at once.

`python -m bench.joining` plays two thousand of these rounds.
"""

from hackday.database import reading
from tests.promises.joining import CHECK_THEN_WRITE, Hall, unguarded
from tests.promises.launcher import promise

pytestmark = promise
ROUNDS = 15


async def test_places_of_a_team_a_link_and_a_challenge_are_never_given_twice(db, dsn):
    async with Hall.open(dsn) as hall:
        assert await hall.rounds(hall.join_team, ROUNDS) == [(hall.places, {"team_is_full"})] * ROUNDS
        assert await hall.rounds(hall.use_invitation, ROUNDS) == [(1, {"invitation_is_used"})] * ROUNDS
        assert await hall.rounds(hall.found_teams, ROUNDS) == [(1, {"challenge_is_full"})] * ROUNDS
        async with reading() as c:
            await c.execute("update day set department_most = 2")
        assert await hall.rounds(hall.join_team, ROUNDS) == [(2, {"department_is_full"})] * ROUNDS


async def test_who_checks_and_then_writes_oversells(db, dsn):
    """The falsifier: the counter read first, the place taken afterwards, and no guard in the database."""
    async with unguarded(), Hall.open(dsn, CHECK_THEN_WRITE) as hall:
        assert max(inside for inside, _ in await hall.rounds(hall.join_team, 5)) > hall.places
