"""The race for a team's last places: rounds that are exact on two replicas, and a join beside the plain SQL statement.

A round: ten people, five on each replica, press “join” at once for three places. It is exact when three are in, and
the other seven read why not. The statement's time is that of ten connections that press at once without a server.
"""

import argparse
import asyncio
import json
from collections.abc import Iterator
from time import perf_counter
from typing import Any
from uuid import UUID

import uvloop

from bench.scores import embedded
from hackday import database, schema
from hackday.teams import store
from tests.promises.joining import Hall


async def statement(team: UUID, people: list[UUID], rounds: int) -> list[float]:
    """Seconds of each answer where the same ten press at once, each on a connection, with nothing but the statement."""

    async def press(person: UUID) -> float:
        began = perf_counter()
        async with database.tx():
            await store.join(team, person, join_code=None)
        return perf_counter() - began

    times = []
    for _ in range(rounds):
        times += await asyncio.gather(*map(press, people))
        async with database.reading() as c:
            await c.execute("delete from membership")
            await c.execute("update team set member_count = 0 where id = $1", team)
    return times


async def measure(dsn: str, rounds: int) -> tuple[int, list[float], list[float]]:
    """Exact rounds, and the times of an answer and of the statement."""
    async with database.opened(dsn):
        await schema.migrate()
        async with Hall.open(dsn) as hall:
            played = await hall.rounds(hall.join_team, rounds)
            async with database.reading() as c:
                await c.execute("delete from membership")
                await c.execute("update team set member_count = 0")
                people = [row["person"] for row in await c.fetch("select person from sign_up")]
            plain = await statement(hall.team, people, rounds)
    exact = sum(came == (hall.places, {"team_is_full"}) for came in played)
    return exact, sorted(hall.seconds), sorted(plain)


def rows(rounds: int) -> Iterator[dict[str, Any]]:
    with embedded() as server:
        exact, times, plain = uvloop.run(measure(server.dsn, rounds))
    yield {
        "name": "rounds of ten for three places, two replicas",
        "value": exact,
        "unit": f"of {rounds} exact",
        "baseline": "all of them",
        "ratio": round(exact / rounds, 4),
    }
    middle, plainly = times[len(times) // 2] * 1000, plain[len(plain) // 2] * 1000
    yield {
        "name": "a join over HTTP, ten at once, median",
        "value": round(middle, 1),
        "unit": "ms",
        "baseline": f"the statement alone, ten at once: {plainly:.2f} ms",
        "ratio": round(middle / plainly, 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rounds", type=int, default=200)
    options = parser.parse_args()
    for row in rows(options.rounds):
        print(json.dumps(row) if options.json else "{name}: {value} {unit} ({baseline}; ratio {ratio})".format(**row))


if __name__ == "__main__":
    main()
