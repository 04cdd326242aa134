"""The reading pages in a real browser: what is new, a figure and its course, officials, and when it is due."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from alerts import watch
from crawler import catalog, clock
from crawler.archive import articles
from crawler.archive.db import Database
from crawler.model import Article, Novelty, Relevance, Verdict
from seeds import fingerprint
from seeds.document import Document
from seeds.text import plain
from tests.browser.conftest import DESK, PHONE, Service, fits, serious

OpenPage = Callable[..., Page]

NEWS = (
    "示例省工业和信息化厅厅长林示范表示，到{year}年，示例省培育专精特新中小企业3000家，清欠比例不少于95%。",
    "示例省工业和信息化厅厅长林示范表示，到{year}年，示例省培育专精特新中小企业由3000家上调至3500家，清欠比例不少于98%。",
)


@pytest.fixture
def told(service: Service) -> Iterator[int]:
    """Have a goal and what became of it in the ledger of the service; give the year that it is due in."""
    database, now = Database(f"sqlite:///{Path(service.smewatch.settings['DATA_DIR']) / 'smewatch.db'}"), clock.now()
    for number, words in enumerate(NEWS, 1):
        at = now.replace(microsecond=0) - timedelta(days=3 - number)
        document = Document(
            f"示例省部署第{number}批", ("示例",), "示例日报", at, f"<p>{words.format(year=now.year + 1)}</p>"
        )
        article = Article(
            document, plain(document.body), fingerprint.of(document).content_hash,
            f"https://news.example/{number}", "gov", "gov/news", at,
        )  # fmt: skip
        with database.write() as connection:
            known, relevance = articles.known(connection, article), Relevance(0.9, ("sme-policy",), ())
            articles.keep(connection, article, known, relevance, Novelty(Verdict.NEW, "new"), announced=True)
        watch.catch_up(database, catalog.load().publishers, now)
    yield now.year + 1
    database.close()


@pytest.mark.parametrize(
    "options",
    [{"viewport": DESK}, {"viewport": PHONE, "color_scheme": "dark"}],
    ids=["desk", "phone"],
)
def test_from_what_is_new_to_all_that_is_known_of_it(
    open_page: OpenPage, told: int, options: dict[str, object]
) -> None:
    page = open_page("/", **options)
    seen = [page.url]

    def good() -> None:
        assert fits(page), page.url
        assert serious(page) == []
        seen.append(page.url)

    good()
    page.get_by_role("link", name="专精特新中小企业").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("示例省 专精特新中小企业")
    drawn = page.get_by_role("img")
    expect(drawn).to_be_visible()
    assert drawn.evaluate("it => it.complete && it.naturalWidth > 0")
    expect(page.locator("mark", has_text="3500家")).to_be_visible()
    good()
    page.get_by_role("navigation", name="栏目").get_by_role("link", name="目标").click()
    page.get_by_label("对象或原句里的词").fill("专精特新")
    page.get_by_role("button", name="查找").click()
    expect(page.locator("tbody tr").first).to_be_visible()
    page.goto(page.url + "&order=deadline")
    expect(page.locator("th[aria-sort=ascending]")).to_have_text("到期")
    good()
    page.get_by_role("navigation", name="栏目").get_by_role("link", name="官员").click()
    page.get_by_role("link", name="林示范").first.click()
    expect(page.locator("ins", has_text="98")).to_be_visible()
    good()
    page.get_by_role("navigation", name="栏目").get_by_role("link", name="日历").click()
    expect(page.get_by_role("heading", level=2).first).to_contain_text(f"{told} 年 12 月")
    good()
    assert len(set(seen)) == 5
