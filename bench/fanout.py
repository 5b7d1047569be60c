"""What a watcher of the live board costs: our server against a C loop that sends the same frame, in one run.

Needs Linux (`/proc`) and a C compiler; loopback only. CPU is the whole server's, user and system time.
"""

import argparse
import asyncio
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import uvicorn
from litestar import Litestar, WebSocket, websocket

from hackday.scoreboard.board import diff, ranked
from hackday.scoreboard.frames import SERVER, FrameProtocol, serve_board
from hackday.scoreboard.hub import PACE, Hub
from hackday.scoreboard.schemas import BoardState, Delta, Row, View
from hackday.scoreboard.stream import prepare

TEAMS = 200
ROUNDS = 3
SECONDS = 4.0
"""Of updates, in each round for each of the two."""
TOPIC = "board:bench"


class Scores:
    """A board in memory; each step one team gains, moves up a few places, and is stamped with the time."""

    def __init__(self) -> None:
        self.steps = 0
        self.rows = [
            Row(team=f"{n:08x}", name=f"Magnetic Weavers {n}", challenge="Green data centre", track="Energy",
                site="Hursley", score=9_000 - 10 * n)
            for n in range(TEAMS)
        ]  # fmt: skip

    def step(self) -> None:
        self.steps += 1
        at = self.steps * 37 % TEAMS
        row = self.rows[at]
        score = ((row.score or 0) + 45) % 10_000
        self.rows[at] = msgspec.structs.replace(row, score=score, site=f"@{time.monotonic_ns()}")
        self.rows.sort(key=lambda row: (-(row.score or 0), row.team))

    async def view(self, topic: str = TOPIC) -> View:
        return View(board=ranked(self.rows), state=BoardState(phase="judging"))


async def serve() -> None:
    """Our own server with a board in memory; "go RATE COUNT" on standard input makes the board change."""
    scores = Scores()
    before = await scores.view()
    scores.step()
    change = diff(before.board, (await scores.view()).board)
    assert change is not None
    size = len(prepare([Delta(epoch="0" * 12, seq=100, since=99, change=change)]).texts[0])
    hub = Hub(None, scores.view, pace=PACE / 10)  # the pace is not what is measured

    @websocket("/live")
    async def live(socket: WebSocket[Any, Any, Any]) -> None:
        await serve_board(socket, hub, TOPIC, None)

    async def play() -> None:
        loop = asyncio.get_running_loop()
        while line := await loop.run_in_executor(None, sys.stdin.readline):
            rate, count = map(int, line.split()[1:])
            due = loop.time()
            for _ in range(count):
                due += 1 / rate
                await asyncio.sleep(due - loop.time())
                scores.step()
                hub.signal(TOPIC)
        server.should_exit = True

    app = Litestar([live], openapi_config=None, lifespan=[lambda _: hub.run()])
    server = uvicorn.Server(uvicorn.Config(app, port=0, ws=FrameProtocol, log_level="error", **SERVER))
    running = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    print("ready", server.servers[0].sockets[0].getsockname()[1], size, flush=True)
    await play()
    await running


@contextmanager
def built() -> Iterator[Path]:
    compiler = os.environ.get("CC") or shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        sys.exit("bench.fanout needs a C compiler for the baseline (cc, gcc or clang; CC names another one).")
    with tempfile.TemporaryDirectory(prefix="hackday-bench-") as folder:
        for name in ("climit", "watchers"):
            source = Path(__file__).with_name(f"{name}.c")
            subprocess.run([compiler, "-O2", "-o", f"{folder}/{name}", source], check=True)
        yield Path(folder)


