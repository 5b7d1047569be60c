"""Ideas through HTTP: proposed, liked, discussed, found again, adopted."""

import asyncio

import pytest

from hackday import database
from hackday.challenges.ideas import rules, store
from hackday.challenges.ideas.schemas import Idea
from tests.factories import grant, make_day, make_person

ALL = "/api/days/spring/ideas"
ADOPTION = {
    "title": "Quiet room",
    "summary": "A room to rest in.",
    "sponsor_name": "Sam Sponsor",
    "track": "Workplace",
    "data": "None.",
    "measure": "Minutes of sleep.",
    "body": "We need it.",
    "version": 1,
}


@pytest.fixture
async def world(browser_of):
    """Browsers of an author, a reader, two sponsors and an organiser."""
    day = await make_day()
    made = {}
    for name in ("author", "reader", "sam", "sue", "olu"):
        person = await make_person(f"{name.title()} *Star* <b>", email=f"{name}@corp.example")
        made[name] = await browser_of(person)
        if name != "author" and name != "reader":
            await grant(day, person, "organiser" if name == "olu" else "sponsor")
    return made


async def propose(browser, title="Quiet room", body="A room **without** light.<script>"):
    answer = await browser.post(ALL, json={"title": title, "body": body})
    assert answer.status_code == 201, answer.text
    return answer.json()["idea"]["id"]


async def titles(browser, **query):
    answer = await browser.get(ALL, params=query)
    assert answer.status_code == 200, answer.text
    return [idea["title"] for idea in answer.json()["ideas"]]


async def notices(browser):
    return [notice["title"] for notice in (await browser.get("/api/notices")).json()["notices"]]


def code(answer):
    return answer.status_code, answer.json().get("code")


async def test_an_idea_is_proposed_changed_and_withdrawn(world):
    author, reader = world["author"], world["reader"]
    url = f"{ALL}/{await propose(author)}"
    page = (await reader.get(url)).json()
    assert "<script" not in page["body_html"]
    assert (page["may_change"], page["may_show_interest"], page["may_adopt"]) == (False, True, False)
    change = {"title": "Dark room", "body": "Quiet.", "version": 1}
    assert code(await reader.put(url, json=change)) == (403, "not_the_author")
    assert (await author.put(url, json=change)).json()["idea"]["version"] == 2
    assert code(await author.put(url, json=change)) == (409, "idea_changed")
    assert code(await reader.post(f"{url}/withdrawal", json={})) == (403, "not_the_author")
    assert code(await world["olu"].post(f"{url}/withdrawal", json={"reason": " "})) == (422, "reason_needed")
    assert (await author.post(f"{url}/withdrawal", json={})).json()["idea"]["state"] == "withdrawn"
    assert code(await reader.get(url)) == (404, "no_such_idea")
    assert code(await reader.put(f"{url}/interest", json={"is_interested": True})) == (404, "no_such_idea")
    assert code(await author.put(url, json=change | {"version": 2})) == (409, "idea_is_withdrawn")
    assert await titles(reader) == await titles(author) == []
    assert await titles(author, mine=True) == ["Dark room"]


async def test_an_organiser_takes_an_idea_down_with_a_reason(world):
    url = f"{ALL}/{await propose(world['author'])}"
    await world["olu"].post(f"{url}/withdrawal", json={"reason": "Names a customer."})
    assert await notices(world["author"]) == ["“Quiet room” was withdrawn by an organiser"]


async def test_interest_is_counted_once_and_never_ones_own(world, monkeypatch):
    url = f"{ALL}/{await propose(world['author'])}/interest"
    yes, no = {"is_interested": True}, {"is_interested": False}
    assert code(await world["author"].put(url, json=yes)) == (409, "own_idea")

    async def count_after(*presses):
        await asyncio.gather(*(world[name].put(url, json=said) for name, said in presses))
        async with database.reading() as c:
            return tuple(await c.fetchrow("select interest_count, (select count(*) from idea_interest) from idea"))

    assert await count_after(*[("reader", yes)] * 4, *[("sam", yes)] * 4) == (2, 2)
    assert await count_after(*[("reader", no)] * 4) == (1, 1)

    async def without_the_statement(idea_id, person, *, now):
        async with database.reading() as c:
            count = await c.fetchval("select interest_count from idea where id = $1", idea_id)
            await c.execute(
                """insert into idea_interest (id, idea, person, shown_at) values (uuidv7(), $1, $2, $3)
                   on conflict do nothing""",
                idea_id, person, now,
            )  # fmt: skip
            await c.execute("update idea set interest_count = $2 where id = $1", idea_id, count + 1)

    monkeypatch.setattr(store, "show_interest", without_the_statement)
    counted, there = await count_after(*[(name, yes) for name in ("reader", "sue", "olu")] * 2)
    assert there == 4 != counted


async def test_words_said_are_removed_by_who_said_them_or_for_a_reason(world):
    author, reader, olu = world["author"], world["reader"], world["olu"]
    url = f"{ALL}/{await propose(author)}"
    for body in ("Me too", "Buy my boat"):
        page = (await reader.post(f"{url}/comments", json={"body": body})).json()
    first, second = (f"{url}/comments/{said['id']}/removal" for said in page["comments"])
    assert page["idea"]["comment_count"] == 2
    assert code(await author.post(second, json={"reason": "No"})) == (403, "not_the_author")
    assert code(await olu.post(second, json={})) == (422, "reason_needed")
    await olu.post(second, json={"reason": "An advert."})
    assert code(await olu.post(second, json={"reason": "An advert."})) == (404, "no_such_comment")
    said = (await reader.post(first, json={})).json()["comments"]
    assert [(c["body"], c["removal_reason"]) for c in said] == [("", ""), ("", "An advert.")]
    assert await notices(reader) == ["Your comment on “Quiet room” was removed by an organiser"]
    assert len(await notices(author)) == 2


