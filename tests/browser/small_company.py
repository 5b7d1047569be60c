"""The files of a company of thirty, around a day that lies four weeks ahead: nobody of the walk is there by chance."""

import csv
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hackday import clock

FIRST = clock.now().date() + timedelta(days=28)
LAST = FIRST + timedelta(days=1)
ZONE = "Europe/London"
DESK, NIGHT = "service-desk", "network-operations"

NAMED = (
    # number, name, department, manager, roles, skills
    ("E01", "Ada Park", "Operations", "", DESK, "facilitation"),
    ("E02", "Piotr Żurawik", "Operations", "ada", DESK, "planning"),
    ("E03", "Mei Tanaka", "Customer Care", "ada", DESK, "writing"),
    ("E04", "Jo Reed", "Security", "ada", DESK, "security"),
    ("E05", "Kim Sato", "Finance IT", "ada", DESK, "sql"),
    ("E06", "Chidi Okafor", "Customer Care", "mei", DESK, "python"),
    ("E07", "Lena Fischer", "Customer Care", "mei", DESK, "design"),
    ("E08", "Tom de Vries", "Customer Care", "mei", DESK, "data"),
    ("E09", "Nils Holm", "Customer Care", "mei", NIGHT, "sre"),
    ("E10", "Sam Sponsor", "Cloud", "ada", DESK, "cloud"),
    *((f"E{n}", f"Colleague {n}", "Customer Care", "piotr", DESK, "") for n in range(11, 31)),
)


def email(name: str) -> str:
    """First names are unique among the named; the others carry a number."""
    return f"{name.lower().replace('colleague ', 'c').split()[0]}@corp.example"


def write(folder: Path) -> None:
    """people.csv, rota.csv, cover.csv and signups.csv.

    Eight of ten must stay at the service desk, so that Lena and Tom can go, and Nils cannot: he is alone at night.
    """
    desk = [number for number, *_ in NAMED[6:8]] + [f"E{n}" for n in range(11, 19)]
    _table(
        folder / "people.csv",
        "employee_no,name,email,site,time_zone,department,manager_email,roles,skills",
        (
            (number, name, email(name), "Leeds", ZONE, department, manager and email(manager), roles, skills)
            for number, name, department, manager, roles, skills in NAMED
        ),
    )
    early, night = _shift(7), _shift(22)
    _table(
        folder / "rota.csv",
        "employee_no,site,role,starts_at,ends_at",
        [(number, "Leeds", DESK, *early) for number in desk] + [("E09", "Leeds", NIGHT, *night)],
    )
    _table(
        folder / "cover.csv",
        "site,role,starts_at,ends_at,minimum",
        [("Leeds", DESK, *early, 8), ("Leeds", NIGHT, *night, 1)],
    )
    _table(
        folder / "signups.csv",
        "employee_no,wants_to_take_part,willing_to_cover,extra_shifts_at_most,refused_last_time,pin,group",
        [("E09", 1, 0, 0, 0, "", ""), ("E20", 1, 0, 0, 0, "", ""), ("E21", 0, 1, 1, 0, "", "")],
    )


def _shift(hour: int) -> tuple[str, str]:
    starts = datetime.combine(FIRST, time(hour), ZoneInfo(ZONE))
    return starts.isoformat(), (starts + timedelta(hours=8)).isoformat()


def _table(file: Path, header: str, rows: Iterable[Iterable[Any]]) -> None:
    with file.open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows([header.split(","), *rows])
