"""A figure's clause → what it measures (firms, 融资, 税费减免 …), or nothing where SME policy does not ask for it.

Results are wanted only of what policy measures; goals about SMEs whatever they count. It never reads a figure's status.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from alerts.extract.candidates import Candidate
from alerts.extract.vocabulary import load


class Aboutness(IntEnum):
    """How much of an article speaks of SMEs."""

    NOTHING = 0
    SOMETHING = 1
    MOST = 2


@dataclass(frozen=True, slots=True)
class Measure:
    """A line of `measures.toml`."""

    name: str
    about: str
    kinds: frozenset[str]
    terms: re.Pattern[str]


def alternatives(words: Iterable[str]) -> str:
    """Write words as one alternation, longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_TERMS = load("sme_terms")
SME = re.compile(alternatives(_TERMS["sme"]))
_NOT_SME = re.compile(alternatives(_TERMS["not_sme"]))
_CULTIVATED = re.compile(alternatives(_TERMS["cultivated"]))
_FIRMS = re.compile(alternatives(_TERMS["firms"]))
_MEASURES = tuple(
    Measure(row["name"], row["about"], frozenset(row["kinds"]), re.compile(alternatives(row["terms"])))
    for row in load("measures")["measure"]
)
_RELIEF = next(row for row in _MEASURES if row.name == "税费减免")
_CHARACTERS_A_MENTION = 250
_FIRM_UNITS = frozenset({"家", "户", "个", "家次", "户次"})
# A clause that only goes on about the one before it.
_CONTINUES = re.compile(
    "(?:其中|同时|同比|环比|较|比|增速|增幅|增长|下降|上升|总额|金额|总规模|规模|平均|累计|合计|共|达到?|占|超过?|约)"
)
# What a firm is subject to when policy reaches it, and how it comes into being.
_REACHED = re.compile(
    "获得|惠及|享受|受益|服务|走访|支持|授信|发放|减免|新设|登记|注册|培育|认定|新增|扶持|帮扶|覆盖|贷款|退税|返还|缓|总量|总数|户数"
    "|拥有|共有|突破|参与|改造|入库|孵化|对接"
)


def measure(candidate: Candidate, noun: str, *, goal: bool, article: Aboutness) -> str | None:
    """Name what a figure about SMEs measures; None where it is not about them, or nothing that policy measures.

    `goal` says that the figure is one, `article` how much its article speaks of SMEs.
    """
    if candidate.quantity.unit.kind == "count":
        return _firms(candidate, noun, article)
    words = subject(candidate)
    for row in _MEASURES:
        if (
            candidate.quantity.unit.kind in row.kinds
            and row.terms.search(words)
            and _near(candidate, row.about, article)
        ):
            return row.name
    wanted = goal and candidate.quantity.unit.kind in {"share", "money"} and _near(candidate, "sentence", article)
    return "目标" if wanted else None


def continues(candidate: Candidate) -> bool:
    """Whether a figure's clause only goes on about the clause before it (，同比增长12.49%)."""
    return not candidate.before or bool(_CONTINUES.match(candidate.before))


def subject(candidate: Candidate) -> str:
    """Return what a figure's clause is about: its words, and the clause before where it only goes on about that."""
    if continues(candidate):
        return f"{re.split('[，；：]', candidate.lead.rstrip('，；：'))[-1]}\n{candidate.words}"
    return candidate.words


def speaks_of_smes(words: str) -> bool:
    """Whether words name SMEs, micro or private firms, or the self-employed."""
    return bool(SME.search(_NOT_SME.sub("", words)))


def aboutness(text: str) -> Aboutness:
    """Judge how much of an article speaks of SMEs by how often it names them."""
    mentions = len(SME.findall(_NOT_SME.sub("", text)))
    if mentions >= 3 and mentions * _CHARACTERS_A_MENTION >= len(text):
        return Aboutness.MOST
    return Aboutness.SOMETHING if mentions else Aboutness.NOTHING


def _firms(candidate: Candidate, noun: str, article: Aboutness) -> str | None:
    if candidate.quantity.unit.name not in _FIRM_UNITS:
        return None
    if article and (SME.search(noun) or _CULTIVATED.search(noun)):
        return "培育"
    words = f"{candidate.lead}{candidate.before}{candidate.after}"
    named = _FIRMS.search(noun) or (candidate.quantity.unit.name != "个" and SME.search(candidate.lead))
    reached = named and _REACHED.search(words)
    nearness = "article" if _RELIEF.terms.search(words) else "near"
    return "企业数" if reached and _near(candidate, nearness, article) else None


def _near(candidate: Candidate, about: str, article: Aboutness) -> bool:
    """Whether SMEs are named in the sentence, `near` it (its paragraph before it, the title) or in the `article`."""
    if speaks_of_smes(f"{candidate.lead}\n{candidate.words}"):
        return True
    if about == "near":
        return article is Aboutness.MOST or speaks_of_smes(f"{candidate.context}\n{candidate.reading.title}")
    return about == "article" and article > Aboutness.NOTHING
