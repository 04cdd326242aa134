"""What another text of a page has changed → what is told of it: the sentences that count, numerals first. Pure.

What is cosmetic is counted and not told; the whole difference is for `smewatch articles diff`.
"""

from collections.abc import Sequence

from alerts.model import PageEdit
from crawler.edits import Comparison, Piece, SentenceEdit
from crawler.touchstones import Touch

_MOST = 20  # sentences of an edit that are remembered with it
_LONGEST = 1000  # characters of a stretch that are: some pages are one sentence
_RANK = {touch: rank for rank, touch in enumerate(Touch)}


def page_edit(comparison: Comparison) -> PageEdit | None:
    """Return what is told of an edit, None where nothing in it counts."""
    counting = sorted((it for it in comparison.sentences if it.touches), key=_rank)
    if not counting:
        return None
    told = tuple(_cut(it) for it in counting[:_MOST])
    return PageEdit(told, more=len(comparison.sentences) - len(told))


def _rank(edit: SentenceEdit) -> int:
    return min(_RANK[it] for it in edit.touches)


def _cut(edit: SentenceEdit) -> SentenceEdit:
    return SentenceEdit(_shortened(edit.old), _shortened(edit.new), edit.touches)


def _shortened(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    return tuple(
        Piece(f"{it.text[: _LONGEST // 2]}…{it.text[-_LONGEST // 2 :]}", it.differs) if len(it.text) > _LONGEST else it
        for it in pieces
    )
