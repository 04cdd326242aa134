"""Messages → mails, handed to an SMTP server over one connection, or written into a folder as .eml files.

The only home of smtplib. It retries nothing and remembers nothing: what an answer means for a message is said by the
error's class, and acted on in `alerts.deliver`.
"""

import re
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC
from email.utils import parseaddr
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from alerts import bounces
from alerts.channels import Channel
from alerts.channels.mails import written
from alerts.errors import (
    DeliveryError,
    PermanentDeliveryError,
    RefusedAddressError,
    ServerUnavailableError,
    TemporaryDeliveryError,
)
from alerts.model import Message
from crawler.errors import ConfigurationError

_TIMEOUT = 30.0  # seconds for each step of a conversation, and …
_LAST_TIMEOUT = 600.0  # … for the answer to a whole mail (RFC 5321, 4.5.3.2.6): who hangs up earlier sends it twice
_FORM = "smtp://user:password@host:587?starttls=1&rate=10, smtps://user:password@host, or file:///folder"
_GO_ON = 354
_CLOSING = 421  # the server goes away, and the mail has nothing to do with it
_TOO_LARGE = 552
_TOO_LARGE_STATUSES = {"5.2.3", "5.3.4"}
_SLOWEST = 60.0  # seconds from one mail to the next: meanwhile the next one is claimed already
_RATE = re.compile(r"\d{1,6}(\.\d{1,3})?")
_DOT = re.compile(rb"(?m)^\.")  # RFC 5321, 4.5.2


@dataclass(frozen=True, slots=True)
class _Server:
    host: str
    port: int
    tls: bool
    starttls: bool
    user: str
    password: str
    rate: float  # mails a second, 0 for as many as it takes


def check_server(url: str) -> None:
    """Refuse what `open_channel` would as an address, without a word to anybody. Raises ConfigurationError."""
    parts = _split(url)
    if parts.scheme != "file":
        _server(parts)


def check_sender(sender: str) -> None:
    """Refuse a From without an address. Raises ConfigurationError."""
    if "@" not in parseaddr(sender)[1]:
        raise ConfigurationError(f"SMEWATCH_MAIL_FROM is no sender: {sender!r} has no address like name@example.org")


@contextmanager
def open_channel(url: str, sender: str) -> Iterator[Channel]:
    """Open what `SMEWATCH_SMTP_URL` names; `sender` is the From of every mail (`SMEWATCH_MAIL_FROM`).

    No server is spoken to before the first mail. Raises ConfigurationError for an address that cannot be read; it
    never repeats it, since there may be a password in it.
    """
    check_sender(sender)
    parts = _split(url)
    if parts.scheme == "file":
        yield _Folder(Path(unquote(parts.path)), sender)
        return
    channel = _Smtp(_server(parts), sender)
    try:
        yield channel
    except BaseException:
        channel.drop()
        raise
    channel.close()


class _LostError(Exception):
    """The connection ended before anything of a mail was handed over; `meaning` is what that says on a fresh one."""

    def __init__(self, meaning: DeliveryError) -> None:
        super().__init__(str(meaning))
        self.meaning = meaning


