"""Values → the tables that the listing commands print for a person, and the rows of their JSON and CSV."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.text import Text

from alerts import wording
from alerts.app.console import gist, output, print_table
from alerts.app.figure_lists import cells, number_cell, origin_row
from alerts.app.finding_rows import statement_json
from alerts.model import Statement
from crawler import health
from crawler.health import State
from crawler.model import Revision
from crawler.times import BEIJING

if TYPE_CHECKING:  # each brings much along that only the command needs which prints it
    from alerts.app.analysis import Analysis
    from alerts.app.checking import Check, Found
    from alerts.app.doctor import Finding
    from alerts.app.fares import Fare
    from alerts.app.jobs.fitness import StatusReport
    from alerts.store.statement_lists import ListedStatement

_STYLES = {
    State.UNKNOWN: "dim",
    State.RECOVERED: "cyan",
    State.QUIET: "yellow",
    State.STALE: "yellow",
    State.BLOCKED: "bold red",
    State.FAILING: "bold red",
}


def print_fares(fares: "Sequence[Fare]", zone: tzinfo) -> None:
    """Print sources and how they fare; below, why those fare as they do that are not as they should be."""
    rows = [(it.source.name, *_fare(it, zone)) for it in fares]
    print_table("Sources", ("Source", "State", "Polled", "Last new", "Next poll", "A day"), rows)
    troubled = [it for it in fares if it.enabled and it.health.state.troubled]
    if troubled:
        print_table("In trouble", ("Source", "Why"), [(it.source.name, health.words(it.health)) for it in troubled])
    muted = [(it.source.name, str(number), url) for it in fares for number, url in it.muted]
    if muted:
        print_table("Muted pages, with another text at every fetch", ("Source", "No.", "Page"), muted)


def print_check(url: str, check: "Check", zone: tzinfo) -> None:
    """Print the feeds that were found from an address on, each with a preview and the verdict on it."""
    console = output()
    if not check.found:
        console.print(f"{url}: {check.form}, and no feed was found from there", soft_wrap=True)
    for found in check.found:
        console.print(Text.assemble((found.form.value, "bold"), f"  {found.source.url}"), soft_wrap=True)
        for line in _verdicts(found, zone):
            console.print(f"   {line}", soft_wrap=True)
        rows = [(_moment(it.published or it.updated, zone), gist(it.title), it.url) for it in found.preview]
        if rows:
            print_table("Entries", ("Date", "Title", "Address"), rows)
        if found.usable:
            console.print(f"   to watch it: {found.command}", soft_wrap=True)


def print_findings(findings: "Sequence[Finding]") -> None:
    """Print what the doctor found; what needs a person stands out."""
    rows = [
        (Text("ok", style="green") if it.fine else Text("see to it", style="bold red"), it.part, it.words)
        for it in findings
    ]
    print_table("Findings", ("", "What", "How"), rows)


def print_analysis(path: Path, analysis: "Analysis", titles: Mapping[str, str]) -> None:
    """Print what one document says; `titles` are those of topics."""
    judged, console = analysis.relevance, output()
    console.print(f"{path}: {analysis.document.title}")
    console.print(
        f"{wording.topics(judged.topics, titles) or 'not relevant'} ({judged.score:.2f}), {analysis.content_hash}\n"
    )
    if analysis.targets:
        rows = [(it.status.value, *cells(it), gist(it.evidence.text)) for it in analysis.targets]
        print_table("Targets", ("Status", "Object", "Figure", "When", "Where", "Evidence"), rows)
    if analysis.statements:
        said = [(*_office(it), gist(wording.quoted(it))) for it in analysis.statements]
        print_table("Statements", ("Who", "Office", "What"), said)


def print_statements(known: "Sequence[ListedStatement]") -> None:
    """Print statements of the ledger."""
    rows = [
        (number_cell(it.number), *_office(it.statement), gist(wording.quoted(it.statement)), wording.source(it.origin))
        for it in known
    ]
    print_table("Statements", ("No.", "Who", "Office", "What", "First read"), rows)


def print_articles(revisions: Sequence[Revision], titles: Mapping[str, str]) -> None:
    """Print texts of the archive; `titles` are those of topics."""
    rows = [
        (
            str(it.number),
            _day(it.article.published),
            it.article.publisher,
            f"{it.relevance.score:.2f}",
            wording.topics(it.relevance.topics, titles),
            Text.assemble(it.article.document.title, (_fate(it), "yellow")),
        )
        for it in revisions
    ]
    print_table("Articles", ("No.", "Date", "Publisher", "Relevance", "Topics", "Title"), rows)


def print_status(status: "StatusReport") -> None:
    """Print how the installation fares."""
    last = status.last_run
    rows = [
        ("last run", f"{last.run}, {last.state.value}, {last.new} new" if last else "none"),
        ("sources", f"{status.polled} polled in the last day, {len(status.troubled)} in trouble"),
        *(("", f"in trouble: {name}") for name in status.troubled),
        ("archive", f"{status.articles} texts"),
        ("ledger", f"{status.targets} figures, {status.statements} statements"),
        ("mail", f"{status.queued} queued, {status.given_up} given up"),
        ("subscribers", str(status.subscribers)),
    ]
    print_table("Status", ("What", "How"), rows)


def statement_row(known: "ListedStatement") -> Mapping[str, Any]:
    """Write a statement of the ledger for JSON and CSV."""
    return {"id": known.number, **statement_json(known.statement), **origin_row(known.origin)}


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
        "reason": revision.novelty.reason,
        "relation": revision.novelty.relation,
        "measure": revision.novelty.measure,
        "nearest": revision.novelty.nearest,
        "story": revision.novelty.story,
        "relevance": round(revision.relevance.score, 2),
        "topics": list(revision.relevance.topics),
        "edit": revision.novelty.edit,
        "removed": revision.removed.isoformat() if revision.removed else None,
        "muted": revision.muted,
    }


def _day(moment: datetime) -> str:
    return f"{moment.astimezone(BEIJING):%Y-%m-%d}"


def _fate(revision: Revision) -> str:
    """Say what a text is like, what it was edited in and what became of its page, in brackets; "" where nothing."""
    like = revision.novelty
    parts = [
        f"{like.relation} of No. {like.nearest}" if like.relation and like.nearest else "",
        f"{revision.novelty.edit} edit" if revision.novelty.edit else "",
        f"removed since {_day(revision.removed)}" if revision.removed else "",
        "muted" if revision.muted else "",
    ]
    said = ", ".join(filter(None, parts))
    return f" ({said})" if said else ""


def _fare(fare: "Fare", zone: tzinfo) -> tuple[Text, str, str, str, str]:
    state = fare.state
    word = Text(fare.health.state.value, style=_STYLES.get(fare.health.state, "green")) if fare.enabled else Text("off")
    return (
        word,
        _lately(state.history.polled if state else None, zone),
        _moment(state.history.last_new if state else None, zone)[: len("2026-11-21")],
        _lately(state.next_poll if state and fare.enabled else None, zone),
        "" if fare.per_day is None else f"{fare.per_day:.1f}",
    )


def _verdicts(found: "Found", zone: tzinfo) -> Iterator[str]:
    if found.trouble:
        yield f"no entry can be read: {found.trouble}"
        return
    if found.parts:
        yield f"an index of {found.parts} sitemaps"
    else:
        dates = found.dates
        assumed = f", {dates.without_zone} dates without a zone (taken for {found.zone})" if dates.without_zone else ""
        future = f", {dates.future} in the future" if dates.future else ""
        span = f", {_moment(dates.oldest, zone)} to {_moment(dates.newest, zone)}" if dates.dated else ""
        yield f"dates: {dates.dated} of {dates.entries} entries have one{span}{assumed}{future}"
    coding = found.encoding
    declared = [f"header {coding.header}"] if coding.header else []
    declared += [f"document {coding.declared}"] if coding.declared else []
    yield f"encoding: {', '.join(declared) or 'not declared'}; the bytes fit {coding.fitting or 'none of the usual'}"


def _moment(moment: datetime | None, zone: tzinfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}" if moment else ""


def _lately(moment: datetime | None, zone: tzinfo) -> str:
    return _moment(moment, zone)[len("2026-") :]


def _office(statement: Statement) -> tuple[str, str]:
    return statement.speaker or "", (statement.organization or "") + (statement.position or "")
