"""Officials known from outside an article: name → office.

A register helps where an article names a person without saying who that is; what the article itself says comes first.
The service keeps one that grows with what it reads; the shipped one is where that begins.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from alerts.extract.vocabulary import load


@dataclass(frozen=True, slots=True)
class Office:
    """What a person is: `organization` is the top body by its full name, `position` the office with its sub-unit."""

    position: str
    organization: str


Register: TypeAlias = Mapping[str, Office]
"""The office that each person holds when the article appears, by the person's name."""

SHIPPED: Register = MappingProxyType(
    {row["name"]: Office(row["position"], row["organization"]) for row in load("officials")["official"]}
)
"""The officials that travel with the package."""
