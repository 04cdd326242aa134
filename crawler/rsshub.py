"""RSSHub's routes as addresses of sources: `rsshub:/sina/finance` on whatever instance is configured. Pure."""

from urllib.parse import urlsplit, urlunsplit

from crawler.errors import FetchError
from crawler.model import Reason

_SCHEME = "rsshub:"


def is_route(url: str) -> bool:
    """Return whether an address is a route of RSSHub."""
    return url.startswith(f"{_SCHEME}/")


def resolved(url: str, instance: str) -> str:
    """Return the address at which an instance serves a route; any other address as it is.

    Parameters of the instance's address (an access key) go along with each route. Raises FetchError where no instance
    is configured.
    """
    if not is_route(url):
        return url
    if not instance:
        raise FetchError(Reason.CONFIGURATION, f"{url} needs an RSSHub: set SMEWATCH_RSSHUB_URL to the address of one")
    base, route = urlsplit(instance), urlsplit(url.removeprefix(_SCHEME))
    query = "&".join(filter(None, (route.query, base.query)))
    return urlunsplit((base.scheme, base.netloc, base.path.rstrip("/") + route.path, query, ""))
