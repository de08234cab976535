"""What a text is called and whose it is, where no speaker line says so. Empty rather than guessed."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from app.extract.filenames import read_name
from app.extract.names import NAME, read_organisation
from app.extract.places import gazetteer
from db.records import Speaker

_ENDS = re.compile(
    r"(?:医院|卫生院|保健院|医疗中心|医疗集团|健康集团|健康共同体|医疗共同体|医共体|总医院|健康总院|医疗总院|(?<=[县市区旗])总院|防治院|急救中心|医学中心)(?:集团|总院|[一-鿿]{2,4}院区)?"
)
_AUTHORITIES = re.compile(
    r"(?:卫生健康委员会|卫生健康委|卫健委|卫生健康局|卫健局|疾病预防控制中心|疾控中心|中心血站|血液中心|医疗保障局|医保局|人民政府)"
)
_LEADS = (
    "中国",
    "首都",
    "解放军",
    "北京大学",
    "清华大学",
    "复旦大学",
    "华中科技大学",
    "中南大学",
    "中山大学",
    "浙江大学",
    "山东大学",
    "同济大学",
    "南方医科大学",
    "东南大学",
    "南方医院",
    "空军军医大学",
    "陆军军医大学",
    "海军军医大学",
    "武警",
    "中日友好",
    "联勤保障部队",
)
_OTHER = re.compile(r"协会|学会|院长》|院长杂志|绩效改革|管理研究|分会|等级|评审|管理协会")
_BREAKS = re.compile(
    r"[与和及在由对向到于从让把被将是以等为]|整合|推进|推动|推行|建设|打造|探索|构建|深化|实施|加快|组建|成立|创建|全力|聚力|做实|做强|做优|如何|怎样|支持|邀请|协助|联合|依托|参加|走进|前往|赴|记者"
)


READ = 20_000
"""So many characters tell whose text it is."""


def organisations(text: str, ends: re.Pattern[str] = _ENDS) -> list[str]:
    """The hospitals a text names with the place they begin with, as often as it names them."""
    found = []
    for end in ends.finditer(text):
        if _OTHER.match(text, end.end()):
            continue
        before = re.search(r"[一-鿿]{0,24}$", text[max(0, end.start() - 24) : end.start()])
        words = before.group() if before else ""
        for start in range(len(words)):
            long = len(words) - start + len(end.group()) >= 5
            if long and _begins_name(words, start) and not _BREAKS.search(words[start:]):
                found.append(words[start:] + end.group())
                break
    return found


def _begins_name(words: str, start: int) -> bool:
    if words.startswith(_LEADS, start):
        return True
    book = gazetteer()
    if words[start : start + 2] not in book.starts:
        return False
    for length in range(min(book.longest, len(words) - start), 1, -1):
        word = words[start : start + length]
        if word in book.full or any(p.level < 3 for p in book.short.get(word, ())):
            return True
    return False


def named_owner(title: str, text: str) -> str | None:
    """The hospital a text is about: named in the title, or by far most often in the text."""
    in_title = organisations(title) or organisations(title, _AUTHORITIES)
    if not in_title and (place := _regional(title)):
        return _proper(place, text[:READ]) if _FOUNDED.search(text[:READ]) else _authority(place, text[:READ])
    if in_title:
        return _proper(in_title[0], text[:READ])
    head = read_organisation(re.split(r"[：:—\s]", title, maxsplit=1)[0]) if title else None
    if head:
        return head.owner
    text = text[:READ]
    names = organisations(text)
    ends = _ENDS if names else _AUTHORITIES
    counts = Counter(names or organisations(text, ends))
    for name in organisations(text[:400], ends):
        counts[name] += 1
    best = counts.most_common(2)
    if not best or (len(best) == 2 and best[0][1] == best[1][1] and text.find(best[0][0]) > 200):
        return None
    return best[0][0]


_DESCRIBED = re.compile(r"(?:紧密型|县域|城市|区域|城乡)+(?:医疗|健康)?(?:集团|医共体|医联体|共同体)")
_FOUNDED = re.compile(
    r"(?:挂牌|成立|组建|组成|牵头成立)(?:了|为)?“?([一-鿿]{4,20}?(?:总医院|医疗集团|健康集团|医院集团|共同体|医共体)(?:总院|集团)?)"
)


_REGIONAL = re.compile(
    r"(?:^|[：:—\s“”《》，！])([一-鿿]{2,9}?(?:自治州|自治县|地区|[省市县区州盟旗]))(?=[^：:—。]{0,16}(?:医改|医疗集团|医共体|医联体|共同体|卫生健康|医疗卫生|公立医院|紧密型))"
)


def _regional(title: str) -> str | None:
    """The place whose health system a title speaks of, where it names no organisation."""
    found = _REGIONAL.search(title)
    return found[1] if found and _begins_name(found[1], 0) else None


def _authority(place: str, text: str) -> str | None:
    """The office that answers for a place's health system: its health authority as the text names it."""
    named = Counter(name for name in organisations(text, _AUTHORITIES) if name.startswith(place))
    best = [name for name in named if "人民政府" not in name] or list(named)
    return best[0] if best else None


