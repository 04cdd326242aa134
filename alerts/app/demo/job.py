"""The demo: a news site of its own is crawled, its news told of in a mail, and crawled again, in silence.

All of the real program at work, in a temporary folder with a database of its own, reaching nothing but the loopback.
Nothing of the user's installation is read or changed; the digest alone is left behind.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from tempfile import TemporaryDirectory

from alerts import subscriptions, wording
from alerts.app import bootstrap, console
from alerts.app.bootstrap import App
from alerts.app.demo import news, site
from alerts.app.demo.site import Site
from alerts.app.jobs import crawling, mailing
from alerts.app.jobs.crawling import CrawlReport
from alerts.audience import Cadence, Subscriber, Subscription
from alerts.model import ChangeKind, Target
from crawler import clock, config
from crawler.archive import articles, entries
from crawler.catalog import Catalog
from crawler.config import CrawlSettings, Settings
from crawler.errors import ConfigurationError
from crawler.model import Level, Publisher, RunState, Source
from seeds import library

REPRINTS = 3

_PUBLISHER = Publisher("示例网", "示例网", Level.PORTAL, hosts=("127.0.0.1",), region="示例省")
_READER = "reader@example.org"
_MAIL, _PAGE = "digest.eml", "digest.html"


def run(settings: Settings, out: Path) -> bool:
    """Show the main job, and leave its digest in `out` as `digest.eml` and `digest.html`; return whether all went well.

    Raises ConfigurationError where `out` cannot be written, KeyboardInterrupt where somebody ended a crawl.
    """
    _prepare(out)
    invented, reprinted = news.examples(), news.reprints(library.corpus_documents(), REPRINTS)
    with site.serve([*invented, *reprinted]) as served, _installation(settings, served) as app:
        console.step(1, f"A news site on this machine: {served.feed}")
        console.note(f"{len(invented)} invented articles, and {len(reprinted)} reprints of texts that smewatch knows")

        console.step(2, "It is crawled")
        first = _crawl(app)
        console.print_changes(first.news)
        _print_untold(app, served, first)
        console.print_run(first.summary, first.changes)
        if first.summary.state is not RunState.FINISHED:
            return False

        console.step(3, "The news is mailed")
        sent = mailing.send_digests(app, clock.now())
        console.note(sent.sentence)
        _keep_digest(app.settings.data_dir, out)

        console.step(4, "It is crawled again")
        again = _crawl(app)
        console.print_run(again.summary, again.changes)
        console.note(mailing.send_digests(app, clock.now()).sentence)
    return not (first.summary.sources_failed or again.summary.sources_failed or again.news or sent.failed)


def _prepare(out: Path) -> None:
    """Make the folder; an earlier digest goes, so that none is taken for this run's."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name in (_MAIL, _PAGE):
            (out / name).touch()
            (out / name).unlink()
    except OSError as error:
        raise ConfigurationError(f"the folder {out} cannot be written ({error.strerror}): name another") from error


@contextmanager
def _installation(settings: Settings, served: Site) -> Iterator[App]:
    """Set smewatch up for the site, with one reader who is told at once, for as long as the context lasts."""
    with TemporaryDirectory(prefix="smewatch-demo-") as folder:
        isolated = _isolated(settings, Path(folder))
        database = bootstrap.open_database(isolated)
        source = Source("示例网/要闻", _PUBLISHER.name, served.feed)
        try:
            wish = Subscription(0, Subscriber(0, _READER), Cadence.INSTANT, confirmed=True)
            subscriptions.add(database, wish, now=clock.now(), topics=())
            yield App(isolated, database, Catalog({_PUBLISHER.name: _PUBLISHER}, {source.name: source}))
        finally:
            database.close()


def _isolated(settings: Settings, folder: Path) -> Settings:
    return config.isolated(
        data_dir=folder,
        smtp_url=(folder / "mail").as_uri(),
        timezone=settings.timezone,
        allow_private_addresses="127.0.0.0/8",
        crawl=CrawlSettings(delay=0),
    )


def _crawl(app: App) -> CrawlReport:
    sources = tuple(app.catalog.sources.values())
    with console.crawl_progress(len(sources)) as (on_progress, on_compared):
        report = crawling.crawl(
            app, sources, trigger="demo", announce=True, on_progress=on_progress, on_compared=on_compared
        )
    if report.summary.state is RunState.CANCELLED:  # the crawl has ended in good order, and so shall the demo
        raise KeyboardInterrupt
    return report


def _print_untold(app: App, served: Site, report: CrawlReport) -> None:
    """Print what nobody is told of: texts that were known, articles about something else, and facts that were known."""
    with app.database.read() as connection:
        known = [it for name in app.catalog.sources for it in entries.known_texts(connection, name)]
        kept = articles.revisions_after(connection, 0, limit=len(served.articles))
    rows = [(served.articles[it.url].title, it.reason) for it in known]
    rows += [
        (it.article.document.title, f"about no topic that is watched (relevance {it.relevance.score:.2f})")
        for it in kept
        if not it.relevance.relevant
    ]
    rows += [
        (f"{it.finding.object} {wording.summary(it.finding)}", it.reason)
        for it in report.changes
        if it.kind is ChangeKind.REPEATED and isinstance(it.finding, Target)
    ]
    console.print_table("Known already, or about something else", ("What", "Why it is no news"), rows)


def _keep_digest(data_dir: Path, out: Path) -> None:
    """Copy the mail that was sent into `out`, and its HTML part beside it; print its subject and where it is."""
    (file,) = (data_dir / "mail").glob("*.eml")
    mail = message_from_bytes(file.read_bytes(), _class=EmailMessage, policy=policy.default)
    page = mail.get_body(("html",))
    assert page is not None
    eml, html = out / _MAIL, out / _PAGE
    eml.write_bytes(file.read_bytes())
    html.write_text(page.get_content().replace("\r\n", "\n"), encoding="utf-8")
    console.note(f"subject: {mail['Subject']}")
    console.note(f"mail:    {eml}")
    console.note(f"page:    {html}")
