"""What publishers put round an article that is no part of it: a declaration, which `seeds.text` applies.

Only what is general stands here. One publisher's own noise is declared in that publisher's file and is gone before a
document exists. A rule must never cut a sentence of the article: one that merely mentions a reporter, an editor or a
source stays. Every repetition is bounded, so that matching stays linear in the length of the text.

The rules read a paragraph as `seeds.text` folds it for them, so that each stands here once and holds however a portal
sets it: ASCII's own marks for full-width ones (but 。 and 、), one quotation mark (`"`), one space where there are
several, and none beside a figure, a Latin letter or a quotation mark.
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

NOISE_CLASS = r"(?i:qr[-_]?code|erweima|(?:^|[-_])(?:qr|ewm)(?:[-_]|$))"
"""The same for whatever a site calls the box of its QR code; found anywhere in a class."""


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
    """One rule: where it looks, what it matches, and why that is no part of an article.

    `mark` is a pattern of words and signs, as publishers write them, that is found quickly: a paragraph in which no
    rule's mark stands is all article. So each match has its rule's mark in it.
    """

    place: Place
    mark: str
    pattern: str
    reason: str


# What marks the matches of several rules. Behind a dateline's last word stands a sign or a space.
_DATELINE = "|".join(rf"{word}(?![\u4e00-\u9fff])" for word in ("电", "讯", "消息"))
_CLOSING = r"\)\Z|）\Z|\]\Z|］\Z|】\Z"
_REPORTER = "记者|通讯员|编辑|摄影|实习生"
_STAFF = (
    "编辑|责编|美编|校对|监制|主编|撰文|撰稿|采写|执笔|供稿|作者|摄影|摄像|制图|策划|来源|审|统筹|剪辑|排版|视觉|值班主任"
    r"|/|／|\||｜|丨|︱|│|┃"
)

# The commonest surnames; between them nine in ten of the people in China bear one.
SURNAME = (
    "[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢"
    "姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤倪聂温"
    "康施文牛樊葛邢安齐易乔伍庞颜季庄章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单裴霍涂成苗谷盛"
    "曲翁冉骆蓝路游辛靳欧管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席"
    "卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝]"
)
# No other letters are left in a folded paragraph; `re` takes fifty times as long to read the range of the ideographs.
_HAN = r"[^\W\da-zA-Z_]"
_NAME = rf"(?:{SURNAME}(?:{_HAN}|·){{1,3}}|{_HAN}{{2,4}}·{_HAN}{{1,6}})"
_ROLE = r"(?:(?:见习|实习|特约|首席)?(?:记者|通讯员|编辑|摄影)|实习生)"
_ANOTHER = rf"(?:{_HAN}{{2,4}}·{_HAN}{{1,6}}|(?:{_HAN}|·){{2,4}})"  # after the first, no surname is asked for
_NAMES = rf"{_NAME}(?:[ 、,]{{1,2}}(?:{_HAN}{{0,4}}?{_ROLE}[ :|]?)?{_ANOTHER}){{0,8}}"
_TOLD = r"[^()【】\[\]。]"  # what a note in brackets consists of
_BYLINE = rf"\((?:[^()。]{{0,60}}{_ROLE}(?![会节站证])[^()。]{{0,80}}|{_NAMES})\)"
# Before a bracket that would be the sentence's own if it did not follow a full one, or stand alone.
_AFTER_A_SENTENCE = r'(?<![^。!?… "][(【\[])'

# An agency's, paper's or station's name. 据 before it makes it a source that the sentence quotes, which stays.
_WORD = r'[^ ,。:;!?、"《》()【】\[\]]'
_MEDIUM = r"(?:社|网|报|台|之声|经纬|财经|客户端|新闻|在线)"
_OUTLET = rf"{_WORD}{{1,14}}?{_MEDIUM}"
_AGENCY = rf"(?!据){_OUTLET}"
_PLACE = rf"(?:{_WORD}|[、/]){{0,16}}?"
_DATE = r"(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日"
_NO_WORD = r"(?![话力动子商池器机报信台量价费站网视影煤缆车厂源息飞])"  # what makes another word of 电 or 讯
_RUN_ON = r'(?=[\dA-Za-z"])'  # what stands after a space that was dropped

_EDITOR = r"(?:责任|值班|执行|本期|新媒体|微信|视频|图文|每经)?编辑"
_SOURCE = r"(?:本文|文章|图片|信息|稿件|资料|素材)?来源"
_DUTY = (
    rf"(?:{_EDITOR}|责编|美编|(?:责任)?校对|总?监制|主编|撰文|撰稿|采写|执笔|供稿|(?:本文)?作者|摄影|摄像|制图|策划"
    rf"|{_SOURCE}|[文图](?=[/|]))"
)
# What procedures have too; only with a name is it somebody's part in the page.
_TASK = r"(?:[初复终一二三]审|审[核校读]|统筹|剪辑|排版|视觉|值班主任)"
_VALUE = r"(?:[^,。;!?:|]|(?<=\d):(?=\d)){1,40}"

RULES = (
    Noise(
        Place.HEAD,
        "日(?:新媒体|体育)?专?[电讯]",
        rf"{_AGENCY} ?(?:《[^《》]{{1,12}}》)?{_PLACE} ?{_DATE}(?:新媒体|体育)?专?[电讯]{_NO_WORD}"
        rf"(?:{_BYLINE})?(?: ?题:.{{0,120}}\Z)?[,:]?",
        "an agency's dateline, with the reporter, and with the headline where it is repeated",
    ),
    Noise(
        Place.HEAD,
        _DATELINE,
        rf"(?:{_AGENCY}(?:e公司|APP|AI)?快?|本报{_WORD}{{0,6}}|e公司|每经AI快)讯"
        rf"(?:{_BYLINE}[,:]?|[ ,:]|{_RUN_ON})",
        "a paper's dateline that gives no date",
    ),
    Noise(Place.HEAD, _DATELINE, rf"[【\[]{_AGENCY}讯[】\]] ?(?:{_BYLINE})?", "the same in brackets"),
    Noise(
        Place.HEAD,
        _DATELINE,
        rf"{_AGENCY}(?:(?:{_PLACE}{_DATE})?消息{_BYLINE}[,:]?|消息(?:\([^()。]{{1,12}}\))?:)",
        "a station's line, with the reporter or the programme",
    ),
    Noise(
        Place.HEAD,
        _DATELINE,
        rf"据{_OUTLET}(?:{_PLACE}{_DATE})?电(?:{_BYLINE}| |{_RUN_ON})",
        "an agency's dateline where a paper prints it; one that goes on with a comma is part of its sentence",
    ),
    Noise(
        Place.HEAD,
        _REPORTER,
        rf"{_WORD}{{0,14}}?{_ROLE}[ :|]?{_NAMES} {_WORD}{{2,6}}报道(?:[ :,]|{_RUN_ON})",
        "the line that names the reporters and their town, run on into the text",
    ),
    Noise(Place.HEAD, "原标题", r"\(原标题:[^()]{1,100}\)", "the headline of the article that was reprinted"),
    Noise(Place.HEAD, "纠错", r"[【\[(]纠错[】\])]", "a link that reports mistakes"),
    Noise(Place.BRACKETS, _CLOSING, r"(?:全文)?完", "the agencies' mark of the end"),
    Noise(Place.BRACKETS, _CLOSING, r"纠错", "a link that reports mistakes"),
    Noise(
        Place.BRACKETS, _CLOSING, rf"(?<!》\(){_DUTY}[:/|]{_TOLD}{{1,60}}", "who edited, or where it was first printed"
    ),
    Noise(
        Place.BRACKETS,
        _CLOSING,
        rf"{_AFTER_A_SENTENCE}(?:本文)?作者(?:单位)?[:系为是]{_TOLD}{{1,80}}",
        "who the author is",
    ),
    Noise(Place.BRACKETS, _CLOSING, rf"{_TOLD}{{0,24}}{_ROLE}[ :]?{_NAMES}{_TOLD}{{0,12}}", "who reported"),
    Noise(Place.BRACKETS, _CLOSING, rf"{_TOLD}{{0,20}}(?:新华社发|资料图片?|供图|摄)", "whose photograph it is"),
    Noise(
        Place.BRACKETS,
        _CLOSING,
        rf"{_AFTER_A_SENTENCE}(?:据|综合)?(?:{_WORD}|、){{1,20}}?{_MEDIUM}(?:APP)?(?:综合)?"
        r"(?:电|报道|消息)?",
        "whose report it is",
    ),
    Noise(Place.WHOLE, "海量资讯", r"海量资讯.{0,30}(?:APP|客户端)", "a portal's advertisement for itself"),
    Noise(
        Place.WHOLE,
        "扫码|扫一扫|二维码",
        r"(?:微信|请)?(?:扫码|扫一扫|扫描(?:[上下]方)?二维码|长按(?:识别)?(?:[上下]方)?二维码),?(?:即可)?"
        r"(?:下载|关注|分享|打开|查看|观看|进入|加入|订阅)[^,。;!?:]{0,24}",
        "what stands beside a QR code",
    ),
    Noise(Place.WHOLE, "即可将网页分享至", r"[^。]{0,40}即可将网页分享至.{1,10}", "how to share the page"),
    Noise(
        Place.WHOLE,
        "原标题",
        r"(?:本文)?原标题:.{0,150}|\((?:本文)?原标题:.{0,150}\)",
        "the headline of the article that was reprinted",
    ),
    Noise(Place.WHOLE, "声明", r"(?:新浪|免责|版权|特别|郑重)声明:.{0,400}", "a portal's disclaimer"),
    Noise(
        Place.WHOLE,
        "不构成|不代表|风险自担|转载|信息存储服务",
        r"(?:本文|以上(?:内容|信息)|文中|本平台|(?:投资|股市|市场)有风险).{0,120}?"
        r"(?:不构成.{0,6}建议|不代表.{0,16}(?:立场|观点|意见)|风险自担|(?:不得|谢绝|禁止|严禁)转载|信息存储服务).{0,120}",
        "the same without a heading",
    ),
    Noise(
        Place.WHOLE,
        "转载",
        r"未经(?:正式)?(?:授权|许可),?(?:不得|请勿|禁止|严禁)转载.{0,20}",
        "a publisher's reservation",
    ),
    Noise(
        Place.WHOLE,
        _STAFF,
        rf"(?:(?:{_DUTY}[:/|]{_VALUE}|{_TASK}[:/|]{_NAMES}) ?){{1,8}}",
        "a list of who worked on the page",
    ),
    Noise(Place.WHOLE, _STAFF, r"(?:责任编辑|来源) [^,。;!?:]{1,20}", "the same without a colon"),
    Noise(
        Place.WHOLE,
        _STAFF,
        rf"(?:(?:{_EDITOR}|责编|美编|校对|审核|排版)(?: {_NAME}){{1,4}} ?){{1,6}}",
        "the same, of people alone",
    ),
    Noise(
        Place.WHOLE,
        _REPORTER,
        rf"[◎●■□▲△◆▌]? ?{_WORD}{{0,14}} ?{_ROLE}[ :|]{{0,2}}{_NAMES}(?: ?(?:综合|摄影)?报道| ?摄)?",
        "the line that names the reporters",
    ),
    Noise(Place.WHOLE, "评论员", rf"{_WORD}{{1,10}}评论员(?: ?{_NAME})?", "whose comment it is"),
)
