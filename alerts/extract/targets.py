"""A reading → the quantified targets and results of SME policy that it states, each with the clause it stands on.

Candidate figures pass the vetoes, are held against what SME policy measures, and get their fields: object, status,
period, scope, action. It never decides whether the article is worth reading, nor whether a figure is new.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from alerts.extract import candidates, dating, frames, measures, objects, periods, places, scopes, vetoes
from alerts.extract.candidates import PAUSE, Candidate
from alerts.extract.frames import Frame
from alerts.extract.measures import Measured
from alerts.extract.objects import Noun
from alerts.extract.periods import Period
from alerts.extract.places import Place
from alerts.extract.reading import Reading, Span
from alerts.extract.standing import status
from alerts.extract.vocabulary import alternation, load
from alerts.model import Evidence, Status, Target

# 不再新设门槛: what is not done governs no figure.
_ACTIONS, _WEAK_ACTIONS = (
    re.compile(f"(?<!不)(?<!不再)(?:{alternation(load('actions')[name])})") for name in ("verbs", "weak")
)
_OWN_VERB = ("把", "将", "使", "让")  # a clause that they open has its verb in itself
_PART = re.compile(f"{PAUSE.pattern}|[。、]")
_TOTAL, _REACHING = re.compile("总[数量]|总户数"), "达到"
_SENTENCE_REACH = 500  # characters on each side of the number: keeps what is stored of a text without full stops small
_REMEMBERED = 20  # targets of one value, among which a repetition is looked for: keeps the time linear


@dataclass(frozen=True, slots=True)
class Setting:
    """What each figure of a reading is held against: how much of it is about SMEs, its times and its places."""

    article: measures.Aboutness
    spans: tuple[Period, ...]
    framed: tuple[Frame, ...]
    named: tuple[Place, ...]
    titled: tuple[Place, ...]


class Judgement(NamedTuple):
    """What a figure counts and what it is, and what it measures or which veto says that it is no target.

    Neither measure nor veto: it is not about SMEs, or nothing that policy measures.
    """

    noun: Noun
    status: Status
    veto: vetoes.Veto | None
    measure: str | None


def find(reading: Reading) -> tuple[Target, ...]:
    """Find the targets that a reading states, in its order; a figure that it repeats is one target."""
    article = measures.aboutness(f"{reading.title}\n{reading.text}")
    if article is measures.Aboutness.NOTHING:
        return ()
    # Most figures measure nothing that is asked for; what other rules say of them only an explanation wants to know.
    figures = [
        (figure, measured)
        for figure in candidates.find(reading, measures.paragraphs(reading, article))
        if not vetoes.outright(figure) and (measured := measures.measure(figure, article))
    ]
    if not figures:
        return ()
    paragraphs = sorted({reading.paragraph_at(figure.quantity.start) for figure, _ in figures})
    return tuple(_merge_repeats(_targets(figures, setting_of(reading, article, paragraphs))))


def setting_of(reading: Reading, article: measures.Aboutness, paragraphs: Sequence[Span]) -> Setting:
    """Return what the figures of some paragraphs are held against; `article` says how much of it is about SMEs.

    No other words of time tell when they hold than those of their own paragraphs, of the lines that open lists, and of
    the title.
    """
    timed = sorted({*paragraphs, *(it for it in reading.paragraphs if frames.opens_list(reading, it))})
    spans = tuple(period for it in timed for period in periods.find(reading.text, reading.published, *it))
    return Setting(
        article=article,
        spans=spans,
        framed=frames.find(reading, spans),
        named=scopes.places_for(reading, paragraphs),
        titled=places.find(reading.title),
    )


def judge(figure: Candidate, measured: Measured | None, setting: Setting) -> Judgement:
    """Judge whether a figure is a target; `measured` says what it measures (`measures.measure`)."""
    noun = (measured and measured.noun) or objects.counted(figure)
    framed = frames.due(setting.framed, figure.quantity.start) is not None
    standing = status(figure, dating.governing(figure, setting.spans), framed=framed)
    goal = standing is Status.TARGET
    veto = vetoes.first(figure, noun.words, goal=goal)
    measure = measured and measured.name
    unwanted = veto or (measure == measures.GOAL and not goal)
    return Judgement(noun, standing, veto, None if unwanted else measure)


def _targets(figures: Iterable[tuple[Candidate, Measured]], setting: Setting) -> Iterator[Target]:
    for figure, measured in figures:
        judged = judge(figure, measured, setting)
        if judged.veto or not judged.measure:
            continue
        noun, standing = judged.noun, judged.status
        due = None if standing is Status.ACHIEVED else dating.deadline(figure, setting.spans, setting.framed)
        yield Target(
            object=noun.words + noun.deed,
            value=figure.quantity.value,
            unit=figure.quantity.unit.name,
            comparator=figure.quantity.comparator,
            status=standing,
            scope=scopes.scope(figure, setting.named, setting.titled),
            action=_action(figure, noun.words),
            evidence=_evidence(figure, own=noun.own),
            number=figure.reading.evidence(figure.quantity.start, figure.quantity.end),
            sentence=_sentence(figure),
            deadline=due,
            as_of=dating.as_of(figure, setting.spans) if standing is Status.ACHIEVED else None,
            base=figure.quantity.base,
        )


def _action(figure: Candidate, noun: str) -> str:
    """Take the verb before the number in its clause, else behind it, else the last one before the clause.

    A verb inside the noun phrase (发展专项资金) is the noun's own. A 总数 is reached, whatever has led there. A clause
    that opens with 把 or 将 has its own verb, and one that names what it counts before the number shares that of an
    earlier clause only as an item of a list, so that there is a figure before it too.
    """
    head, named, tail = figure.before.rpartition(noun) if noun else ("", "", figure.before)
    own = f"{head}\n{tail}"
    if _TOTAL.search(own) or _TOTAL.search(noun):
        return _REACHING
    shares = not figure.before.startswith(_OWN_VERB) and (not named or objects.FIGURE.search(figure.lead))
    lead = figure.lead if shares else ""
    for verbs, words in ((_ACTIONS, own), (_WEAK_ACTIONS, own), (_ACTIONS, lead), (_WEAK_ACTIONS, lead)):
        if before := verbs.findall(words):
            return str(before[-1])
        if words is own and (behind := verbs.search(figure.after[:12])):
            return behind[0]
    return ""


def _evidence(figure: Candidate, *, own: bool) -> Evidence:
    """Cut the figure's clause, with the one before where it does not name by its `own` words what it is about."""
    text, start = figure.reading.text, figure.clause.start
    if figure.lead and not own:
        head = figure.lead.rstrip("，；：、")
        start -= len(figure.lead) - max((it.end() for it in _PART.finditer(head)), default=0)
    end = figure.clause.end
    if text.startswith("以及", start):
        start += len("以及")
    while start < figure.quantity.start and text[start] in "，；：。、！？\n":
        start += 1
    while end > figure.quantity.end and text[end - 1] in "，；：。、！？\n":
        end -= 1
    return figure.reading.evidence(start, end)


