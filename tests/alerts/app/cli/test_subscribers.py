"""Readers are added, imported, looked at and forgotten."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Smewatch
from tests.servers import MailSink


def test_a_reader_is_tried_added_paused_looked_at_and_forgotten(smewatch: Smewatch) -> None:
    tried = smewatch("subscribers", "add", "ann@example.org", "--every", "week", "--object", "小巨人", "--dry-run")
    assert "would have brought 0 changes: 0 + 0 + 0 + 0" in tried.stdout
    assert smewatch("subscribers", "list", "--json").stdout == ""
    wish = ("--every", "week", "--object", "小巨人", "--quiet-from", "22:00", "--quiet-to", "07:30", "--confirmed")
    assert smewatch("subscribers", "add", "ann@example.org", *wish).returncode == 0
    assert "ann@example.org" in smewatch("subscribers", "pause", "ann@example.org").stderr
    listed = smewatch("subscribers", "list").stdout
    assert "week, 07:00 Asia/Shanghai" in listed
    assert "paused" in listed
    assert "object 小巨人" in listed
    assert smewatch("subscribers", "resume", "ann@example.org").returncode == 0
    stored = json.loads(smewatch("subscribers", "export", "ann@example.org").stdout)
    assert stored["reader"]["quiet"] == {"start": "22:00:00", "end": "07:30:00"}
    assert "active" in smewatch("digest", "trace", "ann@example.org").stdout
    assert smewatch("subscribers", "remove", "ann@example.org").returncode == 0
    gone = smewatch("digest", "trace", "ann@example.org")
    assert (gone.returncode, "not subscribed" in gone.stderr) == (2, True)


def test_a_list_is_imported_as_a_whole_and_comes_back_as_it_was(smewatch: Smewatch, tmp_path: Path) -> None:
    table = tmp_path / "readers.csv"
    table.write_text("email,every,confirmed,regions\nann@example.org,day,yes,示例省；广东\nbob@,week,yes,\n", "utf-8")
    refused = smewatch("subscribers", "import", table)
    assert (refused.returncode, "bob@" in refused.stderr) == (2, True)
    assert smewatch("subscribers", "list", "--json").stdout == ""
    table.write_text(table.read_text("utf-8").replace("bob@", "bob@example.org"), "utf-8")
    assert "2 of 2 subscriptions added" in smewatch("subscribers", "import", table).stderr
    first = smewatch("subscribers", "list", "--json").stdout
    (tmp_path / "readers.jsonl").write_text(first, "utf-8")
    again = smewatch("subscribers", "import", tmp_path / "readers.jsonl")
    assert "0 of 2 subscriptions added, 2 were there already" in again.stderr
    elsewhere = {"DATA_DIR": str(tmp_path / "elsewhere")}
    smewatch("subscribers", "import", tmp_path / "readers.jsonl", **elsewhere)
    assert smewatch("subscribers", "list", "--json", **elsewhere).stdout == first


def test_who_is_imported_without_having_agreed_is_asked_and_other_ways_are_passed_over(
    smewatch: Smewatch, mail_sink: MailSink, tmp_path: Path
) -> None:
    smewatch("subscribers", "add", "https://hooks.example.org/hook")
    smewatch("subscribers", "add", "ann@example.org", "--confirmed")
    (tmp_path / "readers.jsonl").write_text(smewatch("subscribers", "list", "--json").stdout, "utf-8")
    with (tmp_path / "readers.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"email": "bob@example.org"}\n')
    elsewhere = {"DATA_DIR": str(tmp_path / "elsewhere")}
    told = smewatch("subscribers", "import", tmp_path / "readers.jsonl", **elsewhere)
    assert told.returncode == 0
    assert "2 of 3 subscriptions added, 0 were there already\n1 of them wait" in told.stderr
    assert "line 1 is passed over: add https://hooks.example.org/..." in told.stderr
    smewatch("digest", "send", SMTP_URL=mail_sink.url, **elsewhere)
    assert mail_sink.recipients == ["bob@example.org"]


TOPIC = 'name = "parks"\ntitle = "公园绿地"\nthreshold = 0.5\n[terms]\n"公园" = 1\n'


def test_a_topic_is_asked_for_by_name_or_title_and_the_doctor_tells_when_it_is_gone(
    smewatch: Smewatch, tmp_path: Path
) -> None:
    topic = tmp_path / "data" / "topics" / "parks.toml"
    topic.parent.mkdir(parents=True)
    topic.write_text(TOPIC, encoding="utf-8")
    for reader, words in (("one", "公园绿地"), ("other", "parks")):
        added = smewatch("subscribers", "add", f"{reader}@example.org", "--confirmed", "--topic", words)
        assert added.returncode == 0, added.stderr
    listed = map(json.loads, smewatch("subscribers", "list", "--json").stdout.splitlines())
    assert [it["topics"] for it in listed] == [["parks"], ["parks"]]
    topic.unlink()
    told = map(json.loads, smewatch("doctor", "--json").stdout.splitlines())
    (finding,) = [it for it in told if it["part"] == "topics"]
    assert not finding["fine"]
    assert finding["words"].startswith("2 subscriptions ask for the topic parks, which is watched no more")


def listed(smewatch: Smewatch) -> list[Any]:
    return [json.loads(line) for line in smewatch("subscribers", "list", "--json").stdout.splitlines()]


def test_who_is_added_without_having_agreed_is_asked_by_mail(smewatch: Smewatch, mail_sink: MailSink) -> None:
    added = smewatch("subscribers", "add", "reader@example.org", SMTP_URL=mail_sink.url)
    assert (added.returncode, added.stderr) == (0, "reader@example.org is asked to confirm by mail\n")
    (mail,) = mail_sink.mails
    body = mail.get_body(("plain",))
    assert body is not None
    assert "http://127.0.0.1:8000/confirm/" in body.get_content()
    assert [it["confirmed"] for it in listed(smewatch)] == [False]


def test_without_a_mail_server_the_question_waits(smewatch: Smewatch, mail_sink: MailSink) -> None:
    added = smewatch("subscribers", "add", "reader@example.org")
    assert added.stderr == "reader@example.org is asked to confirm by the next `smewatch digest send`\n"
    assert smewatch("digest", "send", SMTP_URL=mail_sink.url).returncode == 0
    assert mail_sink.recipients == ["reader@example.org"]


def test_who_agreed_elsewhere_is_mailed_nothing(smewatch: Smewatch, mail_sink: MailSink) -> None:
    added = smewatch("subscribers", "add", "reader@example.org", "--confirmed", SMTP_URL=mail_sink.url)
    assert added.stderr == "reader@example.org is subscribed\n"
    assert mail_sink.mails == []
    again = smewatch("subscribers", "add", "reader@example.org", SMTP_URL=mail_sink.url)
    assert again.stderr == "reader@example.org is subscribed to the same already, and is told so by mail\n"
    assert len(listed(smewatch)) == 1


def test_all_that_is_stored_about_an_address_is_handed_out(smewatch: Smewatch) -> None:
    smewatch("subscribers", "add", "reader@example.org", "--quiet-from", "22:00", "--quiet-to", "07:00")
    stored = json.loads(smewatch("subscribers", "export", "reader@example.org").stdout)
    assert stored["reader"]["quiet"] == {"start": "22:00:00", "end": "07:00:00"}
    assert [it["cadence"] for it in stored["subscriptions"]] == ["day"]
    assert [it["state"] for it in stored["mails"]] == ["queued"]


@pytest.mark.parametrize("host", ["10.0.0.1", "[::1]", "0x7f.1:8000"])
def test_a_webhook_at_a_private_address_is_refused_at_once_unless_it_is_opened(smewatch: Smewatch, host: str) -> None:
    refused = smewatch("subscribers", "add", f"http://{host}/hook", ALLOW_PRIVATE_ADDRESSES="")
    assert refused.returncode == 2
    assert "is a private address" in refused.stderr
    assert "SMEWATCH_ALLOW_PRIVATE_ADDRESSES" in refused.stderr
    opened = "10.0.0.0/8,::1/128,127.0.0.0/8"
    assert smewatch("subscribers", "add", f"http://{host}/hook", ALLOW_PRIVATE_ADDRESSES=opened).returncode == 0
