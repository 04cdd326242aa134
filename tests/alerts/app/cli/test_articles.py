"""`smewatch articles`, `articles diff` and `articles unmute` as their user meets them."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from crawler.archive import pages
from crawler.archive.db import Database
from crawler.ingest import keep_text, print_of_article
from crawler.model import Article, Relation, Relevance, Revision
from seeds.document import Document
from seeds.fingerprint import content_hash
from seeds.text import plain

NOW = datetime(2026, 3, 2, 0, 30, tzinfo=UTC)
PLAN = (
    "示例省日前印发专精特新中小企业梯度培育三年行动方案，对全省优质中小企业培育工作作出部署。",
    "方案提出，到2027年，全省力争培育3000家专精特新中小企业，进一步完善创新型中小企业的梯度培育体系。",
    "各市要推动惠企政策直达中小微企业，培育资金不得挪作他用，违者由省级财政收回。",
)
EDITED = (PLAN[0], PLAN[1].replace("3000家", "3500家"), "本方案自印发之日起施行。")

Command = Callable[..., CompletedProcess[str]]
Keep = Callable[..., Revision]


@pytest.fixture
def keep(smewatch: Command, tmp_path: Path) -> Keep:
    """Put a text into the archive of the command line."""
    assert smewatch("init").returncode == 0
    database = Database(f"sqlite:///{tmp_path / 'data' / 'smewatch.db'}")

    def kept(paragraphs: tuple[str, ...], url: str = "https://news.example/1", days: int = 0) -> Revision:
        body = "".join(f"<p>{it}</p>" for it in paragraphs)
        document, words = Document("示例省行动方案", ("示例",), "示例网", NOW, body), plain(body)
        hashed, at = content_hash(document.title, words), NOW + timedelta(days=days)
        article = Article(document, words, hashed, url, "example", "people/finance", at)
        with database.write() as connection:
            judged = Relevance(0.9, ("sme-policy",), ())
            _, revision = keep_text(connection, article, print_of_article(article), judged, announced=True)
        assert revision
        return revision

    return kept


def rows(printed: CompletedProcess[str]) -> list[dict[str, Any]]:
    assert printed.returncode == 0, printed.stderr
    return [json.loads(line) for line in printed.stdout.splitlines()]


def test_the_list_needs_no_name_and_tells_of_edits_and_removed_pages(
    smewatch: Command, keep: Keep, tmp_path: Path
) -> None:
    keep(PLAN)
    keep(EDITED, days=3)
    with Database(f"sqlite:///{tmp_path / 'data' / 'smewatch.db'}").write() as connection:
        pages.absent(connection, "https://news.example/1", NOW)
    later, first = rows(smewatch("articles", "行动方案", "--json"))
    assert (first["id"], first["edit"], later["id"], later["edit"]) == (1, None, 2, "substantial")
    assert (later["removed"], later["muted"]) == ("2026-03-02T00:30:00+00:00", False)
    assert rows(smewatch("articles", "--json", "--limit", "1")) == [later]
    assert rows(smewatch("articles", "list", "没有这样的题目", "--json")) == []
    table = smewatch("articles", "示例省").stdout
    assert (
        "2  2026-03-02  example  0.90  中小企业政策  示例省行动方案 (substantial edit, removed since 2026-03-02)"
        in table
    )
    assert smewatch("articles", "--csv").stdout.startswith("id,title,published")


def test_a_difference_is_printed_with_marks(smewatch: Command, keep: Keep) -> None:
    keep(PLAN)
    keep(EDITED, days=3)
    printed = smewatch("articles", "diff", "2")
    assert printed.returncode == 0, printed.stderr
    assert printed.stdout.splitlines() == [
        "示例省行动方案",
        "https://news.example/1",
        "before  No. 1, 2026-03-02 08:30",
        "after   No. 2, 2026-03-05 08:30",
        "substantial edit: 3000家 → 3500家; 1 sentence removed; 1 sentence added",
        "",
        "- 方案提出，到2027年，全省力争培育[-3000家-]专精特新中小企业，进一步完善创新型中小企业的梯度培育体系。",
        "+ 方案提出，到2027年，全省力争培育{+3500家+}专精特新中小企业，进一步完善创新型中小企业的梯度培育体系。",
        "",
        f"- {PLAN[2]}",
        "",
        "+ 本方案自印发之日起施行。",
    ]


def test_a_difference_as_json(smewatch: Command, keep: Keep) -> None:
    keep(PLAN)
    keep(EDITED, days=3)
    (difference,) = rows(smewatch("articles", "diff", "2", "--json"))
    assert (difference["id"], difference["before"]["id"], difference["weight"]) == (2, 1, "substantial")
    changed, removed, added = difference["sentences"]
    assert (changed["touches"], changed["differences"]) == (["numeral"], [{"old": "3000家", "new": "3500家"}])
    assert (removed["new"], added["old"], added["new"]) == (None, None, "本方案自印发之日起施行。")


def test_a_text_that_nearly_repeats_another_is_held_against_that(smewatch: Command, keep: Keep) -> None:
    keep(PLAN)
    copy = keep((*PLAN[:2], PLAN[2].replace("违者", "违反者")), url="https://portal.example/9")
    assert copy.novelty.relation is Relation.SAME
    printed = smewatch("articles", "diff", str(copy.number)).stdout
    assert "before  No. 1, 2026-03-02 08:30, https://news.example/1" in printed
    assert "违{+反+}者" in printed


def test_a_text_without_another_to_hold_it_against_is_one_sentence(smewatch: Command, keep: Keep) -> None:
    keep(PLAN)
    for number, words in (("1", "nothing to compare"), ("99", "there is no text 99")):
        refused = smewatch("articles", "diff", number)
        assert (refused.returncode, refused.stdout, len(refused.stderr.splitlines())) == (2, "", 1)
        assert words in refused.stderr


def test_a_muted_page_is_named_and_unmuted_by_hand(smewatch: Command, keep: Keep, tmp_path: Path) -> None:
    keep(PLAN)
    with Database(f"sqlite:///{tmp_path / 'data' / 'smewatch.db'}").write() as connection:
        pages.mute(connection, "https://news.example/1")
    listed = {it["name"]: it["muted"] for it in rows(smewatch("sources", "list", "--json"))}
    assert listed["people/finance"] == ["https://news.example/1"]
    assert "people/finance  1  https://news.example/1" in smewatch("sources", "list").stdout
    assert "`smewatch articles unmute 1`" in smewatch("doctor").stdout
    assert smewatch("articles", "unmute", "1").returncode == 0
    again = smewatch("articles", "unmute", "1")
    assert (again.returncode, len(again.stderr.splitlines())) == (2, 1)
