"""Who acts for an absent manager: named by the manager, or by an organiser."""

from uuid import UUID
from zoneinfo import ZoneInfo

from hackday import audit, clock
from hackday.database import notify, reading, tx
from hackday.days import rules as days_rules
from hackday.days import service as days
from hackday.days import store as days_store
from hackday.days.schemas import Day, Entry, PersonCard, Role
from hackday.errors import Invalid, NotFound
from hackday.notices import service as notices
from hackday.people.schemas import Actor
from hackday.release.answers import rules, telling
from hackday.release.answers import store as answers
from hackday.release.answers.schemas import Deputy, DeputyDraft, Nominee

_DEPUTY = """
  select x.id, x.manager, m.name as manager_name, x.deputy, d.name as deputy_name, x.starts_on, x.ends_on,
         x.starts_on <= t.today as is_now
    from deputy x join person m on m.id = x.manager join person d on d.id = x.deputy
    join site z on z.name = m.site
    cross join lateral (select ($1::timestamptz at time zone z.time_zone)::date as today) t
   where x.ends_on >= t.today"""


async def deputies(actor: Actor, day: str) -> list[Deputy]:
    """Now and to come: who acts for me, and for whom I act; organisers see all."""
    entry = await days.enter(actor, day)
    return await _listed(actor, entry)


async def colleagues(actor: Actor, day: str, search: str) -> list[Nominee]:
    """Find somebody to name, by name, address or number. For managers and organisers."""
    entry = await days.enter(actor, day)
    await _check_names(actor, entry)
    found = await days_store.search_people(search, limit=8)
    return [Nominee(p.id, p.name, p.site, p.department) for p in found]


async def name_deputy(actor: Actor, day: str, draft: DeputyDraft) -> list[Deputy]:
    """Let somebody answer in my place; organisers may name one for any manager. Raises HasNoReports."""
    entry = await days.enter(actor, day)
    await _check_names(actor, entry)
    manager = draft.manager or actor.id
    if manager != actor.id:
        days_rules.check_role(entry, Role.ORGANISER)
    async with tx() as c:
        absent, deputy = await _person(manager), await _person(draft.deputy)
        if not await answers.is_manager(manager):
            raise rules.HasNoReports(absent.name)
        if manager == draft.deputy:
            raise Invalid("Somebody else has to act in this place.", pointer="/deputy")
        zone = await c.fetchval("select time_zone from site where name = $1", absent.site)
        rules.check_dates(draft.starts_on, draft.ends_on, clock.now().astimezone(ZoneInfo(zone)).date())
        made = await c.fetchval(
            """insert into deputy (id, manager, deputy, starts_on, ends_on, set_by, set_at)
               values (uuidv7(), $1, $2, $3, $4, $5, $6) returning id""",
            manager, draft.deputy, draft.starts_on, draft.ends_on, actor.id, clock.now(),
        )  # fmt: skip
        await audit.record("release.name_deputy", made, actor=actor.id, day=entry.day.id, after=draft)
        until = f"from {draft.starts_on:%d %b} to {draft.ends_on:%d %b}"
        await _tell(entry.day, actor, (deputy, absent), f"{deputy.name} answers for {absent.name} {until}")
        return await _listed(actor, entry)


async def end_deputyship(actor: Actor, day: str, deputy: UUID) -> list[Deputy]:
    """At once: by the manager, the deputy or an organiser. Raises NotFound for all others."""
    entry = await days.enter(actor, day)
    async with tx() as c:
        row = await c.fetchrow(
            """delete from deputy where id = $1 and ($3 or $2 in (manager, deputy))
               returning manager, deputy, starts_on::text, ends_on::text""",
            deputy, actor.id, Role.ORGANISER in entry.roles,
        )  # fmt: skip
        if row is None:
            raise NotFound("deputy")
        await audit.record("release.end_deputyship", deputy, actor=actor.id, day=entry.day.id, before=dict(row))
        absent, acted = [await _named(row[who]) for who in ("manager", "deputy")]
        await _tell(entry.day, actor, (acted, absent), f"{acted.name} does not answer for {absent.name} any more")
        return await _listed(actor, entry)


async def _listed(actor: Actor, entry: Entry) -> list[Deputy]:
    async with reading() as c:
        rows = await c.fetch(
            f"""{_DEPUTY} and ($3 or $2 in (x.manager, x.deputy))
                order by x.manager <> $2, x.starts_on, m.name, x.id""",
            clock.now(), actor.id, Role.ORGANISER in entry.roles,
        )  # fmt: skip
    return [Deputy(*row) for row in rows]


async def _check_names(actor: Actor, entry: Entry) -> None:
    if not await answers.is_manager(actor.id):
        days_rules.check_role(entry, Role.ORGANISER)


async def _person(person: UUID) -> PersonCard:
    found = await days_store.find_person(person)
    if found is None:
        raise NotFound("person")
    return found


async def _named(person: UUID) -> PersonCard:
    """Also of who has left."""
    async with reading() as c:
        return PersonCard(*await c.fetchrow(f"select {days_store.PERSON} from person p where id = $1", person))


async def _tell(day: Day, actor: Actor, people: tuple[PersonCard, PersonCard], title: str) -> None:
    concerned = {person.id for person in people} - {actor.id}
    await notices.send(concerned, f"{day.name}: {title}", "", telling.page(day, "/people"), by_mail=True)
    await notify(f"release:{day.id}")
