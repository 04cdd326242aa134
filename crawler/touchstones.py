"""What an edit has to touch to be more than cosmetic: the numerals, dates, names and negations of a sentence. Pure.

Two sentences are read side by side: where the one says another number, day, name or “not” than the other, or says it in
another order, that is touched. The rules are simple ones, and lean to telling too much: a policy text whose number was
changed quietly is worse to miss than a turn of phrase is to hear of. What they know stands in the tables below.
"""

import re
from enum import StrEnum
from functools import cache

from seeds.noise import SURNAME
from seeds.numerals import DIGITS, HAN, decimal


class Touch(StrEnum):
    """What of a sentence is touched; the first is what a reader wants to see first."""

    NUMERAL = "numeral"
    DATE = "date"
    NAME = "name"
    NEGATION = "negation"
    SENTENCE = "sentence"
    """The sentence as a whole has come or gone."""


def _words(listed: str) -> tuple[str, ...]:
    return tuple(listed.split())


#: Words that say not, and words that hold one of them and do not.
NEGATIONS = _words("""
    不 未 无 没 非 勿 莫 禁止 严禁 停止 中止 终止 暂停 暂缓 取消 撤销 废止 失效 除外 拒绝 免除 免于
""")
HARMLESS = _words("""
    不断 不仅 不但 不管 不论 无论 不同 不少地方 不久 未来 无锡 无人机 无线 无障碍 非常 非洲 莫斯科 南非 西非 北非
    东非
""")

#: Words that set a bound to a number, and words that name a time without one.
BOUNDS = _words("""
    以上 以下 以内 超过 突破 不足 不到 不少于 不低于 不超过 不高于 至少 至多 最多 最低 最高 左右
""")
TIMES = _words("""
    今年 去年 明年 前年 后年 当年 上半年 下半年 半年 年初 年底 年末 本月 上月 下月 月初 月底 月末 今日 昨日 明日
    次日 今天 昨天 明天 上旬 中旬 下旬 近日 日前
""")
_DATED = frozenset("年月日号")  # after a number they make it a date

PROVINCES = _words("""
    北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州
    云南 陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门
""")

#: What a place or a body ends in, with the characters that make another word of it when they stand before or after it:
#: 城市 is no 市, and 市场 none either.
SUFFIXES = {
    "省": ("全我本该各外跨两节", "略钱心时"),
    "市": ("全我本该各外跨两城上超股都入楼车债门", "场值民"),
    "县": ("全我本该各外跨两区市", ""),
    "区": ("全我本该各外跨两地园社城小校景街片山灾疫", "域别分间块"),
    "州": ("全我本该各", ""),
    "盟": ("全我本该各联加结", ""),
    "旗": ("全我本该各国红", "帜下舰"),
    "部": ("全内外干东西南北中总局一各", "门分署队件级位属委长"),
    "局": ("全我布格结大当时各", "面部限势长"),
    "厅": ("大客餐各", "长局"),
    "委": ("常各", "托派员"),
    "署": ("部签", "名"),
    **dict.fromkeys(_words("委员会 办公室 协会 商会 学会 联合会 银行 公司 集团 法院 大学 研究院"), ("", "")),
}

#: Offices make a name of what follows them, and so does what someone is reported to have done, of what precedes it.
OFFICES = _words("""
    部长 厅长 局长 司长 处长 省长 市长 县长 区长 州长 院长 署长 行长 会长 秘书长 主任 主席 总理 书记 委员 发言人
    董事长 总经理 教授 研究员
""")
CUES = ("表示", "指出", "强调", "介绍", "认为", "透露", "出席", "说")
AFTER_A_NAME = (*CUES, "要求", "主持", "率队", "称", "在", "就", "到", "和", "与")

_CHINESE = "\u4e00-\u9fff"
_LONGEST = 20  # digits that count something; more of them name an account or a file


def _one_of(words: tuple[str, ...]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


NUMERAL = rf"(?:[0-9]+(?:,[0-9]{{3}})*(?:\.[0-9]+)?[十百千万亿]{{0,3}}|[{HAN}]+)"
"""A number as it is written in a normalised text, with its scales: 3,000, 1.2万亿, 二〇二五."""

_NUMBER = re.compile(rf"({NUMERAL})(?=([{_CHINESE}%‰]?))")
_SCALED = re.compile(r"([0-9,.]+)([十百千万亿]*)")
_TWO_DIGITS = re.compile(rf"[{''.join(DIGITS)}]{{2}}")
_TIME = re.compile(_one_of(TIMES))
_BOUND = re.compile(_one_of(BOUNDS))
_NEGATION = re.compile(rf"(?:{_one_of(HARMLESS)})|({_one_of(NEGATIONS)})")
_CALLED = rf"{SURNAME}[{_CHINESE}·]{{1,2}}?"


@cache  # they take long to compile, and most who import this touch nothing
def _names() -> tuple[re.Pattern[str], ...]:
    """Make the patterns of places and bodies, and of persons."""
    ends = "|".join(
        rf"(?=([{_CHINESE}]{{2}}{f'(?<![{before}])' if before else ''}{suffix}{f'(?![{after}])' if after else ''}))"
        for suffix, (before, after) in SUFFIXES.items()
    )
    person = (
        rf"(副?(?:{_one_of(OFFICES)}){_CALLED})(?={_one_of(AFTER_A_NAME)}|[^{_CHINESE}]|$)"
        rf"|(?:^|(?<=[^{_CHINESE}]))({_CALLED})(?={_one_of(CUES)})"
    )
    return re.compile(rf"{ends}|(?=({_one_of(PROVINCES)}))"), re.compile(person)


def touched(old: str, new: str) -> tuple[Touch, ...]:
    """Return what is touched where one sentence takes the place of another; both as `fingerprint.normalise` gives them.

    一万 and 1万 are the same number; a number's unit belongs to it.
    """
    before, after = _particulars(old), _particulars(new)
    return tuple(touch for touch in before if before[touch] != after[touch])


def value(numeral: str) -> str:
    """Return a number in the one form in which all ways to write it agree, or as it stands where it is none."""
    if len(numeral) > _LONGEST:
        return numeral
    if written := _SCALED.fullmatch(numeral):
        read = decimal(written[1], written[2])
    elif _TWO_DIGITS.search(numeral) and any(it not in DIGITS for it in numeral):
        return numeral  # 十四五 names a plan, 二三十 is as vague as it looks
    else:
        read = decimal(numeral)
    return numeral if read is None else f"{read.normalize():f}"


def _particulars(sentence: str) -> dict[Touch, list[str]]:
    found: dict[Touch, list[str]] = {Touch.NUMERAL: [], Touch.DATE: [], Touch.NAME: [], Touch.NEGATION: []}
    for number in _NUMBER.finditer(sentence):
        if number[1] != "一":  # 统一, 进一步, 一些: alone it seldom counts, and another number in its place does
            found[Touch.DATE if number[2] in _DATED else Touch.NUMERAL].append(value(number[1]) + number[2])
    found[Touch.NUMERAL] += _BOUND.findall(sentence)
    found[Touch.DATE] += _TIME.findall(sentence)
    for pattern in _names():
        found[Touch.NAME] += [next(filter(None, it.groups())) for it in pattern.finditer(sentence)]
    found[Touch.NEGATION] = [it[1] for it in _NEGATION.finditer(sentence) if it[1]]
    return found
