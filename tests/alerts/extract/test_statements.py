from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.extract import statements
from alerts.extract.reading import Reading, read
from alerts.extract.register import Office
from alerts.model import Statement, StatementKind


def reading(text: str) -> Reading:
    return read(text, title="", published=date(2026, 11, 20))


def find(text: str) -> tuple[Statement, ...]:
    return statements.find(reading(text))


def said(text: str) -> list[tuple[str | None, str]]:
    return [(found.speaker, found.evidence.text) for found in find(text)]


INTRODUCED = "示例省工信厅副厅长张明远出席了发布会。"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("示例省工信厅副厅长张明远表示，今年将新增服务站一百个。", "今年将新增服务站一百个"),
        ("示例省工信厅副厅长张明远说：“我们把服务站办到园区里去。”", "我们把服务站办到园区里去"),
        ("“我们把服务站办到园区里去。”示例省工信厅副厅长张明远说。", "我们把服务站办到园区里去"),
        ("“我们把服务站办到园区里去”，示例省工信厅副厅长张明远说。", "我们把服务站办到园区里去"),
        ("据示例省工信厅副厅长张明远介绍，服务站已经办到园区。", "服务站已经办到园区"),
        ("在示例省工信厅副厅长张明远看来，关键是把服务送上门。", "关键是把服务送上门"),
        ("对此，示例省工信厅副厅长张明远昨天还对记者强调，服务要送上门。", "服务要送上门"),
        ("服务站今年要办到每个园区，示例省工信厅副厅长张明远说。", "服务站今年要办到每个园区"),
        ("示例省工信厅副厅长张明远告诉本报记者，服务站已经办到园区。", "服务站已经办到园区"),
        ("示例省工信厅副厅长张明远明确指出，服务站不能只挂牌子。", "服务站不能只挂牌子"),
    ],
)
def test_subject_cue_and_content_stand_in_any_order(text: str, words: str) -> None:
    assert said(text) == [("张明远", words)]


def test_a_quotation_on_both_sides_of_the_cue_is_one_stretch_with_the_cue_in_its_midst() -> None:
    (found,) = find(INTRODUCED + "\n“服务站要办到园区。”张明远说，“不能只挂牌子。”")
    assert found.evidence.text == "服务站要办到园区。”张明远说，“不能只挂牌子"
    assert found.kind is StatementKind.DIRECT


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("张明远说：“服务站要办到园区。”", StatementKind.DIRECT),
        ("张明远说，服务站要办到园区。", StatementKind.INDIRECT),
        ("张明远说，服务站要办到“专精特新”园区。", StatementKind.INDIRECT),
        ("张明远说，服务站要办好。“十五五”期间再办五十个。", StatementKind.INDIRECT),
        ("“服务站要办到园区。”张明远表示，年底前再办五十个。", StatementKind.MIXED),
        ("张明远说，服务站要办到园区。“不能只挂牌子。”", StatementKind.MIXED),
    ],
)
def test_only_speech_in_quotation_marks_is_direct(text: str, kind: StatementKind) -> None:
    (found,) = find(f"{INTRODUCED}\n{text}")
    assert found.kind is kind


@pytest.mark.parametrize("marks", ["“”", '""', "「」", "＂＂"])
def test_every_kind_of_quotation_mark_is_understood_and_cut_as_it_stands(marks: str) -> None:
    text = f"示例省工信厅副厅长张明远说：{marks[0]}服务站办到了 {marks[0]}双创{marks[1]} 园区。{marks[1]}"
    (found,) = find(text)
    assert text[found.evidence.start : found.evidence.end] == found.evidence.text
    assert found.evidence.text.startswith("服务站办到了")


def test_office_and_organisation_are_found_where_the_person_was_introduced() -> None:
    (found,) = find("示例省工信厅中小企业处处长李文静介绍了有关情况。\n会后，李文静表示，服务站已经办到园区。")
    assert (found.speaker, found.position, found.organization) == (
        "李文静",
        "中小企业处处长",
        "示例省工业和信息化厅",
    )
    assert found.official


def test_the_register_tells_the_office_of_a_person_whom_the_article_does_not_introduce() -> None:
    register = {"李文静": Office("中小企业局局长", "工业和信息化部")}
    text = "李文静表示，服务站已经办到园区。"
    (found,) = statements.find(reading(text), register)
    assert (found.position, found.organization, found.official) == ("中小企业局局长", "工业和信息化部", True)


