"""What is printed about a text: publisher, date and reporter, from its own lines and from the name of its file.

What the text says of itself goes before what the name says. Empty rather than guessed: a year alone dates nothing.
Knows lines and names; must not know cases.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.extract.blocks import Block
from app.extract.names import NAME
from app.extract.plans import from_chinese

_PAPER = (
    r"(?:[一-鿿]{2,10}(?:日报|晚报|早报|晨报|时报|周报|学报|导报|商报|都市报|青年报|工人报|健康报|医药报|医学报|周刊|杂志|新闻社|通讯社|"
    r"出版社|电视台|在线|客户端|公众号|新闻网|健康网|卫生网)|健康报|健康界|新华社|新华网|人民网|央视网|中新网|中国新闻网|光明网|"
    r"学习强国|医学界|看医界|中国医院院长|中国卫生|中国医院|[一-鿿]{1,8}(?<![汇简通申填上喜海预回情举年月壁墙电捷呈专评])报|[一-鿿]{2,8}(?<![联入上组外内官])网)"
)
_SOURCE = re.compile(
    r"(?:(?:信息|文章|稿件|内容|新闻|图文|资料)?(?:来源|出处|转自|摘自|原载|转载自)(?:单位|于)?|发布(?:单位|机构|者)|供稿单位)[:：]\s*"
    r"《?(?P<who>[^\s，。；:：（）()《》|｜/]{2,20}?)(?:》|(?=\d{4}[-年/.])|(?=作者|记者|编辑|时间|日期|发布|更新|责任|点击|浏览)|(?=[\s，。；:：（）()|｜/])|$)"
)
_NO_SOURCE = re.compile(r"^(?:本站|本网|本院|网络|互联网|原创|转载|未知|其他|作者|综合|投稿|网站)$")
_HEADED = re.compile(rf"^(?P<paper>{_PAPER})[\s/／·|｜]{{0,3}}(?=(?:19|20)\d\d[年/\-.])")
_TAKEN = re.compile(rf"(?:(?:原载|刊载|刊登|发表|刊发|见报|转载|摘|转)(?:于|自))《?(?P<who>{_PAPER})》?")
_WIRE = re.compile(
    rf"^(?P<who>新华社|中新社|中新网|人民网|新华网|央视网|光明网|{_PAPER}讯)[^，。]{{0,12}}(?:\d{{1,2}}月\d{{1,2}}日)?(?:电|讯|消息)"
)
_HOSTED = re.compile(r"([一-鿿]{2,8}(?:报社|日报社|晚报社|杂志社|出版社))(?:主办|承办|联合)")
_ORIGINAL = re.compile(r"^原创\s+(?P<name>\S{2,12})\s+(?P<who>[^\s\d]{2,20})(?:\s|$)")

_DATE = r"((?:19|20)\d\d)\s?[-年/.]/?\s?(\d{1,2})\s?[-月/.]/?\s?(\d{1,2})(?!\d)"
_TOLD = re.compile(
    rf"(?:发布|更新|发表|发稿|刊发|刊登|见报|成文|印发|出版|发文|录入|添加|上传)?(?:(?:时间|日期)[:：]?|(?<=[布新表发登版])[于:：])\s*{_DATE}"
)
_BESIDE = re.compile(
    rf"{_DATE}日?[\s，,/／）)]*(?:星期[一二三四五六日天])?[\s，,/／]*(?:第\s?\d+\s?版|[A-D]?\d{{1,2}}版|头版|发表于|发布于|\d{{1,2}}:\d\d)"
)
_ALONE = re.compile(rf"^[（(]?{_DATE}日?[）)]?(?:\s*星期[一二三四五六日天])?$")
_ANY = re.compile(_DATE)
_WEEKDAY = re.compile(rf"{_DATE}日?\s*星期[一二三四五六日天]")
_SPELLED = re.compile(
    r"^[（(]?([一二三四五六七八九〇○零Ｏ0O]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日[）)]?$"
)

_WHO = rf"(?:{NAME}|[一-鿿]\s[一-鿿](?=[\s）)，、]|$))"
_REPORTER = re.compile(
    rf"(?:记\s?者|作\s?者|撰\s?稿|撰\s?文|文\s?[/／|｜丨:：]|采\s?写|执\s?笔|报道者)\s?[:：/／|｜丨]?\s?(?P<names>{_WHO}(?:[\s、，,]{{1,2}}{_WHO}){{0,4}}?)"
    r"(?=采访|整理|报道|摄影|采写|文|图|[\s）)、，,|｜/／（(]|通讯员|实习|见习|$)"
)
_FIRST = re.compile(rf"(?P<names>{NAME}(?:[\s、]{{1,2}}{NAME}){{0,3}})\s?(?:本报|本刊|本网)(?:见习|实习|特约)?记者")
_CORRESPONDENT = re.compile(
    rf"通\s?讯\s?员\s?[:：/／]?\s?(?P<names>{NAME}(?:[\s、，,]{{1,2}}{NAME}){{0,4}}?)(?=[\s）)、，,|｜/／]|$)"
)
_BARE = re.compile(
    rf"^(?:[（(](?P<inside>\s?{NAME}(?:[\s、，,]{{1,2}}{NAME}){{0,4}})\s?[）)]|[■□◎●○▲△◆◇▍]\s?(?P<marked>{NAME}(?:[\s、]+{NAME}){{0,4}})"
    rf"|(?P<alone>{NAME}(?:[\s、]{{1,2}}{NAME}){{1,4}}))$"
)
_OPENING = re.compile(r"^(?:.{0,12}(?:讯|电|消息))\s?[（(]([^（()）]{2,60})[）)]")
EDGE = 12
"""So many lines at a text's beginning and end may be about the text itself."""


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a text, or the name of its file, tells of its origin."""

    publisher: str | None = None
    published: str | None = None
    reporter: str | None = None


def find_imprint(blocks: Sequence[Block], aside: Iterable[Block]) -> Imprint:
    """The imprint a text prints of itself.

    Args:
        blocks: All lines.
        aside: Those that belong to no case.
    """
    outside = list(aside)
    known = {b.start for b in outside}
    edges = [b for b in (*blocks[:EDGE], *blocks[-EDGE:]) if b.start not in known]
    near = [*outside, *edges]
    return Imprint(_publisher(near, blocks), _published(near), _reporter(near, blocks))


def _publisher(near: Sequence[Block], blocks: Sequence[Block]) -> str | None:
    for block in near:
        if (found := _SOURCE.search(block.text[:200])) and not _NO_SOURCE.match(found["who"]):
            return found["who"].strip("《》")
    for block in near:
        line = block.text[:80]
        book = re.search(r"《([^《》]{2,14})》[^。]{0,16}(?:(?:19|20)\d\d年|第\s?\d+\s?[版期]|头版)", line)
        if book and len(line) <= 50:
            return book[1]
        for pattern in (_HEADED, _TAKEN, _WIRE, _ORIGINAL):
            found = pattern.search(line)
            if found and (pattern is not _TAKEN or len(block.text) <= 60):
                told = re.sub("讯$", "", found["paper"] if pattern is _HEADED else found["who"])
                if not re.match("[本该]", told):
                    return told
    return _host(blocks)


def _host(blocks: Sequence[Block]) -> str | None:
    """The paper that writes 本报 of itself and calls itself the host of what it reports."""
    if not any(re.search("本[报刊](?:记者|通讯员|讯)", b.text) for b in blocks):
        return None
    hosted = next((found for b in blocks[:40] if (found := _HOSTED.search(b.text[:600]))), None)
    return (re.sub("社$", "", hosted[1]) if hosted[1].endswith("报社") else hosted[1]) if hosted else None


def _published(near: Sequence[Block]) -> str | None:
    """The day told as such, or beside a page's number; else one that stands alone, or in a line about the source."""
    short = [b for b in near if len(b.text) <= 200]
    own = [b for b in short if b.role != "furniture" and len(b.text) <= 24]
    about = [b for b in short if re.search("来源|作者|记者|编辑|浏览|阅读", b.text)]
    ways = ((_TOLD, short), (_BESIDE, short), (_WEEKDAY, short), (_ALONE, own), (_SPELLED, own), (_ANY, about))
    for pattern, blocks in ways:
        for block in blocks:
            found = pattern.search(block.text)
            if found and (day := (_spelled if pattern is _SPELLED else _iso)(*found.groups())):
                return day
    return None


