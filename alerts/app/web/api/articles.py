"""`/articles`: the texts of the archive. Their words whole are for those who may read them."""

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response

from alerts.app.findings import finding_row
from alerts.app.listings import article_row
from alerts.app.web import cursors
from alerts.app.web.api import answers, models
from alerts.app.web.api.access import Anybody, optional
from alerts.app.web.api.parameters import Cursor, Day, Form, Limit, Topic, Words, beginning, end, unfit, words
from alerts.app.web.api.problems import documented
from alerts.app.web.evidence import evidence
from alerts.app.web.numbers import Number
from alerts.app.web.site import TheSite
from alerts.store import sightings
from alerts.tokens import Scope
from crawler.archive import articles as archive
from crawler.archive import search
from crawler.archive.search import Wanted
from crawler.model import Revision

router = APIRouter(tags=["articles"])

_LIST = "articles"


def _wanted(
    site: TheSite,
    topic: Topic,
    q: Words = "",
    publisher: Annotated[str, words("Its publisher, by its name.")] = "",
    since: Day = None,
    until: Day = None,
    relevant: Annotated[bool, Query(description="Without what belongs to no topic.")] = False,
    shown: Annotated[bool, Query(description="Without what its page does not show any more.")] = True,
) -> Wanted:
    if not search.is_searchable(q):
        raise unfit("q", "nothing can be looked for by punctuation, or by what is left out alone: write a word")
    return Wanted(
        words=q,
        since=beginning(since, site),
        until=end(until, site),
        publisher=publisher,
        topic=topic,
        relevant=relevant,
        shown=shown,
    )


TheWanted = Annotated[Wanted, Depends(_wanted)]


@router.get("/articles", response_model=models.Page[models.Article], responses=documented())
def articles(request: Request, site: TheSite, wanted: TheWanted, limit: Limit = 50, cursor: Cursor = "") -> Response:
    """List texts, the last to come in first. `since` and `until` are days of publication."""
    before = cursors.load_number(cursor, _LIST) if cursor else None
    with site.app.database.read() as connection:
        found = search.find(connection, wanted, limit + 1, before, whole=False)
    return answers.page(request, found, limit, article_row, _cursor)


@router.get("/articles.{form}", response_class=Response, responses={**answers.EXPORT, **documented(429)})
def export(request: Request, site: TheSite, form: Form, wanted: TheWanted) -> Response:
    """Export all texts that are looked for, without their words."""
    return answers.export(
        request,
        form,
        article_row,
        lambda connection, most, last: search.find(
            connection, wanted, most, last.number if last else None, whole=False
        ),
    )


@router.get(
    "/articles/{number}",
    response_model=models.ArticleWhole,
    responses=documented(401, 404),
    openapi_extra=optional(Scope.READ),
)
def article(request: Request, site: TheSite, caller: Anybody, number: Number) -> Response:
    """Return a text with an excerpt and what was read in it; its words whole for a token with the scope read."""
    with site.app.database.read() as connection:
        found = archive.revision(connection, number)
        read = sightings.of_revisions(connection, [number]).get(number, [])
    if found is None:
        raise HTTPException(404, f"there is no text {number}: /api/v1/articles lists those that there are")
    text = found.article.text
    seen = evidence(text, read, whole=False)
    more = {
        "excerpt": "\n".join("".join(piece.text for piece in it.pieces) for it in seen.paragraphs),
        "findings": [finding_row(it) for it in seen.findings.values()],
        "text": text if caller.may(Scope.READ) else None,
    }
    return answers.one(request, {**article_row(found), **more})


def _cursor(it: Revision) -> str:
    return cursors.dump_number(_LIST, it.number)
