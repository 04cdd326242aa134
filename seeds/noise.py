"""What publishers put round an article that is no part of it: a declaration, which `seeds.text` applies.

Only what is general stands here. One publisher's own noise is declared in that publisher's file and is gone before a
document exists. A rule must never cut a sentence of the article: one that merely mentions a reporter, an editor or a
source stays. Every repetition is bounded, so that matching stays linear in the length of the text.
"""

from dataclasses import dataclass
from enum import StrEnum

HIDDEN_ELEMENTS = frozenset({"audio", "iframe", "noscript", "object", "script", "style", "template", "title", "video"})
"""Elements whose text a reader never sees, or sees only where something fails to load."""

NOISE_CLASSES = frozenset(
    {
        "appendQr_wrap",  # Sina: the QR code of its app
        "article-editor",  # Sina: the editor on duty
        "ori_titlesource",  # Sina: the headline of the article that was reprinted
    }
)
"""Classes of elements that are left out with all that stands in them."""


class Place(StrEnum):
    """Where in a paragraph a rule looks."""

    HEAD = "head"
    """At the start; what is matched is cut off."""
    BRACKETS = "brackets"
    """In brackets at the end; the rule matches what stands between them, and the brackets go with it."""
    WHOLE = "whole"
    """The whole paragraph, which goes."""


@dataclass(frozen=True, slots=True)
class Noise:
    """One rule: where it looks, what it matches, and why that is no part of an article."""

    place: Place
    pattern: str
    reason: str


# The commonest surnames; between them nine in ten of the people in China bear one.
_SURNAME = (
    "[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢"
    "姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤倪聂温"
    "康施文牛樊葛邢安齐易乔伍庞颜季庄章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单裴霍涂成苗谷盛"
    "曲翁冉骆蓝路游辛靳欧管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席"
    "卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝]"
)
_NAME = rf"{_SURNAME}[\u4e00-\u9fff·]{{1,3}}"
_ROLE = r"(?:(?:见习|实习|特约)?(?:记者|通讯员|编辑|摄影))"
_NAMES = rf"{_NAME}(?:[\s、，,]{{1,2}}(?:{_ROLE}\s?)?[\u4e00-\u9fff·]{{2,4}}){{0,8}}"
_BYLINE = rf"[（(][^（）()。]{{0,16}}{_ROLE}[\s：:]?{_NAMES}[^（）()。]{{0,12}}[）)]"

# An agency's, paper's or station's name. 据 before it makes it a source that the sentence quotes, which stays.
_WORD = r"[^\s，。；：！？、“”‘’\"《》（）()【】\[\]]"
_AGENCY = rf"(?!据){_WORD}{{1,14}}?(?:社|网|报|台|经纬|财经|客户端|新闻|在线)"
_DATE = r"(?:\d{4}\s?年\s?)?(?:\d{1,2}\s?月\s?)?\d{1,2}\s?日"
_DUTY = r"(?:责任编辑|值班编辑|责编|编辑|校对|审校|审核|监制|主编|撰文|作者|摄影|摄像|制图|策划|来源|文章来源|图片来源)"

RULES = (
    Noise(
        Place.HEAD,
        rf"{_AGENCY}\s?{_WORD}{{0,8}}?\s?{_DATE}\s?(?:电|讯)(?![话力动子商池器机报信台])\s?(?:{_BYLINE})?"
        r"(?:\s{0,2}题[：:].{0,120})?[，,：:]?",
        "an agency's dateline, with the reporter, and with the headline where it is repeated",
    ),
    Noise(
        Place.HEAD,
        rf"(?:{_AGENCY}|本报{_WORD}{{0,6}}|e公司|每经AI快)讯(?:\s?{_BYLINE}[，,：:]?|[\s，,：:])",
        "a paper's dateline that gives no date",
    ),
    Noise(
        Place.HEAD,
        rf"{_AGENCY}消息\s?(?:[（(][^（）()。]{{1,12}}[）)])?\s?[：:]",
        "a station's line, with the programme",
    ),
    Noise(Place.BRACKETS, r"完", "the agencies' mark of the end"),
    Noise(Place.BRACKETS, r"纠错", "a link that reports mistakes"),
    Noise(
        Place.BRACKETS, rf"{_DUTY}\s?[：:/]\s?[^（）()【】\[\]。]{{1,30}}", "who edited, or where it was first printed"
    ),
    Noise(
        Place.BRACKETS,
        rf"[^（）()【】\[\]。]{{0,24}}{_ROLE}[\s：:]?{_NAMES}[^（）()【】\[\]。]{{0,12}}",
        "who reported",
    ),
    Noise(Place.BRACKETS, r"[^（）()【】\[\]。]{0,20}(?:新华社发|资料图片?|供图|摄)", "whose photograph it is"),
    Noise(Place.WHOLE, r"海量资讯.{0,30}(?:APP|客户端)", "a portal's advertisement for itself"),
    Noise(Place.WHOLE, r"原标题\s?[：:].{0,150}", "the headline of the article that was reprinted"),
    Noise(Place.WHOLE, r"(?:新浪|免责|版权|特别|郑重)声明\s?[：:].{0,400}", "a portal's disclaimer"),
    Noise(
        Place.WHOLE, rf"(?:{_DUTY}\s?[：:丨|]\s?[^，。；！？：:丨|]{{1,40}}){{1,8}}", "a list of who worked on the page"
    ),
    Noise(Place.WHOLE, r"(?:责任编辑|来源)\s[^，。；！？：:]{1,20}", "the same without a colon"),
    Noise(
        Place.WHOLE,
        rf"[◎●■□▲△◆▌]?\s?{_WORD}{{0,12}}\s?{_ROLE}[\s：:丨|]{{0,2}}{_NAMES}(?:\s?(?:综合|摄影)?报道|\s?摄)?",
        "the line that names the reporters",
    ),
)
