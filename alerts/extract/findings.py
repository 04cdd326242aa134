"""A document's title, text and date → everything that it says: its targets, then its statements.

The one composition of the grammars, for the watch over the archive and for `smewatch analyse` alike.
"""

from datetime import date

from alerts.extract import statements, targets
from alerts.extract.reading import read
from alerts.extract.register import SHIPPED, Register
from alerts.model import Finding


def find(
    title: str, text: str, published: date | None, region: str = "全国", register: Register = SHIPPED
) -> tuple[Finding, ...]:
    """Find what a text says; of persons whom it does not introduce, the register tells the office.

    `text` is that of `seeds.text.plain`, `published` the date in its publisher's zone, None where it is unknown.
    """
    reading = read(text, title=title, published=published, region=region)
    return (*targets.find(reading), *statements.find(reading, register))
