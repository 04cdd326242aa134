"""The rules of a list as a person writes them, name by name, into the rules that a source is read by, and back. Pure.

On the command line a rule is an option (`--built-by`), in OPML an attribute (`smewatch:built-by`): `prefix` is what
stands before its name there, so that a sentence about it names it as it was written.
"""

from collections.abc import Mapping
from dataclasses import fields

from lxml import etree
from lxml.cssselect import CSSSelector, SelectorError

from crawler.address import has_credentials, is_web, is_writable
from crawler.errors import ConfigurationError
from crawler.model import RULES, HtmlList, Kind, Rules


def read(kind: Kind, written: Mapping[str, str], prefix: str = "") -> Rules | None:
    """Return the rules that somebody gives for a source of a kind, by the names of their fields; None for none.

    Raises ConfigurationError for what that kind has no use for, and for what cannot be right whatever the list is.
    """
    declared = RULES.get(kind)
    known = [field.name for field in fields(declared)] if declared else []
    for name, value in written.items():
        if name not in known:
            has = (
                f"it has {', '.join(spelt(it, prefix) for it in known)}"
                if known
                else f"{' and '.join(RULES)} have rules"
            )
            raise ConfigurationError(f"{spelt(name, prefix)} is no rule of the kind {kind}: {has}")
        if not is_writable(value):
            raise ConfigurationError(f"{spelt(name, prefix)} holds a line break or another control character")
        if declared is HtmlList and value and (trouble := _trouble(value)):
            raise ConfigurationError(f"{spelt(name, prefix)} {value!r} is no CSS selector: {trouble}")
    if declared is HtmlList and not written.get("items"):
        raise ConfigurationError(
            f"a source of kind {kind} needs {spelt('items', prefix)}, the CSS selector of the list's entries"
        )
    return declared(**written) if declared and written else None


def write(rules: Rules | None) -> Mapping[str, str]:
    """Return what somebody has to give to get the rules: their items, and all that is not as usual."""
    if rules is None:
        return {}
    values = {field: str(getattr(rules, field.name)) for field in fields(rules)}
    return {it.name: value for it, value in values.items() if it.name == "items" or value != it.default}


def read_referer(written: str, prefix: str = "") -> str:
    """Return the page that a source is asked from, "" for none. Raises ConfigurationError for what is no address."""
    if has_credentials(written):
        raise ConfigurationError(f"{spelt('referer', prefix)} holds a user name or a password: leave it out")
    if written and not is_web(written):
        raise ConfigurationError(f"{spelt('referer', prefix)} {written!r} is no http(s) address")
    return written


def spelt(name: str, prefix: str = "") -> str:
    """Return how the name of a field is written where names have this prefix."""
    return f"{prefix}{name.replace('_', '-')}"


def _trouble(selector: str) -> str:
    """Return why nothing can be selected so, "" where something can."""
    try:
        CSSSelector(selector, translator="html")(etree.Element("html"))
    except (SelectorError, etree.XPathError) as error:
        return str(error)
    except Exception:  # the parser trips over what is not closed or too deep in ways of its own: `li:is(a`
        return "it cannot be parsed"
    return ""
