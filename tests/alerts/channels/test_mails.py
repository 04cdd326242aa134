"""A mail is what its message says, whatever stands in it."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest

from alerts.channels.mails import written
from alerts.characters import fit, is_line
from alerts.errors import PermanentDeliveryError
from alerts.model import Message

SENDER = "智库 <digest@news.example>"
MESSAGE = Message(
    recipient="reader@example.org",
    subject=f"3 个新目标；{'林示范' * 30}等 4 人表态",
    text="■ 新目标\n\n-- \n--=_alternative--\n.\n" + "长" * 5000,
    html=f"<p>{'新目标' * 20_000}</p>\n",
    message_id="<2026-11-21.0123@news.example>",
    date=datetime(2026, 11, 21, 1, 0, tzinfo=UTC),
    headers={
        "List-Unsubscribe": "<https://policy.example/unsubscribe/abc>, <mailto:digest@news.example>",
        "References": "<week.7@news.example>",
    },
)


def with_field(name: str, value: str) -> Message:
    fields: dict[str, Any] = {name: value}
    return replace(MESSAGE, **fields)


def read(message: Message) -> EmailMessage:
    return message_from_bytes(written(message, SENDER), policy=policy.default)


def test_a_mail_says_what_its_message_says() -> None:
    mail = read(MESSAGE)
    assert (mail["Subject"], mail["To"], mail["From"]) == (MESSAGE.subject, MESSAGE.recipient, SENDER)
    assert (mail["Message-ID"], mail["Date"].datetime) == (MESSAGE.message_id, MESSAGE.date)
    assert {name: mail[name] for name in MESSAGE.headers} == MESSAGE.headers
    assert [it.get_content_type() for it in mail.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    for kind, content in (("plain", MESSAGE.text), ("html", MESSAGE.html)):
        part = mail.get_body((kind,))
        assert part
        assert part.get_content().replace("\r\n", "\n") == content
    assert [it.defects for it in mail.walk()] == [[], [], []]


@pytest.mark.parametrize(
    "subject",
    [
        "上调：示例企业 3000 家 → 3500 家｜11月21日",
        "3 new targets",
        "a b " * 30 + "家 b",
        "=?utf-8?q?x?=",
        "😀" * 40,
        "《a》 b",
        "\ue123家、\U0002ebf0家",  # of private use, and newer than this Python
        "家\u3000b\u200b家",
    ],
)
def test_a_subject_keeps_every_character_and_space(subject: str) -> None:
    assert read(replace(MESSAGE, subject=subject))["Subject"] == subject


def test_no_line_is_longer_than_servers_take_and_all_end_alike() -> None:
    lines = written(MESSAGE, SENDER).split(b"\r\n")
    assert max(map(len, lines)) <= 78
    assert not any(b"\n" in it or b"\r" in it for it in lines)
    assert b"".join(lines).isascii()


def test_a_name_that_is_not_ascii_stands_as_it_is() -> None:
    assert "To: 读者@example.org\r\n".encode() in written(replace(MESSAGE, recipient="读者@example.org"), SENDER)


@pytest.mark.parametrize("field", ["subject", "recipient", "message_id"])
def test_a_line_break_never_becomes_a_header(field: str) -> None:
    with pytest.raises(PermanentDeliveryError):
        written(with_field(field, "x\r\nBcc: other@example.org"), SENDER)
    with pytest.raises(PermanentDeliveryError):
        written(replace(MESSAGE, headers={"References": "x\r\nBcc: other@example.org"}), SENDER)


@pytest.mark.parametrize("character", "\x00\n\r\x1b\x85\u2028\u202e")
def test_what_is_made_fit_is_exactly_what_a_header_refuses(character: str) -> None:
    with pytest.raises(PermanentDeliveryError):
        written(replace(MESSAGE, subject=character), SENDER)
    assert character == "\n" or is_line(fit(character))


@pytest.mark.parametrize("field", ["subject", "text", "html"])
def test_half_a_character_is_refused_for_good_and_for_this_mail_alone(field: str) -> None:
    with pytest.raises(PermanentDeliveryError):
        written(with_field(field, "半\ud800个"), SENDER)
