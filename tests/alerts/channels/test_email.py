"""Mails into a folder and to a real server, and addresses of servers that make no sense."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from alerts.channels.email import as_mail, open_channel
from alerts.errors import PermanentDeliveryError, ServerUnavailableError, TemporaryDeliveryError
from alerts.model import Message
from crawler.errors import ConfigurationError
from tests.servers import MailSink

SENDER = "smewatch <digest@news.example>"
MESSAGE = Message(
    recipient="reader@example.org",
    subject="3 个新目标，1 个上调；林示范等 4 人表态｜11月21日",
    text="■ 新目标\n",
    html="<p>新目标</p>",
    message_id="<2026-11-21.0123@news.example>",
    date=datetime(2026, 11, 21, 1, 0, tzinfo=UTC),
)


def to(recipient: str) -> Message:
    return replace(MESSAGE, recipient=recipient, message_id=f"<{recipient}>")


@contextmanager
def hangs_up(*, after: bytes, answer: bytes = b"250 fine") -> Iterator[str]:
    """A server that says `answer` to everything, and goes away once it has read `after`; yields its address."""
    listener = socket.create_server(("127.0.0.1", 0))

    def talk() -> None:
        connection, _ = listener.accept()
        with connection, connection.makefile("rb") as lines:
            connection.sendall(b"220 here\r\n")
            answers = True  # but not to the lines of a mail
            for line in lines:
                if line.upper().startswith(after):
                    return
                if answers:
                    answers = not line.upper().startswith(b"DATA")
                    connection.sendall(answer + b"\r\n" if answers else b"354 go on\r\n")

    thread = threading.Thread(target=talk)
    thread.start()
    try:
        yield f"smtp://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        thread.join()
        listener.close()


def test_a_mail_arrives_as_it_was_rendered(mail_sink: MailSink) -> None:
    with open_channel(mail_sink.url, SENDER) as channel:
        assert channel.send(MESSAGE) == "250"
    (mail,) = mail_sink.mails
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text
    assert html
    assert (mail["Subject"], mail["To"], mail["From"]) == (MESSAGE.subject, MESSAGE.recipient, SENDER)
    assert (mail["Message-ID"], mail["Date"].datetime) == (MESSAGE.message_id, MESSAGE.date)
    assert (mail["Auto-Submitted"], mail["List-Id"]) == ("auto-generated", "<smewatch.news.example>")
    assert text.get_content().splitlines() == MESSAGE.text.splitlines()
    assert html.get_content().splitlines() == MESSAGE.html.splitlines()


def test_a_refused_recipient_costs_itself_alone(mail_sink: MailSink) -> None:
    mail_sink.refusals = {"full@example.org": "452 mailbox full", "gone@example.org": "550 no such user"}
    with open_channel(mail_sink.url, SENDER) as channel:
        with pytest.raises(TemporaryDeliveryError, match="452 mailbox full"):
            channel.send(to("full@example.org"))
        with pytest.raises(PermanentDeliveryError, match="550 no such user"):
            channel.send(to("gone@example.org"))
        channel.send(to("reader@example.org"))
    assert mail_sink.recipients == ["reader@example.org"]


def test_a_server_that_is_not_there_is_named_without_the_password(closed_port: int) -> None:
    with open_channel(f"smtp://user:secret@127.0.0.1:{closed_port}", SENDER) as channel:
        with pytest.raises(ServerUnavailableError, match=f"127.0.0.1:{closed_port}") as caught:
            channel.send(MESSAGE)
        assert "secret" not in str(caught.value)


def test_a_login_that_the_server_does_not_offer_is_the_servers_matter(mail_sink: MailSink) -> None:
    with (
        open_channel(f"smtp://user:secret@127.0.0.1:{mail_sink.port}", SENDER) as channel,
        pytest.raises(ServerUnavailableError),
    ):
        channel.send(MESSAGE)


def test_encryption_that_the_server_does_not_offer_is_not_done_without(mail_sink: MailSink) -> None:
    with (
        open_channel(f"{mail_sink.url}?starttls=1", SENDER) as channel,
        pytest.raises(ServerUnavailableError, match="STARTTLS"),
    ):
        channel.send(MESSAGE)
    assert mail_sink.mails == []


def test_a_greeting_that_is_refused_costs_no_mail() -> None:
    with (
        hangs_up(after=b"QUIT", answer=b"550 not from here") as url,
        open_channel(url, SENDER) as channel,
        pytest.raises(ServerUnavailableError, match="550 not from here"),
    ):
        channel.send(MESSAGE)


@pytest.mark.parametrize("after", [b"RCPT", b"."])
def test_a_connection_lost_before_the_250_is_no_delivery(after: bytes) -> None:
    with (
        hangs_up(after=after) as url,
        open_channel(url, SENDER) as channel,
        pytest.raises(TemporaryDeliveryError, match="lost"),
    ):
        channel.send(MESSAGE)


def test_a_channel_connects_anew_after_a_drop(mail_sink: MailSink) -> None:
    with open_channel(mail_sink.url, SENDER) as channel:
        channel.send(to("one@example.org"))
        channel._connection.sock.shutdown(socket.SHUT_RDWR)  # type: ignore[attr-defined]
        with pytest.raises(TemporaryDeliveryError):
            channel.send(to("two@example.org"))
        channel.send(to("two@example.org"))
    assert mail_sink.recipients == ["one@example.org", "two@example.org"]


def test_a_folder_gets_a_file_for_each_message_and_the_same_for_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "mails"
    with open_channel(folder.as_uri(), SENDER) as channel:
        channel.send(MESSAGE)
        channel.send(MESSAGE)
    (file,) = folder.iterdir()
    assert file.name == "20261121T010000Z-2026-11-21.0123.eml"
    assert message_from_bytes(file.read_bytes(), policy=policy.default)["Subject"] == MESSAGE.subject


def test_a_folder_that_cannot_be_written_is_the_folders_matter(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    with open_channel((blocked / "mails").as_uri(), SENDER) as channel, pytest.raises(ServerUnavailableError):
        channel.send(MESSAGE)


@pytest.mark.parametrize("field", ["subject", "recipient", "message_id"])
def test_a_line_break_never_becomes_a_header(field: str) -> None:
    bad: Callable[..., Message] = replace
    with pytest.raises(PermanentDeliveryError):
        as_mail(bad(MESSAGE, **{field: "x\r\nBcc: other@example.org"}), SENDER)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mail.example.org",
        "http://mail.example.org",
        "smtp://",
        "smtp://user:secret@mail.example.org:port",
        "smtp://user:sec/ret@mail.example.org",
        "smtp://user:secret@mail.example.org?tls=1",
        "smtp://user:secret@mail.example.org?starttls=yes",
        "smtps://user:secret@mail.example.org?starttls=1",
        "smtp://user:secret@[::1",
        "file://mails",
        "file:///",
    ],
)
def test_an_address_that_cannot_be_read_is_one_clear_sentence(url: str) -> None:
    with pytest.raises(ConfigurationError, match="SMEWATCH_SMTP_URL") as caught, open_channel(url, SENDER):
        pass
    assert "secret" not in str(caught.value)
    assert "sec/ret" not in str(caught.value)


def test_a_sender_without_an_address_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="SMEWATCH_MAIL_FROM"), open_channel(tmp_path.as_uri(), "smewatch"):
        pass
