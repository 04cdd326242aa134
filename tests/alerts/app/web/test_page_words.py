"""Pages in English: every word of a template has an English one, and every English one is said somewhere."""

import re
from collections import Counter
from itertools import chain
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from alerts.app.web import pages

ALERTS = Path(pages.__file__).parents[2]
METHODS = [("**.html", "jinja2.ext:babel_extract"), ("**.py", "python")]
EXAMPLES = re.compile("such as .*", re.IGNORECASE)  # of what is typed, which is Chinese for all
CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
HAN = re.compile("[\u4e00-\u9fff]+")
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
SAID = re.compile(r'(?:\b_|ngettext)\((?:\s*"(?:[^"\\]|\\.)*",?)+')


def said() -> set[str]:
    found = set()
    for folder in (ALERTS / "templates/web", ALERTS / "app/web"):
        for _, _, message, *_ in extract_from_dir(
            folder, METHODS, keywords={"_": None, "gettext": None, "ngettext": None}
        ):
            found.add(message if isinstance(message, str) else message[0])
    return found


def catalogue(name: str) -> dict[str, str]:
    """Return a catalogue's English words by the Chinese ones; the forms of what is counted stand in one."""
    with (ALERTS / f"locale/en/{name}.po").open("rb") as stream:
        read = list(read_po(stream, abort_invalid=True))
    return {
        it.id if isinstance(it.id, str) else it.id[0]: it.string
        if isinstance(it.string, str)
        else " ".join(it.string or ())
        for it in read
        if it.id
    }


def test_every_word_of_the_pages_has_an_english_one_and_no_other() -> None:
    catalogues = {path.stem: catalogue(path.stem) for path in (ALERTS / "locale/en").glob("*.po")}
    twice = [it for it, count in Counter(chain.from_iterable(catalogues.values())).items() if count > 1]
    assert twice == []  # which one of two is said depends on the order of the files
    mails = catalogues.pop("mail")
    words = {message: string for it in catalogues.values() for message, string in it.items()}
    messages = said()
    assert messages - mails.keys() - words.keys() == set()
    assert words.keys() - messages == set()
    for message, string in words.items():
        assert string, message
        assert not CHINESE.search(EXAMPLES.sub("", string)), message
        assert set(re.findall(r"%\((\w+)\)", string)) <= {"num", *re.findall(r"%\((\w+)\)", message)}, message


@pytest.mark.parametrize("path", sorted((ALERTS / "templates").rglob("*.html")), ids=lambda it: it.name)
def test_no_template_has_chinese_words_that_are_not_said_in_the_readers_language(path: Path) -> None:
    text = SAID.sub("", COMMENT.sub("", path.read_text(encoding="utf-8")))
    assert set(HAN.findall(text)) <= {"中文", "工业和信息化部"}  # a language's own name, and a name to be typed
