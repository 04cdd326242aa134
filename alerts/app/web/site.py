"""What all routes share: the program, its links, what forms offer, who has asked how often."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from threading import Event
from typing import Annotated, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from fastapi import Depends, Request

from alerts.app import bootstrap
from alerts.app.bootstrap import App
from alerts.app.crawls import Crawls
from alerts.app.fares import Standings
from alerts.app.web.keeping import Kept
from alerts.app.web.limits import Limiter
from alerts.app.web.poll_marks import Drawings
from alerts.app.web.postman import Postman
from alerts.app.web.streams import Streams
from alerts.audience import Language
from alerts.errors import TooOftenError
from alerts.links import Links
from crawler import clock


@dataclass(frozen=True, slots=True)
class Site:
    """What all routes share. `root` is the path of the service's address, "" where it is a whole host's.

    `topic_titles` are in each language titles of topics by their names, and `publishers` those of publishers that are
    polled by themselves. `leaving` is set when the server ends: what would go on for long ends then.
    `pictures` are kept by themselves, and so are feeds and calendars (`syndicated`): whoever looks through all figures,
    or asks for feed after feed, leaves the news where they are `kept`.
    """

    app: App
    links: Links
    root: str
    topic_titles: Mapping[Language, Mapping[str, str]]
    publishers: Mapping[str, str]
    signups: Limiter
    logins: Limiter
    feeds: Limiter
    exports: Limiter
    postman: Postman
    crawls: Crawls
    standings: Standings
    drawings: Drawings
    leaving: Event
    streams: Streams
    kept: Kept
    pictures: Kept
    syndicated: Kept

    @property
    def secure(self) -> bool:
        """Whether cookies are to come back over encrypted connections alone."""
        return self.app.settings.base_url.startswith("https:")

    @property
    def topics(self) -> Collection[str]:
        """The names of the topics that are watched."""
        return self.topic_titles[Language.CHINESE].keys()

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of where the service is at home."""
        return ZoneInfo(self.app.settings.timezone)

    def today(self) -> date:
        """Return the day that it is where the service is at home."""
        return self.day(clock.now())

    def day(self, moment: datetime) -> date:
        """Return the day that it was there at a moment."""
        return moment.astimezone(self.zone).date()

    @classmethod
    def of(cls, app: App, postman: Postman) -> Self:
        """Bring together what the routes of a program share."""
        polled = app.catalog.sources.values()
        return cls(
            app=app,
            links=bootstrap.links(app.settings),
            root=urlsplit(app.settings.base_url).path,
            topic_titles=bootstrap.topic_titles(app.settings),
            publishers={title: title for title in sorted({app.catalog.publisher_of(it).title for it in polled})},
            signups=Limiter(most=5, span=timedelta(hours=1)),
            logins=Limiter(most=10, span=timedelta(minutes=15)),
            feeds=Limiter(most=120, span=timedelta(hours=1)),
            exports=Limiter(most=30, span=timedelta(hours=1)),
            postman=postman,
            crawls=Crawls(app),
            standings=Standings(),
            drawings=Drawings(),
            leaving=Event(),
            streams=Streams(),
            kept=Kept(),
            pictures=Kept(),
            syndicated=Kept(),
        )


def restrain(limiter: Limiter, request: Request, now: datetime) -> None:
    """Count an act of who asks. Raises TooOftenError where that was one too many for now."""
    wait = limiter.wait(client_of(request), now)
    if wait:
        raise TooOftenError(wait)


def client_of(request: Request) -> str:
    """Return the address of who asks."""
    return request.client.host if request.client else ""


async def _site(request: Request) -> Site:  # on the loop: no request waits for a thread for it
    site: Site = request.app.state.site
    return site


TheSite = Annotated[Site, Depends(_site)]
