"""Variants of a real article, as its reprints have them: what must be recognised, and false friends that must not.

Pure and seeded: the same article and the same `random.Random` give the same variants. Whatever is added to a text is
invented here; a variant's body consists of `<p>` elements, made of the original's clean text.
"""

import html
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random

from seeds.document import Document
from seeds.fingerprint import TITLE_COUNTS_BELOW, normalise
from seeds.text import plain


class Kind(StrEnum):
    """What was done to the original."""

    SPACING = "spacing"
    WIDTH = "width"
    DATELINE = "dateline"
    EDITOR = "editor's line"
    QR = "QR block"
    TITLE = "title"
    DROPPED = "one paragraph dropped"
    DROPPED_TWO = "two paragraphs dropped"
    HALF = "half"
    MERGED = "two texts merged"
    EDITED = "small edits"
    MIXED = "two or three of these"
    NUMERAL = "one numeral changed"
    REDATED = "template re-dated"


EXACT = (Kind.SPACING, Kind.WIDTH, Kind.DATELINE, Kind.EDITOR, Kind.QR, Kind.TITLE)
"""Kinds whose text is the original's: the content hash alone recognises them."""

FALSE_FRIENDS = (Kind.NUMERAL, Kind.REDATED)
"""Kinds that are news of their own, however like the original they are."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A reprint, and the article that it is made of; the two of them if it is a merge of two."""

    kind: Kind
    document: Document
    originals: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class _Draft:
    """A variant in the making: its paragraphs as text, and what of HTML stands below them."""

    title: str
    paragraphs: tuple[str, ...]
    below: str = ""


def variant(kind: Kind, document: Document, chance: Random, other: Document | None = None) -> Variant | None:
    """Make one variant; None where the article has nothing of the kind (too few paragraphs, no numeral, no `other`)."""
    draft = _Draft(document.title, _paragraphs(document))
    if not draft.paragraphs:
        return None
    if kind is Kind.MERGED:
        made = _merged(draft, other, chance) if other else None
    elif kind is Kind.MIXED:
        made = _mixed(draft, chance)
    else:
        made = _MAKERS[kind](draft, chance)
    if made is None:
        return None
    body = "\n".join(f"<p>{html.escape(it, quote=False)}</p>" for it in made.paragraphs) + made.below
    originals = (document, other) if kind is Kind.MERGED and other else (document,)
    return Variant(kind, replace(document, title=made.title, author="示例转载", body=body), originals)


def variants(document: Document, chance: Random, other: Document | None = None) -> Iterator[Variant]:
    """Make one variant of every kind that the article has."""
    for kind in Kind:
        if made := variant(kind, document, chance, other):
            yield made


def _paragraphs(document: Document) -> tuple[str, ...]:
    text = plain(document.body)
    return tuple(text.split("\n")) if text else ()


# ---------------------------------------------------------------- what leaves the text as it is

_BORDER = re.compile(r"(?<=[\u4e00-\u9fff])(?=[\dA-Za-z“‘])|(?<=[\dA-Za-z%”’])(?=[\u4e00-\u9fff])")
_BORDER_SPACE = re.compile(r"(?<=[\u4e00-\u9fff，。]) +(?=[\d“‘])|(?<=[\d%”’]) +(?=[\u4e00-\u9fff，。])")
_INDENTS = ("　　", "\xa0\xa0\xa0\xa0", "\u200b", "\ufeff　　", "    ")


def _spacing(draft: _Draft, chance: Random) -> _Draft:
    between = chance.choice((" ", "\xa0", "\u200b", "\u2009", ""))
    indent, trail = chance.choice((*_INDENTS, "")), chance.choice(("", " ", "　", "\u200b"))

    def spaced(paragraph: str) -> str:
        if not between:
            return _BORDER_SPACE.sub("", paragraph)
        return re.sub("“|”", lambda mark: f" {mark[0]} ", _BORDER.sub(between, paragraph))

    paragraphs = [f"{indent}{spaced(it)}{trail}" for it in draft.paragraphs]
    if chance.random() < 0.5:
        paragraphs = [it for paragraph in paragraphs for it in (paragraph, chance.choice(("", "　", "\xa0")))]
    return replace(draft, paragraphs=tuple(paragraphs))


_NARROW = str.maketrans("，：；！？（）％", ",:;!?()%")
_WIDE = str.maketrans(",:;!?()%0123456789", "，：；！？（）％０１２３４５６７８９")
_QUOTATION_MARKS = (
    str.maketrans("“”‘’", "「」『』"),
    str.maketrans("“”‘’", "\"\"''"),
    str.maketrans("「」\"'", "“”“‘"),
    str.maketrans("“”", "＂＂"),
)


