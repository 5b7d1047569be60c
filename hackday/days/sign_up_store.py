"""Queries about sign-ups."""

from datetime import datetime
from uuid import UUID

from hackday.database import reading
from hackday.days.schemas import PersonCard, SignUp, SignUpCard, SignUpDraft, SignUpPage, SignUpState
from hackday.days.store import PERSON

_SIGN_UP = "s.state, s.skills, s.wishes, s.party, s.note, s.signed_up_at"


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
    """Sign up, again after a withdrawal, or change the details; an answer that was given stays."""
    async with reading() as c:
        await c.execute(
            """insert into sign_up as s (id, day, person, skills, wishes, party, note, signed_up_at, changed_at)
               values (uuidv7(), $1, $2, $3, $4, $5, $6, $7, $7)
               on conflict (day, person) do update set
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