def _sentence(figure: Candidate) -> Evidence:
    """Cut the sentence that the figure stands in; of one without an end, as much as bears on it."""
    quantity, span = figure.quantity, figure.reading.sentence_at(figure.quantity.start)
    start, end = max(span.start, quantity.start - _SENTENCE_REACH), min(span.end, quantity.end + _SENTENCE_REACH)
    words = figure.reading.text[start:end]
    start += len(words) - len(words.lstrip("\n"))
    return figure.reading.evidence(start, end - len(words) + len(words.rstrip("\n")))


def _merge_repeats(found: Iterable[Target]) -> Iterator[Target]:
    kept: dict[tuple[float, str], deque[Target]] = {}
    for target in found:
        same = kept.setdefault((target.value, target.unit), deque(maxlen=_REMEMBERED))
        # Within a sentence nothing is said twice: equal figures are of two things, or of two places.
        if not any(target.sentence != other.sentence and _alike(target.object, other.object) for other in same):
            same.append(target)
            yield target


def _alike(one: str, other: str) -> bool:
    """Whether two nouns can name the same thing: one has no name, or half of the shorter one's pairs of characters."""
    names = (name.replace("民企", "民营企业") for name in (one, other))
    pairs, others = ({name[i : i + 2] for i in range(len(name) - 1)} for name in names)
    return not pairs or not others or 2 * len(pairs & others) >= min(len(pairs), len(others))
