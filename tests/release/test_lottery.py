"""What the lottery decided is published so that anybody can check it."""

from hashlib import sha256

from hackday.database import reading
from tests.factories import make_person, make_sign_up
from tests.release.desk import PAGE, make_shift, planned


async def test_a_draw_can_be_checked_by_who_plans_and_is_told_to_who_took_part(desk, app, browser_of):
    """Five colleagues like each other and one place between them: the desk needs seven of eight."""
    drawn = [await make_person(f"Twin {n}", roles=("desk",), manager=desk.tom) for n in range(5)]
    for person in drawn:
        await make_shift(person)
        await make_sign_up(desk.day, person)
    async with reading() as c:
        await c.execute("delete from sign_up where person = any($1)", [desk.ada, desk.bo])
        await c.execute("update cover set minimum = 7")
    pat = await browser_of(desk.pat)
    plan = await planned(app, pat)
    (draw,) = (await pat.get(f"{PAGE}/plans/{plan['id']}/draws")).json()["draws"]
    tickets = sorted((sha256(f"{plan['seed']}:{person}".encode()).hexdigest(), str(person)) for person in drawn)
    assert [(p["ticket"], p["person"]) for p in draw["people"]] == tickets
    assert [(p["place"], p["goes"]) for p in draw["people"]] == [(n, n == 1) for n in range(1, 6)]
    assert (draw["size"], draw["places"]) == (5, 1)
    entries = (await pat.get(f"{PAGE}/plans/{plan['id']}/entries")).json()["entries"]
    assert {e["person"]: e["draw"]["place"] for e in entries} == {p["person"]: p["place"] for p in draw["people"]}
    loser = draw["people"][-1]["person"]
    mine = await browser_of(loser)
    assert (await mine.get(f"{PAGE}/mine")).json()["draw"] is None
    published = (await pat.post(f"{PAGE}/plans/{plan['id']}/publish")).json()
    assert published["drawn"] == 5
    told = (await mine.get(f"{PAGE}/mine")).json()
    assert told["draw"] == {"draw": 0, "size": 5, "places": 1, "place": 5}
    assert told["seed"] == plan["seed"]


async def test_another_seed_is_another_lottery_and_pages_hold_whole_draws(desk, app, browser_of):
    pat = await browser_of(desk.pat)
    for seed in range(5):
        answer = await pat.post(f"{PAGE}/plans", json={"seconds": 5, "seed": seed})
        await app.state.runs.finished()
        page = (await pat.get(f"{PAGE}/plans/{answer.json()['id']}/draws", params={"limit": 1})).json()
        assert page["after"] is None
        lowest = min((desk.ada, desk.bo), key=lambda p: sha256(f"{seed}:{p}".encode()).hexdigest())
        assert [p["person"] for p in page["draws"][0]["people"] if p["goes"]] == [str(lowest)]
