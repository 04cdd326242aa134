"""The mailbox to which mails come back → the letters in it, one by one, and away with those that were dealt with.

The only home of imaplib and poplib. On an IMAP server what is done is marked as seen; elsewhere it is removed.
Nothing is understood here: what a letter says is `alerts.bounces`.
"""

import imaplib
import poplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, unquote, urlsplit

from alerts.errors import ServerUnavailableError
from crawler.errors import ConfigurationError

_TIMEOUT = 30.0
_MOST_BYTES = 1_000_000  # a report is small; what is larger holds somebody's attachments
_SEEN = re.compile(r":2,[A-Z]*S")  # among the flags of a letter in a Maildir
_FORM = "imaps://user:password@host/INBOX, pops://user:password@host, or maildir:///folder"


class Mailbox(Protocol):
    """Where letters are."""

    def letters(self) -> Iterator[tuple[str, bytes]]:
        """Give each letter that was not dealt with: its name, and itself."""
        ...

    def done(self, name: str) -> None:
        """Have a letter not come again."""
        ...

    def set_aside(self, name: str) -> None:
        """Have a letter not come again, and keep it for a person where the mailbox can: a POP server cannot."""
        ...


def check(url: str) -> None:
    """Refuse what `open_mailbox` would as an address, without a word to anybody. Raises ConfigurationError."""
    _split(url)


@contextmanager
def open_mailbox(url: str) -> Iterator[Mailbox]:
    """Open what `SMEWATCH_BOUNCES_URL` names.

    Raises ConfigurationError for an address that cannot be read (it never repeats it, since there is a password in it),
    and ServerUnavailableError where the mailbox cannot be used, now or later on.
    """
    parts = _split(url)
    try:
        opened = _KINDS[parts.scheme](parts)
        try:
            yield opened
        finally:
            opened.close()
    except (OSError, imaplib.IMAP4.error, poplib.error_proto) as error:
        raise ServerUnavailableError(f"the mailbox of returned mails cannot be used: {_reason(error)}") from error


class _Imap:
    """A folder of an IMAP server; reading alone marks nothing."""

    def __init__(self, parts: SplitResult) -> None:
        host, port = parts.hostname or "", parts.port
        self._server: imaplib.IMAP4 = (
            imaplib.IMAP4_SSL(host, port or 993, ssl_context=ssl.create_default_context(), timeout=_TIMEOUT)
            if parts.scheme.endswith("s")
            else imaplib.IMAP4(host, port or 143, timeout=_TIMEOUT)
        )
        try:
            self._server.login(unquote(parts.username or ""), unquote(parts.password or ""))
            folder = unquote(parts.path.strip("/")) or "INBOX"
            answer, said = self._server.select(f'"{folder}"')
            if answer != "OK":
                raise imaplib.IMAP4.error(f"there is no folder {folder}: {said!r}")
        except BaseException:
            self.close()
            raise

    def letters(self) -> Iterator[tuple[str, bytes]]:
        _, found = self._server.uid("SEARCH", "UNSEEN", "SMALLER", str(_MOST_BYTES))
        for number in (found[0] or b"").decode("ascii").split():
            _, fetched = self._server.uid("FETCH", number, "(BODY.PEEK[])")
            whole = next((it[1] for it in fetched if isinstance(it, tuple)), None)
            if isinstance(whole, bytes):
                yield number, whole

    def done(self, name: str) -> None:
        self._server.uid("STORE", name, "+FLAGS.SILENT", r"(\Seen)")

    def set_aside(self, name: str) -> None:
        self.done(name)

    def close(self) -> None:
        """Take leave."""
        with suppress(OSError, imaplib.IMAP4.error):
            self._server.logout()


class _Pop:
    """The one folder of a POP server; what is done goes when the conversation ends well."""

    def __init__(self, parts: SplitResult) -> None:
        host, port = parts.hostname or "", parts.port
        self._server: poplib.POP3 = (
            poplib.POP3_SSL(host, port or 995, timeout=_TIMEOUT, context=ssl.create_default_context())
            if parts.scheme.endswith("s")
            else poplib.POP3(host, port or 110, timeout=_TIMEOUT)
        )
        try:
            self._server.user(unquote(parts.username or ""))
            self._server.pass_(unquote(parts.password or ""))
        except BaseException:
            self.close()
            raise

    def letters(self) -> Iterator[tuple[str, bytes]]:
        for line in self._server.list()[1]:
            number, size = line.split()[:2]
            if int(size) <= _MOST_BYTES:
                yield number.decode("ascii"), b"\r\n".join(self._server.retr(int(number))[1])

    def done(self, name: str) -> None:
        self._server.dele(int(name))

    def set_aside(self, name: str) -> None:
        self.done(name)

    def close(self) -> None:
        """Take leave; only that makes the server remove anything."""
        with suppress(OSError, poplib.error_proto):
            self._server.quit()


class _Maildir:
    """A folder on this machine: a letter is a file in `new` or `cur`, with its flags behind a colon."""

    def __init__(self, parts: SplitResult) -> None:
        self._folder = Path(unquote(parts.path))

    def letters(self) -> Iterator[tuple[str, bytes]]:
        files = (it for place in ("new", "cur") for it in (self._folder / place).iterdir())
        for path in sorted(files, key=lambda it: it.name):
            if _SEEN.search(path.name) or path.name.startswith("."):
                continue
            with suppress(FileNotFoundError):  # another reader has been quicker
                if path.stat().st_size <= _MOST_BYTES:
                    yield str(path.relative_to(self._folder)), path.read_bytes()

    def done(self, name: str) -> None:
        (self._folder / name).unlink(missing_ok=True)

    def set_aside(self, name: str) -> None:
        path = self._folder / name
        with suppress(FileNotFoundError):
            path.rename(self._folder / "cur" / f"{path.name.partition(':')[0]}:2,S")

    def close(self) -> None:
        """Nothing is open."""


_KINDS: dict[str, type[_Imap | _Pop | _Maildir]] = {
    "imap": _Imap,
    "imaps": _Imap,
    "pop": _Pop,
    "pops": _Pop,
    "maildir": _Maildir,
}


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise _unreadable("it is no address") from None
    if parts.scheme == "maildir":
        if parts.netloc or not parts.path.strip("/"):
            raise _unreadable("maildir:// is followed by three slashes and a folder")
    elif parts.scheme not in _KINDS:
        raise _unreadable("it begins with none of imaps://, imap://, pops://, pop:// and maildir://")
    elif not host or not parts.username or parts.query or parts.fragment:
        raise _unreadable("it names no host or no user (a / # ? @ in a password is written %2F %23 %3F %40)")
    return parts


def _unreadable(reason: str) -> ConfigurationError:
    return ConfigurationError(f"SMEWATCH_BOUNCES_URL cannot be read: {reason}; write it like {_FORM}")


def _reason(error: Exception) -> str:
    said = error.args[0] if error.args and isinstance(error.args[0], bytes) else str(error)
    return " ".join((said.decode("utf-8", "replace") if isinstance(said, bytes) else said).split())
