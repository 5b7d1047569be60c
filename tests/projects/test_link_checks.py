"""Links of projects are asked by the server: what they answer, and what is never asked."""

import asyncio
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from hackday import clock, database
from hackday.projects.link_checks import asking, rules, service
from tests.factories import make_challenge, make_day, make_person, make_team
from tests.projects.test_routes import DRAFT

MINE = "/api/days/spring/my-project"


@asynccontextmanager
async def site(answer):
    """A server on this machine that says `answer` to whoever comes; its port, and the first lines of what it heard."""
    heard = []

    async def serve(reader, writer):
        heard.append((await reader.readline()).decode().strip())
        writer.write(answer)
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        yield server.sockets[0].getsockname()[1], heard


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n", 200),
        (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\n\r\n", 302),
        (b"HTTP/1.1 404 Not Found\r\n\r\n", 404),
        (b"SSH-2.0-OpenSSH_9.2\r\n", 0),
        (b"HTTP/1.1 200 OK\r\nx: " + b"y" * 200_000, 0),
        (b"", 0),
    ],
)
async def test_the_status_is_what_counts(answer, status):
    async with site(answer) as (port, heard):
        assert await asking.ask(f"http://127.0.0.1:{port}/a b?q=ü", is_inside=True) == status
    assert heard == ["GET /a%20b?q=%C3%BC HTTP/1.1"]


async def test_who_says_nothing_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(asking, "WAIT_S", 0.2)

    async def silent(reader, writer):
        await reader.read()
        writer.close()

    async with await asyncio.start_server(silent, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        assert await asking.ask(f"http://127.0.0.1:{port}/", is_inside=True) == 0
    assert await asking.ask(f"http://127.0.0.1:{port}/", is_inside=True) == 0  # nobody listens


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "2130706433"])
async def test_the_own_network_is_not_asked(host, monkeypatch):
    monkeypatch.setattr(rules, "PORTS", range(65536))
    async with site(b"HTTP/1.1 200 OK\r\n\r\n") as (port, heard):
        assert await asking.ask(f"http://{host}:{port}/", is_inside=False) is None
        assert heard == []
        monkeypatch.setattr(rules, "is_public", lambda *_: True)  # without the rule it would be
        answered = await asking.ask(f"http://{host}:{port}/", is_inside=False)
        if host not in ("localhost", "[::1]"):  # these may stand for the other protocol, where nobody listens
            assert (answered, len(heard)) == (200, 1)


async def test_a_name_that_changes_in_between_opens_no_way_inside(monkeypatch):
    async with site(b"HTTP/1.1 200 OK\r\n\r\n") as (port, heard):
        monkeypatch.setattr(rules, "PORTS", {port})
        answers = iter([["93.184.215.14"], ["127.0.0.1"]])
        connected = []

        async def connect(address, *_, **__):
            connected.append(address)
            raise OSError

        monkeypatch.setattr(asking, "_addresses", lambda *_: asyncio.sleep(0, next(answers)))
        monkeypatch.setattr(asking.asyncio, "open_connection", connect)
        assert await asking.ask(f"http://demo.example:{port}/", is_inside=False) == 0
        assert (connected, heard) == (["93.184.215.14"], [])


@pytest.mark.parametrize(
    ("address", "port", "is_public"),
    [
        ("93.184.215.14", 443, True), ("2606:2800:21f::1", 80, True), ("93.184.215.14", 22, False),
        ("10.0.0.1", 443, False), ("169.254.169.254", 80, False), ("100.64.0.1", 80, False),
        ("fe80::1%eth0", 80, False), ("fd00::1", 80, False), ("::ffff:10.0.0.1", 80, False),
        ("2002:0a00:0001::", 80, False), ("224.0.0.1", 80, False),
    ],
)  # fmt: skip
def test_what_is_public(address, port, is_public):
    assert rules.is_public([address], port) is is_public
    assert rules.is_public(["93.184.215.14", address], port) is is_public


async def draft(browser, *urls, version=0):
    links = [{"label": f"Link {place}", "url": url} for place, url in enumerate(urls)]
    return (await browser.put(MINE, json=DRAFT | {"version": version, "links": links})).json()["project"]


@pytest.fixture
async def browser(browser_of):
    day, ada = await make_day(phase="hacking"), await make_person("Ada Park")
    await make_team(day, await make_challenge(day), (ada,))
    return await browser_of(ada)


async def test_links_are_asked_shown_and_asked_again(browser):
    start = clock.now()
    async with site(b"HTTP/1.1 401 No\r\n\r\n") as (door, _), site(b"HTTP/1.1 404 No\r\n\r\n") as (gone, heard):
        await draft(browser, f"http://127.0.0.1:{door}/", f"http://127.0.0.1:{gone}/")
        assert await service.check_due(is_inside=True) == 0  # it may be half typed
        for after, number in ((15, 2), (20, 0), (140, 1), (4000, 2)):
            moment = start + timedelta(seconds=after)
            with clock.use(lambda moment=moment: moment):
                assert await service.check_due(is_inside=True) == number, after
        links = (await browser.get(MINE)).json()["project"]["links"]
        assert [(link["check"]["is_ok"], link["check"]["status"]) for link in links] == [(True, 401), (False, 404)]
        assert len(heard) == 3
    await draft(browser, f"http://127.0.0.1:{door}/", version=1)
    moment = start + timedelta(hours=3)
    with clock.use(lambda: moment):
        await service.check_due(is_inside=True)
    async with database.reading() as c:
        assert list(await c.fetchval("select link_checks from project")) == [f"http://127.0.0.1:{door}/"]


async def test_what_is_not_asked_says_nothing(browser):
    later = clock.now() + timedelta(seconds=30)
    await draft(browser, "http://127.0.0.1/")
    with clock.use(lambda: later):
        assert await service.check_due(is_inside=False) == 1
        assert await service.check_due(is_inside=False) == 0
    (link,) = (await browser.get(MINE)).json()["project"]["links"]
    assert link["check"] is None
