"""The frame of a clause round its subject: where it begins, and the adverbs that may stand between its parts.

此外，【张某某】|昨天在会上|【表示】: times, places, and words like 还 say nothing of who speaks.
"""

import re

from alerts.extract.vocabulary import alternation, load

_REACH = 90  # characters before a cue in which its subject stands
_BROKEN = re.compile(r".*[，。；：！？“”\n]", re.DOTALL)

_ADVERB = (
    rf"(?:(?!也门)于?(?:{alternation(load('cues')['adverbs'])}|联合(?!国))"
    r"|(?:\d{1,4}年)?(?:\d{1,2}月)?\d{1,2}日(?:上午|下午|晚间?|夜间)?"
    r"|（[^（）]{1,30}）"
    r"|[\u4e00-\u9fff]{2,5}地"
    r"|[在于当][^，。；“”]{1,40}?(?:时|上|中|后|前|里|间|会|之际|致辞|采访|下|平台|微博|公告|声明)"
    r"|(?:主持|出席|参加|会见|考察|调研|发表|发布|作出?|致|出访|访问)[^，。；“”]{0,30}?"
    r"(?:讲话|致辞|致词|发言|演讲|声明|指示|批示|公报|会议|座谈会|大会|论坛|考察|调研)(?:时|中|并)?"
    r"|(?:[指拿看捧握翻擦]着|一边)[^，。；“”]{1,20}|给(?:本报)?记者|在(?![野线职])[\u4e00-\u9fff]{1,4}"
    r"|代表[^，。；“”]{1,20}?发言|(?:勉励|叮嘱|嘱咐|鼓励|寄语|祝贺|回应|问候)[^，。；“”]{0,20}"
    r"|(?:对|向|就|同|与|针对|围绕|通过|接受|谈到|谈及|面对|回应)[^，。；“”]{1,30})"
)
ADVERBS = re.compile(rf"(?:{_ADVERB}){{0,4}}")
CONTRASTING = "则却仍也还都"  # sets a speaker against the one before: 李某则称
# 此外，; 在示例公司，; 听取大家发言后，
OPENING = re.compile(
    rf"(?:在[^，。；：“”\n]{{2,30}}，|[^，。；：“”\n]{{2,24}}(?:后|时|中|期间|以来|之际)，"
    rf"|“[^”\n]{{2,8}}”(?:时期|期间|以来)，|(?:{_ADVERB}){{1,4}}，?)?"
)


def opens(text: str, start: int, end: int) -> bool:
    """Whether nothing but times and places stands between two offsets: 8月3日，在示例公司，."""
    while start < end:
        opening = OPENING.match(text, start, end)
        if not opening or opening.end() == start:
            return False
        start = opening.end()
    return True


def clause_start(text: str, end: int) -> int:
    """Return where the clause that goes on at `end` begins; no subject is longer than the reach of the search."""
    begin = max(0, end - _REACH)
    broken = _BROKEN.match(text, begin, end)
    return broken.end() if broken else begin