class _Smtp:
    """A server, and the connection to it while there is one."""

    def __init__(self, server: _Server, sender: str) -> None:
        self._server = server
        self._sender = sender
        self._connection: smtplib.SMTP | None = None
        self._next = 0.0  # when the rate allows the next mail

    def send(self, message: Message) -> str:
        """Hand a message over; only a 250 after the whole mail returns, with what the server said."""
        content = _DOT.sub(b"..", written(message, self._sender)) + b".\r\n"
        self._wait_for_turn()
        while True:
            connection, fresh = self._connected()
            try:
                return self._hand_over(connection, message.recipient, content)
            except _LostError as error:
                self.drop()
                if fresh:
                    raise error.meaning from error
                # Many servers hang up after so many mails: that says nothing about this one.

    def close(self) -> None:
        """Take leave of the server."""
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.quit()
            except (smtplib.SMTPException, OSError):
                connection.close()

    def drop(self) -> None:
        """Hang up without a word: in the midst of a mail a QUIT would wait until the server has taken it."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _hand_over(self, connection: smtplib.SMTP, recipient: str, content: bytes) -> str:
        options = _options(connection, recipient, content)
        code, words = _ask(lambda: connection.mail(parseaddr(self._sender)[1], options), ServerUnavailableError)
        if code >= 500 and code != _TOO_LARGE:
            self.close()
            raise ServerUnavailableError(f"the mail server refuses the sender: {words}")
        self._require(code < 300, _refusal(code, words))
        # From here on it may be the mail's fault that a server hangs up: a fresh connection puts off this one alone.
        code, words = _ask(lambda: connection.rcpt(recipient), TemporaryDeliveryError)
        self._require(code < 500, RefusedAddressError(words, hard=bounces.is_hard(words)))
        self._require(code < 300, TemporaryDeliveryError(words))
        code, words = _ask(lambda: connection.docmd("DATA"), TemporaryDeliveryError)
        self._require(code == _GO_ON, _refusal(code, words))
        socket = connection.sock
        assert socket is not None
        try:
            socket.settimeout(_LAST_TIMEOUT)
            connection.send(content)
            code, answer = connection.getreply()
            socket.settimeout(_TIMEOUT)
        except (smtplib.SMTPException, OSError) as error:
            self.drop()
            raise TemporaryDeliveryError(f"the connection was lost: {error}") from error
        words = _words(code, answer)
        if code >= 300:
            raise _refusal(code, words)
        return words

    def _require(self, fine: bool, otherwise: DeliveryError) -> None:
        """Take back what was begun, and raise, where an answer is not fine: the next mail begins anew."""
        if fine:
            return
        try:
            if self._connection is not None:
                self._connection.rset()
        except (smtplib.SMTPException, OSError):
            self.drop()
        raise otherwise

    def _wait_for_turn(self) -> None:
        if self._server.rate:
            sleep(max(0.0, self._next - monotonic()))
            self._next = monotonic() + 1 / self._server.rate

    def _connected(self) -> tuple[smtplib.SMTP, bool]:
        """Return a connection, and whether it has just been made."""
        if self._connection is not None and self._connection.sock is not None:  # smtplib itself may have hung up
            return self._connection, False
        try:
            self._connection = _connect(self._server)
        except (smtplib.SMTPException, OSError) as error:
            place = f"{self._server.host}:{self._server.port}"
            raise ServerUnavailableError(f"the mail server {place} cannot be used: {_reason(error)}") from error
        return self._connection, True


class _Folder:
    """A folder that takes every mail as a file."""

    def __init__(self, folder: Path, sender: str) -> None:
        self._folder = folder
        self._sender = sender

    def send(self, message: Message) -> str:
        """Write a message, named by its time and its id, so that the same one makes the same file."""
        name = f"{message.date.astimezone(UTC):%Y%m%dT%H%M%SZ}-{message.message_id.strip('<>').partition('@')[0]}.eml"
        content = written(message, self._sender)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            part = self._folder / f".{name}"
            part.write_bytes(content)
            part.replace(self._folder / name)
        except OSError as error:
            raise ServerUnavailableError(f"mails cannot be written to {self._folder}: {error.strerror}") from error
        return f"written to {self._folder / name}"


def _connect(server: _Server) -> smtplib.SMTP:
    # The default context checks the certificate and its name.
    if server.tls:
        connection: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=_TIMEOUT, context=ssl.create_default_context()
        )
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=_TIMEOUT)
    try:
        if server.starttls:
            connection.starttls(context=ssl.create_default_context())
        if server.user:
            connection.login(server.user, server.password)
        connection.ehlo_or_helo_if_needed()  # what is refused here is refused to us, not to the first mail
    except (smtplib.SMTPException, OSError):
        connection.close()
        raise
    return connection


def _split(url: str) -> SplitResult:
    if not url:
        raise ConfigurationError(f"SMEWATCH_SMTP_URL is not set: name the mail server, {_FORM}")
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise _unreadable("it is no address") from None
    if parts.scheme not in ("smtp", "smtps", "file"):
        raise _unreadable("it begins with none of smtp://, smtps:// and file://")
    if parts.scheme == "file" and (parts.netloc or not parts.path.strip("/")):
        raise _unreadable("file:// is followed by three slashes and a folder")
    if parts.scheme != "file" and (not host or parts.path.strip("/")):
        raise _unreadable(
            "it names no host, or something behind it (a / # ? @ in a password is written %2F %23 %3F %40)"
        )
    return parts


def _server(parts: SplitResult) -> _Server:
    options = parse_qs(parts.query, keep_blank_values=True)
    starttls, rate = options.pop("starttls", ["0"])[-1], options.pop("rate", ["0"])[-1]
    fit = _RATE.fullmatch(rate) and (not float(rate) or 1 / float(rate) <= _SLOWEST)
    if options or starttls not in ("0", "1") or not fit:
        raise _unreadable(
            "the options are ?starttls=1 and ?rate=10, a number of mails a second (one a minute is 0.017)"
        )
    tls = parts.scheme == "smtps"
    if tls and starttls == "1":
        raise _unreadable("smtps:// is encrypted already and takes no starttls")
    return _Server(
        host=parts.hostname or "",
        port=parts.port or (465 if tls else 587 if starttls == "1" else 25),
        tls=tls,
        starttls=starttls == "1",
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        rate=float(rate),
    )


def _unreadable(reason: str) -> ConfigurationError:
    return ConfigurationError(f"SMEWATCH_SMTP_URL cannot be read: {reason}; write it like {_FORM}")


def _options(connection: smtplib.SMTP, recipient: str, content: bytes) -> list[str]:
    options = [f"size={len(content)}"] if connection.has_extn("size") else []
    if recipient.isascii():
        return options
    if not connection.has_extn("smtputf8"):
        raise PermanentDeliveryError("the mail server takes only addresses in ASCII (it has no SMTPUTF8)")
    return [*options, "SMTPUTF8", "BODY=8BITMIME"]


def _ask(command: Callable[[], tuple[int, bytes]], meaning: type[DeliveryError]) -> tuple[int, str]:
    """Give a command and return its answer. Raises _LostError where there is none, or it is a farewell."""
    try:
        code, answer = command()
    except (smtplib.SMTPException, OSError) as error:
        raise _LostError(meaning(f"the connection was lost: {error}")) from error
    words = _words(code, answer)
    if code == _CLOSING:
        raise _LostError(meaning(words))
    return code, words


def _refusal(code: int, words: str) -> DeliveryError:
    """Return what a refusal of a mail means.

    What is no matter of its size is one of a quota or of a block list more often than of its content: in some days it
    may be taken, whatever the code.
    """
    too_large = code == _TOO_LARGE or (code >= 500 and bounces.status(words) in _TOO_LARGE_STATUSES)
    return PermanentDeliveryError(words) if too_large else TemporaryDeliveryError(words)


def _reason(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _words(error.smtp_code, error.smtp_error)
    return str(error) or type(error).__name__


def _words(code: int, answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return " ".join(f"{code} {text}".split())
