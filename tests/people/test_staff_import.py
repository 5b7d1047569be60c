"""The staff import, through the command and on the database."""

import asyncio
import os
import subprocess
import sys
import time

import pytest

from hackday import database
from hackday.people import staff_import
from hackday.people.hr_file import read_hr_file

HEADER = "employee_no,name,email,site,time_zone,department,manager_email,roles,skills,locale\n"
THREE = (
    "E1,鈴木 香織,s@corp.example,Leeds,Europe/London,Ops,j@corp.example,service-desk,python;data,en\n"
    "E2,José Müller,j@corp.example,Leeds,Europe/London,Ops,,,,de\n"
    "E3,Amara Obi,a@corp.example,Lagos,Africa/Lagos,Care,j@corp.example,,,en\n"
)


def company(size):
    lines = [
        f"E{i},Person {i},p{i}@corp.example,Site {i % 40},Europe/London,Ops,"
        f"{f'p{i // 20}@corp.example' if i else ''},role-{i % 9},python;data,en\n"
        for i in range(size)
    ]
    return (HEADER + "".join(lines)).encode()


async def take(text, **options):
    return await staff_import.import_staff(read_hr_file((HEADER + text).encode()), source="staff.csv", **options)


async def people():
    async with database.reading() as c:
        rows = await c.fetch(
            """select p.employee_no, p.name, p.email, p.site, s.time_zone, m.employee_no, p.roles, p.skills, p.is_active
                 from person p join site s on s.name = p.site left join person m on m.id = p.manager order by 1"""
        )
    return [tuple(row) for row in rows]


async def test_everybody_is_there_and_the_second_run_changes_nothing(db):
    difference, problems = await take(THREE)
    assert (len(difference.added), problems) == (3, [])
    stored = await people()
    assert stored[0] == (
        "E1", "鈴木 香織", "s@corp.example", "Leeds", "Europe/London", "E2", ["service-desk"], ["python", "data"], True
    )  # fmt: skip
    assert [row[5] for row in stored] == ["E2", None, "E2"]
    again, _ = await take(THREE)
    assert (again.added, again.changed, again.left) == ([], [], [])
    assert await people() == stored


async def test_a_dry_run_writes_nothing(db):
    difference, _ = await take(THREE, dry_run=True)
    assert len(difference.added) == 3
    assert await people() == []


async def test_one_bad_row_and_nothing_is_written(db):
    _, problems = await take(THREE + "E4,Eve,eve@corp.example,Leeds,Europe/London,Ops,nobody@corp.example,,,en\n")
    assert [str(p) for p in problems] == ["line 5, manager_email: nobody has the address “nobody@corp.example”"]
    assert await people() == []


async def test_two_people_exchange_addresses_and_managers(db):
    await take(THREE)
    difference, problems = await take(
        "E1,鈴木 香織,j@corp.example,Leeds,Europe/London,Ops,s@corp.example,,,en\n"
        "E2,José Müller,s@corp.example,Leeds,Europe/London,Ops,,,,de\n"
        "E3,Amara Obi,a@corp.example,Lagos,Africa/Lagos,Care,j@corp.example,,,en\n"
    )
    assert (problems, len(difference.changed)) == ([], 3)
    rows = await people()
    assert [(row[0], row[2], row[5]) for row in rows] == [
        ("E1", "j@corp.example", "E2"),
        ("E2", "s@corp.example", None),
        ("E3", "a@corp.example", "E1"),
    ]


async def test_who_left_cannot_sign_in_any_more_and_may_come_back(db, browser_of):
    await take(THREE)
    async with database.reading() as c:
        amara = await c.fetchval("select id from person where employee_no = 'E3'")
    browser = await browser_of(amara)
    without = "".join(THREE.splitlines(keepends=True)[:2])
    kept, _ = await take(without, left_stay=True)
    assert [p.employee_no for p in kept.left] == ["E3"]
    assert (await browser.get("/api/me")).status_code == 200
    await take(without)
    assert (await browser.get("/api/me")).status_code == 401
    assert (await people())[2][-1] is False
    back, _ = await take(THREE)
    assert [change.fields for change in back.changed] == [("is_active",)]
    assert (await people())[2][-1] is True


async def test_a_part_of_the_staff_does_not_put_the_rest_out(db):
    await take(THREE)
    one = THREE.splitlines(keepends=True)[1]
    with pytest.raises(staff_import.FileIsAPart, match="2 of 3 active people"):
        await take(one)
    assert all(row[-1] for row in await people())
    await take(one, left_stay=False)
    assert [row[-1] for row in await people()] == [False, True, False]


async def test_two_imports_at_once_end_as_one(db):
    answers = await asyncio.gather(*(take(THREE) for _ in range(4)))
    assert sorted(len(difference.added) for difference, _ in answers) == [0, 0, 0, 3]


async def test_20_000_people_in_seconds(db):
    began = time.perf_counter()
    file = read_hr_file(company(20_000))
    difference, problems = await staff_import.import_staff(file, source="staff.csv")
    took = time.perf_counter() - began
    assert (len(difference.added), problems) == (20_000, [])
    began = time.perf_counter()
    again, _ = await staff_import.import_staff(read_hr_file(company(20_000)), source="staff.csv")
    print(f"\n20,000 people: {took:.1f} s, again without a change: {time.perf_counter() - began:.1f} s")
    assert (again.added, again.changed) == ([], [])
    assert took < 20


def hackday(settings, *arguments):
    """The command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "hackday", *arguments],
        env={**os.environ, "DATABASE_URL": settings.database_url},
        capture_output=True,
        text=True,
        timeout=60,
    )


async def test_the_command_tells_every_refused_row_and_fails(tmp_path, settings, db):
    file = tmp_path / "staff.csv"
    file.write_text(HEADER + THREE + "E1,Eve,eve,York,Europe/Leeds,Ops,,,,en\n")
    for options, code in ((["--dry-run"], 0), ([], 1)):
        result = await asyncio.to_thread(hackday, settings, "import", "people", str(file), *options)
        assert result.returncode == code, result.stderr
        for words in ("4 added", "line 5, email: “eve” is not a mail address", "“E1” stands on line 2 already"):
            assert words in result.stdout
    assert await people() == []
    file.write_bytes((HEADER + THREE).encode("windows-1252", "replace"))
    result = await asyncio.to_thread(hackday, settings, "import", "people", str(file))
    assert (result.returncode, "line 3: byte" in result.stderr) == (1, True)
