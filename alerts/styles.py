"""The look of digests, as `templates/mail/styles.toml` declares it → attributes for mails, style sheets for pages.

Many mail clients strip style sheets, so each element of a mail carries its light style; the dark one is a style sheet,
which those that know the dark keep.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from markupsafe import Markup

_DARK = "@media (prefers-color-scheme: dark)"


def attributes(names: str) -> Markup:
    """Return the class attribute of an element that is of these classes (“figure raised”), and its style attribute."""
    light = _looks()["light"]
    style = " ".join(light[name] for name in names.split() if name in light)
    return Markup(' class="{}" style="{}"').format(names, style)


def classes(names: str) -> Markup:
    """Return the class attribute alone, for a page that has the style sheet."""
    return Markup(' class="{}"').format(names)


@cache
def dark_sheet() -> str:
    """Return the style sheet that a mail holds: all of its rules are stronger than the styles of the elements."""
    rules = {name: "; ".join(f"{it} !important" for it in _parts(style)) for name, style in _looks()["dark"].items()}
    return f"{_DARK} {{\n{_rules(rules)}\n}}"


@cache
def sheet() -> str:
    """Return the style sheet of digests in the browser, for the light and for the dark: it styles nothing but them."""
    light, dark = (_rules(_looks()[look], ".digest ") for look in ("light", "dark"))
    return f"{light}\n{_DARK} {{\n{dark}\n}}\n"


@cache
def _looks() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(files("alerts").joinpath("templates/mail/styles.toml").read_text(encoding="utf-8"))


def _parts(style: str) -> list[str]:
    return [it.strip() for it in style.split(";") if it.strip()]


def _rules(styles: Mapping[str, str], within: str = "") -> str:
    return "\n".join(f"{within}.{name} {{ {style} }}" for name, style in styles.items())
