"""Rota time is right: a file's wall clock is the wall clock that a site shows, on any night and any machine."""

import os
import time
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hackday.database import reading
from hackday.release.intake.rota_file import read_rota
from hackday.release.intake.schemas import FileMapping

ZONES = [
    "Europe/London", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia",
    "America/St_Johns",
]  # fmt: skip
LOCAL = FileMapping(columns={name: name for name in ("date", "start", "end")})
QUARTERS = st.integers(0, 95).map(lambda n: clock_time(n // 4, n % 4 * 15))
NIGHTS = [  # the clocks change in the night that begins on these dates, somewhere
    date(2027, 3, 27), date(2027, 10, 30), date(2027, 3, 13), date(2027, 11, 6), date(2027, 4, 3), date(2027, 10, 2),
]  # fmt: skip
DAYS = st.one_of(st.sampled_from(NIGHTS), st.sampled_from(NIGHTS).map(lambda d: d + timedelta(days=1)),
                 st.dates(date(2020, 1, 1), date(2035, 12, 31)))  # fmt: skip


@pytest.fixture(autouse=True, params=["UTC", "Pacific/Kiritimati"])
def machine(request, monkeypatch):
    """The zone of the machine must not matter."""
    before = os.environ.get("TZ")
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield
    if before is None:
        monkeypatch.delenv("TZ")
    else:
        monkeypatch.setenv("TZ", before)
    time.tzset()


def read(zone, day, start, end):
    text = f"employee_no,site,role,date,start,end\nE1,X,desk,{day},{start:%H:%M},{end:%H:%M}\n"
    return read_rota(text.encode(), {"X": zone}, LOCAL)


def instants(told, zone):
    """By brute force: every minute of UTC around it at which a clock there shows this."""
    here = ZoneInfo(zone)
    first = told.replace(tzinfo=UTC) - timedelta(hours=16)
    return [
        moment
        for n in range(0, 32 * 4)
        if (moment := first + timedelta(minutes=15 * n)).astimezone(here).replace(tzinfo=None, fold=0) == told
    ]


@given(zone=st.sampled_from(ZONES), day=DAYS, start=QUARTERS, end=QUARTERS)
def test_a_shift_is_where_the_clock_of_its_site_shows_it_or_refused_by_name(zone, day, start, end):
    rows, problems = read(zone, day, start, end)
    if start == end:
        assert problems[0].column == "end"
        return
    first, last = datetime.combine(day, start), datetime.combine(day + timedelta(days=end < start), end)
    found = [instants(first, zone), instants(last, zone)]
    if all(len(moments) == 1 for moments in found) and found[1][0] - found[0][0] <= timedelta(hours=24):
        assert problems == []
        assert (rows[0].starts_at, rows[0].ends_at) == (found[0][0], found[1][0])
        here = ZoneInfo(zone)
        assert rows[0].starts_at.astimezone(here).strftime("%Y-%m-%d %H:%M") == f"{first:%Y-%m-%d %H:%M}"
        assert rows[0].ends_at.astimezone(here).strftime("%H:%M") == f"{end:%H:%M}"
    else:
        assert rows == []
        wrong = next((i for i, moments in enumerate(found) if len(moments) != 1), None)
        if wrong is not None:
            assert problems[0].column == ("start", "end")[wrong]
            assert ("happens twice" if found[wrong] else "does not exist") in problems[0].reason


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Berlin", "2027-03-27", 7), ("Europe/Berlin", "2027-10-30", 9), ("Europe/London", "2027-03-27", 7),
        ("America/New_York", "2027-03-13", 7), ("America/New_York", "2027-11-06", 9),
        ("Australia/Lord_Howe", "2027-10-02", 7.5), ("Australia/Lord_Howe", "2027-04-03", 8.5),
        ("Asia/Kathmandu", "2027-03-27", 8), ("Pacific/Apia", "2027-04-03", 8), ("America/St_Johns", "2027-03-13", 7),
    ],
)  # fmt: skip
def test_how_long_a_night_really_is(zone, day, hours):
    rows, problems = read(zone, day, clock_time(22), clock_time(6))
    assert problems == []
    lasts = (rows[0].ends_at - rows[0].starts_at).total_seconds() / 3600
    assert lasts == hours
    subtracted = 24 - 22 + 6  # the falsifier: to subtract the clocks is wrong on the nights on which they change
    assert (subtracted == lasts) is (hours == 8)


async def test_the_database_reads_the_same_clocks(db):
    moments = [datetime(2027, month, day, hour, tzinfo=UTC) for month in range(1, 13) for day in (1, 14, 28)
               for hour in (0, 13)]  # fmt: skip
    async with reading() as c:
        for zone in ZONES:
            rows = await c.fetch("select m at time zone $2 as there from unnest($1::timestamptz[]) as m", moments, zone)
            assert [row["there"] for row in rows] == [
                m.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for m in moments
            ]
