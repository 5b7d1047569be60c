"""Files from other systems: taken as a whole, complaints by line, twice is once."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import pytest

from hackday.database import reading
from hackday.release.intake import imports, store
from hackday.release.intake.imports import import_cover, import_rota, import_sign_ups
from hackday.release.intake.rota_file import MappingRefused, read_mapping, read_rota
from tests.factories import make_day, make_person, make_site
from tests.release.company import COMPANY, load_staff

MAPPING = Path(__file__).parent / "data" / "wfm-mapping.toml"
ISO = "employee_no,site,role,starts_at,ends_at\n"
ZONES = {"Leeds": "Europe/London", "Berlin": "Europe/Berlin"}


async def number_of(person):
    async with reading() as c:
        return await c.fetchval("select employee_no from person where id = $1", person)


async def shifts():
    async with reading() as c:
        return await c.fetch("select p.employee_no, s.site, s.role, s.starts_at, s.ends_at from shift s "
                             "join person p on p.id = s.person order by 1, 4")  # fmt: skip


async def rota(text, **options):
    return await import_rota(text.encode(), source="test", **options)


def reasons(problems):
    return [str(problem) for problem in problems]


async def test_both_files_of_the_company_give_the_same_758_shifts(db):
    await load_staff()
    plain = (COMPANY / "rota.csv").read_bytes()
    messy = (COMPANY / "rota-wfm-export.csv").read_bytes()
    difference, problems = await import_rota(plain, source="rota.csv")
    assert (problems, len(difference.added)) == ([], 758)
    before = await shifts()
    again, problems = await import_rota(messy, source="wfm", mapping=read_mapping(MAPPING.read_bytes()))
    assert problems == []
    assert (again.added, again.changed, again.unchanged, again.missing) == ([], [], 758, [])
    assert await shifts() == before


async def test_cover_and_sign_ups_of_the_company_twice_are_once(db):
    await load_staff()
    await make_day("spring")
    for added, unchanged in ((223, 0), (0, 223)):
        counts, problems = await import_cover((COMPANY / "cover.csv").read_bytes(), source="cover.csv")
        assert (problems, len(counts.added), counts.unchanged) == ([], added, unchanged)
    for first in (True, False):
        counts, problems = await import_sign_ups((COMPANY / "signups.csv").read_bytes(), "spring", source="s.csv")
        told = {kind: (c.added, c.changed, c.unchanged) for kind, c in counts.items()}
        wanted = {"sign-ups": 211, "offers": 134, "pins": 2}
        assert problems == []
        assert told == {kind: (n, 0, 0) if first else (0, 0, n) for kind, n in wanted.items()}
    async with reading() as c:
        assert await c.fetchval("select count(*) from pin where kind = 'must_stay'") == 1
        assert await c.fetchval("select count(distinct party) from sign_up where party <> ''") == 28


async def test_a_sign_up_file_leaves_a_withdrawal_alone(db):
    await make_day("spring")
    number = await number_of(await make_person())
    file = f"employee_no,wants_to_take_part,willing_to_cover,extra_shifts_at_most\n{number},1,0,2\n".encode()
    await import_sign_ups(file, "spring", source="s")
    async with reading() as c:
        await c.execute("update sign_up set state = 'withdrawn'")
    await import_sign_ups(file, "spring", source="s")
    async with reading() as c:
        assert await c.fetchval("select state from sign_up") == "withdrawn"


async def test_bad_sign_ups_are_named_and_nothing_is_written(db):
    await make_day("spring")
    number = await number_of(await make_person())
    head = "employee_no,wants_to_take_part,willing_to_cover,extra_shifts_at_most,pin\n"
    file = f"{head}{number},1,0,2,\n{number},1,0,2,\nE-nobody,1,0,2,\n{number},maybe,0,9,must-dance\n"
    counts, problems = await import_sign_ups(file.encode(), "spring", source="s")
    assert counts == {}
    assert [(p.line, p.column) for p in problems] == [
        (3, "employee_no"), (4, "employee_no"), (5, "employee_no"), (5, "extra_shifts_at_most"), (5, "pin"),
        (5, "wants_to_take_part"),
    ]  # fmt: skip
    async with reading() as c:
        assert await c.fetchval("select count(*) from sign_up") == 0


async def test_every_bad_row_is_named_by_line_and_nothing_is_written(db):
    number = await number_of(await make_person(roles=("desk",)))
    text = ISO + "\n".join(
        f"{row}" for row in (
            f"{number},Leeds,desk,2027-03-10T06:00:00+00:00,2027-03-10T14:00:00+00:00",
            f"{number},Leeds,desk,2027-03-10T13:00:00+00:00,2027-03-10T21:00:00+00:00",
            f"{number},Leeds,desk,2027-03-11T14:00:00+00:00,2027-03-11T06:00:00+00:00",
            f"{number},Leeds,desk,2027-03-12T06:00:00,2027-03-12T14:00:00",
            f"{number},Atlantis,desk,2027-03-12T06:00:00Z,2027-03-12T14:00:00Z",
            "E-nobody,Leeds,desk,2027-03-12T06:00:00Z,2027-03-12T14:00:00Z",
            f"{number},Leeds,surgery,2027-03-13T06:00:00Z,2027-03-13T14:00:00Z",
            f"{number},Leeds,desk,2027-03-14T06:00:00Z,2027-04-14T14:00:00Z",
        )
    )  # fmt: skip
    _, problems = await rota(text)
    told = reasons(problems)
    assert [p.line for p in problems] == [3, 4, 5, 6, 7, 8, 9]
    wanted = ["overlaps that of line 2", "ends_at: is not after", "no offset", "Atlantis", "E-nobody"]
    wanted += ["not qualified for “surgery”", "lasts 752 hours"]
    for said, part in zip(told, wanted, strict=True):
        assert part in said
    assert await shifts() == []


async def test_a_shift_that_overlaps_the_stored_rota_is_refused(db):
    number = await number_of(await make_person(roles=("desk",)))
    early = f"{ISO}{number},Leeds,desk,2027-03-10T06:00:00Z,2027-03-10T14:00:00Z"
    moved = f"{ISO}{number},Leeds,desk,2027-03-10T07:00:00Z,2027-03-10T15:00:00Z"
    await rota(early)
    _, problems = await rota(moved)
    assert "line 2: the shift of" in reasons(problems)[0]
    assert "overlaps one in the rota" in reasons(problems)[0]
    difference, problems = await rota(moved, replace=True)
    assert (problems, len(difference.added), len(difference.missing)) == ([], 1, 1)
    assert [row["starts_at"].hour for row in await shifts()] == [7]


async def test_a_dry_run_writes_nothing_and_says_what_it_would(db):
    number = await number_of(await make_person(roles=("desk",)))
    text = f"{ISO}{number},Leeds,desk,2027-03-10T06:00:00Z,2027-03-10T14:00:00Z"
    difference, _ = await rota(text, dry_run=True)
    assert len(difference.added) == 1
    assert await shifts() == []
    cover = b"site,role,starts_at,ends_at,minimum\nLeeds,desk,2027-03-10T06:00:00Z,2027-03-10T14:00:00Z,2\n"
    counts, _ = await import_cover(cover, source="c", dry_run=True)
    assert len(counts.added) == 1
    async with reading() as c:
        assert await c.fetchval("select count(*) from cover") == 0
        assert await c.fetchval("select count(*) from audit_entry") == 0


async def test_bad_cover_is_named_by_line(db):
    await make_site("Leeds")
    times = "2027-03-10T06:00:00Z,2027-03-10T14:00:00Z"
    text = f"site,role,starts_at,ends_at,minimum\nLeeds,desk,{times},2\nLeeds,desk,{times},3\nLeeds,x,{times},-1\n"
    _, problems = await import_cover(text.encode(), source="c")
    assert [(p.line, p.column) for p in problems] == [(3, ""), (4, "minimum")]


def local(*rows):
    mapping = read_mapping(MAPPING.read_bytes())
    head = "Pers.Nr;Vestiging;Functie;Datum;Van;Tot\n"
    return read_rota((head + "\n".join(rows)).encode("cp1252"), ZONES, mapping)


def test_a_night_shift_ends_on_the_next_day_in_the_zone_of_its_site():
    rows, problems = local("E1;Berlin;Service Desk;10-03-2027;22:00;06:00")
    assert problems == []
    assert (rows[0].role, rows[0].starts_at, rows[0].ends_at) == (
        "service-desk", datetime(2027, 3, 10, 21, tzinfo=UTC), datetime(2027, 3, 11, 5, tzinfo=UTC),
    )  # fmt: skip


def test_clock_change_nights():
    rows, problems = local(
        "E1;Berlin;Service Desk;27-03-2027;22:00;06:00",  # seven hours long: the clocks go forward
        "E1;Berlin;Service Desk;28-03-2027;02:30;10:00",  # does not exist
        "E1;Berlin;Service Desk;31-10-2027;02:30;10:00",  # happens twice
        "E1;Leeds;Service Desk;28-03-2027;02:30;10:00",  # exists in Leeds
    )
    assert [(row.line, (row.ends_at - row.starts_at).total_seconds() / 3600) for row in rows] == [(2, 7), (5, 7.5)]
    assert [(p.line, p.column) for p in problems] == [(3, "start"), (4, "start")]
    assert "2027-03-28 02:30 does not exist in Europe/Berlin" in problems[0].reason
    assert "happens twice" in problems[1].reason


def test_clock_times_and_dates_that_cannot_be_read_are_named():
    _, problems = local(
        "E1;Leeds;Service Desk;2027-03-10;22:00;06:00",
        "E1;Leeds;Service Desk;10-03-2027;25:00;06:00",
        "E1;Leeds;Service Desk;10-03-2027;06:00;06:00",
        "E1;Leeds;Service Desk;31-12-9999;22:00;06:00",
    )
    assert [(p.line, p.column) for p in problems] == [(2, "date"), (3, "start"), (4, "end"), (5, "date")]


@pytest.mark.parametrize("text", ["delimiter = 5", "colour = 'red'", "= ", "[columns]\nshoe = 'x'", "delimiter = ';;'"])
def test_a_bad_mapping_is_refused(text):
    with pytest.raises(MappingRefused):
        read_mapping(text.encode())


async def test_reading_a_rota_tells_how_far_it_is(db):
    await load_staff()
    told = []
    data = (COMPANY / "rota.csv").read_bytes()
    _, problems = await import_rota(data, source="rota.csv", dry_run=True, step=told.append)
    assert (problems, told) == ([], list(range(2, data.count(b"\n") + 1)))


@pytest.mark.parametrize("patience", [store.COMPARING, timedelta(milliseconds=100)])
async def test_comparing_a_large_rota_is_not_taken_for_a_dead_client(db, monkeypatch, patience):
    """The second is the falsifier: the time in which an idle import is cut is the one that is said here."""
    await load_staff()
    real = imports.compare

    def slowly(*args, **kwargs):
        time.sleep(0.6)
        return real(*args, **kwargs)

    monkeypatch.setattr(store, "COMPARING", patience)
    monkeypatch.setattr(imports, "compare", slowly)
    rota = (COMPANY / "rota.csv").read_bytes()
    if patience > timedelta(seconds=10):
        taken, _ = await import_rota(rota, source="rota.csv")
        assert len(taken.added) > 0
    else:
        with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError)):
            await import_rota(rota, source="rota.csv")
