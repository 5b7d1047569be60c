"""Tell people something."""

from collections.abc import Collection
from uuid import UUID

from hackday import clock, mail
from hackday.database import tx
from hackday.notices import store

TITLE_LIMIT = 200  # as the table's column


async def send(people: Collection[UUID], title: str, body: str = "", link: str = "", *, by_mail: bool = False) -> None:
    """A notice in the browser of each of these active people, in the caller's transaction.

    `link` is a path such as `/days/spring`. With `by_mail` a letter goes to each of them too, where a mail server
    is set: for what cannot wait until somebody opens the page.
    """
    async with tx():
        title = title[:TITLE_LIMIT]
        await store.add(people, title=title, body=body, link=link, now=clock.now())
        if by_mail:
            text = f"{body or title}\n\n{mail.ORIGIN}{link}\n"
            await mail.post_all(await store.addresses(people), title, text)
