"""What stands in a command's way is told in a sentence that names the setting."""

import os
import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    ("command", "name", "value"),
    [
        ("serve", "DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing"),
        ("migrate", "DATABASE_URL", "nonsense"),
        ("serve", "HACKDAY_DATA", "/proc/nowhere"),
        ("migrate", "HACKDAY_PUBLIC_URL", "http://[x"),
    ],
)
def test_a_setting_that_leads_nowhere_is_named(command, name, value):
    environ = {k: v for k, v in os.environ.items() if k != "DATABASE_URL" and not k.startswith("HACKDAY_")}
    done = subprocess.run(
        [sys.executable, "-m", "hackday", command], env=environ | {name: value}, capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.startswith("Error: ")
    assert name in done.stderr
    assert "Traceback" not in done.stderr
