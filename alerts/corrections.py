"""What persons have said about findings → findings as they stand: the last word is a person's. Pure.

A correction is kept as it was given and never taken back in place: undoing is a correction too. It knows a finding by
what other rules of reading leave as it is: its article, and the words it stands on.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from alerts.errors import CorrectionError, Fault
from alerts.identity import canonical, identify
from alerts.model import Comparator, Finding, Statement, Status, Target
from alerts.sayings import normalise

#: Characters of the reason that is given for a correction.
LONGEST_WHY = 500

_TOO_MUCH = 1e18  # 百亿亿: nothing that policy counts comes near it


class Action(StrEnum):
    """What a correction does."""

    REJECT = "reject"
    CORRECT = "correct"
    MERGE = "merge"
    ALIAS = "alias"
    JOIN = "join"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Reference:
    """A finding that a correction is about: `read` is as the rules had read it, `text` its article's content hash."""

    text: str
    read: Finding


@dataclass(frozen=True, slots=True)
class Correction:
    """One word of a person.

    REJECT, CORRECT and MERGE are about the finding of change `finding`, and `about` says which that is. CORRECT gives
    `fields` other values; MERGE says that it is the one of change `other`. ALIAS and JOIN call what is named `name`
    by the name `instead`, an object the one and a person the other. UNDO ends the correction numbered `undoes`.
    """

    action: Action
    by: str
    at: datetime
    why: str
    number: int = 0
    finding: int | None = None
    about: Reference | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    other: int | None = None
    name: str = ""
    instead: str = ""
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class Amended:
    """A finding as it stands: None where it was rejected. `same_as` is the change that it was merged with."""

    finding: Finding | None
    same_as: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """The corrections in force, each where it is looked for: those of one finding by its article and by its words."""

    aliases: Mapping[str, str]
    joined: Mapping[str, str]
    by_text: Mapping[str, Sequence[Correction]]
    by_words: Mapping[str, Sequence[Correction]]

    def amend(self, read: Finding, text: str) -> Amended:
        """Return a finding of the article with a content hash as it stands."""
        finding, same_as = self._renamed(read), None
        for it in self._said_of(read, text):
            if it.action is Action.REJECT:
                return Amended(None)
            finding = replace(finding, **it.fields)
            same_as = it.other or same_as
        return Amended(finding, same_as)

    def is_vouched(self, read: Finding, text: str) -> bool:
        """Whether a person has said otherwise what is wrong with a finding, and so that it is one."""
        actions = {it.action for it in self._said_of(read, text)}
        return bool(actions) and Action.REJECT not in actions

    def _said_of(self, read: Finding, text: str) -> list[Correction]:
        own = [it for it in self.by_text.get(text, ()) if it.about and is_here(it.about.read, read)]
        if self.by_words:  # what was said of one reprint holds for those that are read in the same way
            alike = self.by_words.get(normalise(read.evidence.text), ())
            own += [it for it in alike if it not in own and it.about and _is_read_alike(it.about.read, read)]
        return sorted(own, key=lambda it: it.number)

    def _renamed(self, read: Finding) -> Finding:
        if isinstance(read, Target):
            instead = self.aliases.get(identify(read).object) if self.aliases else None
            return replace(read, object=instead) if instead else read
        joined = self.joined.get(read.speaker or "")
        return replace(read, speaker=joined) if joined else read


NONE = Standing({}, {}, {}, {})
"""No correction."""


def with_force(log: Iterable[Correction]) -> list[tuple[Correction, bool]]:
    """Return the corrections of a log in order, each with whether nobody has undone it."""
    given = list(log)
    undone = {it.undoes for it in given}
    return [(it, it.number not in undone) for it in given]


def standing(log: Iterable[Correction]) -> Standing:
    """Return the corrections of a log, or of a part of it, that none of them undoes."""
    by_text: defaultdict[str, list[Correction]] = defaultdict(list)
    by_words: defaultdict[str, list[Correction]] = defaultdict(list)
    aliases: dict[str, str] = {}
    joined: dict[str, str] = {}
    for it, in_force in with_force(log):
        if not in_force or it.action is Action.UNDO:
            continue
        if it.about:
            by_text[it.about.text].append(it)
            by_words[normalise(it.about.read.evidence.text)].append(it)
        elif it.action is Action.ALIAS:
            aliases[canonical(it.name)] = it.instead
        else:
            joined[it.name] = it.instead
    followed = {name: _followed(aliases, name, canonical) for name in aliases}
    return Standing(followed, {name: _followed(joined, name, str) for name in joined}, by_text, by_words)


