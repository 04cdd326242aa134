import pytest

from alerts.extract.titles import Title, parse


@pytest.mark.parametrize(
    ("text", "organization", "position", "official"),
    [
        ("工信部中小企业局局长", "工业和信息化部", "中小企业局局长", True),
        ("工业和信息化部中小企业局一级巡视员", "工业和信息化部", "中小企业局一级巡视员", True),
        ("示例省工信厅中小企业处副处长", "示例省工业和信息化厅", "中小企业处副处长", True),
        ("广东省国资委主任", "广东省国有资产监督管理委员会", "主任", True),
        ("示例大学国家中小企业研究院副院长", "示例大学", "国家中小企业研究院副院长", False),
        ("示例银行金融市场部宏观研究员", "示例银行", "金融市场部宏观研究员", False),
        ("示例电子科技有限公司董事长兼总经理", "示例电子科技有限公司", "董事长兼总经理", False),
        ("东方示例首席经济学家", "东方示例", "首席经济学家", False),
        ("国家主席", None, "国家主席", True),
        ("美国总统", "美国", "总统", True),
        ("美国财政部发言人", "美国财政部", "发言人", True),
        ("美国前财政部长", "美国财政部", "部长", True),
        ("埃及交通部长", "埃及交通部", "部长", True),
        ("委内瑞拉代总统", "委内瑞拉", "代总统", True),
        ("住建部建筑市场监管司司长", "住房城乡建设部", "建筑市场监管司司长", True),
        ("国家疾控局副局长", "国家疾控局", "副局长", True),
        ("全国妇联书记处书记", "中华全国妇女联合会", "书记处书记", False),
        ("经理", None, "经理", False),
    ],
)
def test_a_title_is_parted_into_top_body_and_office_with_its_sub_unit(
    text: str, organization: str | None, position: str, official: bool
) -> None:
    assert parse(text) == Title(position, organization, official)


@pytest.mark.parametrize(
    ("text", "organization", "position", "official"),
    [
        ("示例省委副书记、省长", "示例省委", "副书记、省长", True),
        ("全国政协委员、示例集团董事长", "示例集团", "董事长", False),
        ("全国人大代表、示例市市长", "示例市", "市长", True),
        ("示例公司管委会成员、投行业务负责人", "示例公司", "管委会成员、投行业务负责人", False),
        ("全国政协委员", "中国人民政治协商会议全国委员会", "委员", False),
    ],
)
def test_of_several_offices_a_seat_counts_only_alone(
    text: str, organization: str, position: str, official: bool
) -> None:
    assert parse(text) == Title(position, organization, official)


def test_a_scholar_is_no_official_though_his_institute_hangs_on_a_ministry() -> None:
    assert not parse("工信部示例研究院研究员").official


@pytest.mark.parametrize("lead", ["3月5日", "在国新办发布会上，", "播出总台记者对"])
def test_words_before_a_title_are_left_out(lead: str) -> None:
    assert parse(f"{lead}示例省工信厅副厅长").organization == "示例省工业和信息化厅"
