"""A real S3 server for tests: SeaweedFS, which checks signatures and keeps parts of uploads apart until the end."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.promises.test_serving import free_port

KEY, SECRET, BUCKET = "hackday", "a-secret-of-tests", "files"
START_S = 60


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


@contextmanager
def seaweed(folder: Path) -> Iterator[Seaweed]:
    """Serve until the block is left, with all data in `folder`."""
    identity = {"name": "tests", "credentials": [{"accessKey": KEY, "secretKey": SECRET}], "actions": ["Admin"]}
    config = folder / "s3.json"
    config.write_text(json.dumps({"identities": [identity]}))
    ports = {name: free_port() for name in ("master", "volume", "filer", "s3")}
    ports |= {f"{name}.grpc": free_port() for name in ("master", "volume", "filer", "s3")}
    options = [f"-{name}.port{'.grpc' if rest else ''}={port}"
               for full, port in ports.items() for name, _, rest in [full.partition(".")]]  # fmt: skip
    command = [
        Path(sys.executable).parent / "weed", "server", "-s3", f"-s3.config={config}", f"-dir={folder}",
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
