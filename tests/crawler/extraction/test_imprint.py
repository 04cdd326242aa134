import pytest

from crawler.extraction import imprint
from crawler.extraction.imprint import Imprint

TITLE = "关于支持中小企业发展的通知"
TEXT = "各市人民政府：\n为支持中小企业发展，现就有关事项通知如下。"


def lines(*shown: str) -> str:
    return "\n".join(shown)


def read(*between: str, text: str = TEXT, metas: dict[str, str] | None = None) -> Imprint:
    shown = lines("首页", TITLE, *between, text)
    return imprint.read(metas or {}, shown, imprint.byline(shown, TITLE, text), text)


BYLINES = {
    "来源：示例日报": "示例日报",
    "2026-03-05 08:30 来源: 示例日报 作者：甲": "示例日报",
    "信息来源：示例日报作者：甲": "示例日报",
    "来源：示例日报|字号：大 中 小": "示例日报",
    "文章来源：示例省政府网　浏览次数：12": "示例省政府网",
    "来源：示例日报【字体：大】": "示例日报",
    "来源：\n示例日报": "示例日报",
    "来源：\n发布时间：2026-03-05": "",
    "阅读 12": "",
}


@pytest.mark.parametrize(("byline", "origin"), BYLINES.items())
def test_a_byline_tells_where_the_article_was_first_printed(byline: str, origin: str) -> None:
    assert read(byline).origin == origin


def test_a_source_that_the_text_names_is_not_the_articles() -> None:
    assert read(text=f"{TEXT}\n数据来源：示例统计局").origin == ""


def test_a_meta_tag_names_the_origin_too() -> None:
    assert read(metas={"contentsource": "示例省工信厅"}).origin == "示例省工信厅"


def test_a_byline_names_the_author() -> None:
    assert read("来源：示例日报 作者：甲示例 责任编辑：乙").author == "甲示例"


GOV = lines("索 引 号：", "000000000/2026-00003", "发文机关：", "示例省人民政府办公厅", "标　　题：", TITLE,
            "发文字号：", "示例政办发〔2026〕3号", "成文日期：", "2026年03月01日")  # fmt: skip


def test_a_table_above_the_text_tells_a_documents_number_and_issuer() -> None:
    document = read(GOV)
    assert (document.number, document.issuer) == ("示例政办发〔2026〕3号", "示例省人民政府办公厅")


NUMBERS = ["示例工信企业〔2026〕2号", "示例政发[2026]12号", "示例财税（2026）第3号", "示例府办 〔2026〕 7 号"]


@pytest.mark.parametrize("number", NUMBERS)
def test_a_documents_number_stands_alone_above_its_text(number: str) -> None:
    assert read(text=f"{number}\n{TEXT}").number == number.replace(" ", "")


def test_a_document_that_is_cited_gives_no_number() -> None:
    assert read(text=f"{TEXT}\n根据《办法》（示例财税〔2020〕1号）等规定，制定本通知。").number == ""


@pytest.mark.parametrize("label", ["发布机构：", "发文机关", "发 文 机 关：", "制定机关:"])
def test_an_issuer_stands_behind_its_label(label: str) -> None:
    assert read(label, "示例省财政厅").issuer == "示例省财政厅"


def test_a_sentence_about_an_issuer_is_no_label() -> None:
    assert read(text="各市：\n发文机关应当及时清理文件，并向社会公布。").issuer == ""


def test_the_byline_lies_between_the_headline_and_the_text() -> None:
    shown = lines("首页", TITLE, "2020-01-01", "导航", TITLE, "2026-03-05", TEXT, "2019-01-01")
    assert imprint.byline(shown, TITLE, TEXT) == lines(TITLE, "2026-03-05", "")


@pytest.mark.parametrize("headline", [TITLE, "另一个题目"])
def test_a_byline_may_stand_in_the_texts_own_container(headline: str) -> None:
    shown = lines("首页", TITLE, "2026-03-05 来源：示例日报", TEXT)
    assert "示例日报" in imprint.byline(shown, headline, TEXT)
    assert "示例日报" in imprint.byline(shown, TITLE, lines(TITLE, "2026-03-05 来源：示例日报", TEXT))


def test_a_page_that_shows_neither_headline_nor_text_has_its_byline_at_its_start() -> None:
    assert imprint.byline("示例日报 2026-03-05" + "。" * 2000, TITLE, TEXT).startswith("示例日报")
    assert len(imprint.byline("。" * 2000, TITLE, TEXT)) == 1000
