"""How a difference looks on a terminal."""

from collections.abc import Callable
from datetime import UTC, datetime
from io import StringIO

import pytest
from rich.console import Console

from alerts.app import differences
from alerts.app.differences import Difference
from crawler.edits import compare
from crawler.model import Article, Novelty, Relevance, Revision, Verdict
from seeds.document import Document

NOW = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture
def revision() -> Callable[..., Revision]:
    def make(number: int, words: str) -> Revision:
        document = Document("示例省行动方案", ("示例",), "示例网", NOW, words)
        article = Article(document, words, f"2:{number}", "https://news.example/1", "example", "example/news", NOW)
        return Revision(number, article, Relevance(0.9, (), ()), Novelty(Verdict.NEW, "new"), announced=True)

    return make


def test_what_went_is_red_and_what_came_is_green(
    revision: Callable[..., Revision], monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = StringIO()
    console = Console(file=screen, force_terminal=True, color_system="standard", width=80, highlight=False)
    monkeypatch.setattr(differences, "output", lambda: console)
    old, new = revision(1, "减免租金三个月。"), revision(2, "减免租金六个月。")
    differences.print_difference(Difference(old, new, compare(old.article.text, new.article.text)), UTC)
    shown = screen.getvalue()
    assert "\x1b[31m- 减免租金\x1b[0m\x1b[1;7;31m三个\x1b[0m\x1b[31m月。\x1b[0m" in shown
    assert "\x1b[32m+ 减免租金\x1b[0m\x1b[1;7;32m六个\x1b[0m\x1b[32m月。\x1b[0m" in shown
    assert "[-" not in shown
