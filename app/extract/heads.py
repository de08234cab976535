"""Which lines open a case: speaker lines, hospital names, 案例一, numbered rows, and speakers in running text.

Every family proposes; the page decides, for a shape that recurs is a heading and a shape that stands alone is not.
Knows a page's blocks; must not know what belongs under a heading.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.extract.blocks import Block, is_title
from app.extract.names import ANYONE, NAME, POST, Head, read_head, read_organisation, split_post
from app.extract.places import is_place
from app.extract.sections import SENT_BY, headed, told

_NUMBER = r"(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)]?[、.．:：)）]\s?|No\.?\s?\d{1,2}\s?|[●■◆▲★◎○▪]\s?)"
_CASE = re.compile(r"^[【\[]?(?:典型|优秀|示范)?案例\s?[一二三四五六七八九十\d]{1,3}\s?[】\]]?\s?[：:、.\s|｜]?\s*")
_BRACKETED = re.compile(r"^[【\[「『]\s?([^【】\[\]「」『』]{4,40})\s?[】\]」』]\s*[：:]?\s*(.*)$")
_WITH_TITLE = re.compile(
    rf"^(?:{_NUMBER})?(?P<who>[^：:—《》。，“”]{{4,40}}?)\s?(?:[：:]|——|—|\||｜)\s?(?P<title>.{{4,60}})$"
)
_ROW = re.compile(
    rf"^(?:{_NUMBER}|\d{{1,3}}\s+)?(?:(?P<who>[^：:《》。，]{{4,40}}?)\s*[：:—-]*\s*《(?P<title>[^《》]{{4,60}})》|"
    rf"《(?P<title2>[^《》]{{4,60}})》\s*[：:—-]*\s*[（(]?(?P<who2>[^：:《》。，]{{4,40}}?)[）)]?)[；;。]?$"
)
_SAYS = (
    r"(?:表示|介绍|说|认为|指出|谈到|强调|坦言|分享|告诉|"
    r"在?(?:发言|交流|演讲|致辞|主题报告|报告|会上)|提出|建议|以《|以“)"
)
_RUNNING = re.compile(
    rf"^(?:会上|其间|随后|首先|此外|最后|接着)?[，]?(?P<words>[^，。；：“”]{{4,50}}?(?:{POST.pattern}))"
    rf"(?P<name>{NAME}|{ANYONE})(?:在[^，。]{{2,16}})?{_SAYS}"
)


@dataclass(frozen=True, slots=True)
class Opening:
    """A block that opens a case. `runs_in` says that it is also the case's first words; `title` may stand in it."""

    head: Head
    title: str | None = None
    runs_in: bool = False
    taken: tuple[int, ...] = ()
    """Further blocks that belong to the heading."""


Found = dict[int, Opening]


MOST = 3000
"""A page with more headings than this is no collection of cases but noise."""


def find_openings(blocks: Sequence[Block]) -> Found:
    """The blocks that open cases, by the family that has the page to itself; empty or single when none has."""
    found = _chosen(blocks)
    return found if len(found) <= MOST else {}


def _chosen(blocks: Sequence[Block]) -> Found:
    cased = _cases(blocks)
    if len(cased) >= 2:
        return cased
    listed = _opened(headed(blocks))
    if len(listed) >= 2:
        return listed
    speakers = _speakers(blocks)
    rest = {i for i in range(len(blocks)) if i not in speakers}
    named = [
        f
        for f in (_titled(blocks, rest), _bracketed(blocks, rest), _bare(blocks, rest))
        if len(f) >= 2 and len(f) > len(speakers)
    ]
    if named:
        best = max(named, key=len)
        return dict(sorted((speakers | best).items())) if speakers else best
    if len(speakers) >= 2:
        return speakers
    return _rows(blocks) or _running(blocks) or _opened(told(blocks)) or _placed(blocks) or speakers


_PLACED = re.compile(
    r"^(?:[一二三四五六七八九十]{1,2}是|[（(][一二三四五六七八九十\d]{1,2}[）)]|\d{1,2}[.、．]|[●■◆▲★◎○▪])?\s?"
    r"(?P<place>[一-鿿]{2,16})[：:]\s?(?P<title>[^。：:；！？]{4,24})[。！？](?=.{20})"
)


def _placed(blocks: Sequence[Block]) -> Found:
    """地名：短句。 in front of paragraphs that follow one another, as authorities tell what their places did."""
    found: Found = {}
    for i, block in enumerate(blocks):
        said = _PLACED.match(block.text)
        if said and is_place(said["place"]):
            found[i] = Opening(Head(said["place"], sure=False), said["title"], runs_in=True)
    close = max(found, default=0) - min(found, default=0) < 3 * len(found)
    return found if len(found) >= 3 and close else {}


def _opened(sections: Mapping[int, tuple[Head, str, tuple[int, ...]]]) -> Found:
    return {i: Opening(head, title, taken=taken) for i, (head, title, taken) in sections.items()}


