"""An article's evidence in a real browser, and a finding that the administrator corrects there and takes back."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from seeds import codec
from seeds.document import Document
from tests.browser.conftest import DESK, PHONE, Service, fits, serious

OpenPage = Callable[..., Page]

BODY = (
    "<p>　　示例省日前印发专精特新中小企业梯度培育行动方案，支持中小企业发展。</p>"
    "<p>　　方案提出，到2027年，示例省培育专精特新中小企业5000家，新增普惠小微企业贷款300亿元。</p>"
    "<p>　　示例省工业和信息化厅厅长林示范表示，数量可以往上调，到2027年培育创新型中小企业6000家。</p>"
)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """A document in the seed format."""
    document = Document("示例省加强中小企业培育", ("示例",), "示例日报", datetime(2026, 11, 12, tzinfo=UTC), BODY)
    path = tmp_path / "article.txt"
    path.write_bytes(codec.dumps(document))
    return path


@pytest.mark.parametrize(
    "options",
    [{"viewport": DESK}, {"viewport": PHONE, "color_scheme": "dark"}],
    ids=["desk", "phone"],
)
def test_a_document_is_brought_found_by_its_words_and_corrected(
    steer: OpenPage, open_page: OpenPage, article: Path, options: dict[str, object]
) -> None:
    page = steer("/articles/import", **options)
    page.get_by_label("文档文件").set_input_files(article)
    page.get_by_role("button", name="导入").click()
    expect(page.get_by_role("status")).to_contain_text("新存入 1 篇")
    page.goto(page.url.replace("/import", ""))
    page.get_by_label("检索词").fill("贷款")
    page.get_by_role("button", name="检索").click()
    expect(page.locator("mark")).to_have_text("贷款")
    page.get_by_role("link", name="示例省加强中小企业培育").click()
    expect(page.locator("mark", has_text="5000家")).to_be_visible()
    assert fits(page)
    assert serious(page) == []
    page.locator(".notes li", has_text="5000").get_by_role("link", name="更正").click()
    page.get_by_text("改正：有的字段读错了").click()
    form = page.locator("form[action$=correct]")
    form.get_by_label("数值").fill("6000")
    form.get_by_label("更正理由").fill("原文如此")
    assert serious(page) == []
    form.get_by_role("button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("确定这样更正吗？")
    assert fits(page)
    assert serious(page) == []
    page.get_by_role("button", name="确定更正").click()
    expect(page.get_by_text("已记下。")).to_be_visible()
    expect(page.locator(".headline")).to_contain_text("6000 家")
    page.get_by_role("link", name="撤销第 1 条").click()
    page.get_by_role("button", name="撤销更正").click()
    expect(page.locator(".headline")).to_contain_text("5000 家")
    assert fits(page)
    assert serious(page) == []


def test_a_mark_leads_to_its_note_and_back_by_keyboard(service: Service, open_page: OpenPage, article: Path) -> None:
    assert service.smewatch("seeds", "import", article).returncode == 0
    page = open_page("/articles/1")
    page.locator("p .ref").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".notes li:target")).to_be_visible()
    page.locator(".notes li:target .ref").focus()
    page.keyboard.press("Enter")
    expect(page.locator("mark:target")).to_be_visible()
    expect(page.get_by_role("link", name="到发布者的网页看全文")).to_have_count(0)
