"""Why somebody stays, as the person and those who answer for them read it."""

from hackday.database import reading
from tests.factories import grant, make_person, make_sign_up
from tests.release.desk import PAGE, decide, make_shift


async def desk_with_ada_released(desk, browser_of):
    """One of three may leave, and Ada does: Bo stays. Dee and Eve could cover, and Dee works for Bo's manager."""
    dee = await make_person("Dee Okoro", roles=("desk",), manager=desk.tom)
    eve = await make_person("Eve Lind", roles=("desk",), manager=desk.mia)
    assert (await decide(await browser_of(desk.mia), desk.ada)).status_code == 201
    return dee, eve


async def test_the_employee_reads_numbers_and_no_names_even_without_a_plan(desk, browser_of):
    await desk_with_ada_released(desk, browser_of)
    answer = await (await browser_of(desk.bo)).get(f"{PAGE}/mine/explanation")
    told = answer.json()
    (block,) = told["blocks"]
    assert (told["because"], block["site"], block["roles"], block["minimum"], block["staying"]) == (
        "cover", "Leeds", ["desk"], 2, 1,
    )  # fmt: skip
    ways = {way["kind"]: way for way in told["ways"]}
    assert ways["colleague_covers"]["colleagues"] >= 2
    assert ways["released_stays"]["colleagues"] == 1
    for name in ("Dee", "Eve", "Ada"):
        assert name not in answer.text


async def test_a_manager_reads_names_of_the_own_line_and_a_planner_all(desk, browser_of):
    await desk_with_ada_released(desk, browser_of)
    for reader, known in ((desk.tom, ["Dee Okoro"]), (desk.pat, ["Dee Okoro", "Eve Lind"])):
        told = (await (await browser_of(reader)).get(f"{PAGE}/explanations/{desk.bo}")).json()
        cover = next(way for way in told["ways"] if way["kind"] == "colleague_covers")
        assert [name for name in cover["names"] if name in ("Dee Okoro", "Eve Lind")] == known
    for stranger in (desk.mia, desk.ada, desk.bo):
        assert (await (await browser_of(stranger)).get(f"{PAGE}/explanations/{desk.bo}")).status_code == 404


async def test_a_planner_of_another_site_is_a_stranger(desk, browser_of):
    await desk_with_ada_released(desk, browser_of)
    pia = await make_person("Pia Planner", site="Zürich")
    await grant(desk.day, pia, "planner")
    async with reading() as c:
        await c.execute(
            """insert into planner_site (id, day_role, site)
               select uuidv7(), id, 'Zürich' from day_role where day = $1 and person = $2""",
            desk.day, pia,
        )  # fmt: skip
    assert (await (await browser_of(pia)).get(f"{PAGE}/explanations/{desk.bo}")).status_code == 404


async def test_nothing_is_explained_to_who_goes_or_did_not_sign_up(desk, browser_of):
    await desk_with_ada_released(desk, browser_of)
    for person in (desk.ada, desk.cy):
        assert (await (await browser_of(person)).get(f"{PAGE}/mine/explanation")).status_code == 404
    assert (await (await browser_of()).get(f"{PAGE}/mine/explanation")).status_code == 401


async def test_the_managers_word_is_the_reason_and_room_is_told(desk, browser_of):
    bo = await browser_of(desk.bo)
    assert (await bo.get(f"{PAGE}/mine/explanation")).json()["because"] == "room"
    await decide(await browser_of(desk.tom), desk.bo, verdict="declined", reason="Quarter end.")
    told = (await bo.get(f"{PAGE}/mine/explanation")).json()
    assert (told["because"], told["reason"], told["blocks"]) == ("declined", "Quarter end.", [])


async def test_a_team_that_is_too_small_names_who_would_have_to_come_along(desk, browser_of):
    fay = await make_person("Fay Berg", roles=("desk",), manager=desk.tom)
    await make_shift(fay)
    for person in (fay, desk.cy):
        await make_sign_up(desk.day, person)
    async with reading() as c:
        await c.execute("update sign_up set party = 'x' where person = any($1)", [fay, desk.bo, desk.cy])
    told = (await (await browser_of(desk.bo)).get(f"{PAGE}/mine/explanation")).json()
    assert (told["because"], told["companions"], told["companion_names"]) == ("team_below_minimum", 2, [])
    assert told["blocks"][0]["minimum"] - told["blocks"][0]["staying"] == 1
