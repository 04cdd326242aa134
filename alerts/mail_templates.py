"""The templates of mails, in the reader's language: found, set up and compiled once for digests and letters alike.

Pure, but that the templates are files. How a mail looks stands in `templates/mail/`.
"""

import json
import re
from functools import cache
from gettext import NullTranslations
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined, select_autoescape

from alerts import styles
from alerts.audience import Cadence, Language
from alerts.language import tongue

#: What mails call the digests of a cadence; a message of the catalogues.
CADENCES = {Cadence.INSTANT: "即时简报", Cadence.DAY: "每日简报", Cadence.WEEK: "每周简报"}

# Words in a template that hold no values.
_WORDS = re.compile(r'\b_\("([^"]*)"\)')


@cache
def environment(language: Language, *, inline: bool = True) -> Environment:
    """Return where the templates of a language are found; styles stand in each element, or not."""
    catalogue = tongue(language).catalogue
    made = Environment(
        loader=FunctionLoader(lambda name: _template(name, catalogue)),
        autoescape=select_autoescape(("html",), default=False),
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.install_gettext_translations(catalogue, newstyle=True)  # type: ignore[attr-defined]
    # A filter of a constant is done when a template is compiled, a function with every mail.
    made.filters["css"] = styles.attributes if inline else styles.classes
    made.globals["dark"] = styles.dark_sheet
    return made


def _template(name: str, catalogue: NullTranslations) -> str:
    """Read a template, and say the words in it that hold no values: that need not be done anew with every mail."""
    source = files("alerts").joinpath("templates/mail", name).read_text(encoding="utf-8")
    return _WORDS.sub(lambda it: json.dumps(catalogue.gettext(it[1]), ensure_ascii=False), source)
