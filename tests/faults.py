"""The faults of news sites, one a site. `FAULTS` is the list.

A site has a feed at `/feed.xml` with two entries, and their pages; a fault takes the place of one of those answers.
"""

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cache
from xml.sax.saxutils import escape

from tests.faulty_site import Answerer, Reply, Visit

_BOMB = 256  # megabytes


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a feed, in XML: what stands in its elements is escaped already."""

    title: str
    link: str
    guid: str
    date: str
    description: str = ""

    def __str__(self) -> str:
        fields = {"link": self.link, "pubDate": self.date, "description": self.description}
        inner = "".join(f"<{name}>{value}</{name}>" for name, value in fields.items() if value)
        return f'<item><title>{self.title}</title><guid isPermaLink="false">{self.guid}</guid>{inner}</item>'


def title(number: int, entry: int) -> str:
    return f"示例省第{number}县出台惠企措施之{entry}"


def text(number: int, entry: int) -> str:
    return (
        f"示例省第{number}县日前印发方案，提出到2027年培育{number * 10 + entry}00家专精特新中小企业，"
        f"并为第{entry}批小微企业减免租金，设立纾困基金，完善公共服务体系。"
    )


def items(visit: Visit, entries: int = 2) -> list[Item]:
    day = datetime.now(UTC) - timedelta(days=1)
    return [
        Item(title(visit.number, n), f"{visit.site}/{n}.html", f"{visit.number}-{n}", format_datetime(day))
        for n in range(1, entries + 1)
    ]


def xml(entries: list[Item], doctype: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="utf-8"?>{doctype}<rss version="2.0"><channel><title>示例网</title>'
        f"<link>http://example.org/</link><description>示例</description>{''.join(map(str, entries))}</channel></rss>"
    )


def rss(document: str | bytes) -> Reply:
    body = document.encode() if isinstance(document, str) else document
    return Reply(body, content_type="application/rss+xml")


def feed(visit: Visit) -> Reply:
    return rss(xml(items(visit)))


def page(visit: Visit, more: str = "", words: str = "") -> Reply:
    entry = int(visit.path.strip("/").removesuffix(".html"))
    headline = title(visit.number, entry)
    html = (
        f"<!doctype html><html><head><meta charset='utf-8'><title>{headline}_示例网</title></head><body>"
        f"<nav><a href='/'>首页</a></nav><h1>{headline}</h1><div class='article'><p>{text(visit.number, entry)}</p>"
        f"{words}</div>{more}</body></html>"
    )
    return Reply(html.encode())


def front(_: Visit) -> Reply:
    return Reply("<html><body><h1>示例网</h1><p>欢迎访问示例网，这里有本地新闻和公告。</p></body></html>".encode())


def robots(_: Visit) -> Reply:
    return Reply(b"User-agent: *\nDisallow: /private/\n", content_type="text/plain")


def site(feed: Answerer = feed, page: Answerer = page, robots: Answerer = robots) -> Answerer:
    """A whole site, with one of its answers replaced."""

    def answer(visit: Visit) -> Reply:
        if visit.path in {"/", "/robots.txt"}:
            return (front if visit.path == "/" else robots)(visit)
        return (page if visit.path.endswith(".html") else feed)(visit)

    return answer


# ---- answers that break what carries them


def moved(target: Callable[[Visit], str], status: int = 302) -> Answerer:
    return lambda visit: Reply(status=status, headers={"Location": target(visit)})


def inwards(visit: Visit) -> str:
    return f"http://{visit.probe}/inside"


def status(code: int, **headers: str) -> Answerer:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _: Reply(b"sorry", code, sent)


def spoilt(answerer: Answerer, *, half: bool = False, **how: object) -> Answerer:
    """Send what `answerer` says in another way; `half` breaks off in its midst, which Content-Length does not say."""

    def answer(visit: Visit) -> Reply:
        reply = answerer(visit)
        cut = len(reply.body) // 2
        if half:
            reply = replace(reply, body=reply.body[:cut], missing=len(reply.body) - cut)
        return replace(reply, **how)  # type: ignore[arg-type]

    return answer


@cache
def _bomb() -> bytes:
    packer = zlib.compressobj(9, wbits=16 + zlib.MAX_WBITS)
    return b"".join([*(packer.compress(b" " * 1_000_000) for _ in range(_BOMB)), packer.flush()])


def gzip_bomb(_: Visit) -> Reply:
    return replace(rss(_bomb()), headers={"Content-Encoding": "gzip"})


def redirect_301(visit: Visit) -> Reply:
    return feed(visit) if visit.path == "/new.xml" else Reply(status=301, headers={"Location": "/new.xml"})


# ---- feeds that break their format


def changed(**fields: Callable[[Visit, int], str]) -> Answerer:
    """A feed with other words in the fields of its items, by the number of the entry."""

    def answer(visit: Visit) -> Reply:
        numbered = enumerate(items(visit), 1)
        return rss(xml([replace(it, **{name: of(visit, n) for name, of in fields.items()}) for n, it in numbered]))

    return answer


def truncated_xml(visit: Visit) -> Reply:
    whole = xml(items(visit, 3)).encode()
    return rss(whole[: whole.rindex(b".html</link>")])


def invalid_utf8(visit: Visit) -> Reply:
    return rss(xml(items(visit)).encode().replace(b"</title>", b"\xb8\xe5\xff\xfe</title>"))


def wrong_charset(visit: Visit) -> Reply:
    return rss(xml(items(visit)).encode("gbk"))


def sloppy_xml(visit: Visit) -> Reply:
    bad = "<item><title>AT&T &nbsp; 未闭合<b></title></item><br>"
    return rss(xml(items(visit)).replace("<item>", f"{bad}<item>", 1))


def billion_laughs(visit: Visit) -> Reply:
    grown = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    found = [replace(it, description="&l9;") for it in items(visit)]
    return rss(xml(found, f'<!DOCTYPE rss [<!ENTITY l0 "哈哈哈哈">{grown}]>'))


def external_entities(visit: Visit) -> Reply:
    named = f'<!ENTITY file SYSTEM "{visit.secret.as_uri()}"><!ENTITY web SYSTEM "{inwards(visit)}">'
    found = [replace(it, title=f"{it.title}&file;&web;", description="&file;&web;") for it in items(visit)]
    return rss(xml(found, f"<!DOCTYPE rss [{named}]>"))


def forbidden_links(visit: Visit) -> Reply:
    port = visit.probe.partition(":")[2]
    hosts = ("127.200.0.1", "2143813633", "0x7fc80001", "127.200.1", "0177.0310.0.1", "[::ffff:127.200.0.1]")
    links = [f"http://{host}:{port}/admin" for host in hosts]
    links += ["http://169.254.169.254/latest/meta-data/", visit.secret.as_uri(), "http://a:b@127.200.0.1/", "ftp://a/b"]
    first = items(visit)[0]
    return rss(xml([first, *(replace(first, link=link, guid=link) for link in links)]))


def flapping(visit: Visit) -> Reply:
    return rss(xml([] if visit.round == 2 else items(visit, 2 + (visit.round == 3))))


def growing(visit: Visit) -> Reply:
    return rss(xml(items(visit, 2 + (visit.round > 1))))


def scripted_page(visit: Visit) -> Reply:
    words = (
        f"<script>alert(1)</script><img src='http://{visit.probe}/pixel' onerror='alert(2)'>"
        f"<p><a href='javascript:alert(3)'>点这里查看详情</a></p><iframe src='http://{visit.probe}/frame'></iframe>"
    )
    return page(visit, words=words)


def revised_page(visit: Visit) -> Reply:
    return page(visit, words="<p>更正：方案的施行日期推迟一个月，其余内容不变。</p>" if visit.round > 1 else "")


def noisy_page(visit: Visit) -> Reply:
    return page(visit, more=f"<footer data-nonce='{visit.round}.{visit.count}'>在线{visit.round}7人</footer>")


def _by_round(visit: Visit, _: int) -> str:
    return f"第{visit.round}次更新"


def _in_three_years(*_: object) -> str:
    return format_datetime(datetime.now(UTC) + timedelta(days=1100))


FAULTS: Mapping[str, Answerer] = {
    "clean_1": site(feed=growing),
    "clean_2": site(feed=growing),
    "clean_3": site(feed=growing),
    "slow_drip": site(feed=spoilt(feed, pause=0.2)),
    "stall": site(feed=lambda _: Reply(pause=3600)),
    "reset": site(feed=spoilt(feed, half=True, reset=True)),
    "short_length": site(feed=spoilt(feed, half=True)),
    "http_500": site(feed=status(500)),
    "http_429": site(feed=status(429, Retry_After="60")),
    "redirect_loop": site(feed=moved(lambda visit: f"/feed.xml?{visit.count % 3}")),
    "redirect_301": site(feed=redirect_301),
    "gone_410": site(feed=status(410)),
    "gzip_bomb": site(feed=gzip_bomb),
    "huge_body": site(feed=spoilt(feed, filling=_BOMB)),
    "endless_body": site(feed=spoilt(feed, filling=_BOMB, declared=False)),
    "truncated_xml": site(feed=truncated_xml),
    "invalid_utf8": site(feed=invalid_utf8),
    "wrong_charset": site(feed=wrong_charset),
    "html_instead": site(feed=front),
    "empty_body": site(feed=lambda _: rss("")),
    "sloppy_xml": site(feed=sloppy_xml),
    "repeated_guids": site(feed=changed(guid=lambda *_: "one")),
    "changed_guids": site(feed=changed(guid=lambda visit, n: f"{visit.round}-{n}")),
    "changed_content": site(feed=changed(description=_by_round), page=revised_page),
    "future_dates": site(feed=changed(date=_in_three_years)),
    "no_dates": site(feed=changed(date=lambda *_: "")),
    "no_links": site(feed=changed(link=lambda *_: "")),
    "relative_links": site(feed=changed(link=lambda _, n: f"/{n}.html")),
    "billion_laughs": site(feed=billion_laughs),
    "external_entities": site(feed=external_entities),
    "forbidden_links": site(feed=forbidden_links),
    "feed_redirects_inwards": site(feed=moved(inwards)),
    "robots_redirect_inwards": site(robots=moved(inwards)),
    "line_breaks_in_titles": site(feed=changed(title=lambda v, n: f"{title(v.number, n)}\r\nBcc: victim@example.org")),
    "control_characters": site(feed=changed(title=lambda visit, n: f"\x0b{title(visit.number, n)}\x01")),
    "scripts": site(feed=changed(title=lambda v, n: f"{escape('<script>alert(1)</script>')}{title(v.number, n)}"),
                     page=scripted_page),
    "flapping": site(feed=flapping),
    "page_404": site(page=status(404)),
    "page_500_once": site(page=lambda visit: page(visit) if visit.count > 1 else Reply(status=500)),
    "page_500_in_one_crawl": site(page=lambda visit: page(visit) if visit.round > 1 else Reply(status=500)),
    "page_drips": site(page=spoilt(page, pause=0.2)),
    "page_resets": site(page=spoilt(page, half=True, reset=True)),
    "page_huge": site(page=spoilt(page, filling=_BOMB, declared=False)),
    "page_noisy": site(feed=changed(description=_by_round), page=noisy_page),
    "page_redirects_inwards": site(page=moved(inwards)),
    "page_redirects_to_front": site(page=moved(lambda _: "/")),
    "page_no_html": site(page=lambda _: Reply(b"%PDF-1.7", content_type="application/pdf")),
}  # fmt: skip
