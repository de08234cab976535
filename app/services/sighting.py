"""Where a text tells who somebody is: names with what stands around them, and numbers with their own proof.

A name counts only where its surroundings say that a person stands there, and is spelled like one: 患者满意 is nobody.
Knows one text at a time.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from app.extract.names import POST, SURNAME
from app.services.identifying import (
    KINDS,
    PEOPLE,
    WIDE,
    Kind,
    Spot,
    addresses,
    bare,
    bed,
    is_card,
    is_identity,
    numbers,
)
from app.services.spelt import GIVEN, NOBODY, TRANSLITERATED, UNDOTTED

__all__ = [
    "CALLED", "KINDS", "PEOPLE", "Kind", "Spot", "bare", "is_card", "is_identity", "name_at", "public", "spots",
    "surname",
]  # fmt: skip

_BEGINS = re.compile(SURNAME)
_CUE = re.compile(
    r"(?:患者|病人|退休(?:教师|工人|干部|职工|老师|军人)|患儿|病友|产妇|孕妇|伤者|伤员|逝者|死者|受害人|家属|村民|居民|市民|农民|农户|低保户|贫困户|五保户|牧民|渔民|学生|工人|老人|老兵"
    r"|儿子|女儿|儿媳|女婿|母亲|父亲|妻子|丈夫|老伴|爱人|孙子|孙女|奶奶|爷爷|外婆|外公|弟弟|妹妹|哥哥|姐姐)"
    r"(?:家属|姓名|名叫|叫)?(?:[^\S\n]|[:：“是（(]){0,2}(?=[㐀-鿿])"
)
_COUNTED = frozenset("位区名")
"""一位大爷, 牧区老人: a surname elsewhere, never here."""
CALLED = re.compile(
    rf"(?:{SURNAME})(?:某某?|[某老小])?(?:大爷|大妈|大娘|大伯|大叔|大姐|大哥|大嫂|阿姨|奶奶|爷爷|婆婆|老伯|老汉|老太太?|老人|先生|女士|小姐|小朋友|同学|师傅|阿婆|阿公|叔叔|妈妈|爸爸)"
)
_AGED = re.compile(
    r"(?=[，,（(]\s?(?:男|女|化名|现年|今年|\d{1,3}岁))|(?=\s?[（(]化名)|(?=今年\d{1,3}岁)|(?=的(?:家属|儿子|女儿|母亲|父亲|妻子|丈夫|老伴))"
)
_SAYS = re.compile(
    r"(?=[^\S\n]?(?:激动地|笑着|介绍|补充|坦言|回忆)?(?:说|表示|介绍|告诉|回忆|认为|感慨|坦言|指出|强调|提到|谈到|解释|透露))"
)
_KIN = re.compile(r"(?:[儿孙]|女[儿婿]|母|父|妻|丈夫|老伴|爱人|奶|爷|婆|公|弟|妹|哥|姐|家属)")
_BYLINE = re.compile(r"(?:记\s?者|通讯员|作者|撰文|摄影|供图|编辑)[:：/\s]{0,2}(?=[㐀-鿿])")
_CONTACT = re.compile(r"(?:联系人|监护人|委托人|代理人|投诉人|来访人)(?:[^\S\n]|[:：“是为]){0,2}(?=[㐀-鿿])")
_NOT_LEFT = re.compile(r"[㐀-鿿]$")
_LABEL = re.compile(
    r"(?:(?P<patient>患者|病人|患儿|产妇|家属|亲属|就诊人)?(?:姓名|名字)|(?:紧急|家属)?联系人|监护人|委托人|代理人|投诉人|来访人)"
    r"[^\S\n]?[:：][^\S\n]?(?P<name>[㐀-鿿]{1,7}(?:[·•・‧∙][㐀-鿿]{1,8}){1,2}|[㐀-鿿]{2,4}?)"
    r"(?=$|[^㐀-鿿]|性别|年龄|电话|手机|身份|住院|联系|职务|职称|说|表示|反映|告诉)"
)
"""What is written in a form is a name however it is spelt."""
_NO_NAME = re.compile(r"(?:[室科部办处局委院组站社]|单位|不详|匿名|保密|略去?|同上|本人|未知)$")
_DOTTED = re.compile(rf"[{TRANSLITERATED}]{{1,7}}(?:[·•・‧∙][{TRANSLITERATED}]{{1,8}}){{1,2}}")
_RUN_ON = re.compile(
    rf"[{UNDOTTED}]{{2,6}}(?=$|[^㐀-鿿]|说|表示|告诉|介绍|回忆|被|因|突|入院|住院|来到|出院|的(?:家属|儿子|女儿))"
)
_WORKS = re.compile(
    r"(?:医生|医师|护士|大夫|药师|技师|治疗师|护理员|护工|导诊员?|导医|社工|保洁员|保安员?|志愿者|院士|教授)$"
)
_AGED_BEFORE = re.compile(r"[\d一二三四五六七八九十](?:多|余|来)?岁的?$")
_NEXT = re.compile(
    rf"(?:[、和与及]|[^\S\n]{{1,2}})(?P<name>(?:{SURNAME})[㐀-鿿]{{1,2}}?)"
    r"(?=$|[^㐀-鿿]|整理|报道|采写|摄|撰|说|等|和|与|及|表示|介绍)"
)
"""The next of several names; one end or the other tells how long it is."""
_SIGNED = re.compile(r"[一-鿿·•]{2,12}|[A-Za-z][A-Za-z .'-]{2,40}")
_OFFICE = re.compile(r"医院|委员会|政府|[局厅部社网报室科]$|中心|大学|协会|集团|编辑")
_BEFORE = re.compile(rf"(?:^|(?<![㐀-鿿]))(?P<name>(?:{SURNAME})[㐀-鿿]{{1,2}})[:：，,]?[^\S\n]?\Z")
_AFTER = re.compile(rf"[^\S\n]?(?P<name>(?:{SURNAME})[㐀-鿿]{{1,2}})(?![㐀-鿿])")
_BEDS = bed(SURNAME)
_AFTER_LITTLE = GIVEN - frozenset("学儿康生时区组型")
"""江小学, 高小康: after 小 these make a word."""


def spots(text: str, speakers: Collection[str] = ()) -> Iterator[Spot]:
    """Everything in a text that tells who somebody is.

    Args:
        text: Any text.
        speakers: Names of people known to speak in public.
    """
    plain = text.translate(WIDE)
    taken: list[tuple[int, int]] = []
    for spot in (*numbers(plain, _BEDS), *addresses(plain)):
        if not any(start < spot.end and spot.start < end for start, end in taken):
            taken.append((spot.start, spot.end))
            yield Spot(spot.kind, spot.start, spot.end, text[spot.start : spot.end], spot.sure)
            if spot.kind == "phone":
                yield from _reached(text, spot.start, spot.end)
    yield from _people(text, speakers)


def public(names: Iterable[str]) -> frozenset[str]:
    """Those of some signatures that are people's: no paper's, no office's."""
    told = {name.strip() for name in names}
    return frozenset(name for name in told if _SIGNED.fullmatch(name) and not _OFFICE.search(name))


