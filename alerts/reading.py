"""A revision → where it was read, and what is found in it."""

import logging
from collections.abc import Mapping
from importlib import import_module
from typing import Any
from zoneinfo import ZoneInfo

from alerts.model import Finding, Origin
from alerts.officials import Term, as_it_stands
from crawler.catalog import undeclared
from crawler.model import Article, Level, Publisher, Revision

_log = logging.getLogger(__name__)

# Loaded with the first text that there is to read: most crawls bring none, and loading takes longer than watching.
_GRAMMARS = "alerts.extract.findings"


def publisher_of(revision: Revision, publishers: Mapping[str, Publisher]) -> Publisher:
    """Return who published a revision; of a stranger nothing is known but the name."""
    name = revision.article.publisher
    return publishers.get(name) or undeclared(name)


def origin_of(revision: Revision, publishers: Mapping[str, Publisher]) -> Origin:
    """Return what is needed to name and to link the article of a revision."""
    article, publisher = revision.article, publisher_of(revision, publishers)
    issuer, level = _authority(article, publisher, publishers)
    return Origin(
        revision=revision.number,
        title=article.document.title,
        url=article.url,
        publisher=publisher.title,
        published=article.published.astimezone(ZoneInfo(publisher.zone)),
        topics=revision.relevance.topics,
        issuer=issuer,
        level=level,
    )


def findings_in(
    revision: Revision, publishers: Mapping[str, Publisher], terms: Mapping[str, tuple[Term, ...]]
) -> tuple[Finding, ...] | None:
    """Return what is found in a revision's text, None where the rules fail.

    `terms` of office, by name, tell who somebody is whom the text does not introduce.
    """
    article, publisher = revision.article, publisher_of(revision, publishers)
    published = article.published.astimezone(ZoneInfo(publisher.zone))
    grammars: Any = import_module(_GRAMMARS)
    try:
        register = as_it_stands(terms, published)
        found: tuple[Finding, ...] = grammars.find(
            article.document.title, article.text, published.date(), publisher.region, register
        )
    except Exception:  # a fault of the grammars in one article must not keep all later ones from being read
        _log.exception("article not read for findings revision=%d url=%s", revision.number, article.url)
        return None
    return found


def _authority(article: Article, publisher: Publisher, publishers: Mapping[str, Publisher]) -> tuple[str, Level]:
    """Return whose words an article is, and that one's rank: its issuer, where it is from, or else its publisher.

    Of whom nothing more is known the rank is that of the publisher, who vouches for the words.
    """
    named = article.issuer or article.origin.strip()
    if not named or named in publisher.title or publisher.title in named:
        return publisher.title, publisher.level
    known = next((it.level for it in publishers.values() if it.title == named), publisher.level)
    return named, known
