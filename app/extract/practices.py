"""Named practices (做法): surface patterns propose, the dictionary and the grammar around decide.

One canonical name across hospitals; slogans, mottoes, honours, levels and figures of speech are blocked. Knows one
case's text; must not know what a library already holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from app.extract.coining import find_coined
from app.extract.tables import rows
from db.records import Practice, Status

HEAD = (
    "制度|机制|模式|工程|计划|清单|行动|战略|体系|品牌|活动|项目|管理法|工作法|诊疗法|工作室|工作站|服务队|突击队|先锋队|小分队|联盟|集团|小组|平台|系统|门诊|病房|中心|档案|新政|"
    "办法|细则|规定|方案|条例|规范|守则|手册|公约|服务|培训|培育|管理|护理|查房|教育|考核|考评|评价|岗|奖|基金|课堂|讲堂|大讲堂|论坛|沙龙|馆|站|队|日|月|周|行|会|讨论|竞赛|比赛|大赛|"
    "专项整治|专项行动|专项治理|整治|做法|政策|举措|路线|思路|原则|建设思路|工作思路|格局|阵地|创建"
)
_NAMED = (
    "制度|机制|模式|工程|计划|清单|行动|战略|工作法|管理法|新政|查房|办法|细则|方案"
    "|工作室|联盟|突击队|先锋队|服务队|专项整治|专项行动|小组|路线|示范岗|先锋岗|伯乐奖|条"
)
_VERB = (
    "推行|实行|施行|实施|开展|落实|推广|创建|打造|设立|探索|建立|建立了|成立|推出|出台|制定|修订|"
    "完善|健全|构建|创新|启动|搭建|组建|开设|举办|践行|采用|采取|深化|全面推行|持续|着力|创建|形成|"
    "运用|引入|试点|签订"
)
_DONE = re.compile(rf"(?:{_VERB})(?:了|并|出|以|起|“[^“”]{{1,12}}”|、|和|与|及)?$")

_QUOTED = re.compile(
    rf"“(?P<inner>[^“”。；\n]{{2,40}})”(?P<mid>(?![为是让以在把对将由经每要从给向被用与和])[一-鿿\d、+]{{0,9}}?)(?P<head>(?:的)?(?:{HEAD}))(?<!制规定)(?![一-鿿]{{0,2}}(?:者|员))"
)
_BARE = re.compile(r"“(?P<inner>[^“”。；\n]{2,30})”")
_BOOK = re.compile(
    r"《(?P<inner>[^《》\n]{3,36}(?:办法|细则|规定|制度|方案|计划|规范|标准|清单|手册|公约|条例)(?:（[^（）]{1,6}）)?)》"
)
_BRINGS = (
    "推行|实行|施行|实施|试行|试点|推出|推广|开设|开办|开通|创办|创设|创立|首创|办起|设立|设置|设|建立健全|建立|建起|建成|成立|组建|招募|打造|搭建|"
    "启动|开展|举办|出台|制定|制订|编制|编成|探索|引入|上线|发起|恢复|评选|给予|颁发|聘任|聘请|选聘|摆起|完善|健全|创新|构建|落实|形成|采取|采用|运用|"
    "践行|架设|开启|搞起|配备|组成|坚持"
)
_HEADS = (
    "制度|机制|模式|工程|清单|计划|行动|战略|工作法|管理法|工作室|工作站|联盟|医协体|联合体|小组|大讨论|大讲堂|讲堂|课堂|学堂|学校|夜校|"
    "专项整治活动|评比表彰活动|主题活动|门诊|病房|药房|驿站|巡诊|坐诊|夜市|导诊|陪诊|热线|接待日|开放日|活动日|教学日|基金|奖|积分制|"
    "定额管理|包干制|负责制|责任制|导师制|代表制|联系人制|PI制|首席制|专班|服务队|突击队|先锋队|志愿队|巡诊队|小分队|宣讲团|讲师团|体验官|监督员|"
    "联络员|网格员|服务站|服务点|示范岗|责任区|先锋岗|直通车|绿色通道|一张床|一码通|双语服务|陪伴服务|上门服务|延伸服务|套餐|夜诊|公约|台账|"
    "约谈制|积分管理|网格化管理|项目制管理|闭环管理|同质化管理|分级管理|目标管理|一体化管理|集中管理|病种管理|档案"
)
_STEPS = re.compile(
    r"(?:按照|坚持|遵循|实行|推行)(?P<row>(?:[一-鿿]{2}、){2,4}[一-鿿]{2})的?(?:思路|模式|办法|工作法|工作思路|管理模式)"
)
_COINED = re.compile(
    rf"(?:{_BRINGS})(?:了|起|出|为|成)?(?:[一二两三四五六七八九十\d]{{1,3}}(?:个|支|项|名|所|条|批|套|处|间))?"
    rf"(?P<np>(?!了|的|\\d+[支个项名所条])[^，。；：、“”《》（）\n]{{2,22}}?(?:{_HEADS}))(?=[，。；、：（！]|\d|$|等|和|与|及|以|并|[一二三四五六七八九十]{{1,2}}[个支项名场期])"
)
_CHAIN = re.compile(
    r"(?P<chain>[^，。；：、\n]{2,14}(?:制度|机制)(?:、[^，。；：、\n]{2,16}(?:制度|机制)){1,9})(?=等|，|。|；)"
)
_NUMBERED = re.compile(
    r"(?:[一二三四五六七八九十两]|\d)(?:级(?!公立|综合|甲|专科|医院|中医|诊疗)|维|位一体|全|统一)[^，。；：、“”《》的\n]{2,12}(?:制度|机制|模式|体系|工程|行动)"
)
_COUNTED = re.compile(
    r"[三四五六七八九十]个“[^“”\n]{1,3}”(?:的?(?:具体)?(?:建设|工作|管理)?(?:思路|工程|机制|模式|做法|举措|活动|行动))?"
)
_ROW = re.compile(r"“[^“”\n]{2,10}”(?:、?“[^“”\n]{2,10}”)+")
_CHANGED = re.compile(
    r"(?:向|坚持|推行|实行|实施|走|按照)(?P<row>[一-鿿]{2,6}?化(?:、[一-鿿]{2,10}?化){2,4})(?:的)?(?=[建路思方发原转，。]|$)"
)

_GENERIC = re.compile(
    r"^(?:(?:相关|各项|有关|一系列|各类|规章|长效|有效|良好|科学|合理|灵敏有序|完善|健全|多种|新型|"
    r"新的|各种|医院|内部|全院|现代|基本|本院|我院|工作|管理|考核|评价|激励|监督|运行|保障|协调|责任|"
    r"服务|绩效|医疗|党建|安全|发展|培训|培养|组织|领导|常态化|规范化|标准化|制度化|科学化|精细化|"
    r"一体化|高效|协同|统一|全面|重大|重点|公立|卫生|健康|质量|人才|薪酬|改革|创新|和|与|的|了|以|"
    r"为主|为核心|主要负责|体制|决策|议事|考评|财务|信息|公开|岗位|聘期|聘用|基层|机构|医务人员|员工|"
    r"职工|患者|党管|干部|医防|学科|科研|教学|采购|预算|审计|内控|内部|控制|成本|核算|规范|流程|会议|"
    r"学习|值班|请示|报告|请休假|议事|审批|分级|分类|定期|动态|分配|约束|综合|预警|防控|应急|联动|"
    r"联系|沟通|投入|补偿|公共卫生|医疗卫生|中国特色|优质高效|分级诊疗|治理)+)"
    r"(?:制度|机制|模式|工程|清单|计划|战略|体系|方案|办法|制度体系|行动)$"
)
_DISTANT = re.compile(
    r"^(?:[^《》]{0,6}(?:国务院|中共中央|中央|国家|教育部|财政部|[一-鿿]{2,3}省|[一-鿿]{2,5}自治区|关于))"
)
_HONOURED = re.compile(r"(?:荣获|获评|获得|表彰为?|授予|评为|入选|称号|颁发了?|斩获|被授予)[^，。；]{0,16}$")
_SAYING = re.compile(
    r"(?:提出|坚持|树立|秉持|秉承|弘扬|围绕|紧扣|立足|聚焦|牢记|院训(?:是|为)?|发出|号称|努力|理念|精神|实现|确保|争取|力争|宗旨|主题为?|以|围绕着|题为|的|是)[^，。；“”]{0,4}$"
)
_VALUES = re.compile(
    r"^(?:的)?(?:理念|思想|精神|宗旨|目标|要求|总?主题|方针|意识|倡议书|使命|信念|初心|愿景|院训|"
    r"原则要求|作用|作风|顽疾|桂冠|单元|案例|领导作用|时期|期末|时代|精神力量|的目标|的理念|的宗旨|"
    r"改革)"
)
_LEADING = re.compile(rf"(?:(?:{_VERB}|启动|鼓励|规范)了?|对(?=主要)|将(?=支部|党)|了)*")
_TOPIC = re.compile(r"(?:的?(?:实践|探索|研究|思考|启示)(?:与[一-鿿]{2})?)$")


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    kind: str
    status: Status
    surface: str
    """A regular expression, compiled when a text first has one of its anchors."""
    anchors: tuple[str, ...]
    """Words of which a text has one if the surface is in it; none: look in any case."""
    rank: int


@dataclass(frozen=True, slots=True)
class _Hit:
    """A proposal; the higher rank wins where two overlap."""

    start: int
    end: int
    name: str
    kind: str
    status: Status
    rank: int
    score: float = 1.0


@lru_cache(maxsize=1)
def _dictionary() -> tuple[_Entry, ...]:
    status: dict[str, Status] = {".": "auto", "S": "suggested", "N": "suggested"}
    return tuple(
        _Entry(
            name, kind, status[flag], surface, tuple(filter(None, "|".join(more).split("|"))), 1 if flag == "S" else 3
        )
        for name, kind, flag, surface, *more in rows("practices", "dictionary.tsv")
    )


_compiled = lru_cache(maxsize=None)(re.compile)


@lru_cache(maxsize=1)
def _blocked() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(row[0]) for row in rows("practices", "blocked.tsv")))


def find_practices(text: str) -> tuple[Practice, ...]:
    """The practices a case names, in text order, each canonical name once; start and end count in the text."""
    hits = sorted([*_known(text), *_proposed(text)], key=lambda h: (-h.rank, -h.score, h.start - h.end, h.start))
    kept: list[_Hit] = []
    taken = bytearray(len(text))
    for hit in hits:
        if not any(taken[hit.start : hit.end]):
            taken[hit.start : hit.end] = b"\x01" * (hit.end - hit.start)
            kept.append(hit)
    by_name: dict[str, _Hit] = {}
    for hit in sorted(kept, key=lambda h: h.start):
        known = by_name.get(hit.name)
        if known is None or (hit.status == "auto" and known.status != "auto"):
            by_name[hit.name] = hit
    return tuple(
        Practice(h.name, text[h.start : h.end], h.kind, h.status, h.start, h.end)
        for h in sorted(by_name.values(), key=lambda h: h.start)
    )


def _known(text: str) -> Iterator[_Hit]:
    for entry in _dictionary():
        if entry.anchors and not any(anchor in text for anchor in entry.anchors):
            continue
        for m in _compiled(entry.surface).finditer(text):
            if m.end() - m.start() < 2 or _HONOURED.search(text[max(0, m.start() - 20) : m.start()]):
                continue
            start, end = _quotes_too(text, m.start() + len(_LEADING.match(m.group()).group()), m.end())  # type: ignore[union-attr]
            name = _canonical(text[start:end]) if entry.name == "*" else entry.name
            yield _Hit(start, end, name, entry.kind, entry.status, entry.rank)


def _quotes_too(text: str, start: int, end: int) -> tuple[int, int]:
    """Half a pair of quotes at an edge belongs to the surface or is left off it."""
    surface = text[start:end]
    if surface.count("“") > surface.count("”"):
        close = text.find("”", end, end + 12)
        return (start, close + 1) if close >= 0 else (start + (surface[0] == "“"), end)
    if surface.count("”") > surface.count("“"):
        opening = text.rfind("“", max(0, start - 12), start)
        return (opening, end) if opening >= 0 else (start, end - (surface[-1] == "”"))
    return start, end


def _proposed(text: str) -> Iterator[_Hit]:
    yield from _quoted(text)
    yield from _books(text)
    for m in _CHAIN.finditer(text):
        yield from _each(m.start("chain"), m["chain"], "制度", 2)
    for m in _CHANGED.finditer(text):
        if not _is_common_row(m["row"]):
            yield _Hit(m.start("row"), m.end("row"), m["row"], "路线", "auto", 2)
    yield from _coined(text)
    yield from _named(text)
    for m in _COUNTED.finditer(text):
        yield _Hit(m.start(), m.end(), _canonical(re.split("的|建设|工作", m.group())[0]), "", "auto", 2)
    for m in _NUMBERED.finditer(text):
        yield _Hit(m.start(), m.end(), _canonical(m.group()), _kind(m.group()), "auto", 1)


def _coined(text: str) -> Iterator[_Hit]:
    """What a verb of bringing about introduces by a name of its own."""
    for m in _COINED.finditer(text):
        np = _bare_phrase(m["np"])
        common = _ODD.match(np) or _GENERIC.match(np) or _FACILITY.match(np) or _blocked().search(np)
        if len(np) >= 4 and not common:
            sure = _certainty(np)
            yield _Hit(m.end("np") - len(np), m.end("np"), _canonical(np), _kind(np), sure, 1 if sure == "auto" else 0)
    for m in _STEPS.finditer(text):
        yield _Hit(m.start("row"), m.end("row"), m["row"], "机制", "auto", 1)


SURE = -0.15
"""Odds of a coined name, as logarithm, from which it is sure..."""
PLAIN = 1.2
"""...and from which it goes before what stands in quotes."""
HINT = -1.0
"""Below this it is not worth suggesting."""


def _named(text: str) -> Iterator[_Hit]:
    """What the text's own wording names, unless it is a slogan, an honour or common wording."""
    for coined in find_coined(text):
        if coined.score < HINT:
            continue
        words = text[coined.start : coined.end]
        quoted = re.search("“([^“”]+)”", words)
        if quoted:
            behind = words[quoted.end() :] + text[coined.end : coined.end + 8]
            told = coined.score >= PLAIN and not words.endswith("”")
            if _refused(text, coined.start + quoted.start(), quoted[1], behind, told=told):
                continue
        elif _is_common(words) or _HONOURED.search(text[max(0, coined.start - 20) : coined.start]):
            continue
        name = _canonical(words)
        if len(name) >= 3:
            rank = 2 if coined.score >= PLAIN else 1 if coined.score >= SURE else 0
            status: Status = "auto" if rank else "suggested"
            yield _Hit(coined.start, coined.end, name, _kind(name), status, rank, coined.score)


