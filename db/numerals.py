"""Numbers in Chinese and in digits: what a numeral is worth, and how the same number is also written.

Pure text; knows nothing of queries.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_GREAT = {"万": 10**4, "亿": 10**8}
_WRITTEN = "零一二三四五六七八九"
_ARABIC = re.compile(r"(\d{1,15}(?:\.\d{1,6})?)([百千]?)(万亿|万|亿)?")
_PLACES = re.compile("[零〇一二三四五六七八九]{2,15}")
_PERCENT = "百分之"
_SPOKEN = "零〇一二两三四五六七八九十百千万亿点"
_LARGEST = 10**16
_STRETCH = re.compile(
    "百分之(?:[零〇一二两三四五六七八九十百千万点]+|[0-9]+(?:[.][0-9]+)?)"
    "|(?<![0-9a-z.,:/-])[0-9]+(?:[.][0-9]+)?(?:(?:万亿|万|亿|%)|(?![0-9a-z.,:/-]))"
    "|[零〇一二两三四五六七八九十百千万亿点]{2,}"
)
_FORMS = 6
"""Other ways of writing one number."""


def number(text: str) -> Decimal | None:
    """What a whole string is worth as a numeral; of 百分之九十 it is 90. None when it is none."""
    text = unicodedata.normalize("NFKC", text).removeprefix(_PERCENT)
    match = _ARABIC.fullmatch(text)
    if match:
        scale = _SMALL.get(match[2], 1) * {"万": 10**4, "亿": 10**8, "万亿": 10**12}.get(match[3] or "", 1)
        return Decimal(match[1]) * scale
    if not text or any(character not in _SPOKEN for character in text):
        return None
    whole, point, behind = text.partition("点")
    value = _whole(whole)
    if value is None or not point:
        return None if value is None else Decimal(value)
    digits = behind.rstrip("万亿")
    if not digits or any(character not in _DIGITS for character in digits):
        return None
    scale = 1
    for character in behind[len(digits) :]:
        scale *= _GREAT[character]
    return (Decimal(value) + Decimal("0." + "".join(str(_DIGITS[c]) for c in digits))) * scale


def _whole(text: str) -> int | None:
    """一万二千 is 12000, 二〇二三 is 2023, 一万二 is 12000; None when it is no numeral."""
    if not text:
        return None
    if len(text) > 1 and all(character in _DIGITS for character in text):
        return int("".join(str(_DIGITS[c]) for c in text)) if _PLACES.fullmatch(text) else None
    total = section = 0
    digit: int | None = None
    unit, gap = 0, False
    for character in text:
        if character in _DIGITS:
            if digit is not None and digit != 0:
                return None
            digit, gap = _DIGITS[character], gap or character in "零〇"
        elif character in _SMALL:
            if digit == 0 and section == 0 and total == 0:
                return None
            section += (digit or 1) * _SMALL[character]
            digit, unit, gap = None, _SMALL[character], False
        else:
            section += digit or 0
            if not section and not total:
                return None
            scale = _GREAT[character]
            total = (total + section) * scale if section == 0 or total < scale else total + section * scale
            section, digit, unit, gap = 0, None, scale, False
    if digit and unit > 10 and not gap and len(text) > 1:
        return total + section + digit * unit // 10  # 一万二 is said for 一万二千
    return total + section + (digit or 0)


def written(value: int) -> str:
    """A whole number as it is spoken: 12000 is 一万二千, 105 is 一百零五, 12 is 十二."""
    if value < 10:
        return _WRITTEN[value]
    for name, scale in (("亿", 10**8), ("万", 10**4)):
        if value >= scale:
            return written(value // scale) + name + _rest(value % scale, scale)
    name, scale = next((name, scale) for name, scale in reversed(_SMALL.items()) if value >= scale)
    first = "" if 10 <= value < 20 else _WRITTEN[value // scale]
    return first + name + _rest(value % scale, scale)


def _rest(value: int, scale: int) -> str:
    if not value:
        return ""
    return ("零" if value * 10 < scale else "") + ("一" if 10 <= value < 20 else "") + written(value)


def stretches(folded: str) -> list[tuple[int, int, tuple[str, ...]]]:
    """Where numbers stand in folded text, each with the other ways of writing it; single figures are left alone."""
    found = []
    for match in _STRETCH.finditer(folded):
        forms = _forms(match[0], folded[match.end() : match.end() + 1])
        if forms:
            found.append((*match.span(), forms))
    return found


def _forms(text: str, after: str) -> tuple[str, ...]:
    percent = text.startswith(_PERCENT) or text.endswith("%")
    plain = text.removesuffix("%")
    if plain[:1] == "0" and plain[1:2] != ".":
        return ()
    value = number(plain)
    if value is None or value >= _LARGEST:
        return ()
    digits = format(value.normalize(), "f")
    if percent:
        made = [f"{digits}%", f"{_PERCENT}{digits}", *(_PERCENT + said for said in _said(value))]
    elif value < 10 and value == int(value):
        return ()
    else:
        made = [digits, *(_places(value, after) or [*_scaled(value), *_said(value)])]
    return tuple(form for form in dict.fromkeys(made) if form != text and len(form) > 1)[:_FORMS]


def _said(value: Decimal) -> list[str]:
    whole, _, behind = format(value.normalize(), "f").partition(".")
    said = written(int(whole))
    if behind:
        said += "点" + "".join(_WRITTEN[int(digit)] for digit in behind)
    ways = [said, re.sub("二(?=[百千万亿])", "两", said), said.replace("零一十", "零十")]
    return list(dict.fromkeys(ways))


def _scaled(value: Decimal) -> list[str]:
    """12000 as 1.2万; only what stays short."""
    made = []
    for name, scale in (("亿", 10**8), ("万", 10**4)):
        amount = (value / scale).normalize()
        exponent = amount.as_tuple().exponent
        if value >= scale and isinstance(exponent, int) and exponent >= -2:
            made.append(f"{format(amount, 'f')}{name}")
            if exponent < 0:
                made += [f"{said}{name}" for said in _said(amount)[:1]]
            break
    return made


def _places(value: Decimal, after: str) -> list[str]:
    """A year digit by digit: 二〇二三."""
    if not (1900 <= value <= 2099 and value == int(value)) or after not in ("", "年", "、", "-", "—", "至"):
        return []
    digits = "".join(_WRITTEN[int(digit)] for digit in str(int(value)))
    return [digits, digits.replace("零", "〇")]