def _proper(name: str, text: str) -> str:
    """The name an alliance was founded under, where a title only says what kind it is of."""
    described = _DESCRIBED.search(name)
    place = name[: described.start()] if described else ""
    if len(place) < 2:
        return name
    return next((m[1] for m in _FOUNDED.finditer(text) if m[1].startswith(place)), name)


def signature(text: str) -> str | None:
    """The authority that signs a paper: alone on a line near its end, a date below it."""
    lines = [line.strip() for line in text[-600:].split("\n")]
    for line, below in pairwise(lines):
        signed = (
            read_organisation(line, lone=True)
            if re.match(r"(?:19|20|二)[\d〇○零一二三四五六七八九]{2,3}年", below)
            else None
        )
        if signed:
            return signed.owner
    return None


def awarded_title(text: str) -> str | None:
    """The title under which a text says its case was honoured."""
    found = re.search(
        r"《([^《》]{6,40})》(?:案例|一文|项目)?(?:被|，)?(?:获评|荣获|评为|入选|获得|获选|喜获|荣登|斩获)", text
    ) or re.search(r"(?:案例|以)[《“]([^《》“”]{8,40})[》”](?:案例)?.{0,6}(?:获评|荣获|评为|入选|获得|获选)", text)
    return found[1] if found else None


_SAID = re.compile(
    r"((?:(?:医院|院|该院)?(?:党委|院)?(?:副|常务|执行)*(?:书记|院长)|党委书记、院长|院长、党委(?:副)?书记|理事长|总会计师)(?:、(?:副)?(?:院长|书记))?)"
    rf"({NAME})(?=代表|介绍|表示|说|指出|认为|作了?|在.{{0,14}}(?:作|介绍|发言|分享|表示)|告诉|强调|坦言|谈|分享|上台|接受)"
)


def quoted_speaker(text: str, owner: str | None) -> Speaker:
    """The first leader who speaks for the hospital in the text's own words."""
    found = _SAID.search(text) if owner else None
    if not found:
        return Speaker(None, None)
    return Speaker(found[2], re.sub(r"^(?:医院|该院)", "", found[1]))


_WIRE = re.compile(r"^[^（(，。]{0,12}(?:讯|电|消息)(?:\s?[（(][^（()）]{2,40}[）)]\s?|\s)")


def title_from(text: str, name: str) -> str:
    """A title where none is printed: the one in the file's name, else the first clause as it stands."""
    if told := read_name(name).title:
        return told
    first = re.split(r"[。！？\n]", _WIRE.sub("", text[:3000].strip(), count=1), maxsplit=1)[0]
    clause = re.split(r"[，；：,]", first, maxsplit=1)[0]
    words = clause if 6 <= len(clause) <= 30 else first
    return words if len(words) <= 30 else words[:29] + "…"


_ISSUER = re.compile(
    r"([^，。：《》\s]{2,24}?(?:人民政府(?:办公室|办公厅)?|党委办公室|委办公室|领导小组(?:办公室)?|卫生健康委(?:员会)?|卫健委|委员会|"
    r"卫生健康局|卫健局|卫生局|医疗保障局|医保局|中医药管理局|财政局|医院|卫生院|保健院|医疗集团|医共体|总院))"
    r"(?:党委|院长办公室|办公室)?(?=\s?(?:等[一二三四五六七八九十\d]{1,2}(?:个)?(?:部门|单位|家)|关于|印发|$|\s))"
)


def issuer(title: str, text: str, place: str | None) -> str | None:
    """Who issued a plan: as the title says, else the government whose place it speaks for (我市)."""
    for line in (title, text.split("\n", 1)[0]):
        if printed := _ISSUER.match(line):
            return printed[1]
    if not place:
        return None
    kind = {"省": "省", "市": "市", "县": "县", "区": "[区县]", "州": "州", "旗": "旗", "盟": "盟"}.get(
        place[-1], place[-1]
    )
    own = re.search(rf"(?:我|本|全){kind}|{kind}委、{kind}政府", text[:1500])
    return f"{place}人民政府" if own else None
