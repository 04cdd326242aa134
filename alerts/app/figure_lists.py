"""Figures of the ledger → the tables that `smewatch targets` prints, and the rows of its JSON and CSV."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from alerts import wording
from alerts.app.console import gist, print_table
from alerts.app.finding_rows import target_json
from alerts.cascade import Cascade
from alerts.figures import KnownTarget
from alerts.identity import Identity
from alerts.model import FigureSighting, Origin, Target


def print_targets(known: Sequence[KnownTarget]) -> None:
    """Print figures of the ledger."""
    rows = [(number_cell(it.number), *cells(it.target), wording.source(it.origin)) for it in known]
    print_table("Targets", ("No.", "Object", "Figure", "When", "Where", "First read"), rows)


def print_histories(sightings: Sequence[tuple[Identity, FigureSighting]]) -> None:
    """Print the sightings of figures, a table for each thing that they are figures of."""
    for identity, seen in groupby(sightings, key=lambda it: it[0]):
        rows = [
            (
                number_cell(it.number),
                f"{it.origin.published:%Y-%m-%d}",
                wording.kind(it.kind, it.target),
                wording.summary(it.target),
                wording.publisher(it.origin),
                gist(it.target.sentence.text),
            )
            for _, it in seen
        ]
        print_table(wording.thing(identity), ("No.", "Date", "Change", "Figure", "Source", "Said"), rows)


def print_cascades(shares: Sequence[tuple[Cascade, KnownTarget]]) -> None:
    """Print national goals, below each the provinces' shares and their sum."""
    rows: list[tuple[str, ...]] = []
    for cascade, _ in groupby(shares, key=lambda it: it[0]):
        whole = cascade.national.target
        rows.append((*cells(whole), "", wording.source(cascade.national.origin)))
        for it in cascade.shares:
            share = wording.share(it.target.value, whole.value)
            rows.append(("", *cells(it.target)[1:], share, wording.source(it.origin)))
        sum_of = wording.amount(cascade.total, whole.unit)
        rows.append(("", sum_of, "", "合计", wording.share(cascade.total, whole.value), ""))
    print_table("Cascade", ("Object", "Figure", "When", "Where", "Share", "First read"), rows)


def target_row(known: KnownTarget) -> Mapping[str, Any]:
    """Write a figure of the ledger for JSON and CSV."""
    return {"id": known.number, **target_json(known.target), **origin_row(known.origin)}


def sighting_row(seen: tuple[Identity, FigureSighting]) -> Mapping[str, Any]:
    """Write a sighting of a figure for JSON and CSV."""
    _, sighting = seen
    told = {"id": sighting.number, "kind": sighting.kind, "reason": sighting.reason}
    return {
        **told,
        **target_json(sighting.target),
        "sentence": sighting.target.sentence.text,
        **origin_row(sighting.origin),
    }


def share_row(share: tuple[Cascade, KnownTarget]) -> Mapping[str, Any]:
    """Write a province's share of a national goal for JSON and CSV; `share` is a part of 1."""
    cascade, part = share
    whole = cascade.national.target
    return {
        "national_id": cascade.national.number,
        "object": whole.object,
        "deadline": whole.deadline,
        "unit": whole.unit,
        "national": whole.value,
        "sum": cascade.total,
        "id": part.number,
        "scope": part.target.scope,
        "value": part.target.value,
        "share": round(part.target.value / whole.value, 4),
        "evidence": part.target.evidence.text,
        **origin_row(part.origin),
    }


def cells(target: Target) -> tuple[str, str, str, str]:
    """Return what a table shows of a figure: its object, itself, when and where."""
    return target.object, wording.figure(target), wording.when(target), target.scope


def number_cell(number: int | None) -> str:
    """Return what a table shows of a finding's number; what the seed corpus states has none."""
    return "" if number is None else str(number)


def origin_row(origin: Origin) -> Mapping[str, Any]:
    """Write where something was read for JSON and CSV."""
    return {
        "title": origin.title,
        "publisher": origin.publisher,
        "published": origin.published.isoformat(),
        "url": origin.url,
    }