def _speakers(blocks: Sequence[Block]) -> Found:
    found = {i: head for i, b in enumerate(blocks) if (head := read_head(b.text))}
    shapes = Counter(head.shape for head in found.values())
    most = max(shapes.values(), default=0)
    kept = {i: h for i, h in found.items() if h.sure or (shapes[h.shape] >= 2 and shapes[h.shape] * 2 >= most)}
    sure = {i: h for i, h in kept.items() if h.sure}
    return {i: Opening(head) for i, head in (kept if sure or len(kept) >= 3 else sure).items()}


def _cases(blocks: Sequence[Block]) -> Found:
    """案例一：题目, then perhaps 报送单位：医院 or a hospital's name on its own line."""
    found: Found = {}
    for i, block in enumerate(blocks):
        mark = _CASE.match(block.text)
        if not mark or len(block.text) > 70 or block.closed:
            continue
        rest = block.text[mark.end() :].strip("】] ：:")
        who = _WITH_TITLE.match(rest)
        head = read_organisation(who["who"]) if who else None
        title = who["title"] if who and head else (None if read_organisation(rest) else rest or None)
        head = head or read_organisation(rest)
        taken: list[int] = []
        for j in range(i + 1, min(i + 4, len(blocks))):
            sent = SENT_BY.match(blocks[j].text)
            named = read_organisation(sent[1] if sent else blocks[j].text, lone=bool(sent))
            if head is None and named:
                head = named
            elif not named and not (j == i + 1 and title is None and is_title(blocks[j])):
                break
            else:
                title = title or (None if named else blocks[j].text)
            taken.append(j)
        found[i] = Opening(head or Head("", sure=False), title, taken=tuple(taken))
    return found


def _titled(blocks: Sequence[Block], rest: set[int]) -> Found:
    """一、医院：题目 on one line, numbered or not; in a list of at least two."""
    found: Found = {}
    for i in sorted(rest):
        block = blocks[i]
        parts = _WITH_TITLE.match(block.text) if len(block.text) <= 70 and not block.closed else None
        if parts and not re.search("[。；]", parts["title"]) and (head := read_organisation(parts["who"])):
            found[i] = Opening(head, parts["title"])
    return found


def _bracketed(blocks: Sequence[Block], rest: set[int]) -> Found:
    """【医院】 alone, or in front of the first words."""
    found: Found = {}
    for i in sorted(rest):
        parts = _BRACKETED.match(blocks[i].text)
        if not parts:
            continue
        head = read_head(parts[1]) or read_organisation(parts[1], lone=True)
        words = parts[2].strip()
        if head:
            short = words if words and len(words) <= 36 and not re.search("[。；]", words) else None
            found[i] = Opening(head, short, runs_in=bool(words) and not short)
    return found


def _bare(blocks: Sequence[Block], rest: set[int]) -> Found:
    """A hospital's name as a line; not where names follow one another as in a list of members."""
    names = {
        i: head
        for i in sorted(rest)
        if not SENT_BY.match(blocks[i].text) and (head := read_organisation(blocks[i].text))
    }
    if len({head.owner for head in names.values()}) == 1:
        return {}
    return {
        i: Opening(head, taken=(i - 1,) if i and re.fullmatch(r"\W*\d{1,2}\W*", blocks[i - 1].text) else ())
        for i, head in names.items()
        if i + 1 < len(blocks) and i + 1 not in names
    }


def _rows(blocks: Sequence[Block]) -> Found:
    """An award list: one line a case, hospital and 《title》 in either order, at least three and most of the page."""
    found: Found = {}
    for i, block in enumerate(blocks):
        row = _ROW.match(block.text) if len(block.text) <= 110 else None
        if row and (head := read_organisation(row["who"] or row["who2"], lone=True)):
            found[i] = Opening(head, row["title"] or row["title2"], runs_in=True)
    return found if len(found) >= 3 and len(found) * 2 >= len(blocks) - 4 else {}


def _running(blocks: Sequence[Block]) -> Found:
    """Paragraphs that begin with 单位职务姓名表示: of several organisations, and most of the text."""
    found: Found = {}
    for i, block in enumerate(blocks):
        said = _RUNNING.match(block.text)
        owner, post = split_post(said["words"]) if said else ("", "")
        if said and owner and post and not re.match(r"(?:该|本|我)院|医院|[一-鿿]{0,4}科", owner):
            found[i] = Opening(Head(owner, (), said["name"], post), runs_in=True)
    owners = {opening.head.owner for opening in found.values()}
    first = min(found, default=0)
    size = sum(len(b.text) for b in blocks)
    under = sum(len(b.text) for b in blocks[first:])
    enough = len(owners) >= 3 or (len(owners) == 2 and len(blocks) - first <= 5)
    return found if enough and len(owners) == len(found) and under * 2 >= size else {}