def test_what_the_article_says_comes_before_the_register() -> None:
    register = {"李文静": Office("中小企业局局长", "工业和信息化部")}
    (found,) = statements.find(reading("示例大学教授李文静表示，服务站要办到园区。"), register)
    assert (found.organization, found.official) == ("示例大学", False)


@pytest.mark.parametrize("pronoun", ["他", "她"])
def test_a_pronoun_means_the_person_named_last(pronoun: str) -> None:
    text = f"示例大学教授陈思远表示，政策要稳。\n示例省工信厅副厅长张明远到园区调研。{pronoun}说，服务站要办好。"
    assert said(text) == [("陈思远", "政策要稳"), ("张明远", "服务站要办好")]


@pytest.mark.parametrize("opening", ["记者", "目前，记者", "走进园区，记者", "值得注意的是，记者"])
def test_what_the_writer_saw_is_the_writers_own(opening: str) -> None:
    text = f"示例省工信厅副厅长张明远表示，服务要快。窗口要并。{opening}看到，两个服务站已经开门。"
    assert said(text) == [("张明远", "服务要快。窗口要并")]


def test_a_pronoun_may_mean_a_person_whose_name_is_not_told() -> None:
    text = "示例大学教授陈思远表示，政策要稳。\n示例省工信厅有关负责人介绍，门槛不会降低。\n他说，服务站要办好。"
    assert said(text) == [("陈思远", "政策要稳"), (None, "门槛不会降低"), (None, "服务站要办好")]


def test_several_speakers_in_one_sentence_keep_their_own_words() -> None:
    text = "示例大学教授陈思远认为，政策要稳；示例省工信厅副厅长张明远则表示，服务要快。"
    assert said(text) == [("陈思远", "政策要稳"), ("张明远", "服务要快")]


def test_a_second_cue_in_the_same_paragraph_stays_one_statement_and_a_new_one_later_does_not() -> None:
    text = f"{INTRODUCED}\n张明远表示，服务站要办到园区。“不能只挂牌子。”他说。\n张明远表示，年底前再办五十个。"
    assert said(text) == [
        ("张明远", "服务站要办到园区。“不能只挂牌子"),
        ("张明远", "年底前再办五十个"),
    ]


def test_an_announced_list_runs_over_paragraphs_and_ends_with_its_last_item() -> None:
    text = (
        "示例省工信厅副厅长张明远表示，重点做好三个方面工作：\n一是办好服务站。送服务上门。\n二是降低费用。\n三是培训人才。\n"
        "示例省今年已有服务站二百个。"
    )
    ((_, words),) = said(text)
    assert words.endswith("三是培训人才")


@pytest.mark.parametrize("opening", ["例如，某镇把服务站办进了市场。", "其次，要降低费用。"])
def test_a_paragraph_without_a_cue_belongs_only_where_it_takes_something_up(opening: str) -> None:
    text = f"示例省工信厅副厅长张明远表示，首先要办好服务站。\n{opening}\n示例省今年已有服务站二百个。"
    ((_, words),) = said(text)
    assert words.endswith(opening.rstrip("。"))


def test_a_press_question_is_no_part_of_the_answer_before_it() -> None:
    text = "示例省工信厅副厅长张明远表示，服务站要办好。\n有媒体提问：费用会不会降？\n张明远说，会降。"
    assert said(text) == [("张明远", "服务站要办好"), ("张明远", "会降")]


@pytest.mark.parametrize(
    ("text", "organization", "position"),
    [
        ("工信部表示，服务站要办到园区。", "工业和信息化部", None),
        ("工信部有关负责人昨天表示，服务站要办到园区。", "工业和信息化部", "有关负责人"),
        ("示例省工信厅近日表示，服务站要办到园区。", "示例省工业和信息化厅", None),
        ("示例市中小企业协会指出，服务站要办到园区。", "示例市中小企业协会", None),
    ],
)
def test_a_body_speaks_without_a_person(text: str, organization: str, position: str | None) -> None:
    (found,) = find(text)
    assert (found.speaker, found.organization, found.position) == (None, organization, position)


