"""Seed documents uploaded by the administrator: taken in as known, refused one by one, bounded."""

from datetime import UTC, datetime

import pytest

from alerts.app.bootstrap import App
from crawler.archive import articles, search
from crawler.archive.search import Wanted
from seeds import codec
from seeds.document import Document
from tests.alerts.app.web.conftest import Administrator, Answer, Browser

MULTIPART = {"Content-Type": "multipart/form-data; boundary=-x-"}
GOAL = "<p>　　示例省支持中小企业发展。到2027年，示例省培育专精特新中小企业5000家。</p>"


def document(number: int = 0) -> bytes:
    date = datetime(2026, 11, 12, tzinfo=UTC)
    return codec.dumps(
        Document(f"示例省加强中小企业培育{number}", ("示例",), "示例日报", date, f"{GOAL}第{number}号。")
    )


def upload(administrator: Administrator, *files: tuple[str, bytes], token: str | None = None) -> Answer:
    token = administrator.session.form_token if token is None else token
    parts = [f'Content-Disposition: form-data; name="form_token"\r\n\r\n{token}'.encode()]
    parts += [
        f'Content-Disposition: form-data; name="documents"; filename="{name}"\r\n\r\n'.encode() + content
        for name, content in files
    ]
    body = b"".join(b"---x-\r\n" + part + b"\r\n" for part in parts) + b"---x---\r\n"
    return administrator.post("/articles/import", body, MULTIPART)


def kept(app: App) -> int:
    with app.database.read() as connection:
        return articles.count(connection)


def test_documents_are_taken_in_read_for_findings_and_found(administrator: Administrator, app: App) -> None:
    answer = upload(administrator, ("一.txt", document(1)), ("二.md", document(2)))
    assert answer.status == 200
    for said in ("新存入 2 篇", "已有 0 篇", "读出 "):
        assert said in answer.text
    with app.database.read() as connection:
        found = search.find(connection, Wanted("5000"), 10)
    assert len(found) == 2
    assert not any(it.announced for it in found)
    assert "第1号" in found[1].article.text
    again = upload(administrator, ("一.txt", document(1)))
    assert "新存入 0 篇" in again.text
    assert "已有 1 篇" in again.text


def test_of_documents_that_are_irrelevant_it_is_said_that_they_are(administrator: Administrator) -> None:
    date = datetime(2026, 11, 12, tzinfo=UTC)
    match = Document("球队赢得比赛", ("体育",), "示例日报", date, "<p>昨天的比赛很精彩，主队三比一获胜。</p>")
    answer = upload(administrator, ("球.txt", codec.dumps(match)), ("一.txt", document(1)))
    assert "新存入 2 篇（其中 1 篇与中小企业政策无关" in answer.text
    assert "无关" not in upload(administrator, ("二.txt", document(2))).text


@pytest.mark.parametrize("content", [b"", b"no document", b"\x00\xff" * 1000, b"---\n", document()[:100]])
def test_a_file_that_is_no_document_is_named_with_the_reason_and_stops_no_other(
    administrator: Administrator, app: App, content: bytes
) -> None:
    answer = upload(administrator, ("../../坏<b>.txt", content), ("好.txt", document()))
    assert answer.status == 200
    assert "1 个文件没有存入" in answer.text
    assert "../../坏&lt;b&gt;.txt" in answer.text
    assert "新存入 1 篇" in answer.text
    assert kept(app) == 1


@pytest.mark.parametrize(
    ("files", "status", "said"),
    [
        ([], 422, "还没有选文件"),
        ([("", b"")], 422, "还没有选文件"),
        ([(f"{number}.txt", b"x") for number in range(51)], 422, "一次最多 50 个文件"),
        ([(f"{number}.txt", b"x") for number in range(300)], 422, ""),
        ([("large.txt", b"x" * 5_000_000)], 413, "4 MB"),
    ],
)
def test_too_many_or_too_large_files_are_refused(
    administrator: Administrator, app: App, files: list[tuple[str, bytes]], status: int, said: str
) -> None:
    answer = upload(administrator, *files)
    assert answer.status == status
    assert said in answer.text
    assert kept(app) == 0


def test_only_the_administrator_uploads(browser: Browser, administrator: Administrator, app: App) -> None:
    assert browser.get("/articles/import").status == 303
    assert browser.post("/articles/import", b"", MULTIPART | {"Sec-Fetch-Site": "same-origin"}).status == 303
    assert upload(administrator, ("一.txt", document()), token="0").status == 403
    assert kept(app) == 0
    form = administrator.get("/articles/import").text
    assert 'enctype="multipart/form-data"' in form
    assert "一次最多 50 个，合计不超过 4 MB。" in form
