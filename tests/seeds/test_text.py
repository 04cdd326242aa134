"""Article bodies as text: what parts paragraphs, which noise goes, and which sentences must stay."""

import html
import re
import time
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seeds.document import Document
from seeds.fingerprint import of
from seeds.library import corpus_documents
from seeds.noise import RULES, Place
from seeds.text import plain
from tests.variants import EXACT, FALSE_FRIENDS, Kind, variant, variants

SENTENCE = "示例省今年将培育五百家创新型中小企业。"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param("<p>甲</p><p>乙</p>", "甲\n乙", id="paragraphs"),
        pytest.param("甲<br>乙<br/>丙", "甲\n乙\n丙", id="line breaks"),
        pytest.param(
            "<p>培育<font><strong>一万家</strong></font><a href=x>企业</a></p>", "培育一万家企业", id="inline elements"
        ),
        pytest.param("<p>　　甲 &nbsp;</p>\n\n<p>\u200b乙\t</p>", "甲\n乙", id="white space at the ends"),
        pytest.param('<p>" 十四五 " 规划 17 日公布</p>', '" 十四五 " 规划 17 日公布', id="a portal's spacing"),
        pytest.param("<p>A&amp;B &lt;甲&gt; &#123;乙&#125;</p>", "A&B <甲> {乙}", id="entities"),
        pytest.param("<p>甲<!-- 隐藏 --></p><!--x[<p>校对：丁一</p>]x-->", "甲", id="comments"),
        pytest.param("<style>.a{b:c}</style><script>if(a<b){}</script><p>甲</p>", "甲", id="style and script"),
        pytest.param("<ul><li>甲</li><li>乙</li></ul><h2>丙</h2>丁", "甲\n乙\n丙\n丁", id="lists and headings"),
        pytest.param("<p>甲<p>乙<div>丙", "甲\n乙\n丙", id="elements never closed"),
        pytest.param("<p>培育中小\n      企业一万\r\n家</p>", "培育中小企业一万家", id="a source wrapped in Chinese"),
        pytest.param("<p>small and\n  medium</p>", "small and medium", id="a source wrapped between words"),
        pytest.param("<div>　　甲\n　　乙</div>", "甲\n乙", id="indented lines in one element"),
        pytest.param("甲\n\n　　乙\n", "甲\n乙", id="text without tags"),
        pytest.param("", "", id="nothing"),
        pytest.param("<p></p><img src=x>", "", id="no text"),
        pytest.param("<founder-content><p>甲</p></founder-content>", "甲", id="an unknown element"),
        pytest.param("<div>" * 3000 + "甲" + "</div>" * 3000 + "乙", "甲\n乙", id="nested deeply"),
    ],
)
def test_a_body_reads_as_its_paragraphs(body: str, text: str) -> None:
    assert plain(body) == text


