"""How much is an article about a topic? Its title and text, into a score between 0 and 1 and the terms it rests on.

A pure decider over weighted terms, which are data (`crawler/topics/*.toml`). Four things speak for a topic: a term in
the title; how densely terms fill the text; how many different ones there are; a term in the opening. A mention inside
a list (高校、中小企业、科研院所) counts for little: the article is about the list; one inside a company's name for
nothing. Measured on labelled Chinese news, one keyword anywhere has a precision of .29, four a precision of .94 with a
recall of .80: so mentions add up, and the topic's threshold is set against their sum.

A sub-topic narrows its parent: its own terms are weighed in the same way, but only in what belongs to the parent, so
that bank loans in general are nothing about the financing of SMEs. A bulletin is as relevant as its best story.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from ahocorasick_rs import AhoCorasick, MatchKind

from crawler import bulletins
from crawler.model import Hit, Relevance

_TITLE = 0.8  # evidence of a term of full weight in the title
_MENTION = 0.12  # of one mention in a text of _SPAN characters
_BREADTH = 0.06  # of each different term beyond the first
_OPENING = 0.15  # of a term in the first _LEAD characters
_SPAN = 500
_LEAD = 120
_BODY_LIMIT = 2.5

# 中小企业融资担保有限公司: a name goes on without a break, and without the words that only sentences have.
_NAME = re.compile("(?:(?![的为和与及向给对在是将把被由了])[\\w（）]){0,12}?(?:有限(?:责任)?|股份)公司")
_COMPANY, _NAME_REACH = "公司", 18  # how a name ends, and how many characters there are at most to its end


class Standing(StrEnum):
    """How a term stands where it is mentioned."""

    SPOKEN = "spoken"
    LISTED = "listed"  # an item of a list
    NAME = "name"  # a part of a company's name
    EXCLUDED = "excluded"  # a part of a phrase that the topic excludes

    __hash__ = str.__hash__  # that of an enum is a function in Python, and every mention is counted by its standing


_WORTH = {Standing.SPOKEN: 1.0, Standing.LISTED: 0.3, Standing.NAME: 0.0, Standing.EXCLUDED: 0.0}


@dataclass(frozen=True, slots=True)
class Topic:
    """What is watched for: terms with their weights, and terms that speak against, with theirs.

    An article whose score reaches `threshold` belongs to the topic; to a sub-topic, one that has a `parent`, only if it
    belongs to that as well. `exclusions` are phrases in which a term is no mention of the topic (小微企业主题邮局).
    """

    name: str
    title: str
    threshold: float
    terms: Mapping[str, float]
    against: Mapping[str, float] = field(default_factory=dict)
    exclusions: tuple[str, ...] = ()
    parent: str = ""
    title_en: str = ""
    matcher: AhoCorasick = field(init=False, repr=False, compare=False)
    phrases: tuple[tuple[str, float], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Make the automaton that finds every term and phrase, of those that overlap the first and longest.

        It tells what it finds by the place among the phrases, where its weight stands.
        """
        phrases = (*self.terms, *self.against, *self.exclusions)
        object.__setattr__(self, "matcher", AhoCorasick(phrases, matchkind=MatchKind.LeftmostLongest))
        object.__setattr__(self, "phrases", tuple((it, self.weight(it)) for it in phrases))

    def titled(self, language: str) -> str:
        """Return its title for readers of a language ("zh-CN", "en"), the Chinese one where it has no other."""
        return (self.title_en if language == "en" else "") or self.title

    def weight(self, term: str) -> float:
        """Return a term's weight, negative for one that speaks against the topic, 0 for an excluded phrase."""
        return self.terms.get(term) or -self.against.get(term, 0.0)


Mentions: TypeAlias = Mapping[tuple[str, Standing], int]
"""How often a term, or an excluded phrase, stands in each way in a title or a text; the first mentioned is first."""


class Weighing(NamedTuple):
    """What speaks for a topic in one story: the mentions, the evidence of each kind, and the score between 0 and 1."""

    topic: Topic
    story: str
    in_title: Mentions
    in_text: Mentions
    title: float
    density: float
    breadth: float
    opening: float
    score: float

    @property
    def reached(self) -> bool:
        """Whether the story belongs to the topic, as far as the topic's own terms go."""
        return self.score >= self.topic.threshold


