"""What another text of a page has changed → what is told of it: the sentences that count, numerals first. Pure.

What is cosmetic is counted and not told, and what is told as the change of a figure is not told again; the whole
difference is for `smewatch articles diff`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from alerts.identity import plain
from alerts.model import Change, Finding, Origin, PageEdit, Target
from crawler.edits import Comparison, Piece, SentenceEdit, differences, text
from crawler.touchstones import Touch

_MOST = 20  # sentences of an edit that are remembered with it
_LONGEST = 1000  # characters of a stretch that are: some pages are one sentence
_RANK = {touch: rank for rank, touch in enumerate(Touch)}


@dataclass(frozen=True, slots=True)
class Rewriting:
    """What an edit did to a page's figures.

    `gone` are those that stood in sentences which it took away or changed, as they were read in `before`; `came` is the
    sentences that it put there, in the form of `identity.plain`.
    """

    gone: tuple[Target, ...] = ()
    came: str = ""
    before: Origin | None = None


#: That of a page which shows its first text.
UNTOUCHED = Rewriting()


def rewriting(comparison: Comparison, stated: Iterable[Finding], before: Origin) -> Rewriting:
    """Return what an edit did to the figures among what a page had stated; a changed sentence went and came."""
    went, came = ("\n".join(plain(text(side)) for side in sides) for sides in _sides(comparison))
    gone = (it for it in stated if isinstance(it, Target) and plain(it.evidence.text) in went)
    return Rewriting(tuple(gone), came, before)


def untold(comparison: Comparison, changes: Sequence[Change]) -> Comparison:
    """Leave out the sentences in which nothing differs but figures whose change is told already."""
    told = [
        it.finding
        for it in changes
        if isinstance(it.finding, Target) and it.against and it.against.url == it.origin.url
    ]
    return Comparison(tuple(it for it in comparison.sentences if not _is_told(it, told)))


def page_edit(comparison: Comparison) -> PageEdit | None:
    """Return what is told of an edit, None where nothing in it counts."""
    counting = sorted((it for it in comparison.sentences if it.touches), key=_rank)
    if not counting:
        return None
    told = tuple(_cut(it) for it in counting[:_MOST])
    return PageEdit(told, more=len(comparison.sentences) - len(told))


def _sides(comparison: Comparison) -> Iterator[list[tuple[Piece, ...]]]:
    yield [it.old for it in comparison.sentences]
    yield [it.new for it in comparison.sentences]


def _is_told(sentence: SentenceEdit, told: Sequence[Target]) -> bool:
    said = plain(text(sentence.new))
    here = [it for it in told if plain(it.evidence.text) in said]
    figures = "\n".join(part for it in here for part in (plain(it.number.text), f"{(it.deadline or '')[:4]}年"))
    changed = differences(sentence)
    return bool(here and changed) and all(plain(new) in figures for _, new in changed)


def _rank(edit: SentenceEdit) -> int:
    return min(_RANK[it] for it in edit.touches)


def _cut(edit: SentenceEdit) -> SentenceEdit:
    return SentenceEdit(_shortened(edit.old), _shortened(edit.new), edit.touches)


def _shortened(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    return tuple(
        Piece(f"{it.text[: _LONGEST // 2]}…{it.text[-_LONGEST // 2 :]}", it.differs) if len(it.text) > _LONGEST else it
        for it in pieces
    )
