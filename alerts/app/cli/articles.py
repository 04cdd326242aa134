"""`articles [WORDS]`, `articles diff`, `articles unmute`: the texts of the archive, and what was edited in them."""

from datetime import datetime, timedelta
from functools import partial
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from alerts.app import bootstrap
from alerts.app.cli.arguments import AsCsv, AsJson, Limit, TextNumber, Words
from alerts.app.cli.grouping import ListsByDefault
from alerts.app.cli.printing import print_json, print_listing, say
from crawler import clock
from crawler.errors import ConfigurationError

_DAY = ["%Y-%m-%d"]

group = typer.Typer(cls=ListsByDefault, help="List the texts of the archive, and what was edited in them.")


@group.command("list")
def list_articles(
    words: Words = "",
    since: Annotated[datetime | None, typer.Option(formats=_DAY, help="Published on this day or later.")] = None,
    until: Annotated[datetime | None, typer.Option(formats=_DAY, help="Published on this day or earlier.")] = None,
    publisher: Annotated[str, typer.Option(help="Only what this publisher published, by its name.")] = "",
    topic: Annotated[str, typer.Option(help="Only what belongs to this topic.")] = "",
    limit: Limit = 100,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List the texts of the archive, the last to come in first; the word `list` may be left out.

    All words between spaces have to stand in a text, or in the title of an irrelevant one; one after a “-” must not.
    """
    from alerts.app import listings
    from crawler import catalog
    from crawler.archive import search

    settings = bootstrap.configure()
    zone = ZoneInfo(settings.timezone)
    wanted = search.Wanted(
        words,
        since=since and since.replace(tzinfo=zone),
        until=until and until.replace(tzinfo=zone) + timedelta(days=1),
        publisher=publisher,
        topic=topic,
        shown=False,
    )
    database = bootstrap.open_database(settings)
    search.catch_up(database)  # after an import, or a crawl that was cut short
    with database.read() as connection:
        kept = search.find(connection, wanted, limit)
    table = partial(listings.print_articles, titles=catalog.topic_titles(settings.data_dir))
    print_listing(kept, listings.article_row, table, as_json=as_json, as_csv=as_csv)


@group.command()
def diff(
    number: TextNumber, as_json: Annotated[bool, typer.Option("--json", help="Print the difference as JSON.")] = False
) -> None:
    """Show what a text says otherwise than the one before at its address, or than the one that it nearly repeats."""
    from alerts.app import differences

    settings = bootstrap.configure()
    difference = differences.find(bootstrap.open_database(settings), number)
    if as_json:
        print_json([differences.difference_json(difference)])
    else:
        differences.print_difference(difference, ZoneInfo(settings.timezone))


@group.command()
def unmute(number: TextNumber) -> None:
    """Keep the texts of a page again that was muted because it showed another one at every fetch."""
    from crawler.archive import pages

    with bootstrap.open_database(bootstrap.configure()).write() as connection:
        unmuted = pages.unmute(connection, number, clock.now())
    if not unmuted:
        raise ConfigurationError(f"{number} is no text of a muted page: `smewatch sources list` names those")
    say("its texts are kept again")