def _width(draft: _Draft, chance: Random) -> _Draft:
    marks, width = chance.choice(_QUOTATION_MARKS), chance.choice((_NARROW, _WIDE, {}))
    return replace(draft, paragraphs=tuple(it.translate(marks).translate(width) for it in draft.paragraphs))


_PEOPLE = ("张示例", "李小样", "王例", "陈晓样", "欧阳例", "阿依努尔·例")
_PLACES = ("北京", "上海", "示例", "哈尔滨", "北京、示例", "乌鲁木齐")
_DATELINES = (
    "新华社{place}{month}月{day}日电（记者{one}）",
    "新华社{place}{month}月{day}日电（记者{one}、{two}）",
    "新华社{place} {month} 月 {day} 日电 ",
    "新华社{place}2021年{month}月{day}日电（新华社记者 {one} {two}）",
    "新华社{place}{month}月{day}日专电（记者{one}）",
    "据新华社{place}{month}月{day}日电（记者{one}）",
    "据新华社电 ",
    "中新网{month}月{day}日电 ",
    "中新网{place}{month}月{day}日电 (记者 {one})",
    "中新社{place}{month}月{day}日电 (记者 {one} {two})",
    "人民网{place}{month}月{day}日电（记者{one}）",
    "中国经济网{place}{month}月{day}日讯（记者 {one}）",
    "示例日报{place}{month}月{day}日讯（记者{one} 通讯员{two}）",
    "央视网消息（新闻联播）：",
    "央视网消息：",
    "央广网{place}{month}月{day}日消息（记者{one}）",
    "财联社{month}月{day}日电，",
    "财联社{month}月{day}日讯（编辑 {one}）",
    "本报讯（记者{one} 通讯员{two}）",
    "本报讯（记者 {one} 实习生 {two}）",
    "本报示例市讯 ",
    "本报讯 ",
    "新京报讯（记者 {one}）",
    "新京报快讯（记者 {one}）",
    "中证网讯（记者 {one}）",
    "上证报中国证券网讯（记者 {one}）",
    "证券时报e公司讯，",
    "证券时报网讯，",
    "e公司讯，",
    "每经AI快讯，",
    "示例财经APP讯，",
    "【示例商报讯】（首席记者 {one}）",
    "21世纪经济报道记者{one} 示例市报道 ",
)


def _dateline(draft: _Draft, chance: Random) -> _Draft:
    if chance.random() < 0.1:
        return draft  # the clean text is the one whose dateline was dropped
    first = _filled(chance.choice(_DATELINES), draft, chance) + draft.paragraphs[0]
    return replace(draft, paragraphs=(first, *draft.paragraphs[1:]))


_ABOVE = (
    "原标题：{title}",
    "（原标题：{title}）",
    "来源：示例日报",
    "来源：示例日报 作者：{one}",
    "文章来源：示例日报",
    "来源 | 示例发布",
    "记者 {one} {two}",
    "新华社记者{one}",
    "21世纪经济报道记者{one} 示例市报道",
    "每经记者：{one} 每经编辑：{two}",
    "每经记者｜{one}    每经编辑｜{two}",
    "作者｜{one}  编辑｜{two}",
)
_BELOW = (
    "责任编辑：{one}",
    "责任编辑：{one} SF{code}",
    "（责任编辑：DF{code}）",
    "（责编：{one}、{two}）",
    "[责任编辑：{one}]",
    "【编辑：{one}】",
    "【纠错】",
    "【纠错】【责任编辑：{one}】",
    "【纠错】 责任编辑：{one}",
    "编辑 {one} 校对 {two}",
    "编辑：{one} 校对：{two}",
    "校对：{one}",
    "来源：示例日报",
    "本文来源：示例日报责任编辑：{one}_NF{code}",
    "（文章来源：示例日报）",
    "（作者：{one}，系示例大学中小企业研究院教授）",
    "（作者单位：示例省社会科学院）",
    "监制：{one} 主编：{two}",
    "海量资讯、精准解读，尽在示例财经APP",
    "免责声明：本文只代表作者个人观点，与本站无关。",
    "特别声明：以上内容为用户上传并发布，本平台仅提供信息存储服务。",
    "本文仅供参考，不构成投资建议，据此操作风险自担。",
    "（完）",
)
_CREDITS = (
    "（记者 {one}）",
    "（记者{one} {two}）",
    "（责任编辑：{one}）",
    "(责任编辑：DF{code})",
    "（完）",
    "【纠错】",
)


