"""One request to a web address: the status is read, the body never, and no redirect is followed.

The very address that was looked at is connected to, so that a name which changes in between opens no way inside.
"""

import asyncio
import socket
import ssl
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote, urlsplit

import h11

from hackday.projects.link_checks import rules

WAIT_S = 8.0
"""For all of it; a judge waits no longer either."""
_NAMES = ThreadPoolExecutor(4, thread_name_prefix="names")
"""Looking up names blocks a thread, for long where nobody answers; the loop's own threads have other work."""


async def ask(url: str, *, is_inside: bool) -> int | None:
    """The status of HTTP, 0 where nobody answers; None where it is not asked: inside, unless `is_inside` allows it."""
    try:
        async with asyncio.timeout(WAIT_S):
            parts = urlsplit(url)
            host = (parts.hostname or "").encode("idna").decode()
            port = parts.port or (443 if parts.scheme == "https" else 80)
            addresses = await _addresses(host, port)
            if not is_inside and not rules.is_public(addresses, port):
                return None
            target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~") + (
                f"?{quote(parts.query, safe='/?%:@!$&()*+,;=~')}" if parts.query else ""
            )
            tls = ssl.create_default_context() if parts.scheme == "https" else None
            return await _status(addresses[0], port, host, target, tls)
    except (OSError, ValueError, TimeoutError, h11.ProtocolError, asyncio.IncompleteReadError):
        return 0


async def _addresses(host: str, port: int) -> list[str]:
    found = await asyncio.get_running_loop().run_in_executor(
        _NAMES, lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    )
    return [str(entry[4][0]) for entry in found]


async def _status(address: str, port: int, host: str, target: str, tls: ssl.SSLContext | None) -> int:
    reader, writer = await asyncio.open_connection(address, port, ssl=tls, server_hostname=host if tls else None)
    try:
        wire = h11.Connection(h11.CLIENT)
        headers = [("host", f"{host}:{port}"), ("user-agent", "Hackday link check"), ("connection", "close")]
        writer.write(wire.send(h11.Request(method="GET", target=target, headers=headers)))
        while True:
            event = wire.next_event()
            if event is h11.NEED_DATA:
                wire.receive_data(await reader.read(4096))
            elif isinstance(event, h11.Response):
                return event.status_code
            elif not isinstance(event, h11.InformationalResponse):
                return 0
    finally:
        writer.transport.abort()
