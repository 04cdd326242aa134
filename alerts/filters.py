"""A filter and a change → whether the change is wanted, else which part of the filter it does not meet. Pure.

What filters look at in a change is brought together once (`aspects`), because thousands of filters look at it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from alerts.audience import Filter, News
from alerts.identity import canonical
from alerts.model import DISPUTED, REVISED, Change, ChangeKind, PageEdit, Statement, Status, Target
from crawler.edits import text
from seeds.fingerprint import normalise

_MOVED = REVISED | DISPUTED


@dataclass(frozen=True, slots=True)
class Aspects:
    """What filters look at in a change.

    `words` are its object, evidence and title as keywords are compared. `people` is the speaker's name, of a page's
    edit all that was edited. `place` is where regions are looked for, `bodies` where organisations are, and `things`
    are the names of its object.
    """

    news: News
    topics: frozenset[str]
    people: str
    bodies: str
    place: str
    level: str
    things: tuple[str, ...]
    words: str
    source: str


_Met = Callable[[tuple[str, ...], Aspects], bool]
T = TypeVar("T")


def aspects(change: Change) -> Aspects:
    """Return what filters look at in a change. Of a page's edit all that was edited counts."""
    finding, origin = change.finding, change.origin
    said = "\n".join((_said(finding), origin.title))
    people, bodies, place = "", f"{origin.authority}\n{origin.publisher}", ""
    things: tuple[str, ...] = ()
    if isinstance(finding, PageEdit):
        people = said
        place = f"{said}\n{origin.publisher}"
    elif isinstance(finding, Statement):
        people = finding.speaker or ""
        bodies = finding.organization or ""
        place = f"{bodies}{finding.position or ''}"  # 中国人民银行|示例省分行行长
    else:
        place = finding.scope
        things = (finding.object, canonical(finding.object, finding.scope))
    return Aspects(
        news=news(change),
        topics=frozenset(origin.topics),
        people=people,
        bodies=bodies,
        place=place,
        level=origin.level,
        things=things,
        words=_folded(said),
        source=origin.publisher,
    )


def news(change: Change) -> News:
    """Return which kind of news a change is."""
    finding = change.finding
    if isinstance(finding, PageEdit):
        return News.EDITS
    if isinstance(finding, Statement):
        return News.STATEMENTS
    if change.kind is ChangeKind.NEW and finding.status is Status.TARGET:
        return News.TARGETS
    return News.ADJUSTED if change.kind in _MOVED and finding.status is Status.TARGET else News.PROGRESS


def wants(wanted: Filter, it: Aspects) -> bool:
    """Whether a change meets every part of a filter that is not empty."""
    return missed(wanted, it) is None


def missed(wanted: Filter, it: Aspects) -> str | None:
    """Return the first part of a filter that a change does not meet (`"regions"`), None where it meets all."""
    return next((part for part, asked, met in _asked(wanted) if not met(asked, it)), None)


def chosen(wanted: Filter, news: Iterable[tuple[T, Aspects]]) -> list[T]:
    """Return what a filter wants of much: `wants`, with the filter looked at once."""
    left = list(news)
    for _, asked, met in _asked(wanted):
        left = [it for it in left if met(asked, it[1])]
    return [it for it, _ in left]


def _asked(wanted: Filter) -> list[tuple[str, tuple[str, ...], _Met]]:
    parts = ((part, getattr(wanted, part), prepared, met) for part, (prepared, met) in _PARTS.items())
    return [(part, prepared(words), met) for part, words, prepared, met in parts if words]


def _contains(asked: tuple[str, ...], where: str) -> bool:
    return any(it in where for it in asked)


def _spoken(asked: tuple[str, ...], it: Aspects) -> bool:
    return _contains(asked, it.people) if it.news is News.EDITS else it.people in asked


def _counted(asked: tuple[str, ...], it: Aspects) -> bool:
    return any(name in thing for thing in it.things for name in asked)


def _as_they_are(words: tuple[str, ...]) -> tuple[str, ...]:
    return words


def _with_names(objects: tuple[str, ...]) -> tuple[str, ...]:
    return (*objects, *map(canonical, objects))


def _all_folded(keywords: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(_folded, keywords))


def _folded(words: str) -> str:
    return normalise(words).casefold()


def _said(finding: Target | Statement | PageEdit) -> str:
    if isinstance(finding, PageEdit):
        return "\n".join(text(side) for it in finding.sentences for side in (it.old, it.new))
    named = finding.object if isinstance(finding, Target) else ""
    return f"{named}\n{finding.evidence.text}"


# How each part's words are prepared, and when they are met. What costs least comes first: most changes miss there.
_PARTS: Mapping[str, tuple[Callable[[tuple[str, ...]], tuple[str, ...]], _Met]] = {
    "kinds": (_as_they_are, lambda asked, it: it.news in asked),
    "topics": (_as_they_are, lambda asked, it: not it.topics.isdisjoint(asked)),
    "levels": (_as_they_are, lambda asked, it: it.level in asked),
    "sources": (_as_they_are, lambda asked, it: it.source in asked),
    "officials": (_as_they_are, _spoken),
    "organizations": (_as_they_are, lambda asked, it: _contains(asked, it.bodies)),
    "regions": (_as_they_are, lambda asked, it: _contains(asked, it.place)),
    "objects": (_with_names, _counted),
    "keywords": (_all_folded, lambda asked, it: _contains(asked, it.words)),
    "required": (_all_folded, lambda asked, it: all(word in it.words for word in asked)),
    "excluded": (_all_folded, lambda asked, it: not _contains(asked, it.words)),
}
