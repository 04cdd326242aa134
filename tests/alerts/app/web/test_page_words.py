"""Pages in English: every word of a template has an English one, and every English one is said somewhere."""

import re
from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from alerts.app.web import pages

ALERTS = Path(pages.__file__).parents[2]
METHODS = [("**.html", "jinja2.ext:babel_extract"), ("**.py", "python")]
EXAMPLES = re.compile("such as .*", re.IGNORECASE)  # of what is typed, which is Chinese for all
CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


def said() -> set[str]:
    found = set()
    for folder in (ALERTS / "templates/web", ALERTS / "app/web"):
        for _, _, message, *_ in extract_from_dir(
            folder, METHODS, keywords={"_": None, "gettext": None, "ngettext": None}
        ):
            found.add(message if isinstance(message, str) else message[0])
    return found


def test_every_word_of_the_pages_has_an_english_one_and_no_other() -> None:
    words: dict[str, str] = {}
    for path in sorted((ALERTS / "locale/en").glob("*.po")):
        if path.name == "mail.po":
            continue
        with path.open("rb") as stream:
            for it in read_po(stream, abort_invalid=True):
                if it.id:
                    message = it.id if isinstance(it.id, str) else it.id[0]
                    string = it.string if isinstance(it.string, str) else " ".join(it.string or ())
                    assert message not in words, f"{path.name}: {message} twice"
                    words[message] = string
    with (ALERTS / "locale/en/mail.po").open("rb") as stream:
        mails = {it.id if isinstance(it.id, str) else it.id[0] for it in read_po(stream)}
    messages = said()
    assert messages - mails - words.keys() == set()
    assert words.keys() - messages == set()
    for message, string in words.items():
        assert string, message
        assert not CHINESE.search(EXAMPLES.sub("", string)), message
        assert set(re.findall(r"%\((\w+)\)", string)) <= {"num", *re.findall(r"%\((\w+)\)", message)}, message
