"""Letters, over a real mail server: they arrive, they wait for the commit, and a deaf server only delays them."""

import asyncio
import re
import socket
from datetime import timedelta

import msgspec
import pytest
from aiosmtpd.controller import Controller

from hackday import clock, database, mail
from tests.factories import make_person


class Mailbox:
    """Takes every letter, unless it is told to be `deaf`."""

    def __init__(self):
        self.letters, self.is_deaf = [], False

    async def handle_DATA(self, server, session, envelope):
        if self.is_deaf:
            return "451 not now"
        self.letters.append(envelope)
        return "250 OK"


@pytest.fixture
def mailbox():
    box = Mailbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    box.url = f"smtp://127.0.0.1:{port}"
    yield box
    controller.stop()


@pytest.fixture
def with_mail(settings, mailbox):
    return msgspec.structs.replace(settings, smtp_url=mailbox.url)


async def test_the_link_arrives_and_signs_in(browser_of, mailbox, with_mail):
    ada = await make_person("Ada Park", email="ada@corp.example")
    browser = await browser_of()
    await browser.post("/api/sign-in", json={"email": "ada@corp.example"})
    assert await mail.deliver_waiting(with_mail) == 1
    (letter,) = mailbox.letters
    assert letter.rcpt_tos == ["ada@corp.example"]
    token = re.search(r"http://test/sign-in#(\S+)", letter.content.decode())[1]
    answer = await browser.post("/api/session", json={"token": token})
    assert (answer.status_code, answer.json()["id"]) == (201, str(ada))
    assert await mail.deliver_waiting(with_mail) == 0


async def test_a_letter_leaves_only_after_the_commit(db, mailbox, with_mail):
    with pytest.raises(ZeroDivisionError):
        async with database.tx():
            await mail.post("ada@corp.example", "Never", "x")
            raise ZeroDivisionError
    async with database.tx():
        await mail.post("ada@corp.example", "Kept", "x")
    assert await mail.deliver_waiting(with_mail) == 1
    assert [re.search(rb"Subject: (\w+)", letter.content)[1] for letter in mailbox.letters] == [b"Kept"]


async def test_a_server_that_fails_is_tried_again_later(db, mailbox, with_mail, settings):
    await mail.post("ada@corp.example", "Hello", f"See {mail.ORIGIN}/days")
    mailbox.is_deaf = True
    assert await mail.deliver_waiting(with_mail) == 0
    mailbox.is_deaf = False
    assert await mail.deliver_waiting(with_mail) == 0  # not yet: it waits a minute
    for minutes, url, accepted in ((2, "smtp://127.0.0.1:1", 0), (3, mailbox.url, 0), (5, mailbox.url, 1)):
        later = clock.now() + timedelta(minutes=minutes)
        with clock.use(lambda later=later: later):
            assert await mail.deliver_waiting(msgspec.structs.replace(settings, smtp_url=url)) == accepted
    assert b"See http://test/days" in mailbox.letters[0].content


async def test_two_processes_do_not_send_a_letter_twice(db, mailbox, with_mail):
    await mail.post_all([f"p{i}@corp.example" for i in range(10)], "Hello", "x")
    accepted = await asyncio.gather(*(mail.deliver_waiting(with_mail) for _ in range(3)))
    assert sum(accepted) == 10
    assert len({letter.rcpt_tos[0] for letter in mailbox.letters}) == len(mailbox.letters) == 10


async def test_a_letter_that_cannot_be_written_holds_up_no_other(db, mailbox, with_mail):
    await mail.post("nobody at all <@", "Hello", "x")
    await mail.post("ada@corp.example", "Two\nlines", "x")
    assert await mail.deliver_waiting(with_mail) == 1
    assert b"Subject: Two lines" in mailbox.letters[0].content


async def test_a_letter_of_long_ago_is_not_sent_any_more(db, mailbox, with_mail):
    await mail.post("ada@corp.example", "Old", "x")
    late = clock.now() + mail.OUTDATED_AFTER + timedelta(minutes=1)
    with clock.use(lambda: late):
        await mail.post("ada@corp.example", "New", "x")
        assert await mail.deliver_waiting(with_mail) == 1
    assert b"Subject: New" in mailbox.letters[0].content


async def test_where_the_server_offers_encryption_nothing_is_said_without_it(db, settings):
    said = []

    async def talk(reader, writer):
        writer.write(b"220 hello\r\n")
        while line := await reader.readline():
            said.append(line.split()[0].upper().decode())
            writer.write(b"250-hello\r\n250 STARTTLS\r\n" if said[-1] == "EHLO" else b"220 go on\r\n")
            if said[-1] == "STARTTLS":
                break
        writer.close()  # an encrypted talk does not come about, so the letter waits

    async with await asyncio.start_server(talk, "127.0.0.1", 0) as server:
        url = f"smtp://ada:secret@127.0.0.1:{server.sockets[0].getsockname()[1]}"
        await mail.post("ada@corp.example", "Hello", "x")
        assert await mail.deliver_waiting(msgspec.structs.replace(settings, smtp_url=url)) == 0
    assert said == ["EHLO", "STARTTLS"]
