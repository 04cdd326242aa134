"""The seed format: its two laws, other writers' variants, and what is refused."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seeds.codec import dumps, loads
from seeds.document import Document
from seeds.errors import SeedFormatError

ORIGINALS = Path(__file__).resolve().parents[3] / "shared" / "seeds"

FIXED_FORM = (
    "\n---\ntitle: '示例省：支持_专精特新_企业'\ncategories: \n - 金融\n - 示例财经\n - 示例财经－国內\n"
    "headimg: 'https://img.example.cn/head.png'\nauthor: 示例财经\ncomments: false\n"
    "date: Tue, 23 Nov 2021 06:03:01 GMT\nthumbnail: ''\n---\n\n<div>   \n"
    '<p cms-style="font-L">　　示例省今年将培育五百家企业。</p>\n\n<!-- 文末 -->\n\n  \n</div>\n            '
).encode()

EXPECTED = Document(
    title="示例省：支持_专精特新_企业",
    categories=("金融", "示例财经", "示例财经－国內"),
    author="示例财经",
    date=datetime(2021, 11, 23, 6, 3, 1, tzinfo=UTC),
    body='<p cms-style="font-L">　　示例省今年将培育五百家企业。</p>\n\n<!-- 文末 -->\n\n',
    headimg="https://img.example.cn/head.png",
)


UNDATED = FIXED_FORM.replace(b"Tue, 23 Nov 2021 06:03:01 GMT", b"Invalid Date")


def varied(old: str, new: str) -> bytes:
    assert old in FIXED_FORM.decode()
    return FIXED_FORM.decode().replace(old, new).encode()


def test_the_fixed_form_is_read_and_written_back_byte_for_byte() -> None:
    assert loads(FIXED_FORM) == EXPECTED
    assert dumps(EXPECTED) == FIXED_FORM


def test_a_document_whose_writer_knew_no_date_is_read_and_written_back() -> None:
    assert loads(UNDATED) == replace(EXPECTED, date=None)
    assert dumps(loads(UNDATED)) == UNDATED


@pytest.mark.skipif(not ORIGINALS.is_dir(), reason="the original documents are not at hand")
def test_the_originals_are_written_back_byte_for_byte() -> None:
    paths = sorted(ORIGINALS.glob("*.txt"))
    assert paths
    for path in paths:
        assert dumps(loads(path.read_bytes())) == path.read_bytes(), path.name


fields = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"))
documents = st.builds(
    Document,
    title=fields.filter(bool),
    categories=st.lists(fields).map(tuple),
    author=fields,
    date=st.datetimes(
        datetime(1000, 1, 2),  # noqa: DTZ001 - the strategy adds the zone
        datetime(9999, 12, 30),  # noqa: DTZ001
        timezones=st.sampled_from([UTC, timezone(timedelta(hours=8))]),
    ).map(lambda date: date.replace(microsecond=0))
    | st.none(),
    body=st.text(st.characters(exclude_categories=["Cs"])),
    headimg=fields,
    thumbnail=fields,
    comments=st.booleans(),
)


@given(documents)
def test_any_document_comes_back_as_it_was_written(document: Document) -> None:
    raw = dumps(document)
    assert loads(raw) == document
    assert dumps(loads(raw)) == raw


@pytest.mark.parametrize(
    "author", [" 示例", "'示例'", "'", "''", '"示例"', "示例 - 要闻", "a: b", "# 示例", "", "　示例　"], ids=repr
)
def test_an_author_that_looks_like_syntax_comes_back(author: str) -> None:
    document = replace(EXPECTED, author=author, categories=(author, "金融"))
    assert loads(dumps(document)) == document


@pytest.mark.parametrize(
    "body", ["", "  \n</div>\n            ", "---\n", "\n---\n", "<p>a</p>\r\n<p>b</p>", "<div>a</div>"], ids=repr
)
def test_a_body_that_looks_like_the_frame_comes_back(body: str) -> None:
    document = replace(EXPECTED, body=body)
    assert loads(dumps(document)) == document


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(
            varied("title: '示例省：支持_专精特新_企业'", "title: 示例省：支持_专精特新_企业"), id="unquoted title"
        ),
        pytest.param(
            varied("title: '示例省：支持_专精特新_企业'", 'title: "示例省：支持_专精特新_企业"'), id="double quotes"
        ),
        pytest.param(varied("\n - ", "\n    - "), id="items indented by four spaces"),
        pytest.param(varied("\n - ", "\n- "), id="items not indented"),
        pytest.param(
            varied(
                "categories: \n - 金融\n - 示例财经\n - 示例财经－国內",
                "categories: [金融, 示例财经, '示例财经－国內']",
            ),
            id="inline list",
        ),
        pytest.param(varied("thumbnail: ''\n", ""), id="no thumbnail"),
        pytest.param(varied("comments: false\n", ""), id="no comments"),
        pytest.param(varied("author:", "tags:\n - 政策\nlayout: post\n# 示例\n\nauthor:"), id="unknown fields"),
        pytest.param(b"\xef\xbb\xbf" + FIXED_FORM, id="byte order mark"),
        pytest.param(FIXED_FORM.lstrip(), id="no leading newline"),
        pytest.param(b"\n\n" + FIXED_FORM, id="more leading newlines"),
        pytest.param(varied("06:03:01 GMT", "14:03:01 +0800"), id="date in another zone"),
        pytest.param(varied("Tue, 23 Nov 2021 06:03:01 GMT", "2021-11-23T14:03:01.5+08:00"), id="ISO date"),
        pytest.param(varied("Tue, 23 Nov 2021 06:03:01 GMT", "2021-11-23 06:03:01"), id="date without a zone"),
    ],
)
def test_variants_of_the_front_matter_read_as_the_same_document(raw: bytes) -> None:
    assert loads(raw) == EXPECTED


def test_a_file_with_windows_line_ends_reads_as_the_same_document() -> None:
    assert loads(FIXED_FORM.replace(b"\n", b"\r\n")) == EXPECTED


@pytest.mark.parametrize(
    "frame", ["<div>{}</div>", "<div>\n    {}\n</div>\n", "{}", "\n\n  {}  \n", "<div>   \n{}\n</div>"], ids=repr
)
def test_a_body_in_other_padding_is_read_without_it(frame: str) -> None:
    front = FIXED_FORM.decode().partition("<div>")[0]
    assert loads((front + frame.format("<p>示例省公布办法。</p>")).encode()).body == "<p>示例省公布办法。</p>"


def test_a_missing_headimg_is_an_empty_address() -> None:
    assert loads(varied("headimg: 'https://img.example.cn/head.png'\n", "")).headimg == ""


def test_a_doubled_quotation_mark_stands_for_one() -> None:
    assert loads(varied("示例省：支持_专精特新_企业", "it''s")).title == "it's"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        pytest.param(b"", "empty", id="empty file"),
        pytest.param(b"\n<html></html>", "line 2: no front matter", id="a web page"),
        pytest.param(FIXED_FORM.replace(b"GMT", b"\xff"), "line 11: not UTF-8 (byte 0xff)", id="undecodable byte"),
        pytest.param("标题".encode("gbk"), "line 1: not UTF-8", id="GBK"),
        pytest.param(
            varied("\n---\n\n<div>", "\n\n<div>"), "line 14: '<div>' is neither", id="front matter never closed"
        ),
        pytest.param(b"---\ntitle: a\n", "never closed", id="front matter alone"),
        pytest.param(varied("title: '示例省：支持_专精特新_企业'\n", ""), "no title", id="no title"),
        pytest.param(varied("'示例省：支持_专精特新_企业'", "''"), "line 3: no title", id="empty title"),
        pytest.param(varied("date: Tue, 23 Nov 2021 06:03:01 GMT\n", ""), "no date", id="no date"),
        pytest.param(varied("Tue, 23 Nov 2021 06:03:01 GMT", "Some Day"), "line 11: 'Some Day'", id="no such date"),
        pytest.param(varied("Tue, 23 Nov 2021 06:03:01 GMT", "0099-01-01"), "line 11: '0099-01-01'", id="no such year"),
        pytest.param(
            varied("author: 示例财经", "author 示例财经"), "line 9: 'author 示例财经' is neither", id="no colon"
        ),
    ],
)
def test_what_is_no_seed_document_is_refused_with_line_and_reason(raw: bytes, reason: str) -> None:
    with pytest.raises(SeedFormatError) as caught:
        loads(raw)
    assert reason in str(caught.value)


@given(st.text().map(str.splitlines), st.binary(max_size=20))
def test_bytes_are_refused_with_a_format_error_or_read_as_a_document_that_can_be_written(
    lines: list[str], noise: bytes
) -> None:
    front = "\n".join(["---", "title: a", *(f"date: {line}" for line in lines), "---"])
    for raw in (noise, front.encode(errors="replace"), front.encode(errors="replace") + noise):
        try:
            document = loads(raw)
        except SeedFormatError:
            continue
        assert loads(dumps(document)) == document


@pytest.mark.parametrize(
    ("written", "title"),
    [
        (r'"上\n下"', "上 下"),
        (r'"上\r\n下"', "上 下"),
        ("'上\r下'", "上 下"),
        ("上\r下", "上 下"),
        (r'"上\ud800"', "上?"),
        (r'"上\ud83d\ude00"', "上😀"),
    ],
    ids=repr,
)
def test_a_title_that_the_form_cannot_hold_is_read_as_one_that_it_can(written: str, title: str) -> None:
    document = loads(varied("'示例省：支持_专精特新_企业'", written))
    assert document.title == title
    assert loads(dumps(document)) == document


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"title": "上\n下"}, "a line break in title"),
        ({"title": ""}, "an empty title"),
        ({"author": "上\r下"}, "a line break in author"),
        ({"categories": ("金融", "要\n闻")}, "a line break in categories"),
        ({"date": datetime(2021, 11, 23)}, "give it a zone"),  # noqa: DTZ001
        ({"date": datetime(2021, 11, 23, microsecond=5, tzinfo=UTC)}, "whole seconds"),
        ({"date": datetime(21, 11, 23, tzinfo=UTC)}, "cannot hold this document's date"),
        ({"date": datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=8)))}, "cannot be written"),
        ({"body": "\ud800"}, "cannot be written"),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_what_the_form_cannot_hold_is_refused(change: dict[str, object], reason: str) -> None:
    with pytest.raises(SeedFormatError, match=reason):
        dumps(replace(EXPECTED, **change))  # type: ignore[arg-type]
