"""Themes by the taxonomy's trigger words: sure ones `auto`, single hints `suggested`, each with its reason.

Knows a case's text and title; must not know what a user decided about themes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from app.extract.plans import RESPONSIBLE
from app.extract.tables import taxonomy
from db.records import Theme

LONG = 5
"""A trigger of so many characters is sure by itself."""
_ORGANISATION = re.compile(
    r"[一-鿿]{0,8}(?:医院|大学|学院|卫生健康委|卫健委|协会|学会|委员会|研究院|研究所|办公室|报社|杂志社|局|厅)"
)
_BLOCKED: tuple[tuple[str, str], ...] = (
    # trigger, pattern around it that makes it a person, an object or a member of a list
    ("领导班子", r"领导班子(?:和|成员|及|带领|评价|对|保持|监督)"),
    ("中层干部", r"中层干部(?:廉政|廉洁|进行培训|亮岗)|中层以上干部"),
    ("评价机制", r"(?:绩效|效果|质量)评价机制"),
    ("书记、院长", r"书记、院长(?:牵头|带队|亲自|签订|为组长)"),
    ("编制", r"编制(?:床位|预算|规划|方案|了|手册)|(?:不低于|按)编制"),
    ("资源下沉", r"扩容下沉"),
    ("科研", r"(?:医疗、教学、科研|医、教、研|教学、科研|教学、科研、|科研、管理|科研管理骨干)"),
    ("中医", r"中医(?:医院|院区|学院|科学院|药大学)|中医药?管理局"),
    ("中医药", r"中医药(?:管理局|大学|学院)"),
    ("儿科", r"(?:附属|、)儿科|儿科(?:医院|、|等)"),
    ("新冠", r"新冠(?:肺炎)?疫情(?:以来|期间|暴发)"),
    ("院区", r"(?:各|本|该)院区"),
    ("培训", r"培训(?:机构|中心主任|班上|会上)|(?:培训|继续教育)基地医院"),
    ("移植", r"移植(?:经验|做法|模式)"),
    ("互认", r"互认(?:识|为)"),
    ("护士", r"护士(?:长任期|长)"),
    ("作风", r"作风(?:过硬|优良|硬)"),
    ("红色", r"红色(?:预警|区域|标识|警戒)"),
    ("达标", r"(?:排放|不)达标"),
    ("公益", r"公益(?:性|[一二]类)"),
    ("法治", r"、法治"),
    ("采购", r"采购(?:部门|科|员|医保)"),
    ("党委会", r"党委会(?:议)?室"),
    ("关爱", r"关爱(?:患者|病人)"),
    ("成果转化", r"成果转化收益"),
    ("AI", r"[A-Za-z]AI|AI[A-Za-z]"),
    ("DIP", r"[A-Za-z]DIP|DIP[A-Za-z]"),
)


@dataclass(frozen=True, slots=True)
class _Rule:
    theme: str
    name: str
    triggers: re.Pattern[str]


@lru_cache(maxsize=1)
def _rules() -> tuple[_Rule, ...]:
    found = []
    for top in taxonomy():
        for leaf in top["leaves"]:
            words = sorted({w.replace(",", "，") for w in leaf["triggers"]}, key=len, reverse=True)
            found.append(_Rule(leaf["id"], leaf["name"], re.compile("|".join(map(re.escape, words)), re.IGNORECASE)))
    return tuple(found)


@lru_cache(maxsize=1)
def _blocked() -> dict[str, re.Pattern[str]]:
    return {word: re.compile(pattern) for word, pattern in _BLOCKED}


def find_themes(text: str, title: str = "", owner: str = "") -> tuple[Theme, ...]:
    """The themes of a case, sure ones first.

    Args:
        text: The case's own text; start and end count in it.
        title: Its headline; a trigger there is sure.
        owner: The organisation's name, in which no trigger counts.
    """
    end = _body_end(text)
    holes = _names(text[:end], owner)
    found = [theme for rule in _rules() if (theme := _judge(rule, text[:end], title, holes))]
    return tuple(sorted(found, key=lambda t: (t.status != "auto", -t.score, t.id)))


def _body_end(text: str) -> int:
    tail = RESPONSIBLE.search(text[-400:])
    return len(text) - len(text[-400:]) + tail.start() if tail else len(text)


def _names(text: str, owner: str) -> list[tuple[int, int]]:
    """Where organisations are named: a trigger inside a name is not a theme."""
    holes = [m.span() for m in _ORGANISATION.finditer(text) if len(m.group()) >= 5 and _is_name(m.group())]
    for name in filter(None, (owner, re.sub(r"[（(].*", "", owner))):
        holes += [m.span() for m in re.finditer(re.escape(name), text)]
    return sorted(holes)


def _is_name(words: str) -> bool:
    return (
        bool(re.search(r"(?:附属|大学|省|市|县|区|第[一二三四五六七八九十]|人民|国家|全国|中国).{0,6}$", words))
        and "的" not in words
    )


def _judge(rule: _Rule, text: str, title: str, holes: list[tuple[int, int]]) -> Theme | None:
    hits = [m for m in rule.triggers.finditer(text) if not _inside(m.span(), holes) and not _is_blocked(m, text)]
    in_title = rule.triggers.search(title) if title else None
    if in_title and _is_blocked(in_title, title):
        in_title = None
    if not hits and not in_title:
        return None
    longest = max((len(m.group().strip("“”")) for m in hits), default=0)
    distinct = len({m.group() for m in hits})
    sure = len(hits) >= 2 or bool(in_title) or longest >= LONG
    score = min(
        1.0, 0.35 + 0.12 * len(hits) + 0.1 * distinct + (0.3 if in_title else 0) + (0.15 if longest >= LONG else 0)
    )
    words = "、".join(dict.fromkeys([*([in_title.group()] if in_title else []), *(m.group() for m in hits)]))
    reason = (
        f"标题与正文见“{words}”"
        if in_title and hits
        else f"标题见“{words}”"
        if in_title
        else f"正文 {len(hits)} 处见“{words}”"
    )
    start, end = hits[0].span() if hits else (None, None)
    return Theme(rule.theme, round(score, 2), "auto" if sure else "suggested", start, end, reason[:120])


def _inside(span: tuple[int, int], holes: list[tuple[int, int]]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in holes)


def _is_blocked(hit: re.Match[str], text: str) -> bool:
    pattern = _blocked().get(hit.group())
    if pattern is None:
        return False
    around_start = max(0, hit.start() - 8)
    return any(
        m.start() + around_start <= hit.start() and hit.end() <= m.end() + around_start
        for m in pattern.finditer(text[around_start : hit.end() + 10])
    )
