"""Messages to a service of Apprise's, which is a real web server here."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from alerts.channels import apprise
from alerts.channels.apprise import Services
from alerts.errors import RefusedAddressError, TemporaryDeliveryError
from alerts.model import Message
from crawler.errors import ConfigurationError
from tests.alerts.channels.hooks import hooks

MESSAGE = Message("", "3 个新目标", "■ 新目标\n", "", "<1@news.example>", datetime(2026, 11, 21, tzinfo=UTC))


def test_a_service_gets_subject_and_text() -> None:
    with hooks() as site:
        site.status = 200
        address = site.url.replace("http://", "json://") + "/secret"
        channel = Services()
        assert channel.send(replace(MESSAGE, recipient=address)) == "taken by JSON"
        posted = json.loads(site.posts[0].body)
        assert (posted["title"], posted["message"].strip()) == (MESSAGE.subject, MESSAGE.text.strip())
        site.status = 503
        with pytest.raises(TemporaryDeliveryError, match="JSON did not take it: 503"):
            channel.send(replace(MESSAGE, recipient=address))


def test_a_long_message_comes_in_parts() -> None:
    lines = [f"{number} 家" for number in range(10_000)]
    with hooks() as site:
        site.status = 200
        address = site.url.replace("http://", "json://")
        Services().send(replace(MESSAGE, recipient=address, text="\n".join(lines)))
        got = "\n".join(json.loads(it.body)["message"] for it in site.posts)
    assert len(site.posts) > 1
    assert all(line in got for line in (lines[0], lines[-1]))


@pytest.mark.parametrize(
    "address",
    [
        f"dingtalk://{'a' * 64}",
        f"wecombot://{'a' * 36}",
        f"feishu://{'a' * 36}",
        f"lark://{'a' * 36}",
        "schan://abcdefgh",
        "tgram://123456789:abcdefg_hijklmnop/1234",
        "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ",
    ],
)
def test_the_usual_services_are_known(address: str) -> None:
    assert apprise.check(f" {address} ") == address


@pytest.mark.parametrize("address", ["nonsense://secret", "dingtalk://", "tgram://secret", "://"])
def test_an_address_that_cannot_be_read_is_refused_without_being_repeated(address: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        apprise.check(address)
    assert "secret" not in str(refused.value)


def test_an_address_that_can_no_longer_be_read_is_refused() -> None:
    with pytest.raises(RefusedAddressError):
        Services().send(replace(MESSAGE, recipient="nonsense://x"))
