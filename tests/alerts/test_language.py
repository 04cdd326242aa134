"""Digests in English: no Chinese word of ours is left, and the words of others stay as they are."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from alerts import blocks, digest, english, items, render
from alerts.audience import Cadence, Filter, Language, News, Subscriber, Subscription
from alerts.edits import page_edit
from alerts.figures import KnownTarget, compare_target
from alerts.identity import canonical
from alerts.language import tongue
from alerts.mail_templates import CADENCES
from alerts.model import Change, ChangeKind, Coverage, Deadline, Origin, Statement, Status, Target
from alerts.render import Masthead
from crawler.edits import compare
from crawler.model import Level

ALERTS = Path(render.__file__).parent
METHODS = [("**.html", "jinja2.ext:babel_extract"), ("**.txt", "jinja2.ext:babel_extract"), ("**.py", "python")]
MODULES = ("render.py", "blocks.py", "headline.py", "items.py", "edit_lines.py", "attribution.py")
CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")

MakeTarget = Callable[..., Target]


def messages() -> Iterator[str]:
    keywords = {"_": None, "gettext": None, "say": None, "ngettext": None}
    for folder in (ALERTS, ALERTS / "templates/mail"):
        found = extract_from_dir(folder, METHODS, keywords=keywords, directory_filter=lambda _: False)
        for name, _, message, *_ in found:
            if folder != ALERTS or name in MODULES:
                yield message if isinstance(message, str) else message[0]
    yield from (*blocks._SECTIONS, blocks._REST, blocks._STATEMENTS, blocks._EDITS, blocks._DEADLINES)
    yield from (*CADENCES.values(), *items._BESIDE.values())


@pytest.fixture(scope="module")
def catalogue() -> dict[str, tuple[str, ...]]:
    with (ALERTS / "locale/en/mail.po").open("rb") as stream:
        found = read_po(stream, abort_invalid=True)
    return {
        it.id if isinstance(it.id, str) else it.id[0]: (it.string,) if isinstance(it.string, str) else (*it.string,)
        for it in found
        if it.id and it.string
    }


def test_every_word_of_the_mails_has_an_english_one_and_no_other(catalogue: dict[str, tuple[str, ...]]) -> None:
    assert set(messages()) == set(catalogue)
    for chinese, words in catalogue.items():
        assert all(words), chinese
        assert not any(map(CHINESE.search, words)), chinese
        assert {name for it in words for name in re.findall(r"%\((\w+)\)", it)} <= {
            "others", *re.findall(r"%\((\w+)\)", chinese)
        }  # fmt: skip


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (100_000, "家", "100,000"),
        (1.2e12, "元", "1.2 trillion yuan"),
        (2_730_000, "户", "2.73 million"),
        (12_345_678, "户", "12,345,678"),
        (60, "%", "60%"),
        (0.25, "个百分点", "0.25 percentage points"),
        (7, "座", "7 座"),
    ],
)
def test_numbers_are_written_in_english_and_lose_nothing(
    target: MakeTarget, value: float, unit: str, words: str
) -> None:
    assert english.figure(target(value, unit=unit, object="物件")) == words


def test_figures_say_how_they_move_and_what_time_they_are_for(target: MakeTarget) -> None:
    growth = target(17.2, object="普惠小微贷款余额", unit="%", action="增长", said="同比增长17.2%")
    assert english.figure(growth) == "up 17.2%"
    assert english.summary(target(comparator="≈")) == "about 300 by 2027"
    assert english.when(target(1.2e9, object="专项资金", unit="元")) == "2027"
    assert english.when(target(deadline=None, as_of="2026-09", status="achieved")) == "as of Sep 2026"
    assert english.when(target(deadline="2026-06-30")) == "by 30 Jun 2026"


def test_names_of_places_and_of_what_is_counted_most_are_english(target: MakeTarget) -> None:
    goal = target(object="国家级“小巨人”企业", scope="广东省")
    assert (english.name(goal), english.place(goal)) == ("Little Giant firms", "Guangdong")
    assert english.name(target(object="示例企业")) == "示例企业"
    assert all(canonical(it) == it for it in english._NAMES["objects"])


def test_a_new_figure_is_not_said_to_be_the_first_of_its_kind(
    target: MakeTarget, origin: Callable[..., Origin]
) -> None:
    near = KnownTarget(1, target(), origin("2026-10-27"))
    new = compare_target(target(520, said="目标由450家调整为520家"), origin(revision=2), [near])
    change = Change(new.kind, target(520), origin(revision=2), new.reason, new.before, against=new.against)
    assert "300 家" in new.reason
    assert english.reason(change) == "this figure was not in the ledger before"


def test_every_kind_has_an_english_name(target: MakeTarget) -> None:
    words = [english.kind(kind, target(status=status)) for kind in ChangeKind for status in Status]
    words += [*map(english.news, News), *map(english.level, Level)]
    assert not any(map(CHINESE.search, words))
    assert english.counted(1, "new target") == "1 new target"
    assert english.counted(3, "new target") == "3 new targets"
    assert english.counted(2, "raised") == "2 raised"


def test_an_english_digest_holds_no_chinese_but_what_was_published(  # noqa: PLR0917
    masthead: Masthead,
    target: MakeTarget,
    statement: Callable[..., Statement],
    change: Callable[..., Change],
    origin: Callable[..., Origin],
    now: object,
) -> None:
    latin = Origin(1, "A title", "https://news.example/1", "A paper", origin().published)
    earlier = replace(latin, url="https://news.example/2")

    def at(finding: Target, kind: ChangeKind = ChangeKind.NEW, before: Target | None = None) -> Change:
        return replace(change(finding, kind, at=latin, before=before), against=earlier if before else None)

    goal = target(6000, object="小巨人企业", scope="广东省", said="A goal of 6000 firms", number="6000")
    before = replace(goal, value=5000.0)
    result = replace(goal, status=Status.ACHIEVED, deadline=None, as_of="2026-10")
    said = statement(text="We shall.", speaker="A. Person", organization="A ministry", position=", minister")
    edit = page_edit(compare("The goal is 3000 firms.", "The goal is 3500 firms."))
    assert edit
    told = [
        at(goal),
        at(goal, ChangeKind.RAISED, before),
        at(goal, ChangeKind.CONTRADICTED, before),
        at(goal, ChangeKind.IMPLAUSIBLE, before),
        at(result, ChangeKind.PROGRESS, before),
        at(result),
        replace(change(said, at=latin), number=20),
        Change(ChangeKind.EDITED, edit, latin, "", number=21),
    ]
    reader = Subscriber(3, "reader@example.org", Language.ENGLISH)
    asked = Subscription(7, reader, Cadence.WEEK, Filter(kinds=tuple(News), levels=tuple(Level), keywords=("SME",)))
    due = Deadline(1, goal, now.date(), 0, latin)  # type: ignore[attr-defined]
    watched = Coverage(12, ("one", "two"), ("three",))
    composed = digest.compose(digest.attributed(told), asked, "2026-W47", watched, now, [due])  # type: ignore[arg-type]
    assert composed
    message = render.render(composed, masthead)
    assert message.subject == (
        "1 new target, 1 raised, 1 contradicted, 1 doubtful, 1 in progress, 1 new figure; statement by A. Person; "
        "1 edited page｜21 Nov"
    )
    words = re.sub(r"<style>.*</style>|<[^>]*>", " ", message.html, flags=re.DOTALL) + message.text
    assert sorted(set(CHINESE.findall(words)) - set("《》「」－＋【】｜　■")) == []
    assert "before: 5,000 by 2027 (12 Nov 2026, A paper)" in words
    assert 'lang="en"' in message.html


def test_the_catalogue_of_a_language_is_read_when_it_is_asked_for() -> None:
    assert tongue(Language.CHINESE).gettext("新目标") == "新目标"
    assert tongue(Language.ENGLISH).gettext("新目标") == "New targets"
    assert tongue(Language.ENGLISH).ngettext("还有 %(num)s 天", 1) == "1 day left"
