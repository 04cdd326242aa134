"""A mail server with faults: it hangs up, refuses mails, or stops answering at a stage until a test has done its part.

A real SMTP server on a free port of the loopback, in a thread; its clients are real processes.
"""

import asyncio
import threading
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.servers import MailSink


class FaultyMailSink(MailSink):
    """A mail server whose faults can be set while it runs.

    `hangs_up_after` mails it closes a connection, and says so where `farewell` is set; the 250 of the recipients in
    `drops` never reaches them, though their mails are taken; `refused` maps recipients to the answer that their whole
    mail gets; at `held` it stops: "EHLO", "MAIL", "RCPT", "DATA" (nothing is taken yet) or "250" (it is).
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.hangs_up_after = 0
        self.farewell = ""
        self.drops: set[str] = set()
        self.refused: dict[str, str] = {}
        self.connections = 0
        self.held = ""
        self.reached = threading.Event()  # the stage, by a client who now waits …
        self._going = asyncio.Event()  # … for this
        self._taken: dict[int, int] = {}

    def go_on(self) -> None:
        """Answer whoever waits, and stop at no stage any more."""
        self.held = ""
        self._loop.call_soon_threadsafe(self._going.set)

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        await self._stage("EHLO")
        return responses

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, mail_options: list[str]
    ) -> str:
        await self._stage("MAIL")
        if self.hangs_up_after and self._taken.get(id(session), 0) >= self.hangs_up_after:
            self._hang_up(server, self.farewell)
            return self.farewell
        envelope.mail_from = address
        envelope.mail_options.extend(mail_options)
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        await self._stage("RCPT")
        return await super().handle_RCPT(server, session, envelope, address, options)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        await self._stage("DATA")
        for recipient in envelope.rcpt_tos:
            if recipient in self.refused:
                return self.refused[recipient]
        answer = await super().handle_DATA(server, session, envelope)
        self._taken[id(session)] = self._taken.get(id(session), 0) + 1
        await self._stage("250")
        if self.drops & set(envelope.rcpt_tos):
            self._hang_up(server)
        return answer

    def _hang_up(self, server: SMTP, farewell: str = "") -> None:
        line = server.transport
        assert isinstance(line, asyncio.Transport)
        if farewell:
            self._loop.call_soon(line.close)
        else:
            line.abort()

    async def _stage(self, name: str) -> None:
        if name == self.held:
            self.reached.set()
            await self._going.wait()
