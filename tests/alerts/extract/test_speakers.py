from datetime import date

import pytest

from alerts.extract import cues, speakers
from alerts.extract.people import People, Speaker
from alerts.extract.reading import read
from alerts.extract.speakers import Nobody


def who(text: str) -> Speaker | Nobody:
    """The speaker of the last cue in a text."""
    reading = read(text, title="", published=date(2026, 11, 20))
    *_, cue = cues.occurrences(reading)
    return speakers.who(reading, cue, People(reading), None)


def name(text: str) -> str | None:
    speaker = who(text)
    return speaker.name if isinstance(speaker, Speaker) else None


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("示例省工信厅副厅长宋新", "宋新"),
        ("示例省工信厅副厅长宋新还", "宋新"),
        ("示例省工信厅副厅长欧阳明远", "欧阳明远"),
        ("示例省工信厅副厅长阿里木·买买提", "阿里木·买买提"),
        ("示例国总统特尔斯基2日", "特尔斯基"),
        ("示例国外长扎兹罗娃2日", "扎兹罗娃"),
        ("示例自治区主席洛桑多珠", "洛桑多珠"),
        ("示例国议员佐藤健一昨天", "佐藤健一"),
        ("此外，示例省工信厅副厅长宋新昨天（3月5日）在会上对记者", "宋新"),
        ("示例省省委书记、省长宋新在接受采访时", "宋新"),
        ("示例省工信厅副厅长宋新举例", "宋新"),
        ("示例省工信厅副厅长宋新先后", "宋新"),
        ("示例省工信厅副厅长宋新3月5日在京", "宋新"),
        ("示例省工信厅副厅长宋新给记者", "宋新"),
        ("张明远局长", "张明远"),
        ("欧阳明远委员代表示例商会发言", "欧阳明远"),
        ("洪明远常委", "洪明远"),
        ("张明远", "张明远"),
    ],
)
def test_a_name_ends_where_adverbs_begin(subject: str, expected: str) -> None:
    assert name(f"{subject}表示，服务站要办好。") == expected


def test_what_is_told_once_holds_for_the_whole_article() -> None:
    speaker = who("对示例省工信厅副厅长宋新的专访播出。\n宋新表示，服务站要办好。")
    assert speaker == Speaker("宋新", "副厅长", "示例省工业和信息化厅", official=True)


def test_a_body_without_a_name_speaks_by_what_it_is() -> None:
    speaker = who("示例集团建起了仓库。一家跨境物流企业的负责人告诉记者，生意更好了。")
    assert speaker == Speaker(None, "负责人", "跨境物流企业", official=False)


@pytest.mark.parametrize(
    ("subject", "official"), [("全国工商联党组书记、副主席宋新", True), ("示例集团公司党组书记、董事长宋新", False)]
)
def test_a_leading_party_group_is_of_the_party_but_in_a_company(subject: str, official: bool) -> None:
    speaker = who(f"{subject}表示，服务站要办好。")
    assert isinstance(speaker, Speaker)
    assert speaker.official is official


def test_a_party_in_opposition_is_no_words_of_place() -> None:
    speaker = who("示例国最大在野党表示，服务站要办好。")
    assert isinstance(speaker, Nobody) or speaker.organization != "示例国最大"


def test_a_deputy_in_a_list_is_of_the_body_named_before() -> None:
    speaker = who("示例省财政厅厅长宋新、副厅长李兵先后发言。李兵表示，服务站要办好。")
    assert speaker == Speaker("李兵", "副厅长", "示例省财政厅", official=True)


def test_the_words_of_a_dateline_are_no_part_of_a_body() -> None:
    speaker = who("新华社北京电 财政部副部长宋新表示，服务站要办好。")
    assert speaker == Speaker("宋新", "副部长", "财政部", official=True)


def test_an_office_alone_means_the_one_who_holds_it() -> None:
    assert name("示例省省长宋新到园区调研。省长指出，服务站要办好。") == "宋新"


def test_a_cue_without_a_subject_takes_the_sentences() -> None:
    assert name("示例省工信厅副厅长宋新会见了企业代表，呼吁各方支持服务站。") == "宋新"


@pytest.mark.parametrize(
    ("text", "organization"),
    [
        ("示例市民营经济协会近日表示，服务站要办好。", "示例市民营经济协会"),
        ("示例市有限公司的门店来了客人。公司表示，订单充足。", "示例市有限公司"),
        ("法国方面2日表示，将参加博览会。", "法国方面"),
        ("也门军方表示，将参加博览会。", "也门军方"),
        ("乌方表示，将参加博览会。", "乌方"),
        ("印方还表示，将参加博览会。", "印方"),
        ("宁示汽车方面表示，订单充足。", "宁示汽车"),
        ("会议3月5日在京召开。示例论坛指出，服务站要办好。", "示例论坛"),
    ],
)
def test_bodies_speak(text: str, organization: str) -> None:
    speaker = who(text)
    assert isinstance(speaker, Speaker)
    assert (speaker.name, speaker.organization) == (None, organization)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("记者说，服务站在哪里。", Nobody.PRESS),
        ("《示例办法》指出，服务站要办好。", Nobody.DOCUMENT),
        ("多位专家表示，服务站要办好。", Nobody.VAGUE),
        ("示例省政府希望各地把服务站办好。", Nobody.ATTITUDE),
        ("他说，服务站要办好。", Nobody.UNKNOWN),
        ("企业主算了一笔账：一年省下三万元。", Nobody.UNKNOWN),
        ("小店主说，一年省下三万元。", Nobody.UNKNOWN),
    ],
)
def test_the_reason_is_told_where_nobody_speaks(text: str, reason: Nobody) -> None:
    assert who(text) is reason


@pytest.mark.parametrize(
    ("subject", "organization"),
    [
        ("刚刚拿到退税款的示例精密制造有限公司经理宋新", "示例精密制造有限公司"),
        ("在一家工厂，生产负责人", "工厂"),
        ("在人民大会堂同示例同业协会经理宋新", None),
        ("遇到了要去工厂的经理宋新", None),
        ("林明远听取了集团董事长宋新", None),
    ],
)
def test_what_is_told_of_a_body_is_no_part_of_its_name(subject: str, organization: str | None) -> None:
    speaker = who(f"{subject}表示，服务站要办好。")
    assert isinstance(speaker, Speaker)
    assert speaker.organization == organization
