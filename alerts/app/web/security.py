"""What protects readers: headers on every answer, no forms of other sites, no bodies without end.

What a reader may do is said by the token in the address. Addresses are therefore never logged, never sent on as a
referrer, and never kept by caches.
"""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated
from urllib.parse import parse_qs, urlsplit

from fastapi import Depends, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import FormData, MutableHeaders, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
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
_LARGEST = 4 * 1024 * 1024  # bytes of a form with files
#: Bytes that are read, and thrown away, so that whoever sends them hears the answer.
PATIENCE = 2 * _LARGEST
_FIELDS = 1000
_FILES = 200


class Why(StrEnum):
    """Why a request is refused, where the status alone would say too little."""

    OTHER_SITE = "other site"
    STALE_FORM = "stale form"
    LONG_FORM = "long form"
    MANY_FIELDS = "many fields"
    LARGE_FILES = "large files"


class RefusedRequestError(HTTPException):
    """A request that is refused for a reason of ours."""

    def __init__(self, status: int, why: Why, detail: str | None = None) -> None:
        super().__init__(status, detail)
        self.why = why


#: What is the most that may be sent.
MOST = {
    Why.LONG_FORM: f"{_LONGEST // 1024} KB",
    Why.MANY_FIELDS: f"{_FIELDS:,}",
    Why.LARGE_FILES: f"{_LARGEST // 1024**2} MB",
}


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


async def refuse_other_sites(request: Request) -> None:  # on the loop: no request waits for a thread for it
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
        told = "a page of another site has sent this: send it from this site"
        raise RefusedRequestError(403, Why.OTHER_SITE, told)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was chosen in a form: the name that it has where it comes from, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class _Posted:
    fields: dict[str, list[str]]
    files: dict[str, list[Upload]]


async def _posted(request: Request) -> _Posted:
    if request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        return await _parts(request, await _body(request, _LARGEST, Why.LARGE_FILES))
    # Reading it takes its time, in which the loop has others to answer.
    return _Posted(await run_in_threadpool(_fields, await _body(request, _LONGEST, Why.LONG_FORM)), {})


async def _body(request: Request, most: int, why: Why) -> bytes:
    body = bytearray()
    length = 0
    async for chunk in request.stream():
        length += len(chunk)
        if length > PATIENCE:
            break
        if length <= most:
            body += chunk
    if length > most:
        raise RefusedRequestError(413, why)
    return bytes(body)


def _fields(body: bytes) -> dict[str, list[str]]:
    try:
        fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_FIELDS)
    except ValueError as error:
        raise RefusedRequestError(413, Why.MANY_FIELDS) from error
    return {name: [readable(value) for value in values] for name, values in fields.items()}


async def _parts(request: Request, body: bytes) -> _Posted:
    parser = MultiPartParser(
        request.headers, _at_once(body), max_files=_FILES, max_fields=_FIELDS, max_part_size=_LONGEST
    )
    try:
        form = await parser.parse()
    except (MultiPartException, UnicodeError) as error:  # it may name a character set that is none
        raise HTTPException(422) from error
    try:
        return await run_in_threadpool(_sorted, form)
    finally:
        await form.close()


def _sorted(form: FormData) -> _Posted:
    posted = _Posted({}, {})
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            posted.files.setdefault(name, []).append(Upload(readable(value.filename or ""), value.file.read()))
        else:
            posted.fields.setdefault(name, []).append(readable(value))
    return posted


async def _at_once(body: bytes) -> AsyncGenerator[bytes, None]:
    yield body


_ThePosted = Annotated[_Posted, Depends(_posted)]


async def _form(posted: _ThePosted) -> dict[str, list[str]]:
    return posted.fields


async def _files(posted: _ThePosted) -> dict[str, list[Upload]]:
    return posted.files


#: The fields of a posted form by their names, each with all its values; nothing in them but text and line breaks.
TheForm = Annotated[dict[str, list[str]], Depends(_form)]

#: The files of a posted form (`enctype="multipart/form-data"`) by the names of their fields, as they were sent. A field
#: in which none was chosen has one without name and content.
TheFiles = Annotated[dict[str, list[Upload]], Depends(_files)]


def readable(value: str) -> str:
    """Return what somebody sent with a blank in the place of all that is neither text nor a line break."""
    return "".join(it if it.isprintable() or it == "\n" else " " for it in value)


def _path(request: Request) -> str:
    path: str = request.scope["path"]
    return path.removeprefix(request.scope["root_path"])


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc
    except ValueError:
        return address
