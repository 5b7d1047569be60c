"""A small company, played whole through the real services, and looked at with queries of this test alone."""

import asyncio
from datetime import UTC, datetime

from hackday.database import reading
from hackday.days import moving
from hackday.days import service as days
from hackday.days.schemas import MoveDraft, Phase
from hackday.demo import staff
from hackday.demo.live import keep_scoring
from hackday.demo.play import play
from hackday.demo.stage import SLUG
from hackday.scoreboard import service as board
from hackday.settings import Settings
from hackday.storage.files import Storage

NOW = datetime(2037, 11, 24, 14, 0, tzinfo=UTC)

SHORT_CELLS = """
    select c.site, c.role, c.starts_at from cover c
     where c.minimum > (
           select count(distinct w.person) from (
                  select x.person, x.role from shift x left join sign_up u on u.person = x.person
                   where x.site = c.site and x.starts_at <= c.starts_at and x.ends_at >= c.ends_at
                     and not coalesce(u.state = any($1) and not exists (
                         select from decision d where d.person = u.person and d.override is not null), false)
                  union all
                  select m.person, m.role from cover_move m join plan l on l.id = m.plan and l.state = 'published'
                   where m.site = c.site and m.starts_at <= c.starts_at and m.ends_at >= c.ends_at) w
             join person p on p.id = w.person
            where c.role = w.role or c.role = any(p.roles))"""
"""Cells with fewer people able to fill the role than the minimum, once those whose sign-up is in $1 have gone.

The one whom a manager of the demo lets go below the minimum, with a reason, stays in this count.
"""


async def test_a_small_company_is_played_up_to_judging(db: None, settings: Settings) -> None:
    told: list[str] = []
    await play(people=60, now=NOW, tell=lambda text, seconds: told.append(text), files=Storage(settings), seed=2)
    assert told
    async with reading() as c:
        day = await c.fetchrow("select id, phase, starts_on, ends_on from day where slug = $1", SLUG)
        assert (day["phase"], str(day["starts_on"]), str(day["ends_on"])) == ("judging", "2037-11-23", "2037-11-24")

        # No shift without cover; and were everybody gone who wants to, some would be.
        assert await c.fetch(SHORT_CELLS, ["released"]) == []
        assert await c.fetch(SHORT_CELLS, ["released", "refused", "wanted"]) != []
        assert await c.fetchval("select count(*) from sign_up where state = 'released'") > 0

        teams = await c.fetch(
            """select t.min_size, t.max_size, t.member_count,
                      (select count(*) from membership where team = t.id and left_at is null) as members from team t"""
        )
        assert teams
        assert all(t["min_size"] <= t["members"] == t["member_count"] <= t["max_size"] for t in teams)

        projects = await c.fetch(
            """select p.title, p.place, count(a.id) as judges from project p left join assignment a on a.project = p.id
                where p.state = 'handed_in' group by p.id"""
        )
        assert projects
        assert len({p["title"] for p in projects}) == len({p["place"] for p in projects}) == len(projects)
        assert all(p["judges"] >= 3 for p in projects)
        # Some judges are in teams that handed in, and none of them judges it.
        assert await c.fetchval(
            """select count(*) from day_role r join membership m on m.person = r.person
                 join project p on p.team = m.team where r.role = 'judge' and p.state = 'handed_in'"""
        )
        assert not await c.fetchval(
            """select count(*) from assignment a join project p on p.id = a.project
                 join membership m on m.team = p.team and m.person = a.judge"""
        )

        rows = (await board.load(board.topic(day["id"]))).board.rows
        scores = [row.score for row in rows if row.score is not None]
        assert len(rows) == len(projects)
        assert len(set(scores)) > 1
        assert scores == sorted(scores, reverse=True)

        scored = await c.fetchrow(
            """select count(*) as sheets, min(accepted_at) as first, max(accepted_at) as last,
                      (select count(*) from assignment) as visits from score"""
        )
        assert 0.3 < scored["sheets"] / scored["visits"] < 0.9
        assert scored["first"] < scored["last"] < NOW
        captain = await c.fetchval(
            """select p.title from project p join team t on t.id = p.team join person k on k.id = t.captain
                where k.email = $1 and p.state = 'handed_in'""",
            staff.CAPTAIN.email,
        )
        assert captain
        left = await c.fetchval(
            """select count(*) from assignment a join person p on p.id = a.judge
                where p.email = $1 and not exists (select from score where project = a.project and judge = a.judge)""",
            staff.JUDGE.email,
        )
        assert left

    await judges_go_on_until_the_reveal()


async def judges_go_on_until_the_reveal() -> None:
    """The live judges send what is left, then second versions, never the named judge's, and stop with the phase."""
    sheets = "select count(*) from score where version = $1"
    of_named = "select count(*) from score s join person p on p.id = s.judge where p.email = $1"
    async with reading() as c:
        before = await c.fetchval(of_named, staff.JUDGE.email)
    judges = asyncio.create_task(keep_scoring(pause=(0, 0)))
    async with asyncio.timeout(10), reading() as c:
        while not await c.fetchval(sheets, 2):
            await asyncio.sleep(0.05)
        unsent = """select count(*) from assignment a join person p on p.id = a.judge where p.email <> $1
                     and not exists (select from score s where s.project = a.project and s.judge = a.judge)"""
        assert await c.fetchval(unsent, staff.JUDGE.email) == 0
        assert await c.fetchval(of_named, staff.JUDGE.email) == before
    await moving.move(None, await days.enter_by_command(SLUG), MoveDraft(Phase.JUDGING, Phase.REVEALED, "Enough."))
    async with asyncio.timeout(5):
        assert await judges > 0
