"""Where a text tells who somebody is: names with what stands around them, and numbers with their own proof.

A name counts only where its surroundings say that a person stands there, and is spelled like one: 患者满意 is nobody.
Knows one text at a time.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from app.extract.names import POST, SURNAME
from app.services.spelt import GIVEN, NOBODY

Kind = Literal["patient", "person", "staff", "speaker", "identity", "phone", "admission", "email", "address"]
KINDS: dict[Kind, str] = {
    "patient": "患者与家属", "identity": "身份证号", "phone": "电话", "admission": "就诊号", "email": "电子邮箱",
    "address": "住址", "person": "其他人名", "staff": "职工", "speaker": "发言人与署名",
}  # fmt: skip
PEOPLE: frozenset[Kind] = frozenset({"patient", "person", "staff", "speaker"})


@dataclass(frozen=True, slots=True)
class Spot:
    """One place."""

    kind: Kind
    start: int
    end: int
    words: str
    sure: bool = True
    aside: bool = False
    """Told as somebody's kin, and no patient."""


_BEGINS = re.compile(SURNAME)
_CUE = re.compile(
    r"(?:患者|病人|患儿|病友|产妇|孕妇|伤者|伤员|逝者|死者|受害人|家属|村民|居民|市民|农民|农户|低保户|贫困户|五保户|牧民|渔民|学生|工人|老人|老兵"
    r"|儿子|女儿|儿媳|女婿|母亲|父亲|妻子|丈夫|老伴|爱人|孙子|孙女|奶奶|爷爷|外婆|外公|弟弟|妹妹|哥哥|姐姐)"
    r"(?:家属|姓名|名叫|叫)?[:：\s“是]{0,2}(?=[㐀-鿿])"
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
    r"(?=(?:激动地|笑着|介绍|补充|坦言|回忆)?(?:说|表示|介绍|告诉|回忆|认为|感慨|坦言|指出|强调|提到|谈到|解释|透露))"
)
_KIN = re.compile(r"(?:[儿孙]|女[儿婿]|母|父|妻|丈夫|老伴|爱人|奶|爷|婆|公|弟|妹|哥|姐|家属)")
_BYLINE = re.compile(r"(?:记\s?者|通讯员|作者|撰文|摄影|供图|编辑)[:：/\s]{0,2}(?=[㐀-鿿])")
_NOT_LEFT = re.compile(r"[㐀-鿿]$")
_PHONE = re.compile(
    r"(?<![\dA-Za-z.])(?:(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}|[（(]0\d{2,3}[)）][- ]?\d{7,8}"
    r"|0\d{2,3}[-－—– ]\d{7,8}(?:[-转]\d{1,6})?"
    r"|0(?:10|2\d|[3-9]\d\d)\d{7,8})(?![\dA-Za-z])"
)
_LOCAL = re.compile(
    r"(?:电话|手机|联系方式|热线|传真|座机|Tel|TEL)(?:号码|号)?\s?[:：为是]?\s?([1-9]\d{2,3}[- ]?\d{4})(?!\d)"
)
_LONG = re.compile(r"(?<![\dA-Za-z])\d(?:[ -]?\d){16}[ -]?[\dXx](?![\dA-Za-z])|(?<![\dA-Za-z.])\d{15}(?![\dA-Za-z])")
_NUMBERED = re.compile(
    r"(?:住院|门诊|病案|病历|就诊卡|就诊|诊疗卡|登记|医保卡|社保卡|医保|社保|检查|检验|影像|病理|床位?|流水|护照|银行卡|卡)(?:编号|号码|号)"
    r"\s?[:：为是]?\s?(?P<number>[A-Za-z]{0,4}\d[\dA-Za-z-]{0,24})"
)
_BED = re.compile(rf"(?<![\d.])(?:[加+]?\d{{1,3}}号?床)(?=的?(?:患者|病人|患儿|产妇|老|大爷|大妈|阿姨|家属|{SURNAME}))")
_EMAIL = re.compile(r"(?<![\w.+-])[A-Za-z0-9][\w.+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{2,63}){1,4}", re.ASCII)
_DOOR = re.compile(
    r"(?<![\d.第])(?:\d{1,5}|[一二三四五六七八九十百]{1,4})(?:号(?![线楼令召召称院文机])|号楼|号院|弄|栋|幢)"
    r"(?:[\dA-Z一二三四五六七八九十]{1,4}(?:号楼|号|栋|幢|座|单元|室|楼|层|户|门))*"
)
_STREET = re.compile(r"(?:路|街|大道|巷|弄|胡同|村|屯|小区|花园|苑|公寓|新村|社区|庄|里|坊|家园|城)$")
_HOME = re.compile(r"(?:家住|住址|现住|住在|居住在|居住于|家庭地址|户籍地?|户口|家在|老家)[^，。；]{0,40}$")
_LEAD = re.compile(
    r".*(?:家住|住址|现住址|住在|居住在|居住于|家庭地址|地址|户籍|位于|坐落于|家在|来自|搬到|送到|前往|到达|在|到|于|是|为)[:：]?"
)
_RUN = re.compile(r"[㐀-鿿\dA-Za-z]{2,40}$")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_PROVINCES = frozenset(
    (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83)
)
_WIDE = str.maketrans("０１２３４５６７８９ＸｘＡＢＣＤＥ－＠．：", "0123456789XxABCDE-@.:")
"""One for one, so that places stay."""


