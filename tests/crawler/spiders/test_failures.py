import pytest
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError

from crawler.errors import ArticleError, FetchError
from crawler.model import Reason
from crawler.spiders.failures import classify, is_permanent

URL = "https://example.org/feed.xml"


def answered(status: int) -> HttpError:
    return HttpError(Response(URL, status=status))


REASONS: dict[Reason, list[Exception]] = {
    Reason.DNS: [CannotResolveHostError("no results")],
    Reason.TIMEOUT: [DownloadTimeoutError("took longer than 30 seconds")],
    Reason.CONNECTION: [
        DownloadConnectionRefusedError("refused"),
        DownloadFailedError("lost"),
        ResponseDataLossError(),
        ConnectionResetError("reset"),
    ],
    Reason.TOO_LARGE: [
        DownloadCancelledError("larger than download max size"),
        IgnoreRequest("body exceeded DOWNLOAD_MAXSIZE (1 B) during decompression."),
    ],
    Reason.BLOCKED: [answered(403), answered(412), answered(521), IgnoreRequest("Forbidden by robots.txt")],
    Reason.HTTP: [answered(404), answered(500), answered(503), IgnoreRequest("max redirections reached")],
    Reason.FORBIDDEN: [UnsupportedURLSchemeError("file")],
    Reason.NO_ARTICLE: [ArticleError("nothing in the page reads like an article")],
    Reason.NOT_A_FEED: [FetchError(Reason.NOT_A_FEED, "a web page")],
    Reason.ERROR: [ZeroDivisionError("division by zero"), IgnoreRequest("for reasons of its own")],
}


@pytest.mark.parametrize(
    ("error", "reason"), [(error, reason) for reason, errors in REASONS.items() for error in errors], ids=repr
)
def test_every_failure_has_its_reason_and_a_detail_on_one_line(error: Exception, reason: Reason) -> None:
    classified = classify(error, URL)
    assert classified.reason is reason
    assert classified.detail
    assert "\n" not in classified.detail
    if reason is not Reason.ERROR:
        assert "Error" not in classified.detail
        assert "twisted" not in classified.detail


def permanent(error: Exception) -> bool:
    return is_permanent(error, classify(error, URL))


def test_a_page_that_is_gone_too_large_or_no_article_will_not_be_better_soon() -> None:
    assert permanent(answered(404))
    assert permanent(answered(410))
    assert permanent(ArticleError("nothing"))
    assert permanent(DownloadCancelledError("too large"))
    assert not permanent(answered(500))
    assert not permanent(answered(403))
    assert not permanent(DownloadTimeoutError("slow"))
    assert not permanent(ResponseDataLossError())
