"""A source as it is cited: GB/T 7714-2015 in words, and the facts of it for programs that keep references.

What is not printed is left out, as the standard allows for sources numbered in order; nothing is guessed but the kind
of source, which follows from who published it, what it is called and what its text says of itself. Knows documents
and cases; no library, no format.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from app.formats.paragraphs import paragraph_at
from app.formats.sheet import Mark, Source

if TYPE_CHECKING:
    from db.records import Case, CaseDraft, Document

__all__ = ["Mark", "Source", "citation", "quoted", "source", "worded"]
_EDGE = 3000
"""Characters at a text's beginning and end that may be about the text itself."""
_AUTHORS = 3
"""More authors than these are 等."""
_PERIODICAL = re.compile(
    r"(?:学报|杂志|周刊|月刊|半月刊|季刊|期刊)(?:社)?$|^(?:中国医院院长|中国卫生|中国医院|中国医院管理)$"
)
_PAPER = re.compile(
    r"(?<![汇简通申填上喜海预回情举年月壁墙电捷呈专评剪])报(?:社|业)?$|^(?:新华社|中新社|中国新闻社)$|通讯社$"
)
_SITE = re.compile(
    r"(?:网|网站|在线|客户端|公众号|频道|门户|APP|App)$|^(?:健康界|学习强国|医学界|看医界|微信|澎湃新闻|人民号|百家号)"
    r"|(?:com|cn|net|org)$"
)
_PUBLISHERS: tuple[tuple[re.Pattern[str], Mark], ...] = ((_PERIODICAL, "J"), (_PAPER, "N"), (_SITE, "EB"))
_PLAN = re.compile(
    r"(?:方案|计划|规划|纲要|意见|通知|办法|细则|要点|清单|报告|总结|汇报|请示|批复|函)(?:[（(][^（）()]*[）)])?$"
)
_NUMBER = re.compile(r"[一-鿿]{2,14}[〔\[［(（](?:19|20)\d\d[〕\]］)）]\s?第?\d{1,4}\s?号")
_ISSUED = re.compile(r"^(?P<who>[一-鿿]{2,16}(?:人民政府|办公厅|办公室|委员会|卫健委|局|厅|委))(?=关于|印发|20\d\d)")
_AUTHORITY = re.compile(r"(?:政府|办公厅|办公室|委员会|委|局|厅|部|医院|中心|集团|党组|协会|学会)$")
_NEWS = re.compile(r"本报(?:讯|记者|通讯员|见习|实习|特约)|报道，记者|(?:见习|实习|特约)记者")
_URL = re.compile(r"https?://[\w\-./?%&=#:~+,;@!$*'()\[\]]+", re.ASCII)
_TOLD_URL = re.compile(r"(?:链接|网址|地址|来源|出处|原文|URL|url)[:：]?\s*$")
_PAGE = re.compile(r"(?:第\s?([A-Z]?\d{1,3})\s?版|(?<![\d.])([A-Z]?\d{1,2})\s?版(?!本|权|面|式|次|块|图))")
_DATE = re.compile(r"((?:19|20)\d\d)(?:[-年/.](\d{1,2})(?:[-月/.](\d{1,2}))?)?")
_ROLES = re.compile(r"^(?:本报|本刊|本网)?(?:见习|实习|特约)?(?:记\s?者|作\s?者|通讯员|撰文|文|编辑)[:：/\s]*")
_BETWEEN = re.compile(
    r"[、，,;；\n]+|(?<=[一-鿿）)])\s+|\s+(?=[一-鿿（(])|\s+(?:and|&)\s+|\s*(?:和|与)\s*(?=[一-鿿]{2,4}$)"
)
"""Between two authors; a blank inside a name of Latin letters is part of it."""
_WIDE = re.compile(r"(?<![一-鿿])([一-鿿])\s([一-鿿])(?![一-鿿])")
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,6}$")


def citation(document: Document, case: Case | None = None) -> str:
    """The source by GB/T 7714-2015, without a number.

    Args:
        document: What is cited.
        case: One of its cases; tells the kind, and what the document itself leaves out.
    """
    return worded(source(document, case))


def quoted(case: CaseDraft, start: int, end: int, cited: str) -> str:
    """A passage of a case as it is copied: in quotation marks, whose it is, its paragraph, and on a line its source.

    Args:
        case: Whose text it is.
        start: Where the passage begins in it.
        end: Where it ends.
        cited: The source as `citation` words it.
    """
    passage = case.text[start:end]
    begin, stop = start + len(passage) - len(passage.lstrip()), start + len(passage.rstrip())
    first, last = paragraph_at(case.text, begin), paragraph_at(case.text, max(begin, stop - 1))
    where = f"第{first}段" if first == last else f"第{first}—{last}段"
    words = " ".join(line.strip() for line in passage.splitlines() if line.strip())
    return f"{_in_quotes(words)}（{case.owner or ''}《{case.title}》{where}）\n{cited}"


