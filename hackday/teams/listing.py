"""What is shown of teams: the list with its search, filters and pages, and what one says of itself."""

from uuid import UUID

from hackday.database import reading
from hackday.teams import limits, rules
from hackday.teams.schemas import ChallengeLink, Details, Standing, TeamLimits, TeamList, TeamState, TeamTile

_LEAST = "coalesce(t.sites_least, c.sites_least, d.sites_least)"
_USUAL = """least(coalesce(c.team_min_size, d.team_min_size), coalesce(c.team_max_size, d.team_max_size)),
       coalesce(c.team_max_size, d.team_max_size), coalesce(c.department_most, d.department_most),
       coalesce(c.sites_least, d.sites_least)"""
_FULL = f"""case when t.member_count >= t.max_size then '{rules.TeamIsFull.code}'
       when mix.fellows >= coalesce(t.department_most, c.department_most, d.department_most)
            then '{limits.DepartmentIsFull.code}'
       when {_LEAST} is not null and mix.sites + t.max_size - t.member_count - 1 < least({_LEAST}, t.max_size)
            then '{limits.TooFewSites.code}' end"""
"""What team `t` has no place for the reader for; null: it has one. As the trigger `membership_mix` decides it."""
_WHY_NOT = f"case when t.state = 'locked' then '{rules.TeamIsLocked.code}' else {_FULL} end"
_MIX = """cross join person me cross join lateral (
              select count(*) filter (where q.department = me.department and q.department <> '') as fellows,
                     count(distinct q.site) filter (where q.site <> me.site) + 1 as sites
                from membership n join person q on q.id = n.person
               where n.team = t.id and n.left_at is null) as mix"""
"""How many in team `t` are of the department of `me`, and from how many sites it would come with them."""


async def page(
    day_id: UUID,
    reader: UUID,
    standing: Standing,
    *,
    text: str = "",
    challenge: str | None = None,
    site: str | None = None,
    with_places: bool = False,
    for_me: bool = False,
    is_forming: bool = False,
    after: UUID | None = None,
    limit: int = 50,
) -> TeamList:
    """Teams by name. `text` is looked for in name, pitch and the challenge's title; `with_places` wants open ones.

    `for_me` wants those with a free place that look for one of the reader's skills.
    """
    async with reading() as c:
        rows = await c.fetch(
            f"""select t.id, t.name, t.pitch, c.slug, c.title, coalesce(p.name, '') captain_name, t.state,
                      t.member_count, t.min_size, t.max_size, x.sites, x.skills, t.wanted_skills, x.is_mine,
                      exists (select from join_request r
                               where r.team = t.id and r.person = $2 and r.state = 'waiting') has_asked,
                      {_WHY_NOT} as why_not
                 from team t
                 join challenge c on c.id = t.challenge join day d on d.id = t.day
                 left join person p on p.id = t.captain
                 {_MIX}
                 cross join lateral (
                     select array(select distinct s from unnest(coalesce(array_agg(m.site), '{{}}')) s order by s)
                            as sites,
                            array(select distinct s from unnest(string_to_array(string_agg(m.skills, E'\\n'), E'\\n')) s
                                   where s <> '' order by s) skills,
                            coalesce(bool_or(m.person = $2), false) is_mine
                       from (select q.site, n.person,
                                    array_to_string(case when u.skills <> '{{}}' then u.skills else q.skills end,
                                                    E'\\n') skills
                               from membership n
                               join person q on q.id = n.person
                               left join sign_up u on u.day = n.day and u.person = n.person
                              where n.team = t.id and n.left_at is null) m) x
                where t.day = $1 and t.state <> 'disbanded' and me.id = $2
                  and ($3 = '' or position(lower($3) in lower(concat_ws(' ', t.name, t.pitch, c.title))) > 0)
                  and ($4::varchar is null or c.slug = $4)
                  and ($5::varchar is null or $5 = any(x.sites))
                  and (not $6 or {_WHY_NOT} is null)
                  and (not $9 or t.member_count < t.max_size and t.wanted_skills && (
                       select array(select lower(s) from unnest(coalesce(nullif(
                                (select skills from sign_up where person = me.id and day = $1), '{{}}'), me.skills)) s
                              )::varchar[]))
                  and ($7::uuid is null
                       or (lower(t.name), t.id) > (select lower(name), id from team where id = $7))
                order by lower(t.name), t.id
                limit $8""",
            day_id, reader, text.strip(), challenge, site, with_places, after, limit + 1, for_me,
        )  # fmt: skip
        sites = await c.fetch(
            """select distinct p.site from membership m join person p on p.id = m.person
                where m.day = $1 and m.left_at is null order by p.site""",
            day_id,
        )
    tiles = [
        TeamTile(
            id=row["id"],
            name=row["name"],
            pitch=row["pitch"],
            challenge=ChallengeLink(row["slug"], row["title"]),
            captain_name=row["captain_name"],
            state=TeamState(row["state"]),
            member_count=row["member_count"],
            min_size=row["min_size"],
            max_size=row["max_size"],
            sites=row["sites"],
            skills=row["skills"],
            wanted_skills=row["wanted_skills"],
            is_mine=row["is_mine"],
            has_asked=row["has_asked"],
            why_not=row["why_not"],
        )
        for row in rows[:limit]
    ]
    why_not = rules.why_not_now(standing, is_forming=is_forming)
    return TeamList(tiles, tiles[-1].id if len(rows) > limit else None, [row["site"] for row in sites], why_not)


async def details(team_id: UUID, reader: UUID) -> Details:
    async with reading() as c:
        row = await c.fetchrow(
            f"""select t.wanted, t.wanted_skills, t.chat_url, t.repository_url,
                      coalesce(t.department_most, c.department_most, d.department_most),
                      case when {_LEAST} > t.max_size then t.max_size else {_LEAST} end, {_WHY_NOT}, {_FULL} is null,
                      t.min_size, t.max_size, t.department_most, t.sites_least, {_USUAL}
                 from team t join challenge c on c.id = t.challenge join day d on d.id = t.day
                 {_MIX} where t.id = $1 and me.id = $2""",
            team_id, reader,
        )  # fmt: skip
    usual, (smallest, largest, most, least) = TeamLimits(*row[12:]), row[8:12]
    own = TeamLimits(
        min_size=None if smallest == min(usual.min_size or 1, largest) else smallest,
        max_size=None if largest == usual.max_size else largest,
        department_most=most,
        sites_least=least,
    )
    names = ("wanted", "wanted_skills", "chat_url", "repository_url", "department_most", "sites_least")
    return Details(**dict(zip(names, row[:6], strict=True)), own=own, usual=usual, why_not=row[6], may_come=row[7])
