"""Result figures: what was counted, how much, from what to what, when; and words without a figure (持续下降).

Years, document numbers, addresses, structure words (6个方面) and the headcount of a meeting are no results. Knows one
case's text; every figure keeps its place in it.
"""

from __future__ import annotations

import re
from typing import Literal

from app.extract.measures import Bound, bound_of, metric_of, tidy
from app.extract.portions import find_portions, free_of
from db.records import Result

_COUNTS = (
    "个百分点|百分点|人次|例次|台次|床日|床位|平方米|学时|课时|公里|万元|亿元|余元|元|％|%|‰|个|项|"
    "名|人|例|台|次|家|所|张|种|篇|件|条|场|期|支|位|倍|部|套|门|辆|户|册|份|间|床|天|日|分钟|小时|"
    "千瓦时|立方米|公斤|次/年|DDDs|/10万|张次|秒|岁|吨|度(?=电)|首(?![批次届家])|通(?![过知])|起(?![来到步])|剂|袋|"
    "分|级|处|对|款|块|株|颗|批|本|架|块|枚|面"
)
_FIGURE = re.compile(
    rf"(?<![\d.A-Za-z〔\[第—+])(?P<num>\d{{1,3}}(?:[,，]\d{{3}})+(?:\.\d+)?|\d{{1,9}}(?:\.\d{{1,4}})?)"
    rf"(?P<range>\s?[-—～~至]\s?\d{{1,9}}(?:\.\d{{1,4}})?)?(?P<many>[万亿千百])?(?P<more>余|多|"
    rf"来)?(?P<scale>[万亿])?(?P<unit>{_COUNTS})(?![A-Za-z])"
)
_RANK = re.compile(
    r"(?:排名|位列|位居|名列|居于|居|列|升至|上升到|跃居|跃升至|"
    r"第[一二三四五六七八九十\d]{1,3}、)(?P<of>(?:在)?[一-鿿（）]{0,14}?)(?:第(?P<cn>[一二三四五六七八九十]{1,3}|"
    r"\d{1,4})(?P<unit>名|位)?|(?P<num>\d{1,4})(?P<unit2>名|位))"
)
_CHANGE = re.compile(
    r"(?:由|"
    r"从)(?P<pre>[^，。；,]{0,22}?)(?:第)?(?P<a>\d[\d,]{0,12}(?:\.\d{1,4})?)(?P<au>[万亿]?[%％‰]?[一-鿿]{0,3}?)(?:[（(][^（）()]{0,20}[）)])?(?:，)?"
    r"(?P<verb>大幅|逐步|显著|快速|进一步|分别)?(?P<way>提升|提高|上升|增长|增加|增至|升|增|扩大|扩展|扩充|扩|压缩|压|"
    r"拓展|跃升|下降|降低|降|缩短|减少|减|缩减|上涨|发展|变)(?P<to>为|至|到|了)?"
    r"(?P<mid>[^，。；,\d]{0,6}(?:(?:19|20)\d\d年(?:\d{1,2}月)?(?:底|"
    r"末)?的?)?)(?:第)?(?P<b>\d[\d,]{0,12}(?:\.\d{1,4})?)(?P<bu>[万亿]{0,2}(?:个百分点|平方米|人次|"
    r"台次|例次|分钟|小时|[%％‰]|万元|亿元|(?!左右|以[上下内]|上下|的)[一-鿿])|(?=[，。；、）]|左右|以[上下内]|$))"
)
_RATIO = re.compile(
    r"(?P<metric>[一-鿿]{2,12}比(?:例)?)(?:达到?|为|约|到)?(?P<ratio>\d{1,3}(?:\.\d{1,2})?\s?[:：∶]\s?\d{1,3}(?:\.\d{1,2})?)"
)
_DOWN = re.compile(r"下降|降低|降|缩短|减少|压|减|下滑|回落")
_UP = re.compile(r"提升|提高|上升|上涨|增长|增加|增至|升|增|扩大|拓展|跃升|改善|翻番|攀升")
_WORDS = re.compile(
    r"(?P<metric>[一-鿿“”、DRGCMI/（）]{2,40}?)(?P<way>(?:均|都|也|已)?(?:呈(?:现)?|持续|逐年|逐步|稳步|明显|显著|大幅度?|连年|连续[一二两三四五\d]年)"
    r"(?:呈现?|持续|逐年|逐步|稳步|明显|显著|大幅度?|有)?(?P<verb>下降|降低|减少|缩短|上升|上涨|增长|提升|提高|增加|攀升|改善|回落)(?:趋势|态势)?)"
)
_MEASURED = re.compile(
    r"(?:费用?|药费|占比|比例|比重|率|总?量|次数|人次|数|人数|天数|住院日|成本|支出|收入|投诉|时间|例数|耗材|结余|CMI|指数|满意度|纠纷|名次|排名|评分|得分|负担|能耗|死亡|感染)$"
)
_STRUCTURE = re.compile(
    r"^(?:大?方面|维度|层面|环节|步骤|阶段|类别|类|要素|板块|部分|原则|目标|抓手|关键|重点(?!学科|"
    r"专科|实验室)|底线|基础|任务|字|词|关口|月|工作日|季度|小时内|周|星期|年|时代|世纪|省份|地区|"
    r"国家|"
    r"“|五年|转变|转型|结合|统一|同步|坚持|确保|聚焦|强化|突出|到位|不准|严禁|必须|核心制度|医疗核心制度|医疗质量安全核心制度|医疗质量核心制度)"
)
_SOLVED = re.compile(r"(?:解决|整改|化解|协调|梳理|发现|处理|查找|完成)[^，。；]{0,30}$")
_MEETING = re.compile(
    r"(?:参会|与会|出席|参加(?:了)?(?:会议|大会|论坛|座谈|培训班)|征集(?:到)?|投稿|来自全国|报名|观看|在线观看|现场.{0,6}聆听|共话|齐聚)"
)
_ATTENDED = re.compile(r"[^，。；]{0,6}(?:参加|参会|出席|与会|到场|观看)|(?:[一-鿿]{0,6})(?:会议|座谈会|推进会|调度会)")
_STAFF = re.compile(r"(?:干部职工|职工|员工|医务人员|干部)(?!.{0,4}(?:参加|获|满意))")
_OFTEN = re.compile(
    r"至少[一-鿿]{0,6}$|每(?:年|月|季度?|周|日|天|半年|两年|晚|人|次)(?!.{0,12}(?:提高|增至|降))[^，。；]{0,16}$"
)
_AIM = re.compile(r"到20\d\d年|力争|争取|计划(?:到|在|于)|目标(?:是|为)|预计|拟|未来[一二三五\d]年|规划(?:建设|床位)")
_AIMED = re.compile(r"(?:[^，]{0,12}(?:力争|争取)|(?:总体|发展|工作|主要)?目标[：:是为])(?!.{0,60}(?:已|实际))")
"""A sentence that begins so tells of aims to its end."""
_TIMED = re.compile(
    r"缩短|降至|降到|下降|平均|控制在|减少|不超过|只用|仅用|用时|耗时|时长|周期|压缩到|等候|等待|时间|住院日|提速|压缩|仅需|只需"
)
_EARLIER = re.compile(
    r"(?:年前|改革前|改造前|建设前|此前|以前|过去|去年同期|上年同期|原来|起初|最初|而改革前一年)(?:只有|仅有|还是|不足|不到|是|为|仅|只)?$"
)
"""A figure of what once was is no result by itself."""
_GRADED = re.compile(r"级别|水平|评级|评价|测评|分级|等级|成熟度|互联互通|电子病历|智慧")
_DATE = re.compile(r"(?<![比较])(?P<y>(?:19|20)\d\d)(?:[-—～至](?P<z>(?:19|20)?\d\d))?年(?:(?P<m>\d{1,2})月)?")
_CN = "零一二三四五六七八九十"


