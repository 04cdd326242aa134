"""No bodies without end: a request that sends more than any has to is refused."""

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from alerts.app.web.security import PATIENCE

_LONGEST = 256 * 1024  # bytes


class Limit:
    """Hands requests on, and raises HTTPException 413 out of a body that is too long."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on."""
        length = 0

        async def counted() -> Message:
            nonlocal length
            message = await receive()
            length += len(message.get("body", b""))
            while _LONGEST < length <= PATIENCE and message.get("more_body"):
                message = await receive()
                length += len(message.get("body", b""))
            if length > _LONGEST:
                raise HTTPException(413, f"a body has {_LONGEST} bytes at most")
            return message

        await self._app(scope, counted, send)
