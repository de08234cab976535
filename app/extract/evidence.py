"""How well a case is supported, 0 to 4, and the honours it names. Shown, never used to hide a case."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from db.records import Result

_GAINED = re.compile(
    r"荣获|喜获|获评为?|获颁|被评为|被授予|被命名为|获得|获|授予|表彰为|评为|评定为|入选|荣膺|荣登|摘得|斩获|夺得|捧回|蝉联|通报表扬|跻身"
)
_HONOUR = re.compile(
    r"[“《]?([^“”《》。；，\n]{2,40}?(?:[一二三]等奖|金奖|银奖|铜奖|奖项|奖状|奖|先进集体|先进单位|先进个人|先进基层党组织|先进党支部|文明单位|文明科室|示范单位|示范点|示范医院|"
    r"示范基地|示范中心|优秀案例|典型案例|实践案例|最佳案例|十佳案例|创新案例|创新项目|称号|标兵|标兵单位|红旗单位|红旗手|青年文明号|五一劳动奖|劳动奖状|勋章|十强|百强|楷模|满意医院|最美[一-鿿]{2,4}))[”》]?"
)
MOST = 200
"""So many honours are compared with one another."""
_LISTED = re.compile(r"[“《]([^“”《》]{2,30}(?:奖|先进集体|先进个人|先进工作者|优秀共产党员|先锋|标兵|医师|勋章))[”》]")
_OWN = re.compile(
    r"(?:医院|该院|我院|院党委|党支部|科室|集团|案例|科).{0,30}(?:荣获|获评|被评为|获得|获|授予|表彰为|评为|入选|荣膺)"
)
_THIRD = re.compile(
    r"排名|名列|位列|居全[国省市]|第[一二三四五六七八九十\d]{1,3}(?:名|位)|第三方|评审通过|通过.{0,20}(?:评审|认证)|全[国省市]第[一二三]"
)


def find_awards(text: str) -> tuple[str, ...]:
    """Honours in the text, as printed, in order, each once."""
    found = [*_gained(text)]
    found += [
        (m.start(1), m[1])
        for m in _LISTED.finditer(text)
        if re.search(r"获|表彰|涌现|评为|授予", text[max(0, m.start() - 120) : m.start()])
    ]
    names = list(dict.fromkeys(name for _, name in sorted(found) if 3 <= len(name) <= 40))[:MOST]
    return tuple(n for n in names if not any(n != other and n in other for other in names))


def _gained(text: str) -> Iterator[tuple[int, str]]:
    """The honour behind each verb of gaining one, at most a sentence's part away."""
    at = 0
    while gained := _GAINED.search(text, at):
        at = gained.end()
        window = re.split(r"[。；\n]", text[at : at + 80], maxsplit=1)[0]
        honour = _HONOUR.search(window)
        if honour:
            yield at + honour.start(1), honour[1].strip("“”《》了")
        at += honour.end() if honour else len(window)


def evidence_of(text: str, results: Sequence[Result], awards: Sequence[str]) -> int:
    """0 none, 1 single figure, 2 before and after, 3 ranking or third party, 4 award."""
    told = [r for r in results if r.type == "result"]
    if awards and _OWN.search(text):
        return 4
    if any(r.unit in ("名", "位") and r.value is not None for r in told) or (told and _THIRD.search(text)):
        return 3
    if any(r.before is not None or r.direction for r in told):
        return 2
    return 1 if any(r.value is not None for r in told) else 0