def source(document: Document, case: Case | None = None) -> Source:
    """What is known of a source, and of what kind it is."""
    edges = f"{document.text[:_EDGE]}\n{document.text[-_EDGE:]}\n{document.source_note or ''}"
    title = _title(document, case)
    publisher = _plain(document.publisher or "")
    address = _address(document, edges)
    mark = _mark(document, case, (title, publisher, address, edges))
    authors = _authors(document.reporter or "")
    number = _number(document.text, title) if mark == "R" else ""
    if mark == "R" and not authors:
        own = publisher if _AUTHORITY.search(publisher) else ""
        issuer = own or _plain((case.owner if case else None) or "") or _issuer(title)
        authors, publisher = ((issuer,) if issuer else ()), "" if own else publisher
    year = str(case.year) if mark == "R" and case and case.year else ""
    return Source(
        mark=mark,
        title=title,
        authors=authors,
        publisher=re.sub("(?<=报)社$", "", publisher) if mark == "N" else publisher,
        date=_date(document.published or "") or year,
        page=_page(document, edges) if mark == "N" else "",
        number=number,
        address=address,
        seen=_date(document.imported_at[:10]) if mark == "EB" or address else "",
    )


def worded(one: Source) -> str:
    """A source in the words and marks of GB/T 7714-2015."""
    online = "/OL" if one.mark == "EB" or one.address else ""
    head = f"{_listed(one.authors)}. " if one.authors else ""
    title = f"{one.title}: {one.number}" if one.number else one.title
    seen = f"[{one.seen}]" if online and one.seen else ""
    if one.mark == "EB":
        shown = one.publisher if one.publisher not in one.authors else ""
        when = (f"({one.date})" if one.date else "") + seen
        issue = f"{shown}, {when}" if shown and when else shown or when
    else:
        page = f"({one.page})" if one.page and one.date else ""
        date = one.date[:4] if one.mark == "J" else one.date
        issue = ", ".join(part for part in (one.publisher, date + page) if part) + seen
    parts = [f"{head}{title}[{one.mark}{online}]", issue, one.address]
    return ". ".join(part for part in parts if part).removesuffix(".") + "."


def _mark(document: Document, case: Case | None, known: tuple[str, str, str, str]) -> Mark:
    """Who published it tells most; then what it is; then where it was found."""
    title, publisher, address, edges = known
    for pattern, mark in _PUBLISHERS:
        if pattern.search(publisher) and not (mark == "EB" and case and case.kind in ("plan", "plan_task")):
            return mark
    planned = case is not None and case.kind in ("plan", "plan_task")
    if planned or _PLAN.search(title) or _number(document.text, title):
        return "R"
    called = re.split(r"[_\s]", _SUFFIX.sub("", document.name))[0]
    for pattern, mark in _PUBLISHERS[:2]:
        if not publisher and pattern.search(called):
            return mark
    if address or document.name.lower().endswith((".html", ".htm", ".mht", ".mhtml")):
        return "EB"
    return "N" if not publisher and _NEWS.search(edges) else "Z"


def _title(document: Document, case: Case | None) -> str:
    given = _plain(document.title or "")
    if not given and case is not None and 2 * len(case.text) > len(document.text):
        given = _plain(case.title)
    return given.rstrip("。.") or _plain(_SUFFIX.sub("", document.name)) or "无题名"


def _authors(printed: str) -> tuple[str, ...]:
    plain = _ROLES.sub("", _WIDE.sub(r"\1\2", _plain(printed)))
    names = [_ROLES.sub("", name).strip("（）() 　") for name in _BETWEEN.split(plain)]
    return tuple(dict.fromkeys(name for name in names if name))


def _listed(authors: tuple[str, ...]) -> str:
    return ", ".join(authors[:_AUTHORS]) + (", 等" if len(authors) > _AUTHORS else "")


def _issuer(title: str) -> str:
    found = _ISSUED.match(title)
    return str(found["who"]) if found else ""


def _number(text: str, title: str) -> str:
    """The number of the paper itself, on a line of its own near the head; numbers it refers to are others'."""
    for line in text[:_EDGE].splitlines()[:12]:
        found = _NUMBER.search(line.strip())
        if found and len(line.strip()) - len(found[0]) <= 2:
            return re.sub(r"\s", "", found[0])
    own = re.search(rf"[（(]({_NUMBER.pattern})[）)]$", title)
    return re.sub(r"\s", "", own[1]) if own else ""


def _date(printed: str) -> str:
    found = _DATE.search(printed)
    if not found:
        return ""
    return "-".join([found[1], *(f"{int(part):02}" for part in found.groups()[1:] if part)])


def _address(document: Document, edges: str) -> str:
    """The page's own address: told in the note on the source, or as such at the text's edges."""
    for told in (document.path, document.source_note or ""):
        if found := _URL.search(told):
            return _url(found[0])
    for found in _URL.finditer(edges):
        if _TOLD_URL.search(edges[max(0, found.start() - 12) : found.start()]):
            return _url(found[0])
    return ""


def _url(found: str) -> str:
    return found.rstrip(".,;:!')]")


def _page(document: Document, edges: str) -> str:
    """The page of the newspaper, where exactly one is told: in the name, else in the text about itself."""
    for told in (document.source_note or "", document.name, edges):
        short = [line for line in told.splitlines() if len(line) <= 60]
        pages = {one or other for line in short for one, other in _PAGE.findall(line)}
        if len(pages) == 1:
            page: str = pages.pop()
            return page.lstrip("0") or page
        if pages:
            return ""
    return ""


def _plain(words: str) -> str:
    """One line without anything that cannot be seen."""
    kept = "".join(" " if c.isspace() else c for c in words if c.isspace() or unicodedata.category(c)[0] != "C")
    return " ".join(kept.split())


def _in_quotes(passage: str) -> str:
    """Quotation marks around words that may have their own: the inner ones become single."""
    return f"“{passage.replace('“', '‘').replace('”', '’')}”"
