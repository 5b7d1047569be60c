"""Who was refused last time weighs more: known by itself when somebody signs up again."""

from datetime import date

import pytest

from hackday.database import reading
from tests.factories import make_day, make_person, make_sign_up


async def signed_up(browser_of, person, day="summer"):
    answer = await (await browser_of(person)).put(f"/api/days/{day}/sign-up", json={})
    assert answer.status_code == 200, answer.text
    async with reading() as c:
        return await c.fetchval(
            "select was_refused from sign_up where person = $1 and day = (select id from day where slug = $2)",
            person, day,
        )  # fmt: skip


async def make_days(**days):
    """Days by slug, each with when it begins; the clock of the tests stands in 2026."""
    made = {}
    for slug, (starts_on, phase) in days.items():
        made[slug] = await make_day(slug, phase=phase)
        async with reading() as c:
            await c.execute(
                "update day set starts_on = $2::date, ends_on = $2::date where id = $1", made[slug], starts_on
            )
    return made


@pytest.mark.parametrize(
    ("phase", "state", "expected"),
    [
        ("closed", "refused", True),
        ("forming", "refused", True),
        ("closed", "released", False),
        ("closed", "withdrawn", False),
        ("closed", "wanted", True),  # the plan kept them, or nobody answered
        ("judging", "wanted", True),
        ("forming", "wanted", False),  # it may still be decided
    ],
)
async def test_the_last_day_counts_by_how_it_ended(db, browser_of, phase, state, expected):
    days = await make_days(spring=(date(2027, 3, 10), phase), summer=(date(2027, 6, 10), "forming"))
    ada = await make_person()
    await make_sign_up(days["spring"], ada, state=state)
    assert await signed_up(browser_of, ada) is expected


async def test_a_day_that_is_past_by_the_calendar_is_over(db, browser_of):
    days = await make_days(spring=(date(2020, 3, 10), "forming"), summer=(date(2027, 6, 10), "forming"))
    ada = await make_person()
    await make_sign_up(days["spring"], ada, state="wanted")
    assert await signed_up(browser_of, ada) is True


async def test_only_the_latest_earlier_day_that_one_wanted_to_go_to_counts(db, browser_of):
    days = await make_days(
        older=(date(2025, 3, 10), "closed"),
        spring=(date(2026, 3, 10), "closed"),
        summer=(date(2026, 6, 10), "forming"),
        autumn=(date(2026, 9, 10), "closed"),
    )
    ada, bo, cy, dee = [await make_person(name) for name in ("Ada", "Bo", "Cy", "Dee")]
    await make_sign_up(days["older"], ada, state="refused")
    await make_sign_up(days["spring"], ada, state="released")
    await make_sign_up(days["older"], bo, state="refused")
    await make_sign_up(days["spring"], bo, state="withdrawn")
    await make_sign_up(days["autumn"], cy, state="refused")  # later than the one that is signed up for
    assert [await signed_up(browser_of, person) for person in (ada, bo, cy, dee)] == [False, True, False, False]


async def test_what_an_import_said_stays(db, browser_of):
    days = await make_days(summer=(date(2027, 6, 10), "forming"))
    ada = await make_person()
    await make_sign_up(days["summer"], ada, was_refused=True)
    assert await signed_up(browser_of, ada) is True


async def test_signing_up_again_looks_again(db, browser_of):
    days = await make_days(spring=(date(2027, 3, 10), "forming"), summer=(date(2027, 6, 10), "forming"))
    ada = await make_person()
    await make_sign_up(days["spring"], ada)
    assert await signed_up(browser_of, ada) is False
    async with reading() as c:
        await c.execute("update sign_up set state = 'refused' where day = $1", days["spring"])
    assert await signed_up(browser_of, ada) is True
