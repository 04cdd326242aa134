"""Changes → the same changes, each named by the first source of its story: where it ran first, and where else.

A story's texts differ a little, so a place counts only where the sentence stands that the change rests on.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from zoneinfo import ZoneInfo

from alerts.model import Change, Elsewhere, Finding, PageEdit, Statement, Target
from crawler.archive import articles, stories
from crawler.archive.db import Database
from crawler.model import Appearance, Publisher, Story
from seeds.fingerprint import normalise

_MOST = 100  # places of a story that are looked at: their texts are read


def trace(database: Database, changes: Sequence[Change], publishers: Mapping[str, Publisher]) -> list[Change]:
    """Give each change the first source of its story as its origin, and the other places beside it."""
    with database.read() as connection:
        story_of = stories.of_revisions(connection, (it.origin.revision for it in changes), publishers)

        @cache
        def text(revision: int) -> str:
            kept = articles.revision(connection, revision)
            return normalise(kept.article.text) if kept else ""

        return [_led(it, _places(it, story_of.get(it.origin.revision), text), publishers) for it in changes]


def _places(change: Change, story: Story | None, text: Callable[[int], str]) -> list[Appearance]:
    """Return the places of a story, first source first, where a change's sentence stands."""
    words = _words(change.finding)
    if story is None or len(story.appearances) < 2 or not words:
        return []
    read_in, places = change.origin.revision, story.appearances
    looked_at = [it for number, it in enumerate(places) if number < _MOST or it.revision == read_in]
    return [it for it in looked_at if it.revision == read_in or words in text(it.revision)]


def _words(finding: Finding | PageEdit) -> str:
    """Return the sentence that a finding rests on, as texts are compared; an edit is one page's own, and has none."""
    if isinstance(finding, Target):
        return normalise(finding.sentence.text)
    return normalise(finding.evidence.text) if isinstance(finding, Statement) else ""


def _led(change: Change, places: Sequence[Appearance], publishers: Mapping[str, Publisher]) -> Change:
    if len(places) < 2:  # it ran where it was read, and nowhere else
        return change
    first, *others = places
    zone = (
        ZoneInfo(publishers[first.publisher].zone) if first.publisher in publishers else change.origin.published.tzinfo
    )
    origin = replace(
        change.origin,
        title=first.title,
        url=first.url,
        publisher=_title(first, publishers),
        published=first.published.astimezone(zone),
        also=tuple(_elsewhere(others, publishers, beside=_title(first, publishers))),
    )
    return replace(change, origin=origin)


def _elsewhere(places: Iterable[Appearance], publishers: Mapping[str, Publisher], beside: str) -> Iterable[Elsewhere]:
    """Name each further publisher once, by the earliest place with it."""
    named = {beside}
    for place in places:
        title = _title(place, publishers)
        if title not in named:
            named.add(title)
            yield Elsewhere(title, place.url)


def _title(place: Appearance, publishers: Mapping[str, Publisher]) -> str:
    publisher = publishers.get(place.publisher)
    return publisher.title if publisher else place.publisher
