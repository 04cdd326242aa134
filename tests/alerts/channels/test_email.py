"""Mails into a folder and to a real server, and addresses of servers that make no sense."""

import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from alerts import deliver
from alerts.channels import email
from alerts.channels.email import open_channel
from alerts.errors import (
    PermanentDeliveryError,
    RefusedAddressError,
    ServerUnavailableError,
    TemporaryDeliveryError,
)
from alerts.model import Message
from crawler.errors import ConfigurationError
from tests.faulty_mail import FaultyMailSink
from tests.servers import MailSink

SENDER = "smewatch <digest@news.example>"
MESSAGE = Message(
    recipient="reader@example.org",
    subject="3 个新目标，1 个上调；林示范等 4 人表态｜11月21日",
    text="■ 新目标\n",
    html="<p>新目标</p>",
    message_id="<2026-11-21.0123@news.example>",
    date=datetime(2026, 11, 21, 1, 0, tzinfo=UTC),
    headers={"List-Unsubscribe": "<https://policy.example/unsubscribe/abc>", "References": "<week.7@news.example>"},
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
        assert channel.send(MESSAGE) == "250 taken"
    (mail,) = mail_sink.mails
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text
    assert html
    assert (mail["Subject"], mail["To"], mail["From"]) == (MESSAGE.subject, MESSAGE.recipient, SENDER)
    assert (mail["Message-ID"], mail["Date"].datetime) == (MESSAGE.message_id, MESSAGE.date)
    assert (mail["Auto-Submitted"], mail["List-Id"]) == ("auto-generated", "<smewatch.news.example>")
    assert {name: mail[name] for name in MESSAGE.headers} == MESSAGE.headers
    assert text.get_content().splitlines() == MESSAGE.text.splitlines()
    assert html.get_content().splitlines() == MESSAGE.html.splitlines()


def test_a_refused_recipient_costs_itself_alone(mail_sink: MailSink) -> None:
    mail_sink.refusals = {"full@example.org": "452 mailbox full", "gone@example.org": "550 no such user"}
    with open_channel(mail_sink.url, SENDER) as channel:
        with pytest.raises(TemporaryDeliveryError, match="452 mailbox full"):
            channel.send(to("full@example.org"))
        with pytest.raises(RefusedAddressError, match="550 no such user") as refused:
            channel.send(to("gone@example.org"))
        assert refused.value.hard
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


@pytest.mark.parametrize("farewell", ["", "421 4.7.0 enough for one connection"])
def test_a_server_that_hangs_up_after_some_mails_puts_off_none(farewell: str) -> None:
    with FaultyMailSink() as sink:
        sink.hangs_up_after, sink.farewell = 2, farewell
        with open_channel(sink.url, SENDER) as channel:
            for number in range(5):
                channel.send(to(f"{number}@example.org"))
        assert sink.recipients == [f"{number}@example.org" for number in range(5)]
        assert sink.connections == 3


def test_a_mail_whose_250_was_lost_is_not_sent_again_at_once() -> None:
    with FaultyMailSink() as sink, open_channel(sink.url, SENDER) as channel:
        channel.send(to("one@example.org"))
        sink.drops = {"two@example.org"}
        with pytest.raises(TemporaryDeliveryError, match="lost"):
            channel.send(to("two@example.org"))
        channel.send(to("three@example.org"))
        assert sink.recipients == ["one@example.org", "two@example.org", "three@example.org"]


def test_a_farewell_instead_of_a_greeting_costs_no_mail() -> None:
    with FaultyMailSink() as sink, open_channel(sink.url, SENDER) as channel:
        sink.refusals = {"reader@example.org": "421 too busy"}
        with pytest.raises(TemporaryDeliveryError, match="421 too busy"):  # it may be this mail's fault
            channel.send(MESSAGE)
        sink.hangs_up_after, sink.farewell = -1, "421 too busy"
        with pytest.raises(ServerUnavailableError, match="421 too busy"):
            channel.send(MESSAGE)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("552 5.3.4 too large", PermanentDeliveryError),
        ("554 5.3.4 too large", PermanentDeliveryError),
        ("550 5.4.5 daily quota exceeded", TemporaryDeliveryError),
        ("451 try again later", TemporaryDeliveryError),
    ],
)
def test_a_mail_that_is_refused_whole_costs_itself_alone(answer: str, expected: type[Exception]) -> None:
    with FaultyMailSink() as sink, open_channel(sink.url, SENDER) as channel:
        sink.refused = {"reader@example.org": answer}
        with pytest.raises(expected, match=answer):
            channel.send(MESSAGE)
        channel.send(to("other@example.org"))
        assert sink.recipients == ["other@example.org"]


