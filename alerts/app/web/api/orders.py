"""What requests hold, for OpenAPI; what it does not know is refused."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from alerts.app.web.api.parameters import LINE
from alerts.app.web.numbers import HIGHEST
from alerts.audience import Cadence, Language, News
from alerts.corrections import LONGEST_WHY
from crawler.model import Kind, Level

Line = Annotated[str, StringConstraints(max_length=200, pattern=LINE)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=2000, pattern=LINE)]


class Asked(BaseModel):
    """What a request holds; what it does not know is refused."""

    model_config = ConfigDict(extra="forbid")


class CrawlOrder(Asked):
    """What is to be polled: everything, where neither sources nor feeds are named."""

    sources: list[Name] = Field(default=[], max_length=500, description="Publishers and sources, by their names.")
    feeds: list[Name] = Field(default=[], max_length=500, description="Feeds, by their addresses.")
    announce: bool = Field(default=False, description="Tell of a source's first poll too.")


class NewSource(Asked):
    """A source by its address, which is asked and read as a feed, a sitemap or a JSON Feed shows it wants to be."""

    url: Name = Field(examples=["https://www.example.gov.cn/feed.xml"])
    kind: Kind = Kind.RSS
    referer: Line = ""
    rules: dict[Line, Line] = Field(
        default={}, max_length=20, description="How a list is read, as `sources add` takes it."
    )


class Switch(Asked):
    """Whether a source is polled."""

    enabled: bool


class Reasoned(Asked):
    """Why something is said of a finding: others will read it."""

    why: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_WHY, pattern=LINE)]


class Corrected(Reasoned):
    """What fields of a finding are instead, by their names; "" is none."""

    fields: dict[Line, Line] = Field(min_length=1, max_length=20, examples=[{"value": "10000", "deadline": "2027"}])


class Merged(Reasoned):
    """The finding that one is the same as."""

    other: int = Field(ge=1, le=HIGHEST)


Wishes = Annotated[list[Line], Field(max_length=200)]


class Filter(Asked):
    """Which changes a subscription wants: those that meet every part that is not empty."""

    topics: Wishes = []
    officials: Wishes = []
    organizations: Wishes = []
    regions: Wishes = []
    levels: Annotated[list[Level], Field(max_length=200)] = []
    objects: Wishes = []
    keywords: Wishes = []
    required: Wishes = []
    excluded: Wishes = []
    kinds: Annotated[list[News], Field(max_length=200)] = []
    sources: Wishes = []


class SubscriptionOrder(Asked):
    """What a reader asks for. Without a zone the service's own holds."""

    address: Line = Field(examples=["reader@example.org"])
    cadence: Cadence = Cadence.DAY
    hour: int = Field(default=7, ge=0, le=23)
    language: Language = Language.CHINESE
    zone: Line | None = Field(default=None, examples=["Asia/Shanghai"])
    name: Line = ""
    when_empty: bool = Field(default=False, description="Whether a digest is sent when there is nothing new.")
    filter: Filter = Filter()