def changed(finding: Finding, given: Mapping[str, str | None]) -> dict[str, Any]:
    """Return the fields of a finding that are to be other ones; `given` are all that were asked for, as typed.

    Raises CorrectionError for a field that such a finding does not have, for a value that cannot be one, and where
    nothing would be other than it is.
    """
    kind = "target" if isinstance(finding, Target) else "statement"
    names = {it.name for it in fields(finding)}
    for name in given:
        if name not in names:
            option = name.replace("_", "-")
            raise CorrectionError(Fault.UNFIT, f"a {kind} has no {option}: leave --{option} out", name)
    values = {name: _value(name, typed) for name, typed in given.items()}
    other = {name: value for name, value in values.items() if getattr(finding, name) != value}
    if not other:
        raise CorrectionError(Fault.UNCHANGED, f"the {kind} says that already: name a field that is to be another one")
    return other


def is_here(about: Finding, read: Finding) -> bool:
    """Whether two readings of one article are of the same words, wherever other rules have begun and ended them."""
    if isinstance(about, Target) and isinstance(read, Target):
        return _is_same_number(about, read)
    one, other = normalise(about.evidence.text), normalise(read.evidence.text)
    shorter, longer = sorted((len(one), len(other)))
    mainly = 2 * shorter >= longer and (one in other or other in one)
    return isinstance(about, Statement) and isinstance(read, Statement) and mainly


def _is_same_number(one: Target, other: Target) -> bool:
    """Whether two figures stand on one number: the same digits, at the same place of words that one has of the other.

    The place is counted in words alone: a reprint has other offsets.
    """
    if normalise(one.number.text) != normalise(other.number.text):
        return False
    (at, words), (longer_at, longer) = sorted(map(_placed, (one, other)), key=lambda it: len(it[1]))
    return longer_at >= at and longer.startswith(words, longer_at - at)


def _placed(target: Target) -> tuple[int, str]:
    """Return where a figure's number begins in its words, and these."""
    words = target.evidence.text
    return len(normalise(words[: target.number.start - target.evidence.start])), normalise(words)


def _followed(instead: Mapping[str, str], name: str, key: Callable[[str], str]) -> str:
    """Return the last name of a chain: what is known by a name is known by what that one is known by in turn."""
    passed = {name}
    while (following := key(instead[name])) in instead and following not in passed:
        passed.add(following)
        name = following
    return instead[name]


def _value(name: str, typed: str | None) -> Any:
    try:
        return _FIELDS[name](typed) if name in _FIELDS else typed
    except ValueError as error:
        raise CorrectionError(Fault.UNFIT, f"--{name.replace('_', '-')} {typed!r} cannot be: {error}", name) from error


def _number(typed: str | None) -> float:
    try:
        value = float(typed or "")
    except ValueError:
        raise ValueError("write a plain number, like 10000") from None
    if not 0 <= value < _TOO_MUCH:
        raise ValueError(f"a figure is a number from 0 to {_TOO_MUCH:g}")
    return value


def _period(typed: str | None) -> str | None:
    if not typed:
        return None
    form = {4: "%Y", 7: "%Y-%m", 10: "%Y-%m-%d"}.get(len(typed), "")
    try:
        datetime.strptime(typed, form)  # noqa: DTZ007 - a calendar's day, nobody's moment
    except ValueError:
        raise ValueError("write it like 2025, 2025-06 or 2025-06-30") from None
    return typed


def _one_of(kind: type[StrEnum]) -> Callable[[str | None], StrEnum]:
    def word(typed: str | None) -> StrEnum:
        if typed not in set(kind):
            raise ValueError(f"it is one of {', '.join(kind)}")
        return kind(typed)

    return word


def _name(typed: str | None) -> str:
    if not (typed and typed.strip()):
        raise ValueError("it is empty")
    return typed.strip()


def _yes(typed: str | None) -> bool:
    return typed == "yes"


_FIELDS: Mapping[str, Any] = {
    "value": _number,
    "deadline": _period,
    "as_of": _period,
    "comparator": _one_of(Comparator),
    "status": _one_of(Status),
    "object": _name,
    "unit": _name,
    "scope": _name,
    "official": _yes,
    "speaker": lambda typed: typed or None,
    "position": lambda typed: typed or None,
    "organization": lambda typed: typed or None,
}


def _is_read_alike(about: Finding, read: Finding) -> bool:
    """Whether two articles' readings of the same words are the same, so that what is wrong with one is with both."""
    return type(about) is type(read) and _said(about) == _said(read)


def _said(finding: Finding) -> tuple[Any, ...]:
    placed = {"evidence", "number", "sentence"}
    return tuple(getattr(finding, it.name) for it in fields(finding) if it.name not in placed)
