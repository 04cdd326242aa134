"""An operator's list of subscriptions."""

import json
from pathlib import Path

import pytest

from alerts import subscriber_files
from alerts.audience import Cadence, Filter, Language
from crawler.errors import ConfigurationError

TOPICS = ("sme-policy",)
HEADING = "email,every,hour,zone,language,confirmed,regions,keywords\n"


def written(tmp_path: Path, name: str, text: str) -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_table_is_read_line_by_line(tmp_path: Path) -> None:
    rows = "a@example.org,week,20,Europe/Berlin,en,yes,示例省；广东,小巨人\nb@example.org,,,,,,,\n"
    first, second = subscriber_files.read(
        written(tmp_path, "list.csv", "\ufeff" + HEADING + rows), "Asia/Shanghai", TOPICS
    )
    its, reader = first.subscription, first.subscription.subscriber
    assert (first.line, reader.address, reader.zone, reader.language) == (
        2,
        "a@example.org",
        "Europe/Berlin",
        Language.ENGLISH,
    )
    assert (its.cadence, its.hour, its.confirmed) == (Cadence.WEEK, 20, True)
    assert its.filter == Filter(regions=("示例省", "广东"), keywords=("小巨人",))
    assert (second.subscription.cadence, second.subscription.hour, second.subscription.confirmed) == (
        Cadence.DAY,
        7,
        False,
    )
    assert second.subscription.subscriber.zone == "Asia/Shanghai"


def test_what_the_list_command_writes_is_read(tmp_path: Path) -> None:
    row = {
        "id": 3,
        "email": "a@example.org",
        "every": "instant",
        "hour": 0,
        "standing": "active",
        "objects": ["小巨人"],
    }
    (wish,) = subscriber_files.read(written(tmp_path, "list.jsonl", json.dumps(row) + "\n\n"), "Asia/Shanghai", TOPICS)
    assert (wish.subscription.hour, wish.subscription.filter) == (0, Filter(objects=("小巨人",)))


def test_a_name_may_hold_any_character(tmp_path: Path) -> None:
    name = "政策\u2028周报\x85"
    row = json.dumps({"email": "a@example.org", "name": name}, ensure_ascii=False)
    read = subscriber_files.read(written(tmp_path, "list.jsonl", f"{row}\n{row}\n"), "Asia/Shanghai", TOPICS)
    assert [(it.line, it.subscription.name) for it in read] == [(1, name), (2, name)]


@pytest.mark.parametrize(
    ("name", "text", "named"),
    [
        ("a.csv", "email,evry\na@example.org,day\n", "no column 'evry'"),
        ("a.csv", "email,every\na@example.org,hourly\n", "line 2: every is 'hourly', none of instant, day, week"),
        ("a.csv", "email,every\na@example.org,day\n,day\n", "line 3: it has no email"),
        ("a.csv", "email,every\na@example.org\n", "cells"),
        ("a.csv", "email,every\na@example.org,day,1\n", "cells"),
        ("a.csv", "email,hour\na@example.org,noon\n", "noon"),
        ("a.csv", 'email\n"a@example.org\n', "a.csv"),
        ("a.json", "{", "line 1: it is no JSON"),
        ("a.csv", "", "holds no subscription"),
        ("a.csv", "email,topics\na@example.org,parks\n", "line 2: there is no topic 'parks'"),
        ("a.csv", "email\na@example.org\nbob@\n", "line 3: 'bob@'"),
        ("a.json", "[]", "no JSON object"),
        ("a.json", '{"email": "a@example.org", "regions": "示例省"}', "no list"),
        ("a.json", '{"email": "a@example.org", "confirmed": "maybe"}', "maybe"),
        ("a.json", '{"email": "a@example.org", "hour": [1]}', "line 1"),
        ("a.json", '{"email": "a@example.org", "topics": 5}', "5 is no list"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(tmp_path: Path, name: str, text: str, named: str) -> None:
    with pytest.raises(ConfigurationError, match=named):
        subscriber_files.read(written(tmp_path, name, text), "Asia/Shanghai", TOPICS)


def test_a_file_that_is_not_there_or_no_text_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be read"):
        subscriber_files.read(tmp_path / "none.csv", "Asia/Shanghai", TOPICS)
    (tmp_path / "gbk.csv").write_bytes("email,regions\na@example.org,广东\n".encode("gbk"))
    with pytest.raises(ConfigurationError, match="not UTF-8"):
        subscriber_files.read(tmp_path / "gbk.csv", "Asia/Shanghai", TOPICS)
