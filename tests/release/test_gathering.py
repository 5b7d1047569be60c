"""One site is gathered as the whole company has it."""

import pytest

from hackday.database import reading
from hackday.days.service import enter_by_command
from hackday.release.plans.gathering import gather, gather_sites
from tests.release.company import load_company


@pytest.fixture
async def day(db):
    await load_company()
    async with reading() as c:
        await c.execute(
            """update shift set site = 'Zürich' where id = (
                 select s.id from shift s join person p on p.id = s.person
                  where p.site = 'Hursley' and s.starts_at > '2027-03-10' order by s.id limit 1)"""
        )
    return (await enter_by_command("spring")).day


async def test_a_site_holds_who_lives_or_works_there_their_shifts_and_their_teams(day):
    whole = await gather(day)
    for site in ("Hursley", "Zürich"):
        found = await gather_sites(day, [site])
        there = {p.id for p in whole.people if p.site == site} | {s.person for s in whole.shifts if s.site == site}
        teams = [team for team in whole.teams if there & set(team.members)]
        mates = {member for team in teams for member in team.members}
        assert found.people == tuple(p for p in whole.people if p.id in there | mates)
        assert found.shifts == tuple(s for s in whole.shifts if s.person in there)
        assert found.cover == tuple(c for c in whole.cover if c.site == site)
        assert {team.id: team for team in found.teams} == {team.id: team for team in teams}
    assert any(p.site == "Hursley" for p in whole.people if p.id in there)


async def test_every_site_together_is_the_company(day):
    whole = await gather(day)
    assert await gather_sites(day, sorted({window.site for window in whole.windows})) == whole
