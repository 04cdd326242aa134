"""The last polls of a source → a row of small marks: a path for each way in which a poll can go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from alerts.app.bootstrap import App
from crawler.archive import poll_lists
from crawler.archive.poll_lists import Outcome

#: Polls that a row has room for.
MOST = 30

_STEP, _WIDTH, _HEIGHT = 4, 3, 16  # units of the drawing
_CALM = 5  # the height of a poll that found nothing new
_MUCH = 10  # new entries from which on a mark is as high as can be


@dataclass(frozen=True, slots=True)
class Marks:
    """A drawing of polls, the oldest at its left end: paths of those that failed, found news, and found nothing."""

    polls: int
    failed: int
    bad: str
    news: str
    calm: str

    @property
    def good(self) -> int:
        """How many polls succeeded."""
        return self.polls - self.failed


#: The drawing of a source that was never polled.
NONE = Marks(0, 0, "", "", "")


class Drawings:
    """The drawings of sources, kept from one look to the next: each changes with the source's polls alone.

    Those of sources that are removed go with the next one that is drawn.
    """

    def __init__(self) -> None:
        self._drawn: dict[str, tuple[datetime, Marks]] = {}

    def look(self, app: App, polled: Mapping[str, datetime]) -> Mapping[str, Marks]:
        """Return the drawings of sources by their names; `polled` says when each was polled last."""
        drawn = self._drawn
        newer = [name for name, at in polled.items() if name not in drawn or drawn[name][0] != at]
        if newer:
            with app.database.read() as connection:
                last = poll_lists.last(connection, newer, MOST)
            drawn = drawn | {name: (polled[name], draw(last.get(name, ()))) for name in newer}
            self._drawn = {name: it for name, it in drawn.items() if app.catalog.known(name)}
        return {name: drawn[name][1] for name in polled}


def draw(polls: Sequence[Outcome]) -> Marks:
    """Draw the last polls of a source, oldest first."""
    paths = {"bad": "", "news": "", "calm": ""}
    for place, poll in enumerate(polls[-MOST:]):
        kind = "bad" if poll.failed else "news" if poll.new else "calm"
        paths[kind] += _mark(place, _height(poll))
    return Marks(len(polls), sum(it.failed for it in polls), **paths)


def _height(poll: Outcome) -> int:
    if poll.failed:
        return _HEIGHT
    return _CALM + (_HEIGHT - _CALM) * min(poll.new, _MUCH) // _MUCH


def _mark(place: int, height: int) -> str:
    return f"M{place * _STEP} {_HEIGHT - height}h{_WIDTH}v{height}h-{_WIDTH}z"
