"""One text of the archive: what was read in it, marked in place; its story; its versions, and what differs in them.

Everybody sees the passages with evidence and the publisher's link, the administrator the whole text.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request, Response

from alerts import edit_lines, reading
from alerts.app import differences
from alerts.app.web.administrator import TheSession
from alerts.app.web.evidence import evidence
from alerts.app.web.numbers import Number
from alerts.app.web.pages import page
from alerts.app.web.retellings import link, local, retellings
from alerts.app.web.site import TheSite
from alerts.store import sightings
from crawler.archive import articles, versions
from crawler.errors import ConfigurationError
from crawler.model import Revision

router = APIRouter(include_in_schema=False)

_SENTENCES = 20  # of a difference that everybody is shown, …
_ALL = 500  # … and the administrator


def _revision(site: TheSite, number: Number) -> Revision:
    with site.app.database.read() as connection:
        found = articles.revision(connection, number)
    if found is None:
        raise HTTPException(404)
    return found


TheRevision = Annotated[Revision, Depends(_revision)]


@router.get("/articles/{number}")
def show(request: Request, site: TheSite, session: TheSession, revision: TheRevision) -> Response:
    """Show a text and all that belongs to it."""
    article, publishers = revision.article, site.app.catalog.publishers
    publisher = reading.publisher_of(revision, publishers)
    with site.app.database.read() as connection:
        found = sightings.of_revisions(connection, [revision.number]).get(revision.number, [])
        shown = versions.of_page(connection, revision.number)
    retold = retellings(site.app.database, revision, publishers)
    return page(
        request, "article.html",
        revision=revision, article=article, publisher=publisher.title, published=local(article.published, publisher),
        link=link(article.url), evidence=evidence(article.text, found, whole=session is not None),
        retold=retold, versions=shown, year=site.today().year, zone=site.zone,
    )  # fmt: skip


@router.get("/articles/{number}/diff")
def diff(request: Request, site: TheSite, session: TheSession, revision: TheRevision) -> Response:
    """Show what a text says otherwise than the one before it, or than the one that it is like."""
    try:
        difference = differences.find(site.app.database, revision.number)
    except ConfigurationError:  # it is like no other, or the texts are not there any more
        return page(request, "article_diff.html", revision=revision, difference=None)
    sentences = difference.comparison.sentences
    lines = [edit_lines.lines([it])[0] for it in sentences[: _ALL if session else _SENTENCES]]
    return page(
        request, "article_diff.html",
        revision=revision, difference=difference, lines=lines, more=len(sentences) - len(lines),
        zone=site.zone,
    )  # fmt: skip
