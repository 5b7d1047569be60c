"""Queries about sign-ups."""

from datetime import datetime
from uuid import UUID

from hackday.database import reading
from hackday.days.schemas import PersonCard, SignUp, SignUpCard, SignUpDraft, SignUpPage, SignUpState
from hackday.days.store import PERSON

_SIGN_UP = "s.state, s.skills, s.wishes, s.party, s.note, s.signed_up_at"
_REFUSED_LAST = """
  select coalesce((
    select u.state = 'refused' or u.state = 'wanted' and (
             d.phase in ('judging', 'frozen', 'revealed', 'closed') or ($7 at time zone d.time_zone)::date > d.ends_on)
      from sign_up u join day d on d.id = u.day join day here on here.id = $1
     where u.person = $2 and u.state <> 'withdrawn' and d.id <> $1 and d.starts_on < here.starts_on
     order by d.starts_on desc, d.id desc limit 1), false)"""
"""Somebody still wanted when releases were settled has stayed at work, whether a plan or nobody kept them."""


async def sign_up_of(day_id: UUID, person_id: UUID) -> SignUp | None:
    async with reading() as c:
        row = await c.fetchrow(f"select {_SIGN_UP} from sign_up s where day = $1 and person = $2", day_id, person_id)
    return SignUp(SignUpState(row["state"]), *row[1:]) if row else None


async def count_signed_up(day_id: UUID) -> int:
    async with reading() as c:
        return int(
            await c.fetchval("select count(*) from sign_up where day = $1 and state in ('wanted', 'released')", day_id)
        )


async def put(day_id: UUID, person_id: UUID, draft: SignUpDraft, *, now: datetime) -> None:
    """Sign up, again after a withdrawal, or change the details; an answer that was given stays.

    `was_refused` becomes true for who was refused, or never released, on the last earlier day that they wanted to go
    to; what an import said of it stays.
    """
    async with reading() as c:
        await c.execute(
            f"""insert into sign_up as s
                 (id, day, person, skills, wishes, party, note, signed_up_at, changed_at, was_refused)
               values (uuidv7(), $1, $2, $3, $4, $5, $6, $7, $7, ({_REFUSED_LAST}))
               on conflict (day, person) do update set
                 was_refused = s.was_refused or excluded.was_refused,
                 skills = excluded.skills, wishes = excluded.wishes, party = excluded.party, note = excluded.note,
                 changed_at = excluded.changed_at,
                 signed_up_at = case s.state when 'withdrawn' then excluded.signed_up_at else s.signed_up_at end,
                 state = case s.state when 'withdrawn' then 'wanted' else s.state end""",
            day_id, person_id, draft.skills, draft.wishes, draft.party, draft.note, now,
        )  # fmt: skip


async def withdraw(day_id: UUID, person_id: UUID, *, now: datetime) -> SignUpState | None:
    """The state before, or None when there was nothing to withdraw."""
    async with reading() as c:
        state = await c.fetchval(
            """update sign_up set state = 'withdrawn', changed_at = $3
                where day = $1 and person = $2 and state <> 'withdrawn' returning old.state""",
            day_id, person_id, now,
        )  # fmt: skip
    return SignUpState(state) if state else None


async def page(
    day_id: UUID,
    *,
    search: str = "",
    state: SignUpState | None = None,
    site: str = "",
    after: UUID | None = None,
    limit: int = 50,
) -> SignUpPage:
    """In the order in which people first signed up; `search` looks in names, addresses, parties and skills."""
    async with reading() as c:
        rows = await c.fetch(
            f"""select s.id as sign_up, {PERSON}, {_SIGN_UP} from sign_up s join person p on p.id = s.person
                 where s.day = $1 and ($2::uuid is null or s.id > $2)
                   and ($3::text is null or s.state = $3) and ($4 = '' or p.site = $4)
                   and ($5 = '' or position($5 in lower(p.name)) > 0 or position($5 in p.email) > 0
                        or lower(s.party) = $5 or $5 = any(s.skills))
                 order by s.id limit $6""",
            day_id, after, state, site, search.strip().lower(), limit + 1,
        )  # fmt: skip
        counts = await c.fetch("select state, count(*) from sign_up where day = $1 group by state", day_id)
    cards = [SignUpCard(row[0], PersonCard(*row[1:6]), SignUp(SignUpState(row[6]), *row[7:])) for row in rows[:limit]]
    return SignUpPage(
        cards,
        dict.fromkeys(SignUpState, 0) | {SignUpState(row[0]): row[1] for row in counts},
        cards[-1].id if len(rows) > limit else None,
    )
