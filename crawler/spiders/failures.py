"""Why a fetch failed: Scrapy's exceptions and HTTP's statuses into a `Reason` with its detail. One table each."""

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.spidermiddlewares.httperror import HttpError

from crawler.address import host
from crawler.errors import ArticleError, FetchError
from crawler.model import Reason
from crawler.networks import closed
from crawler.resolver import was_refused

#: Statuses with which sites turn crawlers away: JavaScript-cookie walls say 412 or 521, address filters 403.
_BLOCKED = frozenset({401, 403, 412, 429, 451, 521})
#: Statuses of a page that will not come back by itself.
_GONE = frozenset({404, 410})

#: Reasons that the same page will most likely have again.
_LASTING = frozenset({Reason.NO_ARTICLE, Reason.TOO_LARGE, Reason.FORBIDDEN})

_TOO_LARGE = "larger than SMEWATCH_CRAWL__MAX_BYTES allows"
_BROKE_OFF = "the connection broke off"

#: In order: the first class that an exception belongs to decides. Where an exception says little more than its name, or
#: what Twisted calls the parts of a connection, a sentence stands for it; "" lets it speak for itself.
_REASONS: tuple[tuple[type[BaseException], Reason, str], ...] = (
    (ArticleError, Reason.NO_ARTICLE, ""),
    (CannotResolveHostError, Reason.DNS, "its host name leads to no address"),
    (DownloadTimeoutError, Reason.TIMEOUT, "no complete answer within SMEWATCH_CRAWL__TIMEOUT"),
    (DownloadCancelledError, Reason.TOO_LARGE, _TOO_LARGE),  # Scrapy cancels a download for its size alone
    (DownloadConnectionRefusedError, Reason.CONNECTION, "the connection was refused"),
    (DownloadFailedError, Reason.CONNECTION, _BROKE_OFF),
    (ResponseDataLossError, Reason.CONNECTION, _BROKE_OFF),
    (ConnectionError, Reason.CONNECTION, _BROKE_OFF),
    (OSError, Reason.CONNECTION, ""),
    (UnsupportedURLSchemeError, Reason.FORBIDDEN, "neither http nor https"),
    (NotSupported, Reason.FORBIDDEN, ""),
)

#: What Scrapy's middlewares say when they turn a request down or an answer away, by a part of it.
_REFUSALS: tuple[tuple[str, Reason, str], ...] = (
    ("robots.txt", Reason.BLOCKED, "the site's robots.txt forbids it"),
    ("redirections", Reason.HTTP, "redirects in a circle, or too often"),
    ("MAXSIZE", Reason.TOO_LARGE, f"{_TOO_LARGE} once it is unpacked"),
)


def classify(error: BaseException, url: str) -> FetchError:
    """Return what an exception means for the address that was asked for."""
    if isinstance(error, FetchError):
        return error
    if isinstance(error, HttpError):
        return _by_status(error.response.status)
    if isinstance(error, CannotResolveHostError) and was_refused(host(url)):
        return FetchError(Reason.FORBIDDEN, closed(host(url)))
    if isinstance(error, IgnoreRequest):
        return _by_refusal(str(error))
    for kind, reason, sentence in _REASONS:
        if isinstance(error, kind):
            return FetchError(reason, sentence or _one_line(str(error)) or kind.__name__)
    return FetchError(Reason.ERROR, _one_line(f"{type(error).__name__}: {error}"))


def is_gone(error: BaseException) -> bool:
    """Return whether a server says that a page is there no more."""
    return isinstance(error, HttpError) and error.response.status in _GONE


def is_permanent(error: BaseException, classified: FetchError) -> bool:
    """Return whether the same page will most likely fail the same way again."""
    if isinstance(error, HttpError):
        return is_gone(error)
    return classified.reason in _LASTING


def _by_status(status: int) -> FetchError:
    return FetchError(Reason.BLOCKED if status in _BLOCKED else Reason.HTTP, f"HTTP status {status}")


def _by_refusal(said: str) -> FetchError:
    for part, reason, sentence in _REFUSALS:
        if part in said:
            return FetchError(reason, sentence)
    return FetchError(Reason.ERROR, _one_line(said))


def _one_line(text: str) -> str:
    return " ".join(text.split())[:300]