def find_results(text: str, *, target: bool = False) -> tuple[Result, ...]:
    """The figures of a case in text order.

    Args:
        text: The case's own text; start and end count in it.
        target: Whether figures are aims (a plan's) rather than results.
    """
    found: list[Result] = []
    for sentence in re.finditer(r"[^。！？\n]{2,600}", text):
        words, at = sentence.group(), sentence.start()
        taken: list[tuple[int, int]] = [
            m.span() for m in re.finditer(r"《[^《》]*》|“[^“”]{0,40}”|〔\d+〕\d+号", words)
        ]
        for finder in (_changes, _portioned, _ranks, _ratios, _plain, _figures, _worded):
            for result, start, end in finder(words, taken, target):
                taken.append((start, end))
                found.append(_placed(result, words, at, start, end, target=target))
    return _once(sorted(found, key=lambda r: r.start or 0))


_Found = list[tuple[Result, int, int]]
_Spans = list[tuple[int, int]]


def _free(start: int, end: int, taken: _Spans) -> bool:
    return all(end <= a or start >= b for a, b in taken)


def _placed(result: Result, words: str, at: int, start: int, end: int, *, target: bool) -> Result:
    from dataclasses import replace

    aim = target or bool(_AIM.search(words[:start][-40:])) or bool(_AIMED.match(words))
    date = result.date or _date(words, start)
    return replace(result, start=at + start, end=at + end, type="target" if aim else "result", date=date)


