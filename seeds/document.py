"""The document: one article as the seed format holds it.

A pure value. How it is written stands in `seeds.codec`, how it is read as text in `seeds.text`.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Document:
    """One article: the seven fields of the front matter, and the HTML body.

    `date` is aware and in UTC, with whole seconds (the form writes an RFC 822 GMT date); None where the writer knew
    none (the form then has what JavaScript prints for no date). `body` is the inner HTML
    between the form's own `<div>` and `</div>`, byte for byte. Addresses that an article lacks are empty strings.
    """

    title: str
    categories: tuple[str, ...]
    author: str
    date: datetime | None
    body: str
    headimg: str = ""
    thumbnail: str = ""
    comments: bool = False
