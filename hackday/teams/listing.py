"""What is shown of teams: the list with its search, filters and pages, and what one says of itself."""

from uuid import UUID

from hackday.database import reading
from hackday.teams.schemas import ChallengeLink, Details, TeamList, TeamState, TeamTile


async def page(
    day_id: UUID,
    reader: UUID,
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
            """select t.id, t.name, t.pitch, c.slug, c.title, coalesce(p.name, '') captain_name, t.state,
                      t.member_count, t.min_size, t.max_size, x.sites, x.skills, t.wanted_skills, x.is_mine,
                      exists (select from join_request r
                               where r.team = t.id and r.person = $2 and r.state = 'waiting') has_asked
                 from team t
                 join challenge c on c.id = t.challenge
                 left join person p on p.id = t.captain
                 cross join lateral (
                     select array(select distinct s from unnest(coalesce(array_agg(m.site), '{}')) s order by s) sites,
                            array(select distinct s from unnest(string_to_array(string_agg(m.skills, E'\\n'), E'\\n')) s
                                   where s <> '' order by s) skills,
                            coalesce(bool_or(m.person = $2), false) is_mine
                       from (select q.site, n.person,
                                    array_to_string(case when u.skills <> '{}' then u.skills else q.skills end,
                                                    E'\\n') skills
                               from membership n
                               join person q on q.id = n.person
                               left join sign_up u on u.day = n.day and u.person = n.person
                              where n.team = t.id and n.left_at is null) m) x
                where t.day = $1 and t.state <> 'disbanded'
                  and ($3 = '' or position(lower($3) in lower(concat_ws(' ', t.name, t.pitch, c.title))) > 0)
                  and ($4::varchar is null or c.slug = $4)
                  and ($5::varchar is null or $5 = any(x.sites))
                  and (not $6 or t.state = 'open' and t.member_count < t.max_size)
                  and (not $9 or t.member_count < t.max_size and t.wanted_skills && (
                       select array(select lower(s) from unnest(case when u.skills <> '{}' then u.skills
                                                                     else me.skills end) s)::varchar[]
                         from person me left join sign_up u on u.person = me.id and u.day = $1 where me.id = $2))
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
        may_join = is_forming and await c.fetchval(
            """select exists (select from sign_up where day = $1 and person = $2 and state <> 'withdrawn')
                  and not exists (select from membership where day = $1 and person = $2 and left_at is null)""",
            day_id, reader,
        )  # fmt: skip
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
        )
        for row in rows[:limit]
    ]
    return TeamList(tiles, tiles[-1].id if len(rows) > limit else None, [row["site"] for row in sites], may_join)


async def details(team_id: UUID) -> Details:
    async with reading() as c:
        row = await c.fetchrow(
            """select t.wanted, t.wanted_skills, t.chat_url, t.repository_url,
                      coalesce(t.department_most, c.department_most, d.department_most),
                      case when coalesce(t.sites_least, c.sites_least, d.sites_least) > t.max_size
                           then t.max_size else coalesce(t.sites_least, c.sites_least, d.sites_least) end
                 from team t join challenge c on c.id = t.challenge join day d on d.id = t.day where t.id = $1""",
            team_id,
        )
    return Details(*row)
