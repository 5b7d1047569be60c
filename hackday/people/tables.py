"""Sites, people and how they sign in."""

from typing import Any

from piccolo.columns import UUID, Array, Boolean, Bytea, ForeignKey, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID7
from piccolo.table import Table


class Site(Table, tablename="site"):
    name = Varchar(length=120, primary_key=True, default=None, null=False)
    time_zone = Varchar(length=64, default=None, null=False)


class Person(Table, tablename="person"):
    id = UUID(primary_key=True, default=UUID7())
    employee_no = Varchar(length=40, default=None, null=False, unique=True)
    name = Varchar(length=200, default=None, null=False)
    email = Varchar(length=254, default=None, null=False, unique=True)
    """Always lower case."""
    site = ForeignKey(Site, default=None, null=False, on_delete=OnDelete.restrict, index=True)
    department = Varchar(length=120, default=None, null=False)
    manager: ForeignKey[Any] = ForeignKey("self", default=None, null=True, on_delete=OnDelete.restrict, index=True)
    roles = Array(Varchar(), default=list)
    """Roles of the rota that the person is qualified for."""
    skills = Array(Varchar(), default=list)
    locale = Varchar(length=20, default="en")
    is_admin = Boolean(default=False)
    """May create days."""
    is_active = Boolean(default=True)
    created_at = Timestamptz(default=TimestamptzNow())


class SignInLink(Table, tablename="sign_in_link"):
    """A one-time link; only the SHA-256 of its token is kept."""

    token_hash = Bytea(primary_key=True, default=None, null=False)
    person = ForeignKey(Person, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    created_at = Timestamptz(default=TimestamptzNow())
    expires_at = Timestamptz(default=None, null=False)
    used_at = Timestamptz(default=None, null=True)


class Session(Table, tablename="session"):
    """A signed-in browser; only the SHA-256 of its token is kept."""

    token_hash = Bytea(primary_key=True, default=None, null=False)
    person = ForeignKey(Person, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    user_agent = Varchar(length=200, default="")
    created_at = Timestamptz(default=TimestamptzNow())
    seen_at = Timestamptz(default=TimestamptzNow())
    expires_at = Timestamptz(default=None, null=False)
    revoked_at = Timestamptz(default=None, null=True)


class ApiKey(Table, tablename="api_key"):
    """Lets a program act for a person within its scope; only the SHA-256 of its token is kept."""

    id = UUID(primary_key=True, default=UUID7())
    person = ForeignKey(Person, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    name = Varchar(length=80, default=None, null=False)
    scope = Varchar(length=20, default=None, null=False)
    token_hash = Bytea(default=None, null=False, unique=True)
    made_at = Timestamptz(default=TimestamptzNow())
    used_at = Timestamptz(default=None, null=True)
    expires_at = Timestamptz(default=None, null=False)
    revoked_at = Timestamptz(default=None, null=True)
