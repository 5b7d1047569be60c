"""The embedded PostgreSQL harms nobody, dies with its owner and comes back. Each guard is also shown to be needed:
`variant` is hackday/postgres.py with that guard taken out."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import threading
import time

import asyncpg
import psutil
import pytest

from hackday import postgres
from hackday.postgres import AlreadyRunning, Embedded
from tests.promises.launcher import IS_ROOT, SERVER_USER, as_root, ask, beside, gone, load, promise

pytestmark = promise

PRCTL = "libc.prctl(PR_SET_PDEATHSIG, signal.SIGINT)"
NO_PRCTL = {PRCTL: "pass"}


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, -signal.SIGINT), (signal.SIGTERM, 0)])
def test_signal_to_the_owner_stops_the_server(place, variant, own, number, code):
    owner, server, dsn = own.serving(variant(NO_PRCTL), place / "pg", stderr=subprocess.DEVNULL)
    assert ask(dsn, "SELECT 1") == 1
    os.killpg(owner.pid, number)  # as a terminal does: all of the owner's group
    assert owner.wait(30) == code
    assert gone(server, 0.5)
    assert "database system is shut down" in (place / "pg/postgres.log").read_text()


def test_signal_falsifier_server_outlives_an_owner_that_does_not_turn_sigterm_into_exit(place, variant, own):
    changes = NO_PRCTL | {"signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))": "signal.SIG_DFL"}
    owner, server, dsn = own.serving(variant(changes), place / "pg")
    os.killpg(owner.pid, signal.SIGTERM)
    assert owner.wait(30) == -signal.SIGTERM
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
    assert time.monotonic() - begun < 3
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
        dsn = first.stdout.readline().split()[1]
        assert refusal.value.dsn in (None, dsn)  # None while the first is not ready
        assert ask(dsn, "SELECT 1") == 1
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
