"""What a figure counts, read from the words around it, and whether it is a bound. Knows one sentence at a time."""

from __future__ import annotations

import re
from typing import Literal

Bound = Literal["over", "under", "about"] | None

_OVER = re.compile(r"(?:超过|超|逾|突破|不少于|不低于|至少|高于|多达|大于|以上)$")
_UNDER = re.compile(r"(?:不超过|低于|不高于|少于|小于|控制在|以内|不足)$")
_ABOUT = re.compile(r"(?:近|约|大约|将近|接近)$")
_NOUN_AFTER = re.compile(r"(?:\dG)?[一-鿿A-Za-z“”（）+]{1,24}(?:、[一-鿿]{1,10}的[一-鿿]{2,10})?")
_TOLD_OF = re.compile(r"(?:涉及|涵盖|覆盖|包括|关于|贯穿|[一-鿿]{2}过硬)[^，。；\d]{2,40}?的(?P<noun>[一-鿿]{2,10})")
"""How a counted noun is told of before it is named: 30项涉及门诊、住院的制度."""
_STOP_AFTER = re.compile(
    r"[，。；：（）]|(?:并|且|以上|左右|以内|，|用于|参加|分别|进行|实现|达到|提升|覆盖|获批|落户|递交|作为|开展|，|投入|通过|入选|成为|扫码|就能|就|方可|能够|承担|配有|可以|里有|全部|来到|前往|奔赴|走进|深入|驰援|赶赴|上岗|坚守|投身|奋战|由|在|被|将|(?<![行认作])为|与|、|和(?=\d)|及(?=\d))"
)
_COUNTED = (
    "个",
    "项",
    "名",
    "家",
    "所",
    "张",
    "种",
    "篇",
    "件",
    "条",
    "支",
    "位",
    "部",
    "套",
    "门",
    "辆",
    "例",
    "台",
    "间",
    "床",
    "处",
    "户",
    "批",
    "场",
    "期",
    "枚",
    "本",
    "份",
    "人",
)
_VERB_END = re.compile(
    r"(?:分别|已|均|仅|共|约|近|超过|超|逾|突破|达到|达|为|至|到|了|有|在|的|始终|保持在?|稳定在?|维持在?|控制在?|不少于|不低于|至少|不超过|低于|高于|累计|总计|合计|共计|多达|位列|同比|环比|比上年|较上年|"
    r"按|以|上升|下降|增长|增加|减少|提高|提升|降低|缩短|增至|降至|升至|调整|总数|以上|力争|每个?|其中|等|降|升|增|减|(?<!占)(?<!护)(?<!成)(?<!患)(?<!构)(?<!床)(?<!医)比|较|又)+$"
)
_VAGUE = re.compile(
    r"(?:问题|困难|学科|专业|同志|党员|项目|故事|科室|部门|案例|病种|单位|方面|内容|职工|队员|条款|事项|岗位|病区|环节)(?:和困难)?$"
)
_PREFIX = re.compile(
    r"^(?:比|较|目前|截至|近年来|同时|此外|其中|并且|并|且|共|已|还|也|又|再|先后|累计|分别|努力|力争|确保|(?:医院|该院|我院)(?:已|先后|累计|共)|使得?|让|全年|当年|今年|去年|以来|以及|及|和|与|，|、|医院(?=的)|的|着力|加快|推进|重点|逐步|大力|按|以|[一二三四五六七八九十]是)+"
)
_DANGLING = re.compile(r"(?<![饱缓总温])和$|以及$")
_RATES = ("增幅", "降幅", "增速", "增长率", "涨幅", "同比增幅", "年均增长", "增长幅度", "下降幅度")
_DATE = re.compile(
    r"(?:(?:截至|到|自|从|在)?(?:19|20)\d\d(?:[-—～至](?:19|20)?\d\d)?年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:底|末|初|起|以来|前|中)?|[一二两三四五六七八九十]年[来间]|近[一二三五\d]年(?:来)?)[，,]?"
)
_SHARE = re.compile(
    r"(?P<x>[^，。；]{0,24}?)(?:按)?(?:不低于|不少于|占|达到|低于|超过|不超过)(?P<y>[^，。；不占]{2,12})的$"
)

_PART = re.compile(r"(?<![现存])在\d+(?:\.\d+)?[%％](?:以上)?的?(?P<of>[一-鿿]{4,20}?)(?=建|设|开|推|[，。；、]|$)")
"""A share of what is named behind it: 在20%以上乡镇卫生院建成中医馆."""


def bound_of(words: str, start: int, end: int, more: bool) -> Bound:
    """Whether a figure is a lower or upper bound, or about so much."""
    before, after = words[max(0, start - 6) : start], words[end : end + 4]
    if _UNDER.search(before) or after.startswith(("以内", "以下")):
        return "under"
    if more or _OVER.search(before) or after.startswith("以上"):
        return "over"
    if _ABOUT.search(before) or after.startswith("左右"):
        return "about"
    return None


