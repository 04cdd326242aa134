"""A calendar is what RFC 5545 says that programs can read, whatever stands in a goal's name."""

from datetime import date, datetime, timedelta, timezone

import pytest

from alerts.agenda import Event, calendar

CHANGED = datetime(2026, 3, 1, 8, 30, tzinfo=timezone(timedelta(hours=8)))


def event(summary: str = "到期", description: str = "", day: date = date(2026, 12, 31), url: str = "") -> Event:
    return Event("goal-7@policy.example", day, CHANGED, summary, description, url)


def unfolded(written: bytes) -> list[str]:
    """Read the lines as a calendar program does (3.1)."""
    return written.decode().removesuffix("\r\n").replace("\r\n ", "").split("\r\n")


def said(it: Event, name: str) -> str:
    (line,) = [line for line in unfolded(calendar("目标", [it])) if line.startswith((f"{name}:", f"{name};"))]
    return line.removeprefix(name)


def test_an_event_is_the_whole_of_a_day_and_dated_by_what_is_known() -> None:
    assert unfolded(calendar("目标", [event(url="https://policy.example/targets/7")]))[-11:] == [
        "BEGIN:VEVENT",
        "UID:goal-7@policy.example",
        "DTSTAMP:20260301T003000Z",
        "DTSTART;VALUE=DATE:20261231",
        "DTEND;VALUE=DATE:20270101",
        "SUMMARY:到期",
        "DESCRIPTION:",
        "URL:https://policy.example/targets/7",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    assert calendar("目标", [event()]) == calendar("目标", [event()])


def test_a_calendar_without_events_is_one_too() -> None:
    lines = unfolded(calendar("目标", []))
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert lines[-1] == "END:VCALENDAR"
    assert "NAME:目标" in lines


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("一;二,三\\四", "一\\;二\\,三\\\\四"),
        ("一\n二\r\n三\r四\u2028五", "一\\n二\\n三\\n四\\n五"),
        ("END:VEVENT\r\nBEGIN:VALARM", "END:VEVENT\\nBEGIN:VALARM"),
        ("一\0二\x1b\u202e\ud800", "一\ufffd二" + "\ufffd" * 3),
        ("一\t二", "一 二"),
    ],
)
def test_texts_are_escaped_and_stay_in_their_line(text: str, escaped: str) -> None:
    assert said(event(text), "SUMMARY") == f":{escaped}"
    assert said(event(description=text), "DESCRIPTION") == f":{escaped}"


@pytest.mark.parametrize("character", ["x", "é", "目", "𠮷", "\\", "；", ";"])
def test_lines_are_folded_at_75_octets_and_no_character_is_cut(character: str) -> None:
    written = calendar("目标", [event(character * 300)])
    lines = written.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert all(line.decode() is not None for line in lines)
    assert max(map(len, lines)) > 75 - 4
    assert b"\n" not in written.replace(b"\r\n", b"")
    assert said(event(character * 300), "SUMMARY").replace("\\;", ";").replace("\\\\", "\\") == f":{character * 300}"


@pytest.mark.parametrize(("day", "ends"), [(date(2028, 2, 29), "20280301"), (date(999, 12, 31), "10000101")])
def test_a_day_ends_with_the_next(day: date, ends: str) -> None:
    assert said(event(day=day), "DTEND") == f";VALUE=DATE:{ends}"
    assert said(event(day=day), "DTSTART") == f";VALUE=DATE:{day.isoformat().replace('-', '')}"


def test_the_last_day_of_all_has_no_end() -> None:
    assert not any(line.startswith("DTEND") for line in unfolded(calendar("目标", [event(day=date.max)])))
