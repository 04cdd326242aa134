"""`subscribers add`, `list`, `import`, `remove`, `pause`, `resume` and `export`."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from alerts.app import bootstrap
from alerts.app.cli.printing import print_json, say
from alerts.audience import Cadence, Filter, Language, News, QuietHours, Subscriber, Subscription
from alerts.ways import Way, masked, way
from crawler import clock, data_dir
from crawler.model import Level

group = typer.Typer(help="Who is told, of what, and how often.", no_args_is_help=True)

Address = Annotated[
    str,
    typer.Argument(metavar="ADDRESS", help="An e-mail address, a webhook (https://…), or a service of Apprise's."),
]
Words = list[str] | None


@group.command()
def add(
    email: Address,
    every: Annotated[Cadence, typer.Option(help="How often.")] = Cadence.DAY,
    confirmed: Annotated[bool, typer.Option("--confirmed", help="The address has agreed: mail it.")] = False,
    topic: Annotated[Words, typer.Option(help="Only changes in articles on this topic.")] = None,
    official: Annotated[Words, typer.Option(help="Only statements by this person.")] = None,
    organization: Annotated[Words, typer.Option(help="Only what this organisation says or publishes.")] = None,
    region: Annotated[Words, typer.Option(help="Only changes for this place.")] = None,
    level: Annotated[list[Level] | None, typer.Option(help="Only what is said at this level.")] = None,
    thing: Annotated[Words, typer.Option("--object", help="Only figures of this: 小巨人.")] = None,
    keyword: Annotated[Words, typer.Option(help="Only changes that name this.")] = None,
    require: Annotated[Words, typer.Option(help="Only changes that name this, and all others of these.")] = None,
    exclude: Annotated[Words, typer.Option(help="No changes that name this.")] = None,
    kind: Annotated[list[News] | None, typer.Option(help="Only news of this kind.")] = None,
    source: Annotated[Words, typer.Option(help="Only what this publisher published.")] = None,
    name: Annotated[str, typer.Option(help="What to call the subscription.")] = "",
    hour: Annotated[int, typer.Option(min=0, max=23, help="The hour at which days and weeks begin.")] = 7,
    zone: Annotated[str, typer.Option(help="The reader's time zone; without it, the service's.")] = "",
    quiet_from: Annotated[datetime | None, typer.Option(metavar="HH:MM", formats=["%H:%M"])] = None,
    quiet_to: Annotated[datetime | None, typer.Option(metavar="HH:MM", formats=["%H:%M"])] = None,
    language: Annotated[Language, typer.Option(help="The language round the news.")] = Language.CHINESE,
    when_empty: Annotated[bool, typer.Option("--when-empty", help="Tell of days or weeks without news, too.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what it would have told.")] = False,
) -> None:
    """Add a subscription, and show what it would have told over the last four weeks.

    Unless it is --confirmed, a mail asks for a click first. An option given twice means: one or the other (of
    --require: both). Webhooks (https://…) get JSON, signed with a secret that is shown here; the chat services that
    Apprise knows (dingtalk://…, feishu://…, tgram://…) get text. Their addresses are secrets, too: lists show a part of
    them.
    """
    from alerts import backtest, signup, subscriptions
    from alerts.app import reader_lists
    from alerts.app.jobs import mailing
    from crawler import catalog
    from crawler.errors import ConfigurationError

    settings = bootstrap.configure()
    out = way(email)
    if out is not Way.MAIL:
        from alerts.app import addresses

        email, confirmed = addresses.check(email, settings.allow_private_addresses), True
    if (quiet_from is None) is not (quiet_to is None):
        raise ConfigurationError("quiet hours have two ends: --quiet-from and --quiet-to")
    quiet = QuietHours(quiet_from.time(), quiet_to.time()) if quiet_from and quiet_to else QuietHours()
    topics = catalog.topic_titles(settings.data_dir)
    names = {title: name for name, title in topics.items()}  # lists show the titles
    wanted = Filter(
        topics=tuple(names.get(it, it) for it in topic or ()),
        officials=tuple(official or ()),
        organizations=tuple(organization or ()),
        regions=tuple(region or ()),
        levels=tuple(level or ()),
        objects=tuple(thing or ()),
        keywords=tuple(keyword or ()),
        required=tuple(require or ()),
        excluded=tuple(exclude or ()),
        kinds=tuple(kind or ()),
        sources=tuple(source or ()),
    )
    wish = Subscription(
        0,
        Subscriber(0, email, language, zone or settings.timezone, quiet),
        every,
        wanted,
        confirmed=confirmed,
        name=name,
        hour=hour,
        when_empty=when_empty,
    )
    app, now = bootstrap.open_app(settings), clock.now()
    address = masked(subscriptions.fit(wish, topics, any_way=True).subscriber.address)
    reader_lists.print_backtest(backtest.run(app.database, wanted, ZoneInfo(wish.subscriber.zone), now))
    if dry_run:
        return
    if confirmed or out is not Way.MAIL:
        subscriptions.add(app.database, wish, now=now, topics=topics, any_way=True)
        say(f"{address} is subscribed")
        if out is Way.WEBHOOK:
            from alerts.channels import webhook

            say(f"what it gets is signed with this secret: {webhook.secret(data_dir.secret_key(settings), email)}")
        return
    links = bootstrap.links(settings)
    asked = signup.ask(app.database, wish, links, settings.mail_from, now=now, topics=topics)
    sent = mailing.send_queued(app, now) if settings.smtp_url.get_secret_value() else None
    state = "is subscribed to the same already, and is told so" if asked.confirmed else "is asked to confirm"
    when = "by mail" if sent and not sent.waiting else "by the next `smewatch digest send`"
    say(f"{address} {state} {when}")


@group.command("list")
def list_subscribers(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a subscription.")] = False,
) -> None:
    """List all subscriptions."""
    from alerts import subscriptions
    from alerts.app import reader_lists
    from crawler import catalog

    settings = bootstrap.configure()
    everyone = subscriptions.everyone(bootstrap.open_database(settings))
    if as_json:
        print_json(
            {
                "id": it.id,
                "email": masked(it.subscriber.address),
                "every": it.cadence,
                "hour": it.hour,
                "zone": it.subscriber.zone,
                "language": it.subscriber.language,
                "name": it.name,
                "when_empty": it.when_empty,
                "confirmed": it.confirmed,
                "standing": it.subscriber.standing,
                **asdict(it.filter),
            }
            for it in everyone
        )
    else:
        reader_lists.print_subscribers(everyone, catalog.topic_titles(settings.data_dir))


@group.command("import")
def import_subscribers(
    path: Annotated[
        Path, typer.Argument(metavar="FILE", help="CSV with a heading, or JSON lines.", show_default=False)
    ],
) -> None:
    """Add the subscriptions of a file, all or none; those that are there already stay as they are.

    The columns are email, every, hour, zone, language, name, confirmed, when_empty, and what is asked for: topics,
    officials, organizations, regions, levels, objects, keywords, required, excluded, kinds, sources, each of which may
    hold several words between semicolons. Only email must be there. Whoever is not confirmed there is asked by mail.
    Only e-mail addresses are taken: lists show no other one whole.
    """
    from alerts import signup, subscriber_files
    from crawler import catalog

    settings = bootstrap.configure()
    topics = [it.name for it in catalog.topics(settings.data_dir)]
    wishes = subscriber_files.read(path, settings.timezone, topics)
    database = bootstrap.open_database(settings)
    mailed = [it.subscription for it in wishes if way(it.subscription.subscriber.address) is Way.MAIL]
    sender, links = settings.mail_from, bootstrap.links(settings)
    added = signup.add_all(database, mailed, links, sender, now=clock.now(), topics=topics)
    say(f"{len(added)} of {len(wishes)} subscriptions added, {len(mailed) - len(added)} were there already")
    if asked := sum(not it.confirmed for it in added):
        say(f"{asked} of them wait until their addresses agree, which the next `smewatch digest send` asks them")
    for it in wishes:
        address = it.subscription.subscriber.address
        if way(address) is not Way.MAIL:
            say(f"line {it.line} is passed over: add {masked(address)} by `smewatch subscribers add`")


@group.command()
def remove(email: Address) -> None:
    """Forget an address, all it subscribed to, and every mail to it."""
    from alerts import subscriptions

    removed = subscriptions.remove(bootstrap.open_database(bootstrap.configure()), email)
    say(f"{removed} is forgotten")


@group.command()
def pause(email: Address) -> None:
    """Mail an address nothing until it is resumed."""
    from alerts import subscriptions

    database = bootstrap.open_database(bootstrap.configure())
    reader = subscriptions.find(database, email)
    subscriptions.pause(database, reader)
    address = masked(reader.address)
    say(f"{address} is sent nothing until `smewatch subscribers resume {address}`")


@group.command()
def resume(email: Address) -> None:
    """Mail an address again that was paused, or suspended because mails came back."""
    from alerts import subscriptions

    database = bootstrap.open_database(bootstrap.configure())
    reader = subscriptions.find(database, email)
    subscriptions.resume(database, reader, clock.now())
    say(f"{masked(reader.address)} is sent digests again")


@group.command()
def export(email: Address) -> None:
    """Print all that is stored about an address, as JSON."""
    from alerts import subscriptions

    database = bootstrap.open_database(bootstrap.configure())
    print_json([subscriptions.export(database, subscriptions.find(database, email))])
