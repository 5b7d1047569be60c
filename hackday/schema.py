"""Bring a database to this version's tables, in one step that many replicas may take at once."""

import contextlib
import io
import pkgutil

from piccolo.apps.migrations.commands.forwards import run_forwards

from hackday import piccolo_migrations
from hackday.database import reading, tx
from hackday.errors import Refusal

MINIMUM_SERVER = 180000  # uuidv7()


class SchemaIsBehind(Refusal):
    status = 503
    code = "schema_is_behind"


async def migrate() -> None:
    """Run every migration that is missing; all or nothing, one replica at a time."""
    async with tx() as connection:
        if connection.get_server_version().major * 10000 < MINIMUM_SERVER:
            raise SchemaIsBehind("Hackday needs PostgreSQL 18 or later.")
        await connection.execute("select pg_advisory_xact_lock(hashtext('hackday:migrate'))")
        with contextlib.redirect_stdout(io.StringIO()):
            result = await run_forwards("all")
        if not result.success:
            raise RuntimeError(result.message)


async def check() -> None:
    """Raise SchemaIsBehind unless the database has every migration of this version."""
    wanted = len(list(pkgutil.iter_modules(piccolo_migrations.__path__)))
    async with reading() as connection:
        exists = await connection.fetchval("select to_regclass('migration') is not null")
        done = await connection.fetchval("select count(*) from migration") if exists else 0
    if done < wanted:
        raise SchemaIsBehind("The database is older than this version. Run `hackday migrate` first.")
