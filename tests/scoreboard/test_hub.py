"""The live board on a real server, over both send paths."""

import asyncio
import logging
from contextlib import AsyncExitStack

import asyncpg
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hackday.scoreboard import hub as hub_module
from hackday.scoreboard.hub import Hub
from hackday.scoreboard.schemas import Beat, Delta, Message, Snapshot, View
from tests.scoreboard.live import (
    TOPIC,
    Client,
    Recorder,
    World,
    end_of,
    hear,
    serving,
    until,
    watching,
)


async def test_every_screen_follows(protocol: type):
    world = World()
    hub = Hub(None, world.load, pace=0.01)
    async with serving(hub, protocol) as url, AsyncExitStack() as stack:
        screens = [(await stack.enter_async_context(watching(url)), Client()) for _ in range(5)]
        for screen in screens:
            assert isinstance(await hear(*screen), Snapshot)
        reads = world.reads
        for score in (6_000, 6_001, 6_002):
            world.scores["t2"] = score
            hub.signal(TOPIC)
            for screen in screens:
                assert isinstance(await hear(*screen), Delta)
                assert screen[1].board == world.view().board
        assert world.reads == reads + 3  # once for all, not once a socket


async def test_the_frame_is_made_once_for_all():
    world, lines = World(), [Recorder() for _ in range(3)]
    frames: list[list[bytes]] = [[], [], []]
    hub = Hub(None, world.load, pace=0.01)
    async with hub.run():
        for line, taken in zip(lines, frames, strict=True):
            line.wire = taken.append
            await hub.join(TOPIC, line, None)
        world.scores["t2"] = 6_000
        hub.signal(TOPIC)
        await until(lambda: all(frames))
    assert frames[0][0] is frames[1][0] is frames[2][0]
    assert frames[0][0][:2] == b"\x81\x7e"  # one whole text frame, not masked


async def test_a_burst_becomes_a_few_updates():
    world = World()
    hub = Hub(None, world.load, pace=0.2)
    async with serving(hub) as url, watching(url) as socket:
        client = Client()
        await hear(socket, client)
        reads, began = world.reads, asyncio.get_running_loop().time()
        for n in range(500):
            world.scores["t2"] = 6_000 + n
            hub.signal(TOPIC)
            await asyncio.sleep(0.001)
        while client.board != world.view().board:
            await hear(socket, client)
        most = 2 + (asyncio.get_running_loop().time() - began) / 0.2
        assert client.seq <= most
        assert world.reads - reads <= most


async def test_who_comes_back_gets_what_was_missed(protocol: type):
    world = World()
    hub = Hub(None, world.load, pace=0.01)
    async with serving(hub, protocol) as url, watching(url) as stays:
        client = Client()
        async with watching(url) as socket:
            await hear(socket, client)
        await hear(stays, Client())
        for n in range(3):
            world.scores["t2"] = 6_000 + n
            hub.signal(TOPIC)
            await stays.recv()
        async with watching(url, client.token) as socket:
            message = await hear(socket, client)
            assert isinstance(message, Delta)
            assert (message.since, message.seq) == (0, 3)
            assert client.board == world.view().board
        async with watching(url, client.token) as socket:
            assert isinstance(await hear(socket, client), Beat)
        async with watching(url, "ffffffffffff.3") as socket:
            assert isinstance(await hear(socket, client), Snapshot)


async def test_a_board_that_changed_while_nobody_watched_is_read_again():
    world = World()
    hub = Hub(None, world.load, pace=0.01)
    async with serving(hub) as url:
        client = Client()
        async with watching(url) as socket:
            await hear(socket, client)
        await until(lambda: hub.watching(TOPIC) == 0)
        world.scores["t0"] = 9_000
        hub.signal(TOPIC)
        await asyncio.sleep(0.05)
        assert world.reads == 1  # nobody to read it for
        async with watching(url, client.token) as socket:
            assert isinstance(await hear(socket, client), Delta)
            assert client.board == world.view().board
        token, text = await hub.snapshot(TOPIC)
        assert token == client.token
        assert msgspec.json.decode(text, type=Snapshot).board == world.view().board


async def test_beats_come_at_their_cadence_whatever_happens(protocol: type):
    hub = Hub(None, World().load, beat=0.1)
    async with serving(hub, protocol) as url, watching(url) as socket:
        client = Client()
        await hear(socket, client)
        times = []
        for _ in range(4):
            assert isinstance(await hear(socket, client), Beat)
            times.append(asyncio.get_running_loop().time())
        assert times[-1] - times[0] == pytest.approx(0.3, abs=0.08)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(hidden=st.lists(st.dictionaries(st.sampled_from(["t0", "t1", "t2"]), st.integers(0, 10_000)), max_size=4))
