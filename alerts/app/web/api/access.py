"""Who is asking, and what for: anybody may read; whoever changes something proves to be allowed to.

All ways of proving it stand in `_proved`.
"""

import secrets
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import HTTPException, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer, SecurityScopes

from alerts import tokens
from alerts.app.web.administrator import session_of
from alerts.app.web.security import SAFE
from alerts.app.web.site import Site, TheSite
from alerts.tokens import Scope
from crawler import clock

#: The header in which a page that is signed in sends its session's token, as a form does in a field.
FORM_TOKEN = "X-Form-Token"  # noqa: S105 - the name of a header

_BEARER = HTTPBearer(
    scheme_name="token",
    description="A token that `smewatch tokens add` has made. Its scopes are "
    "read (whole texts), crawl, correct, sources, or admin for all of them.",
    auto_error=False,
)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is asking: the name that corrections are signed with, "" for anybody, and what is allowed to them."""

    name: str = ""
    scopes: frozenset[str] = frozenset()

    def may(self, scope: Scope) -> bool:
        """Whether what a scope is needed for is allowed."""
        return tokens.allows(self.scopes, scope)


def _caller(
    request: Request,
    site: TheSite,
    asked: SecurityScopes,
    shown: Annotated[HTTPAuthorizationCredentials | None, Security(_BEARER)],
) -> Caller:
    caller = _proved(request, site, shown)
    for scope in map(Scope, asked.scopes):
        if not caller.name:
            raise HTTPException(401, f"this takes a token with the scope {scope}", {"WWW-Authenticate": "Bearer"})
        if not caller.may(scope):
            challenge = f'Bearer error="insufficient_scope", scope="{scope}"'
            raise HTTPException(
                403, f"the token has not the scope {scope}: have one made that has", {"WWW-Authenticate": challenge}
            )
    return caller


def _proved(request: Request, site: Site, shown: HTTPAuthorizationCredentials | None) -> Caller:
    """Return who has proved to be who: by a token, or by the administrator's session; else anybody."""
    if shown:
        token = tokens.find(site.app.database, shown.credentials, clock.now())
        if token is None:
            challenge = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
            raise HTTPException(401, "there is no such token, or its time is up: have one made anew", challenge)
        return Caller(token.name, frozenset(token.scopes))
    if session := session_of(request):
        sent = request.headers.get(FORM_TOKEN, "")
        if request.method in SAFE or secrets.compare_digest(sent.encode(), session.form_token.encode()):
            return Caller("administrator", frozenset({Scope.ADMIN}))
    return Caller()


def optional(*scopes: Scope) -> dict[str, Any]:
    """Describe an operation that anybody may ask for, and that tells more to who has a token (of a scope)."""
    return {"security": [{}, {"token": list(scopes)}]}


#: Who is asking, where a proof allows more; a proof that is none is refused all the same.
Anybody = Annotated[Caller, Security(_caller)]
Crawling = Annotated[Caller, Security(_caller, scopes=[Scope.CRAWL])]
Correcting = Annotated[Caller, Security(_caller, scopes=[Scope.CORRECT])]
Sourcing = Annotated[Caller, Security(_caller, scopes=[Scope.SOURCES])]