def test_a_mail_that_is_too_large_is_not_even_sent() -> None:
    with MailSink(data_size_limit=1000) as sink, open_channel(sink.url, SENDER) as channel:
        with pytest.raises(PermanentDeliveryError, match="552"):
            channel.send(replace(MESSAGE, text="新目标" * 500))
        assert not sink.began.is_set()


def test_lines_that_begin_with_a_dot_arrive(mail_sink: MailSink) -> None:
    with open_channel(mail_sink.url, SENDER) as channel:
        channel.send(replace(MESSAGE, subject=f"x{' .y' * 60}"))
    assert mail_sink.mails[0]["Subject"] == f"x{' .y' * 60}"


def test_an_address_in_another_script_needs_a_server_that_takes_it(mail_sink: MailSink) -> None:
    with open_channel(mail_sink.url, SENDER) as channel:
        channel.send(to("读者@example.org"))
        channel.send(MESSAGE)
    assert mail_sink.recipients == ["读者@example.org", "reader@example.org"]
    assert mail_sink.mails[0]["To"] == "读者@example.org"
    with MailSink(enable_SMTPUTF8=False) as sink, open_channel(sink.url, SENDER) as channel:
        with pytest.raises(PermanentDeliveryError, match="SMTPUTF8"):
            channel.send(to("读者@example.org"))
        channel.send(MESSAGE)


def test_a_rate_is_kept(mail_sink: MailSink, monkeypatch: pytest.MonkeyPatch) -> None:
    moment, pauses = 100.0, list[float]()

    def sleep(seconds: float) -> None:
        nonlocal moment
        pauses.append(round(seconds, 3))
        moment += seconds

    monkeypatch.setattr(email, "monotonic", lambda: moment)
    monkeypatch.setattr(email, "sleep", sleep)
    with open_channel(f"{mail_sink.url}?rate=2.5", SENDER) as channel:
        for _ in range(3):
            channel.send(MESSAGE)
    assert pauses == [0, 0.4, 0.4]


def test_a_claim_outlasts_the_slowest_conversation_and_the_wait_for_its_turn() -> None:
    # Connecting, greeting, EHLO twice, STARTTLS and its handshake, a login of three steps; MAIL, RCPT, DATA, RSET;
    # all that twice, where a connection was lost.
    steps = 2 * (1 + 8 + 4)
    slowest = email._SLOWEST + steps * email._TIMEOUT + 2 * email._LAST_TIMEOUT
    assert timedelta(seconds=slowest) < deliver._CLAIM


class Tls:
    """A certificate for the loopback that nobody has signed, and a server's context with it."""

    def __init__(self, folder: Path) -> None:
        self.certificate, key = folder / "certificate.pem", folder / "key.pem"
        names = "subjectAltName=DNS:localhost,IP:127.0.0.1"
        command = f"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext {names}"
        subprocess.run([*command.split(), "-keyout", key, "-out", self.certificate], check=True, capture_output=True)
        self.context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self.context.load_cert_chain(self.certificate, key)


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> Tls:
    if not shutil.which("openssl"):
        pytest.skip("there is no openssl to make a certificate with")
    return Tls(tmp_path_factory.mktemp("tls"))


def login(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: LoginPassword) -> AuthResult:
    return AuthResult(success=(data.login, data.password) == (b"user", b"se/cret"), handled=False)


@pytest.mark.parametrize("way", ["smtps", "starttls"])
def test_a_certificate_counts_if_it_is_known_and_never_otherwise(
    way: str, tls: Tls, monkeypatch: pytest.MonkeyPatch
) -> None:
    options: dict[str, Any] = {"smtps": {"tls": tls.context, "auth_require_tls": False}}.get(
        way, {"tls_context": tls.context, "auth_required": True}
    )
    with MailSink(authenticator=login, **options) as sink:
        login_as = f"127.0.0.1:{sink.port}" + ("" if way == "smtps" else "?starttls=1")
        scheme = "smtps" if way == "smtps" else "smtp"
        with open_channel(f"{scheme}://user:se%2Fcret@{login_as}", SENDER) as channel:
            with pytest.raises(ServerUnavailableError, match="certificate verify failed"):
                channel.send(MESSAGE)
            monkeypatch.setenv("SSL_CERT_FILE", str(tls.certificate))
            channel.send(MESSAGE)
        with open_channel(f"{scheme}://user:other@{login_as}", SENDER) as channel:
            with pytest.raises(ServerUnavailableError, match="535") as refused:
                channel.send(MESSAGE)
            assert "other" not in str(refused.value)
        assert sink.recipients == [MESSAGE.recipient]


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
        "smtp://user:secret@mail.example.org?rate=fast",
        "smtp://user:secret@mail.example.org?rate=0.016",
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