@pytest.mark.parametrize("leaks", [False, True])
def test_hidden_scores_move_nothing(leaks: bool, hidden: list[dict[str, int]]):
    """While frozen the public gets beats, whatever the judges do. With a loader that leaks, this test sees it."""

    async def watch(changes: list[dict[str, int]]) -> tuple[list[Message], bool]:
        world = World()
        world.frozen = None if leaks else world.view()
        before = world.view().board
        hub = Hub(None, world.load, pace=0.001, beat=0.02)
        line, heard = Recorder(), []
        async with hub.run():
            watcher = await hub.join(TOPIC, line, None)
            for change in changes:
                world.scores |= change
                hub.signal(TOPIC)
                await asyncio.sleep(0.005)
            await until(lambda: line.count(b'"beat"') >= 2)
            watcher.leave()
            heard = [msgspec.json.decode(text, type=Message) for text in line.texts]
        return heard, world.view().board != before

    heard, moved = asyncio.run(watch(hidden))
    kinds = {type(message) for message in heard[1:]}
    assert {message.seq for message in heard if isinstance(message, Beat)} == {0} or leaks
    assert kinds == {Beat} or leaks
    if leaks and moved:
        assert heard[-1].seq > 0


async def test_other_work_gets_a_turn_between_slices(monkeypatch: pytest.MonkeyPatch):
    async def longest_run(slice_: int) -> int:
        """How many sockets are written to before a task that only wants a turn gets one."""
        monkeypatch.setattr(hub_module, "SLICE", slice_)
        world, lines, runs, done = World(), [Recorder() for _ in range(450)], [], False
        hub = Hub(None, world.load, pace=0.01)

        async def other() -> None:
            last = 0
            while not done:
                total = sum(len(line.texts) for line in lines)
                runs.append(total - last)
                last = total
                await asyncio.sleep(0)

        async with hub.run():
            for line in lines:
                await hub.join(TOPIC, line, None)
            work = asyncio.create_task(other())
            await asyncio.sleep(0)
            runs.clear()
            world.scores["t2"] = 6_000
            hub.signal(TOPIC)
            await until(lambda: all(len(line.texts) == 2 for line in lines))
            done = True
            await work
        return max(runs)

    assert await longest_run(100) <= 100
    assert await longest_run(10_000) == 450  # without slices


async def test_a_server_that_goes_down_says_so(protocol: type):
    hub = Hub(None, World().load)
    async with AsyncExitStack() as clients:
        async with serving(hub, protocol) as url:
            socket = await clients.enter_async_context(watching(url))
            await hear(socket, Client())
        assert await end_of(socket) == 1012


async def test_a_hub_that_ends_sends_its_watchers_away():
    hub, line = Hub(None, World().load), Recorder()
    async with hub.run():
        await hub.join(TOPIC, line, None)
    assert line.closed == 1012


async def test_a_board_that_cannot_be_read_is_tried_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    monkeypatch.setattr(hub_module, "RETRY", 0.01)
    world, fails = World(), True

    async def load(topic: str) -> View:
        if fails:
            raise OSError("no database")
        return await world.load(topic)

    hub = Hub(None, load, pace=0.01)
    async with serving(hub) as url:
        monkeypatch.setattr(hub_module, "LOAD_LIMIT", 0.1)
        with caplog.at_level(logging.CRITICAL):
            async with watching(url) as socket:
                assert await end_of(socket) == 1013
            fails = False
            async with watching(url) as socket:
                assert isinstance(await hear(socket, Client()), Snapshot)


async def test_news_comes_through_postgresql_and_is_fetched_after_an_outage(dsn: str):
    world, opened = World(), []

    async def listen() -> asyncpg.Connection:
        opened.append(await asyncpg.connect(dsn))
        return opened[-1]

    async def notify(payload: str) -> None:
        await other.execute("select pg_notify('hackday', $1)", payload)

    hub, line, client = Hub(listen, world.load, pace=0.01), Recorder(), Client()
    other = await asyncpg.connect(dsn)
    try:
        async with hub.run():
            await asyncio.wait_for(hub.listening.wait(), 5)
            await hub.join(TOPIC, line, None)
            await notify("board:another")
            world.scores["t2"] = 6_000
            await notify(TOPIC)
            await until(lambda: line.count(b'"delta"') == 1)
            await other.execute("select pg_terminate_backend($1)", opened[0].get_server_pid())
            await until(lambda: not hub.listening.is_set())
            world.scores["t2"] = 7_000
            await notify(TOPIC)  # nobody listens
            await until(lambda: line.count(b'"delta"') == 2)
            assert len(opened) == 2
            assert not client.fold_all(tuple(line.texts))
            assert client.board == world.view().board
    finally:
        await other.close()
    assert all(connection.is_closed() for connection in opened)
