"""Ideas and challenges that resemble what is typed, found through the index."""

import json

import pytest

from hackday import database
from hackday.challenges.ideas import similar
from tests.factories import grant, make_challenge, make_day, make_person

SIMILAR = "/api/days/spring/ideas/similar"
TEXTS = [
    ("Parking at night", "The late shift finds no place to park."),
    ("Bikes", "The racks are full, and the parking too."),
    ("Shorter forms", "The form for the holidays has forty fields."),
    ("Soup", "The canteen has the same soup every day."),
]


@pytest.fixture
async def day(db):
    return await make_day()


async def propose(day, texts=TEXTS):
    author = await make_person("Ann Author")
    async with database.reading() as c:
        rows = [
            await c.fetchval(
                "insert into idea (id, day, author, title, body) values (uuidv7(), $1, $2, $3, $4) returning id",
                day, author, title, body,
            )
            for title, body in texts
        ]  # fmt: skip
    return rows


async def found(browser, text, **query):
    answer = (await browser.get(SIMILAR, params={"q": text} | query)).json()
    return [idea["title"] for idea in answer["ideas"]], [challenge["slug"] for challenge in answer["challenges"]]


async def test_what_is_alike_is_found_and_what_is_common_is_not(day, browser_of):
    first, *_ = await propose(day)
    await propose(await make_day("autumn"), [("Parking elsewhere", "")])
    for slug, state in (("night-parking", "published"), ("park-draft", "draft"), ("soup", "published")):
        await make_challenge(day, slug, state=state)
    browser = await browser_of(await make_person())
    assert await found(browser, "Park at night") == (["Parking at night", "Bikes"], ["night-parking"])
    assert await found(browser, "Park at night", but=str(first)) == (["Bikes"], ["night-parking"])
    assert await found(browser, "The soup of the day is the same") == (["Soup"], ["soup"])
    for nothing in ("", "' | :*", "xyzzy", "at"):
        assert await found(browser, nothing) == ([], [])
    async with database.reading() as c:
        await c.execute("update idea set state = 'withdrawn'")
    assert await found(browser, "Park at night") == ([], ["night-parking"])
    draft_writer = await make_person(admin=True)
    await grant(day, draft_writer, "organiser")
    assert (await found(await browser_of(draft_writer), "park"))[1] == ["night-parking"]


async def plan_of(query, *asked):
    async with database.tx() as c:
        return json.dumps(await c.fetchval(f"explain (format json) {query}", *asked))


async def test_the_index_answers(day):
    author = await make_person()
    async with database.reading() as c:
        await c.execute(
            """insert into idea (id, day, author, title, body)
               select uuidv7(), $1, $2, 'Idea ' || n, repeat(md5(n::text) || ' ', 30) from generate_series(1, 300) n""",
            day, author,
        )  # fmt: skip
        await c.execute("analyze idea")
    asked = (day, ["night", "park"], None)
    assert "idea_words" in await plan_of(similar.IDEAS, *asked)
    reworded = similar.IDEAS.replace("title || ' ' || body", "concat(title, ' ', body)")
    assert reworded != similar.IDEAS
    assert "idea_words" not in await plan_of(reworded, *asked)