def _is_common(words: str) -> bool:
    """Whether a wording is a slogan, a bare head noun or a row of rooms."""
    return _is_slogan(words) or bool(_GENERIC.match(words)) or all(map(_FACILITY.match, re.split("[和与、]", words)))


def _is_common_row(row: str) -> bool:
    return bool(re.search(r"科学化|规范化|精细化|标准化|现代化|制度化|法治化|信息化", row))


_BRINGING = re.compile(rf"(?:{_BRINGS}|实际)(?:了|起|出)?(?=[^，。；]{{4}})")


def _bare_phrase(words: str) -> str:
    """A phrase from its last verb of bringing about: 全面推行早会双语制度 -> 早会双语制度."""
    words = words.removeprefix("了")
    ends = [m.end() for m in _BRINGING.finditer(words) if m.end() <= len(words) - 4]
    return words[ends[-1] :] if ends else words


_CLAUSE = re.compile(
    r"的|把|对|为|使|让|医院|和|与|围绕|按照|根据|严格|相关|各项|有效|不断|进一步|以(?!老|案|赛|评)|等"
)
_FACILITY = re.compile(
    r"(?:立|新|独立|专门|各类|普通|标准)?(?:[中西门急住]|中西|门诊|急诊|住院|静配|负压|隔离|重症|过渡|感染|发热|独立|标准化?|示范|专科|学科|特需|国际|普通|综合|专家|名医|新生儿|核医学|百级|千级)*"
    r"(?:门诊|病房|药房|联盟|基金|档案|手术室|病区)$"
)
_ODD = re.compile(r"\d|第|有|围绕|实现|种|个|[一二三四五六七八九十]{1,3}[个支项名种]")
_ABSTRACT = re.compile(
    r"(?:长效|管理|工作|运行|协同|联动|激励|约束|保障|监督|评价|考核|分配|服务|培养|沟通|治理|防控|发展|投入|补偿|引导|监管|决策|执行|责任|流动|推进|共享)(?:机制|模式|体系|制度)$"
)