def test_a_meeting_speaks_under_its_name_and_turns_to_a_new_topic_with_each_cue() -> None:
    text = "示例省促进中小企业发展工作会议3月5日召开。会议指出，服务站要办好。会议强调，费用要降低。"
    assert [(found.organization, found.evidence.text) for found in find(text)] == [
        ("示例省促进中小企业发展工作会议", "服务站要办好"),
        ("示例省促进中小企业发展工作会议", "费用要降低"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "示例省工信厅副厅长张明远对获奖企业表示祝贺。",
        "《示例省服务站管理办法》提出，服务站要办到园区。",
        "规划明确，服务站要办到园区。",
        "记者获悉，服务站已经办到园区。",
        "数据显示，服务站已经有二百个。",
        "据悉，服务站已经有二百个。",
        "据介绍，服务站已经有二百个。",
        "有记者问，服务站什么时候办到园区？",
        "八成受访企业表示，对服务站满意。",
        "业内人士认为，服务站会更多。",
        "示例省工信厅副厅长张明远介绍了有关情况。",
        "示例省工信厅副厅长张明远的说明很详细，大家都说好。",
        "张明远强调服务站要办到园区",
    ],
)
def test_plain_verbs_documents_data_and_questions_are_no_statements(text: str) -> None:
    assert find(text) == ()


def test_an_interview_belongs_to_its_answerer_from_answer_to_question() -> None:
    text = "\n".join(
        [
            "示例省工信厅有关负责人就服务站建设答记者问。",
            "问：服务站办在哪里？",
            "答：办在园区。",
            "也办在市场。",
            "问：费用会不会降？",
            "答：会降。",
        ]
    )
    found = find(text)
    assert [statement.evidence.text for statement in found] == ["办在园区。\n也办在市场", "会降"]
    assert {statement.organization for statement in found} == {"示例省工业和信息化厅"}


@pytest.mark.parametrize("label", ["张明远", "示例省工信厅副厅长张明远"])
def test_a_name_with_a_colon_opens_an_answer(label: str) -> None:
    text = f"{INTRODUCED}\n记者：服务站办在哪里？\n{label}：办在园区。"
    assert said(text) == [("张明远", "办在园区")]


def test_a_quotation_that_runs_over_paragraphs_is_one_statement() -> None:
    text = f"{INTRODUCED}\n“服务站要办到园区。\n“也要办到市场。”张明远说。"
    assert said(text) == [("张明远", "服务站要办到园区。\n“也要办到市场")]


def test_a_paragraph_that_takes_up_what_was_announced_with_a_number_belongs() -> None:
    text = "示例省工信厅副厅长张明远表示，规划包括5个发展目标、7项主要任务。\n5个发展目标是：服务更好。\n别的消息。"
    ((_, words),) = said(text)
    assert words.endswith("服务更好")


def test_a_term_in_quotation_marks_at_the_beginning_stays_whole() -> None:
    ((_, words),) = said("示例省工信厅副厅长张明远表示，“十五五”期间要办好服务站。")
    assert words == "“十五五”期间要办好服务站"


@pytest.mark.parametrize("text", ["“”张明远说。", "张明远说：“”", "张明远说：“”。", "“。”张明远说，“”"])
def test_empty_quotation_marks_hold_no_words(text: str) -> None:
    assert all(words.strip("“”。") for _, words in said(f"{INTRODUCED}\n{text}"))


def test_a_denial_keeps_its_negation() -> None:
    ((_, words),) = said("示例省工信厅副厅长张明远表示，绝不让服务站只挂牌子。")
    assert words == "绝不让服务站只挂牌子"


@pytest.mark.parametrize("introduction", ["", "示例省工信厅副厅长"])
@pytest.mark.parametrize("denial", ["不认为", "并不认为", "从不认为", "没有表示"])
def test_what_somebody_denies_is_told_with_the_denial(introduction: str, denial: str) -> None:
    (found,) = find(f"{introduction}钱进{denial}服务站会减少一半。")
    assert (found.speaker, found.cue, found.evidence.text) == ("钱进", denial, f"{denial}服务站会减少一半")


def test_a_denied_quotation_is_quoted_in_part() -> None:
    (found,) = find("示例省工信厅副厅长钱进不认为“服务站会减少一半”。")
    assert (found.kind, found.evidence.text) == (StatementKind.MIXED, "不认为“服务站会减少一半")


@pytest.mark.parametrize("denial", ["未透露", "没有透露", "尚未宣布", "没有回应，", "不愿介绍，"])
def test_where_it_is_denied_that_anything_is_said_nothing_is(denial: str) -> None:
    assert find(f"示例省工信厅副厅长钱进{denial}服务站的具体数字和地点。") == ()


