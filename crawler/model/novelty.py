"""Whether a text has been seen: what is known that bears on it, and the verdict. Values that only hold."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from crawler.resemblance import Print


class Verdict(StrEnum):
    """Whether a text has been seen."""

    NEW = "new"
    REVISED = "revised"
    DUPLICATE = "duplicate"
    NEAR_DUPLICATE = "near_duplicate"


class Relation(StrEnum):
    """How a near-duplicate is like the known text that it is nearest to."""

    SAME = "same"
    """The same text, with other words here and there."""
    EXCERPT = "excerpt"
    """One of the two holds the other."""
    MERGE = "merge"
    """It is put together from two known texts or more."""
    FOLLOW_UP = "follow-up"
    """It quotes the known text, and is news of its own."""


class Edit(StrEnum):
    """How much another text at the same address differs from the one before."""

    SUBSTANTIAL = "substantial"
    """A numeral, a date, a name or a negation is touched, or a sentence has come or gone."""
    COSMETIC = "cosmetic"


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A known text that resembles an article.

    `name` says in words which text it is (“the archive: 《…》, 2021-11-23, https://…”); `revision` and `story` are
    numbers, None for a text of the seed corpus, which belongs to no story. `published` is aware.
    """

    name: str
    published: datetime
    print: Print
    revision: int | None = None
    story: int | None = None


@dataclass(frozen=True, slots=True)
class SameText:
    """A known text that has an article's content hash: its name in words, its date, and its number.

    `published` may be unknown for a text of the seed corpus, which has no number (`revision`) either. `here` says that
    the article's own page has shown it before.
    """

    name: str
    published: datetime | None
    revision: int | None = None
    here: bool = False


@dataclass(frozen=True, slots=True)
class Past:
    """What a page that says something else now has said before.

    `texts` are its latest ones, the last one last (none of one whose time is up), `shown` counts all that were kept for
    it, and `visits` the visits that found it unchanged. The texts of one that is `muted` are not kept any more.
    """

    texts: tuple[str, ...] = ()
    shown: int = 1
    visits: int = 0
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What the archive and the seed corpus know that bears on one article.

    `same` has the article's content hash; `at_address` is the content hash of the text that the article's page showed
    when it was last read, `text_at_address` that text's number, `story_at_address` its story, and `article_at_address`
    the page's number; `read_otherwise` says that an earlier program read it by other rules. `past` is what the page has
    said, where it says another text now.
    """

    same: SameText | None = None
    at_address: str | None = None
    text_at_address: int | None = None
    story_at_address: int | None = None
    article_at_address: int | None = None
    read_otherwise: bool = False
    past: Past = Past()


@dataclass(frozen=True, slots=True)
class Novelty:
    """A verdict on one article, with its reason in words.

    Of a near-duplicate `relation` says how it is like the text numbered `nearest` (None for one of the seed corpus),
    and `measure`, 0 to 1, how much of the smaller text the two share. `story` is the one it belongs to, None where it
    begins one of its own, and then `takes_up` is the story whose text it uses. `adds` is False where a known text holds
    it. Of duplicates, `unchanged` marks one whose page says what it said, and `recurrence` one that comes back long
    after. `edit` is how much a revised text differs from the one before, None where that is not known; `mutes` says
    that its page shows another text at every fetch, and that no more of them are kept.
    """

    verdict: Verdict
    reason: str
    relation: Relation | None = None
    measure: float | None = None
    nearest: int | None = None
    story: int | None = None
    takes_up: int | None = None
    adds: bool = True
    recurrence: bool = False
    edit: Edit | None = None
    mutes: bool = False
    unchanged: bool = False
