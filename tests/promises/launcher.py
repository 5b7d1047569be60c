"""What the tests of the embedded PostgreSQL share: folders, owner processes, and launchers without a guard."""

import asyncio
import contextlib
import importlib.util
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import asyncpg
import psutil
import pytest

from hackday import postgres
from hackday.postgres import Embedded

IS_ROOT = os.geteuid() == 0
SERVER_USER = "nobody" if IS_ROOT else None
promise = [pytest.mark.promise, pytest.mark.skipif(sys.platform != "linux", reason="the launcher's home is Linux")]
as_root = pytest.mark.skipif(not IS_ROOT, reason="only root changes its user")

OWNER = """
import importlib.util, os, signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where the tests were started with `&`
from pathlib import Path
spec = importlib.util.spec_from_file_location("launcher", sys.argv[1])
launcher = importlib.util.module_from_spec(spec)
spec.loader.exec_module(launcher)
pg = launcher.Embedded(Path(sys.argv[2]), durable=False)
with launcher.exit_on_sigterm(), pg:
    if "fork" in sys.argv and os.fork() == 0:
        time.sleep(20)
        os._exit(0)
    print(pg._child.pid, pg.dsn, flush=True)
    time.sleep(60)
"""


@pytest.fixture(scope="module")
def shelf():
    """Where the one cluster of these tests lies between them: initdb is most of a first start."""
    with tempfile.TemporaryDirectory(prefix="hackday-test-", dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        Embedded(Path(folder, "pg"), durable=False).start().stop()
        yield Path(folder, "pg")


@pytest.fixture
def place(shelf):
    """A folder that every user may pass, unlike pytest's own; a cluster lies in its `pg`, none in its `new`."""
    with tempfile.TemporaryDirectory(prefix="hackday-test-", dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        if shelf.exists():
            shelf.rename(Path(folder, "pg"))
        yield Path(folder)
        for version in Path(folder).glob("*/data/PG_VERSION"):
            if version.parts[-3] != "new":
                version.parents[1].rename(shelf)


@pytest.fixture
def variant(place):
    """Path of the launcher's source with pieces replaced; every piece must be there exactly once."""

    def write(changes=None):
        source = Path(postgres.__file__).read_text()
        for old, new in (changes or {}).items():
            assert source.count(old) == 1, old
            source = source.replace(old, new)
        path = place / f"launcher{len(list(place.glob('launcher*')))}.py"
        path.write_text(source)
        path.chmod(0o644)
        return path

    return write


def load(path):
    spec = importlib.util.spec_from_file_location("launcher", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@contextlib.contextmanager
def beside(command, **how):
    """Run a process during the block."""
    with subprocess.Popen(command, **how) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture
def own():
    """Start owner processes in sessions of their own; whatever they started is ended afterwards."""
    started = []

    def start(launcher, root, *words, python=sys.executable, **how):
        command = [python, "-c", OWNER, str(launcher), str(root), *words]
        owner = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True, **how)
        started.append(owner)
        return owner

    def serving(launcher, root, *words, **how):
        owner = start(launcher, root, *words, **how)
        pid, dsn = owner.stdout.readline().split()
        server = psutil.Process(int(pid))
        started.append(server)
        return owner, server, dsn

    start.serving = serving
    yield start
    for process in started:
        if isinstance(process, subprocess.Popen):
            process.kill()
            process.communicate()
        elif process.is_running():
            process.send_signal(signal.SIGINT)
            gone(process, 10)


def gone(process, seconds=5.0):
    """Whether the process ends in that time; an unreaped one has ended."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not process.is_running() or process.status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.02)
    return False


def ask(dsn, *statements):
    async def run():
        connection = await asyncpg.connect(dsn, timeout=10)
        try:
            return [await connection.fetchval(statement) for statement in statements][-1]
        finally:
            await connection.close()

    return asyncio.run(run())