@pytest.mark.parametrize(
    "noise",
    [
        '<div class="clearfix appendQr_wrap"><div><img src="x"></div><div>扫码看示例</div></div>',
        '<p class="article-editor">责任编辑：丁一 </p>',
        '<p class="ori_titlesource">　　原标题：示例省发布办法</p>',
        "<p>责任编辑：丁一 SF014</p>",
        '<p><a href="#">【纠错】</a>【责任编辑 : 丁一】</p>',
        "<p>校对：丁一</p>",
        "<p>监制：丁一 主编：王二 编辑：张三</p>",
        "<p>原标题：示例省：支持“专精特新”，这样做！</p>",
        "<p>来源：示例日报</p>",
        "<p>来源 示例省政府网站</p>",
        "<p>海量资讯、精准解读，尽在示例财经APP</p>",
        "<p>新华社记者王小明</p>",
        "<p>示例时报记者 李晓</p>",
        "<p>本报记者 王小明 通讯员 李晓</p>",
        "<p>示例报道记者王小明 实习记者李晓 示例报道</p>",
        "<p>（总台央视记者 王小明 李晓 张三）</p>",
        "<p>（记者：王小明、李晓）</p>",
        "<p>新华社示例 12 月 17 日电 题：支持创新，" + '" 十四五 "' + " 有何举措？</p>",
        "<p>免责声明：本文只代表作者个人观点。</p>",
        "<p>（完）</p>",
        "<p>（全文完）</p>",
        "<p>（原标题：示例省：支持“专精特新”（附解读））</p>",
        "<p>本文原标题：《示例省支持企业，这样做！》</p>",
        "<p>本文来源：示例财经责任编辑：丁一_SF1234</p>",
        "<p>(责任编辑：DF123)</p>",
        "<p>（责编：丁一、王二 审核：张三）</p>",
        "<p>【纠错】 责任编辑：丁一</p>",
        "<p>来源：示例日报 2021-12-17 10:00</p>",
        "<p>（来源：示例日报）</p>",
        "<p>编辑 张三 校对 李四</p>",
        "<p>编辑｜张三</p><p>校对丨李四</p><p>来源 | 示例发布、示例日报</p>",
        "<p>文/张三 图/李四</p>",
        "<p>初审：张三 复审：李四 终审：王二</p>",
        "<p>采写：示例时报见习记者 李晓</p>",
        "<p>每经记者：张三 每经编辑：李四</p>",
        "<p>每经记者｜张三    每经编辑｜李四</p>",
        "<p>每经记者 张三     每经编辑 李四</p>",
        "<p>每经编辑：李四</p>",
        "<p>示例报道记者阿依努尔·买买提</p>",
        "<p>记者 张三 阿依努尔·买买提</p>",
        "<p>21 世纪示例报道记者张三 实习记者李四 示例市报道</p>",
        "<p>示例日报评论员</p>",
        "<p>（作者：张三，系示例大学中小企业研究院院长）</p>",
        "<p>（作者单位：示例省社会科学院）</p>",
        "<p>（作者系示例大学教授）</p>",
        "<p>（据新华社）</p>",
        "<p>长按识别二维码关注示例发布</p>",
        "<p>打开微信，点击底部的“发现”，使用“扫一扫”即可将网页分享至朋友圈。</p>",
        "<p>本文仅代表作者个人观点，不代表本平台立场。</p>",
        "<p>以上内容仅供参考，不构成投资建议。投资有风险，入市需谨慎。</p>",
        "<p>未经授权，不得转载</p>",
        '<div class="weixin_qr"><img src="x"><p>扫码看示例</p></div>',
        '<div class="box newsapp-qrcode">扫码看示例</div>',
    ],
)
def test_a_publishers_line_is_left_out(noise: str) -> None:
    assert plain(f"<p>{SENTENCE}</p>{noise}") == SENTENCE
    assert plain(f"{noise}<p>{SENTENCE}</p>") == SENTENCE


@pytest.mark.parametrize(
    "dateline",
    [
        "新华社北京12月17日电 ",
        "新华社北京 12 月 17 日电 ",
        "新华社北京12月17日电（记者王小明）",
        "新华社北京2021年12月17日电 （记者 王小明、李晓）",
        "中新社示例12月17日电 (记者 王小明)",
        "中新经纬客户端3月22日电 ",
        "证券时报网23日讯，",
        "中证网讯（记者 王小明）",
        "新华社北京、示例12月17日电（记者王小明、李晓）",
        "新华社北京12月17日新媒体专电",
        "示例之声《示例时空》北京12月17日电（记者 王小明）",
        "人民网北京12月17日电（人民日报记者王小明、新华社记者李晓）",
        "新华社示例12月17日电（记者阿卜杜勒·买买提、丹增）",
        "中新社示例12月17日电 (王小明 李晓)",
        "财联社12月17日讯（编辑 王小明）",
        "央广网北京12月17日消息（记者王小明）",
        "据新华社电 ",
        "据新华社北京、示例12月17日电（记者王小明）",
        "据新华社示例12月17日电（记者王小明）",
        "新京报快讯（记者 王小明）",
        "证券时报e公司讯，",
        "示例财经APP讯，",
        "每经AI快讯，",
        "【示例商报讯】（首席记者 王小明）",
        "示例财经全媒体见习记者王小明 示例市报道 ",
        "（原标题：示例省发布办法）",
        "上证报中国证券网讯（记者 王小明）",
        "本报讯（记者王小明 通讯员李晓）",
        "本报示例市讯 ",
        "e公司讯，",
        "央视网消息（新闻联播）：",
        "<strong>央视网消息</strong>（新闻联播）：",
        "央视网消息：",
    ],
)
def test_a_dateline_is_cut_off_at_the_start_of_a_paragraph(dateline: str) -> None:
    assert plain(f"<p>　　{dateline}{SENTENCE}</p>") == SENTENCE


