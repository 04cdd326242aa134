"""`smewatch extract`: the article in saved pages and at addresses."""

import json
from pathlib import Path

from tests.conftest import Smewatch
from tests.servers import Answer, NewsSite

TEXT = (
    "示例省人民政府日前印发若干措施，支持中小企业发展，为企业减免租金，并设立纾困基金。",
    "措施明确，对受影响的小微企业给予贷款贴息，期限不超过一年，由各市统筹安排资金。",
    "示例省工业和信息化厅有关负责人介绍，申请办法将于下月公布，企业可在线办理。",
)
PAGE = (
    "<html><head><title>示例省支持中小企业_示例网</title></head><body>"
    "<div class='menu'><a href='/'>首页</a> <a href='/a'>财经</a></div><h1>示例省支持中小企业</h1>"
    "<div class='info'>2026年03月05日 08:30 来源：示例日报 作者：甲示例</div>"
    f"<div class='main'>{''.join(f'<p>{paragraph}</p>' for paragraph in TEXT)}</div></body></html>"
)


def test_the_article_in_a_saved_page_is_printed_as_json(smewatch: Smewatch, tmp_path: Path) -> None:
    saved = tmp_path / "page.html"
    saved.write_bytes(PAGE.encode("gb18030"))
    done = smewatch("extract", "--json", saved)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == {
        "path": str(saved),
        "publisher": None,
        "title": "示例省支持中小企业",
        "author": "甲示例",
        "date": "2026-03-05T08:30:00+08:00",
        "text": "\n".join(TEXT),
        "origin": "示例日报",
        "issuer": "",
        "document_number": "",
        "image": "",
    }


def test_a_saved_page_is_read_by_the_rules_of_the_publisher_that_it_names(smewatch: Smewatch, tmp_path: Path) -> None:
    address = "<link rel='canonical' href='https://finance.sina.com.cn/2026-03-05/doc-example.shtml'></head>"
    saved = tmp_path / "page.html"
    saved.write_text(PAGE.replace("</head>", address).replace("class='main'", "id='artibody'"), encoding="utf-8")
    read = json.loads(smewatch("extract", "--json", saved).stdout)
    assert (read["publisher"], read["text"]) == ("sina", "\n".join(TEXT))


def test_what_holds_no_article_is_named_and_the_rest_is_done(smewatch: Smewatch, tmp_path: Path) -> None:
    good, empty = tmp_path / "good.html", tmp_path / "empty.html"
    good.write_text(PAGE, encoding="utf-8")
    empty.write_text("<html><body><p>请开启 JavaScript</p></body></html>", encoding="utf-8")
    done = smewatch("extract", "--json", empty, tmp_path, tmp_path / "missing.html", good)
    assert done.returncode == 1
    assert [json.loads(line)["title"] for line in done.stdout.splitlines()] == ["示例省支持中小企业"]
    named = [line.split(": ")[1] for line in done.stderr.splitlines()]
    assert named == [str(empty), str(tmp_path), str(tmp_path / "missing.html")]


def test_the_article_at_an_address_is_printed_for_a_person(smewatch: Smewatch, news_site: NewsSite) -> None:
    news_site.pages["/1.html"] = Answer(PAGE.encode())
    done = smewatch("extract", f"{news_site.url}/1.html")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("示例省支持中小企业\n2026-03-05 08:30  甲示例\n\n" + TEXT[0])


def test_an_address_that_a_crawl_may_not_reach_is_not_reached(smewatch: Smewatch, news_site: NewsSite) -> None:
    news_site.pages["/1.html"] = Answer(PAGE.encode())
    news_site.pages["/file.pdf"] = Answer(b"%PDF-1.7", content_type="application/pdf")
    private = smewatch("extract", f"{news_site.url}/1.html", ALLOW_PRIVATE_ADDRESSES="")
    assert (private.returncode, private.stdout, news_site.requests) == (1, "", [])
    assert "forbidden" in private.stderr
    other = smewatch("extract", f"{news_site.url}/file.pdf", f"{news_site.url}/none.html")
    assert other.returncode == 1
    assert "application/pdf" in other.stderr
    assert "404" in other.stderr