def _date(words: str, start: int) -> str | None:
    """The last date before a figure in its sentence, as 2023, 2023-04 or 2022-2023."""
    dates = list(_DATE.finditer(words, 0, start))
    last = dates[-1] if dates else None
    if last is None:
        return None
    year, until, month = last["y"], last["z"], last["m"]
    if until:
        return f"{year}-{until if len(until) == 4 else year[:2] + until}"
    return f"{year}-{int(month):02}" if month and 1 <= int(month) <= 12 else year


def number(word: str) -> float:
    """A printed number with its thousands marks as a float."""
    return float(re.sub("[,，]", "", word))


def _changes(words: str, taken: _Spans, target: bool) -> _Found:
    found: _Found = []
    for m in _CHANGE.finditer(words):
        if not _free(m.start(), m.end(), taken) or m["bu"] in ("年", "月", "日"):
            continue
        before, after = number(m["a"]), number(m["b"])
        if 1900 <= before <= 2100 and m["au"].startswith(("年", "月")):
            continue
        unit = m["bu"].replace("％", "%") or None
        same = not m["au"] or not unit or m["au"][:1] == unit[:1] or m["au"].startswith("的")
        falls = bool(_DOWN.search(m["way"])) or (not _UP.search(m["way"]) and after < before)
        metric = metric_of(words, m.start(), m.end(), unit or "", before_only=True)
        if unit is None and not _UNITLESS.search(metric):
            continue
        if unit in ("名", "位") and "名次" not in metric and "排名" not in metric:
            metric += "名次"
            falls = after > before
        date = _date(m.group(), len(m.group()) - len(m["b"] + m["bu"])) if re.search(r"\d{4}年", m["mid"]) else None
        result = Result(metric, after, unit, before if same else None, after, date, direction="down" if falls else "up")
        found.append((result, m.start("a"), m.end()))
    del target
    return found


_UNITLESS = re.compile(r"(?:CMI|指数|值|得分|评分|名次|排名|系数|医护比|床护比)(?:值)?$", re.IGNORECASE)


def _portioned(words: str, taken: _Spans, target: bool) -> _Found:
    del target
    return free_of(find_portions(words), taken) if _PORTIONED.search(words) else []


_PORTIONED = re.compile(
    r"[一二三四五六七八九]成|一半|[一二两三四五六七八九十][倍番]|全覆盖|\d级(?:和|、|与|及)\d|从[^，。；]{0,20}\d|零|百分之|前[\d二三五十]"
)


