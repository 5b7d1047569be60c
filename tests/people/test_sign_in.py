"""Sign-in by one-time link, and what a session is worth."""

import asyncio
from datetime import timedelta

from hackday import clock, database
from hackday.people import rules, service, store
from tests.factories import make_person

JSON = {"content-type": "application/json"}


async def test_a_link_signs_in_once(browser_of):
    ada = await make_person("Ada Park")
    browser = await browser_of()
    token = await service.make_link(ada)
    answer = await browser.post("/api/session", json={"token": token})
    assert (answer.status_code, answer.json()["name"]) == (201, "Ada Park")
    assert "httponly" in answer.headers["set-cookie"].lower()
    assert (await browser.get("/api/me")).json()["id"] == str(ada)
    again = await (await browser_of()).post("/api/session", json={"token": token})
    assert (again.status_code, again.json()["code"]) == (401, "link_is_spent")


async def test_an_old_link_is_refused(browser_of):
    token = await service.make_link(await make_person())
    late = clock.now() + rules.LINK_LASTS + timedelta(seconds=1)
    with clock.use(lambda: late):
        answer = await (await browser_of()).post("/api/session", json={"token": token})
    assert answer.json()["code"] == "link_is_spent"


async def test_signing_out_ends_the_session_on_the_server(browser_of):
    browser = await browser_of(await make_person())
    cookie = browser.cookies["hackday"]
    assert (await browser.delete("/api/session")).status_code == 200
    browser.cookies.set("hackday", cookie)
    assert (await browser.get("/api/me")).json()["code"] == "sign_in_needed"


async def test_an_idle_session_ends(browser_of):
    browser = await browser_of(await make_person())
    later = clock.now() + rules.SESSION_IDLES + timedelta(minutes=1)
    with clock.use(lambda: later):
        assert (await browser.get("/api/me")).status_code == 401


async def test_a_made_up_session_is_never_adopted(browser_of):
    browser = await browser_of()
    browser.cookies.set("hackday", "chosen-by-an-attacker-0123456789")
    token = await service.make_link(await make_person())
    await browser.post("/api/session", json={"token": token})
    other = await browser_of()
    other.cookies.set("hackday", "chosen-by-an-attacker-0123456789")
    assert (await other.get("/api/me")).status_code == 401


async def test_asking_for_a_link_tells_nobody_who_is_known(browser_of):
    await make_person(email="ada@corp.example")
    browser = await browser_of()
    known = await browser.post("/api/sign-in", json={"email": "Ada@corp.example"})
    unknown = await browser.post("/api/sign-in", json={"email": "eve@corp.example"})
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)
    async with database.reading() as c:
        assert await c.fetchval("select count(*) from mail") == 1


async def test_a_mailbox_is_not_flooded(browser_of):
    await make_person(email="ada@corp.example")
    browser = await browser_of()
    for _ in range(rules.LINKS_PER_PERSON + 3):
        assert (await browser.post("/api/sign-in", json={"email": "ada@corp.example"})).status_code == 202
    async with database.reading() as c:
        assert await c.fetchval("select count(*) from mail") == rules.LINKS_PER_PERSON


async def asked_at_once(browser):
    await asyncio.gather(*(browser.post("/api/sign-in", json={"email": "ada@corp.example"}) for _ in range(30)))
    async with database.reading() as c:
        return await c.fetchval("select count(*) from mail")


async def test_a_mailbox_is_not_flooded_by_many_who_ask_at_once(browser_of):
    await make_person(email="ada@corp.example")
    assert await asked_at_once(await browser_of()) == rules.LINKS_PER_PERSON


async def test_without_counting_one_after_the_other_it_would_be(browser_of, monkeypatch):
    async def hold_nobody(person_id):
        await asyncio.sleep(0)

    monkeypatch.setattr(store, "hold_person", hold_nobody)
    await make_person(email="ada@corp.example")
    assert await asked_at_once(await browser_of()) > rules.LINKS_PER_PERSON


async def test_a_request_from_another_site_is_refused(browser_of):
    browser = await browser_of(await make_person())
    for headers in ({"origin": "https://evil.example"}, {"origin": "null"}, {"origin": "http://test.evil.example"}):
        answer = await browser.delete("/api/session", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "cross_site")
    del browser.headers["origin"]
    assert (await browser.delete("/api/session")).json()["code"] == "cross_site"
    assert (await browser.get("/api/me")).status_code == 200


async def test_bad_bodies_name_the_place(browser_of):
    browser = await browser_of()
    for body, pointer in ((b'{"email": 5}', "/email"), (b'{"email": "a@b.c", "x": 1}', "")):
        answer = await browser.post("/api/sign-in", content=body, headers=JSON)
        assert answer.status_code == 400, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["errors"][0]["pointer"] == pointer
    answer = await browser.post("/api/sign-in", content=b"{", headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")
    assert "cannot be read" in answer.json()["detail"]
    answer = await browser.post("/api/sign-in", content=b"email=a", headers={"content-type": "text/plain"})
    assert answer.json()["code"] == "wrong_content_type"