def _certainty(phrase: str) -> Status:
    """A coined name is sure when it is short and whole; a long one is a clause that happens to end well."""
    return (
        "auto"
        if len(phrase) <= 12 and not _CLAUSE.search(phrase[:-2]) and not _ABSTRACT.search(phrase)
        else "suggested"
    )


def _quoted(text: str) -> Iterator[_Hit]:
    for m in _ROW.finditer(text):
        yield from _row(text, m)
    for m in _QUOTED.finditer(text):
        if _refused(text, m.start(), m["inner"], text[m.end("inner") + 1 : m.end("inner") + 8]):
            continue
        yield _Hit(m.start(), m.end(), _canonical(m.group()), _kind(m["head"]), "auto", 2)
    for m in _BARE.finditer(text):
        inner, before = m["inner"], text[max(0, m.start() - 14) : m.start()]
        if _refused(text, m.start(), inner, text[m.end() : m.end() + 8]):
            continue
        named = bool(re.search(rf"(?:{_NAMED})$", inner))
        if named or (_DONE.search(before) and len(inner) <= 20):
            yield _Hit(m.start(), m.end(), _canonical(inner), _kind(inner), "auto", 1)


def _row(text: str, row: re.Match[str]) -> Iterator[_Hit]:
    """Coordinated quotations are one practice each when a verb of doing stands before or a head noun behind."""
    after = text[row.end() : row.end() + 10]
    before = text[max(0, row.start() - 12) : row.start()]
    done, named = _DONE.search(before), re.match(rf"(?:等)?(?:[一-鿿]{{0,4}})(?:{_NAMED}|服务|活动|举措|做法)", after)
    if not (done or named):
        return
    status: Status = "auto" if done or after.startswith("等") else "suggested"
    for m in _BARE.finditer(text, row.start(), row.end()):
        if not _refused(text, m.start(), m["inner"], after):
            yield _Hit(m.start(), m.end(), _canonical(m["inner"]), "", status, 1)


