"""The postman goes whenever somebody rings, whatever went wrong before, and stops when the service does."""

from collections.abc import Callable
from queue import SimpleQueue

import pytest

from alerts.app.web.postman import Postman
from alerts.errors import ServerUnavailableError


def test_each_ring_is_answered_after_a_failure_too(caplog: pytest.LogCaptureFixture) -> None:
    rounds: SimpleQueue[int] = SimpleQueue()
    faults = [ServerUnavailableError("the mail server is away"), RuntimeError("a fault"), None]

    def send(stop: Callable[[], bool]) -> None:
        rounds.put(len(faults))
        fault = faults.pop(0)
        if fault:
            raise fault

    with Postman(send) as postman:
        for left in (3, 2, 1):
            postman.ring()
            assert rounds.get(timeout=30) == left
    assert [it.levelname for it in caplog.records] == ["WARNING", "ERROR"]
    assert "the mail server is away" in caplog.text


def test_a_round_is_told_that_the_service_stops() -> None:
    begun: SimpleQueue[Callable[[], bool]] = SimpleQueue()
    going: SimpleQueue[None] = SimpleQueue()
    ends: list[bool] = []

    def send(stop: Callable[[], bool]) -> None:
        begun.put(stop)
        going.get(timeout=30)
        ends.append(stop())

    with Postman(send) as postman:
        postman.ring()
        stop = begun.get(timeout=30)
        assert not stop()
        postman._leaving.set()
        going.put(None)
    assert ends == [True]


def test_nobody_rings() -> None:
    with Postman(lambda stop: pytest.fail("nothing is to be sent")):
        pass
