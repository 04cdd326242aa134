"""The archive goes to a folder and comes back: into an empty database, beside other texts, after damage."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, func, select, update

from alerts import queueing, subscriptions
from alerts.app.bootstrap import App
from alerts.app.jobs import exporting, importing
from alerts.audience import Cadence, Subscriber, Subscription
from alerts.model import Coverage
from alerts.render import Masthead
from alerts.store import schema, target_lists
from alerts.store.target_lists import Wanted
from crawler import adoption, catalog, shelf
from crawler.archive import articles, corpus, holdings, tables
from crawler.archive.db import Database
from crawler.config import Settings
from crawler.holding import Holding
from crawler.ingest import keep_text, print_of_article
from crawler.model import Article, Relevance, Verdict
from seeds import fingerprint, library
from seeds.document import Document
from seeds.text import plain

NOW = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
RELEVANT, IRRELEVANT = Relevance(0.9, ("sme-policy",), ()), Relevance(0.1, (), ())

PLAN = (
    "示例省人民政府日前印发中小企业梯度培育行动方案，提出到2027年，示例省培育省级“专精特新”中小企业5000家。"
    "方案从减税降费、融资支持、人才引进、市场开拓、数字化转型等方面列出二十条措施，由省工业和信息化厅牵头落实。"
    "各地要建立企业名录，逐级上报进展，每季度通报一次，年底开展评估。"
)
BRIEFS = (
    "省财政厅将设立专项资金，对首次认定的企业给予奖励，对银行发放的信用贷款给予贴息，并简化申报材料和审批流程。"
    "示例市率先开展试点，在开发区建立一站式服务窗口，企业只需跑一趟就能办完登记、社保、公积金和发票领用。"
    "商会负责人介绍，今年以来会员单位订单稳步回升，用工需求比去年同期明显增加，最缺的是熟练技工和研发人员。"
)
SPORT = "示例市马拉松周日开跑，来自各地的三万名跑者将从滨江广场出发，途经老城区和大学城，沿途设置十二个补给点。"

Keep = Callable[..., int]


@pytest.fixture
def open_app(tmp_path: Path) -> Iterator[Callable[[str], App]]:
    opened: list[Database] = []

    def open_at(url: str) -> App:
        database = Database(url)
        opened.append(database)
        schema.upgrade(database)
        return App(Settings(data_dir=tmp_path), database, catalog.load())

    yield open_at
    for it in opened:
        it.close()


@pytest.fixture
def app(open_app: Callable[[str], App], tmp_path: Path) -> App:
    return open_app(f"sqlite:///{tmp_path / 'first.db'}")


@pytest.fixture
def other(open_app: Callable[[str], App], tmp_path: Path) -> App:
    return open_app(f"sqlite:///{tmp_path / 'other.db'}")


def keep(
    app: App, words: str, url: str, judged: Relevance = RELEVANT, *, title: str = "示例省发布", day: int = 0
) -> int:
    """Put an article into an archive as a crawl does; returns the number of the text last kept."""
    date = NOW + timedelta(days=day)
    document = Document(title, ("财经", "示例网"), "示例网", date, f"<p>{words}</p>")
    article = Article(
        document=document,
        text=plain(document.body),
        content_hash=fingerprint.of(document).content_hash,
        url=f"https://news.example/{url}",
        publisher="example",
        source="example/news",
        fetched_at=date + timedelta(hours=1),
        origin="示例日报",
    )
    with app.database.write() as connection:
        keep_text(connection, article, print_of_article(article), judged, announced=True)
        return articles.latest_number(connection)


def fill(app: App) -> None:
    """Make an archive with all there is: copies, a near-duplicate, a merge, a revision, an expired text."""
    keep(app, SPORT, "gone", IRRELEVANT)
    with app.database.write() as connection:  # so that the numbers have a gap
        for table in (tables.shingles, tables.prints, tables.revisions, tables.articles):
            connection.execute(delete(table))
    keep(app, PLAN, "plan")
    keep(app, PLAN, "reprint", day=1)
    keep(app, PLAN, "again", day=400)
    keep(app, PLAN.replace("每季度", "每半年"), "edited", day=2)
    keep(app, BRIEFS, "briefs", day=2)
    keep(app, PLAN + BRIEFS, "merge", day=3)
    keep(app, PLAN.replace("5000", "6000"), "plan", day=5)
    expired = keep(app, SPORT, "sport", IRRELEVANT, day=6)
    keep(app, SPORT.replace("三万", "四万"), "sport-2", IRRELEVANT, day=6)
    with app.database.write() as connection:
        connection.execute(update(tables.revisions).where(tables.revisions.c.number == expired).values(document=None))
        values: dict[str, Any] = {"visits": 4, "muted": True, "removed_at": NOW, "visit_at": NOW, "etag": '"e"'}
        connection.execute(update(tables.articles).where(tables.articles.c.url.endswith("/plan")).values(values))


def kept(app: App) -> list[Holding]:
    with app.database.read() as connection:
        return [it for it, _ in holdings.after(connection, 0, 1000)]


def shingles(app: App) -> int:
    with app.database.read() as connection:
        return len(connection.execute(select(tables.shingles)).all())


def same(app: App) -> list[Holding]:
    """What an archive holds, with numbers that depend on nothing but the order, and `announced` left out."""
    held = kept(app)
    texts = {it.number: index for index, it in enumerate(held)}
    stories: dict[int | None, int] = {}
    for it in held:
        stories.setdefault(it.novelty.story, len(stories))
    return [
        replace(
            it,
            number=texts[it.number],
            announced=False,
            before=None if it.before is None else texts[it.before],
            novelty=replace(
                it.novelty,
                nearest=None if it.novelty.nearest is None else texts[it.novelty.nearest],
                story=stories[it.novelty.story],
                takes_up=None if it.novelty.takes_up is None else stories[it.novelty.takes_up],
            ),
        )
        for it in held
    ]


def shown(app: App) -> dict[str, str]:
    """The content hash of the text that each page shows."""
    page, kept = tables.articles.c, tables.revisions.c
    with app.database.read() as connection:
        rows = connection.execute(select(page.url, kept.content_hash).where(kept.number == page.shows)).all()
        assert len(rows) == connection.execute(select(func.count()).select_from(tables.articles)).scalar_one()
    return {row.url.rpartition("/")[2]: row.content_hash for row in rows}


def text(app: App, number: int | None) -> set[str]:
    """The hash of the text with a number."""
    return {it.content_hash for it in kept(app) if it.number == number}


def story(app: App, number: int | None) -> set[str]:
    """The hashes of the texts in the story with a number."""
    return {it.content_hash for it in kept(app) if it.novelty.story == number}


def lines(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(it) for it in (folder / shelf.INDEX).read_text(encoding="utf-8").splitlines()]


def files(folder: Path) -> dict[str, bytes]:
    return {it.relative_to(folder).as_posix(): it.read_bytes() for it in folder.rglob("*.txt")}


def test_an_archive_comes_back_as_it_was(
    open_app: Callable[[str], App], app: App, database_url: str, tmp_path: Path
) -> None:
    fill(app)
    report = exporting.export(app, tmp_path / "out")
    assert (report.texts, report.written, report.expired, report.refused) == (7, 6, 1, ())
    relations = {(it["novelty"]["verdict"], it["novelty"]["relation"]) for it in lines(tmp_path / "out")}
    assert {("near_duplicate", "same"), ("near_duplicate", "merge"), ("revised", None)} <= relations
    assert [it["recurrence"] for it in lines(tmp_path / "out")[0]["copies"]] == [False, True]
    assert all(problem is None for _, problem in library.verify(tmp_path / "out"))

    empty = open_app(database_url)
    texts = importing.import_documents(empty, [tmp_path / "out"]).texts
    assert (texts.added, texts.known, texts.refused) == (7, 0, ())
    assert same(empty) == same(app)
    assert shingles(empty) == shingles(app)
    assert shown(empty) == shown(app)
    assert not any(it.announced for it in kept(empty))

    exporting.export(empty, tmp_path / "again")
    assert files(tmp_path / "again") == files(tmp_path / "out")
    again = importing.import_documents(empty, [tmp_path / "again"]).texts
    assert (again.added, again.known) == (0, 7)
    assert same(empty) == same(app)


def test_exporting_again_brings_the_folder_up_to_date_and_leaves_the_rest(app: App, tmp_path: Path) -> None:
    keep(app, PLAN, "plan")
    exporting.export(app, tmp_path / "out")
    (tmp_path / "out" / "notes.txt").write_text("mine")
    keep(app, SPORT, "sport", IRRELEVANT)
    report = exporting.export(app, tmp_path / "out")
    assert (report.texts, report.written) == (2, 1)
    assert len(lines(tmp_path / "out")) == 2
    assert (tmp_path / "out" / "notes.txt").read_text() == "mine"


def test_nobody_is_told_of_what_was_imported(
    app: App, other: App, masthead: Masthead, coverage: Coverage, tmp_path: Path
) -> None:
    fill(app)
    exporting.export(app, tmp_path / "out")
    assert any(it["announced"] for it in lines(tmp_path / "out"))
    wish = Subscription(0, Subscriber(0, "reader@example.org"), Cadence.INSTANT, confirmed=True)
    subscriptions.add(other.database, wish, now=NOW, topics=())
    report = importing.import_documents(other, [tmp_path / "out"])
    assert report.findings
    assert queueing.queue_digests(other.database, {}, masthead, coverage, NOW + timedelta(days=7)).queued == 0
    with other.database.read() as connection:
        assert target_lists.targets(connection, Wanted(), 10)


def test_an_import_beside_other_texts_gives_fresh_numbers_and_joins_the_stories(
    app: App, other: App, tmp_path: Path
) -> None:
    fill(app)
    exporting.export(app, tmp_path / "out")
    keep(other, SPORT * 2, "local", IRRELEVANT)
    mine = keep(other, PLAN.replace("每季度", "每半年"), "mine", day=2)  # the second text of the folder's first story
    report = importing.import_documents(other, [tmp_path / "out"])
    assert (report.texts.added, report.texts.known) == (6, 1)
    assert [it.number for it in kept(other)] == list(range(1, 9))
    before, after = ({it.content_hash: it for it in kept(them)} for them in (app, other))
    for held in before.values():
        here = after[held.content_hash].novelty
        if after[held.content_hash].number != mine:
            assert text(other, here.nearest) == text(app, held.novelty.nearest)
            assert story(other, here.takes_up) == story(app, held.novelty.takes_up)
        assert story(other, here.story) == story(app, held.novelty.story)
    (edited,) = [it for it in kept(other) if it.address.url.endswith("/mine")]
    assert [it.url for it in edited.copies] == ["https://news.example/edited"]


def test_pages_show_after_an_import_what_was_fetched_last_whoever_fetched_it(
    open_app: Callable[[str], App], app: App, database_url: str, tmp_path: Path
) -> None:
    older, newer = PLAN.replace("5000", "3000"), PLAN.replace("5000", "9000")
    for words, url, day in ((older, "first", 0), (newer, "second", 9), (BRIEFS, "copied", 0), (SPORT, "race", 0)):
        keep(app, words, url, day=day)
    keep(app, SPORT, "copied", day=3)
    exporting.export(app, tmp_path / "out")
    here = open_app(database_url)
    known = [(PLAN, "first", 5), (PLAN.replace("每季度", "每月"), "second", 5), (BRIEFS * 2, "copied", 1)]
    for words, url, day in known:
        keep(here, words, url, day=day)
    before = shown(here)
    importing.import_documents(here, [tmp_path / "out"])
    assert shown(here)["first"] == before["first"]
    assert {it: shown(here)[it] for it in ("second", "copied", "race")} == {
        it: shown(app)[it] for it in ("second", "copied", "race")
    }
    keep(here, PLAN.replace("5000", "7000"), "first", day=12)
    with here.database.read() as connection:
        earlier = articles.before(connection, articles.latest_number(connection))
    assert earlier is not None
    assert earlier.article.text == PLAN


def test_what_is_known_of_a_page_with_a_copy_alone_goes_to_the_folder_and_comes_back(
    app: App, other: App, tmp_path: Path
) -> None:
    for url, day in (("portal", 0), ("office", 1)):
        keep(app, PLAN, url, day=day)
    page = tables.articles.c
    with app.database.write() as connection:
        office = update(tables.articles).where(page.url.endswith("/office"))
        connection.execute(office.values(visit_at=NOW, etag='"e"', visits=2))
    exporting.export(app, tmp_path / "out")
    importing.import_documents(other, [tmp_path / "out"])
    with other.database.read() as connection:
        row = connection.execute(select(tables.articles).where(page.url.endswith("/office"))).one()
    assert (row.visit_at, row.etag, row.visits, row.shows) == (NOW, '"e"', 2, 1)


def test_an_interrupted_import_keeps_what_it_has_and_another_try_completes_it(
    app: App, other: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(app)
    exporting.export(app, tmp_path / "out")
    monkeypatch.setattr(adoption, "_BATCH", 2)

    def interrupt(done: int, total: int, words: str) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        importing.import_documents(other, [tmp_path / "out"], interrupt)
    assert same(other) == same(app)[:4]
    report = importing.import_documents(other, [tmp_path / "out"])
    assert (report.texts.added, report.texts.known) == (3, 4)
    assert same(other) == same(app)
    assert report.findings


def test_a_text_that_is_here_is_not_read_again(app: App, tmp_path: Path) -> None:
    keep(app, PLAN, "plan")
    exporting.export(app, tmp_path / "out")
    (path,) = (tmp_path / "out").rglob("*.txt")
    path.unlink()
    report = importing.import_documents(app, [tmp_path / "out"])
    assert (report.texts.known, report.texts.refused) == (1, ())


def test_what_is_damaged_costs_itself_and_is_named(app: App, other: App, tmp_path: Path) -> None:
    fill(app)
    out = tmp_path / "out"
    exporting.export(app, out)
    index = (out / shelf.INDEX).read_text(encoding="utf-8").splitlines()
    paths = [json.loads(it)["path"] for it in index]
    index[0] = index[0].replace('"title": "', '"title": "\t')
    (out / paths[1]).write_bytes(b"<html>")
    (out / paths[2]).unlink()
    (out / paths[3]).write_bytes((out / paths[4]).read_bytes())
    (out / shelf.INDEX).write_text("\n".join(index), encoding="utf-8")
    (out / paths[0]).unlink()
    texts = importing.import_documents(other, [out]).texts
    assert texts.added == 3
    assert [(it.name.removeprefix(f"{out}/"), it.reason[:12]) for it in texts.refused] == [
        ("index.jsonl, line 1", "no JSON: Inv"),
        (f"index.jsonl, line 2: {paths[1]}", "line 1: no f"),
        (f"index.jsonl, line 3: {paths[2]}", "cannot be re"),
        (f"index.jsonl, line 4: {paths[3]}", "the document"),
    ]


def test_a_document_whose_line_is_damaged_waits_until_that_is_mended(app: App, other: App, tmp_path: Path) -> None:
    keep(app, PLAN, "plan")
    keep(app, SPORT, "sport", IRRELEVANT)
    exporting.export(app, tmp_path / "out")
    index = tmp_path / "out" / shelf.INDEX
    whole = index.read_text(encoding="utf-8")
    index.write_text(whole.replace("{", "", 1), encoding="utf-8")
    texts = importing.import_documents(other, [tmp_path / "out"]).texts
    assert (texts.added, texts.known) == (1, 0)
    damaged, left_out = texts.refused
    assert "line 1" in damaged.name
    assert left_out.reason.startswith("1 documents that no line names are left out")
    index.write_text(whole, encoding="utf-8")
    texts = importing.import_documents(other, [tmp_path / "out"]).texts
    assert (texts.added, texts.known, texts.refused) == (1, 1, ())
    assert {it.address.url for it in kept(other)} == {it.address.url for it in kept(app)}


def test_a_document_that_lost_its_line_is_taken_in_like_any_document(app: App, other: App, tmp_path: Path) -> None:
    keep(app, PLAN, "plan")
    keep(app, SPORT, "sport", IRRELEVANT)
    exporting.export(app, tmp_path / "out")
    index = tmp_path / "out" / shelf.INDEX
    index.write_text("".join(index.read_text(encoding="utf-8").splitlines(keepends=True)[1:]), encoding="utf-8")
    texts = importing.import_documents(other, [tmp_path / "out"]).texts
    assert (texts.added, texts.refused) == (2, ())
    assert {it.address.url[:5] for it in kept(other)} == {"https", "seed:"}
    assert {it.publisher for it in kept(other)} == {"example", "示例网"}


def test_an_index_of_an_earlier_program_gets_the_hashes_of_this_one(app: App, other: App, tmp_path: Path) -> None:
    keep(app, PLAN, "plan")
    (held,) = kept(app)
    with app.database.write() as connection:
        old = {"content_hash": f"1:{'0' * 32}", "text_version": 1}
        connection.execute(update(tables.revisions).values(old))
        for table in (tables.shingles, tables.prints):
            connection.execute(delete(table))
    exporting.export(app, tmp_path / "out")
    importing.import_documents(other, [tmp_path / "out"])
    assert same(other) == [replace(held, number=0, announced=False, novelty=replace(held.novelty, story=0))]
    assert importing.import_documents(other, [tmp_path / "out"]).texts.known == 1


def test_a_document_that_the_seed_corpus_knows_is_kept_once(app: App, tmp_path: Path) -> None:
    document = library.corpus_documents()[0]
    path = library.write(tmp_path / "in", document)
    with app.database.write() as connection:
        corpus.remember(connection, [fingerprint.known_text(document)])
    first, second = (importing.import_documents(app, [path]).texts for _ in range(2))
    assert (first.added, first.known, second.added, second.known) == (1, 0, 0, 1)
    (held,) = kept(app)
    assert held.novelty.verdict is Verdict.NEW
    assert "the seed corpus" in held.novelty.reason


def test_a_document_whose_names_no_database_stores_is_refused_or_cut(app: App, tmp_path: Path) -> None:
    document = Document("示例", (), "示" * 150, NOW, f"<p>{PLAN}</p>")
    library.write(tmp_path / "in", document)
    library.write(tmp_path / "in", replace(document, title="示\0例", body=f"<p>{SPORT}</p>"))
    texts = importing.import_documents(app, [tmp_path / "in"]).texts
    assert texts.added == 1
    assert ["NUL" in it.reason for it in texts.refused] == [True]
    assert [len(it.publisher) for it in kept(app)] == [100]


def test_a_damaged_row_costs_its_document_alone(app: App, tmp_path: Path) -> None:
    number = keep(app, PLAN, "plan")
    keep(app, SPORT, "sport", IRRELEVANT)
    with app.database.write() as connection:
        connection.execute(update(tables.revisions).where(tables.revisions.c.number == number).values(document=b"x"))
    report = exporting.export(app, tmp_path / "out")
    assert (report.texts, report.written) == (2, 1)
    assert [it.name for it in report.refused] == [f"text {number} (https://news.example/plan)"]
    assert [it["path"] is None for it in lines(tmp_path / "out")] == [True, False]