def _ranks(words: str, taken: _Spans, target: bool) -> _Found:
    found: _Found = []
    for m in _RANK.finditer(words):
        if not _free(m.start(), m.end(), taken):
            continue
        value = number(m["num"]) if m["num"] else number(m["cn"]) if m["cn"].isdigit() else float(_chinese(m["cn"]))
        subject = metric_of(words, m.start(), m.end(), "名", before_only=True)
        scope = m["of"].strip()
        metric = tidy(f"{scope}{subject}" if scope and scope not in subject else subject)
        found.append(
            (Result(metric if metric.endswith(("排名", "名次")) else metric + "排名", value, "名"), m.start(), m.end())
        )
    del target
    return found


def _chinese(word: str) -> int:
    if word == "十":
        return 10
    if "十" in word:
        tens, _, ones = word.partition("十")
        return (_CN.index(tens) if tens else 1) * 10 + (_CN.index(ones) if ones else 0)
    return _CN.index(word[0])


def _ratios(words: str, taken: _Spans, target: bool) -> _Found:
    """1:2 has no single value: it is kept as printed."""
    del target
    return [
        (
            Result(
                tidy(m["metric"]), None, re.sub(r"\s|[：∶]", lambda s: "" if s.group().isspace() else ":", m["ratio"])
            ),
            m.start(),
            m.end(),
        )
        for m in _RATIO.finditer(words)
        if _free(m.start(), m.end(), taken)
    ]


_PLAIN = re.compile(
    r"(?P<metric>[^，。；：\d]{0,24}?(?:指数|CMI值?|系数|权重|RW值?|评分|得分|分值|人均绩效比|医护比|床护比))(?:值)?(?:均|已|分别)?"
    r"(?P<way>达到?|为|升至|升到|提高到|提升到|上升到|提高至|降到|降至|下降到|稳定在|保持在|控制在|超过)(?:了)?"
    r"(?P<num>\d{1,4}(?:\.\d{1,4})?)(?=以[上下内]|左右|[，。；、）]|$)"
)


def _plain(words: str, taken: _Spans, target: bool) -> _Found:
    """A measure that has no unit: CMI值提高到1.12."""
    found: _Found = []
    for m in _PLAIN.finditer(words):
        metric = tidy(m["metric"])
        if len(metric) >= 2 and _free(m.start("num"), m.end("num"), taken):
            way: Literal["up", "down"] | None = (
                "down" if _DOWN.search(m["way"]) else "up" if _UP.search(m["way"]) else None
            )
            found.append((Result(metric, number(m["num"]), None, direction=way), m.start("num"), m.end("num")))
    del target
    return found


def _figures(words: str, taken: _Spans, target: bool) -> _Found:
    found: _Found = []
    meeting = bool(_MEETING.search(words))
    matches = [m for m in _FIGURE.finditer(words) if _free(m.start(), m.end(), taken)]
    for m in matches:
        unit = ((m["many"] or "") + (m["scale"] or "") + m["unit"]).replace("％", "%")
        if _ATTENDED.match(words, m.end()):
            continue
        if meeting and m["unit"] in ("名", "人", "位", "家", "个", "人次") and not target:
            continue
        if _is_none(words, m):
            continue
        bound = bound_of(words, m.start(), m.end(), bool(m["more"]))
        metric = metric_of(words, m.start(), m.end(), unit)
        if len(metric) < 2:
            continue
        if m["range"]:  # 2-3所 has no single value: kept as printed
            found.append((Result(metric, None, f"{m['num']}{m['range'].strip()}{unit}"), m.start(), m.end()))
        else:
            found.append((_figure(metric, number(m["num"]), unit, bound, words[: m.start()]), m.start(), m.end()))
    return found