@pytest.mark.parametrize("link", ["，", "；", "。"])
@pytest.mark.parametrize("other", ["孙立称", "孙立则表示", "孙立却认为，"])
def test_the_name_of_another_person_with_a_cue_begins_a_statement_of_its_own(link: str, other: str) -> None:
    text = f"钱进认为，服务站今年会减少一半{link}{other}还要再办三百个。"
    assert said(text) == [("钱进", "服务站今年会减少一半"), ("孙立", "还要再办三百个")]


def test_a_person_introduced_elsewhere_takes_over_with_the_office() -> None:
    text = f"{INTRODUCED}示例大学教授陈思远认为，服务站今年会减少一半，张明远则表示还要再办三百个。"
    scholar, official = find(text)
    assert (scholar.speaker, scholar.organization) == ("陈思远", "示例大学")
    assert (official.speaker, official.organization) == ("张明远", "示例省工业和信息化厅")


@pytest.mark.parametrize(
    "words",
    [
        "张明远认为服务站会减少一半",  # the first tells of the second
        "在园区里，张明远办的服务站还会增加，没有人说它不好",
        "服务站会减少一半，强烈呼吁各地再办三百个",
        "服务站会减少一半，他认为还要再办三百个",
    ],
)
def test_whom_somebody_only_tells_of_has_no_statement_of_his_own(words: str) -> None:
    assert said(f"{INTRODUCED}\n示例大学教授陈思远说，{words}。") == [("陈思远", words)]


def test_two_persons_of_one_name_in_different_bodies_are_not_one_speaker() -> None:
    text = "示例集团董事长张明表示，今年再办一百个。示例省工信厅厅长张明表示，还要再办三百个。张明说，不能只挂牌子。"
    assert [(found.organization, found.evidence.text) for found in find(text)] == [
        ("示例集团", "今年再办一百个"),
        ("示例省工业和信息化厅", "还要再办三百个。张明说，不能只挂牌子"),
    ]


def test_words_before_a_known_name_are_no_part_of_the_office_behind_it() -> None:
    text = "示例省工信厅厅长张明远出席会议。\n各地要坚决落实张明远厅长要求，有针对性地办好服务站。"
    assert [(found.position, found.organization) for found in find(text)] == [("厅长", "示例省工业和信息化厅")]


# fmt: off
PIECES = [
    "示例省工信厅", "副厅长", "张明远", "他", "表示", "说", "介绍", "在", "看来", "会议", "指出", "召开",
    "公司", "首席", "总书记", "，", "。", "：", "“", "”", '"', "‘", "’", "《", "》", " ",
    "·", "\n", "一是", "二是", "例如", "记者", "答", "3个目标",
]
# fmt: on


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join)))
def test_any_text_gives_an_answer_and_offsets_cut_exactly_the_evidence(text: str) -> None:
    found = find(text)
    for statement in found:
        assert statement.evidence.text == text[statement.evidence.start : statement.evidence.end] != ""
    stretches = [(statement.evidence.start, statement.evidence.end) for statement in found]
    assert stretches == sorted(stretches)


def test_answers_below_a_label_reach_to_the_next_label() -> None:
    text = (
        "示例省工信厅副厅长张明远：\n服务站今年要办到每个园区。\n明年再办五十个。\n"
        "示例省财政厅厅长宋新：\n补助资金上半年就要拨付到位。"
    )
    assert said(text) == [
        ("张明远", "服务站今年要办到每个园区。\n明年再办五十个"),
        ("宋新", "补助资金上半年就要拨付到位"),
    ]


def test_points_announced_with_a_colon_and_told_below_it_are_one_statement() -> None:
    text = "示例省工信厅副厅长张明远提出两点要求：\n一是服务站要办到园区。\n二是贷款要再便宜些。\n会议还听取了汇报。"
    assert said(text) == [("张明远", "一是服务站要办到园区。\n二是贷款要再便宜些")]


@pytest.mark.parametrize(
    "narrated",
    [
        "张明远还向店主介绍了新的贷款。",
        "他代表示例省向店主表示感谢。",
        "他还来到两家小店。",
        "随后，张明远走进两家小店。",
        "节目还将在新媒体平台播出。",
        "有记者问，贷款怎么办？",
        "大家表示，对此充满期待。",
    ],
)
def test_the_writer_who_takes_over_again_is_not_the_speaker(narrated: str) -> None:
    text = f"{INTRODUCED}张明远表示，服务站要办好。贷款也要再便宜些。{narrated}"
    assert said(text) == [("张明远", "服务站要办好。贷款也要再便宜些")]