def _iso(year: str, month: str, day: str) -> str | None:
    if 1 <= int(month) <= 12 and 1 <= int(day) <= 31:
        return f"{int(year):04}-{int(month):02}-{int(day):02}"
    return None


_DIGIT = {c: str(n) for n, c in enumerate("〇一二三四五六七八九")} | dict.fromkeys("○零Ｏ0O", "0")


def _spelled(year: str, month: str, day: str) -> str | None:
    """二〇二三年五月十一日."""
    return _iso("".join(_DIGIT[c] for c in year), str(from_chinese(month)), str(from_chinese(day)))


def _reporter(near: Sequence[Block], blocks: Sequence[Block]) -> str | None:
    lines = [b.text for b in near if b.role in ("byline", "furniture", "caption") or len(b.text) <= 60]
    lines += [found[1] for b in blocks[:EDGE] if (found := _OPENING.match(b.text[:100]))]
    for pattern in (_REPORTER, _FIRST, _ORIGINAL, _CORRESPONDENT):
        for line in lines:
            if found := pattern.search(line):
                told = found["name" if pattern is _ORIGINAL else "names"]
                if pattern is not _ORIGINAL or re.fullmatch(NAME, told):
                    return _listed(told)
    for block in near:
        if block.role == "byline" and (found := _BARE.match(block.text)):
            return _listed(found["inside"] or found["marked"] or found["alone"])
    return None


def _listed(names: str) -> str:
    wide = re.sub(r"(?<![一-鿿])([一-鿿])\s([一-鿿])(?![一-鿿])", r"\1\2", names.strip())
    return re.sub(r"[\s，,、]+", "、", wide)
