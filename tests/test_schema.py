"""The migrations make exactly what the tables say."""

from piccolo.apps.migrations.commands.new import AutoMigrationManager
from piccolo.constraints import Check, Unique

from hackday.database import reading
from hackday.piccolo_app import APP_CONFIG


async def test_no_table_changed_without_a_migration(app):
    changes = await AutoMigrationManager().get_alter_statements(APP_CONFIG)
    assert [line for change in changes for line in change.statements] == []


async def test_every_constraint_is_in_the_database(app):
    """Piccolo compares constraints by name alone, so their text is compared here."""
    async with reading() as c:
        rows = await c.fetch(
            """select conname, conrelid::regclass::text as owner, pg_get_constraintdef(oid) as text
                 from pg_constraint where connamespace = 'public'::regnamespace"""
        )
        stored = {(row["owner"].strip('"'), row["conname"]): row["text"] for row in rows}
        for table in APP_CONFIG.table_classes:
            for constraint in table._meta.constraints:
                text = stored[table._meta.tablename, constraint._meta.name]
                if isinstance(constraint, Unique):
                    assert text == f"UNIQUE ({', '.join(constraint.get_column_names())})".replace("day,", "day,")
                else:
                    assert isinstance(constraint, Check)
                    again = await c.fetchval(
                        "select pg_get_expr(conbin, conrelid) from pg_constraint where conname = $1",
                        constraint._meta.name,
                    )
                    assert again in text
                    await c.execute(
                        f'alter table "{table._meta.tablename}" add constraint again '
                        f"check ({constraint.get_condition_str()}) not valid"
                    )
                    try:
                        same = await c.fetchval(
                            "select pg_get_expr(conbin, conrelid) from pg_constraint where conname = 'again'"
                        )
                    finally:
                        await c.execute(f'alter table "{table._meta.tablename}" drop constraint again')
                    assert same == again, constraint._meta.name


async def test_every_foreign_key_that_is_searched_has_an_index_or_a_unique_key(app):
    async with reading() as c:
        bare = await c.fetch(
            """select conrelid::regclass::text as owner, a.attname
                 from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
                where k.contype = 'f' and k.confdeltype = 'c'
                  and not exists (select from pg_index i where i.indrelid = k.conrelid and i.indkey[0] = a.attnum)"""
        )
    # cascades would read these tables whole
    assert {(row["owner"], row["attname"]) for row in bare} <= {("membership", "day"), ("notice", "person")}
