"""Numbers and addresses in a text by which somebody is found: by their own proof, or by what they are called.

A figure is none: 138.12 is a result of a test, 1380013800012 counts something. Knows one text at a time, and no names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "patient", "person", "staff", "speaker", "identity", "phone", "admission", "card", "account", "plate", "email",
    "address",
]  # fmt: skip
KINDS: dict[Kind, str] = {
    "patient": "患者与家属", "identity": "身份证号", "phone": "电话", "admission": "就诊号", "card": "银行卡号",
    "account": "网络账号", "plate": "车牌号", "email": "电子邮箱", "address": "住址", "person": "其他人名",
    "staff": "职工", "speaker": "发言人与署名",
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


_GAP = r"[^\S\n]?"
_APART = r"[-－—–‐‑.·\u00a0\u2002-\u200a\u202f\u3000 ]"
"""What may stand between the parts of a number, the same each time."""
_LANDLINE = (
    r"(?:[（(]0\d{2,3}[)）][- ]?\d{3,4}[- ]?\d{4}"
    r"|(?<!\D\d{4}[ -])0\d{2,3}[-－—– ]\d{3,4}[- ]?\d{4}|0(?:10|2\d|[3-9]\d\d)\d{7,8})"
    r"(?:(?:-|\s?转\s?)\d{1,6})?"
)
_PHONE = re.compile(
    r"(?<![\dA-Za-z.])(?:(?:(?:\+|00)?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}[- ]?\d{4}"
    rf"|(?P<apart>{_APART})\d{{4}}(?P=apart)\d{{4}})|{_LANDLINE})(?![\dA-Za-z])"
)
_LOCAL = re.compile(
    rf"(?:电话|手机|联系方式|热线|传真|座机|Tel|TEL)(?:号码|号)?{_GAP}[:：为是]?{_GAP}"
    r"([1-9]\d{2,3}[- ]?\d{4})(?!\d)"
)
_LONG = re.compile(r"(?<![\dA-Za-z])\d(?:[ -]?\d){16}[ -]?[\dXx](?![\dA-Za-z])|(?<![\dA-Za-z.])\d{15}(?![\dA-Za-z])")
_CARD = re.compile(r"(?<![\dA-Za-z.])\d{4}(?:[ -]?\d{4}){2,3}(?:[ -]?\d{1,3})?(?![\dA-Za-z.])")
_CARD_TOLD = re.compile(
    r"(?:银行卡|储蓄卡|信用卡|工资卡|存折|账户|账号|帐号|帐户|(?<!诊)(?<!疗)(?<!保)卡号)[^\d\n]{0,8}$"
)
_NUMBERED = re.compile(
    r"(?:住院|门诊|病案|病历|就诊卡|就诊|诊疗卡|登记|医保卡|社保卡|医保|社保|检查|检验|影像|病理|床位?|流水|护照|军官证|士兵证"
    r"|残疾证|驾驶证|老年证|卡)(?:编号|号码|号)(?:[^\S\n]|[:：为是（(№#/“]|No\.?){0,3}(?:[㐀-鿿]字)?第?"
    r"(?P<number>[A-Za-z]{0,4}[ -]?\d[\dA-Za-z/-]{0,24})(?P<tail>号?床|号)?"
)
_LABELLED = re.compile(
    rf"(?<![A-Za-z])(?:ID|id|Id)(?:号码?)?{_GAP}[:：]?{_GAP}(?P<number>\d{{6,18}}[Xx]?)(?![\dA-Za-z])"
    r"|(?<![\dA-Za-z])(?P<before>[A-Za-z]{0,4}\d{5,20})(?=[（(](?:住院|门诊|病案|病历|就诊)号[)）])"
)
_BED = r"(?<![\d.])(?:[加+]?\d{{1,3}}号?床)(?=的?(?:患者|病人|患儿|产妇|老|大爷|大妈|阿姨|家属|{surname}))"
_EMAIL = re.compile(r"(?<![\w.+-])[A-Za-z0-9][\w.+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{2,63}){1,4}", re.ASCII)
_ACCOUNT = re.compile(
    rf"(?:(?:微信|WeChat|(?<![A-Za-z])[Vv][Xx])(?:号码?|账号|ID)?{_GAP}[:：为是]?{_GAP}"
    r"(?P<chat>[A-Za-z][A-Za-z0-9_-]{5,19}|\d{6,11})(?![A-Za-z0-9_-])"
    rf"|(?<![A-Za-z])[Qq]{{2}}(?:号码?|群号?)?{_GAP}[:：为是]?{_GAP}(?P<qq>[1-9]\d{{4,11}})(?!\d))"
)
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·•. ]?"
    r"(?=[A-Z]{0,2}\d|\d)(?=[A-Z]*(?:\d[A-Z]*){3})[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳](?![A-Za-z0-9])"
)
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
WIDE = str.maketrans("０１２３４５６７８９ＸｘＡＢＣＤＥ－＠．：", "0123456789XxABCDE-@.:")
"""One for one, so that places stay."""


def bed(surname: str) -> re.Pattern[str]:
    """A bed told by who lies in it, with the pattern of surnames."""
    return re.compile(_BED.format(surname=surname))


def bare(kind: Kind, words: str) -> str:
    """A number without what stands between its parts: 138 0013 8000 is 13800138000."""
    kept = re.sub(r"[^0-9A-Za-z㐀-鿿]", "", words.translate(WIDE)).upper()
    return re.sub(r"^(?:00)?86(?=1\d{10}$)", "", kept) if kind == "phone" else kept


def numbers(text: str, beds: re.Pattern[str]) -> Iterator[Spot]:
    """Every number that tells who somebody is; the first of those that overlap is meant.

    Args:
        text: With digits of one width, see `WIDE`.
        beds: From `bed`.
    """
    for found in _LONG.finditer(text):
        told = re.search(r"身份证|证件号", text[max(0, found.start() - 14) : found.start()])
        if told or is_identity(found.group()):
            yield _spot("identity", found)
    for found in _CARD.finditer(text):
        told = _CARD_TOLD.search(text[max(0, found.start() - 14) : found.start()])
        if told or is_card(found.group()):
            yield _spot("card", found)
    for found in _NUMBERED.finditer(text):
        long = len(found["number"]) > 4
        start, end = found.span("number") if long else found.span()
        yield Spot("admission", start, end, text[start:end])
    yield from (_spot("admission", found, found.lastgroup) for found in _LABELLED.finditer(text))
    yield from (_spot("admission", found) for found in beds.finditer(text))
    yield from (_spot("phone", found) for found in _PHONE.finditer(text))
    yield from (_spot("phone", found, 1) for found in _LOCAL.finditer(text))
    yield from (_spot("account", found, found.lastgroup) for found in _ACCOUNT.finditer(text))
    yield from (_spot("plate", found) for found in _PLATE.finditer(text))
    yield from (_spot("email", found) for found in _EMAIL.finditer(text))


def _spot(kind: Kind, found: re.Match[str], group: str | int | None = 0) -> Spot:
    start, end = found.span(group or 0)
    return Spot(kind, start, end, found.string[start:end])


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


def is_card(printed: str) -> bool:
    """Whether digits are the number of a bank card: 16 to 19 of them, of a kind there is, with a true check digit."""
    digits = re.sub("[ -]", "", printed)
    if not 16 <= len(digits) <= 19 or digits[0] not in "34569" or len(set(digits)) < 2:
        return False
    doubled = (int(digit) * (1 + at % 2) for at, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def addresses(text: str) -> Iterator[Spot]:
    """Streets and villages with a number; sure where somebody lives there."""
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
