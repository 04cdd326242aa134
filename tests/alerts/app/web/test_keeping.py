"""What is kept: made once for all who ask, however long that takes, and without holding up what others ask for."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from alerts.app.web import keeping
from alerts.app.web.keeping import Kept

PATIENCE = 30  # seconds until a test is given up


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor() as pool:
        yield pool


class Slow:
    """Makes something that is not done before it may end; counts how often it was begun."""

    def __init__(self) -> None:
        self.begun, self.may_end, self.times = Event(), Event(), 0

    def __call__(self) -> object:
        self.times += 1
        self.begun.set()
        assert self.may_end.wait(PATIENCE)
        return object()


def test_what_is_slow_to_make_holds_up_nothing_else(threads: ThreadPoolExecutor) -> None:
    kept, slow = Kept(), Slow()
    waiting = threads.submit(kept.get, "slow", 1, slow)
    assert slow.begun.wait(PATIENCE)
    quick = threads.submit(kept.get, "quick", 1, lambda: "made")
    try:
        assert quick.result(PATIENCE) == "made"
        assert not waiting.done()
    finally:
        slow.may_end.set()


def test_all_who_ask_for_the_same_get_what_was_made_once(threads: ThreadPoolExecutor) -> None:
    kept, slow = Kept(), Slow()
    first = threads.submit(kept.get, "it", 1, slow)
    assert slow.begun.wait(PATIENCE)
    others = [threads.submit(kept.get, "it", 1, slow) for _ in range(3)]
    slow.may_end.set()
    assert {it.result(PATIENCE) for it in others} == {first.result(PATIENCE)}
    assert slow.times == 1


def test_what_fails_is_tried_again() -> None:
    kept = Kept()
    with pytest.raises(ZeroDivisionError):
        kept.get("it", 1, lambda: 1 // 0)
    assert kept.get("it", 1, lambda: "made") == "made"


def test_what_was_asked_for_last_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "_MOST", 2)
    kept = Kept()
    for name in ("a", "b", "a", "c"):
        kept.get(name, 1, lambda name=name: f"first {name}")  # type: ignore[misc]
    assert [kept.get(name, 1, lambda: "again") for name in ("a", "c", "b")] == ["first a", "first c", "again"]


def test_what_is_made_of_something_else_takes_the_place_of_what_was() -> None:
    kept, made = Kept(), list[object]()

    def thing() -> object:
        made.append(object())
        return made[-1]

    for state in (1, 1, 2, 2):
        assert kept.get("it", state, thing) is made[-1]
    assert len(made) == 2
    assert len(kept._made) == 1
