"""What protects readers: headers on every answer, no forms of other sites, no bodies without end.

What a reader may do is said by the token in the address. Addresses are therefore never logged, never sent on as a
referrer, and never kept by caches.
"""

from typing import Annotated
from urllib.parse import parse_qs, urlsplit

from fastapi import Depends, HTTPException, Request
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' data:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}

#: The methods that change nothing.
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

_ONE_CLICK = "/unsubscribe/"  # RFC 8058: it comes from the server of a mail service, and its token is all it needs
_LONGEST = 512 * 1024  # bytes of a form: more than the longest filter
_PATIENCE = 16 * _LONGEST  # bytes that are read, and thrown away, so that whoever sends them hears the answer
_FIELDS = 1000


class Answers:
    """Puts the headers on every answer that has none of its own, and answers HEAD as GET, without the body.

    `root` is the path below which readers find the service: a proxy may hand it on or take it away.
    """

    def __init__(self, app: ASGIApp, root: str) -> None:
        self._app = app
        self._root = root

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        # The server leaves the body out by the scope that it has kept.
        method = "GET" if scope["method"] == "HEAD" else scope["method"]
        await self._app({**scope, "method": method, "root_path": self._root}, receive, answer)


def refuse_other_sites(request: Request) -> None:
    """Refuse what a page of another site posts; 403.

    Browsers say where a form stands in Sec-Fetch-Site; older ones in Origin, which is "null" for pages that, as ours
    do, send no referrer.
    """
    if request.method in SAFE or _path(request).startswith(_ONE_CLICK):
        return
    comes_from = request.headers.get("sec-fetch-site")
    if comes_from is not None:
        ours = comes_from in {"same-origin", "none"}
    else:
        origin = request.headers.get("origin", "null")
        base = request.app.state.site.app.settings.base_url
        ours = origin == "null" or _host(origin) in {_host(base), request.headers.get("host")}
    if not ours:
        raise HTTPException(403)


async def _form(request: Request) -> dict[str, list[str]]:
    body = bytearray()
    length = 0
    async for chunk in request.stream():
        length += len(chunk)
        if length > _PATIENCE:
            break
        if length <= _LONGEST:
            body += chunk
    if length > _LONGEST:
        raise HTTPException(413)
    try:
        fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_FIELDS)
    except ValueError as error:
        raise HTTPException(413) from error
    return {name: [_readable(value) for value in values] for name, values in fields.items()}


#: The fields of a posted form by their names, each with all its values; nothing in them but text and line breaks.
TheForm = Annotated[dict[str, list[str]], Depends(_form)]


def _readable(value: str) -> str:
    return "".join(it if it.isprintable() or it == "\n" else " " for it in value)


def _path(request: Request) -> str:
    path: str = request.scope["path"]
    return path.removeprefix(request.scope["root_path"])


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc
    except ValueError:
        return address
