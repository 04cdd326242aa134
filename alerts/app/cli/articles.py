"""`articles [WORDS]`, `articles diff`, `articles unmute`: the texts of the archive, and what was edited in them."""

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

group = typer.Typer(cls=ListsByDefault, help="List the texts of the archive, and what was edited in them.")


@group.command("list")
def list_articles(words: Words = "", limit: Limit = 100, as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """List the texts of the archive, the last to come in first; the word `list` may be left out."""
    from alerts.app import listings
    from crawler import catalog
    from crawler.archive import articles

    settings = bootstrap.configure()
    with bootstrap.open_database(settings).read() as connection:
        kept = articles.latest(connection, words, limit)
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
