"""The database that the demo plays on: only an empty one, or one that holds nothing but the demo, is ever emptied."""

from hackday import piccolo_app, schema
from hackday.database import reading, tx
from hackday.demo.staff import DOMAIN
from hackday.demo.stage import SLUG
from hackday.errors import Conflict

MARK, PLAYED = "Hackday demo", "Hackday demo, played"
"""Comment on the schema: what lies in it may be dropped."""


class ForeignData(Conflict):
    code = "foreign_data"

    def __init__(self, what: str) -> None:
        super().__init__(
            f"This database holds more than the demo: {what}. Nothing was touched. "
            "Point DATABASE_URL to an empty database, or unset it and the demo brings its own."
        )


async def is_played() -> bool:
    """Whether a demo was played here to its end."""
    async with reading() as c:
        return bool(await c.fetchval("select obj_description(to_regnamespace('public')) = $1", PLAYED))


async def prepare(*, is_ours: bool) -> None:
    """Leave an empty, migrated database with our mark. Raises ForeignData before anything is touched.

    `is_ours`: the database stands in the demo's own folder, where whatever people tried out may go.
    """
    async with tx() as c:
        if not is_ours:
            await check()
        await c.execute("drop schema if exists public cascade")
        await c.execute("create schema public")
        await c.execute("grant usage on schema public to public")
        await c.execute(f"comment on schema public is '{MARK}'")
    await schema.migrate()


async def finish() -> None:
    """Note that the demo was played to its end."""
    async with tx() as c:
        await c.execute(f"comment on schema public is '{PLAYED}'")


async def check() -> None:
    """Raise ForeignData unless the database is empty or holds the demo alone."""
    ours = {table._meta.tablename for table in piccolo_app.APP_CONFIG.table_classes} | {"migration"}
    async with reading() as c:
        found = await c.fetch(
            """select n.nspname, r.relname from pg_class r join pg_namespace n on n.oid = r.relnamespace
                where r.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname !~ '^(pg_|information_schema$)'
                order by 1, 2"""
        )
        strange = [f"{row[0]}.{row[1]}" for row in found if row[0] != "public" or row[1] not in ours]
        if strange:
            raise ForeignData(f"the table {strange[0]}" + (" and others" if len(strange) > 1 else ""))
        mark = await c.fetchval("select obj_description(to_regnamespace('public'))") or ""
        there = {row[1] for row in found}
        demo = (DOMAIN, SLUG) if mark.startswith(MARK) else ("", "")
        if "person" in there and await c.fetchval(
            "select exists (select from person where split_part(email, '@', 2) <> $1)", demo[0]
        ):
            raise ForeignData("people who were not invented for it")
        if "day" in there and await c.fetchval("select exists (select from day where slug <> $1)", demo[1]):
            raise ForeignData("a day of its own")
