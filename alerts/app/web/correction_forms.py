"""The fields of a form ↔ what is said of a finding. Pure."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from alerts.app.web.numbers import HIGHEST
from alerts.app.web.security import readable
from alerts.model import Comparator, Finding, Statement, Status, Target

Form = Mapping[str, list[str]]

#: The fields that can be given other values, in the order of the form; and the words that some of them are one of.
FIELDS: Mapping[type, Sequence[str]] = {
    Target: ("object", "value", "unit", "comparator", "deadline", "as_of", "status", "scope", "action"),
    Statement: ("speaker", "position", "organization", "official"),
}
CHOICES: Mapping[str, Sequence[str]] = {
    "comparator": tuple(Comparator),
    "status": tuple(Status),
    "official": ("yes", "no"),
}

_NAME = 40  # characters of who signs a word


def filled(finding: Finding) -> dict[str, str]:
    """Return the fields of a finding as a form shows them."""
    return {name: typed(getattr(finding, name)) for name in FIELDS[type(finding)]}


def typed(value: Any) -> str:
    """Return a field's value in the form in which it is typed: `10000`, `yes`, `2025-06`, nothing for None."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float() | int():
            return f"{Decimal(repr(value)).normalize():f}"
        case _:
            return str(value)


def given(finding: Finding, form: Form) -> dict[str, str]:
    """Return the fields of a form in which something else stands than was shown there."""
    shown = {name: readable(value).strip() for name, value in filled(finding).items()}
    return {name: one(form, name) for name in shown if name in form and one(form, name) != shown[name]}


def signed(form: Form) -> str:
    """Return who says a word: the administrator, with a name where one is given."""
    name = " ".join(one(form, "by").split())[:_NAME]
    return f"管理员 {name}" if name else "管理员"


def number(form: Form, name: str) -> int:
    """Return a finding's number, 0 for what is none."""
    written = one(form, name)
    fits = written.isascii() and written.isdigit() and len(written) <= len(str(HIGHEST))
    return int(written) if fits and int(written) <= HIGHEST else 0


def named(finding: Finding) -> str:
    """Return the name that can be called another one: of what is counted, or of who speaks; "" where nobody does."""
    return finding.object if isinstance(finding, Target) else finding.speaker or ""


def one(form: Form, name: str) -> str:
    """Return what stands in a field, without blanks round it; "" where it is not there."""
    return next(iter(form.get(name, ())), "").strip()
