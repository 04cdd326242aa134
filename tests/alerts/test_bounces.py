"""What servers say when they refuse an address, and when they return a mail."""

import pytest

from alerts import bounces
from alerts.bounces import Report
from alerts.errors import DamagedReportError
from tests.reports import nested, report


@pytest.mark.parametrize(
    ("words", "hard"),
    [
        ("550 5.1.1 no such user", True),
        ("550-5.1.1 no such user 550 5.1.1 see https://example.org", True),
        ("553 5.1.2 no such domain", True),
        ("550 no such user", True),
        ("550 5.7.1 we do not like you", False),
        ("550 5.2.1 disabled", False),
        ("552 5.2.2 full", False),
        ("553 5.1.8 your domain does not exist", False),
        ("554 no", False),
        ("551 user not local", False),
    ],
)
def test_only_an_address_that_does_not_exist_is_refused_for_good(words: str, hard: bool) -> None:
    assert bounces.is_hard(words) is hard


SENT = "<2026-11-21.0123@news.example>"


@pytest.mark.parametrize("back", ["message/rfc822", "text/rfc822-headers", "message/global-headers"])
def test_a_report_names_the_mail_its_recipient_and_what_became_of_it(back: str) -> None:
    read = bounces.read(report(SENT, back=back))
    assert read == Report(SENT, "gone@example.org", True, "5.1.1 550 5.1.1 no such user")
    assert read.hard


def test_the_recipient_that_failed_counts_among_several() -> None:
    several = (
        "Final-Recipient: rfc822; kept@example.org\nAction: delivered\nStatus: 2.0.0\n\n"
        "Final-Recipient: rfc822; full@example.org\nAction: failed\nStatus: 5.2.2\n"
        "Diagnostic-Code: smtp; 552 5.2.2 over\n quota"
    )
    read = bounces.read(report(SENT, fields=several))
    assert read == Report(SENT, "full@example.org", True, "5.2.2 552 5.2.2 over quota")
    assert not read.hard


def test_words_that_no_database_can_hold_are_replaced() -> None:
    read = bounces.read(report(SENT).replace(b"no such user", b"no \x00user\x1b"))
    assert read
    assert read.words == "5.1.1 550 5.1.1 no \ufffduser\ufffd"


def test_a_mail_that_is_only_late_has_not_failed() -> None:
    late = "Final-Recipient: rfc822; slow@example.org\nAction: delayed\nStatus: 4.4.1"
    read = bounces.read(report(SENT, fields=late))
    assert read == Report(SENT, "slow@example.org", False, "4.4.1")


@pytest.mark.parametrize(
    "letter",
    [
        b"",
        b"Subject: hello\r\n\r\nWho are you?",
        b"Subject: Undelivered Mail\r\n\r\n550 no such user <2026-11-21.0123@news.example>",
        b"Content-Type: multipart/report; report-type=disposition-notification; boundary=x\r\n\r\n--x--",
        b"\xff\xfe\x00" * 100,
    ],
)
def test_a_letter_is_no_report(letter: bytes) -> None:
    assert bounces.read(letter) is None


@pytest.mark.parametrize(
    "damaged",
    [
        report(SENT)[:600],
        report(SENT, fields="Reporting-MTA: dns; x"),
        report(SENT, fields="Action: failed\nStatus: none"),
        report("", back="message/rfc822"),
        report("<a\0b@news.example>"),
        nested(1000),
        report(SENT).replace(b"message/rfc822", b"text/plain"),
        report(SENT).replace(b"message/delivery-status", b"text/plain"),
        report(SENT).replace(b"; boundary=x", b""),
        report(SENT, back="text/rfc822-headers").replace(b"Message-ID", b"Content-Transfer-Encoding: base64\nX"),
    ],
)
def test_a_damaged_report_is_named_as_such(damaged: bytes) -> None:
    with pytest.raises(DamagedReportError):
        bounces.read(damaged)
