"""Queries about requests to join."""

from uuid import UUID

import msgspec

from hackday.database import reading
from hackday.teams.joining.schemas import JoinRequest, RequestState

_REQUEST = """select r.id, r.team, t.name team_name, r.person, p.name, p.site, s.time_zone, p.department,
                     case when u.skills <> '{}' then u.skills else p.skills end skills,
                     r.message, r.state, r.reply, r.asked_at
                from join_request r
                join team t on t.id = r.team
                join person p on p.id = r.person
                join site s on s.name = p.site
                left join sign_up u on u.day = r.day and u.person = r.person"""


async def hold_asker(day_id: UUID, person: UUID) -> None:
    """This person asks, joins and withdraws nowhere else until the transaction ends."""
    async with reading() as c:
        await c.execute("select from sign_up where day = $1 and person = $2 for no key update", day_id, person)


async def add(day_id: UUID, team_id: UUID, person: UUID, message: str) -> UUID | None:
    """None: a request of this person to this team waits already. The asker must be held."""
    async with reading() as c:
        made: UUID | None = await c.fetchval(
            """insert into join_request (id, day, team, person, message)
               select uuidv7(), $1, $2, $3, $4
                where not exists (select from join_request where team = $2 and person = $3 and state = 'waiting')
            returning id""",
            day_id, team_id, person, message,
        )  # fmt: skip
    return made


async def find(day_id: UUID, request_id: UUID) -> JoinRequest | None:
    async with reading() as c:
        row = await c.fetchrow(f"{_REQUEST} where r.day = $1 and r.id = $2", day_id, request_id)
    return msgspec.convert(dict(row), JoinRequest) if row else None


async def waiting_request(team_id: UUID, person: UUID) -> UUID | None:
    """This person's request to the team that waits."""
    async with reading() as c:
        found: UUID | None = await c.fetchval(
            "select id from join_request where team = $1 and person = $2 and state = 'waiting'", team_id, person
        )
    return found


async def waiting_for(team_id: UUID) -> list[JoinRequest]:
    async with reading() as c:
        rows = await c.fetch(f"{_REQUEST} where r.team = $1 and r.state = 'waiting' order by r.id", team_id)
    return [msgspec.convert(dict(row), JoinRequest) for row in rows]


async def of_person(day_id: UUID, person: UUID) -> list[JoinRequest]:
    async with reading() as c:
        rows = await c.fetch(f"{_REQUEST} where r.day = $1 and r.person = $2 order by r.id desc", day_id, person)
    return [msgspec.convert(dict(row), JoinRequest) for row in rows]


async def decide(request_id: UUID, state: RequestState, by: UUID, reply: str = "") -> bool:
    """False: was not waiting any more."""
    async with reading() as c:
        decided = await c.fetchval(
            """update join_request set state = $2, decided_by = $3, reply = $4, decided_at = now()
                where id = $1 and state = 'waiting' returning id""",
            request_id, state, by, reply,
        )  # fmt: skip
    return decided is not None


async def withdraw_waiting(day_id: UUID, person: UUID) -> None:
    """Who has a team, or does not go, asks for no place any more and stands in no list of who looks for one."""
    async with reading() as c:
        await c.execute(
            """update join_request set state = 'withdrawn', decided_at = now()
                where day = $1 and person = $2 and state = 'waiting'""",
            day_id, person,
        )  # fmt: skip
        await c.execute("delete from seeker where day = $1 and person = $2", day_id, person)
