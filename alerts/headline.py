"""A digest → the line that says its substance, which is a mail's subject and its headline. Pure."""

from collections import Counter
from collections.abc import Sequence

from alerts.attribution import one_line
from alerts.audience import Cadence
from alerts.digest import voice
from alerts.language import Tongue
from alerts.model import RESIZED, Change, Digest, Statement, Target

_LONGEST = 120  # characters of a headline, and …
_NAME = 54  # … of a name in it


def headline(digest: Digest, tongue: Tongue) -> str:
    """Say what is new: “3 个新目标，1 个上调；林示范等 4 人表态”."""
    parts = (
        _figures(digest.targets, tongue),
        _voices(digest.statements, tongue),
        tongue.ngettext("%(num)s 处页面修订", len(digest.edits)) if digest.edits else "",
    )
    said = tongue.gettext("；").join(filter(None, parts)) or _nothing(digest, tongue)
    return one_line(said[:1].upper() + said[1:], _LONGEST)


def _figures(changes: Sequence[Change], tongue: Tongue) -> str:
    words = tongue.words
    if len(changes) == 1 and isinstance(target := changes[0].finding, Target):
        before = changes[0].before if changes[0].kind in RESIZED else None
        figures = [words.figure(it) for it in (before, target) if isinstance(it, Target)]
        named = f"{one_line(words.name(target), _NAME)} {' → '.join(figures)}"
        return tongue.gettext("%(kind)s：%(figure)s", kind=words.kind(changes[0].kind, target), figure=named)
    alike = Counter((it.kind, it.finding.status) for it in changes if isinstance(it.finding, Target))
    first = {(it.kind, it.finding.status): it.finding for it in reversed(changes) if isinstance(it.finding, Target)}
    kinds = Counter[str]()
    for it, count in alike.items():
        kinds[words.kind(it[0], first[it])] += count
    return tongue.gettext("，").join(words.counted(count, kind) for kind, count in kinds.items())


def _voices(changes: Sequence[Change], tongue: Tongue) -> str:
    said = [it.finding for it in changes if isinstance(it.finding, Statement)]
    names = [name for name, _ in dict.fromkeys(map(voice, said))]
    if not names:
        return ""
    first, count = one_line(names[0], _NAME), len(names)
    if count == 1:
        return tongue.gettext("%(name)s表态", name=first)
    if all(it.speaker for it in said):
        return tongue.ngettext("%(name)s等 %(num)s 人表态", count, name=first, others=count - 1)
    return tongue.ngettext("%(name)s等 %(num)s 方表态", count, name=first, others=count - 1)


def _nothing(digest: Digest, tongue: Tongue) -> str:
    if digest.subscription.cadence is Cadence.WEEK:
        nothing = tongue.gettext("本周没有新内容")
    else:
        nothing = tongue.gettext("今天没有新内容")
    watched = digest.coverage.polled
    return nothing + (tongue.ngettext("，监测 %(num)s 个来源", watched) if watched else "")
