"""Letters in mailboxes of each kind, and what becomes of them."""

import mailbox
from pathlib import Path

import pytest

from alerts.errors import ServerUnavailableError
from alerts.mailboxes import open_mailbox
from crawler.errors import ConfigurationError
from tests import mailboxes

LETTERS = {3: b"Subject: one\r\n\r\n.dotted\r\n", 5: b"Subject: two\r\n\r\nx", 8: b"Subject: three\r\n\r\nx"}


def subjects(url: str, done: str) -> list[str]:
    """Read all letters, and deal with the one that has a subject."""
    found = []
    with open_mailbox(url) as box:
        for name, raw in box.letters():
            subject = raw.partition(b"\r\n")[0].partition(b": ")[2].decode()
            found.append(subject)
            if subject == done:
                box.done(name)
    return found


def test_an_imap_server_keeps_what_was_dealt_with_as_seen() -> None:
    seen: set[int] = set()
    with mailboxes.imap(LETTERS, seen) as url:
        assert subjects(url, "two") == ["one", "two", "three"]
        assert seen == {5}
        assert subjects(url, "") == ["one", "three"]


def test_a_pop_server_loses_what_was_dealt_with() -> None:
    letters = dict(LETTERS)
    with mailboxes.pop(letters) as url:
        assert subjects(url, "two") == ["one", "two", "three"]
        assert subjects(url, "") == ["one", "three"]
    assert letters.keys() == {3, 8}


def test_a_maildir_loses_what_was_dealt_with(tmp_path: Path) -> None:
    box = mailbox.Maildir(tmp_path / "box")
    for letter in LETTERS.values():
        box.add(letter)
    box.close()
    url = (tmp_path / "box").as_uri().replace("file:", "maildir:")
    assert sorted(subjects(url, "two")) == ["one", "three", "two"]
    assert sorted(subjects(url, "")) == ["one", "three"]


def test_a_letter_that_is_set_aside_comes_no_more_and_a_maildir_keeps_it_as_seen(tmp_path: Path) -> None:
    box = mailbox.Maildir(tmp_path / "box")
    box.add(LETTERS[3])
    read = mailbox.MaildirMessage(LETTERS[5])
    read.set_subdir("cur")
    box.add(read)
    for _ in range(2):
        with open_mailbox((tmp_path / "box").as_uri().replace("file:", "maildir:")) as opened:
            for name, _ in opened.letters():
                opened.set_aside(name)
    assert [(it.get_subdir(), it.get_flags()) for it in box] == [("cur", "S")] * 2
    assert sorted(it["Subject"] for it in box) == ["one", "two"]
    assert subjects((tmp_path / "box").as_uri().replace("file:", "maildir:"), "") == []
    box.close()


def test_a_letter_that_is_set_aside_is_seen_on_an_imap_server_and_gone_from_a_pop_server() -> None:
    seen: set[int] = set()
    letters = dict(LETTERS)
    with mailboxes.imap(LETTERS, seen) as imap, mailboxes.pop(letters) as pop:
        for url in (imap, pop):
            with open_mailbox(url) as box:
                for name, _ in box.letters():
                    box.set_aside(name)
    assert (seen, letters) == (set(LETTERS), {})


def test_what_is_large_is_left_alone(tmp_path: Path) -> None:
    box = mailbox.Maildir(tmp_path / "box")
    box.add(b"Subject: large\r\n\r\n" + b"x" * 1_000_001)
    box.close()
    assert subjects((tmp_path / "box").as_uri().replace("file:", "maildir:"), "") == []


@pytest.mark.parametrize("server", ["imap", "pop"])
def test_a_wrong_password_is_named_without_it(server: str) -> None:
    with mailboxes.imap({}, set()) if server == "imap" else mailboxes.pop({}) as url:
        wrong = url.replace("se%2Fcret", "s3cret")
        with pytest.raises(ServerUnavailableError, match=r"who are you\?") as refused:
            subjects(wrong, "")
        assert "s3cret" not in str(refused.value)


def test_what_is_not_there_cannot_be_used(tmp_path: Path, closed_port: int) -> None:
    with mailboxes.imap({}, set()) as url, pytest.raises(ServerUnavailableError, match="no folder other"):
        subjects(url.replace("INBOX", "other"), "")
    for missing in (f"maildir://{tmp_path}/none", *(f"{it}://u:p@127.0.0.1:{closed_port}" for it in ("imap", "pops"))):
        with pytest.raises(ServerUnavailableError, match="the mailbox of returned mails cannot be used"):
            subjects(missing, "")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "imap.example.org",
        "http://u:s3cret@x",
        "imaps://x/INBOX",
        "pops://u:s3c/ret@x:1?y",
        "maildir://x",
        "imap://[::1",
    ],
)
def test_an_address_that_cannot_be_read_is_one_clear_sentence(url: str) -> None:
    with pytest.raises(ConfigurationError, match="SMEWATCH_BOUNCES_URL") as refused, open_mailbox(url):
        pass
    assert "s3c" not in str(refused.value)
