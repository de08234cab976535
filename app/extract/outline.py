"""The outline a text prints and the parts it plays: 背景, 做法, 成效, 启示 located, never written.

Knows one case's text.
"""

from __future__ import annotations

import re
from typing import Literal

from db.records import Section

Role = Literal["背景", "做法", "成效", "启示"]
_NUMBER = re.compile(
    r"^(?:第[一二三四五六七八九十]{1,3}[章节部]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、](?!\d))\s*"
)
_PLAIN = re.compile(r"做法|举措|措施|实施过程|实践路径|具体实践|主要任务|重点任务")
"""Words that say 做法 whatever else a heading has: 经验做法, 创新举措与成效 begins with what was done."""
_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (
        "启示",
        re.compile(
            r"启示|体会|经验|思考|探讨|讨论|反思|推广(?:价值|应用|意义)|可复制|展望|下一步|未来|结语|几点认识|不足与改进"
        ),
    ),
    ("成效", re.compile(r"成效|成果|效果|业绩|变化|收获|成绩|效益|取得|提升了|荣誉|反响|数据|见实效|结硕果")),
    (
        "背景",
        re.compile(
            r"背景|起因|缘起|(?:存在|面临|主要|突出)的?问题|问题(?:提出|分析|的提出|描述|与)|^问题$|现状|概况|简介|为什么|基本情况|困境|痛点|难点|挑战|短板|指导思想|"
            r"总体要求|总体目标|工作目标|动因|单位介绍|医院介绍|前情"
        ),
    ),
    (
        "做法",
        re.compile(
            r"机制|经过|方法|路径|实践|探索|推进|任务|创新|打造|构建|坚持|加强|强化|突出|健全|完善|优化|实施|建立|深化|聚焦|推动|搭建|落实|引领|筑牢|夯实|提升|做[强优实细精]|抓[好实牢]|以.{2,10}为"
        ),
    ),
)
_OPENS: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (
        "成效",
        re.compile(
            r"^(?:目前|截至|如今|今天|一年来|[两二三五]年来|运行(?:一|半|两)年|改革(?:以来|后)|"
            r"通过.{2,30}[，,]|在.{2,16}(?:引领|推动|带领)下[，,]|.{0,12}(?:成效显著|成效明显|效果明显|取得.{0,8}(?:成效|成绩|成果|佳绩)|带来.{0,6}变化))"
        ),
    ),
    (
        "启示",
        re.compile(
            r"^(?:实践证明|实践表明|经验表明|事实证明|.{0,8}(?:启示|体会)|未来[，,]|下一步[，,]|今后[，,]|接下来[，,]|展望未来)"
        ),
    ),
    (
        "背景",
        re.compile(
            r"^(?:过去[，,]|以前[，,]|长期以来|曾几何时|改革前|[^，。]{0,12}(?:面临|存在)[^，。]{0,10}(?:问题|困难|困境|挑战)|针对[^，。]{2,24}(?:问题|难题|现状)|为(?:了)?(?:解决|破解|改变)[^，。]{2,30}[，,])"
        ),
    ),
)
_LABEL = re.compile(
    r"(?:申报|推荐|报送|完成|牵头|责任|案例|材料|发布|来源|作者|联系|电话|单位|类别|时间|日期)[一-鿿]{0,4}[：:]."
)
"""A line that only fills in a form."""
_RUN_IN = re.compile(r"^([一-鿿“”、，]{4,18})[。：]")


def is_heading(line: str) -> bool:
    """Whether a line is a printed heading of a section: numbered and short, without a sentence in it."""
    return bool(_NUMBER.match(line)) and len(line) <= 44 and not re.search(r"[。；]$|。.", line)


def find_outline(text: str) -> tuple[Section, ...]:
    """The sections of a case, each from its heading to the next; roles where the words say so."""
    lines = _lines(text)
    heads = [(start, line) for start, line, last in lines if _is_head(line, last)]
    if not heads:
        heads = _run_in(lines)
    if not heads:
        return _by_opening(lines, len(text))
    ends = [start for start, _ in heads[1:]] + [len(text)]
    return tuple(Section(line, start, end, role_of(line)) for (start, line), end in zip(heads, ends, strict=True))


def role_of(heading: str) -> Role | None:
    """The part a heading says its section plays."""
    if _PLAIN.search(heading) and not re.search("成效|启示|背景", heading.split("与", maxsplit=1)[0]):
        return "做法"
    return next((role for role, pattern in _ROLES if pattern.search(heading)), None)


def _lines(text: str) -> list[tuple[int, str, bool]]:
    found = []
    at = 0
    parts = text.split("\n")
    for i, line in enumerate(parts):
        found.append((at, line, i + 1 == len(parts)))
        at += len(line) + 1
    return found


def _is_head(line: str, last: bool) -> bool:
    if not line or last:
        return False
    if _LABEL.match(line):
        return False
    return is_heading(line) or (4 <= len(line) <= 30 and not re.search(r"[。；：:！!…）]$|[。；]", line))


def _run_in(lines: list[tuple[int, str, bool]]) -> list[tuple[int, str]]:
    """Headings that open their own paragraph; only when the page has three or more of them."""
    found = [
        (start, m[1]) for start, line, _ in lines if len(line) > 60 and (m := _RUN_IN.match(_NUMBER.sub("", line)))
    ]
    return found if len(found) >= 3 else []


def _by_opening(lines: list[tuple[int, str, bool]], length: int) -> tuple[Section, ...]:
    """Without headings, only a paragraph that says itself what it tells: from there to the next such one."""
    roles = ((start, _opens(line)) for start, line, _ in lines)
    found = [(start, role) for start, role in roles if role and (start or role == "背景")]
    ends = [*(start for start, _ in found[1:]), *([length] if found else [])]
    return tuple(Section("", start, end, role) for (start, role), end in zip(found, ends, strict=True))


def _opens(line: str) -> Role | None:
    return next((role for role, pattern in _OPENS if pattern.match(line)), None)


def abstract_of(text: str) -> str:
    """The first sentence or two of the body, as printed, at most about 120 characters."""
    lines = text.split("\n")
    body = next((line for line in lines if len(line) >= 20 and re.search(r"[。！？；]", line)), lines[0])
    body = _NUMBER.sub("", body)
    taken = ""
    for sentence in re.findall(r"[^。！？]+[。！？]?[”’）]?", body):
        if taken and len(taken) + len(sentence) > 120:
            break
        taken += sentence
        if len(taken) >= 60:
            break
    return taken if len(taken) <= 160 else taken[:159] + "…"
