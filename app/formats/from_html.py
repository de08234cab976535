"""Web pages: the main text without navigation, with the title, author and date the page tells of itself.

Knows nothing of where a page came from and fetches nothing it points to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from app.formats.document import Document
from app.formats.encoding import decode, newlines
from app.messages import Trouble

_NEVER = (
    "script, style, noscript, template, nav, aside, footer, iframe, object, svg, canvas, button, select, textarea, "
    "input, form label, dialog, rt, rp, [hidden], [aria-hidden=true], [role=navigation], [role=banner], "
    "[role=contentinfo], [role=complementary], [role=search]"
)
_SILENT = "script, style, template, nav, object, svg, rt, rp, [hidden]"
_EMPTIED = re.compile(r"<(title|script|style|iframe|textarea)\b[^<>]{0,300}/>", re.IGNORECASE)
"""In XML an element may end where it begins; to a reader of HTML it would swallow the page."""
_MAIN = (
    "#js_content, .rich_media_content, [itemprop=articleBody], .TRS_Editor, .TRS_UEDITOR, #UCAP-CONTENT, #zoom, #Zoom,"
    "#vsb_content, .v_news_content, #artibody, #article_content, .article-content, .article_content, .entry-content"
)
_ASIDE = re.compile(
    r"(?:^|[-_ ])(?:nav|navbar|menu|sidebar|side|crumbs?|breadcrumbs?|footer|foot|copyright|share|comments?|related"
    r"|recommend|toolbar|pagination|pager|login|search|ads?|banner|qrcode|hot|rank|friendlinks?)(?:[-_ ]|$)",
    re.IGNORECASE,
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "legend",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
    ]
)
_HEADINGS = "h1, #activity-name, .rich_media_title"
_TITLES = ("articletitle", "og:title", "twitter:title", "dc.title")
_AUTHORS = ("author", "article:author", "og:article:author", "dc.creator")
_DATES = (
    "pubdate", "article:published_time", "og:release_date", "publishdate", "publish_time", "publish-date",
    "publishtime", "firstpublishedtime", "weibo:article:create_at", "dc.date", "date",
)  # fmt: skip
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[-/.年]\s*(1[0-2]|0?[1-9])\s*[-/.月]\s*(3[01]|[12]\d|0?[1-9])(?!\d)")
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
_WECHAT_TIME = re.compile(r"\bct\s*=\s*[\"'](\d{10})[\"']")
_CHINESE_CODECS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "cp950",
    "big5-hkscs": "big5hkscs",
}
_MOST = 0.7
"""Share of a page's running text that the part taken for its main text must hold."""


def parse(data: bytes, charset: str | None = None) -> Document:
    """A page's document.

    Args:
        data: The page.
        charset: What its envelope says of its encoding, when it had one.

    Raises:
        Trouble: `no_text`, `binary` or `encoding`.
    """
    source, codec, doubts = _decoded(data, charset)
    tree = LexborHTMLParser(source)
    body = tree.body
    if body is None:
        raise Trouble("no_text")
    told = _told(tree)
    day = _first(told, _DATES) or _visible_day(tree, source)
    title = _title(tree, told)
    author = _first(told, _AUTHORS) or _found(tree, "#js_name")
    for node in body.css(_NEVER):
        node.decompose()
    main = _main(body)
    text = _rendered(main)
    if not text:
        raise Trouble("no_text")
    return Document(text=text, encoding=codec, title=title, author=author, date=_iso(day), doubts=doubts)


def chapter(data: bytes) -> str:
    """The text of a page that is a chapter of a book: all of it, but lists of links; empty when it has none.

    Raises:
        Trouble: `binary` or `encoding`.
    """
    source, _, _ = _decoded(data, None)
    body = LexborHTMLParser(_EMPTIED.sub(r"<\1></\1>", source)).body
    if body is None:
        return ""
    for node in body.css(_SILENT):
        node.decompose()
    for node in body.css("[class], [id]"):  # names that mean navigation on the web mean nothing in a book
        for name in ("class", "id"):
            if name in node.attrs:
                del node.attrs[name]
    return _rendered(body)


def _decoded(data: bytes, charset: str | None) -> tuple[str, str, tuple[str, ...]]:
    """The page's characters: as it says itself if that works without error, else as a plain text's are told."""
    declared = _CHARSET.search(data[:4096])
    for name in ("utf-8-sig", charset, declared.group(1).decode("ascii", "replace") if declared else None):
        codec = _CHINESE_CODECS.get((name or "").lower(), name or "")
        try:
            if codec and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
                return newlines(data.decode(codec)), codec.removesuffix("-sig"), ()
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
    found = decode(data)
    return found.text, found.encoding, found.doubts


