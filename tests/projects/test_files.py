"""Files of a project through HTTP: changed by its team alone, seen by whoever sees it, gone without a trace."""

import asyncio

import pytest

from hackday import database
from hackday.projects.files import service
from hackday.projects.files.schemas import COUNTS
from hackday.projects.rules import HandedInStays
from hackday.storage import kinds
from hackday.storage.kinds import Family
from tests.challenges.test_attachments import HTML, code, lying, png
from tests.factories import grant, make_challenge, make_day, make_person, make_team
from tests.projects.test_routes import DRAFT, move

DAY = "/api/days/spring"
MP4 = b"\x00\x00\x00\x18ftypisom" + bytes(64)


class House:
    """Browsers of Ada and Ben of one team, Eve of another, and Olu who organises."""


@pytest.fixture
async def house(browser_of):
    house = House()
    house.day = await make_day(phase="hacking")
    ada, ben, eve, olu = [await make_person(name) for name in ("Ada Park", "Ben Oak", "Eve Rook", "Olu Okoro")]
    challenge = await make_challenge(house.day)
    await make_team(house.day, challenge, (ada, ben))
    await make_team(house.day, challenge, (eve,), name="Night Owls")
    await grant(house.day, olu, "organiser")
    house.ada, house.ben, house.eve, house.olu = [await browser_of(person) for person in (ada, ben, eve, olu)]
    house.project = (await house.ada.put(f"{DAY}/my-project", json=DRAFT)).json()["project"]
    house.url = f"{DAY}/projects/{house.project['id']}/files"
    return house


def send(browser, url, body, name="shot.png"):
    return browser.post(url, params={"name": name}, content=body, headers={"content-type": "application/octet-stream"})


async def shown(browser, house):
    return (await browser.get(f"{DAY}/projects/{house.project['id']}")).json()["files"]


async def test_pictures_are_added_described_ordered_and_removed(house, settings):
    before = lying(settings)
    for name in ("one.png", "two.png"):
        files = (await send(house.ada, house.url, png(), name)).json()
    files = (await send(house.ben, house.url, MP4, "demo.mp4")).json()
    assert [(f["kind"], f["name"]) for f in files] == [
        ("picture", "one.png"), ("picture", "two.png"), ("video", "demo.mp4")
    ]  # fmt: skip
    change = {"caption": " The night's handover ", "is_cover": True}
    files = (await house.ben.patch(f"{house.url}/{files[1]['id']}", json=change)).json()
    assert [(f["name"], f["caption"]) for f in files[:2]] == [("two.png", "The night's handover"), ("one.png", "")]
    refused = await house.ada.patch(f"{house.url}/{files[2]['id']}", json={"is_cover": True})
    assert code(refused) == (422, "not_a_picture")
    got = await house.ada.get(f"{house.url}/{files[2]['id']}", headers={"range": "bytes=4-7"})
    assert (got.status_code, got.content, got.headers["content-type"]) == (206, b"ftyp", "video/mp4")
    assert got.headers["content-disposition"].startswith("inline")
    for file in files:
        assert (await house.ada.delete(f"{house.url}/{file['id']}")).status_code == 200
    assert await shown(house.ada, house) == []
    assert lying(settings) == before
    assert code(await house.ada.get(f"{house.url}/{file['id']}")) == (404, "no_such_file")


async def test_who_sees_the_project_sees_its_files_and_only_its_team_changes_them(house):
    file = (await send(house.ada, house.url, png())).json()[0]
    one = f"{house.url}/{file['id']}"
    assert code(await house.eve.get(one)) == (404, "no_such_project")  # a draft
    assert code(await send(house.eve, house.url, png())) == (404, "no_such_project")
    await house.ada.post(f"{DAY}/my-project/hand-in")
    assert (await house.eve.get(one)).status_code == 200
    assert code(await send(house.eve, house.url, png())) == (403, "not_your_project")
    assert code(await house.eve.delete(one)) == (403, "not_your_project")
    assert code(await house.eve.patch(one, json={"caption": "x"})) == (403, "not_your_project")
    theirs = (await house.eve.put(f"{DAY}/my-project", json=DRAFT)).json()["project"]
    assert code(await house.eve.get(f"{DAY}/projects/{theirs['id']}/files/{file['id']}")) == (404, "no_such_file")
    assert [len(p["files"]) for p in (await house.eve.get(f"{DAY}/projects")).json()] == [1]


async def test_while_judges_look_the_files_stay_and_an_organiser_takes_down_what_offends(house):
    file = (await send(house.ada, house.url, png())).json()[0]
    await house.ada.post(f"{DAY}/my-project/hand-in")
    await move(house.day, "judging")
    one = f"{house.url}/{file['id']}"
    for call in (send(house.ada, house.url, png()), house.ada.delete(one),
                 house.ada.patch(one, json={"caption": "x"})):  # fmt: skip
        assert code(await call) == (409, "handed_in_stays")
    await move(house.day, "closed")
    assert code(await house.ada.delete(one)) == (409, "hand_in_is_over")
    assert (await house.olu.delete(one)).json() == []


async def test_what_is_refused_leaves_nothing(house, settings, monkeypatch):
    before = lying(settings)
    assert code(await send(house.ada, house.url, HTML)) == (415, "wrong_file_type")
    monkeypatch.setitem(kinds.SIZE_MOST, Family.VIDEO, 70)
    assert code(await send(house.ada, house.url, MP4)) == (413, "file_too_large")
    hold, calls = service.projects.hold_mine, []

    async def judging_began_meanwhile(*asked):
        calls.append(asked)
        if len(calls) > 1:
            raise HandedInStays
        return await hold(*asked)

    monkeypatch.setattr(service.projects, "hold_mine", judging_began_meanwhile)
    assert code(await send(house.ada, house.url, png())) == (409, "handed_in_stays")
    assert lying(settings) == before


async def test_many_at_once_stop_at_the_limit(house, monkeypatch):
    monkeypatch.setitem(COUNTS, Family.PICTURE, 3)
    answers = await asyncio.gather(*(send(house.ada, house.url, png()) for _ in range(8)))
    refused = [code(answer) for answer in answers if answer.status_code != 201]
    assert refused == [(409, "too_many_files")] * 5
    assert len(await shown(house.ada, house)) == 3


async def test_without_holding_the_project_the_limit_would_be_passed(house, monkeypatch):
    monkeypatch.setitem(COUNTS, Family.PICTURE, 3)
    hold, met = service.projects.hold_mine, asyncio.Barrier(8)

    async def loose(*asked):
        held = await hold(*asked)
        async with database.reading() as c:
            await c.execute("commit; begin")  # lets go of what is held
        await met.wait()  # all eight stand before the count, which is not left to chance
        return held

    monkeypatch.setattr(service.projects, "hold_mine", loose)
    await asyncio.gather(*(send(house.ada, house.url, png()) for _ in range(8)))
    assert len(await shown(house.ada, house)) > 3