def _figure(metric: str, value: float, unit: str, bound: Bound, before: str) -> Result:
    clause = re.split(r"[，；,]", before)[-1]
    shared = re.search(r"分别([一-鿿]{2,4})\d[^，；]*$", clause)  # 甲、乙分别增长A、B
    tail = shared[1] if shared else clause[-14:]
    direction: Literal["up", "down"] | None = None
    if re.search(r"(?:下降|降低|减少|缩短|压缩|降至|降到|降为|回落|降幅|节约|节省)[^，]{0,6}$", tail):
        direction = "down"
    elif re.search(r"(?:增长|增加|提升|提高|上升|上涨|增至|升至|升到|增幅|增速)[^，]{0,6}$", tail):
        direction = "up"
    return Result(metric, value, unit, direction=direction, bound=bound)


def _is_none(words: str, m: re.Match[str]) -> bool:
    """Whether a number with its measure word is no figure after all."""
    unit, before, after = m["unit"], words[max(0, m.start() - 24) : m.start()], words[m.end() : m.end() + 14]
    if _EARLIER.search(before) or (unit == "岁" and not re.search("平均年龄|年龄[^，]{0,6}$", before)):
        return True
    if unit in ("天", "日") and re.search(r"(?:产后|术后|病后|出院后|每|第|前|提前|满)$", before):
        return True
    if before.endswith("每") or (unit == "人" and after.startswith("口")):
        return True
    if _STRUCTURE.match(after) or before.endswith(("第", "十", "〔", "：第")):
        return not (_SOLVED.search(before) and unit in ("个", "项"))
    if re.match("个?(?:学时|课时|小时|工作日)", after) or (
        unit in ("名", "人") and _STAFF.match(after) and m["many"] is None
    ):
        return True
    if unit in ("天", "日", "分钟", "小时", "学时", "课时"):
        return not _TIMED.search(before) or (unit == "日" and before.endswith("月"))
    if unit == "级":
        return not _GRADED.search(words[max(0, m.start() - 40) : m.start()])
    if unit in ("分", "本", "面", "块", "对", "期", "处", "次", "场", "部", "门", "元") and _OFTEN.search(before):
        return not (unit == "元" and re.search("节约|节省|结余|减少|减轻|增收", before))
    if unit in ("分", "对", "面", "块", "处") and not re.search(r"得分|评分|平均|总分|考核|达|共|建|设", before):
        return True
    return bool(re.match(r"(?:以来|来|内|前|后|左右时间|工作法)", after)) and unit in ("天", "个", "次")


def _worded(words: str, taken: _Spans, target: bool) -> _Found:
    """Metric and direction without a figure; only for what can be measured, and only where it is told as a fact."""
    found: _Found = []
    if target:
        return found
    for m in _WORDS.finditer(words):
        metrics = re.split(r"、|以及|及|和|与", re.split(r"[，：；]", m["metric"])[-1])
        metrics = [
            tidy(
                re.sub(
                    r"(?:均|都|也|总体|整体|连续\S{1,2}年)$",
                    "",
                    re.sub(r"^(?:[一-鿿]{0,4}连续)?\d?年(?=[一-鿿]{3})", "", w),
                )
            )
            for w in metrics
        ]
        if not metrics or not _MEASURED.search(metrics[-1]) or not _free(m.start("way"), m.end(), taken):
            continue
        if re.match(r"\s?(?:了|至|到|为)?\s?\d", words[m.end() :]):
            continue
        direction: Literal["up", "down"] = "down" if _DOWN.search(m["verb"]) else "up"
        found += [
            (Result(w, direction=direction), m.start("metric"), m.end())
            for w in metrics
            if len(w) >= 2 and _MEASURED.search(w)
        ]
    return found


def _once(results: list[Result]) -> tuple[Result, ...]:
    """The same figure told twice counts once: same value and unit, and one metric ends like the other."""
    seen: set[tuple[float, str | None, str]] = set()
    kept: list[Result] = []
    for result in results:
        if result.value is not None:
            twin = (result.value, result.unit, result.metric[-4:])
            if twin in seen:
                continue
            seen.add(twin)
        kept.append(result)
    return tuple(kept)