def _editor(draft: _Draft, chance: Random) -> _Draft:
    above = [_filled(it, draft, chance) for it in chance.sample(_ABOVE, chance.randint(0, 2))]
    below = [_filled(it, draft, chance) for it in chance.sample(_BELOW, chance.randint(1, 3))]
    credit = _filled(chance.choice(_CREDITS), draft, chance) if chance.random() < 0.3 else ""
    *rest, last = draft.paragraphs
    return replace(draft, paragraphs=(*above, *rest, last + credit, *below))


def _filled(form: str, draft: _Draft, chance: Random) -> str:
    one, two = chance.sample(_PEOPLE, 2)
    return form.format(
        one=one,
        two=two,
        place=chance.choice(_PLACES),
        month=chance.randint(1, 12),
        day=chance.randint(1, 28),
        code=chance.randint(100, 999),
        title=draft.title,
    )


_QR_BLOCKS = (
    '<div class="clearfix appendQr_wrap"><div class="appendQr_normal"><img src="qr.png"></div>'
    '<div class="appendQr_normal_txt">海量资讯、精准解读，尽在示例财经APP</div></div>',
    '<div class="newsapp-qrcode"><img src="qr.png"><p>扫码下载示例客户端</p></div>',
    '<div class="weixin_qr"><img src="qr.png"><span>微信扫一扫</span></div>',
    '<div class="wx-ewm"><p>示例发布</p><p>微信公众号</p></div>',
    '<p><img src="qr.png"></p><p>长按识别二维码关注示例发布</p>',
    "<p>打开微信，点击底部的“发现”，使用“扫一扫”即可将网页分享至朋友圈。</p>",
)


def _qr(draft: _Draft, chance: Random) -> _Draft:
    return replace(draft, below=chance.choice(_QR_BLOCKS))


def _title(draft: _Draft, chance: Random) -> _Draft | None:
    """Change the title, unless the text is so short that its title belongs to it."""
    if len(normalise("\n".join(draft.paragraphs))) < TITLE_COUNTS_BELOW:
        return None
    title = draft.title
    changed = (f"{title}_示例网", f"示例快讯丨{title}", re.split("[：，！？ ]", title)[-1] + "！", f"重磅！{title}")
    return replace(draft, title=chance.choice(changed))


# ---------------------------------------------------------------- what leaves most of it

_SENTENCE_END = re.compile(r"(?<=[。！？])(?=.)")
_FEW = 4  # paragraphs, below which a half is made of sentences


def _dropped(count: int) -> Callable[[_Draft, Random], _Draft | None]:
    def made(draft: _Draft, chance: Random) -> _Draft | None:
        if len(draft.paragraphs) < count + 2:
            return None
        gone = set(chance.sample(range(len(draft.paragraphs)), count))
        return replace(draft, paragraphs=tuple(it for at, it in enumerate(draft.paragraphs) if at not in gone))

    return made


