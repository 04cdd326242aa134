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
from crawler.resolver import was_refused

#: Statuses with which sites turn crawlers away: JavaScript-cookie walls say 412 or 521, address filters 403.
_BLOCKED = frozenset({401, 403, 412, 429, 451, 521})
#: Statuses of a page that will not come back by itself.
_GONE = frozenset({404, 410})

#: In order: the first class that an exception belongs to decides.
_REASONS: tuple[tuple[type[BaseException], Reason], ...] = (
    (ArticleError, Reason.NO_ARTICLE),
    (CannotResolveHostError, Reason.DNS),
    (DownloadTimeoutError, Reason.TIMEOUT),
    (DownloadCancelledError, Reason.TOO_LARGE),  # Scrapy cancels a download of its own accord for its size alone
    (DownloadConnectionRefusedError, Reason.CONNECTION),
    (DownloadFailedError, Reason.CONNECTION),
    (ResponseDataLossError, Reason.CONNECTION),
    (OSError, Reason.CONNECTION),
    (UnsupportedURLSchemeError, Reason.FORBIDDEN),
    (NotSupported, Reason.FORBIDDEN),
)


def classify(error: BaseException, url: str) -> FetchError:
    """Return what an exception means for the address that was asked for."""
    if isinstance(error, FetchError):
        return error
    if isinstance(error, HttpError):
        return _by_status(error.response.status)
    if isinstance(error, CannotResolveHostError) and was_refused(host(url)):
        return FetchError(Reason.FORBIDDEN, "a private address: SMEWATCH_ALLOW_PRIVATE_ADDRESSES opens networks")
    if isinstance(error, IgnoreRequest):
        return _by_refusal(str(error))
    for kind, reason in _REASONS:
        if isinstance(error, kind):
            return FetchError(reason, _one_line(str(error)) or kind.__name__)
    return FetchError(Reason.ERROR, _one_line(f"{type(error).__name__}: {error}"))


def is_permanent(error: BaseException) -> bool:
    """Return whether the same page will most likely fail the same way again."""
    if isinstance(error, HttpError):
        return error.response.status in _GONE
    return isinstance(error, ArticleError)


def _by_status(status: int) -> FetchError:
    return FetchError(Reason.BLOCKED if status in _BLOCKED else Reason.HTTP, f"HTTP status {status}")


def _by_refusal(said: str) -> FetchError:
    if "robots.txt" in said:
        return FetchError(Reason.BLOCKED, "the site's robots.txt forbids it")
    if "exceeded" in said or "MAXSIZE" in said:
        return FetchError(Reason.TOO_LARGE, _one_line(said))
    return FetchError(Reason.ERROR, _one_line(said))


def _one_line(text: str) -> str:
    return " ".join(text.split())[:300]
