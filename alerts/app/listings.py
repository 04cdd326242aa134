"""Values → the tables that the listing commands print for a person, and the rows of their JSON and CSV."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from alerts import wording
from alerts.app.analysis import Analysis, statement_json, target_json
from alerts.app.console import gist, output, print_table
from alerts.app.jobs import StatusReport
from alerts.ledger import KnownTarget
from alerts.model import Origin, Statement, Subscriber, Target
from crawler.catalog import Catalog
from crawler.model import Revision


def print_sources(catalog: Catalog) -> None:
    """Print sources, each with the title of its publisher; those that are switched off come last."""
    rows = [
        (it.name, catalog.publisher_of(it).title, it.kind.value, "no" if it.name in catalog.off else "yes", it.url)
        for it in (*catalog.sources.values(), *catalog.off.values())
    ]
    print_table("Sources", ("Source", "Publisher", "Kind", "On", "Address"), rows)


def print_subscribers(subscribers: Sequence[Subscriber]) -> None:
    """Print subscriptions with what they ask for."""
    rows = [(it.email, it.cadence.value, "yes" if it.confirmed else "no", _wanted(it)) for it in subscribers]
    print_table("Subscribers", ("Address", "Every", "Confirmed", "Only"), rows)


def print_analysis(path: Path, analysis: Analysis) -> None:
    """Print what one document says."""
    judged, console = analysis.relevance, output()
    console.print(f"{path}: {analysis.document.title}")
    console.print(f"{', '.join(judged.topics) or 'not relevant'} ({judged.score:.2f}), {analysis.content_hash}\n")
    if analysis.targets:
        rows = [(it.status.value, *_figure(it), gist(it.evidence.text)) for it in analysis.targets]
        print_table("Targets", ("Status", "Object", "Figure", "When", "Where", "Evidence"), rows)
    if analysis.statements:
        said = [(*_office(it), gist(it.evidence.text)) for it in analysis.statements]
        print_table("Statements", ("Who", "Office", "What"), said)


def print_targets(known: Sequence[KnownTarget]) -> None:
    """Print figures of the ledger."""
    rows = [(str(it.id), *_figure(it.target), wording.source(it.origin)) for it in known]
    print_table("Targets", ("No.", "Object", "Figure", "When", "Where", "First read"), rows)


def print_statements(known: Sequence[tuple[int, Statement, Origin]]) -> None:
    """Print statements of the ledger."""
    rows = [
        (str(number), *_office(said), gist(said.evidence.text), wording.source(origin))
        for number, said, origin in known
    ]
    print_table("Statements", ("No.", "Who", "Office", "What", "First read"), rows)


def print_articles(revisions: Sequence[Revision]) -> None:
    """Print texts of the archive."""
    rows = [
        (
            str(it.number),
            f"{it.article.published:%Y-%m-%d}",
            it.article.publisher,
            f"{it.relevance.score:.2f}",
            it.article.document.title,
        )
        for it in revisions
    ]
    print_table("Articles", ("No.", "Date", "Publisher", "Relevance", "Title"), rows)


def print_status(status: StatusReport) -> None:
    """Print how the installation fares."""
    last = status.last_run
    rows = [
        ("last run", f"{last.run}, {last.state.value}, {last.new} new" if last else "none"),
        ("sources", f"{status.polled} polled in the last day, {len(status.failing)} of them failing"),
        *(("", f"failing: {name}") for name in status.failing),
        ("archive", f"{status.articles} texts"),
        ("ledger", f"{status.targets} figures, {status.statements} statements"),
        ("mail", f"{status.queued} queued, {status.given_up} given up"),
        ("subscribers", str(status.subscribers)),
    ]
    print_table("Status", ("What", "How"), rows)


def target_row(known: KnownTarget) -> Mapping[str, Any]:
    """Write a figure of the ledger for JSON and CSV."""
    return {"id": known.id, **target_json(known.target), **_origin(known.origin)}


def statement_row(known: tuple[int, Statement, Origin]) -> Mapping[str, Any]:
    """Write a statement of the ledger for JSON and CSV."""
    number, statement, origin = known
    return {"id": number, **statement_json(statement), **_origin(origin)}


def article_row(revision: Revision) -> Mapping[str, Any]:
    """Write a text of the archive for JSON and CSV; its body is left out."""
    article = revision.article
    return {
        "id": revision.number,
        "title": article.document.title,
        "published": article.published.isoformat(),
        "publisher": article.publisher,
        "origin": article.origin,
        "issuer": article.issuer,
        "document_number": article.document_number,
        "url": article.url,
        "content_hash": article.content_hash,
        "verdict": revision.novelty.verdict,
        "relevance": round(revision.relevance.score, 2),
        "topics": list(revision.relevance.topics),
    }


def _figure(target: Target) -> tuple[str, str, str, str]:
    return target.object, wording.figure(target), wording.when(target), target.scope


def _office(statement: Statement) -> tuple[str, str]:
    return statement.speaker or "", (statement.organization or "") + (statement.position or "")


def _origin(origin: Origin) -> Mapping[str, Any]:
    return {
        "title": origin.title,
        "publisher": origin.publisher,
        "published": origin.published.isoformat(),
        "url": origin.url,
    }


def _wanted(subscriber: Subscriber) -> str:
    wanted = subscriber.filter
    parts = (
        ("topic", wanted.topics),
        ("official", wanted.officials),
        ("keyword", wanted.keywords),
        ("region", wanted.regions),
    )
    return "; ".join(f"{name} {' or '.join(values)}" for name, values in parts if values)
