"""Patience with servers that ask for it: no second try at once, and no other page of the same poll from that host.

Scrapy's own retries know nothing of `Retry-After`. How long to wait is for `crawler.polling` to decide; what is left
undone comes with the source's next poll.
"""

from scrapy.http import Request, Response

from crawler.address import host
from crawler.errors import FetchError
from crawler.model import Reason
from crawler.recorder import OpenPoll

_TOO_MANY_REQUESTS = 429
_UNAVAILABLE = 503


class PatienceMiddleware:
    """Stands between the downloader and Scrapy's retries."""

    def process_request(self, request: Request) -> None:
        """Refuse a page of a host that has asked this poll for patience."""
        poll = _poll_of(request)
        if poll and host(request.url) in poll.resting:
            raise FetchError(Reason.BLOCKED, "the site asks for patience: the page comes with the next poll")

    def process_response(self, request: Request, response: Response) -> Response:
        """Note that a host asks for patience."""
        if response.status == _TOO_MANY_REQUESTS or (
            response.status == _UNAVAILABLE and "Retry-After" in response.headers
        ):
            request.meta["dont_retry"] = True
            if poll := _poll_of(request):
                poll.resting.add(host(request.url))
        return response


def _poll_of(request: Request) -> OpenPoll | None:
    poll = request.cb_kwargs.get("poll")
    return poll if isinstance(poll, OpenPoll) else None
