"""Messages posted to a real web server, signed; and what its answers mean."""

import contextlib
import hashlib
import hmac
import ipaddress
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from alerts.audience import Subscriber
from alerts.channels import webhook
from alerts.channels.webhook import Webhooks
from alerts.errors import DeliveryError, PermanentDeliveryError, RefusedAddressError, TemporaryDeliveryError
from alerts.model import Change, Coverage, Digest, Message, Target
from alerts.render import Masthead, render
from crawler import clock
from crawler.errors import ConfigurationError
from tests.alerts.channels.hooks import Hooks, hooks

KEY = "a key of the service's own, long enough"
LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"),)
MESSAGE = Message(
    recipient="",
    subject="3 个新目标",
    text='{"changes": []}',
    html="",
    message_id="<2026-11-21.0123@news.example>",
    date=datetime(2026, 11, 21, 1, 0, tzinfo=UTC),
)


@pytest.fixture
def site() -> Iterator[Hooks]:
    with hooks() as served:
        yield served


def to(site: Hooks, path: str = "/hook?for=me") -> Message:
    return replace(MESSAGE, recipient=site.url + path)


def test_a_message_is_posted_once_with_a_signature_that_its_receiver_can_check(site: Hooks) -> None:
    message = to(site)
    assert Webhooks(KEY, LOOPBACK).send(message) == "204 No Content"
    (post,) = site.posts
    assert (post.path, post.body) == ("/hook?for=me", b'{"changes": []}')
    assert post.headers["Idempotency-Key"] == MESSAGE.message_id
    assert post.headers["Content-Type"] == "application/json"
    fields = dict(it.split("=") for it in post.headers["Smewatch-Signature"].split(","))
    secret = webhook.secret(KEY, message.recipient)
    expected = hmac.new(secret.encode(), f"{fields['t']}.".encode() + post.body, hashlib.sha256).hexdigest()
    assert fields["v1"] == expected
    assert abs(int(fields["t"]) - clock.now().timestamp()) < 60


def test_every_address_has_a_secret_of_its_own() -> None:
    assert len({webhook.secret(key, address) for key in ("a", "b") for address in ("https://x/1", "https://x/2")}) == 4


@pytest.mark.parametrize(
    ("status", "error", "hard"),
    [
        (429, TemporaryDeliveryError, None),
        (408, TemporaryDeliveryError, None),
        (500, TemporaryDeliveryError, None),
        (503, TemporaryDeliveryError, None),
        (301, RefusedAddressError, False),
        (404, RefusedAddressError, False),
        (410, RefusedAddressError, True),
        (400, PermanentDeliveryError, None),
        (413, PermanentDeliveryError, None),
    ],
)
def test_an_answer_means_what_http_says(
    site: Hooks, status: int, error: type[DeliveryError], hard: bool | None
) -> None:
    site.status, site.headers = status, {"Location": f"{site.url}/elsewhere"}
    with pytest.raises(error, match=str(status)) as refused:
        Webhooks(KEY, LOOPBACK).send(to(site, "/secret"))
    assert getattr(refused.value, "hard", None) is hard
    assert "secret" not in str(refused.value)
    assert [it.path for it in site.posts] == ["/secret"]


@pytest.mark.parametrize(
    ("asked", "least", "most"),
    [
        ("120", 120, 120),
        (timedelta(hours=1), 3500, 3600),
        (timedelta(hours=-1), 0, 0),
        ("9" * 40, 86_400, 86_400),
        ("soon", 0, 0),
        ("", 0, 0),
    ],
)
def test_a_server_says_how_long_to_wait(site: Hooks, asked: str | timedelta, least: int, most: int) -> None:
    if isinstance(asked, timedelta):
        asked = format_datetime(clock.now() + asked, usegmt=True)
    site.status, site.headers = 429, {"Retry-After": asked}
    with pytest.raises(TemporaryDeliveryError) as refused:
        Webhooks(KEY, LOOPBACK).send(to(site))
    assert least <= refused.value.wait.total_seconds() <= most


def test_a_private_network_is_reached_only_where_the_settings_open_it(site: Hooks) -> None:
    with pytest.raises(RefusedAddressError, match="private network"):
        Webhooks(KEY).send(to(site))
    local = replace(MESSAGE, recipient=site.url.replace("127.0.0.1", "localhost"))
    with pytest.raises(RefusedAddressError, match="private network"):
        Webhooks(KEY).send(local)
    assert site.posts == []


def test_a_server_that_does_not_answer_is_waited_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook, "_TIMEOUT", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        channel = Webhooks(KEY, LOOPBACK)
        silent = replace(MESSAGE, recipient=f"http://127.0.0.1:{listener.getsockname()[1]}/secret")
        with pytest.raises(TemporaryDeliveryError, match="cannot be reached: timed out"):
            channel.send(silent)
        listener.close()
        with pytest.raises(TemporaryDeliveryError, match="a moment ago"):
            channel.send(silent)


def test_a_server_that_drips_is_not_waited_for_till_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook, "_WHOLE", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def drip() -> None:
            line, _ = listener.accept()
            with line, contextlib.suppress(OSError):
                line.sendall(b"HTTP/1.1 ")
                for _ in range(100):
                    line.sendall(b"2")
                    time.sleep(0.05)

        server = threading.Thread(target=drip)
        server.start()
        began = time.monotonic()
        slow = replace(MESSAGE, recipient=f"http://127.0.0.1:{listener.getsockname()[1]}/secret")
        with pytest.raises(TemporaryDeliveryError, match="cannot be reached"):
            Webhooks(KEY, LOOPBACK).send(slow)
        assert time.monotonic() - began < 4
        server.join()


def test_a_certificate_is_checked(site: Hooks) -> None:
    with pytest.raises(TemporaryDeliveryError, match="cannot be reached"):
        Webhooks(KEY, LOOPBACK).send(replace(MESSAGE, recipient=site.url.replace("http://", "https://")))


@pytest.mark.parametrize(
    "address", ["https://", "https://u:p@x.example/", "https://x.example/#a", "https://x.example/a b", "https://[::1"]
)
def test_what_cannot_be_posted_to_is_refused(address: str) -> None:
    with pytest.raises(ConfigurationError):
        webhook.check(address)


def test_a_webhook_gets_a_digest_as_json(  # noqa: PLR0917
    target: Callable[..., Target],
    change: Callable[..., Change],
    subscription: Callable[..., object],
    masthead: Masthead,
    coverage: Coverage,
    now: datetime,
) -> None:
    hook = "https://hooks.example.org/secret"
    asked = subscription()
    asked = replace(asked, subscriber=Subscriber(3, hook))  # type: ignore[type-var]
    news = change(target())
    digest = Digest(asked, "2026-11-21", now, (news,), (), coverage)  # type: ignore[arg-type]
    message = render(digest, masthead)
    assert message.recipient == hook
    written = json.loads(message.text)
    assert (written["subject"], written["period"]) == (message.subject, "2026-11-21")
    (told,) = written["changes"]
    assert (told["kind"], told["finding"]["value"]) == ("new", news.finding.value)  # type: ignore[union-attr]
    assert told["origin"]["url"] == news.origin.url
    assert "secret" not in message.text + message.html