def _half(draft: _Draft, chance: Random) -> _Draft | None:
    """Keep the first half, the second, or a stretch in the middle: of paragraphs, or of sentences where few are."""
    parts: Sequence[str] = draft.paragraphs
    few = len(parts) < _FEW
    if few:
        parts = [it for paragraph in parts for it in _SENTENCE_END.split(paragraph)]
    if len(parts) < _FEW:
        return None
    size = len(parts) // 2
    start = chance.choice((0, size // 2, len(parts) - size))
    kept = parts[start : start + size]
    return replace(draft, paragraphs=("".join(kept),) if few else tuple(kept))


_SYNONYMS = (
    ("目前", "当前"),
    ("近日", "日前"),
    ("此外", "另外"),
    ("表示", "指出"),
    ("加快", "加速"),
    ("推动", "促进"),
    ("持续", "不断"),
    ("全面", "全方位"),
    ("进一步", "更加"),
    ("同时", "与此同时"),
    ("企业", "公司"),
    ("提升", "提高"),
)
_NUMERALS = r"\d〇零一二两三四五六七八九十百千万亿半"
_CLAUSE = re.compile(rf"，[^{_NUMERALS}，。；：！？“”]{{4,20}}(?=[，。])")
_ADDED = (
    "业内人士认为，这有助于稳定示例行业的预期。",
    "示例省有关部门将继续做好服务工作。",
    "更多情况有待进一步公布。",
)
_TYPOS = (("的", "地"), ("做", "作"), ("账", "帐"), ("其他", "其它"), ("作为", "做为"), ("等", ""))


def _edited(draft: _Draft, chance: Random) -> _Draft | None:
    text = "\n".join(draft.paragraphs)
    for edit in chance.sample((_synonyms, _clause_dropped, _sentence_added, _typo), chance.randint(2, 3)):
        text = edit(text, chance)
    paragraphs = tuple(it for it in text.split("\n") if it)
    return None if paragraphs == draft.paragraphs else replace(draft, paragraphs=paragraphs)


def _synonyms(text: str, chance: Random) -> str:
    for word, other in chance.sample(_SYNONYMS, 4):
        text = text.replace(word, other, 2)
    return text


def _clause_dropped(text: str, chance: Random) -> str:
    return _one_replaced(_CLAUSE, text, chance, lambda _: "")


def _sentence_added(text: str, chance: Random) -> str:
    paragraphs = text.split("\n")
    paragraphs[chance.randrange(len(paragraphs))] += chance.choice(_ADDED)
    return "\n".join(paragraphs)


def _typo(text: str, chance: Random) -> str:
    word, other = chance.choice(_TYPOS)
    return _one_replaced(re.compile(word), text, chance, lambda _: other)


def _one_replaced(pattern: re.Pattern[str], text: str, chance: Random, new: Callable[[str], str]) -> str:
    """Replace one match, whichever chance takes; a text without any stays."""
    if not (found := list(pattern.finditer(text))):
        return text
    it = chance.choice(found)
    return text[: it.start()] + new(it[0]) + text[it.end() :]


def _merged(draft: _Draft, other: Document, chance: Random) -> _Draft | None:
    """Put another article's paragraphs below, or in turns with the first one's, as bulletins do."""
    second = _paragraphs(other)
    if not second:
        return None
    if chance.random() < 0.7:
        return replace(draft, paragraphs=draft.paragraphs + second)
    turns = sorted(
        [
            (at / len(texts), which, it)
            for which, texts in enumerate((draft.paragraphs, second))
            for at, it in enumerate(texts)
        ],
        key=lambda turn: turn[:2],
    )
    return replace(draft, paragraphs=tuple(it for *_, it in turns))


def _mixed(draft: _Draft, chance: Random) -> _Draft | None:
    """Do two or three, in the order in which an editor, a publisher and a portal come to them."""
    order = (Kind.EDITED, Kind.DROPPED, Kind.DATELINE, Kind.EDITOR, Kind.TITLE, Kind.QR, Kind.WIDTH, Kind.SPACING)
    chosen = chance.sample(order, chance.randint(2, 3))
    made: _Draft | None = draft
    for kind in sorted(chosen, key=order.index):
        made = _MAKERS[kind](made, chance) if made else None
    return made


# ---------------------------------------------------------------- false friends

_FIGURE = re.compile(r"(?:19|20)\d\d(?=年)|\d+(?:\.\d+)?|[一二两三四五六七八九](?=[十百千万亿]?[万亿]?[家户个项元倍])")
_HAN_DIGITS = "一二三四五六七八九"
_MONTHS, _DAYS = 12, 28


def _numeral(draft: _Draft, chance: Random) -> _Draft | None:
    text = "\n".join(draft.paragraphs)
    changed = _one_replaced(_FIGURE, text, chance, lambda figure: _another(figure, chance))
    return None if changed == text else replace(draft, paragraphs=tuple(changed.split("\n")))


def _redated(draft: _Draft, chance: Random) -> _Draft | None:
    """Change all dates and figures, as next month's notice from the same template has them."""

    def changed(text: str) -> str:
        return _FIGURE.sub(lambda figure: _another(figure[0], chance), text)

    made = _Draft(changed(draft.title), tuple(map(changed, draft.paragraphs)))
    return None if made.paragraphs == draft.paragraphs else made


def _another(figure: str, chance: Random) -> str:
    """Change a figure to another of its size: 一 to 两, 2023 to 2026, 12.5 to 13.1, 3 to 4."""
    if figure[0] in "两" + _HAN_DIGITS:
        return chance.choice([it for it in "两" + _HAN_DIGITS[2:] if it != figure])
    whole, point, part = figure.partition(".")
    value = int(whole)
    step = chance.randint(1, 5) if value > _DAYS else chance.choice((1, 2))
    other = str(value + step) if value != _MONTHS else str(value - step)
    return other + point + "".join(str((int(digit) + 3) % 10) for digit in part)


_MAKERS: dict[Kind, Callable[[_Draft, Random], _Draft | None]] = {
    Kind.SPACING: _spacing,
    Kind.WIDTH: _width,
    Kind.DATELINE: _dateline,
    Kind.EDITOR: _editor,
    Kind.QR: _qr,
    Kind.TITLE: _title,
    Kind.DROPPED: _dropped(1),
    Kind.DROPPED_TWO: _dropped(2),
    Kind.HALF: _half,
    Kind.EDITED: _edited,
    Kind.NUMERAL: _numeral,
    Kind.REDATED: _redated,
}