def judge(title: str, text: str, topics: Sequence[Topic]) -> Relevance:
    """Judge an article by its title and its text (as `seeds.text` gives it).

    The score is that of its best story for the best topic that is no sub-topic. Topics are named in the order given, in
    which a parent stands before its sub-topics.
    """
    weighed = tuple(weigh(title, text, topics))
    reached = {it.topic.name for it in weighed if it.reached}
    kept = [it for it in weighed if it.reached or not it.topic.parent]
    counted: defaultdict[tuple[str, str], int] = defaultdict(int)
    for it in kept:
        for (term, _), count in (*it.in_text.items(), *it.in_title.items()):
            counted[it.topic.name, term] += count
    named = {topic.name: topic for topic in topics}
    commonest = sorted(counted.items(), key=itemgetter(1), reverse=True)
    return Relevance(
        score=max((it.score for it in weighed if not it.topic.parent), default=0.0),
        topics=tuple(topic.name for topic in topics if topic.name in reached),
        hits=tuple(Hit(name, term, count, named[name].weight(term)) for (name, term), count in commonest),
    )


def weigh(title: str, text: str, topics: Sequence[Topic]) -> Iterator[Weighing]:
    """Weigh each story of an article for each topic in turn, for a sub-topic only where its parent is reached."""
    for story in bulletins.stories(title, text):
        whole = "\n".join(story)
        reached: set[str] = set()
        for topic in topics:
            if topic.parent and topic.parent not in reached:
                continue
            weighed = _weigh(*story, topic, whole)
            if weighed.reached:
                reached.add(topic.name)
            yield weighed


def _weigh(title: str, text: str, topic: Topic, whole: str) -> Weighing:
    """Weigh a story for a topic; `whole` is its title and its text, a line each, made once for all topics."""
    in_title, in_text, mentions, first = _mentions(whole, len(title) + 1, topic)
    if not in_title and not in_text:
        return Weighing(topic, title, in_title, in_text, 0.0, 0.0, 0.0, 0.0, 0.0)
    titled = [_counts(topic, *it) for it in in_title] or [0.0]
    different = sum({it[0]: topic.weight(it[0]) for it in in_text if _counts(topic, *it) > 0}.values())
    heading = _TITLE * (max(titled) + min(*titled, 0.0))
    density = _MENTION * (mentions * _SPAN / max(len(text), _SPAN))
    breadth, opening = _BREADTH * max(0.0, different - 1), _OPENING * first
    evidence = heading + min(density + breadth + opening, _BODY_LIMIT)
    score = round(1 - math.exp(-max(0.0, evidence)), 4)
    return Weighing(topic, title, in_title, in_text, heading, density, breadth, opening, score)


def _mentions(whole: str, begin: int, topic: Topic) -> tuple[Mentions, Mentions, float, float]:
    """Return the mentions before `begin`, where the text begins, and those in the text.

    With them comes what those in the text count together, and the most that one of its opening does.
    """
    in_title: dict[tuple[str, Standing], int] = {}
    in_text: dict[tuple[str, Standing], int] = {}
    total = first = 0.0
    for phrase, start, end in topic.matcher.find_matches_as_indexes(whole):
        term, weight = topic.phrases[phrase]
        standing = _standing(whole, start, end) if weight else Standing.EXCLUDED
        counted = in_title if start < begin else in_text
        counted[term, standing] = counted.get((term, standing), 0) + 1
        if start < begin:
            continue
        weight *= _WORTH[standing]
        total += weight
        if end <= begin + _LEAD:
            first = max(first, weight)
    return in_title, in_text, total, first


def _counts(topic: Topic, term: str, standing: Standing) -> float:
    """Return what one mention counts."""
    return topic.weight(term) * _WORTH[standing]


def _standing(text: str, start: int, end: int) -> Standing:
    if text.find(_COMPANY, end, end + _NAME_REACH) >= 0 and _NAME.match(text, end):
        return Standing.NAME
    listed = text[start - 1 : start] == "、" or text[end : end + 1] == "、"
    return Standing.LISTED if listed else Standing.SPOKEN
