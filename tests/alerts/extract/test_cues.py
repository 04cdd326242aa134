import pytest

from alerts.extract import cues
from alerts.extract.cues import Cue, Frame
from alerts.extract.reading import read


def occurrences(text: str) -> list[Cue]:
    return list(cues.occurrences(read(text, title="", published=None)))


@pytest.mark.parametrize(
    ("text", "word", "content"),
    [
        ("张明远表示，服务要好。", "表示", "服务要好。"),
        ("张明远介绍说：服务要好。", "介绍", "服务要好。"),
        ("张明远告诉本报记者，服务要好。", "告诉", "服务要好。"),
        ("张明远明确指出，服务要好。", "指出", "服务要好。"),
        ("张明远提出三点建议：一是服务要好。", "提出", "一是服务要好。"),
        ("在张明远看来，服务要好。", "看来", "服务要好。"),
        ("张明远提出两点倡议：\n一是服务要好。", "提出", "一是服务要好。"),
        ("张明远勉励青年店主：“服务要好。”", "勉励", "“服务要好。”"),
        ("张明远叮嘱身边的人，“服务要好。”", "叮嘱", "“服务要好。”"),
    ],
)
def test_a_cue_tells_its_verb_and_where_what_is_said_begins(text: str, word: str, content: str) -> None:
    (cue, *_) = [cue for cue in occurrences(text) if cue.frame is not Frame.LABEL]
    assert (cue.word, text[cue.content :]) == (word, content)


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("张明远不认为服务会变差。", "不认为"),
        ("张明远并不认为，服务会变差。", "并不认为"),
        ("张明远没有表示要提高补贴。", "没有表示"),
        ("张明远也不再相信服务会变差。", "不再相信"),
        ("张明远从未表示服务会变差。", "从未表示"),
        ("与会者无不认为服务会变好。", "认为"),
        ("张明远不得不承认，服务会变差。", "承认"),
    ],
)
def test_what_denies_a_cue_belongs_to_it(text: str, cue: str) -> None:
    (found,) = occurrences(text)
    assert (found.denial + found.word, text[found.start :].startswith(cue)) == (cue, True)


def test_an_answer_may_stand_below_its_label() -> None:
    text = "示例省工信厅副厅长张明远：\n服务要好。"
    (cue,) = occurrences(text)
    assert (cue.frame, text[cue.content :]) == (Frame.LABEL, "服务要好。")


@pytest.mark.parametrize(
    "text", ["他写小说。", "这一说法不对。", "据介绍已经办好。", "荣誉称号", "名称很长", "来说很好"]
)
def test_longer_words_that_hold_a_cue_are_none(text: str) -> None:
    assert occurrences(text) == []