def _is_slogan(words: str) -> bool:
    """Whether one of the blocked words makes up nearly all of a wording, or is long enough to speak for it."""
    return any(len(m.group()) >= 4 or len(words) - len(m.group()) <= 2 for m in _blocked().finditer(words))


def _refused(text: str, start: int, inner: str, after: str, *, told: bool = False) -> bool:
    """Whether a quotation is a slogan, motto, honour, figure of speech, a paper's title or a mere word.

    Where its noun and all around tell that it is a name (`told`), being said to be so is nothing against it.
    """
    before = text[max(0, start - 20) : start]
    if _is_slogan(inner) and not (re.search(rf"(?:{_NAMED})$", inner) or re.match("评选|选树", after)):
        return True
    if _HONOURED.search(before) or _TOPIC.search(inner) or (_VALUES.match(after) and not told):
        return True
    if re.search(r"[，,]", inner) and len(inner) > 24:
        return True
    if told:
        return False
    said = bool(_SAYING.search(before)) and not _DONE.search(before)
    return said and not re.match(rf"[一-鿿、]{{0,6}}(?:{_NAMED}|体系|品牌|思路)", after)


def _books(text: str) -> Iterator[_Hit]:
    for m in _BOOK.finditer(text):
        before = text[max(0, m.start() - 14) : m.start()]
        if _DISTANT.match(m["inner"]) or re.search(r"根据|依据|按照|贯彻|落实|对照|印发的$", before):
            continue
        sure: Status = (
            "auto"
            if re.search(r"制定|制订|出台|修订|建立|印发|推行|完善|编制|编成|编印|汇编|形成|实施|发布|签订", before)
            else "suggested"
        )
        yield _Hit(m.start(), m.end(), m["inner"], "制度", sure, 2)


