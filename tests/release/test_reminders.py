"""Managers are reminded before the deadline, each time once; what they leave is handed on."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from hackday import clock
from hackday.database import reading
from hackday.release.answers import reminders
from tests.factories import grant, make_person
from tests.release.desk import decide

DEADLINE = datetime(2027, 3, 3, tzinfo=UTC)  # a week before the day, midnight in London


@pytest.fixture
async def asked(desk):
    desk.boss = await make_person("Boss")
    desk.olga = await make_person("Olga Organiser")
    await grant(desk.day, desk.olga, "organiser")
    async with reading() as c:
        await c.execute("update person set manager = $2 where id = $1", desk.mia, desk.boss)
    return desk


async def at(before, runners=1):
    """How many were sent so long before the deadline."""
    with clock.use(lambda: DEADLINE - before):
        return sum(await asyncio.gather(*(reminders.send_due() for _ in range(runners))))


async def told(person):
    async with reading() as c:
        return [
            row["title"].removeprefix("Spring hack day: ")
            for row in await c.fetch("select title from notice where person = $1 order by id", person)
        ]


async def test_three_days_before_one_day_before_and_then_it_is_handed_on(asked):
    waits = "1 person waits for your answer"
    assert (await at(timedelta(days=3, seconds=1)), await told(asked.mia)) == (0, [])
    assert (await at(timedelta(days=3)), await told(asked.mia), await told(asked.tom)) == (2, [waits], [waits])
    assert (await at(timedelta(days=2)), await at(timedelta(days=1, seconds=1))) == (0, 0)
    assert (await at(timedelta(days=1)), await told(asked.mia)) == (2, [waits] * 2)
    assert (await at(timedelta(seconds=1)), await told(asked.boss)) == (0, [])
    assert await at(timedelta()) == 2
    assert await told(asked.boss) == ["1 person waits for your answer in place of Mia Manager"]
    assert await told(asked.olga) == ["1 person waits for your answer in place of Tom Manager"]
    assert (await told(asked.mia))[2:] == ["your people's requests are handed on"]
    assert await at(timedelta(days=-1)) == 0
    async with reading() as c:
        mails = await c.fetchval("select count(*) from mail where subject like '%waits for your answer%'")
        handed = await c.fetchval("select count(*) from audit_entry where action = 'release.escalate'")
    assert (mails, handed) == (6, 2)


@pytest.fixture
def both_look_first(monkeypatch):
    """Two servers that have both seen who is late before either writes; a busy machine would leave that to chance."""
    look, both = reminders.unanswered, asyncio.Barrier(2)

    async def unanswered(*asked):
        found = await look(*asked)
        await both.wait()
        return found

    monkeypatch.setattr(reminders, "unanswered", unanswered)


async def test_two_servers_at_once_send_one(asked, both_look_first):
    assert await at(timedelta(days=1), runners=2) == 2
    assert [len(await told(p)) for p in (asked.mia, asked.tom)] == [1, 1]


async def test_without_the_row_that_allows_it_they_send_two(asked, both_look_first):
    """The falsifier."""
    async with reading() as c:
        await c.execute("alter table reminder drop constraint reminder_once")
    try:
        await at(timedelta(days=1), runners=2)
        assert [len(await told(p)) for p in (asked.mia, asked.tom)] == [2, 2]
    finally:
        async with reading() as c:
            await c.execute("delete from reminder")
            await c.execute("alter table reminder add constraint reminder_once unique (day, manager, kind)")


async def test_who_has_answered_or_has_nothing_to_answer_is_left_in_peace(asked, browser_of):
    await decide(await browser_of(asked.mia), asked.ada)
    async with reading() as c:
        await c.execute("update sign_up set state = 'withdrawn' where person = $1", asked.bo)
    assert [await at(timedelta(days=days)) for days in (3, 1, 0)] == [0, 0, 0]


async def test_outside_its_phases_a_day_reminds_nobody(asked):
    for phase in ("draft", "judging", "closed"):
        async with reading() as c:
            await c.execute("update day set phase = $1", phase)
        assert await at(timedelta(days=1)) == 0


async def test_a_server_that_was_away_sends_the_newest_alone(asked):
    assert (await at(timedelta(hours=1)), len(await told(asked.mia))) == (2, 1)


async def test_deputies_are_reminded_too_and_the_boss_has_one(asked):
    dee, eve = await make_person("Dee Okoro"), await make_person("Eve Falk")
    async with reading() as c:
        for manager, deputy in ((asked.mia, dee), (asked.boss, eve)):
            await c.execute(
                """insert into deputy (id, manager, deputy, starts_on, ends_on)
                   values (uuidv7(), $1, $2, '2027-02-25', '2027-03-05')""",
                manager, deputy,
            )  # fmt: skip
    await at(timedelta(days=1))
    assert await told(dee) == ["1 person waits for your answer"]
    await at(timedelta())
    assert await told(eve) == await told(asked.boss) == ["1 person waits for your answer in place of Mia Manager"]


async def test_organisers_are_reminded_of_who_has_no_manager(asked):
    async with reading() as c:
        await c.execute("update person set manager = null where id = $1", asked.ada)
    assert (await at(timedelta(days=3)), await told(asked.olga)) == (2, ["1 person waits for your answer"])


async def test_the_deadline_that_was_set_counts(asked):
    async with reading() as c:
        await c.execute(
            "insert into release_settings (day, answers_by) values ($1, $2)", asked.day, DEADLINE - timedelta(days=9)
        )
    assert (await at(timedelta(days=12, hours=1)), await at(timedelta(days=12))) == (0, 2)
