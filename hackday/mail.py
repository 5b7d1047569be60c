"""Letters: written into the database in the caller's transaction, sent from there by one process at a time."""

import asyncio
import logging
import smtplib
import ssl
from collections.abc import Collection
from datetime import timedelta
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

import asyncpg

from hackday import clock
from hackday.database import reading, tx
from hackday.settings import Settings

log = logging.getLogger("hackday.mail")

TIMEOUT = 15  # seconds for one conversation with the mail server
BATCH = 20
ORIGIN = "{origin}"
"""Stands in a letter's text for the site's address, which only the one who delivers knows."""
GIVE_UP_AFTER = 12  # tries, with doubling pauses: about three days
OUTDATED_AFTER = timedelta(days=4)
"""Nobody wants a letter so old, be it given up or written before a mail server was set."""


async def post(recipient: str, subject: str, text: str) -> None:
    """Queue one letter; it leaves only if the caller's transaction commits."""
    await post_all([recipient], subject, text)


async def post_all(recipients: Collection[str], subject: str, text: str) -> None:
    """Queue the same letter for each recipient."""
    async with reading() as connection:
        await connection.execute(
            """insert into mail (id, recipient, subject, text, created_at, next_try_at)
               select uuidv7(), r, $2, $3, $4, $4 from unnest($1::text[]) r""",
            list(recipients), subject, text, clock.now(),
        )  # fmt: skip


async def deliver_waiting(settings: Settings) -> int:
    """Hand waiting letters to the mail server; gives how many it accepted. A failure is tried again later.

    No transaction is open while the mail server is spoken to: a letter is claimed by moving its next try away,
    so a process that dies leaves it to the others, and at worst it arrives twice.
    """
    async with tx() as connection:
        await connection.execute("delete from mail where created_at < $1", clock.now() - OUTDATED_AFTER)
        letters = await connection.fetch(
            """update mail set tries = tries + 1,
                      next_try_at = $1 + interval '1 minute' * power(2, least(tries, 10))
                where id in (select id from mail where next_try_at <= $1 and tries < $2
                              order by created_at limit $3 for update skip locked)
            returning id, recipient, subject, text""",
            clock.now(), GIVE_UP_AFTER, BATCH,
        )  # fmt: skip
    accepted = [row["id"] for row in letters if await _was_accepted(row, settings)]
    async with reading() as connection:
        await connection.execute("delete from mail where id = any($1)", accepted)
    return len(accepted)


async def _was_accepted(row: asyncpg.Record, settings: Settings) -> bool:
    try:
        await asyncio.to_thread(_send, settings.smtp_url or "", _letter(row, settings))
    except Exception as error:  # also an address that cannot be written: one letter never stops the others
        log.warning("mail: %s", type(error).__name__)
        return False
    return True


def _letter(row: asyncpg.Record, settings: Settings) -> EmailMessage:
    letter = EmailMessage()
    letter["From"], letter["To"] = settings.mail_from, row["recipient"]
    letter["Subject"] = " ".join(row["subject"].split())  # a line end would begin another header
    letter["Date"], letter["Message-ID"] = formatdate(), make_msgid(domain="hackday")
    letter.set_content(row["text"].replace(ORIGIN, settings.origin))
    return letter


def _send(url: str, letter: EmailMessage) -> None:
    parts = urlsplit(url)
    tls = ssl.create_default_context()
    kind = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
    port = parts.port or (465 if parts.scheme == "smtps" else 587)
    with kind(parts.hostname or "localhost", port, timeout=TIMEOUT) as server:
        server.ehlo_or_helo_if_needed()  # before it a server has no extensions
        if parts.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=tls)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(letter)


async def deliver_for_ever(settings: Settings) -> None:
    """Background task of a serving process, where a mail server is set."""
    while True:
        try:
            sent = await deliver_waiting(settings)
        except Exception:
            log.exception("mail delivery")
            sent = 0
        await asyncio.sleep(0.2 if sent == BATCH else 2)
