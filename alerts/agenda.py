"""Goals and the days when they are due → a calendar that programs subscribe to (iCalendar, RFC 5545). Pure.

An event lasts all of its day. Its name never changes while its goal stands, and it is dated by what is known, not by
when somebody asks: the same goals make the same calendar.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from alerts.characters import fit

_LINE = 75  # octets of a line (3.1)
_REFRESH = "PT12H"


@dataclass(frozen=True, slots=True)
class Event:
    """A day on which something is due: `uid` names it for ever, `changed` is when it last became what it is.

    `url` is the page that tells more, "" where there is none.
    """

    uid: str
    day: date
    changed: datetime
    summary: str
    description: str
    url: str = ""


def calendar(title: str, events: Iterable[Event]) -> bytes:
    """Write events as a calendar."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//smewatch//deadlines//ZH", "CALSCALE:GREGORIAN"]
    lines += ["METHOD:PUBLISH", f"NAME:{_text(title)}", f"X-WR-CALNAME:{_text(title)}"]
    lines += [f"REFRESH-INTERVAL;VALUE=DURATION:{_REFRESH}", f"X-PUBLISHED-TTL:{_REFRESH}"]
    for it in events:
        lines += _event(it)
    lines.append("END:VCALENDAR")
    return "".join(map(_folded, lines)).encode()


def _event(it: Event) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(it.uid)}"
    yield f"DTSTAMP:{it.changed.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{_day(it.day)}"
    if it.day < date.max:  # without an end a day is as long as it is (3.6.1)
        yield f"DTEND;VALUE=DATE:{_day(it.day + timedelta(days=1))}"
    yield f"SUMMARY:{_text(it.summary)}"
    yield f"DESCRIPTION:{_text(it.description)}"
    if it.url:
        yield f"URL:{fit(it.url)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _day(of: date) -> str:
    # Not every platform's strftime fills the years of the first millennium up.
    return f"{of.year:04}{of.month:02}{of.day:02}"


def _text(words: str) -> str:
    """Escape a text (3.3.11), whose lines end in any way."""
    escaped = words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return fit("\n".join(escaped.splitlines())).replace("\n", "\\n").replace("\t", " ")


def _folded(line: str) -> str:
    """Fold a line (3.1): a blank begins each further one. No character is cut in two."""
    folded, octets = [], 0
    for character in line:
        size = len(character.encode())
        if octets + size > _LINE:
            folded.append("\r\n ")
            octets = 1
        folded.append(character)
        octets += size
    return "".join((*folded, "\r\n"))