@pytest.mark.parametrize(
    "credit",
    [
        "（记者 王小明）",
        "（新华社记者 李晓 摄）",
        "（示例供图）",
        "（责任编辑：丁一）",
        "【编辑：丁一】（完）",
        "（编辑 张三 校对 李四）",
        "（作者为示例大学教授）",
        "（示例财经APP）",
        "（据新华社、示例新闻报道）",
    ],
)
def test_a_credit_is_cut_off_at_the_end_of_a_paragraph(credit: str) -> None:
    assert plain(f"<p>{SENTENCE}{credit}</p>") == SENTENCE


@pytest.mark.parametrize(
    "sentence",
    [
        "记者就此进行采访。",
        "记者从示例省工信厅获悉，今年将培育五百家企业。",
        "示例省长王小明回答了记者的提问",
        "首次新闻记者职业资格考试举行",
        "记者手记",
        "记者：示例省今年有哪些打算？",
        "据新华社12月17日电，示例省公布办法。",
        "示例电网12月17日电力负荷创新高。",
        "国家市场监管总局3月17日消息，会议17日召开。",
        "会议提出，新华社北京12月17日电的说法属实。",
        "示例腾讯，一家企业。",
        "编辑出版示例文集，是重要决定。",
        "来源于示例省的企业达五百家。",
        "本省培育企业五百家（2025年目标）",
        "办法自公布之日起施行（以下简称办法）",
        "由李摄影（一位摄影师）",
        "制造业（含采矿业）。",
        "规划完成（完成率达60%）",
        "据新华社电，示例省公布办法。",
        "据新华社报道，示例省公布办法。",
        "据示例电网今夏用电12亿千瓦时的计划，企业错峰生产。",
        "每经记者注意到，今年培育企业五百家。",
        "审核：由省工信厅组织专家评审",
        "资金来源：省级财政",
        "统筹：发展和安全",
        "打开“示例通”APP，点击“惠企政策”",
        "扫码入企 规范执法",
        "扫码下载申报表后，企业可以在线提交。",
        "未经著作权人许可，不得转载其作品。",
        "作者系示例大学教授",
        "推荐书目《示例》（作者：张三）",
        "示例省加快建设工业互联网（物联网）",
        "主办单位为示例新闻社（示例社）",
        "示例报道，记者王小明在北京报道的会议",
        "电话：010-12345678",
    ],
)
def test_a_sentence_of_the_article_stays(sentence: str) -> None:
    assert plain(f"<p>{sentence}</p>") == sentence


def test_every_rule_of_the_declaration_stands_in_its_place_and_says_why() -> None:
    assert all(rule.reason for rule in RULES)
    assert len({rule.pattern for rule in RULES}) == len(RULES)
    assert list(RULES) == sorted(RULES, key=lambda rule: list(Place).index(rule.place))


fragments = st.sampled_from(
    [
        "（记者 王小明）",
        "新华社北京12月17日电",
        "央视网消息：",
        "责任编辑：丁一",
        "【纠错】",
        "（完）",
        "甲",
        "。",
        " ",
        "　",
        "\n",
        "题：",
        "12",
        "\u200b",
    ]
)


@given(st.lists(fragments, max_size=12).map("".join))
def test_text_read_again_stays_as_it_is(body: str) -> None:
    text = plain(body)
    assert plain(text) == text