async def test_the_list_is_searched_sorted_and_paged(world):
    for number in range(7):
        await propose(world["author"], f"Idea {number}", "Night bus" if number % 2 else "Canteen")
    ids = {idea["title"]: idea["id"] for idea in (await world["sam"].get(ALL)).json()["ideas"]}
    for name, liked in (("reader", (3, 5)), ("sam", (3,))):
        for number in liked:
            await world[name].put(f"{ALL}/{ids[f'Idea {number}']}/interest", json={"is_interested": True})
    wanted = {"interest": [3, 5, 6, 4, 2, 1, 0], "newest": [6, 5, 4, 3, 2, 1, 0]}
    for order, numbers in wanted.items():
        seen, after = [], None
        while True:
            query = {"order": order, "limit": 3} | ({"after": after} if after else {})
            page = (await world["reader"].get(ALL, params=query)).json()
            seen += [idea["title"] for idea in page["ideas"]]
            if (after := page["next"]) is None:
                break
        assert seen == [f"Idea {number}" for number in numbers]
    assert await titles(world["reader"], q="nig bu") == ["Idea 3", "Idea 5", "Idea 1"]
    assert await titles(world["reader"], q="' | :*") == [f"Idea {number}" for number in wanted["interest"]]
    assert await titles(world["reader"], q="ight") == await titles(world["reader"], state="adopted") == []
    assert code(await world["reader"].get(ALL, params={"after": "9"})) == (422, "bad_cursor")


async def test_a_sponsor_adopts_an_idea_and_names_its_author(world):
    author, reader, sam, olu = (world[name] for name in ("author", "reader", "sam", "olu"))
    url = f"{ALL}/{await propose(author)}"
    await reader.put(f"{url}/interest", json={"is_interested": True})
    assert code(await reader.post(f"{url}/adoption", json=ADOPTION)) == (403, "role_needed")
    assert code(await sam.post(f"{url}/adoption", json=ADOPTION | {"version": 2})) == (409, "idea_changed")
    long = await sam.post(f"{url}/adoption", json=ADOPTION | {"body": "x" * 20_000})
    assert code(long) == (422, "no_room_for_author")
    page = (await sam.post(f"{url}/adoption", json=ADOPTION)).json()
    assert page["idea"]["challenge"] == {"slug": "quiet-room", "title": "Quiet room", "sponsor_name": "Sam Sponsor"}
    challenge = (await sam.get("/api/days/spring/challenges/quiet-room")).json()
    assert challenge["challenge"]["state"] == "draft"
    assert "idea of <strong>Author *Star* &lt;b&gt;</strong>" in challenge["body_html"]
    assert (await reader.get(url)).json()["idea"]["challenge"] is None, "a draft is nobody else's business"
    assert code(await author.put(url, json={"title": "X", "body": "X", "version": 1})) == (409, "idea_is_adopted")
    assert await notices(author) == ["Your idea “Quiet room” becomes a challenge"]
    assert await notices(reader) == ["“Quiet room”, which interests you, becomes a challenge"]
    await olu.delete("/api/days/spring/challenges/quiet-room")
    assert (await reader.get(url)).json()["idea"]["state"] == "open", "its challenge is gone"


async def adopt_twice(world):
    url = f"{ALL}/{await propose(world['author'])}/adoption"
    answers = await asyncio.gather(
        *(world[name].post(url, json=ADOPTION | {"title": f"For {name}"}) for name in ("sam", "sue"))
    )
    async with database.tx() as c:
        made = await c.fetchval("select count(*) from challenge")
        await c.execute("delete from idea")
        await c.execute("delete from challenge")
    return made, sorted((answer.status_code, answer.json().get("code")) for answer in answers)


async def test_one_of_two_sponsors_adopts(world, monkeypatch):
    for _ in range(5):
        assert await adopt_twice(world) == (1, [(201, None), (409, "idea_is_adopted")])

    async def hold_nothing(idea_id):
        pass

    monkeypatch.setattr(store, "hold", hold_nothing)
    assert 2 in [(await adopt_twice(world))[0] for _ in range(5)]


async def move_to(phase):
    async with database.reading() as c:
        await c.execute("update day set phase = $1", phase)


async def test_ideas_are_proposed_longer_than_adopted(world):
    url = f"{ALL}/{await propose(world['author'])}"
    await move_to("judging")
    assert code(await world["sam"].post(f"{url}/adoption", json=ADOPTION)) == (409, "wrong_phase")
    assert (await world["sam"].get(url)).json()["may_adopt"] is False
    await propose(world["author"])
    await move_to("closed")
    answer = await world["author"].post(ALL, json={"title": "Late", "body": "Late"})
    assert code(answer) == (409, "wrong_phase")


def test_the_author_is_named_whatever_the_name_is_made_of():
    idea = Idea(*[None] * 4, "[x](http://y)\n# *a*", *[None] * 9)
    assert rules.credited("Body\n", idea).endswith(r"From an idea of **\[x\]\(http://y\) \# \*a\***.")


@pytest.mark.parametrize(
    ("text", "words"),
    [("The a night-bus, THE Nächte_x", ["the", "night", "bus", "nächte"]), ("' | :*", []), ("aaa " * 9, ["aaa"])],
)
def test_the_words_that_tell(text, words):
    assert rules.telling_words(text) == words
