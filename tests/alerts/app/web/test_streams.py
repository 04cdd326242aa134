"""Whoever listens to the same shares each look at it."""

import asyncio
from contextlib import ExitStack
from functools import partial

import pytest

from alerts.app.web import streams
from alerts.app.web.streams import Sight, Streams


def test_all_who_are_shown_the_same_share_a_look_and_others_have_their_own() -> None:
    looks: list[str] = []

    def look(name: str) -> Sight:
        looks.append(name)
        return Sight(name, "", last=False)

    async def listen() -> None:
        shared = Streams()
        seen = await asyncio.gather(*(shared.look(name, partial(look, name)) for name in "aabab"))
        assert [it.state for it in seen] == list("aabab")

    asyncio.run(listen())
    assert sorted(looks) == ["a", "b"]


def test_a_look_is_taken_anew_after_a_glance(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "GLANCE", 0.0)
    states = iter("ab")

    async def listen() -> list[str]:
        shared = Streams()
        return [(await shared.look(1, lambda: Sight(next(states), "", last=False))).state for _ in range(2)]

    assert asyncio.run(listen()) == ["a", "b"]


def test_who_goes_away_takes_the_look_from_nobody() -> None:
    async def listen() -> str:
        shared = Streams()
        gone, waits = (asyncio.create_task(shared.look(1, lambda: Sight("seen", "", last=False))) for _ in range(2))
        await asyncio.sleep(0)
        gone.cancel()
        return (await waits).state

    assert asyncio.run(listen()) == "seen"


def test_a_client_has_so_many_streams_and_leaves_room_for_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "EACH", 2)
    monkeypatch.setattr(streams, "MOST", 3)
    shared, one, neighbour, other = Streams(), "2001:db8:0:1::1", "2001:db8:0:1:ffff::2", "2001:db8:0:2::1"
    with ExitStack() as listening:
        for it in (one, neighbour):
            assert shared.refusal(it) == ""
            listening.enter_context(shared.counted(it))
        assert shared.refusal(one).startswith("2 streams of your address are open")
        assert shared.refusal(other) == ""
        with shared.counted(other):
            assert shared.refusal(other).startswith("3 streams are open")
        assert shared.refusal(other) == ""
    assert shared.refusal(one) == ""