markup = st.lists(
    st.one_of(
        st.text(),
        st.sampled_from(
            ["<p>", "</p>", "<div class='", "<!--", "-->", "<!", "<?", "&#0;", "&", "<style>", "<title>", "\0"]
        ),
    ),
    max_size=12,
).map("".join)


@given(markup)
def test_any_string_gives_clean_paragraphs(body: str) -> None:
    text = plain(body)
    assert text == "\n".join(paragraph.strip() for paragraph in text.split("\n") if paragraph.strip())


@pytest.mark.parametrize(
    "unit",
    [
        "<!--",
        "<p x='",
        "<b>",
        "（记者 ",
        "新华社",
        "1月",
        " ",
        "\n",
        "（完）",
        "央视网消息：",
        "编辑：王",
        "<br>　",
        "&amp;",
        "【",
        "（作者：",
        "据新华社",
        "1 ",
        "中 ",
        "编辑 王小明 ",
        "记者王小明 ",
        "本文不",
    ],
    ids=repr,
)
def test_time_grows_with_the_length_and_not_with_its_square(unit: str) -> None:
    def seconds(count: int) -> float:
        start = time.process_time()
        plain("<p>" + unit * count)
        return time.process_time() - start

    assert seconds(60_000) < 0.05 + 60 * min(seconds(3_000) for _ in range(3))


@pytest.mark.parametrize("kind", EXACT)
def test_a_reprint_that_changes_no_sentence_has_the_content_hash_of_its_original(kind: Kind) -> None:
    for document in corpus_documents():
        for seed in range(60):
            reprint = variant(kind, document, Random(seed))
            assert reprint
            assert of(reprint.document).content_hash == of(document).content_hash, reprint.document.body


@pytest.mark.parametrize("kind", FALSE_FRIENDS)
def test_a_false_friend_has_another_content_hash(kind: Kind) -> None:
    for document in corpus_documents():
        for seed in range(10):
            friend = variant(kind, document, Random(seed))
            assert friend
            assert of(friend.document).content_hash != of(document).content_hash


def test_the_same_chance_makes_the_same_variants() -> None:
    first, second, *_ = corpus_documents()
    made = [list(variants(first, Random(seed), second)) for seed in range(5)]
    assert made == [list(variants(first, Random(seed), second)) for seed in range(5)]
    assert {it.kind for it in made[0] + made[1]} == set(Kind)


def test_small_edits_leave_every_figure() -> None:
    for document in corpus_documents():
        for seed in range(20):
            if edited := variant(Kind.EDITED, document, Random(seed)):
                assert re.findall(r"\d+", plain(edited.document.body)) == re.findall(r"\d+", plain(document.body))


MEGABYTES = 5_000_000


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("", id="nothing"),
        pytest.param("甲" * (MEGABYTES // 3), id="one character"),
        pytest.param("<p>1 ", id="a space at the end"),
        pytest.param("<p>" + "1 中 " * (MEGABYTES // 10), id="spaces of a portal"),
        pytest.param("（完）" * (MEGABYTES // 9), id="one mark"),
        pytest.param("<p>" + SENTENCE * (MEGABYTES // 60) + "</p>", id="a long paragraph"),
        pytest.param(f"<p>{SENTENCE}</p>" * (MEGABYTES // 60), id="many paragraphs"),
        pytest.param("<p>\ud83d示例\ude00</p>", id="halves of characters"),
        pytest.param(f"<p>\u202e\u200f{SENTENCE}\u202c</p>", id="marks of direction"),
        pytest.param("<p>👨‍👩‍👧🏭</p>", id="emoji"),
        pytest.param("<p>ÖÐÐ¡ÆóÒµ\ufffd\0锟斤拷</p>", id="debris of encodings"),
    ],
)
def test_any_body_has_a_text_and_a_fingerprint(body: str) -> None:
    start = time.process_time()
    fingerprint = of(Document("示例", (), "示例", None, body))
    assert of(Document("示例", (), "示例", None, html.escape(plain(body)))) == fingerprint
    assert time.process_time() - start < 20  # seconds; a few are usual, and a square would take hours