def test_what_a_meeting_does_beside_speaking_is_none_of_its_words() -> None:
    text = "省政府常务会议指出，服务站要办好。会议还听取了贷款情况汇报。"
    assert said(text) == [(None, "服务站要办好")]


def test_an_article_that_quotes_the_general_secretary_in_passing_quotes_one_sentence() -> None:
    quoted = "总书记宋新指出，一是服务站要办好；二是贷款要便宜。"
    assert said(f"{quoted}如今，小店的生意更好了。") == [("宋新", "一是服务站要办好；二是贷款要便宜")]
    speech = f"中共中央{quoted}小店的生意才会更好。"
    assert said(speech) == [("宋新", "一是服务站要办好；二是贷款要便宜。小店的生意才会更好")]


def test_a_question_from_the_press_parts_two_answers() -> None:
    text = f"{INTRODUCED}张明远表示，服务站要办好。有记者问，贷款贵不贵？张明远回应说，贷款要再便宜些。"
    assert said(text) == [("张明远", "服务站要办好"), ("张明远", "贷款要再便宜些")]


def test_a_clause_that_goes_on_without_a_subject_is_of_the_one_who_spoke() -> None:
    text = f"{INTRODUCED}张明远说：“服务站要办好。”同时表示，贷款要再便宜些。"
    assert said(text) == [("张明远", "服务站要办好。”同时表示，贷款要再便宜些")]
    assert said("小店是城市的烟火；强调服务，生意才好。") == []


def test_a_name_that_returns_before_its_colon_answers_in_an_interview() -> None:
    text = "记者：服务站办到哪里了？\n张明远：办到了园区。\n记者：贷款呢？\n张明远：再便宜些。"
    assert said(text) == [("张明远", "办到了园区"), ("张明远", "再便宜些")]
    assert said("张明远：把服务站办好的人\n他每天都在园区里走访小店。") == []


def test_a_person_demands_of_many_at_once_and_a_body_lays_down() -> None:
    assert said(f"{INTRODUCED}调研中，张明远要求有关部门把贷款办好。") == [("张明远", "有关部门把贷款办好")]
    assert said("财政部要求各地把贷款办好。") == []
    assert said(f"{INTRODUCED}张明远要求企业把贷款还上。") == []


@pytest.mark.parametrize("cue", ["分析认为", "介绍说", "总结指出"])
def test_two_verbs_are_one_cue(cue: str) -> None:
    assert said(f"示例大学教授张明远{cue}，服务站要办好。") == [("张明远", "服务站要办好")]


@pytest.mark.parametrize("acting", ["指着新装的生产线", "一边装货一边", "看着货车"])
def test_a_quotation_is_of_the_one_who_speaks_after_words_of_time_and_place(acting: str) -> None:
    text = f"“生意更好了。”8月3日，在示例电子有限公司的车间，示例公司经理张明远{acting}告诉记者。"
    assert said(text) == [("张明远", "生意更好了")]
    assert said("“生意更好了。”店门一开，示例公司经理张明远说，服务站要办好。") == [("张明远", "服务站要办好")]


def test_the_mark_that_opens_the_next_words_is_none_of_the_last() -> None:
    text = "示例公司经理张明远：“我们天天在线”\n“有问必答。”张明远介绍，服务站要办好。"
    assert said(text) == [("张明远", "我们天天在线"), ("张明远", "有问必答。”张明远介绍，服务站要办好")]


def test_a_name_in_quotation_marks_is_no_speech() -> None:
    text = "“小店快贷”产品经理张明远介绍，服务站要办好。"
    assert said(text) == [("张明远", "服务站要办好")]
    assert said("“服务站要办到园区和码头去”，示例公司经理张明远说。") == [("张明远", "服务站要办到园区和码头去")]


def test_a_paper_can_be_told_too() -> None:
    assert said("示例公司经理张明远告诉示例财经，服务站要办好。") == [("张明远", "服务站要办好")]


def test_a_demand_that_is_put_forward_is_what_follows_it() -> None:
    assert said("示例省工信厅副厅长张明远提出建议，要把服务站办好。") == [("张明远", "要把服务站办好")]


