"""A reader's language → the words that are written round the news.

In templates and code the Chinese words stand themselves; other languages have theirs in `alerts/locale/*/*.po`, by the
Chinese ones: a file for the mails, and one for each group of pages. How values are written (figures, days,
kinds of changes) is a module for each language.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO, StringIO
from typing import Protocol

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from alerts import english, wording
from alerts.audience import Language, News
from alerts.model import Change, ChangeKind, Finding, PageEdit, Target
from crawler.model import Level


class Wording(Protocol):
    """How values are written in a language: `alerts.wording` and `alerts.english`."""

    def name(self, target: Target) -> str:
        """Name what a figure counts."""

    def place(self, target: Target) -> str:
        """Name the place that a figure holds for."""

    def amount(self, value: float, unit: str) -> str:
        """Write a value with its unit."""

    def figure(self, target: Target) -> str:
        """Write a figure's number."""

    def period(self, iso: str) -> str:
        """Write an ISO year, month or date."""

    def when(self, target: Target) -> str:
        """Write what time a figure is for."""

    def summary(self, target: Target) -> str:
        """Write a figure with its time."""

    def kind(self, change: ChangeKind, finding: Finding | PageEdit) -> str:
        """Name a change."""

    def counted(self, count: int, kind: str) -> str:
        """Count changes of a kind."""

    def reason(self, change: Change) -> str:
        """Say why a change is one."""

    def day(self, of: date, year: int) -> str:
        """Write a day for readers of a year."""

    def moment(self, at: datetime, now: datetime) -> str:
        """Write a moment for a reader of another."""

    def span(self, seconds: float) -> str:
        """Write about how long something takes."""

    def touches(self, edit: PageEdit) -> str:
        """Name what an edit touches."""

    def news(self, kind: News) -> str:
        """Name a kind of news."""

    def level(self, rank: Level) -> str:
        """Name the rank of who answers for a text."""


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language as it is written: `words` for values, `catalogue` for all that stands round them."""

    language: Language
    words: Wording
    catalogue: NullTranslations

    def gettext(self, words: str, **values: object) -> str:
        """Say Chinese words in the language, with values in the places that they name (`%(count)s`)."""
        return self.catalogue.gettext(words) % values

    def ngettext(self, words: str, count: int, **values: object) -> str:
        """Say words that count something (`%(num)s`)."""
        return self.catalogue.ngettext(words, words, count) % {"num": count, **values}


@cache
def tongue(language: Language) -> Tongue:
    """Return how a language is written; its catalogue is read when it is first asked for."""
    if language is Language.CHINESE:
        return Tongue(language, wording, NullTranslations())
    return Tongue(language, english, _catalogue(language))


def _catalogue(language: Language) -> GNUTranslations:
    whole = Catalog(language)
    for file in files("alerts").joinpath(f"locale/{language}").iterdir():
        if file.name.endswith(".po"):
            for message in read_po(StringIO(file.read_text(encoding="utf-8")), locale=language):
                whole[message.id] = message
    compiled = BytesIO()
    write_mo(compiled, whole)
    compiled.seek(0)
    return GNUTranslations(compiled)
