"""Messages → POSTs to an address of the reader's own, signed, so that whoever has the secret knows from whom they come.

The body is the message's text, which is JSON (`alerts.posting`). Its signature is an HMAC-SHA256 over the moment, a dot
and the body, under a secret that is made of the service's own key and the address: it is stored nowhere. No redirect is
followed, and no private network reached that the settings do not open.
"""

import hmac
import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException, HTTPResponse
from threading import Timer
from urllib.parse import SplitResult, urlsplit

from alerts.errors import DeliveryError, PermanentDeliveryError, RefusedAddressError, TemporaryDeliveryError
from alerts.model import Message
from crawler import clock
from crawler.errors import ConfigurationError
from crawler.networks import Network, is_public

_TIMEOUT = 10.0  # seconds for each step, since others wait meanwhile, and …
_WHOLE = 30.0  # … from the connection to the answer: a server that drips is in time with every step
_LATER = {408, 425, 429}
_NOT_THERE = {401, 403, 404, 405, 410}  # these are about the address, and not about what is sent to it
_GONE = 410


def check(address: str) -> str:
    """Return the address of a webhook as it is stored. Raises ConfigurationError for one that cannot be posted to."""
    stripped = address.strip()
    try:
        parts = urlsplit(stripped)
        fit = bool(parts.hostname) and parts.port != 0
    except ValueError:
        fit = False
    if not fit or not stripped.isascii() or not stripped.isprintable() or " " in stripped:
        raise ConfigurationError("this is no address of a webhook: write it like https://hooks.example.org/path")
    if "@" in parts.netloc or parts.fragment:
        raise ConfigurationError("leave user, password and # out of a webhook's address: messages are signed instead")
    return stripped


def secret(key: str, address: str) -> str:
    """Return the secret that messages to an address are signed with, of the service's key."""
    return hmac.digest(key.encode(), f"smewatch webhook {address}".encode(), "sha256").hex()


def signature(secret: str, moment: int, body: bytes) -> str:
    """Return what a receiver has to compare with `v1` in the header: `moment` is its `t`, in seconds of Unix time."""
    return hmac.digest(secret.encode(), f"{moment}.".encode() + body, "sha256").hex()


class Webhooks:
    """Posts each message to the address that is its recipient."""

    def __init__(self, key: str, allowed: Sequence[Network] = ()) -> None:
        """Sign with the service's key; `allowed` are the private networks that may be reached."""
        self._key = key
        self._allowed = allowed
        self._silent: set[str] = set()  # hosts that did not answer in this round: the others wait for them once

    def send(self, message: Message) -> str:
        """Post a message; an answer of 2xx is one that takes it."""
        place = urlsplit(message.recipient)
        if place.netloc in self._silent:
            raise TemporaryDeliveryError(f"{place.hostname} did not answer a moment ago")
        body, moment = message.text.encode(), int(clock.now().timestamp())
        signed = signature(secret(self._key, message.recipient), moment, body)
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "smewatch",
            "Idempotency-Key": message.message_id,
            "Smewatch-Signature": f"t={moment},v1={signed}",
        }
        try:
            answer = self._post(place, body, headers)
        except (OSError, HTTPException) as error:
            self._silent.add(place.netloc)
            reason = str(error) or type(error).__name__
            raise TemporaryDeliveryError(f"{place.hostname} cannot be reached: {reason}") from error
        words = f"{answer.status} {answer.reason}".strip()
        if 200 <= answer.status < 300:
            return words
        raise _refusal(answer, f"{place.hostname}: {words}")

    def _post(self, place: SplitResult, body: bytes, headers: dict[str, str]) -> HTTPResponse:
        assert place.hostname
        secure = place.scheme.lower() == "https"
        port = place.port or (443 if secure else 80)
        connection = HTTPConnection(place.hostname, port)
        try:
            connection.sock = line = self._connect(place.hostname, port)
            with _ended_after(_WHOLE, line):
                if secure:
                    context = ssl.create_default_context()
                    connection.sock = context.wrap_socket(line, server_hostname=place.hostname)
                target = (place.path or "/") + (f"?{place.query}" if place.query else "")
                connection.request("POST", target, body, headers)
                answer = connection.getresponse()
            answer.close()  # what it has to say beside its status is not read
            return answer
        finally:
            connection.close()

    def _connect(self, host: str, port: int) -> socket.socket:
        """Connect to a host where that is allowed: to the address that was looked at, not to one of a second lookup."""
        found = {it[4][:2]: it for it in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
        allowed = [it for (address, _), it in found.items() if is_public(str(address), self._allowed)]
        if not allowed:
            raise RefusedAddressError(
                f"{host} is in a private network: SMEWATCH_ALLOW_PRIVATE_ADDRESSES can open it", hard=False
            )
        family, kind, protocol, _, address = allowed[0]
        connection = socket.socket(family, kind, protocol)
        try:
            connection.settimeout(_TIMEOUT)
            connection.connect(address)
        except BaseException:
            connection.close()
            raise
        return connection


@contextmanager
def _ended_after(seconds: float, line: socket.socket) -> Iterator[None]:
    """End a connection that is still in use after some time, whatever comes over it."""
    watched = line.dup()  # the same connection, also when TLS has taken the line over

    def end() -> None:
        with suppress(OSError):  # the other side has been quicker
            watched.shutdown(socket.SHUT_RDWR)

    timer = Timer(seconds, end)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        watched.close()


def _refusal(answer: HTTPResponse, words: str) -> DeliveryError:
    if answer.status >= 500 or answer.status in _LATER:
        return TemporaryDeliveryError(words, wait=_wait(answer.getheader("Retry-After", "")))
    if answer.status in _NOT_THERE or answer.status < 400:  # a redirect: somebody should store where it leads
        return RefusedAddressError(words, hard=answer.status == _GONE)
    return PermanentDeliveryError(words)


def _wait(asked: str) -> timedelta:
    """Read a Retry-After: seconds, or a date; nothing where it is neither."""
    if asked.isascii() and asked.isdigit():
        return timedelta(seconds=min(int(asked[:9]), 86_400))
    try:
        until: datetime = parsedate_to_datetime(asked)
    except ValueError:
        return timedelta(0)
    return max(timedelta(0), (until if until.tzinfo else until.replace(tzinfo=UTC)) - clock.now())
