"""Articles on SME policy without end, each with a target and a statement of its own; and a site that has new ones.

They are made up, in the shape of the real ones. The same number makes the same article.
"""

import threading
from dataclasses import dataclass
from email.utils import format_datetime
from itertools import product

from alerts.extract.vocabulary import load
from crawler import clock
from tests.servers import Answer, NewsSite

_OBJECTS = ("专精特新中小企业", "创新型中小企业", "专精特新“小巨人”企业", "制造业单项冠军企业", "科技型中小企业")
_YEARS = (2027, 2028, 2030)
_PROVINCES = {it["name"]: it.get("cities", ()) for it in load("places")["province"]}
_PLACES = (*_PROVINCES, *(province + city for province, cities in _PROVINCES.items() for city in cities))
_FAMILIES, _GIVEN = "林周陈吴曾郑冯褚卫蒋沈韩杨", "示样演范板例文"
_SUBJECTS = ("税务减免", "融资担保", "数字化转型", "账款清欠", "市场准入", "人才培训", "技术改造", "梯度培育")
_GOALS = tuple(product(_YEARS, _OBJECTS, _PLACES))[:2000]


@dataclass(frozen=True, slots=True)
class PolicyArticle:
    """An article in its parts."""

    title: str
    paragraphs: tuple[str, ...]


def article(number: int) -> PolicyArticle:
    """Make an article. Those of the first thousands are of different things; later ones raise what is known."""
    again, which = divmod(number, len(_GOALS))
    year, counted, place = _GOALS[which]
    value = 100 + which % 7 * 130 + again * 10
    subject = _SUBJECTS[number * 7 % len(_SUBJECTS)]
    given = (_GIVEN[which // 13 % len(_GIVEN)], _GIVEN[which // 91 % len(_GIVEN)])
    office = "工业和信息化厅副厅长" if place in _PROVINCES else "工业和信息化局副局长"
    official = f"{place}{office}{_FAMILIES[which % len(_FAMILIES)]}{''.join(given)}"
    return PolicyArticle(
        f"{place}出台{subject}措施支持{counted}（第{number}号）",
        (
            f"{place}日前印发第{number}号文件，围绕{subject}推出{3 + number % 40}项举措，促进中小企业高质量发展。",
            f"文件提出，到{year}年，{place}力争培育{counted}{value}家，完善中小企业梯度培育体系。",
            f"{official}表示，第{number}号文件把{subject}摆在突出位置，让中小企业敢投入、有奔头。",
            f"各级中小企业公共服务机构将在{1 + number % 27}个工作日内公布{subject}的办事指南第{number}版。",
        ),
    )


class PolicySite(NewsSite):
    """A news site: each time its feed is asked for, it has so many articles that nobody has seen yet."""

    def __init__(self, fresh: int = 20) -> None:
        super().__init__()
        self._fresh = fresh
        self._next = 0
        self._lock = threading.Lock()

    @property
    def feed(self) -> str:
        """The feed's address."""
        return f"{self.url}/feed.xml"

    def answer(self, path: str) -> Answer:
        if path == "/feed.xml":
            return Answer(self._listed(), content_type="application/rss+xml; charset=utf-8")
        number = path.removeprefix("/").removesuffix(".html")
        return Answer(page(article(int(number)))) if number.isdigit() else super().answer(path)

    def _listed(self) -> bytes:
        with self._lock:
            numbers = range(self._next, self._next + self._fresh)
            self._next += self._fresh
        now = format_datetime(clock.now())
        items = "".join(
            f"<item><title>{article(it).title}</title><link>{self.url}/{it}.html</link><pubDate>{now}</pubDate></item>"
            for it in numbers
        )
        return f'<rss version="2.0"><channel><title>示例政策网</title>{items}</channel></rss>'.encode()


def page(it: PolicyArticle) -> bytes:
    """Write an article as a page."""
    body = "".join(f"<p>　　{paragraph}</p>" for paragraph in it.paragraphs)
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{it.title}</title></head>'
        f'<body><h1>{it.title}</h1><div class="article">{body}</div></body></html>'
    ).encode()
