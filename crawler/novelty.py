"""Has this text been seen? One article and what is known of it, into a verdict with its reason. A pure decider.

It asks about texts alone; whether a *fact* is new is the ledger's question.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise

from crawler import edits, resemblance
from crawler.model import Article, Edit, Known, Lookalike, Novelty, Past, Relation, SameText, Verdict
from crawler.resemblance import Print, Resemblance

WINDOW = timedelta(days=30)
"""Texts that lie further apart are never near-duplicates: a notice that recurs each year or month is news each time."""

_COMPARED = 200_000  # characters of a text up to which it is compared with the one before at its address

# Measured on 18,000 articles and their variants (`tests/benchmarks/novelty.py`): lower thresholds find few variants
# more, and take notices of one form for each other (who was received, which session is broadcast).
_LIKE = 0.6  # Jaccard from which two texts are one
_HELD = 0.8  # share of a text in another one from which it is held by it
_MAINLY = 0.35  # share of a text that another one must make up to be its excerpt, and no mere quotation in it
_ENOUGH = 4  # hashes that two texts must share to be compared at all


@dataclass(frozen=True, slots=True)
class _Pair:
    """An article beside one text that it resembles."""

    known: Lookalike
    how: Resemblance


def judge(article: Article, mine: Print, known: Known, lookalikes: Sequence[Lookalike]) -> Novelty:
    """Decide whether an article is NEW, REVISED (another text at a known address), a DUPLICATE or a NEAR_DUPLICATE.

    `mine` is the article's print, and `lookalikes` those that share shingles with it. An equal text is a duplicate
    whatever the dates: one that comes back after `WINDOW` is a recurrence.
    """
    if known.at_address == article.content_hash:
        return Novelty(Verdict.DUPLICATE, f"unchanged at {article.url}", adds=False, unchanged=True)
    if known.past.muted:
        return Novelty(Verdict.DUPLICATE, f"counts as unchanged: {article.url} is muted", adds=False)
    if known.same is not None and not (known.same.here and known.at_address):
        return _duplicate(article, known.same)
    if known.at_address is not None:
        return _revised(article, known)
    return _like(article, mine, lookalikes)


def _duplicate(article: Article, same: SameText) -> Novelty:
    recurs = same.published is not None and abs(article.published - same.published) > WINDOW
    words = "comes back after long: the same text as in" if recurs else "the same text as in"
    return Novelty(
        Verdict.DUPLICATE,
        f"{words} {same.name}",
        measure=1.0,
        nearest=same.revision,
        adds=False,
        recurrence=recurs,
    )


def _revised(article: Article, known: Known) -> Novelty:
    past, back = known.past, known.same
    revised = Novelty(
        Verdict.REVISED,
        f"another text than before at {article.url}",
        measure=1.0 if back else None,
        nearest=back.revision if back else None,
        story=known.story_at_address,
        adds=back is None,
    )
    if not past.texts:  # its time was up: nothing is left to compare with
        return revised
    if known.read_otherwise:
        words = f"{revised.reason}, read by other rules: whether it was edited cannot be told"
        return replace(revised, reason=words)
    if max(len(past.texts[-1]), len(article.text)) > _COMPARED:
        words = f"{revised.reason}, too long a one to be compared: it counts as a substantial edit"
        return replace(revised, reason=words, edit=Edit.SUBSTANTIAL)
    last = edits.compare(past.texts[-1], article.text)
    if _may_be_muted(past) and edits.is_restless([*(edits.compare(*it) for it in pairwise(past.texts)), last]):
        words = f"counts as unchanged: {article.url} shows another text at every fetch, and is muted from now on"
        return Novelty(Verdict.DUPLICATE, words, adds=False, mutes=True)
    words = f"{edits.in_words(last)}, at {article.url}{', which has shown this text before' if back else ''}"
    return replace(revised, reason=words, edit=last.weight)


def _may_be_muted(past: Past) -> bool:
    # A page that was found unchanged in between does not change at every fetch: each such visit takes a text more. It
    # is asked first because comparing takes long, and everybody who writes waits for it.
    enough = len(past.texts) >= edits.IN_A_ROW and past.shown - past.visits >= edits.IN_A_ROW
    return enough and max(map(len, past.texts)) <= _COMPARED


def _like(article: Article, mine: Print, lookalikes: Sequence[Lookalike]) -> Novelty:
    pairs = (_Pair(it, resemblance.compare(mine, it.print)) for it in lookalikes)
    close = sorted((it for it in pairs if _is_close(it.how)), key=_likeness, reverse=True)
    within = [it for it in close if abs(article.published - it.known.published) <= WINDOW]
    # A template's copies are like each other too: what counts is the one that is most like it.
    if not within or within[0].how.filled_in_otherwise:
        return Novelty(Verdict.NEW, _apart(within or close))
    texts = [it for it in within if not it.how.filled_in_otherwise]
    relation, nearest = _relation(mine, texts), texts[0]
    own = relation in {Relation.MERGE, Relation.FOLLOW_UP}
    # A text of the seed corpus has no story: its first reprint begins one, which the next ones join.
    story = next((it.known.story for it in texts if it.known.story is not None), None)
    measure = max(nearest.how.jaccard, nearest.how.held, nearest.how.holds)
    named = " and ".join(it.known.name for it in (_parts(texts) if relation is Relation.MERGE else texts[:1]))
    return Novelty(
        Verdict.NEAR_DUPLICATE,
        f"{_WORDS[relation]} {named} ({measure:.2f} shared)",
        relation=relation,
        measure=measure,
        nearest=nearest.known.revision,
        story=None if own else story,
        takes_up=story if own else None,
        adds=own or story is None or nearest.how.held < _HELD,
    )


def _likeness(pair: _Pair) -> tuple[float, float]:
    return pair.how.jaccard, pair.how.holds


def _is_close(how: Resemblance) -> bool:
    return how.shared >= _ENOUGH and (how.jaccard >= _LIKE or how.held >= _HELD or how.holds >= _HELD)


_WORDS = {
    Relation.SAME: "nearly the same text as in",
    Relation.EXCERPT: "one of the two holds the other:",
    Relation.MERGE: "put together from",
    Relation.FOLLOW_UP: "quotes, and goes on from,",
}


def _relation(mine: Print, texts: Sequence[_Pair]) -> Relation:
    how, parts = texts[0].how, _parts(texts)
    if len(parts) > 1 and how.held < _HELD <= resemblance.covered(mine, (it.known.print for it in parts)):
        return Relation.MERGE
    if how.jaccard >= _HELD or (how.held < _HELD and how.holds < _HELD):
        return Relation.SAME
    return Relation.EXCERPT if how.held >= _MAINLY else Relation.FOLLOW_UP


def _parts(texts: Sequence[_Pair]) -> list[_Pair]:
    """Return the texts that an article holds, one of each story."""
    held = {it.known.story or it.known.name: it for it in reversed(texts) if it.how.holds >= _HELD}
    return list(held.values())


def _apart(close: Sequence[_Pair]) -> str:
    """Say why an article is news although it resembles a known text, if it does."""
    if not close:
        return "no text like it is known"
    how = close[0].how
    why = "with other figures or places" if how.filled_in_otherwise else f"more than {WINDOW.days} days apart"
    return f"like {close[0].known.name}, but {why}"
