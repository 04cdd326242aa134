"""Officials known from outside an article: name → office.

A register helps where an article names a person without saying who that is; what the article itself says comes first.
"""

from dataclasses import dataclass

from alerts.extract.vocabulary import load


@dataclass(frozen=True, slots=True)
class Official:
    """A person's office: `organization` is the top body by its full name, `position` the office with its sub-unit."""

    name: str
    position: str
    organization: str


def shipped() -> tuple[Official, ...]:
    """Return the officials that travel with the package."""
    return tuple(Official(row["name"], row["position"], row["organization"]) for row in load("officials")["official"])
