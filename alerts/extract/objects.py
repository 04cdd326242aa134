"""A candidate → the thing that its figure counts or measures, as a reader would name it: 专精特新“小巨人”企业.

The noun phrase stands after the number (一万家专精特新“小巨人”企业), before it (小微企业贷款余额87.74万亿元), or, where the
clause has none (同比增长12.49%), in the clause before. It never decides whether anybody wants to know.
"""

import re

from alerts.extract.candidates import Candidate

# Where a noun phrase after a number ends at the latest.
_STOP = re.compile(
    "[，。；：！？、（）《》\n]|以及|[和及与并]|获得|享受|实现|完成|通过|开展|参与|纳入|进行|提供|落户|已|均|共计|将|达到|同比|比上|较上|从|成为"
    "|得到|给予|入选|之后|用于|支持|增长|占|扩大|提高|拨付|发放|加大|受益|是|为"
)
# The noun that a phrase after a number must reach.
_HEAD = re.compile(
    "企业|市场主体|经营主体|工商户|商户|纳税人|客户|单项冠军|小巨人|独角兽|瞪羚|集群|园区|平台|基地|中心|项目|机构|再贷款额度|额度|资金|贷款"
    "|授信|基金|债券|补贴|补助|红利|税费|主体|人才|产品|措施|举措|任务|工程|目标|方面|条款|指标|部门|城市|省份|行业|领域|环节|政策|清单|场景"
    "|席位|席|专利|标准|案例|团队|工厂|车间|税|费|租金|房租|投资|融资|人民币|消费券|服务券"
)
_COPULA = re.compile(
    "(?:了|的|已经?|累计|合计|共计|总计|共有?|达到?|为|是|有|约|超|至|到|增至|降至|提至|提高|提升|增加|上升|下降|降低|下调|上调|调整|平均|各|均"
    "|再|就|也|分别|稳定|保持|维持|在|总额|高|仅|只|[由从].*)+$"
)
# What cannot belong to a phrase before a number: the phrase starts after the last of these.
_START = re.compile(
    "[，。；：！？、（）\n]|《[^》]{0,40}》|期间|以来|目前|截至|年底|年末|月末|月底|[0-9]+[年月日]|今年|全年|力争|争取|计划|预计|将|对|就|把|向|为|由|从|到|使"
    "|已有?|落实|实施|推动|带动|安排|下达|发放|提供|新?认定|新?培育|惠及|支持|帮助|获得|宣布|包括|共有|其中|明确|累计|表示|介绍|再|要|"
    "经|增加|新增|实现|完成|释放|形成|走访|减免(?=[^，]{4})"
)


def counted(candidate: Candidate) -> str:
    """Return the noun phrase that the figure counts, "" where none is in reach."""
    return _after(candidate.after) or _before(candidate) or _earlier(candidate)


def stands_alone(candidate: Candidate) -> bool:
    """Whether the clause names what is counted; a clause that does not is evidence only with the one before it."""
    return bool(_after(candidate.after) or _before(candidate))


def _after(after: str) -> str:
    stop = _STOP.search(after)
    phrase = after[: stop.start()] if stop else after
    heads = list(_HEAD.finditer(phrase[:40]))
    return _tidy(phrase[: heads[-1].end()].removeprefix("的")) if heads else ""


def _before(candidate: Candidate) -> str:
    before = candidate.before
    if candidate.quantity.low is not None:
        origin = max(before.rfind("由"), before.rfind("从"))
        before = before[:origin] if origin > 0 else before
    return _phrase(before)


def _earlier(candidate: Candidate) -> str:
    """Look for a phrase in the sentence's clauses before this one, the nearest first."""
    for clause in reversed(re.split("[，；：]", candidate.lead)[-3:]):
        figure = re.search("[0-9]", clause)
        phrase = _phrase(clause[: figure.start()] if figure and figure.start() else clause)
        if phrase:
            return phrase
    return ""


def _phrase(words: str) -> str:
    words = words[-60:]
    copula = _COPULA.search(words)
    words = words[: copula.start()] if copula else words
    starts = list(_START.finditer(words))
    phrase = _tidy(words[starts[-1].end() :] if starts else words)
    return phrase if len(phrase) > 1 and phrase not in _GROWTH else ""


_GROWTH = frozenset(
    {"同比", "同比增长", "同比下降", "环比", "增长", "增速", "增幅", "其中", "比例", "占比", "占", "比去年", "累计"}
)


def _tidy(phrase: str) -> str:
    phrase = (
        phrase.strip(" ，。、：“”‘’的了") if phrase.count("“") != phrase.count("”") else phrase.strip(" ，。、：的了")
    )
    return phrase.removesuffix("同比增长").removesuffix("同比")
