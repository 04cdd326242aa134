"""News sites on the loopback over raw HTTP, so that they can break what a server keeps: `faults` says how they do.

Every site has an address of its own, and all share a probe that nothing may reach.
"""

import asyncio
import contextlib
import socket
import struct
import threading
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

#: What the guard of a crawl must keep it from; nothing but the probe listens there.
PROBE_HOST = "127.200.0.1"
_PIECE = 65_536
_MEGABYTE = b" " * 1_000_000


@dataclass(frozen=True, slots=True)
class Visit:
    """A request: to the site of which number, for which path, and in which crawl.

    `count` is how often this path was asked for, this time included; `probe` is the forbidden host and port, `secret` a
    file that nothing may read.
    """

    number: int
    site: str
    path: str
    round: int
    count: int
    probe: str
    secret: Path


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, and how it is sent.

    `missing` bytes are promised by Content-Length and never come; `filling` megabytes of blanks follow the body, of
    which Content-Length says nothing unless it is `declared`; `pause` is the time in seconds between single bytes.
    """

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = "text/html; charset=utf-8"
    missing: int = 0
    filling: int = 0
    declared: bool = True
    pause: float = 0.0
    reset: bool = False


Answerer = Callable[[Visit], Reply]
_Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class FaultySites:
    """All the sites, and the probe.

    `urls` maps the names of sites to their feeds, `round` says which crawl it is, `trespasses` counts connections to
    the probe. `secret` is a file that nothing may read.
    """

    def __init__(self, sites: Mapping[str, Answerer], secret: Path) -> None:
        self._sites = sites
        self.round = 1
        self.urls: dict[str, str] = {}
        self.trespasses = 0
        self._secret = secret
        self._probe = ""
        self._counts: dict[tuple[str, str], int] = {}
        self._servers: list[asyncio.Server] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    @property
    def forbidden_feed(self) -> str:
        return f"http://{self._probe}/feed.xml"

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _listen(self) -> None:
        self._probe = f"{PROBE_HOST}:{await self._open(PROBE_HOST, self._trespassed)}"
        for number, (name, answers) in enumerate(self._sites.items(), 1):
            host = f"127.40.0.{number}"
            self.urls[name] = f"http://{host}:{await self._open(host, self._site(number, answers))}/feed.xml"

    async def _open(self, host: str, handle: _Handler) -> int:
        server = await asyncio.start_server(handle, host, 0)
        self._servers.append(server)
        port: int = server.sockets[0].getsockname()[1]
        return port

    async def _stop(self) -> None:
        for server in self._servers:
            server.close()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _trespassed(self, _: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.trespasses += 1
        writer.close()

    def _site(self, number: int, answers: Answerer) -> _Handler:
        async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                site = head.lower().partition("\r\nhost:")[2].partition("\r\n")[0].strip()
                target = head.split(" ")[1]
                self._counts[site, target] = self._counts.get((site, target), 0) + 1
                count = self._counts[site, target]
                path = target.partition("?")[0]
                visit = Visit(number, f"http://{site}", path, self.round, count, self._probe, self._secret)
                await _send(answers(visit), writer)
            writer.close()

        return handle


async def _send(reply: Reply, writer: asyncio.StreamWriter) -> None:
    lines = [f"HTTP/1.1 {reply.status} -", f"Content-Type: {reply.content_type}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in reply.headers.items()]
    if reply.declared:
        lines.append(f"Content-Length: {len(reply.body) + reply.missing + reply.filling * len(_MEGABYTE)}")
    head = "\r\n".join([*lines, "", ""]).encode()
    if reply.pause and not reply.body:
        await asyncio.sleep(reply.pause)
    writer.write(head)
    size = 1 if reply.pause else _PIECE
    for start in range(0, len(reply.body), size):
        writer.write(reply.body[start : start + size])
        await writer.drain()
        await asyncio.sleep(reply.pause)
    for _ in range(reply.filling):
        writer.write(_MEGABYTE)
        await writer.drain()
    if reply.reset:
        connection: socket.socket = writer.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()