def surname(words: str) -> str:
    """The surname of a name."""
    found = re.match(SURNAME, words)
    return found[0] if found else words[:1]


def name_at(text: str, start: int) -> str | None:
    """The name that begins here, told by its surname and by letters that given names are made of."""
    found = _BEGINS.match(text, start)
    if not found or text[start : start + 2] in NOBODY:
        return None
    end = found.end()
    if text[end : end + 1] == "小" and text[end + 1 : end + 2] in _AFTER_LITTLE:
        return text[start : end + 2]
    given = 0
    while given < 2 and end + given < len(text) and text[end + given] in GIVEN:
        given += 1
    if not given or text[start : end + given] in NOBODY:
        return None
    if given == 2 and text[end + 1 : end + 3] in NOBODY:
        given = 1
    return text[start : end + given]


def _people(text: str, speakers: Collection[str]) -> Iterator[Spot]:
    for name in speakers:
        start = text.find(name) if len(name) > 1 else -1
        if start >= 0:
            yield Spot("speaker", start, start + len(name), name, sure=False)
    for found in CALLED.finditer(text):
        before = text[max(0, found.start() - 1) : found.start() + 1]
        if (
            before != "保安"
            and text[found.start()] not in _COUNTED
            and not (found.start() and _inside(text, found.start()))
        ):
            yield Spot("patient", found.start(), found.end(), found.group())
    cues: tuple[tuple[re.Pattern[str], Kind], ...] = ((_CUE, "patient"), (_BYLINE, "speaker"), (_CONTACT, "person"))
    for cue, kind in cues:
        for found in cue.finditer(text):
            aside = bool(_KIN.match(found.group()))
            for start, end in _called(text, found.end()):
                yield Spot(kind, start, end, text[start:end], kind != "speaker", aside)
    for found in _LABEL.finditer(text):
        if not _NO_NAME.search(found["name"]):
            yield Spot("patient" if found["patient"] else "person", *found.span("name"), found["name"])
    yield from _beside(text)


