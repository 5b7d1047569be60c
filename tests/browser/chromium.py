"""A real Chromium for the browser tests: found, or installed where that can be done.

`python -m tests.browser.chromium` prints the path of the one that the tests will use.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HELP = (
    "The browser tests need Chromium, and none was found or could be installed.\n"
    "Install it with your system's packages (Debian: apt-get install chromium), or set HACKDAY_CHROMIUM to its path.\n"
)


def find() -> str | None:
    """Path of a Chromium: HACKDAY_CHROMIUM, one on PATH, or the one that Playwright keeps."""
    if named := os.environ.get("HACKDAY_CHROMIUM"):
        return named
    for name in NAMES:
        if path := shutil.which(name):
            return path
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache/ms-playwright")
    return next((str(p) for p in sorted(cache.glob("chromium-*/chrome-linux*/chrome"), reverse=True)), None)


def install() -> None:
    """Try the system's packages where we may, then Playwright's own download."""
    ways: list[list[list[str]]] = []
    if shutil.which("apt-get") and os.geteuid() == 0:
        ways.append([["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"]])
    ways.append([[sys.executable, "-m", "playwright", "install", "chromium"]])
    for way in ways:
        try:
            for command in way:
                subprocess.run(command, check=True, stdout=subprocess.DEVNULL, timeout=600)
        except (OSError, subprocess.SubprocessError) as error:
            print(f"{' '.join(way[-1])}: {type(error).__name__}", file=sys.stderr)
        else:
            return


def main() -> None:
    if find() is None:
        print("No Chromium found; installing one.", file=sys.stderr)
        install()
    if (path := find()) is None:
        sys.exit(HELP)
    print(path)


if __name__ == "__main__":
    main()
