"""A line of an index: it comes back as it was, and nothing else than an archive could have written is taken."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from crawler import holding
from crawler.errors import IndexLineError
from crawler.holding import Address, Copy, Holding
from crawler.model import Edit, Hit, Novelty, Relation, Relevance, Verdict
from crawler.resemblance import Print

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
HASH = "2:0123456789abcdef0123456789abcdef"
PORTAL = "https://portal.example/2"
HOLDING = Holding(
    number=7,
    content_hash=HASH,
    text_version=2,
    title="示例省出台“措施”",
    published=NOW,
    address=Address("https://news.example.org/1.html", "example", NOW, NOW, 3, 'W/"e"', None, True, NOW),
    publisher="example",
    source="example/news",
    fetched_at=NOW,
    relevance=Relevance(0.25, ("sme-policy",), (Hit("sme-policy", "中小企业", 3, 1.5),)),
    novelty=Novelty(Verdict.NEAR_DUPLICATE, "nearly the same", Relation.MERGE, 0.5, 3, 5, 2, adds=True),
    announced=True,
    extraction=2,
    before=4,
    edit=Edit.COSMETIC,
    origin="示例日报",
    issuer="示例省人民政府",
    document_number="示例政发〔2026〕3号",
    copies=(
        Copy(PORTAL, "portal", "portal/all", "转载", NOW, NOW, recurrence=True, page=Address(PORTAL, "portal", NOW)),
    ),
    path="财经/20260302-示例省-0.txt",
    print=Print(8, frozenset({1, 2**32 - 1}), frozenset({5})),
)


def test_a_line_comes_back_as_it_was() -> None:
    assert holding.loads(holding.dumps(HOLDING)) == HOLDING
    bare = replace(HOLDING, print=None, path=None, copies=(), edit=None)
    assert holding.loads(holding.dumps(bare)) == bare
    assert "\n" not in holding.dumps(replace(HOLDING, title="两\n行"))


def test_a_later_program_may_have_added_fields_and_an_earlier_one_lacked_some() -> None:
    row = json.loads(holding.dumps(HOLDING)) | {"colour": "red"}
    assert holding.loads(json.dumps(row)) == HOLDING
    del row["copies"], row["edit"]
    assert holding.loads(json.dumps(row)) == replace(HOLDING, copies=(), edit=None)


@pytest.mark.parametrize(
    ("place", "value", "reason"),
    [
        (("number",), "7", "number is no int"),
        (("number",), -1, "number is no number from 0"),
        (("number",), True, "number is no number from 0"),
        (("number",), 2**31, "number is no number from 0"),
        (("content_hash",), "7", "content_hash is none"),
        (("content_hash",), "2:" * 40 + "0" * 32, "content_hash is none"),
        (("title",), None, "title is no str"),
        (("title",), "a\0b", "title has characters that no text has"),
        (("title",), "\ud800", "title has characters that no text has"),
        (("published",), "2026-03-02T08:30:00", "published is no moment with a time zone"),
        (("published",), "0001-01-01T00:00:00+08:00", "published is no moment with a time zone"),
        (("publisher",), "示" * 101, "publisher has more than 100"),
        (("address",), [], "address is no dict"),
        (("address", "publisher"), "示" * 101, "publisher has more than 100"),
        (("address", "muted"), 1, "muted is no bool"),
        (("relevance", "score"), float("nan"), "score is no number"),
        (("relevance", "topics"), "sme", "topics is no list"),
        (("novelty", "verdict"), "old", "verdict is none of new"),
        (("novelty", "story"), None, "story is missing"),
        (("copies",), [{}], "copies has no url"),
        (("address", "url"), "示例", "url is no web address: '示例'"),
        (("address", "url"), "file:///etc/hostname", "url is no web address"),
        (("address", "url"), "https://user:secret@news.example.org/", "url is no web address"),
        (("address", "url"), f"seed:{HASH}", "url is no web address"),  # and its page was to be visited
        (("copies", 0, "url"), "portal.example/2", "page is that of another"),
        (("print", "rate"), 0, "rate is none"),
        (("print", "hashes"), "!", "hashes: not a sketch"),
        (("print", "hashes"), "AAAAAQAAAAA=", "hashes has hashes of more than 32 bits"),
    ],
)
def test_what_no_archive_can_have_written_is_named(place: tuple[str | int, ...], value: Any, reason: str) -> None:
    row = within = json.loads(holding.dumps(HOLDING))
    for name in place[:-1]:
        within = within[name]
    within[place[-1]] = value
    with pytest.raises(IndexLineError, match=reason):
        holding.loads(json.dumps(row))


def test_a_text_without_an_address_and_a_copy_of_which_no_more_is_known_are_taken() -> None:
    (copy,) = HOLDING.copies
    bare = replace(HOLDING, address=Address(f"seed:{HASH}", "example", NOW), copies=(replace(copy, page=None),))
    assert holding.loads(holding.dumps(bare)) == bare


def test_a_copys_address_leads_somewhere_too() -> None:
    (copy,) = HOLDING.copies
    odd = replace(HOLDING, copies=(replace(copy, url="portal.example/2", page=None),))
    with pytest.raises(IndexLineError, match="url is no web address"):
        holding.loads(holding.dumps(odd))


@pytest.mark.parametrize("line", ["", "甲", "[]", "7", "{}", "[" * 100_000, '{"number": 7'])
def test_a_line_that_is_none_is_named(line: str) -> None:
    with pytest.raises(IndexLineError):
        holding.loads(line)
