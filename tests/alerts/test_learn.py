"""What the seed corpus states is no news."""

from collections.abc import Callable
from datetime import UTC, datetime

from alerts import learn, watch
from alerts.model import ChangeKind, Target
from crawler.archive.db import Database
from crawler.model import Level, Publisher
from seeds import facts, fingerprint, library
from seeds.fingerprint import KnownText

ARTICLE = (
    "林示范表示，各地要为每家入库企业建立成长档案，选派懂政策的服务专员，每季度至少走访一次，"
    "入库、升级、退出都在网上公示，接受社会监督。"
)
FACTS = facts.loads("""
[[article]]
title = "示例省发布行动方案"
date = 2026-10-27T03:00:00Z
publisher = "示例日报"
content_hash = "1:0123"

[[article.target]]
object = "专精特新“小巨人”企业"
value = 300
unit = "家"
comparator = "="
deadline = "2027"
status = "target"
scope = "示例省"
action = "培育"
set_by = "示例省"

[[article.statement]]
speaker = "林示范"
position = "厅长"
organization = "示例省工业和信息化厅"
official = true
subject = "为企业建立成长档案"
""")
ORIGINALS = [
    KnownText(
        "示例省发布行动方案", datetime(2026, 10, 27, 3, tzinfo=UTC), "示例日报", "1:0123", fingerprint.sketch(ARTICLE)
    )
]


def test_facts_are_learned_once(database: Database) -> None:
    assert learn.learn_facts(database, FACTS, ORIGINALS) == 2
    assert learn.learn_facts(database, FACTS, ORIGINALS) == 0


def test_the_corpus_that_travels_along_is_learned_whole_and_once(database: Database) -> None:
    known = library.corpus_facts()
    added = learn.learn_facts(database, known, library.corpus_fingerprints())
    assert 0 < added <= len(known.targets) + len(known.statements)
    assert learn.learn_facts(database, known, library.corpus_fingerprints()) == 0


def test_an_article_that_tells_them_again_brings_no_news(
    database: Database, publish: Callable[..., int], now: datetime
) -> None:
    learn.learn_facts(database, FACTS, ORIGINALS)
    publish("到2027年，示例省力争培育专精特新“小巨人”企业300家。", f"示例省工业和信息化厅厅长{ARTICLE}")
    publishers = {"example": Publisher("example", "示例日报", Level.PORTAL, (), region="示例省")}
    changes = watch.catch_up(database, publishers, now)
    assert {it.kind for it in changes} == {ChangeKind.REPEATED}
    assert {isinstance(it.finding, Target) for it in changes} == {True, False}
