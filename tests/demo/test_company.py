"""Promises of the invented company: the form of the files, a lawful rota, and that the imports take all of it."""

import csv
import io
import unicodedata
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from itertools import pairwise
from math import ceil

import pytest

from hackday.demo.company import Files, make_company
from hackday.demo.staff import CAPTAIN, JUDGE, MANAGER, ORGANISER, PLANNER, SITES, SPAN, Named
from hackday.people.hr_file import read_hr_file
from hackday.people.staff_import import import_staff
from hackday.release.intake.imports import import_cover, import_rota, import_sign_ups
from tests import factories

TODAY = date(2026, 11, 24)
CLOCKS_GO_BACK, CLOCKS_GO_FORWARD = date(2026, 10, 25), date(2027, 3, 28)  # in Europe
SPONSOR = Named("Andreia Oliveira", "andreia.oliveira@corp.example")
REST = timedelta(hours=11)


def company(people: int = 500, *, seed: int = 1, today: date = TODAY) -> Files:
    return make_company(seed, people, today=today, sponsors=[SPONSOR])


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def too_little_rest(rota: list[dict[str, str]]) -> list[str]:
    """Employee numbers with two shifts less than eleven hours apart (an overlap is less than none)."""
    shifts = defaultdict(list)
    for row in rota:
        shifts[row["employee_no"]].append(
            (datetime.fromisoformat(row["starts_at"]), datetime.fromisoformat(row["ends_at"]))
        )
    return [number for number, mine in shifts.items() if any(b[0] - a[1] < REST for a, b in pairwise(sorted(mine)))]


def test_the_same_seed_gives_the_same_company() -> None:
    assert company() == company()
    assert company() != company(seed=2)


@pytest.mark.parametrize("today", [TODAY, CLOCKS_GO_BACK, CLOCKS_GO_FORWARD])
@pytest.mark.parametrize("seed", range(3))
def test_nobody_overlaps_or_lacks_rest(seed: int, today: date) -> None:
    rota = rows(company(seed=seed, today=today).rota)
    assert too_little_rest(rota) == []
    assert 300 < len({row["employee_no"] for row in rota}) < 400  # the others keep office hours
    # Falsifier: one more shift, right after another, is seen.
    late = {**rota[0], "starts_at": rota[0]["ends_at"]}
    assert too_little_rest([*rota, late]) == [late["employee_no"]]


def test_people_have_addresses_managers_and_scripts() -> None:
    people = rows(company().people)
    emails = [person["email"] for person in people]
    assert len(set(emails)) == len(people) == 500
    assert max(Counter(person["name"] for person in people).values()) > 1  # equal names, and still other addresses
    assert all(email.isascii() and email.endswith("@corp.example") for email in emails)
    assert {p.email for p in (ORGANISER, PLANNER, MANAGER, JUDGE, CAPTAIN, SPONSOR)} <= set(emails)
    letters = "".join(person["name"] for person in people)
    scripts = {unicodedata.name(letter).split()[0] for letter in letters if letter.isalpha()}
    assert scripts >= {"LATIN", "CYRILLIC", "GREEK", "ARABIC", "HEBREW", "DEVANAGARI", "CJK", "HIRAGANA", "HANGUL"}

    spans = Counter(person["manager_email"] for person in people)
    assert spans.pop("") == 1
    assert Counter(spans.values()).most_common(1)[0][0] == SPAN
    assert spans[MANAGER.email] == SPAN
    assert {person["site"]: person["time_zone"] for person in people} == {site.name: site.zone for site in SITES}


def test_minimum_cover_is_four_fifths_of_what_is_scheduled() -> None:
    files = company()
    scheduled = Counter((r["site"], r["role"], r["starts_at"], r["ends_at"]) for r in rows(files.rota))
    cover = {(r["site"], r["role"], r["starts_at"], r["ends_at"]): int(r["minimum"]) for r in rows(files.cover)}
    assert cover == {cell: ceil(scheduled[cell] * 4 / 5) for cell in cover}
    days = {cell[2][:10] for cell in cover} | {cell[3][:10] for cell in cover}
    assert days == {"2026-11-22", "2026-11-23", "2026-11-24", "2026-11-25"}  # nights before and after belong to it


def test_sign_ups_and_groups() -> None:
    files = company()
    sites = {person["employee_no"]: person["site"] for person in rows(files.people)}
    captain = next(person["employee_no"] for person in rows(files.people) if person["email"] == CAPTAIN.email)
    told = rows(files.signups)
    assert 0.5 < len(told) / 500 < 0.62
    groups = defaultdict(list)
    for row in told:
        if row["group"]:
            assert row["wants_to_take_part"] == "1"
            groups[row["group"]].append(row["employee_no"])
    assert {len(members) for members in groups.values()} == {3, 4, 5, 6}
    crossing = [members for members in groups.values() if len({sites[m] for m in members}) > 1]
    assert 0.25 < len(crossing) / len(groups) < 0.75
    assert captain in groups["T0000"]
    assert captain not in {row["employee_no"] for row in rows(files.rota)}
    assert {row["refused_last_time"] for row in told} == {"0", "1"}
    assert {row["pin"] for row in told} > {""}


@pytest.mark.parametrize("people", [60, 500])
async def test_the_imports_refuse_no_row(db: None, people: int) -> None:
    files = company(people)
    await factories.make_day("demo", phase="forming")
    difference, problems = await import_staff(read_hr_file(files.people.encode()), source="people.csv")
    assert (problems, len(difference.added)) == ([], people)
    rota, problems = await import_rota(files.rota.encode(), source="rota.csv")
    assert (problems, len(rota.added)) == ([], len(rows(files.rota)))
    counts, problems = await import_cover(files.cover.encode(), source="cover.csv")
    assert (problems, len(counts.added)) == ([], len(rows(files.cover)))
    told, problems = await import_sign_ups(files.signups.encode(), "demo", source="signups.csv")
    assert problems == []
    assert told["sign-ups"].added == sum(row["wants_to_take_part"] == "1" for row in rows(files.signups))