def _told(tree: LexborHTMLParser) -> dict[str, str]:
    """What the meta elements tell, by lower-case name; the first of a name counts."""
    told: dict[str, str] = {}
    for node in tree.css("meta"):
        name = node.attributes.get("name") or node.attributes.get("property") or node.attributes.get("itemprop")
        content = " ".join((node.attributes.get("content") or "").split())
        if name and content:
            told.setdefault(name.lower(), content)
    return told


def _first(told: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((told[name] for name in names if name in told), None)


def _title(tree: LexborHTMLParser, told: dict[str, str]) -> str | None:
    """The title as told, else the only heading, else the window title without the site's name."""
    given = _first(told, _TITLES)
    headings = [words for node in tree.css(_HEADINGS) if (words := _words(node))]
    if given or len(headings) == 1:
        return given or headings[0]
    window = _found(tree, "title")
    return re.split(r"\s*(?:[|_]|\s[-–—]+\s)\s*", window)[0].strip() or None if window else None


def _visible_day(tree: LexborHTMLParser, source: str) -> str | None:
    for node in tree.css("time[datetime]"):
        return node.attributes.get("datetime")
    told = _found(tree, "#publish_time, .pubtime, .publish-time, .pub-time")
    if told:
        return told
    stamp = _WECHAT_TIME.search(source)
    if stamp is None:
        return None
    from datetime import UTC, datetime, timedelta

    return f"{datetime.fromtimestamp(int(stamp.group(1)), UTC) + timedelta(hours=8):%Y-%m-%d}"  # Beijing's day


def _iso(told: str | None) -> str | None:
    found = _DAY.search(told or "")
    return f"{found.group(1)}-{int(found.group(2)):02d}-{int(found.group(3)):02d}" if found else None


def _found(tree: LexborHTMLParser, selector: str) -> str | None:
    """The words of the first element of a kind."""
    return next((words for node in tree.css(selector) if (words := _words(node))), None)


def _words(node: LexborNode) -> str:
    return " ".join(node.text().split())


def _main(body: LexborNode) -> LexborNode:
    """The smallest part that holds most of the running text, links and navigation not counted."""
    known = [node for node in body.css(_MAIN) if len(_words(node)) > 80]
    if known:
        return max(known, key=lambda node: len(node.text()))
    weights: dict[int, int] = {}
    total = _weigh(body, weights)
    node = body
    while True:
        heavy = [each for each in _elements(node) if weights.get(each.mem_id, 0) >= _MOST * max(total, 1)]
        if not heavy or heavy[0].tag not in _BLOCKS or heavy[0].tag in ("p", "pre", "blockquote", "tr"):
            return node
        node = heavy[0]


def _weigh(node: LexborNode, weights: dict[int, int]) -> int:
    weight = 0
    for each in _children(node):
        if each.is_text_node:
            weight += len((each.text_content or "").strip())
        elif each.is_element_node and each.tag != "a" and not _beside(each):
            weight += _weigh(each, weights)
    weights[node.mem_id] = weight
    return weight


def _beside(node: LexborNode) -> bool:
    """Whether a part is by its name, or by being mostly links, something beside the text."""
    if node.tag not in _BLOCKS or node.tag in ("body", "p"):
        return False
    named = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
    words = len("".join(node.text().split()))
    if _ASIDE.search(named) and words < 2000:
        return True
    linked = sum(len("".join(link.text().split())) for link in node.css("a"))
    return words > 0 and linked > 0.6 * words and len(node.css("a")) > 2


def _rendered(main: LexborNode) -> str:
    """The part's text: blocks as lines, cells separated by tabs, white space as a browser shows it."""
    pieces = "".join(_pieces(main, keep=False))
    lines = (re.sub(r" *\t *", "\t", line).strip(" \t") for line in pieces.split("\n"))
    return "\n".join(line for line in lines if line.strip())


def _pieces(node: LexborNode, *, keep: bool) -> Iterator[str]:
    for each in _children(node):
        if each.is_text_node:
            words = each.text_content or ""
            yield words if keep else re.sub(r"[ \t\n\f\r\xa0]+", " ", words)
        elif each.is_element_node and not _beside(each):
            yield from _element(each, keep=keep)


def _element(node: LexborNode, *, keep: bool) -> Iterator[str]:
    name = node.tag or ""
    if name == "br":
        yield "\n"
    elif name in ("td", "th"):
        words = "".join(_pieces(node, keep=keep)).strip()
        yield re.sub(r"\n\s*", "\n", words) + "\t"
    elif name in _BLOCKS:
        yield "\n"
        yield from _pieces(node, keep=keep or name == "pre")
        yield "\n"
    else:
        yield from _pieces(node, keep=keep)


def _children(node: LexborNode) -> Iterator[LexborNode]:
    each = node.first_child
    while each is not None:
        yield each
        each = each.next


def _elements(node: LexborNode) -> Iterator[LexborNode]:
    return (each for each in _children(node) if each.is_element_node)
