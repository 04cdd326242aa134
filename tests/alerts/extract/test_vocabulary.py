"""What the data files must keep to, since nothing else would notice."""

import re
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from itertools import product
from typing import Any

import pytest

from alerts.extract import vocabulary
from alerts.extract.vocabulary import alternation, load

NAMES = sorted(it.name.removesuffix(".toml") for it in files(vocabulary).iterdir() if it.name.endswith(".toml"))


def lists(value: Any) -> Iterator[list[str]]:
    """Every list of words in a vocabulary."""
    if isinstance(value, list) and all(isinstance(it, str) for it in value):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from lists(part)


@pytest.mark.parametrize("name", NAMES)
def test_no_list_names_a_word_twice(name: str) -> None:
    assert [word for words in lists(load(name)) for word, times in Counter(words).items() if times > 1] == []


def test_every_word_around_a_cue_holds_one_and_is_none() -> None:
    data = load("cues")
    cues = {*data["clause"], *data["pause"], *data["noun"]}
    assert not cues & set(data["larger"])
    assert [word for word in data["larger"] if not any(cue in word for cue in cues)] == []
    assert {*data["attitudes"], *data["resolutions"]} <= cues


def test_no_alias_means_two_things() -> None:
    meant: dict[str, set[str]] = {}
    for row in load("aliases")["object"]:
        for before, stem, after in product(["", *row.get("before", ())], row["stems"], ["", *row.get("after", ())]):
            meant.setdefault(f"{before}{stem}{after}", set()).add(row["name"])
    assert {alias: names for alias, names in meant.items() if len(names) > 1} == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("局长助理", "局长助理"),
        ("局长助手", "局长"),
        ("局助理", None),
        ("副主任", None),
        ("主任", "主任"),
        ("a-b]", "a-b]"),
    ],
)
def test_of_words_that_begin_alike_the_longest_is_matched(text: str, found: str | None) -> None:
    words = re.compile(alternation(["局长", "局长助理", "主任", "主席", "a-b]", "a^"]))
    match = words.match(text)
    assert (match and match[0]) == found


def test_a_shorter_word_is_matched_where_what_follows_rules_the_longer_one_out() -> None:
    match = re.match(f"(?P<office>{alternation(['委员', '委员会', '委员会主席'])})(?!团)(?P<rest>.*)", "委员会主席团")
    assert match
    assert (match["office"], match["rest"]) == ("委员会", "主席团")


def test_every_tie_of_a_noun_shows_at_its_end_by_what_characters_it_is_known() -> None:
    assert [tie for tie in load("objects")["ties"] if not re.search(r"\w$|\[\w+\]$", tie)] == []