def _called(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Where the names stand that follow a word for who they are: 患者张三, 患者（张三）, 记者张三、李四."""
    foreign = _DOTTED.match(text, start) or _RUN_ON.match(text, start)
    if foreign and not name_at(text, start):
        yield foreign.span()
        return
    told = name_at(text, start)
    if not told or (
        text[start - 1] in "（(" and text[start + len(told) : start + len(told) + 1] not in set("）)，,、")
    ):
        return
    end = start + len(told)
    yield start, end
    while found := _NEXT.match(text, end):
        end = found.end("name")
        if found["name"][:2] not in NOBODY and not POST.search(found["name"]):
            yield found.span("name")


def _reached(text: str, start: int, end: int) -> Iterator[Spot]:
    """Who stands right beside the number of a telephone."""
    around = (_BEFORE.search(text, max(0, start - 8), start), _AFTER.match(text, end))
    for found in around:
        if found and name_at(text, found.start("name")) == found["name"]:
            yield Spot("person", *found.span("name"), found["name"])


def _inside(text: str, start: int) -> bool:
    """Whether what begins here goes on from a longer word: 南阳大姐 has no 阳大姐."""
    return name_at(text, start - 1) is not None


def _beside(text: str) -> Iterator[Spot]:
    """Names told by what stands beside them: an age, a post, something said."""
    for found in _BEGINS.finditer(text):
        name = name_at(text, found.start())
        if not name:
            continue
        start, end = found.start(), found.start() + len(name)
        for stop in (end, end - 1) if len(name) > 2 else (end,):
            kind = _kind_beside(text, start, stop)
            if kind:
                yield Spot(kind, start, stop, text[start:stop], sure=kind == "patient")
                break


def _kind_beside(text: str, start: int, end: int) -> Kind | None:
    before, after = text[max(0, start - 12) : start], text[end : end + 12]
    before = before[:-1] if before[-1:] in (" ", "\u3000") else before
    if _AGED.match(text, end) or _AGED_BEFORE.search(before):
        return "patient"
    post = _WORKS.search(before) or any(found.end() == len(before) for found in POST.finditer(before))
    if post and not re.match(r"[㐀-鿿]{0,1}(?:医院|科室|工作|制度)", after):
        return "staff"
    if POST.match(after) or re.match(r"(?:副|医生|护士|医师|大夫|同志|党委|院士)", after):
        return "staff" if not _NOT_LEFT.search(before) or post else None
    if _SAYS.match(text, end) and not _NOT_LEFT.search(before):
        return "person"
    return None
