"""What everybody may know of a source. Pure.

Those that users add are named by their addresses, which may hold secrets, and so may what is said of them.
"""

import hashlib
from dataclasses import replace

from crawler import rsshub
from crawler.address import host, is_web
from crawler.catalog import Catalog
from crawler.health import Health
from crawler.model import Failure, RunSummary, Source


def public(name: str) -> str:
    """Return a source's name for everybody: that of a declared one as it is, of an address the host and a mark.

    `example.org-5d41402abc4b`: the mark tells the addresses of one host apart, and nothing of them.
    """
    if not (is_web(name) or rsshub.is_route(name)):
        return name
    return f"{host(name) or 'rsshub'}-{hashlib.sha256(name.encode()).hexdigest()[:12]}"


def own(catalog: Catalog, name: str) -> str:
    """Return a source's own name for the one by which everybody knows it; any other name as it is."""
    return next((it for it in (*catalog.sources, *catalog.off) if name == public(it)), name)


def public_source(source: Source) -> Source:
    """Return a source for everybody: one that was added without its address and rules."""
    name = public(source.name)
    return source if name == source.name else replace(source, name=name, url="", rules=None, referer="")


def public_health(health: Health, source: str) -> Health:
    """Return how a source of a name fares, for everybody: of one that was added without what its server said."""
    if public(source) == source or "detail" not in health.facts:
        return health
    return replace(health, facts={**health.facts, "detail": ""})


def public_run(run: RunSummary) -> RunSummary:
    """Return a run for everybody."""
    return replace(
        run, sources_failed=tuple(map(_public_failure, run.sources_failed)), fetching=tuple(map(public, run.fetching))
    )


def _public_failure(failure: Failure) -> Failure:
    name = public(failure.source)
    return failure if name == failure.source else replace(failure, source=name, detail="")
