"""`hackday serve` as a process: with the embedded server, and with a server that was given."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil
import pytest

from tests.promises.launcher import promise

pytestmark = promise
HERE = Path(__file__).parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(folder: Path, **environ: str) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A serving process and its address, once it answers."""
    port = free_port()
    clean = {k: v for k, v in os.environ.items() if not k.startswith("HACKDAY_") and k != "DATABASE_URL"}
    process = subprocess.Popen(
        [sys.executable, "-m", "hackday", "serve"],
        env=clean | {"HACKDAY_PORT": str(port), "HACKDAY_DATA": str(folder)} | environ,
        cwd=HERE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        address = f"http://127.0.0.1:{port}"
        deadline = time.monotonic() + 40
        while time.monotonic() < deadline:
            assert process.poll() is None, process.stdout and process.stdout.read().decode()
            try:
                if httpx.get(f"{address}/api/openapi.json").status_code == 200:
                    break
            except httpx.TransportError:
                time.sleep(0.1)
        yield process, address
    finally:
        process.terminate()
        process.wait(20)
        if process.stdout:
            process.stdout.close()


def servers_of(folder: Path) -> list[psutil.Process]:
    return [p for p in psutil.process_iter(["cmdline"]) if str(folder) in " ".join(p.info["cmdline"] or [])
            and "postgres" in (p.info["cmdline"] or [""])[0]]  # fmt: skip


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_embedded_server_starts_and_stops_with_the_site(place, number):
    folder = place / "pg"
    with serving(folder) as (process, address):
        assert servers_of(folder)
        assert httpx.get(address).headers["content-type"].startswith("text/html")
        assert httpx.get(f"{address}/api/me").json()["code"] == "sign_in_needed"
        process.send_signal(number)
        process.wait(15)
        assert servers_of(folder) == []


def test_a_given_database_is_used_and_none_is_started(place, dsn):
    folder = place / "unused"
    given = os.environ | {"DATABASE_URL": dsn, "HACKDAY_DATA": str(folder)}
    subprocess.run([sys.executable, "-m", "hackday", "migrate"], env=given, cwd=HERE, check=True, timeout=30)
    with serving(folder, DATABASE_URL=dsn) as (process, address):
        assert httpx.get(f"{address}/api/me").status_code == 401  # asked the database for the session
        assert servers_of(folder) == []
        assert not folder.exists()
        process.terminate()
        process.wait(15)


def test_a_second_site_on_the_same_data_is_refused_with_advice(place):
    folder = place / "pg"
    with serving(folder):
        second = subprocess.run(
            [sys.executable, "-m", "hackday", "serve"], capture_output=True, text=True, cwd=HERE, timeout=30,
            env=os.environ | {"HACKDAY_DATA": str(folder), "HACKDAY_PORT": str(free_port())},
        )  # fmt: skip
        assert second.returncode == 1
        assert "HACKDAY_DATA" in second.stderr


def test_commands_share_the_server_of_a_running_site(place):
    folder = place / "pg"
    with serving(folder):
        told = subprocess.run(
            [sys.executable, "-m", "hackday", "sign-in-link", "nobody@corp.example"], capture_output=True, text=True,
            env=os.environ | {"HACKDAY_DATA": str(folder)}, cwd=HERE, timeout=30,
        )  # fmt: skip
        assert "Nobody has the address" in told.stderr
