"""Metrics that may mean the same: alike in letters or by synonyms, and measured in the same unit. Only ever suggested.

Knows names and units, no library.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.task import QUIET, Cancelled, Task
from db import words

MOST = 40
"""Suggestions."""
_LOOKED_AT = 3000
"""Names that are compared, those of most cases first."""
_ALIKE = 0.75
_SHARED = 60
"""A pair of letters in more names than this tells nothing."""
_SAME: tuple[tuple[str, ...], ...] = (
    ("占比", "比例", "比重", "比率"),
    ("平均住院日", "平均住院天数", "平均住院时间"),
    ("满意度", "满意率"),
    ("病床", "床位"),
    ("使用率", "利用率"),
    ("名次", "排名", "位次"),
    ("国考", "绩效考核", "国家三级公立医院绩效考核"),
    ("药占比", "药品占比", "药品收入占比"),
    ("次均", "人均", "例均"),
    ("门急诊", "门急诊诊疗"),
    ("人次", "人次数", "诊疗量"),
)
_APART: tuple[tuple[str, ...], ...] = (
    ("门诊", "住院", "急诊", "出院", "入院", "手术", "体检"),
    ("患者", "职工", "员工", "医务人员", "群众", "家属", "学生"),
    ("省级", "国家级", "市级", "县级", "院级"),
    ("县区", "市直", "县级", "乡镇"),
    ("一级", "二级", "三级", "四级"),
    ("男", "女"),
    ("收入", "支出", "成本", "结余"),
    ("增幅", "降幅", "增速", "增长", "下降"),
    ("中医", "西医"),
    ("医生", "护士", "药师"),
    ("早期", "晚期"),
    ("上转", "下转"),
    ("医疗", "药品", "耗材", "检查", "检验"),
    ("新增", "累计"),
    ("省", "市", "全国"),
    ("博士", "硕士", "本科"),
    ("基本", "高级"),
    ("甲级", "乙级"),
    ("死亡", "治愈", "感染"),
)
"""Words that make two names two things when each has another of them, or one has one and the other none."""
_SOFT = frozenset(("出院", "住院", "患者", "医疗", "全国", "省", "市", "累计"))
"""Of these one name may have one and the other none: 随访率 is told of those who left."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Two names, the one of more cases first, and why they may mean the same."""

    one: str
    other: str
    why: str


def alikes(
    cases: Mapping[str, int],
    units: Mapping[str, frozenset[str]],
    synonyms: Sequence[Sequence[str]] = (),
    apart: Collection[frozenset[str]] = (),
    task: Task = QUIET,
) -> tuple[Alike, ...]:
    """Pairs of metrics that may mean the same, those of most cases first.

    Args:
        cases: Name -> how many cases tell it.
        units: Name -> the units it is told in.
        synonyms: The person's own groups of words.
        apart: Pairs a person told apart already.
        task: Stops the answer.

    Raises:
        Cancelled: the task was stopped.
    """
    names = sorted(cases, key=lambda name: (-cases[name], name))[:_LOOKED_AT]
    groups = [tuple(dict.fromkeys(map(words.flat, group))) for group in (*synonyms, *_SAME)]
    plain = {name: _plain(name, groups) for name in names}
    told = {name: _marks(name) for name in names}
    found: list[Alike] = []
    for one, other in _near(names, plain, task):
        shared = units[one] & units[other]
        if not shared or frozenset((one, other)) in apart or not _agree(one, other, told):
            continue
        if why := _why(one, other, plain):
            unit = "、".join(sorted(filter(None, shared)))
            found.append(Alike(one, other, f"{why}，单位都是 {unit}" if unit else f"{why}，都没有单位"))
    found.sort(key=lambda pair: -(cases[pair.one] + cases[pair.other]))
    return tuple(found[:MOST])


def _plain(name: str, groups: Sequence[Sequence[str]]) -> str:
    """The name with every synonym as its group's first word; the groups are folded already."""
    plain = words.flat(name)
    for first, *others in groups:
        for other in sorted(others, key=len, reverse=True):
            if other and other in plain and first not in plain:
                plain = plain.replace(other, first)
    return plain


def _pairs(plain: str) -> frozenset[str]:
    return frozenset(map(str.__add__, plain, plain[1:]))


def _near(names: Sequence[str], plain: Mapping[str, str], task: Task) -> Iterator[tuple[str, str]]:
    """Pairs of names that share a telling pair of letters, the one of more cases first, each once."""
    standing: defaultdict[str, list[int]] = defaultdict(list)
    for number, name in enumerate(names):
        if number % 200 == 0 and task.stopped():
            raise Cancelled
        near: set[int] = set()
        for pair in _pairs(plain[name]):
            listed = standing[pair]
            if len(listed) < _SHARED:
                near.update(listed)
            listed.append(number)
        yield from ((names[other], name) for other in sorted(near))


def _agree(one: str, other: str, told: Mapping[str, Sequence[frozenset[str]]]) -> bool:
    """Whether no word makes them two things."""
    for mine, theirs in zip(told[one], told[other], strict=True):
        if mine != theirs and (not (mine <= theirs or theirs <= mine) or (mine ^ theirs) - _SOFT):
            return False
    return True


def _marks(name: str) -> tuple[frozenset[str], ...]:
    """Which words of every group of `_APART` are in a name."""
    return tuple(frozenset(word for word in group if word in name) for group in _APART)


def _why(one: str, other: str, plain: Mapping[str, str]) -> str:
    mine, theirs = plain[one], plain[other]
    if mine == theirs:
        return "同义写法"
    short, long = sorted((mine, theirs), key=len)
    if len(short) >= 3 and long.endswith(short) and len(long) - len(short) <= 6:
        return f"“{min(one, other, key=len)}”包含在“{max(one, other, key=len)}”里"
    a, b = _pairs(mine), _pairs(theirs)
    like = 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0
    return "名称相近" if like >= _ALIKE and mine[-2:] == theirs[-2:] else ""
