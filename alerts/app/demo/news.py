"""What the demo's site runs: examples written for it, and reprints of documents that are known already.

The examples lie beside this module, in the seed format. `reprint` does to a document what portals do to each other's
articles. Nothing here is served or judged.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from importlib.resources import files

from seeds import codec
from seeds.document import Document

# A tag or an entity, which stay as they are; else, in the group, what gets spaces round it.
_SPACED = re.compile(r"<[^>]*>|&#?\w+;|([“”]|\d+(?:\.\d+)?)")
_STRAIGHT = {"“": '"', "”": '"'}
_DATELINE = "示例转载网讯（记者 王示例） "
_EDITOR = "<p>（责任编辑：李示例）</p>"


def examples() -> list[Document]:
    """Read the articles that were written for the demo."""
    folder = files(__package__) / "documents"
    return [codec.loads(file.read_bytes()) for file in sorted(folder.iterdir(), key=lambda file: file.name)]


def reprints(known: Sequence[Document], count: int) -> list[Document]:
    """Reprint the first `count` of the documents that are known."""
    return [reprint(document) for document in known[:count]]


def reprint(document: Document) -> Document:
    """Return the document as another portal runs it a day later: the same words, by other typesetters.

    Spaces stand round numbers and quotation marks, which have become straight; the headline is cut short, a dateline
    opens the text, and an editor's line closes it.
    """
    spaced = _SPACED.sub(_space, document.body)
    return replace(
        document,
        title=f"【示例】转载｜{re.split('[：，]', document.title)[0]}",
        categories=("示例", "示例转载网"),
        author="示例转载网",
        date=document.date and document.date + timedelta(days=1),
        body=re.sub(r"<p\b[^>]*>[\s\u3000]*", lambda opening: opening[0] + _DATELINE, spaced, count=1) + _EDITOR,
    )


def _space(found: re.Match[str]) -> str:
    return f" {_STRAIGHT.get(found[1], found[1])} " if found[1] else found[0]