def measured(command: list[str], tools: Path, sockets: int, rate: int) -> dict[str, float]:
    """One round: start the server, connect all, let it send, and read its clock before and after."""
    count = int(SECONDS * rate)
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path.cwd())
    assert server.stdin is not None
    assert server.stdout is not None
    try:
        _pin(server.pid, 0)
        _, port, size = server.stdout.readline().split()
        empty = _resident(server.pid)
        watchers = subprocess.Popen(
            [tools / "watchers", port, "/live", str(sockets), str(count)], stdout=subprocess.PIPE, text=True
        )
        assert watchers.stdout is not None
        _pin(watchers.pid, 1)
        opened = watchers.stdout.readline().split()
        if opened != ["open", str(sockets)]:
            sys.exit(f"Only {' '.join(opened[1:]) or 0} of {sockets} sockets could connect.")
        full, before = _resident(server.pid), _cpu(server.pid)
        server.stdin.write(f"go {rate} {count}\n")
        server.stdin.flush()
        seen = json.loads(watchers.communicate(timeout=SECONDS + 20)[0])
        after = _cpu(server.pid)
    finally:
        server.stdin.close()
        try:
            server.wait(timeout=5)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
    each = 1e6 / max(1, seen["delivered"])
    return {
        "cpu": (sum(after) - sum(before)) * each,
        "user": (after[0] - before[0]) * each,
        "p50": seen["last_p50_ms"],
        "p99": seen["last_p99_ms"],
        "memory": (full - empty) / sockets,
        "delivered": seen["delivered"] / (count * sockets),
        "size": float(size),
    }


def _pin(pid: int, n: int) -> None:
    """Server and watchers on a core each, where there are two."""
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) > 1:
        os.sched_setaffinity(pid, {cores[n]})


def _cpu(pid: int) -> tuple[float, float]:
    """User and system time so far, in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    tick = os.sysconf("SC_CLK_TCK")
    return int(fields[11]) / tick, int(fields[12]) / tick


def _resident(pid: int) -> float:
    """In kB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return float(next(line.split()[1] for line in lines if line.startswith("VmRSS")))


def rows(sockets: int, rate: int) -> Iterator[dict[str, Any]]:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    if hard != resource.RLIM_INFINITY and hard < sockets + 100:
        sys.exit(f"{sockets} sockets need more open files than the {hard} allowed here (ulimit -n).")
    ours: list[dict[str, float]] = []
    limit: list[dict[str, float]] = []
    with built() as tools:
        for _ in range(ROUNDS):
            ours.append(measured([sys.executable, "-m", "bench.fanout", "--serve"], tools, sockets, rate))
            size = str(int(ours[-1]["size"]))
            limit.append(measured([str(tools / "climit"), size], tools, sockets, rate))
    for key, against, unit, name in (
        ("cpu", "cpu", "µs", "CPU a delivered message"),
        ("user", "cpu", "µs", "of it in user space"),
        ("p50", "p50", "ms", "last socket after publish, p50"),
        ("p99", "p99", "ms", "last socket after publish, p99"),
        ("memory", None, "kB", "memory a socket"),
        ("delivered", "delivered", "", "share of messages delivered"),
    ):
        pairs = [(a[key], b[against]) for a, b in zip(ours, limit, strict=True)] if against else []
        yield {
            "name": f"fanout, {sockets} sockets, {rate}/s: {name}",
            "value": round(statistics.median(r[key] for r in ours), 3),
            "unit": unit,
            "baseline": round(statistics.median(b for _, b in pairs), 3) if pairs else None,
            "ratio": round(statistics.median(a / b for a, b in pairs), 3) if pairs else None,
            "against": f"a C loop sending the same {size} bytes" if pairs else "(a C loop keeps nothing)",
        }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.fanout", description=__doc__)
    parser.add_argument("--json", action="store_true", help="a JSON object a row")
    parser.add_argument("--sockets", type=int, default=2000)
    parser.add_argument("--rate", type=int, default=10, help="updates a second")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.serve:
        with asyncio.Runner(loop_factory=uvicorn.Config(app="").get_loop_factory()) as runner:
            runner.run(serve())
        return
    for row in rows(arguments.sockets, arguments.rate):
        if arguments.json:
            print(json.dumps(row), flush=True)
        else:
            ratio = f"{row['ratio']} × {row['against']}" if row["ratio"] else row["against"]
            print(f"{row['name']:62} {row['value']:>9} {row['unit']:3} {ratio}", flush=True)


if __name__ == "__main__":
    main()