def _each(start: int, chain: str, kind: str, rank: int) -> Iterator[_Hit]:
    at = start
    for part in chain.split("、"):
        bare = re.sub(rf"^.*(?:{_VERB}|严格|围绕|针对)(?:了)?", "", part)
        if len(bare) >= 5 and not _GENERIC.match(bare):
            yield _Hit(at + len(part) - len(bare), at + len(part), _canonical(bare), kind, "auto", rank)
        at += len(part) + 1


def _canonical(surface: str) -> str:
    """A surface as a name: no quotes around, no particle in front of the head noun."""
    name = re.sub(r"[“”《》]", "", surface)
    return re.sub(rf"(?<=[一-鿿])的(?=(?:{HEAD})$)", "", name).strip("，、 ")


def _kind(words: str) -> str:
    for kind in (
        "制度",
        "机制",
        "模式",
        "工程",
        "计划",
        "清单",
        "行动",
        "战略",
        "体系",
        "品牌",
        "活动",
        "服务",
        "平台",
        "小组",
        "项目",
        "岗",
    ):
        if words.endswith(kind):
            return {"岗": "岗位", "小组": "组织"}.get(kind, kind)
    return {"法": "方法", "奖": "奖项", "条": "政策", "政": "政策"}.get(words[-1:], "")
