"""Messages → mails, handed to an SMTP server over one connection, or written into a folder as .eml files.

The only home of smtplib. It retries nothing and remembers nothing: what an answer means for a message is said by the
error's class, and acted on in `alerts.deliver`.
"""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from alerts.channels import Channel
from alerts.errors import PermanentDeliveryError, ServerUnavailableError, TemporaryDeliveryError
from alerts.model import Message
from crawler.errors import ConfigurationError

_TIMEOUT = 30.0  # seconds for each step of a conversation
_FORM = "smtp://user:password@host:587?starttls=1, smtps://user:password@host, or file:///folder"
_TOO_LARGE = 552  # the one refusal at MAIL FROM that is about the message


@dataclass(frozen=True, slots=True)
class _Server:
    host: str
    port: int
    tls: bool
    starttls: bool
    user: str
    password: str


@contextmanager
def open_channel(url: str, sender: str) -> Iterator[Channel]:
    """Open what `SMEWATCH_SMTP_URL` names; `sender` is the From of every mail (`SMEWATCH_MAIL_FROM`).

    No server is spoken to before the first mail. Raises ConfigurationError for an address that cannot be read; it
    never repeats it, since there may be a password in it.
    """
    if "@" not in parseaddr(sender)[1]:
        raise ConfigurationError(f"SMEWATCH_MAIL_FROM is no sender: {sender!r} has no address like name@example.org")
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


def as_mail(message: Message, sender: str) -> EmailMessage:
    """Write a message as a mail with a text and an HTML part.

    Raises PermanentDeliveryError for one that no mail can hold: a line break in a header never becomes two headers.
    """
    domain = parseaddr(sender)[1].rpartition("@")[2]
    mail = EmailMessage(policy=SMTP)
    try:
        mail["From"] = sender
        mail["To"] = message.recipient
        mail["Subject"] = message.subject
        mail["Date"] = message.date
        mail["Message-ID"] = message.message_id
        mail["List-Id"] = f"<smewatch.{domain}>"
        mail["List-Unsubscribe"] = f"<mailto:{parseaddr(sender)[1]}?subject=unsubscribe>"
        mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no vacation notice answers it
    except ValueError as error:
        raise PermanentDeliveryError(f"the message cannot be written as a mail: {error}") from error
    mail.set_content(message.text, cte="base64")
    mail.add_alternative(message.html, subtype="html", cte="base64")
    return mail


class _Smtp:
    """A server, and the connection to it while there is one."""

    def __init__(self, server: _Server, sender: str) -> None:
        self._server = server
        self._sender = sender
        self._connection: smtplib.SMTP | None = None

    def send(self, message: Message) -> str:
        """Hand a message over; only a 250 after the whole mail returns."""
        mail = as_mail(message, self._sender)
        connection = self._connected()
        try:
            connection.send_message(mail, to_addrs=[message.recipient])
        except smtplib.SMTPRecipientsRefused as error:
            raise _refusal(*error.recipients[message.recipient]) from error
        except smtplib.SMTPSenderRefused as error:
            self.close()
            if error.smtp_code < 500 or error.smtp_code == _TOO_LARGE:
                raise _refusal(error.smtp_code, error.smtp_error) from error
            answer = _words(error.smtp_code, error.smtp_error)
            raise ServerUnavailableError(f"the mail server refuses the sender: {answer}") from error
        except smtplib.SMTPResponseException as error:
            raise _refusal(error.smtp_code, error.smtp_error) from error
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise TemporaryDeliveryError(f"the connection was lost: {error}") from error
        return "250"

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

    def _connected(self) -> smtplib.SMTP:
        if self._connection is not None and self._connection.sock is None:  # smtplib hung up, after a 421 for one
            self._connection = None
        if self._connection is None:
            try:
                self._connection = _connect(self._server)
            except (smtplib.SMTPException, OSError) as error:
                place = f"{self._server.host}:{self._server.port}"
                raise ServerUnavailableError(f"the mail server {place} cannot be used: {_reason(error)}") from error
        return self._connection


class _Folder:
    """A folder that takes every mail as a file."""

    def __init__(self, folder: Path, sender: str) -> None:
        self._folder = folder
        self._sender = sender

    def send(self, message: Message) -> str:
        """Write a message, named by its time and its id, so that the same one makes the same file."""
        name = f"{message.date.astimezone(UTC):%Y%m%dT%H%M%SZ}-{message.message_id.strip('<>').partition('@')[0]}.eml"
        mail = as_mail(message, self._sender)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            part = self._folder / f".{name}"
            part.write_bytes(mail.as_bytes())
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
    starttls = options.pop("starttls", ["0"])[-1]
    if options or starttls not in ("0", "1"):
        raise _unreadable("the only option is ?starttls=1")
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
    )


def _unreadable(reason: str) -> ConfigurationError:
    return ConfigurationError(f"SMEWATCH_SMTP_URL cannot be read: {reason}; write it like {_FORM}")


def _refusal(code: int, answer: bytes | str) -> TemporaryDeliveryError | PermanentDeliveryError:
    words = _words(code, answer)
    return PermanentDeliveryError(words) if code >= 500 else TemporaryDeliveryError(words)


def _reason(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _words(error.smtp_code, error.smtp_error)
    return str(error) or type(error).__name__


def _words(code: int, answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return " ".join(f"{code} {text}".split())
