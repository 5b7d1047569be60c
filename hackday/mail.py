"""Letters: written into the database in the caller's transaction, sent from there by one process at a time."""

import asyncio
import logging
import smtplib
import ssl
from datetime import timedelta
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

from hackday import clock
from hackday.database import reading, tx
from hackday.settings import Settings

log = logging.getLogger("hackday.mail")

TIMEOUT = 15  # seconds for one conversation with the mail server
BATCH = 20
GIVE_UP_AFTER = 12  # tries, with doubling pauses: about three days


async def post(recipient: str, subject: str, text: str) -> None:
    """Queue one letter; it leaves only if the caller's transaction commits."""
    async with reading() as connection:
        await connection.execute(
            "insert into mail (id, recipient, subject, text, next_try_at) values (uuidv7(), $1, $2, $3, $4)",
            recipient, subject, text, clock.now(),
        )  # fmt: skip


async def deliver_waiting(settings: Settings) -> int:
    """Hand waiting letters to the mail server; gives how many it accepted. A failure is tried again later."""
    accepted = 0
    async with tx() as connection:
        rows = await connection.fetch(
            """select id, recipient, subject, text, tries from mail
                where next_try_at <= $1 and tries < $2
                order by created_at limit $3 for update skip locked""",
            clock.now(), GIVE_UP_AFTER, BATCH,
        )  # fmt: skip
        for row in rows:
            letter = EmailMessage()
            letter["From"], letter["To"], letter["Subject"] = (
                settings.mail_from,
                row["recipient"],
                row["subject"],
            )
            letter["Date"], letter["Message-ID"] = formatdate(), make_msgid(domain="hackday")
            letter.set_content(row["text"])
            try:
                await asyncio.to_thread(_send, settings.smtp_url or "", letter)
            except (OSError, smtplib.SMTPException) as error:
                log.warning("mail server: %s", type(error).__name__)
                await connection.execute(
                    "update mail set tries = tries + 1, next_try_at = $2 where id = $1",
                    row["id"], clock.now() + timedelta(minutes=2 ** min(row["tries"], 10)),
                )  # fmt: skip
            else:
                await connection.execute("delete from mail where id = $1", row["id"])
                accepted += 1
    return accepted


def _send(url: str, letter: EmailMessage) -> None:
    parts = urlsplit(url)
    tls = ssl.create_default_context()
    kind = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
    port = parts.port or (465 if parts.scheme == "smtps" else 587)
    with kind(parts.hostname or "localhost", port, timeout=TIMEOUT) as server:
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
