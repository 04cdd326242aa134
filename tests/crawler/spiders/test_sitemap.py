from datetime import UTC, datetime

import pytest

from crawler.errors import FetchError
from crawler.model import Kind, Reason, Source
from crawler.spiders import sitemap

NOW = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
SOURCE = Source("example/map", "example", "https://www.example.gov.cn/sitemap.xml", Kind.SITEMAP)
SPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)


def urlset(*urls: str, declaration: str = '<?xml version="1.0" encoding="UTF-8"?>') -> str:
    return f"{declaration}<urlset {SPACES}>{''.join(f'<url>{it}</url>' for it in urls)}</urlset>"


def index(*sitemaps: str) -> bytes:
    inner = "".join(f"<sitemap>{it}</sitemap>" for it in sitemaps)
    return f'<?xml version="1.0"?><sitemapindex {SPACES}>{inner}</sitemapindex>'.encode()


def test_a_plain_sitemap_tells_addresses_and_when_they_changed_which_is_not_when_they_were_published() -> None:
    body = urlset("<loc> /1.html?a=1&amp;b=2 </loc><lastmod>2026-03-09T08:30:00+08:00</lastmod>", "<loc>/2.html</loc>")
    first, second = sitemap.entries(body.encode(), SOURCE, NOW)
    assert (first.url, first.title) == ("https://www.example.gov.cn/1.html?a=1&b=2", "")
    assert (first.published, first.updated) == (None, datetime(2026, 3, 9, 0, 30, tzinfo=UTC))
    assert (second.published, second.updated) == (None, None)


def test_a_news_sitemap_tells_titles_dates_of_publication_and_pictures() -> None:
    body = urlset(
        "<loc>/1.html</loc><image:image><image:loc>/1.png</image:loc><image:title>图</image:title></image:image>"
        "<news:news><news:publication><news:name>示例网</news:name></news:publication>"
        "<news:publication_date>2026-03-09</news:publication_date>"
        "<news:title><![CDATA[示例省\n 支持中小企业]]></news:title></news:news>"
    )
    (entry,) = sitemap.entries(body.encode(), SOURCE, NOW)
    assert (entry.url, entry.title) == ("https://www.example.gov.cn/1.html", "示例省 支持中小企业")
    assert entry.published == datetime(2026, 3, 8, 16, 0, tzinfo=UTC)
    assert entry.image == "https://www.example.gov.cn/1.png"


def test_of_too_many_addresses_those_changed_last_are_kept() -> None:
    days = ["2026-03-01", "2026-03-08", "2026-03-03", "2026-03-09"]
    body = urlset("<loc>/0</loc>", *(f"<loc>/{day}</loc><lastmod>{day}</lastmod>" for day in days))
    found = sitemap.entries(body.encode(), SOURCE, NOW, limit=2)
    assert [it.url[-10:] for it in found] == ["2026-03-08", "2026-03-09"]


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-16"])
def test_a_sitemap_is_read_in_its_encoding(encoding: str) -> None:
    news = "<loc>/1</loc><news:news><news:title>中小企业</news:title></news:news>"
    body = urlset(news, declaration=f'<?xml version="1.0" encoding="{encoding}"?>').encode(encoding)
    assert [it.title for it in sitemap.entries(body, SOURCE, NOW)] == ["中小企业"]


def test_namespaces_are_not_insisted_on_and_what_breaks_off_counts_as_far_as_it_goes() -> None:
    body = (
        "\n<urlset><url><loc>/1</loc><news:news><news:title>示例</news:title></news:news></url>"
        "<url><loc>/2</loc></url><url><lo"
    )
    found = sitemap.entries(body.encode(), SOURCE, NOW)
    assert [(it.url[-2:], it.title) for it in found] == [("/1", "示例"), ("/2", "")]


def test_an_index_leads_to_its_sitemaps_those_changed_last_first() -> None:
    body = index(
        "<loc>/a.xml</loc>",
        "<loc>/b.xml</loc><lastmod>2026-03-01</lastmod>",
        "<loc>/c.xml.gz</loc><lastmod>2026-03-09</lastmod>",
        "<loc>ftp://example.org/d.xml</loc>",
        "<lastmod>2026-03-09</lastmod>",
    )
    assert [it.url.rpartition("/")[2] for it in sitemap.further(body, SOURCE)] == ["c.xml.gz", "b.xml", "a.xml"]
    with pytest.raises(FetchError) as refused:
        sitemap.entries(body, SOURCE, NOW)
    assert refused.value.reason is Reason.EMPTY
    assert sitemap.further(urlset("<loc>/1</loc>").encode(), SOURCE) == ()


def bomb(levels: int) -> bytes:
    entities = ['<!ENTITY e0 "lol">']
    entities += [f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, levels)]
    return (
        f'<?xml version="1.0"?><!DOCTYPE urlset [{"".join(entities)}]><urlset {SPACES}>'
        f"<url><loc>/&e{levels - 1};</loc></url><url><loc>/1</loc>"
        f"<news:news><news:title>&e{levels - 1};</news:title></news:news></url></urlset>"
    ).encode()


def test_entities_are_never_expanded() -> None:
    for entry in sitemap.entries(bomb(9), SOURCE, NOW):
        assert "lol" not in entry.url + entry.title
        assert len(entry.title) < 10


def test_nothing_is_loaded_from_elsewhere() -> None:
    body = (
        f'<?xml version="1.0"?><!DOCTYPE urlset SYSTEM "http://127.0.0.1:9/x.dtd" ['
        f'<!ENTITY file SYSTEM "file:///etc/hostname">]>'
        f"<urlset {SPACES}><url><loc>/1</loc><news:news><news:title>A&file;</news:title></news:news></url></urlset>"
    ).encode()
    (entry,) = sitemap.entries(body, SOURCE, NOW)
    assert entry.title in {"A", "A&file;"}


NOT_READ = {
    "nothing": (b" \n", Reason.EMPTY),
    "a sitemap without addresses": (urlset().encode(), Reason.EMPTY),
    "addresses that cannot be fetched": (urlset("<loc>mailto:a@example.org</loc>").encode(), Reason.EMPTY),
    "a web page": (b"<!DOCTYPE html><html><body><p>404<br></body></html>", Reason.NOT_A_FEED),
    "a feed": (b"<?xml version='1.0'?><rss version='2.0'><channel/></rss>", Reason.NOT_A_FEED),
    "text": ("维护中".encode(), Reason.NOT_A_FEED),
    "JSON": (b'{"a": 1}', Reason.NOT_A_FEED),
    "bytes": (bytes(range(256)), Reason.NOT_A_FEED),
}


@pytest.mark.parametrize(("body", "reason"), NOT_READ.values(), ids=NOT_READ.keys())
def test_what_holds_no_addresses_is_refused_with_its_reason(body: bytes, reason: Reason) -> None:
    with pytest.raises(FetchError) as refused:
        sitemap.entries(body, SOURCE, NOW)
    assert refused.value.reason is reason
    assert refused.value.detail
