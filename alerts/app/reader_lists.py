"""Readers, what they ask for and what they were sent → the tables of `smewatch subscribers` and `digest trace`."""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from alerts import wording
from alerts.app.console import gist, output, print_table
from alerts.audience import Cadence, Standing, Subscription
from alerts.backtest import Backtest
from alerts.model import Change, PageEdit, Target
from alerts.tracing import Path, Trace
from alerts.ways import masked


def print_subscribers(subscriptions: Sequence[Subscription], titles: Mapping[str, str]) -> None:
    """Print subscriptions with what they ask for; `titles` are those of topics."""
    rows = [
        (str(it.id), masked(it.subscriber.address), _schedule(it), _agreed(it), _wanted(it, titles))
        for it in subscriptions
    ]
    print_table("Subscriptions", ("No.", "Address", "Every", "Mailed", "Only"), rows)


def print_backtest(tested: Backtest) -> None:
    """Print what a filter would have told: how much each week, and the last of it."""
    counted = " + ".join(map(str, tested.weeks.values()))
    changes = f"{tested.total} change{'' if tested.total == 1 else 's'}"
    output().print(f"The last four weeks would have brought {changes}: {counted}, week by week", soft_wrap=True)
    if tested.newest:
        print_table("The last ones", ("Change", "What", "Where"), [_line(it) for it in tested.newest])


def print_trace(traced: Trace, zone: ZoneInfo) -> None:
    """Print the way of a text's findings to each subscription of a reader, and the last digests of each.

    Moments are those of a zone, the service's, as in the trace.
    """
    console, text = output(), traced.text
    if text:
        judged = "relevant" if text.relevance.topics else "not relevant"
        console.print(f"Text {text.number}: {text.article.document.title} ({text.article.publisher})")
        console.print(f"  {text.article.url}")
        seen = f"{text.article.fetched_at.astimezone(zone):%Y-%m-%d %H:%M}"
        console.print(f"  seen {seen} ({zone.key}); {text.novelty.verdict}: {text.novelty.reason}")
        console.print(f"  {judged} ({text.relevance.score:.2f}){'' if text.announced else '; not announced'}")
    for path in traced.paths:
        console.print(f"\nSubscription {path.subscription.id} ({_schedule(path.subscription)}): {path.state}")
        if text:
            _print_steps(path)
        else:
            rows = [
                (it.period, str(len(it.changes)), it.state.value, f"{it.at.astimezone(zone):%Y-%m-%d %H:%M}", it.answer)
                for it in path.digests
            ]
            print_table("Last digests", ("Period", "Changes", "State", f"At ({zone.key})", "Answer"), rows)


def _print_steps(path: Path) -> None:
    if not path.steps:
        output().print("  nothing was found in the text: `smewatch analyse --explain` says why")
        return
    rows = [(str(it.change.number), *_line(it.change)[:2], it.words) for it in path.steps]
    print_table("Findings", ("No.", "Change", "What", "What became of it"), rows)


def _line(change: Change) -> tuple[str, str, str]:
    finding = change.finding
    if isinstance(finding, PageEdit):
        what = wording.edited(finding)
    elif isinstance(finding, Target):
        what = f"{finding.scope} {finding.object} {wording.summary(finding)}"
    else:
        what = f"{finding.speaker or finding.organization or ''}：{gist(wording.quoted(finding))}"
    return wording.kind(change.kind, finding), what, wording.source(change.origin)


def _schedule(subscription: Subscription) -> str:
    if subscription.cadence is Cadence.INSTANT:
        return subscription.cadence.value
    return f"{subscription.cadence.value}, {subscription.hour:02}:00 {subscription.subscriber.zone}"


def _agreed(subscription: Subscription) -> str:
    reader = subscription.subscriber
    if reader.standing is not Standing.ACTIVE:
        return f"{reader.standing.value}: {reader.why}" if reader.why else reader.standing.value
    return "yes" if subscription.confirmed else "not confirmed"


def _wanted(subscription: Subscription, titles: Mapping[str, str]) -> str:
    wanted = subscription.filter
    parts = (
        ("topic", [wording.topics([it], titles) for it in wanted.topics]),
        ("official", wanted.officials),
        ("organization", wanted.organizations),
        ("region", wanted.regions),
        ("level", wanted.levels),
        ("object", wanted.objects),
        ("keyword", wanted.keywords),
        ("all of", wanted.required),
        ("none of", wanted.excluded),
        ("kind", wanted.kinds),
        ("source", wanted.sources),
    )
    return "; ".join(f"{name} {' or '.join(values)}" for name, values in parts if values)