def spots(text: str, public: Collection[str] = ()) -> Iterator[Spot]:
    """Everything in a text that tells who somebody is.

    Args:
        text: Any text.
        public: Names of people known to speak in public.
    """
    plain = text.translate(_WIDE)
    taken: list[tuple[int, int]] = []
    for spot in (*_numbers(plain), *_addresses(plain)):
        if not any(start < spot.end and spot.start < end for start, end in taken):
            taken.append((spot.start, spot.end))
            yield Spot(spot.kind, spot.start, spot.end, text[spot.start : spot.end], spot.sure)
    yield from _people(text, public)


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
    given = 0
    while given < 2 and end + given < len(text) and text[end + given] in GIVEN:
        given += 1
    if not given or text[start : end + given] in NOBODY:
        return None
    if given == 2 and text[end + 1 : end + 3] in NOBODY:
        given = 1
    return text[start : end + given]


def _people(text: str, public: Collection[str]) -> Iterator[Spot]:
    for name in public:
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
    cues: tuple[tuple[re.Pattern[str], Kind], ...] = ((_CUE, "patient"), (_BYLINE, "speaker"))
    for cue, kind in cues:
        for found in cue.finditer(text):
            told = name_at(text, found.end())
            if told:
                yield Spot(
                    kind, found.end(), found.end() + len(told), told, kind == "patient", bool(_KIN.match(found.group()))
                )
    yield from _beside(text)


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
    if _AGED.match(text, end):
        return "patient"
    post = [found for found in POST.finditer(before) if found.end() == len(before)]
    if post and not re.match(r"[㐀-鿿]{0,1}(?:医院|科室|工作|制度)", after):
        return "staff"
    if POST.match(after) or re.match(r"(?:副|医生|护士|医师|大夫|同志|党委|院士)", after):
        return "staff" if not _NOT_LEFT.search(before) or post else None
    if _SAYS.match(text, end) and not _NOT_LEFT.search(before):
        return "person"
    return None


def _numbers(text: str) -> Iterator[Spot]:
    for found in _LONG.finditer(text):
        told = re.search(r"身份证|证件号", text[max(0, found.start() - 14) : found.start()])
        if told or is_identity(found.group()):
            yield Spot("identity", found.start(), found.end(), found.group())
    for found in _NUMBERED.finditer(text):
        number = found["number"]
        start = found.start("number") if len(number) > 4 else found.start()
        yield Spot("admission", start, found.end(), text[start : found.end()])
    yield from (Spot("admission", found.start(), found.end(), found.group()) for found in _BED.finditer(text))
    yield from (Spot("phone", found.start(), found.end(), found.group()) for found in _PHONE.finditer(text))
    yield from (Spot("phone", found.start(1), found.end(1), found[1]) for found in _LOCAL.finditer(text))
    yield from (Spot("email", found.start(), found.end(), found.group()) for found in _EMAIL.finditer(text))


def is_identity(printed: str) -> bool:
    """Whether digits are an ID number: 18 with a true check digit, or 15; a place and a day of birth in both."""
    digits = re.sub("[ -]", "", printed).upper()
    if int(digits[:2]) not in _PROVINCES:
        return False
    day = digits[6:14] if len(digits) == 18 else f"19{digits[6:12]}"
    born = 1850 <= int(day[:4]) <= 2100 and 1 <= int(day[4:6]) <= 12 and 1 <= int(day[6:]) <= 31
    if len(digits) == 15 or not born:
        return born
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == digits[17]


def _addresses(text: str) -> Iterator[Spot]:
    for door in _DOOR.finditer(text):
        around = text[max(0, door.start() - 40) : door.start()]
        run = _RUN.search(around)
        if not run:
            continue
        words = _LEAD.sub("", run.group())
        if len(words) < 2 or not _STREET.search(words):
            continue
        start = door.start() - len(words)
        home = bool(_HOME.search(around))
        yield Spot("address", start, door.end(), text[start : door.end()], sure=home)
