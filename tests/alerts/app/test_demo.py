"""The demo: news that are plainly examples, reprints of known ones, and a portal on the loopback that runs them."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.client import HTTPConnection, HTTPResponse
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

import feedparser
import pytest

from alerts.app import demo
from alerts.app.demo import job, news, site
from alerts.extract import findings
from alerts.model import Statement, Target
from crawler.config import Settings
from crawler.errors import ConfigurationError
from seeds import codec, fingerprint
from seeds.document import Document
from seeds.text import plain

EXAMPLES = [Path(str(file)) for file in (files(demo) / "documents").iterdir()]

KNOWN = Document(
    title="示例市：服务进园区",
    categories=("示例",),
    author="示例日报",
    date=datetime(2026, 3, 2, 1, 0, tzinfo=UTC),
    body='<p class="p1">　　示例市计划到2027年培育“专精特新”中小企业1.5万家&#8212;&#8212;比上年多500家。</p>\n'
    "<p>　　“要把服务送到门口。”示例市工业和信息化局局长林示范说。</p>\n",
)


def get(url: str, **headers: str) -> tuple[HTTPResponse, bytes]:
    address = urlsplit(url)
    assert address.hostname
    connection = HTTPConnection(address.hostname, address.port, timeout=10)
    try:
        connection.request("GET", address.path, headers={name.replace("_", "-"): it for name, it in headers.items()})
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_is_in_the_fixed_form_and_marked_as_one(path: Path) -> None:
    raw = path.read_bytes()
    document = codec.loads(raw)
    assert codec.dumps(document) == raw
    assert document.title.startswith("【示例】")
    assert document.categories[0] == "示例"


# What a careful reader finds in each example: figures with their deadline (or as-of), speakers with their office.
FINDINGS = {
    "01-gradient-plan": (
        {
            ("省级“专精特新”中小企业", 5000, "家", "2027"),
            ("专精特新“小巨人”企业", 300, "家", "2027"),
            ("中小企业特色产业集群", 40, "个", "2027"),
            ("中小企业发展专项资金", 1_200_000_000, "元", "2026"),
        },
        {("林示范", "示例省工业和信息化厅厅长"), ("周样板", "示例省财政厅副厅长")},
    ),
    "02-inclusive-loans": (
        {
            ("普惠小微贷款余额", 150_000_000_000, "元", "2025"),
            ("普惠小微贷款", 20_000_000_000, "元", "2025"),
            ("普惠小微贷款余额", 138_600_000_000, "元", "2025-09"),
            ("普惠小微贷款余额", 17.2, "%", "2025-09"),
            ("小微企业平均担保费率", 0.8, "%", "2026"),
        },
        {("陈演示", "中国人民银行示例省分行行长"), ("许举例", "示例省地方金融管理局副局长")},
    ),
    "03-digital-transformation": (
        {
            ("数字化转型的中小企业", 10_000, "家", "2028"),
            ("中小企业上云率", 60, "%", "2028"),
            ("中小企业数字化转型样板园区", 200, "个", "2028"),
        },
        {("吴范例", "示例省工业和信息化厅副厅长")},
    ),
    "04-ladder-retold": (
        {
            ("创新型中小企业", 1_000_000, "家", "2025"),
            ("省级“专精特新”中小企业", 100_000, "家", "2025"),
            ("专精特新“小巨人”企业", 10_000, "家", "2025"),
        },
        set(),
    ),
    "05-marathon": (set(), {(None, "组委会")}),
    "06-procurement-share": (
        {("预留给中小企业的份额", 45, "%", None), ("小微企业的价格扣除比例", 20, "%", None)},
        {("郑示意", "示例省财政厅厅长"), ("黄样本", "示例省中小企业协会会长")},
    ),
    "07-plan-raised": (
        {("省级“专精特新”中小企业", 6000, "家", "2027"), ("中小企业免费诊断", 15_000, "家次", "2026")},
        {("林示范", "示例省工业和信息化厅厅长"), ("何样章", "示例省中小企业发展促进中心主任")},
    ),
    "08-late-payment": (
        set(),
        {("苏样例", "示例省发展和改革委员会副主任"), ("曾样稿", "示例大学中小企业研究中心教授")},
    ),
    "09-self-employed": (
        {
            ("个体工商户总数", 5_000_000, "户", "2028"),
            ("“名特优新”个体工商户", 100_000, "户", "2028"),
            ("小微企业和个体工商户减免税费", 8_000_000_000, "元", "2026"),
        },
        {("罗范式", "示例省市场监督管理局局长"), ("谢图样", "国家税务总局示例省税务局副局长")},
    ),
}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_says_what_a_careful_reader_finds_in_it(path: Path) -> None:
    document = codec.loads(path.read_bytes())
    assert document.date is not None
    found = findings.find(document.title, plain(document.body), document.date.date())
    targets = {(it.object, it.value, it.unit, it.deadline or it.as_of) for it in found if isinstance(it, Target)}
    speakers = {
        (it.speaker, (it.organization or "") + (it.position or "")) for it in found if isinstance(it, Statement)
    }
    assert (targets, speakers) == FINDINGS[path.stem]


def test_there_are_examples_enough() -> None:
    assert len(news.examples()) >= 8
    assert len({fingerprint.of(document).content_hash for document in news.examples()}) == len(news.examples())


def test_a_reprint_looks_different_and_is_the_same_text() -> None:
    again = news.reprint(KNOWN)
    assert ' " 专精特新 " 中小企业 1.5 万家&#8212;&#8212;比上年多 500 家' in again.body
    assert '<p class="p1">　　示例转载网讯' in again.body
    assert again.title != KNOWN.title
    assert again.date == datetime(2026, 3, 3, 1, 0, tzinfo=UTC)
    assert fingerprint.of(again).content_hash == fingerprint.of(KNOWN).content_hash


def test_the_feed_lists_every_document_newest_first() -> None:
    documents = [KNOWN, *news.examples()]
    with site.serve(documents) as running:
        _, body = get(running.feed)
    entries = feedparser.parse(body).entries
    newest_first = sorted(documents, key=lambda document: str(document.date), reverse=True)
    assert [entry.title for entry in entries] == [document.title for document in newest_first]
    assert [entry.author for entry in entries] == [document.author for document in newest_first]


def test_a_page_holds_its_article_with_date_and_source() -> None:
    with site.serve([KNOWN]) as running:
        (entry,) = feedparser.parse(get(running.feed)[1]).entries
        response, body = get(entry.link)
    page = body.decode()
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert KNOWN.body in page
    assert f'<h1 class="article-title">{KNOWN.title}</h1>' in page
    assert "2026年03月02日 09:00" in page
    assert "来源：示例日报" in page


@pytest.mark.parametrize(
    ("asked_with", "given_as"), [("If_None_Match", "ETag"), ("If_Modified_Since", "Last-Modified")]
)
def test_who_has_the_feed_already_is_told_so(asked_with: str, given_as: str) -> None:
    with site.serve([KNOWN]) as running:
        first, _ = get(running.feed)
        again, body = get(running.feed, **{asked_with: first.headers[given_as]})
    assert (first.status, again.status, body) == (200, 304, b"")


@pytest.mark.parametrize(
    "headers",
    [
        {"If_None_Match": '"another"'},
        {"If_Modified_Since": "Sun, 01 Mar 2026 00:00:00 GMT"},
        {"If_Modified_Since": "the day before yesterday"},
    ],
    ids=["another etag", "an older copy", "no date"],
)
def test_who_has_something_else_gets_the_feed(headers: dict[str, str]) -> None:
    with site.serve([KNOWN]) as running:
        response, body = get(running.feed, **headers)
    assert response.status == 200
    assert KNOWN.title in body.decode()


def test_what_is_not_there_is_not_found() -> None:
    with site.serve([KNOWN]) as running:
        response, _ = get(running.feed.replace("feed.xml", "robots.txt"))
    assert response.status == 404


SURROUNDINGS = {
    "SMEWATCH_OPERATOR": "operator@example.org",
    "SMEWATCH_MAIL_FROM": "Somebody <somebody@example.org>",
    "SMEWATCH_SMTP_URL": "smtp://mail.example.org:587?starttls=1",
    "SMEWATCH_BOUNCES_URL": "imaps://user:password@mail.example.org/INBOX",
    "SMEWATCH_BASE_URL": "https://policy.example",
}


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """What the demo prints into a log, and the folder it leaves behind; it is run once for all tests."""
    home = tmp_path_factory.mktemp("demo")
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "alerts.app.cli", "demo", "--out", "out"],
        cwd=home,
        env={name: value for name, value in os.environ.items() if not name.startswith("SMEWATCH_")} | SURROUNDINGS,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout, home


def test_the_demo_shows_new_targets_and_what_became_of_a_known_one(shown: tuple[str, Path]) -> None:
    lines = [" ".join(line.split()) for line in shown[0].splitlines()]
    assert "新目标 专精特新“小巨人”企业 300 家 到 2027 年 示例省" in lines
    assert "上调 省级“专精特新”中小企业 6000 家 原 5000 家 到 2027 年 示例省" in lines


def test_the_demo_shows_who_said_what(shown: tuple[str, Path]) -> None:
    lines = [" ".join(line.split()) for line in shown[0].splitlines()]
    assert "林示范 示例省工业和信息化厅厅长 “数量可以往上调，标准不能往下走”" in lines
    assert "苏样例 示例省发展和改革委员会副主任 “投诉平台对投诉人的信息全程保密，谁泄露就处理谁”" in lines


def test_the_demo_shows_what_was_known_and_why(shown: tuple[str, Path]) -> None:
    untold = shown[0].split("about something else", 1)[1]
    assert untold.count("the same text as in the seed corpus") == job.REPRINTS
    assert "示例市马拉松" in untold
    assert "已由新浪财经报道：到 2025 年 1 万家" in untold


def test_the_demo_leaves_its_digest_and_nothing_else(shown: tuple[str, Path]) -> None:
    _, home = shown
    assert sorted(str(path.relative_to(home)) for path in home.rglob("*")) == [
        "out", "out/digest.eml", "out/digest.html",
    ]  # fmt: skip
    mail = message_from_bytes((home / "out" / "digest.eml").read_bytes(), _class=EmailMessage, policy=policy.default)
    page = mail.get_body(("html",))
    assert page is not None
    lines = (home / "out" / "digest.html").read_text(encoding="utf-8").splitlines()
    assert page.get_content().splitlines() == lines
    for told in ("林示范", "6000", "2027", "500 万"):
        assert told in page.get_content()
    assert "马拉松" not in page.get_content()
    assert "转载" not in page.get_content()


def test_the_demo_takes_nothing_of_mail_from_its_surroundings(shown: tuple[str, Path]) -> None:
    written = (shown[1] / "out" / "digest.eml").read_bytes()
    assert message_from_bytes(written, policy=policy.default)["From"] == "smewatch <smewatch@localhost>"
    assert b"policy.example" not in written


def test_the_demo_is_silent_the_second_time(shown: tuple[str, Path]) -> None:
    again = shown[0].split("crawled again", 1)[1]
    assert "1 not modified" in again
    assert "0 new" in again
    assert "no mail" in again


def test_a_folder_that_cannot_be_made_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ConfigurationError, match="cannot be written"):
        job.run(Settings(), tmp_path / "file" / "out")
