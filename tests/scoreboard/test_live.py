"""The whole way on a real server: a judge's request, the database's news, the hub, and a screen."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import httpx
import msgspec
import pytest
import uvicorn
from litestar import Litestar
from websockets.asyncio.client import connect

from hackday import database
from hackday.app import create_app
from hackday.scoreboard.frames import SERVER, FrameProtocol
from hackday.scoreboard.hub import Hub
from hackday.scoreboard.schemas import Delta, Snapshot, State
from hackday.scoreboard.service import load
from tests.scoreboard.judged import BOARD, Judged
from tests.scoreboard.live import Client, hear, until

ORIGIN = "http://test"


@asynccontextmanager
async def serving(app: Litestar) -> AsyncIterator[str]:
    """A real server for an app that has begun already: host and port."""
    config = uvicorn.Config(app, port=0, ws=FrameProtocol, lifespan="off", log_level="warning", **SERVER)
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve())
    await until(lambda: server.started)
    try:
        yield f"127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        await running


async def score_over(address: str, judged: Judged, team: int, points: int) -> None:
    """As `Judged.score`, over the network."""
    judge = judged.judges[0]
    async with httpx.AsyncClient(base_url=f"http://{address}", cookies=judge.cookies) as client:
        answer = await client.post(
            f"/api/days/spring/judging/sheets/{judged.projects[team]}",
            json={"rubric_id": judged.rubric, "base_version": 0, "points": {"impact": points, "pitch": points}},
            headers={"origin": ORIGIN, "idempotency-key": str(uuid4())},
        )
    assert answer.status_code == 201, answer.text


async def heard(socket: Any, client: Client, kind: type) -> Any:
    while not isinstance(message := await hear(socket, client), kind):
        pass
    return message


def score_of(client: Client, team: str) -> int | None:
    return {row.name: row.score for row in client.board.rows}[team]


@pytest.fixture
async def judged(browser_of):
    return await Judged().open(browser_of)


async def test_a_score_reaches_the_screen_and_who_comes_back_misses_nothing(app, judged):
    async with serving(app) as address:
        live, client = f"ws://{address}{BOARD}/live", Client()
        async with connect(live, compression=None) as socket:
            await heard(socket, client, Snapshot)
            await score_over(address, judged, 0, 10)
            await heard(socket, client, Delta)
            assert score_of(client, "Team 00") == 10_000
        await score_over(address, judged, 1, 4)
        async with connect(f"{live}?after={client.token}", compression=None) as socket:
            if client.board.rows[1].score is None:
                await heard(socket, client, Delta | Snapshot)  # a lone watcher's stream may have been let go
            assert score_of(client, "Team 01") == 3_333
            await judged.move("judging", "frozen")
            assert (await heard(socket, client, State)).state.frozen
            await score_over(address, judged, 2, 7)
            await judged.move("frozen", "revealed")
            await heard(socket, client, State)
            assert score_of(client, "Team 02") is None
            for step in range(3):
                assert (await judged.reveal(step, step + 1)).status_code == 200
                while client.state.reveal_step == step:
                    await hear(socket, client)
            assert score_of(client, "Team 02") == 6_667
            assert not client.state.frozen
        body = (await judged.visitor.get(BOARD)).content
        assert msgspec.json.decode(body, type=Snapshot).board == client.board


async def test_a_board_recovers_when_its_line_to_the_database_is_cut(app, judged):
    async with serving(app) as address, connect(f"ws://{address}{BOARD}/live", compression=None) as socket:
        client = Client()
        await heard(socket, client, Snapshot)
        async with database.reading() as c:
            cut = await c.fetch(
                "select pid, pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen%'"
                " or (query = 'select 1' and pid <> pg_backend_pid())"
            )
        assert cut
        await until(lambda: not app.state.hub.listening.is_set())
        await score_over(address, judged, 0, 10)  # nobody hears of this one
        await heard(socket, client, Delta)
        assert score_of(client, "Team 00") == 10_000
        await until(app.state.hub.listening.is_set)
        await score_over(address, judged, 1, 10)
        await heard(socket, client, Delta)
        assert score_of(client, "Team 01") == 10_000


async def test_without_listening_a_board_would_stand_still(settings, judged):
    """The falsifier of the tests above: it is the news that moves the board."""
    deaf, hub = create_app(settings, frontend=None), Hub(None, load)
    deaf.state.hub = hub
    async with hub.run(), serving(deaf) as address, connect(f"ws://{address}{BOARD}/live", compression=None) as socket:
        client = Client()
        await heard(socket, client, Snapshot)
        await score_over(address, judged, 0, 10)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(1):
                await heard(socket, client, Delta)