def test_points_announced_in_a_sentence_of_their_own_are_what_is_said() -> None:
    text = "示例省工信厅副厅长张明远提出两点建议。\n一是服务站要办到园区。\n二是贷款要再便宜些。"
    assert said(text) == [("张明远", "一是服务站要办到园区。\n二是贷款要再便宜些")]


@pytest.mark.parametrize("link", ["", "并", "还"])
def test_a_demand_follows_at_once_where_its_subject_began_the_sentence(link: str) -> None:
    text = f"示例省工信厅副厅长张明远到园区调研，{link}要求各地把服务站办到园区。"
    assert said(text) == [("张明远", "各地把服务站办到园区")]


@pytest.mark.parametrize(
    "where", ["在示例机电有限公司，", "听取企业代表发言后，", "座谈交流时，", "今年以来，", "“十五五”时期，"]
)
def test_where_and_when_somebody_speaks_hides_no_subject(where: str) -> None:
    demand = f"{INTRODUCED}\n{where}张明远听取情况介绍，察看了服务站，要求把贷款办得再便宜些。"
    assert said(demand) == [("张明远", "把贷款办得再便宜些")]
    pronoun = f"{INTRODUCED}示例省财政厅厅长宋新先后发言。{where}张明远作了讲话。他指出，服务站要办好。"
    assert said(pronoun) == [("张明远", "服务站要办好")]


def test_a_pronoun_means_the_subject_of_the_clause_before_it() -> None:
    text = f"{INTRODUCED}示例省财政厅厅长宋新陪同。看了服务站，张明远十分高兴。他说，服务站要办好。"
    assert said(text) == [("张明远", "服务站要办好")]
    again = text.replace("他说", "他还看望了店主。他说")
    assert said(again) == [("张明远", "服务站要办好")]


@pytest.mark.parametrize(
    "text",
    [
        "张明远听取服务站建设情况介绍，察看了展厅。",
        "节目通过示例省工信厅副厅长张明远的生动讲述，展现了服务站的成长。",
        "示例省工信厅副厅长张明远违背省里的部署要求，服务站没有办成。",
        "初步测算，服务站将惠及一半小店。",
        "示例省工信厅副厅长张明远对小店提出殷切希望和要求，小店都记得。",
        "示例省工信厅副厅长张明远对今年的工作提出要求，并看望了店主。",
    ],
)
def test_a_noun_that_looks_like_a_cue_says_nothing(text: str) -> None:
    assert said(f"{INTRODUCED}\n{text}") == []


@pytest.mark.parametrize(
    "text",
    [
        "新办法自今年起施行，要求各地把服务站办到园区。",
        "示例省工信厅副厅长张明远对照上级要求把服务站办到园区。",
        "示例省工信厅副厅长张明远带来的新方案提高了要求和补助标准。",
    ],
)
def test_a_demand_that_nobody_makes_in_the_sentence_is_no_statement(text: str) -> None:
    assert said(text) == []


def test_a_body_that_begins_a_sentence_speaks_in_its_later_clauses() -> None:
    (found,) = find("财政部3日下达了补助资金，并要求各地年底前拨付到企业。")
    assert (found.speaker, found.organization, found.evidence.text) == (None, "财政部", "各地年底前拨付到企业")


def test_what_a_speaker_says_on_another_occasion_is_another_statement() -> None:
    text = "示例省工信厅副厅长张明远说，服务站要办好。张明远还来到码头，走访了两家小店，强调贷款要再便宜些。"
    assert said(text) == [("张明远", "服务站要办好"), ("张明远", "贷款要再便宜些")]


def test_an_exhortation_in_quotation_marks_is_a_statement_and_plain_encouragement_is_none() -> None:
    assert said(INTRODUCED + "\n张明远勉励店主们：“把服务送到门口去。”") == [("张明远", "把服务送到门口去")]
    assert said(INTRODUCED + "\n张明远鼓励店主们把服务送到门口去。") == []


@pytest.mark.parametrize(
    "text", ["宋新表示，", "“服务站要办好。”", "财政部发文，要求", "张明远：\n", "一是服务站要办好。\n"]
)
def test_what_is_repeated_without_end_is_read_all_the_same(text: str) -> None:
    repeated = text * 2000
    for found in find(repeated):
        assert repeated[found.evidence.start : found.evidence.end] == found.evidence.text
