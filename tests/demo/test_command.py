"""`hackday demo` as a newcomer starts it: a process of its own on a database of its own."""

import asyncio
import os
import re
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import httpx
import pytest

DATABASE = "demo_command"


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@pytest.fixture
async def empty(dsn: str) -> AsyncIterator[str]:
    """Address of another, empty database on the same server."""
    server = await asyncpg.connect(dsn)
    await server.execute(f"create database {DATABASE}")
    yield urlunsplit(urlsplit(dsn)._replace(path=f"/{DATABASE}"))
    await server.execute(f"drop database {DATABASE} with (force)")
    await server.close()


@pytest.fixture(autouse=True)
def own_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HACKDAY_DATA", str(tmp_path))  # files lie there even where the database is another server's


@asynccontextmanager
async def demo(url: str, port: int, *options: str) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "hackday", "demo", *options,
        env={**os.environ, "DATABASE_URL": url, "HACKDAY_PORT": str(port)},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def said(process: asyncio.subprocess.Process, *, until: str = "") -> str:
    """What it prints, up to a line with these words or to its end."""
    assert process.stdout
    text = ""
    async with asyncio.timeout(40):
        while line := (await process.stdout.readline()).decode():
            text += line
            if until and until in line:
                break
    return text


async def test_a_demo_is_played_served_and_stopped(empty: str, port: int) -> None:
    async with demo(empty, port, "--people", "60", "--live") as process:
        told = await said(process, until="Ctrl-C")
        links = re.findall(r"(\w+) +\S.*?(http://\S+/sign-in#)(\S+)", told)
        assert [role for role, *_ in links] == ["organiser", "planner", "manager", "sponsor", "judge", "participant"], (
            told
        )
        assert f"http://127.0.0.1:{port}/days/hack-days/board/screen" in told
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as browser:
            await until_it_answers(browser)
            browser.headers["origin"] = str(browser.base_url)
            for _, _, token in links:
                answer = await browser.post("/api/session", json={"token": token})
                assert answer.is_success, answer.text
                assert (await browser.get("/api/days/hack-days")).json()["day"]["phase"] == "judging"
        database = await asyncpg.connect(empty)
        async with asyncio.timeout(10):
            before = await database.fetchval("select count(*) from score")
            while await database.fetchval("select count(*) from score") == before:
                await asyncio.sleep(0.2)
        await database.close()
        process.send_signal(signal.SIGINT)
        assert "Stopped." in await said(process)
        assert await process.wait() == 0

    async with demo(empty, port, "--keep") as process:
        assert "people" not in await said(process, until="Ready")

    database = await asyncpg.connect(empty)
    await database.execute("update person set email = 'real@company.example' where employee_no = 'E000007'")
    async with demo(empty, port) as process:
        assert "holds more than the demo" in await said(process)
        assert await process.wait() == 1
    assert await database.fetchval("select count(*) from score") > 0
    await database.close()


async def until_it_answers(browser: httpx.AsyncClient) -> None:
    async with asyncio.timeout(20):
        while True:
            try:
                await browser.get("/api/openapi.json")
            except httpx.ConnectError:
                await asyncio.sleep(0.1)
            else:
                return


async def test_a_taken_port_is_told_before_anything_is_built(empty: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = int(taken.getsockname()[1])
        async with demo(empty, port) as process:
            assert f"Something listens on 127.0.0.1:{port} already" in await said(process)
            assert await process.wait() == 1
    database = await asyncpg.connect(empty)
    assert await database.fetchval("select count(*) from pg_tables where schemaname = 'public'") == 0
    await database.close()
