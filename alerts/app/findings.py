"""Findings, what persons have said of them, and what reanalysis makes of them → tables for a person, rows for JSON."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any

from rich.text import Text

from alerts import wording
from alerts.app.console import gist, output, print_table
from alerts.app.finding_rows import statement_json, target_json
from alerts.corrections import Action, Correction
from alerts.model import Evidence, Finding, Target
from alerts.reanalysis import Difference, Outcome
from alerts.store.sightings import Sighting

_STYLES = {Outcome.ADDED: "green", Outcome.LOST: "red", Outcome.CHANGED: "yellow", Outcome.RELEVANT: "green"}


def print_findings(found: Sequence[Sighting]) -> None:
    """Print findings, one a row."""
    rows = [(str(it.number), _word(it), _what(it.finding), _source(it)) for it in found]
    print_table("Findings", ("No.", "", "What was found", "Where"), rows)


def print_finding(it: Sighting, others: Sequence[Sighting], said: Sequence[Correction]) -> None:
    """Print all that is known of a finding: its fields, its words, its other sightings, and what persons have said."""
    console = output()
    console.print(Text.assemble((f"{it.number}  ", "cyan"), _word(it), f"  {it.reason}"), soft_wrap=True)
    rows = [(name, _written(value), _as_read(it, name)) for name, value in _fields(it.finding)]
    print_table("Fields", ("Field", "Value", "As read"), rows)
    console.print(wording.quoted(it.finding), soft_wrap=True)
    console.print(
        Text(f"{it.origin.title}（{wording.source(it.origin)}） {it.origin.url}\n", style="dim"), soft_wrap=True
    )
    if others:
        print_table("Other sightings", ("No.", "", "What was found", "Where"), [
            (str(other.number), _word(other), _what(other.finding), _source(other)) for other in others
        ])  # fmt: skip
    if said:
        print_log([(correction, True) for correction in said])


def print_log(log: Sequence[tuple[Correction, bool]]) -> None:
    """Print corrections, each with who, when and why."""
    rows = [
        (str(it.number), f"{it.at:%Y-%m-%d}", it.by, Text(_deed(it), style="" if in_force else "dim strike"), it.why)
        for it, in_force in log
    ]
    print_table("Corrections", ("No.", "Date", "Who", "What", "Why"), rows)


def print_differences(shown: Sequence[Difference], counts: Mapping[Outcome, int]) -> None:
    """Print how much is otherwise, and of that as many lines as are `shown`."""
    total = sum(counts.values())
    print_table("Reanalysis", ("", ""), [(it.value, str(counts.get(it, 0))) for it in Outcome])
    if shown:
        rows = [(Text(it.outcome.value, style=_STYLES.get(it.outcome, "red")), *_differing(it)) for it in shown]
        print_table("Differences", ("", "Finding", "Where"), rows)
    if total > len(shown):
        output().print(f"{total - len(shown)} more: --limit shows more of them, --json all", soft_wrap=True)


def finding_row(it: Sighting) -> Mapping[str, Any]:
    """Write a finding for JSON and CSV."""
    return {"id": it.number, "kind": it.kind, "rejected": it.stands is None, "reason": it.reason,
            **finding_json(it.finding), **_origin(it)}  # fmt: skip


def correction_row(entry: tuple[Correction, bool]) -> Mapping[str, Any]:
    """Write a correction for JSON and CSV, with whether it is in force."""
    it, in_force = entry
    return {
        "id": it.number,
        "action": it.action,
        "finding": it.finding,
        "other": it.other,
        "fields": dict(it.fields),
        "name": it.name,
        "instead": it.instead,
        "undoes": it.undoes,
        "by": it.by,
        "at": it.at.isoformat(),
        "why": it.why,
        "in_force": in_force,
    }


def difference_row(it: Difference) -> Mapping[str, Any]:
    """Write a difference for JSON."""
    return {
        "outcome": it.outcome,
        "id": it.number or None,
        "before": finding_json(it.before) if it.before else None,
        "after": finding_json(it.after) if it.after else None,
        "article": it.origin.revision,
        "title": it.origin.title,
        "url": it.origin.url,
    }


def finding_json(finding: Finding) -> Mapping[str, Any]:
    """Write a finding as `analyse --json` does, with what it is."""
    if isinstance(finding, Target):
        return {"finding": "target", **target_json(finding)}
    return {"finding": "statement", **statement_json(finding)}


def _origin(it: Sighting) -> Mapping[str, Any]:
    origin = it.origin
    return {"article": origin.revision, "title": origin.title, "publisher": origin.publisher,
            "published": origin.published.isoformat(), "url": origin.url}  # fmt: skip


def _word(it: Sighting) -> Text:
    if it.stands is None:
        return Text("已剔除", style="dim")
    return Text(wording.kind(it.kind, it.finding), style="" if it.read == it.stands else "italic")


def _what(finding: Finding) -> str:
    if isinstance(finding, Target):
        return f"{finding.object} {wording.summary(finding)}（{finding.scope}）"
    said_by = finding.speaker or finding.organization or ""
    return f"{said_by}：{gist(wording.quoted(finding))}"


def _source(it: Sighting) -> str:
    return wording.source(it.origin)


def _fields(finding: Finding) -> Iterator[tuple[str, Any]]:
    for it in fields(finding):
        value = getattr(finding, it.name)
        if not isinstance(value, Evidence):
            yield it.name, value


def _as_read(it: Sighting, name: str) -> str:
    read, stands = getattr(it.read, name), getattr(it.finding, name)
    return _written(read) if read != stands else ""


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,g}" if isinstance(value, float) else str(value if value is not None else "")


def _deed(it: Correction) -> str:
    match it.action:
        case Action.CORRECT:
            new = "; ".join(f"{name} {_written(value)}" for name, value in it.fields.items())
            return f"correct {it.finding}: {new}"
        case Action.MERGE:
            return f"merge {it.finding} with {it.other}"
        case Action.ALIAS | Action.JOIN:
            return f"{it.action.value} {it.name} → {it.instead}"
        case Action.UNDO:
            return f"undo {it.undoes}"
        case Action.REJECT:
            return f"reject {it.finding}"


def _differing(it: Difference) -> tuple[str, str]:
    if it.before and it.after:
        was, now = dict(_fields(it.before)), dict(_fields(it.after))
        other = [f"{name}: {_written(was[name])} → {_written(now[name])}" for name in was if was[name] != now[name]]
        return "\n".join((_what(it.before), *(other or ["other words of the text"]))), wording.source(it.origin)
    found = it.before or it.after
    return _what(found) if found else it.origin.title, wording.source(it.origin)
