"""`subscribers add`, `list` and `remove`."""

from dataclasses import asdict
from typing import Annotated

import typer

from alerts.app import bootstrap
from alerts.app.cli.printing import print_json, say
from alerts.model import Cadence, Filter
from crawler import clock

group = typer.Typer(help="Who is told, of what, and how often.", no_args_is_help=True)

Address = Annotated[str, typer.Argument(metavar="EMAIL", help="The address.")]


@group.command()
def add(
    email: Address,
    every: Annotated[Cadence, typer.Option(help="How often.")] = Cadence.DAY,
    confirmed: Annotated[bool, typer.Option("--confirmed", help="The address has agreed: mail it.")] = False,
    topic: Annotated[list[str] | None, typer.Option(help="Only changes in articles on this topic.")] = None,
    official: Annotated[list[str] | None, typer.Option(help="Only statements by this person.")] = None,
    keyword: Annotated[list[str] | None, typer.Option(help="Only changes that name this.")] = None,
    region: Annotated[list[str] | None, typer.Option(help="Only changes for this place.")] = None,
) -> None:
    """Add a subscription. An option given twice means: one or the other."""
    from alerts import subscriptions
    from crawler import catalog

    settings = bootstrap.configure()
    database = bootstrap.open_database(settings)
    topics = [it.name for it in catalog.topics(settings.data_dir)]
    wanted = Filter(tuple(topic or ()), tuple(official or ()), tuple(keyword or ()), tuple(region or ()))
    added = subscriptions.add(database, email, every, wanted, confirmed=confirmed, now=clock.now(), topics=topics)
    if confirmed:
        say(f"{added.email} is subscribed")
    else:
        say(f"{added.email} is stored, and mailed only once it has agreed: remove it and add it with --confirmed then")


@group.command("list")
def list_subscribers(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a subscription.")] = False,
) -> None:
    """List all subscriptions."""
    from alerts import subscriptions
    from alerts.app import listings
    from crawler import catalog

    settings = bootstrap.configure()
    everyone = subscriptions.everyone(bootstrap.open_database(settings))
    if as_json:
        print_json(
            {"email": it.email, "every": it.cadence, "confirmed": it.confirmed, **asdict(it.filter)} for it in everyone
        )
    else:
        listings.print_subscribers(everyone, catalog.topic_titles(settings.data_dir))


@group.command()
def remove(email: Address) -> None:
    """Forget an address, and every mail to it."""
    from alerts import subscriptions

    removed = subscriptions.remove(bootstrap.open_database(bootstrap.configure()), email)
    say(f"{removed} is forgotten")
