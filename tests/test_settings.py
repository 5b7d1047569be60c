"""Settings come from the environment, and a slip is told by name."""

from pathlib import Path

import pytest

from hackday.settings import Settings, SettingsError


def test_nothing_set_gives_the_embedded_server_on_loopback():
    settings = Settings.read({})
    assert settings.database_url is None
    assert settings.origin == "http://127.0.0.1:8000"
    assert not settings.is_secure


def test_what_is_set_is_read():
    settings = Settings.read(
        {"DATABASE_URL": "postgresql://x", "HACKDAY_PORT": "9000", "HACKDAY_DATA": "/tmp/d", "HOME": "/root",
         "HACKDAY_PUBLIC_URL": "https://hackday.example/"}
    )  # fmt: skip
    assert (settings.database_url, settings.port, settings.data) == ("postgresql://x", 9000, Path("/tmp/d"))
    assert (settings.origin, settings.is_secure) == ("https://hackday.example", True)


@pytest.mark.parametrize(
    ("name", "value"),
    [("HACKDAY_PROT", "1"), ("HACKDAY_PORT", "x"), ("HACKDAY_PORT", "70000"), ("HACKDAY_PUBLIC_URL", "hackday")],
)
def test_a_slip_is_told_by_name(name, value):
    with pytest.raises(SettingsError, match="PROT|port|PORT|PUBLIC_URL"):
        Settings.read({name: value})
