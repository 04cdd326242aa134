"""Real servers for the tests, on free ports of the loopback: a news site, and a mail server that keeps its mails."""

import asyncio
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import SimpleQueue
from ssl import SSLContext
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from aiosmtpd.smtp import SMTP, Envelope, Session

if TYPE_CHECKING:
    from email.message import EmailMessage, Message


@dataclass(slots=True)
class Answer:
    """What a news site says at one path."""

    body: bytes = b""
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)


class NewsSite:
    """A web server: `pages` maps paths to answers (404 for the rest), `requests` lists the paths asked for.

    `headers` holds those of the last request for each path.
    """

    def __init__(self) -> None:
        self.pages: dict[str, Answer] = {}
        self.requests: list[str] = []
        self.headers: dict[str, Message] = {}
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.requests.append(self.path)
                site.headers[self.path] = self.headers
                answer = site.answer(self.path)
                self.send_response(answer.status)
                self.send_header("Content-Type", answer.content_type)
                self.send_header("Content-Length", str(len(answer.body)))
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(answer.body)

            def log_message(self, format: str, *args: Any) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def answer(self, path: str) -> Answer:
        return self.pages.get(path, Answer(b"not here", 404))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class MailSink:
    """A mail server: `mails` holds what it took, `refusals` maps recipients to the answer their RCPT gets.

    Who waits for a mail takes it out of `arrived`. It speaks TLS from the first byte with `tls`; `options` are those of
    aiosmtpd's SMTP.
    """

    def __init__(self, tls: SSLContext | None = None, **options: Any) -> None:
        self._tls = tls
        self._options = {"enable_SMTPUTF8": True, **options}
        self.mails: list[EmailMessage] = []
        self.arrived: SimpleQueue[EmailMessage] = SimpleQueue()
        self.recipients: list[str] = []
        self.refusals: dict[str, str] = {}
        self.began = threading.Event()  # a mail has been sent whole; its answer waits for `answering`
        self.answering = threading.Event()
        self.answering.set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self.port = 0

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.began.set()
        await asyncio.get_running_loop().run_in_executor(None, self.answering.wait)
        content = envelope.content
        assert isinstance(content, bytes)
        self.mails.append(message_from_bytes(content, policy=policy.default))
        self.recipients += envelope.rcpt_tos
        self.arrived.put(self.mails[-1])
        return "250 taken"

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def _listen(self) -> asyncio.Server:
        return await self._loop.create_server(
            lambda: SMTP(self, loop=self._loop, **self._options), "127.0.0.1", 0, ssl=self._tls
        )

    async def _stop(self) -> None:
        self._server.close()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
