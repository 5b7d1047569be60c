"""A real S3 server for tests: SeaweedFS, which checks signatures and keeps parts of uploads apart until the end."""

import contextlib
import json
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

KEY, SECRET, BUCKET = "hackday", "a-secret-of-tests", "files"
START_S = 60
GIVEN_UP_S = 10


class Seaweed:
    """`address` is the S3 endpoint; `filer` shows what lies behind it."""

    def __init__(self, address: str, filer: str) -> None:
        self.address, self.filer = address, filer

    def setting(self, prefix: str = "hackday") -> str:
        return f"s3://{BUCKET}/{prefix}?endpoint={self.address}&region=us-east-1"

    def begun_uploads(self) -> list[str]:
        """Uploads that were neither finished nor given up."""
        answer = httpx.get(f"{self.filer}/buckets/{BUCKET}/.uploads/", headers={"accept": "application/json"})
        return [entry["FullPath"] for entry in (answer.json()["Entries"] or [])] if answer.is_success else []

    def begun_in_the_end(self) -> list[str]:
        """Those that stay: one that was given up just now is listed a moment longer."""
        end = time.monotonic() + GIVEN_UP_S
        while (begun := self.begun_uploads()) and time.monotonic() < end:
            time.sleep(0.05)
        return begun


@contextlib.contextmanager
def seaweed(folder: Path) -> Iterator[Seaweed]:
    """Serve until the block is left, with all data in `folder`."""
    identity = {"name": "tests", "credentials": [{"accessKey": KEY, "secretKey": SECRET}], "actions": ["Admin"]}
    config = folder / "s3.json"
    config.write_text(json.dumps({"identities": [identity]}))
    names = ("master", "volume", "filer", "s3")
    ports = dict(zip([*names, *(f"{name}.grpc" for name in names)], _free_ports(), strict=False))
    options = [f"-{name}.port{'.grpc' if rest else ''}={port}"
               for full, port in ports.items() for name, _, rest in [full.partition(".")]]  # fmt: skip
    command = [
        Path(sys.executable).parent / "weed", f"-logdir={folder}", "server", "-s3", f"-s3.config={config}",
        f"-dir={folder}", f"-s3.localSocket={folder}/s3.sock", f"-filer.localSocket={folder}/filer.sock",
        "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-master.volumeSizeLimitMB=64", "-volume.max=20", "-s3.port.iceberg=0",
        "-s3.port.lance=0", "-master.telemetry=false", *options,
    ]  # fmt: skip
    log = folder / "log"
    with log.open("wb") as out:
        server = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, env={"PATH": os.environ["PATH"]})
    try:
        address = f"http://127.0.0.1:{ports['s3']}"
        _await(address, server, log)
        yield Seaweed(address, f"http://127.0.0.1:{ports['filer']}")
    finally:
        server.kill()
        server.wait()
        for name in names:  # it takes no other place for these
            Path(f"/tmp/seaweedfs-{name}-grpc-{ports[f'{name}.grpc']}.sock").unlink(missing_ok=True)


def _free_ports() -> Iterator[int]:
    """Below those that connections going out are given, its own among them: one of these would be gone at its turn."""
    for port in random.sample(range(10_000, 32_000), 1_000):
        with socket.socket() as one, contextlib.suppress(OSError):
            one.bind(("127.0.0.1", port))
            yield port


def _await(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + START_S
    while time.monotonic() < end and server.poll() is None:
        try:
            httpx.get(address)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"SeaweedFS does not answer:\n{log.read_text()[-2000:]}")
