"""Notices: told to those who are meant, read by them alone."""

from hackday import database
from hackday.notices import service
from tests.factories import make_person


async def test_a_notice_reaches_those_it_is_for(browser_of):
    ada, bo = await make_person("Ada"), await make_person("Bo")
    await service.send([ada], "The day begins", "Find a team.", "/days/spring")
    seen = (await (await browser_of(ada)).get("/api/notices")).json()
    assert (seen["unread"], seen["notices"][0]["title"], seen["notices"][0]["is_read"]) == (1, "The day begins", False)
    assert (await (await browser_of(bo)).get("/api/notices")).json() == {"notices": [], "unread": 0, "next": None}


async def test_reading_up_to_a_notice_leaves_later_and_foreign_ones(browser_of):
    ada, bo = await make_person("Ada"), await make_person("Bo")
    for title in ("one", "two", "three"):
        await service.send([ada, bo], title)
    browser = await browser_of(ada)
    page = (await browser.get("/api/notices?limit=2")).json()
    assert [notice["title"] for notice in page["notices"]] == ["three", "two"]
    rest = (await browser.get(f"/api/notices?after={page['next']}")).json()
    assert ([notice["title"] for notice in rest["notices"]], rest["next"]) == (["one"], None)
    answer = await browser.put("/api/notices/read", json={"up_to": page["notices"][1]["id"]})
    assert answer.status_code == 204
    assert (await browser.get("/api/notices")).json()["unread"] == 1
    assert (await (await browser_of(bo)).get("/api/notices")).json()["unread"] == 3


async def test_urgent_ones_go_by_mail_too_and_none_to_people_who_left(db):
    ada, bo = await make_person("Ada"), await make_person("Bo", email="bo@corp.example")
    async with database.reading() as c:
        await c.execute("update person set is_active = false where id = $1", ada)
    await service.send([ada, bo], "Quiet")
    await service.send([ada, bo], "Released", link="/days/spring", by_mail=True)
    async with database.reading() as c:
        assert [tuple(r) for r in await c.fetch("select recipient, text from mail")] == [
            ("bo@corp.example", "Released\n\n{origin}/days/spring\n")
        ]
        assert await c.fetchval("select count(*) from notice where person = $1", ada) == 0


async def test_a_limit_out_of_range_is_refused(browser_of):
    browser = await browser_of(await make_person())
    for query in ("limit=0", "limit=1000", "after=x"):
        assert (await browser.get(f"/api/notices?{query}")).status_code == 400
