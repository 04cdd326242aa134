"""How a known text is named in a reason: where it is known from, its title, its day in Beijing, its address."""

from datetime import datetime

from crawler.times import BEIJING


def of_archive(title: str, published: datetime, url: str) -> str:
    """Name a kept text."""
    return f"the archive: 《{title}》, {published.astimezone(BEIJING):%Y-%m-%d}, {url}"


def of_corpus(title: str, date: datetime | None) -> str:
    """Name a text of the seed corpus."""
    return f"the seed corpus: 《{title}》{f', {date.astimezone(BEIJING):%Y-%m-%d}' if date else ''}"
