"""Slow and rude clients: nobody else notices, and the server stays up."""

import asyncio
import socket as sockets
import struct

import pytest

from hackday.scoreboard import frames
from hackday.scoreboard import hub as hub_module
from hackday.scoreboard.hub import Hub
from tests.scoreboard.live import (
    TOPIC,
    Client,
    World,
    end_of,
    fill,
    hear,
    serving,
    stalled_socket,
    until,
    watching,
)


async def test_a_client_that_stops_reading_holds_up_nobody_and_catches_up(protocol: type):
    world = World(teams=120)
    hub = Hub(None, world.load, pace=0.002)
    async with serving(hub, protocol) as url, watching(url) as quick:
        client = Client()
        await hear(quick, client)
        raw = await stalled_socket(url)
        await until(lambda: hub.watching(TOPIC) == 2)
        topic = hub._topics[TOPIC]
        watchers = tuple(topic.watchers)
        filling = asyncio.create_task(fill(hub, world, 300))
        while not client.board.rows[0].name.startswith("000299"):
            await hear(quick, client)  # misses nothing
        await filling
        slow = next(watcher for watcher in watchers if watcher.full)
        assert world.reads > 100
        with raw:  # now it reads on: whole frames, then the newest snapshot
            data, loop = bytearray(), asyncio.get_running_loop()
            newest = f'"seq":{client.seq},"state"'.encode()
            async with asyncio.timeout(10):
                while newest not in data:
                    data += await loop.sock_recv(raw, 1 << 20)
        assert len(data) < 40 * len(topic.stream.snapshot().wire)  # of 300: the rest was skipped, not kept
        assert not slow.full


async def test_a_client_that_stays_full_is_sent_away(protocol: type, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(hub_module, "PATIENCE", 0.3)
    monkeypatch.setattr(frames, "GRACE", 0.2)
    world = World(teams=120)
    hub = Hub(None, world.load, pace=0.002)
    async with serving(hub, protocol) as url:
        with await stalled_socket(url):
            await until(lambda: hub.watching(TOPIC) == 1)
            filling = asyncio.create_task(fill(hub, world, 300))
            await until(lambda: hub.watching(TOPIC) == 0)
            await filling


async def test_one_that_reads_again_too_late_learns_to_come_back(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(hub_module, "PATIENCE", 0.3)
    monkeypatch.setattr(frames, "GRACE", 1.0)
    world = World(teams=120)
    hub = Hub(None, world.load, pace=0.002)
    async with serving(hub) as url:
        raw = await stalled_socket(url)
        with raw:
            await until(lambda: hub.watching(TOPIC) == 1)
            filling = asyncio.create_task(fill(hub, world, 300))
            await until(lambda: hub.watching(TOPIC) == 0)
            data, loop = b"", asyncio.get_running_loop()
            async with asyncio.timeout(5):
                while part := await loop.sock_recv(raw, 1 << 20):
                    data = (data + part)[-200:]
        await filling
        assert b"\x03\xf5too slow, please come back" in data  # 1013


@pytest.mark.parametrize(
    ("nonsense", "code"), [("hello", 1008), (b"\x00\xff", 1008), ("x" * 5_000, 1009), ("[" * 4_000, 1008)]
)
async def test_the_stream_takes_no_messages(nonsense: str | bytes, code: int, protocol: type):
    hub = Hub(None, World().load)
    async with serving(hub, protocol) as url, watching(url) as bystander:
        client = Client()
        await hear(bystander, client)
        async with watching(url) as socket:
            await socket.send(nonsense)
            await socket.send("and more")
            assert await end_of(socket) == code
        await until(lambda: hub.watching(TOPIC) == 1)
        async with watching(url) as socket:  # still up
            await hear(socket, Client())


async def test_broken_frames_close_their_connection_alone():
    hub = Hub(None, World().load)
    async with serving(hub) as url, watching(url) as bystander:
        await hear(bystander, Client())
        for junk in (b"\xff" * 64, b"\x81\x05hello", b"\xc1\x80abcd", b"\x89\xfe\x00\xff" + b"p" * 259):
            raw = await stalled_socket(url)
            with raw:
                loop = asyncio.get_running_loop()
                await loop.sock_recv(raw, 65_536)
                await loop.sock_sendall(raw, junk)
                async with asyncio.timeout(5):
                    while await loop.sock_recv(raw, 65_536):
                        pass
        await until(lambda: hub.watching(TOPIC) == 1)


async def test_clients_that_vanish_in_the_middle_of_a_broadcast_harm_nobody(caplog: pytest.LogCaptureFixture):
    world = World()
    hub = Hub(None, world.load, pace=0.001)
    async with serving(hub) as url, watching(url) as stays:
        client = Client()
        await hear(stays, client)
        gone = [await stalled_socket(url) for _ in range(40)]
        await until(lambda: hub.watching(TOPIC) == 41)
        for n, raw in enumerate(gone):
            world.scores["t2"] = 6_000 + n
            hub.signal(TOPIC)
            raw.setsockopt(sockets.SOL_SOCKET, sockets.SO_LINGER, struct.pack("ii", 1, 0))  # a reset, not a farewell
            raw.close()
            while client.board != world.view().board:
                await hear(stays, client)
        await until(lambda: hub.watching(TOPIC) == 1)
    assert not caplog.records
