"""Facts as typed values."""

import pytest

from seeds.errors import SeedFormatError
from seeds.facts import loads

ARTICLE = """
[[article]]
title = "示例"
date = 2021-11-23T06:03:01Z
publisher = "示例财经"
content_hash = "1:00"
"""
STATEMENT = """
[[article.statement]]
speaker = "王小明"
position = "局长"
organization = "示例省工信厅"
official = true
subject = "培育企业"
"""


def test_a_fact_knows_the_article_that_states_it() -> None:
    found = loads(ARTICLE + STATEMENT + STATEMENT)
    assert found.targets == ()
    assert [fact.stated.content_hash for fact in found.statements] == ["1:00", "1:00"]
    assert found.statements[0].speaker == "王小明"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[[article", id="not TOML"),
        pytest.param(ARTICLE.replace("publisher", "author"), id="an article without its publisher"),
        pytest.param(ARTICLE + STATEMENT.replace("subject", "text"), id="a field of another name"),
        pytest.param(ARTICLE + "[[article.target]]\nvalue = 1\n", id="a target without its object"),
    ],
)
def test_a_fact_with_too_little_or_too_much_is_refused(text: str) -> None:
    with pytest.raises(SeedFormatError, match="facts cannot be read"):
        loads(text)
