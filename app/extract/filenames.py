"""What the name of a file tells: 健康报_2023-05-11_某医院的做法.txt is a paper, a day and a title.

Knows one name; must not know the text in the file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

_ENDINGS = re.compile(
    r"\.(?:txt|md|markdown|docx?|wps|rtf|odt|pdf|html?|mht(?:ml)?|epub|ofd|zip|csv|xlsx?)$", re.IGNORECASE
)
_COPIES = re.compile(
    r"(?:\s*[-_—]?\s*(?:副本|复件|拷贝|copy|终稿|定稿|最终版?|修改稿?|final|[vV]\d+(?:\.\d+)?)(?:\s?\d+)?|\s*[（(]\d{1,2}[）)]|\s*[（(](?:副本|终稿|定稿|最终版?|修改稿?)\d*[）)])+$",
    re.IGNORECASE,
)
_DAY = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:[-._/年]\s?(\d{1,2})[-._/月]\s?(\d{1,2})日?|(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01]))(?!\d)"
)
_MONTH = re.compile(r"(?<!\d)((?:19|20)\d\d)[-._年]\s?(0?[1-9]|1[0-2])月?(?![\d月])")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年?度?")
_PUBLISHER = re.compile(
    r"(?:[一-鿿]{2,10}(?<![汇简通申填上喜预回情举年月壁墙电捷呈专评海])报|[一-鿿]{2,8}(?<![联入上组外内官护])网|[一-鿿]{2,10}(?:杂志|周刊|社|在线|客户端|公众号|电视台)|"
    r"健康界|学习强国|医学界|看医界|《[^《》]{2,12}》|"
    r"[一-鿿]{0,8}(?:卫生健康委员会|卫生健康委|卫健委|卫计委|卫生健康局|卫健局|医管局|中医药管理局|协会|学会|组织部|宣传部))"
)
_PAGE = re.compile(r"第?\s?[A-Z]?\d{1,3}\s?版|第\s?\d{1,4}\s?期")
_NUMBERING = re.compile(r"^(?:[（(]?\d{1,4}[）)]?[\s、._-]+|[（(]\d{1,3}[）)])(?=\D)")
_HASH = re.compile(
    r"^(?=.*\d)[0-9a-f]{8,}$|^(?:IMG|DOC|SCAN|WeChat|mmexport|微信图片)[\W_\d]*$|^\W*$|^\d+$", re.IGNORECASE
)
_APART = re.compile(r"[_＿|｜·]+|\s*[-–—]+\s*|\s{1,}|[\[\]【】「」]")


@dataclass(frozen=True, slots=True)
class Named:
    """What a file's name tells. `year` is of what it reports (2022年度), which is no date of printing."""

    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    year: int | None = None


def read_name(name: str) -> Named:
    """Read a file's name, or a path's last part."""
    stem = PurePosixPath(name.replace("\\", "/")).name.strip()[:300]
    while (bare := _ENDINGS.sub("", stem)) != stem:
        stem = bare.strip()
    stem = _COPIES.sub("", stem).strip()
    published, rest = _dated(stem)
    publisher, rest = _published_by(rest)
    year = _YEAR.search(rest) or _YEAR.search(stem)
    title = _NUMBERING.sub("", _PAGE.sub(" ", rest) if publisher or published else rest)
    parts = [part for part in (p.strip(" ，,:：、") for p in _APART.split(title)) if part and not _HASH.match(part)]
    whole = title.strip(" _-—·|｜，,:：、") if published is None and publisher is None else " ".join(parts)
    words = whole if parts and len(re.findall("[一-鿿]", whole)) >= 4 and len(whole) <= 60 else None
    return Named(words, publisher, published, int(year[1]) if year else None)


def _dated(stem: str) -> tuple[str | None, str]:
    """The day or month a name begins with or holds, and the name without it."""
    if found := _DAY.search(stem):
        year, month, day = found[1], found[2] or found[4], found[3] or found[5]
        if 1 <= int(month) <= 12 and 1 <= int(day) <= 31:
            return f"{year}-{int(month):02}-{int(day):02}", f"{stem[: found.start()]} {stem[found.end() :]}".strip()
    if found := _MONTH.search(stem):
        return f"{found[1]}-{int(found[2]):02}", f"{stem[: found.start()]} {stem[found.end() :]}".strip()
    return None, stem


def _published_by(stem: str) -> tuple[str | None, str]:
    """The paper or authority that stands apart in a name, and the name without it."""
    bracketed = re.search(r"[（(]([^（()）]{2,16})[）)]\s*$", stem)
    if bracketed and _PUBLISHER.fullmatch(bracketed[1]):
        return bracketed[1].strip("《》"), stem[: bracketed.start()].strip()
    parts = [part.strip() for part in _APART.split(stem)]
    own = [part for part in parts if part and _PUBLISHER.fullmatch(_PAGE.sub("", part))]
    if len([part for part in parts if part]) < 2 or not own:
        return None, stem
    who = own[0] if parts[0] != own[-1] else own[-1]
    return _PAGE.sub("", who).strip("《》"), stem.replace(who, " ", 1).strip()
