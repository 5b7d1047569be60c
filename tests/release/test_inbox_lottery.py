"""Where a lottery chose among interchangeable people, their manager reads it too, and can repeat it."""

from uuid import UUID

from hackday.release.plans.lottery import ticket
from tests.factories import make_person, make_sign_up
from tests.release.desk import PAGE, Desk, make_cover, make_shift, planned


async def test_the_manager_sees_each_place_in_the_draw_and_the_seed_that_gave_it(desk: Desk, app, browser_of):
    equals = [await make_person(f"Equal {n}", manager=desk.mia, roles=("night",)) for n in range(8)]
    for person in equals:
        await make_shift(person, role="night")
        await make_sign_up(desk.day, person)
    await make_cover(7, role="night")
    await make_sign_up(desk.day, await make_person("Una Lone", manager=desk.mia))
    pat, mia = await browser_of(desk.pat), await browser_of(desk.mia)
    plan = await planned(app, pat)
    inbox = f"{PAGE}/inbox"
    assert {shown["draw"] for shown in (await mia.get(inbox)).json()["people"]} == {None}  # nothing is published yet
    assert (await pat.post(f"{PAGE}/plans/{plan['id']}/publish")).status_code in (200, 201)

    people = {UUID(shown["person"]): shown for shown in (await mia.get(inbox)).json()["people"]}
    drawn = sorted(equals, key=lambda person: people[person]["draw"]["place"])
    assert drawn == sorted(equals, key=lambda person: ticket(plan["seed"], person))
    assert drawn != sorted(equals, key=lambda person: ticket(plan["seed"] + 1, person))  # another seed, another order
    assert [people[person]["goes"] for person in drawn] == [True] + [False] * 7
    assert {people[person]["seed"] for person in equals} == {plan["seed"]}
    assert {(people[person]["draw"]["size"], people[person]["draw"]["places"]) for person in equals} == {(8, 1)}
    (una,) = [shown for shown in people.values() if shown["name"] == "Una Lone"]
    assert (una["draw"], una["seed"]) == (None, None)
