"""What a page says about its article: when, whose, and for a government's document its number and issuer. Pure.

It stands in meta tags, in a line under the headline (“2024-03-05 08:30　来源：示例日报”), or in a table above the text
(发文机关, 发文字号: `table.bd1` on gov.cn, and its like on other governments' sites).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_UNDER_THE_HEADLINE = 1000  # characters in which a page tells its date and source
_LONGEST_LINE = 120  # characters of such a line where it stands in the text's own container
_OPENING = 8  # characters by which the start of the text is found among what a page shows

_LABELS = "作者|记者|编辑|责任编辑|责编|时间|日期|发布|浏览|点击|阅读|字号|字体|分享|打印"
#: The value of a label: up to the next label, which may follow without a space between them.
_VALUE = rf"\s*[：:]\s*((?!{_LABELS})[^\s：:|｜]{{2,30}}?)(?={_LABELS}|[\s|｜【】\[\]]|$)"
_ORIGIN = re.compile(rf"来\s*源{_VALUE}")
_AUTHOR = re.compile(rf"作\s*者{_VALUE}")
_ISSUER = re.compile(r"^(?:发文|发布|制发|制定)(?:机关|机构|单位)(?:\s*[：:]\s*|\n)([^\s：:]{2,60})$", re.MULTILINE)

#: 工信部企业〔2023〕2号, 国办发[2022]14 号, 示例政办发（2024）第3号: the brackets vary, the order does not.
_NUMBER = r"[\u4e00-\u9fffA-Za-z]{1,16}\s?[〔\[［【（(]\s?(?:19|20)\d\d\s?[〕\]］】）)]\s?第?\s?\d{1,5}\s?号"
_LABELLED_NUMBER = re.compile(rf"^(?:发文字号|文号|文件编号|公文编号)\s*[：:]?\s*({_NUMBER})", re.MULTILINE)
_NUMBER_ALONE = re.compile(rf"^({_NUMBER})$", re.MULTILINE)
_SPACED_LABEL = re.compile(r"^(发\s*文\s*(?:机\s*关|字\s*号)|文\s+号|发\s*布\s*机\s*构)(?=\s*[：:\n])", re.MULTILINE)

_WHEN = (
    r"(?:(?:发布|发表|更新|公开|上传)?(?:时间|日期)\s*[：:]\s*)?"
    r"20\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}(?!\d)\s*日?(?:\s*星期[一二三四五六日天])?"
    r"(?:\s*\d{1,2}\s*[:：]\s*\d\d(?:\s*[:：]\s*\d\d)?)?"
)
_WHOSE = (
    r"(?:来\s*源|作\s*者|记者|(?:责任)?编辑|责编|(?:浏览|点击|阅读)(?:次数|量)?)\s*[：:]\s*"
    r"[^\s：:|｜，。；！？]{1,30}"
)
_PARTED = r"[\s|｜·]*"
_LINE = re.compile(rf"(?:{_WHOSE}{_PARTED})*{_WHEN}{_PARTED}(?:(?:{_WHEN}|{_WHOSE}){_PARTED})*")


@dataclass(frozen=True, slots=True)
class Imprint:
    """Whose an article is; each field is empty where the page does not tell.

    `origin` is where the article was first printed (来源), `number` and `issuer` those of a government's document.
    """

    author: str = ""
    origin: str = ""
    number: str = ""
    issuer: str = ""


def read(metas: Mapping[str, str], shown: str, byline: str, text: str) -> Imprint:
    """Read the imprint: `shown` is the page's text, `byline` what stands under the headline, `text` the article's."""
    table = _SPACED_LABEL.sub(lambda label: "".join(label[0].split()), shown)
    number = _first(_LABELLED_NUMBER, table) or _first(_NUMBER_ALONE, text)
    return Imprint(
        author=_first(_AUTHOR, byline),
        origin=metas.get("contentsource", "") or _first(_ORIGIN, byline),
        number="".join(number.split()),
        issuer=_first(_ISSUER, table),
    )


def is_line(paragraph: str) -> bool:
    """Whether a paragraph says nothing but when an article was published, and perhaps whose it is."""
    return len(paragraph) <= _LONGEST_LINE and _LINE.fullmatch(paragraph) is not None


def byline(shown: str, title: str, text: str) -> str:
    """Return what a page shows between its headline and the article's text."""
    opening = max(0, shown.find(text[:_OPENING]))
    headline = shown.rfind(title, 0, opening)
    if headline >= 0:
        return shown[headline:opening][:_UNDER_THE_HEADLINE]
    headline = shown.find(title)
    if headline >= 0:  # it stands inside the text's own container
        return shown[headline : headline + _UNDER_THE_HEADLINE]
    return shown[max(0, opening - _UNDER_THE_HEADLINE) : opening] or shown[:_UNDER_THE_HEADLINE]


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[1] if found else ""
