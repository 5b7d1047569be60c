"""What a deployment can set, read once from the environment. An unknown HACKDAY_ variable stops the start."""

import enum
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

import msgspec


class SettingsError(Exception):
    """A setting is wrong; the message names it and says what would be right."""


class LinkCheck(enum.StrEnum):
    """`public`: addresses in the open internet; `all`: also those of the company's own network; `off`: none."""

    PUBLIC = "public"
    ALL = "all"
    OFF = "off"


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """One field a setting; the variable is the name in capitals behind `HACKDAY_`, save `DATABASE_URL`."""

    database_url: str | None = None
    """PostgreSQL 18 or later. Unset: the embedded server below `data`."""
    data: Path | None = None
    """Folder of the embedded server. Unset: the platform's folder for user data."""
    files: str | None = None
    """A folder, or s3://bucket/prefix?region=…&endpoint=… with keys as AWS_ variables. Unset: `files` below `data`."""
    link_check: LinkCheck = LinkCheck.PUBLIC
    """Which links of projects the server asks whether they answer."""
    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str | None = None
    """Where people reach the site, such as https://hackday.example. Unset: http://host:port."""
    trusted_proxies: str = "127.0.0.1"
    """Addresses whose X-Forwarded headers are believed, comma separated."""
    smtp_url: str | None = None
    """smtp://user:password@host:port or smtps://…; unset: no mail is sent."""
    mail_from: str = "hackday@localhost"

    @property
    def origin(self) -> str:
        """Scheme, host and port of the site as browsers name it in `Origin`."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def is_secure(self) -> bool:
        """Whether people come over TLS, so that cookies may be `__Host-` and `Secure`."""
        return self.origin.startswith("https://")

    @classmethod
    def read(cls, environ: Mapping[str, str] = os.environ) -> Self:
        """Settings from the environment; raises SettingsError that names the variable."""
        names = {f"HACKDAY_{field.upper()}": field for field in cls.__struct_fields__}
        names["DATABASE_URL"] = names.pop("HACKDAY_DATABASE_URL")
        for name in environ:
            if name.startswith("HACKDAY_") and name not in names:
                raise SettingsError(f"{name} is not a setting. Known: {', '.join(sorted(names))}.")
        values = {field: environ[name] for name, field in names.items() if environ.get(name)}
        try:
            settings = msgspec.convert(values, cls, strict=False, dec_hook=lambda kind, value: kind(value))
        except (msgspec.ValidationError, ValueError) as error:
            raise SettingsError(f"A setting cannot be read: {error}") from None
        if not 0 <= settings.port <= 65535:
            raise SettingsError("HACKDAY_PORT must be between 0 and 65535.")
        try:
            parts = urlsplit(settings.origin)
        except ValueError as error:
            raise SettingsError(f"HACKDAY_PUBLIC_URL cannot be read: {error}.") from None
        if parts.scheme not in ("http", "https") or not parts.netloc or parts.path:
            raise SettingsError("HACKDAY_PUBLIC_URL must look like https://hackday.example, without a path.")
        return settings
