"""Kiosks: voting with a code, on a device that is signed in as nobody."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from hackday import clock, database
from hackday.judging.choice import rules
from tests.factories import make_person
from tests.judging.voting import CHOICE, Fair, refused

WRONG = "ACDE-FGHJ-KMNP"


@pytest.fixture
async def fair(browser_of):
    return await Fair().open(browser_of)


async def my_code(fair):
    return (await fair.me.post(f"{CHOICE}/code")).json()["code"]


async def test_a_person_votes_with_their_code(fair):
    token, code = await fair.kiosk(), await my_code(fair)
    page = (await fair.visitor.post(f"{CHOICE}/kiosk", json={"token": token})).json()
    assert page == {"day": "Spring hack day", "name": "Canteen", "is_open": True, "has_categories": True}
    ballot = (await fair.read(token, f" {code[:4].lower()}-{code[4:8]} {code[8:]}\n")).json()
    assert ballot["person"] == "Ada Park"
    assert [category["chosen"] for category in ballot["categories"]] == [None, None]
    answer = await fair.cast_at(token, code, 1)
    assert answer.json()["categories"][0]["chosen"] == str(fair.projects[1])
    assert await fair.mine() == [1, None]  # one ballot, wherever it was cast
    assert (await fair.cast_at(token, code, None)).status_code == 200
    assert await fair.mine() == [None, None]


async def test_several_categories_are_cast_together_or_not_at_all(fair):
    captain = await fair.browser_of(fair.captains[0])
    code = (await captain.post(f"{CHOICE}/code")).json()["code"]
    both = {fair.categories[0]: str(fair.projects[1]), fair.categories[1]: str(fair.projects[0])}
    answer = await fair.visitor.post(
        f"{CHOICE}/kiosk/cast", json={"token": await fair.kiosk(), "code": code, "ballots": both}
    )
    assert refused(answer) == (403, "own_team")
    assert await fair.rows() == []


async def test_nothing_secret_is_kept_as_it_is_told(fair):
    token, code = await fair.kiosk(), await my_code(fair)
    printed = (await fair.desk.post(f"{CHOICE}/codes", json={"site": "Leeds"})).json()
    async with database.reading() as c:
        kept = [
            dict(row) for t in ("kiosk", "ballot_code", "audit_entry") for row in await c.fetch(f"select * from {t}")
        ]
    assert not any(secret in str(kept) for secret in (token, code, *(sheet["code"] for sheet in printed)))


async def test_a_renewed_code_dies_and_a_printed_one_with_it(fair):
    token = await fair.kiosk()
    printed = (await fair.desk.post(f"{CHOICE}/codes", json={"person": str(fair.ada)})).json()[0]["code"]
    assert (await fair.read(token, printed)).json()["person"] == "Ada Park"
    first = await my_code(fair)
    second = await my_code(fair)
    for dead in (printed, first):
        assert refused(await fair.read(token, dead)) == (404, "no_such_code")
        assert refused(await fair.cast_at(token, dead, 0)) == (404, "no_such_code")
    assert (await fair.read(token, second)).status_code == 200


async def test_a_sheet_is_printed_for_those_who_have_no_printed_code(fair):
    for n in range(3):
        await make_person(f"Packer {n}", site="Hull", department="Packing")
    token = await fair.kiosk()
    sheet = (await fair.desk.post(f"{CHOICE}/codes", json={"site": "Hull"})).json()
    assert [(card["name"], card["department"], card["site"]) for card in sheet] == [
        (f"Packer {n}", "Packing", "Hull") for n in range(3)
    ]
    assert refused(await fair.desk.post(f"{CHOICE}/codes", json={"site": "Hull"})) == (409, "nobody_to_print_for")
    await make_person("Packer 3", site="Hull", department="Loading")
    later = (await fair.desk.post(f"{CHOICE}/codes", json={"site": "Hull"})).json()
    assert [card["name"] for card in later] == ["Packer 3"]
    assert (await fair.read(token, sheet[0]["code"])).json()["person"] == "Packer 0"
    again = (
        await fair.desk.post(f"{CHOICE}/codes", json={"site": "Hull", "department": "Packing", "again": True})
    ).json()
    assert len(again) == 3
    assert refused(await fair.read(token, sheet[0]["code"])) == (404, "no_such_code")
    assert refused(await fair.desk.post(f"{CHOICE}/codes", json={})) == (422, "invalid")


async def test_a_sheet_has_an_end(fair, monkeypatch):
    monkeypatch.setattr(rules, "CODES_MOST", 2)
    assert refused(await fair.desk.post(f"{CHOICE}/codes", json={"site": "Leeds"})) == (409, "sheet_is_too_long")


async def test_a_code_opens_nothing_on_another_day_or_for_who_has_left(fair):
    token, code = await fair.kiosk(), await my_code(fair)
    async with database.reading() as c:
        await c.execute("update person set is_active = false where id = $1", fair.ada)
    assert refused(await fair.read(token, code)) == (404, "no_such_code")
    async with database.reading() as c:
        await c.execute("update person set is_active = true")
        await c.execute(
            """insert into day (id, slug, name, starts_on, ends_on, time_zone, phase)
               values (uuidv7(), 'autumn', 'Autumn', '2027-09-01', '2027-09-01', 'Europe/London', 'judging')"""
        )
    answer = await fair.visitor.post("/api/days/autumn/choice/kiosk/ballot", json={"token": token, "code": code})
    assert refused(answer) == (404, "no_such_kiosk")


async def test_a_revoked_kiosk_opens_nothing(fair):
    code = await my_code(fair)
    made = (await fair.desk.post(f"{CHOICE}/kiosks", json={"name": "Hall 2"})).json()
    assert (await fair.read(made["token"], code)).status_code == 200
    revoked = await fair.desk.delete(f"{CHOICE}/kiosks/{made['kiosk']['id']}")
    assert revoked.json()["revoked_at"] is not None
    for answer in (
        await fair.read(made["token"], code),
        await fair.cast_at(made["token"], code, 0),
        await fair.visitor.post(f"{CHOICE}/kiosk", json={"token": made["token"]}),
        await fair.read("guessed", code),
    ):
        assert refused(answer) == (404, "no_such_kiosk")
    assert await fair.rows() == []


async def test_a_kiosk_opens_only_while_people_vote(fair):
    token, code = await fair.kiosk(), await my_code(fair)
    await fair.to("revealed")
    assert refused(await fair.read(token, code)) == (409, "wrong_phase")
    assert refused(await fair.cast_at(token, code, 0)) == (409, "wrong_phase")
    assert (await fair.visitor.post(f"{CHOICE}/kiosk", json={"token": token})).json()["is_open"] is False


async def test_guesses_are_slowed_down_kiosk_by_kiosk(fair, monkeypatch):
    now = datetime(2027, 3, 11, 12, tzinfo=UTC)
    token, other, code = await fair.kiosk(), await fair.kiosk(), await my_code(fair)
    monkeypatch.setattr(clock, "now", lambda: now)
    fair.me.cookies.clear()  # the session's times are not those of this clock
    for _ in range(rules.MISSES_MOST):
        assert refused(await fair.read(token, WRONG)) == (404, "no_such_code")
    answer = await fair.read(token, code)
    assert refused(answer) == (429, "too_many_guesses")
    assert answer.headers["retry-after"] == "60"
    assert (await fair.read(other, code)).status_code == 200
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(seconds=61))
    assert (await fair.read(token, code)).status_code == 200


async def test_many_guesses_at_once_are_counted_too(fair):
    token = await fair.kiosk()
    answers = await asyncio.gather(*(fair.read(token, WRONG) for _ in range(rules.MISSES_MOST + 10)))
    assert sorted(answer.status_code for answer in answers) == [404] * rules.MISSES_MOST + [429] * 10
    cast = await fair.cast_at(token, WRONG, 0)
    assert refused(cast) == (429, "too_many_guesses")  # casting is no way round it


def test_codes_are_read_as_people_type_them():
    assert rules.normal(" acde-fghj kmnp\n") == "ACDEFGHJKMNP"
    assert rules.normal("ZACD") == "YACD"  # read by a scanner that thinks of another keyboard


def test_the_wait_ends():
    now = datetime(2027, 3, 11, 12, tzinfo=UTC)
    assert rules.wait(rules.MISSES_MOST, now, now=now) == 60
    assert rules.wait(rules.MISSES_MOST - 1, now, now=now) == 0
    assert rules.wait(rules.MISSES_MOST, now, now=now + rules.MISSES_IN) == 0
    assert rules.wait(0, None, now=now) == 0
