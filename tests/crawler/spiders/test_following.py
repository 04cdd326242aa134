"""Answers that lead on: a tree of addresses in a dictionary stands for the web."""

import asyncio
from collections.abc import Mapping

from crawler.errors import FetchError
from crawler.model import Reason
from crawler.spiders.following import DEPTH, PARTS, Answer, Followed, follow
from crawler.spiders.reading import Further

ROOT = "https://example.org/0"


def followed(tree: Mapping[str, list[str]], *, max_bytes: int = 1000, size: int = 1) -> tuple[Followed, list[str]]:
    """Follow a tree of paths; return the result, and the paths that were asked for. What is not in it fails."""
    asked: list[str] = []

    def leads_to(answer: Answer) -> tuple[Further, ...]:
        return tuple(Further(f"https://example.org/{it}") for it in tree[answer.url.rpartition("/")[2]])

    async def ask(further: Further) -> Answer:
        asked.append(further.url.rpartition("/")[2])
        if asked[-1] not in tree:
            raise FetchError(Reason.HTTP, "HTTP status 404")
        return Answer(further.url, b"x" * size, {})

    first = Answer(ROOT, b"x" * size, {})
    return asyncio.run(follow(first, leads_to, ask, max_bytes=max_bytes)), asked


def paths(result: Followed) -> list[str]:
    return [it.url.rpartition("/")[2] for it in result.answers]


def test_an_answer_that_leads_nowhere_holds_the_entries_itself() -> None:
    result, asked = followed({"0": []})
    assert (paths(result), result.faults, asked) == (["0"], (), [])


def test_the_first_lead_is_followed_to_its_end_before_the_next() -> None:
    result, _ = followed({"0": ["a", "b"], "a": ["a1", "a2"], "a1": [], "a2": [], "b": []})
    assert paths(result) == ["a1", "a2", "b"]


def test_a_part_that_fails_is_named_and_the_others_are_read() -> None:
    result, _ = followed({"0": ["a", "gone", "b"], "a": [], "b": []})
    assert paths(result) == ["a", "b"]
    ((url, error),) = result.faults
    assert url == "https://example.org/gone"
    assert "404" in str(error)


def test_loops_end() -> None:
    result, asked = followed({"0": ["0", "a"], "a": ["0", "a", "b"], "b": ["a"]})
    assert paths(result) == []
    assert asked == ["a", "b"]


def test_what_leads_on_too_often_is_left() -> None:
    chain = {str(n): [str(n + 1)] for n in range(9)}
    _, asked = followed(chain)
    assert len(asked) == DEPTH


def test_of_very_many_parts_the_first_ones_are_asked_for() -> None:
    names = [f"p{n}" for n in range(500)]
    result, asked = followed({"0": names} | {name: [] for name in names})
    assert paths(result) == asked == names[:PARTS]


def test_all_answers_together_are_limited() -> None:
    names = [f"p{n}" for n in range(9)]
    result, _ = followed({"0": names} | {name: [] for name in names}, max_bytes=250, size=100)
    assert paths(result) == ["p0", "p1"]


def test_an_answer_that_cannot_be_read_is_left_to_the_reading_of_its_entries() -> None:
    def trips(answer: Answer) -> tuple[Further, ...]:
        raise FetchError(Reason.NOT_A_FEED, "the answer is no XML")

    async def never(further: Further) -> Answer:
        raise AssertionError(further.url)

    first = Answer(ROOT, b"?", {})
    assert asyncio.run(follow(first, trips, never, max_bytes=10)) == Followed((first,))