def metric_of(words: str, start: int, end: int, unit: str, *, before_only: bool = False) -> str:
    """What is counted: the noun behind a measure word, else the words before the figure."""
    before = _before(words, start)
    if before_only:
        return before or _before(words, max(0, start - len(_last_clause(words[:start])) - 1))
    if unit[-1:] in ("%", "‰", "点", "倍"):
        if part := _PART.search(words[max(0, start - 12) : end + 24]):
            return tidy(part["of"])
        shared = _share(words, start, end) or _parallel(words, start)
        return shared or (_previous(words, start) + before if before in _RATES else before) or _previous(words, start)
    after = _after(words, end) if unit[-1] in _COUNTED else ""
    if len(after) >= 2 and not _VAGUE.match(after):
        per = re.search(r"每(?:千|万|百|个|名|家|所)?[一-鿿]{2,10}$", before)
        return tidy((per.group() if per else "") + after)
    if unit[-1] == "次" and len(before) < 4:  # 开展45次某事
        after = _after(words, end)
        before += after if len(after) >= 2 else ""
    noun = after if _VAGUE.match(after) and not before.endswith(after) else ""
    return _parallel(words, start) or tidy(before + noun) or _previous(words, start)


def _last_clause(words: str) -> str:
    return re.split(r"[，；,;：]", words)[-1]


def _before(words: str, start: int) -> str:
    clause = _last_clause(words[:start])[-80:]
    clause = re.sub(r"^.*\d+(?:\.\d+)?[%％‰个项名家所人次例张台级万亿]+[、和及]", "", clause)
    clause = re.sub(r"\d+[余多]?[个项名家所人次例张台篇件条种]\S{2,10}[、和及与]$", "", clause)
    return tidy(clause)[-26:]


_TOLD = re.compile(
    r"(?:(?:较|比|同比|环比|相比)(?:上年|去年|往年|同期)?[^，]{0,8})?(?:达到?|为|占|由|从|增长|增加|增至|升至|升到|上升|提高|提升|下降|降低|降至|降到|减少|缩短|压缩|保持|稳定|超过?|突破|近|约)[^，]{0,10}\d.*$"
)


def _previous(words: str, start: int) -> str:
    """The metric of an earlier clause, without the figure that was told there."""
    clauses = re.split(r"[，；,;：]", words[:start])
    bare = (tidy(_TOLD.sub("", clause)) for clause in reversed(clauses[:-1]))
    return next((words[-24:] for words in bare if len(words) >= 3), "")


def _after(words: str, end: int) -> str:
    told_of = _TOLD_OF.match(words, end)
    found = _NOUN_AFTER.match(told_of["noun"] if told_of else words[end : end + 24])
    if not found:
        return ""
    noun = _STOP_AFTER.split(found.group(), maxsplit=1)[0]
    return tidy(noun.split("的")[-1] if "的" in noun[:-1] else noun)


def _parallel(words: str, start: int) -> str:
    """甲率、乙率分别达到A、B: the figure's place in its row names its metric."""
    clause_at = max(words.rfind(c, 0, start) for c in "，；,;：") + 1
    clause = words[clause_at:]
    found = re.match(r"(?P<names>[^，；]{4,60}?)分别[一-鿿]{0,6}(?=\d)", clause)
    if not found:
        return ""
    names = re.split(r"[、和与及]", found["names"])
    place = len(re.findall(r"\d+(?:\.\d+)?[%％‰一-鿿]", clause[found.end() : start - clause_at]))
    return tidy(names[place]) if place < len(names) else ""


def _share(words: str, start: int, end: int) -> str:
    """中医床位不低于总床位数的5% -> 中医床位占总床位数; 按不低于编制床位的15%设置负压病床 -> 负压病床占编制床位."""
    found = _SHARE.search(words[max(0, start - 44) : start])
    if not found:
        return ""
    part = tidy(_last_clause(found["x"]))
    if len(part) < 2:
        after = re.match(r"(?:以上|左右)?(?:设置|配置|安排|配备|用于|建设|预留)?([一-鿿]{2,16})", words[end:])
        part = tidy(after[1]) if after else ""
    return f"{part}占{found['y']}" if part else ""


def tidy(words: str) -> str:
    """A metric without dates in front, verbs of measure behind, marks around."""
    words = _DATE.sub("", words).strip(" ，、：；。“”（）()")
    words = _PREFIX.sub("", words)
    last = None
    while last != words:
        last = words
        words = _DANGLING.sub("", _VERB_END.sub("", words)).strip(" ，、：；“”")
    return words
