"""A text's blocks into its cases: a round-up into its speakers, a plan into its tasks, a feature stays one.

Knows the shapes of pages; must not know themes, places or figures.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Literal

from app.extract import order
from app.extract.blocks import Block, is_title, mark_furniture, wrapped_at
from app.extract.heads import Found, Opening, find_openings
from app.extract.joins import gain, is_middle
from app.extract.names import Head, read_organisation
from app.extract.plans import Plan, find_plan
from app.extract.sections import SENT_BY
from app.extract.wrapping import is_torn, unwrapped

LINES = 20_000
"""A text of more lines is no page, and not worth the search for its headings."""
Shape = Literal["roundup", "plan", "single"]


@dataclass(frozen=True, slots=True)
class Part:
    """One case's blocks in reading order, with what its heading says."""

    head: Head | None
    title: str | None
    heading: tuple[Block, ...]
    body: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """What a text turned out to be. `aside` are by-lines, captions, front matter and web noise."""

    shape: Shape
    parts: tuple[Part, ...]
    aside: tuple[Block, ...]
    plan: Plan | None = None


def split(blocks: Sequence[Block]) -> Layout:
    """Find the cases of a text; one of very many lines is taken as it is."""
    if len(blocks) > LINES:
        return Layout("single", (Part(None, None, (), tuple(blocks)),), ())
    marked = mark_furniture(list(blocks))
    kept = [b for b in marked if b.role == "body"]
    aside = tuple(b for b in marked if b.role != "body")
    plan = find_plan(kept)
    if plan:
        return Layout("plan", (_single(kept),), aside, plan)
    width = wrapped_at(kept)
    torn = is_torn(kept, width)
    whole = unwrapped(kept, width, torn=torn) if _is_set(kept, width) else kept
    found = find_openings(whole)
    if len(found) < 2:
        return _feature(kept, found if whole is kept else find_openings(kept), aside)
    return _roundup(whole, found, aside, width, torn)


_MANY = 10
"""So many lines must be broken off at one width for a page, and not just a list, to be set to it."""


def _is_set(blocks: Sequence[Block], width: int) -> bool:
    """Whether a page's lines are surely broken at one width, and not by chance of about one length."""
    broken = [len(b.text) for b in blocks if not b.closed] if width else []
    return len(broken) >= _MANY and sum(abs(n - width) <= 1 for n in broken) * 10 >= len(broken) * 6


def _roundup(blocks: Sequence[Block], found: Found, aside: tuple[Block, ...], width: int, torn: bool) -> Layout:
    places = sorted(found)
    inside = set(found) | {j for opening in found.values() for j in opening.taken}
    where = _titles_stand(blocks, [i for i in places if _wants_title(found[i])], inside)
    headings: list[list[Block]] = []
    titles: list[str | None] = []
    taken: set[int] = set()
    for i in places:
        heading, title = _heading(blocks, i, found[i], inside, where)
        headings.append([blocks[j].as_("head", found[i].head) if j == i else blocks[j].as_("title") for j in heading])
        titles.append(title)
        taken.update(j for j in heading if j != i or not found[i].runs_in)
    runs: list[list[Block]] = [[]]
    for i, block in enumerate(blocks):
        if i in found:
            runs.append([block] if found[i].runs_in else [])
        elif i not in taken:
            runs[-1].append(block)
    runs[-1] = _without_closing(runs[-1])
    cleaned = [_labels_out(unwrapped(run, width, torn=torn), blocks, wrapped=width > 0) for run in runs]
    bodies = order.arrange(headings, [kept for kept, _ in cleaned])
    held = sorted(
        [(b.start, b.end) for body in bodies for b in body] + [(blocks[i].start, blocks[i].end) for i in taken]
    )
    left = tuple(b for b in blocks if not _within(held, b))
    parts = tuple(
        Part(
            found[i].head,
            title,
            tuple(b for b in heading if found[i].runs_in is False or b.role != "head"),
            tuple(body),
        )
        for i, title, heading, body in zip(places, titles, headings, bodies, strict=True)
    )
    return Layout("roundup", parts, aside + left)


def _within(held: Sequence[tuple[int, int]], block: Block) -> bool:
    """Whether one of the stretches, which are in order and apart, holds a block."""
    at = bisect_right(held, block.start, key=itemgetter(0)) - 1
    return at >= 0 and block.end <= held[at][1]


_CLOSING = re.compile(
    r"^(?:[（(【]?(?:编后(?:语|记)?|编者(?:按|的话|注)|结束语|后记|记者手记|注|说明|备注)[】）)]?(?:[:：]|$)|"
    r"(?:以上|上述|本期|本次|入选|获奖)(?:案例|经验|材料|名单|稿件|内容|发言|做法|单位)[^。]{0,40}(?:汇编|刊登|刊发|公布|公示|下载|供|整理|摘编|表彰|排名)|"
    r"(?:颁奖|表彰|发布|授牌)(?:典礼|大会|仪式|活动)[^。]{0,30}(?:举行|举办|召开)|主送[:：]|报送?[:：]|联系(?:电话|方式|地址)[:：]|(?:地址|邮编|电话|邮箱)[:：]|"
    r"[^，。]{2,24}(?:秘书处|编辑部|组委会|编委会|办公室|学会|协会|委员会|健康委|卫健委|健康局|卫健局)"
    r"[\s　]*(?:(?:19|20)\d\d|二[〇○零])\S{0,3}年\S{1,4}月\S{0,4}$|"
    r"(?:19|20)\d\d年\d{1,2}月(?:\d{1,2}日)?$|希望(?:各|入选|获奖|广大|以上|上述|全[省市县区])|特此(?:通报|通知|公告)|附件\s?\d*[:：]|附[:：]|联系人[:：]|抄送[:：]|(?:主办|承办|协办|指导)单位[:：])"
)


def _without_closing(run: list[Block]) -> list[Block]:
    """The last case of a notice without the notice's own closing words."""
    end = next((i for i, block in enumerate(run) if i and _CLOSING.match(block.text)), len(run))
    return run[:end] if run[end - 1 : end] and run[end - 1].closed else run


def _wants_title(opening: Opening) -> bool:
    return opening.title is None and not opening.runs_in


def _stands(blocks: Sequence[Block], j: int) -> bool:
    """Whether a line may be a title: shaped like one, and not the first line of a sentence that the next one ends."""
    below = blocks[j + 1] if j + 1 < len(blocks) else None
    return is_title(blocks[j]) and not (below and below.gap == 0 and is_middle(below.text))


def _titles_stand(blocks: Sequence[Block], places: Sequence[int], inside: set[int]) -> str:
    """Whether titles stand after the heads, before them, or nowhere: the page votes."""
    after = sum(i + 1 < len(blocks) and i + 1 not in inside and _stands(blocks, i + 1) for i in places)
    before = sum(i > 0 and i - 1 not in inside and _stands(blocks, i - 1) for i in places)
    if before > after or (before == after and all(blocks[i].text.startswith("—") for i in places)):
        return "before" if before * 2 > len(places) else ""
    return "after" if after and after * 2 >= len(places) else ""


def _heading(
    blocks: Sequence[Block], i: int, opening: Opening, inside: set[int], where: str
) -> tuple[list[int], str | None]:
    """The blocks of one case's heading and its title."""
    own = sorted({i, *opening.taken})
    if not _wants_title(opening):
        return own, opening.title
    j = {"after": i + 1, "before": i - 1}.get(where, -1)
    if 0 <= j < len(blocks) and j not in inside and _stands(blocks, j):
        found, title = sorted({*own, j}), blocks[j].text
        nxt = j + 1
        if where == "after" and nxt < len(blocks) and blocks[nxt].text.startswith("——") and is_title(blocks[nxt]):
            return [*found, nxt], title + blocks[nxt].text
        return found, title
    return own, None


_GROUP = re.compile(
    r"^[【\[「『●■◆▲★◎○▍◇□#\s]*(?:话题|议题|板块|版块|单元|篇章|环节|专题|主题|圆桌|关键词|分论坛|论坛|场次)"
    r"\s?(?:[一二三四五六七八九十\d]{1,3}|之[一二三四五六七八九十])(?!次|届|场)"
)
_CLAUSED = re.compile(r"[，。；,;]")


def _labels_out(run: Sequence[Block], blocks: Sequence[Block], *, wrapped: bool) -> tuple[list[Block], list[Block]]:
    """A run without page labels: names of a page's groups, and short open lines that neither go on nor stand over.

    A line of a page that is not hard-wrapped is a whole paragraph or its end; one in mid-air behind a broken sentence
    is a caption or a label.
    """
    kept: list[Block] = []
    labels: list[Block] = []
    for k, block in enumerate(run):
        group = len(block.text) <= 40 and not block.text.endswith("。") and bool(_GROUP.match(block.text))
        strayed = k > 0 and not wrapped and _strayed(run[k - 1], block)
        (labels if group or strayed or _is_label(run, k, blocks) else kept).append(block)
    return kept, labels


def _is_label(run: Sequence[Block], k: int, blocks: Sequence[Block]) -> bool:
    """Whether a short open line is the page's: it recurs, or stands over nothing."""
    block = run[k]
    if not is_title(block) or len(block.text) > 24 or _is_listed(run, k):
        return False
    alone = k + 1 == len(run) or is_title(run[k + 1])
    if sum(block.text in other.text for other in blocks) > 1 and not _templated(block, blocks, alone):
        return True
    return k > 0 and alone and run[k - 1].closed


def _is_listed(run: Sequence[Block], k: int) -> bool:
    """Whether a line is an item of a list, or a figure with its name: ■ 床位使用率：81%→92%."""
    block = run[k]
    if _FIGURE.match(block.text):
        return True
    mark = _MARK.match(block.text)
    return mark is not None and any(other.text.startswith(mark.group()) for other in run[max(0, k - 1) : k + 2 : 2])


_MARK = re.compile(r"[●■◆▲★◎○▪•□✓✔☑]")
_FIGURE = re.compile(r"[●■◆▲★◎○▪•□✓✔☑\s]*[^：:，。]{2,16}[：:]\s?(?:[一-鿿]{0,4})\d")


def _templated(block: Block, blocks: Sequence[Block], alone: bool) -> bool:
    """Whether a line that recurs is a form's heading (背景, 【成效】) over a paragraph of every case."""
    same = sum(other.text == block.text for other in blocks)
    return not alone and (same > 2 or bool(_FORM.match(block.text)))


_FORM = re.compile(
    r"^(?:【[^【】]{2,12}】|[（(]?[一二三四五六七八九十\d]{1,2}[）)、.．]?\s?)?"
    r"(?:(?:主要|工作|案例|实施|具体|典型)?(?:背景|做法|成效|举措|措施|启示|经验|体会|效果|成果|概况|简介|点评)|缘由|实效|起因|思考)?】?$"
)


def _strayed(above: Block, block: Block) -> bool:
    """Whether a line without a clause's mark stands behind a broken paragraph and does not go on with it."""
    broken = not above.closed and not is_title(above) and len(above.text) > 36
    whole = is_title(block) and not _CLAUSED.search(block.text) and len(block.text) <= 30 and not _is_numbered(block)
    return broken and whole and gain(above.text[-60:], block.text, Counter()) < WORD_BROKEN


WORD_BROKEN = 2.5
"""Gain above which a line in mid-air is the rest of a word."""


def _feature(blocks: Sequence[Block], found: Found, aside: tuple[Block, ...]) -> Layout:
    """One case: title lines first, captions out, section headings kept."""
    if not blocks:
        return Layout("single", (), aside)
    part = _single(blocks)
    head = next((opening.head for opening in found.values()), None) or _owner_line(part, aside)
    captions = {b.start for b in _captions(part.body)}
    body = tuple(b for b in part.body if b.start not in captions)
    left = tuple(b for b in part.body if b.start in captions)
    return Layout("single", (Part(head, part.title, part.heading, body or part.body),), aside + (left if body else ()))


def _owner_line(part: Part, aside: Sequence[Block]) -> Head | None:
    """The organisation that a line of its own names at a text's head: below the title, or behind 申报单位."""
    for block in (*part.heading, *part.body[:6]):
        sent = SENT_BY.match(block.text)
        named = read_organisation(sent[1], lone=True) if sent else None
        if named or (block in part.heading and block.text != part.title and (named := read_organisation(block.text))):
            return named
    signed = (SENT_BY.match(block.text) for block in aside if block.role == "byline")
    return next((named for sent in signed if sent and (named := read_organisation(sent[1], lone=True))), None)


_BANNER = re.compile(
    r"(?:(?:申报|入围|参评|参选|交流|推荐|评选|展示|候选|获奖|报送|先进|经验)(?:材料|表|书|案例|作品|项目)|(?:征集|评选|展示|推选|推荐)(?:活动|大赛|结果)?|系列(?:报道|之[一二三四五六七八九十]{1,2})?|(?:案例|作品)(?:集|汇编|选编|选登|展示|展播)|[一二三特]等奖.{0,8}|专栏|征文|典型案例|优秀案例|工作简报)$"
)
_LABELLED = re.compile(r"^[一-鿿]{0,4}(?:单位|机构|类别|类型|主题|关键词|时间|日期|作者|主创|联系人)\s?[:：]")
_FILLED = re.compile(r"^【[一-鿿]{2,8}】.{2,40}$")
"""A line of an entry form: 【申报单位】医院."""
_ENTRY = re.compile(
    r"^【(?:(?:获奖|参评|参赛|申报|入选|优秀|典型)?(?:案例|项目|作品)(?:名称|题目|标题)?|题目|标题)】\s?(.{4,40})$"
)
"""The line of an entry form that gives the title."""
_BELOW = re.compile(r"^[一二三四五六七八九十]{1,3}[、\s]\s*\S")


def _single(blocks: Sequence[Block]) -> Part:
    """All blocks as one part; title lines are those before the first paragraph."""
    width = wrapped_at(blocks)
    first = next(
        (
            i
            for i, b in enumerate(blocks)
            if not is_title(b) or len(b.text) > width - 3 > 0 or _LABELLED.match(b.text) or (i and _BELOW.match(b.text))
        ),
        len(blocks),
    )
    filled = sum(bool(_FILLED.match(b.text)) for b in blocks[:first])
    different = len({b.text for b in blocks[:first]}) - filled  # a page prints its headline above and in the text
    lines = blocks[:first] if 0 < different <= 4 and first < len(blocks) else []
    if not lines:
        return Part(None, None, (), tuple(blocks))
    if named := next((m[1] for b in lines if (m := _ENTRY.match(b.text))), None):
        return Part(None, named, tuple(lines), tuple(blocks[first:]))
    above = [k for k in range(len(lines) - 1) if lines[k + 1].text.startswith("—") and lines[k].text[0] != "—"]
    main = above[0] if above else max(range(len(lines)), key=lambda k: _as_title(lines[k].text, k))
    title = lines[main].text
    if main + 1 < len(lines) and lines[main + 1].text.startswith("—"):
        title += lines[main + 1].text
    elif main + 1 < len(lines) and read_organisation(lines[main + 1].text):
        pass
    elif main + 1 < len(lines) and lines[main].gap < 3 and lines[main + 1].gap == 0 and len(title) >= 12:
        title += lines[main + 1].text  # a headline broken over two lines
    return Part(None, title, tuple(lines), tuple(blocks[first:]))


_COLUMN = re.compile(
    r"^(?:[^，。：]{2,10}\s?[┃|｜丨/／·•◎◆■▪□]\s?[^，。：]{2,10}|[■□◆◎●★▎▍◇].{2,12}|[【\[《][^】\]》]{2,12}[】\]》])$"
)
"""A column's name: 行业 | 观察, ■ 特别报道, 【改革在身边】."""


def _as_title(line: str, place: int) -> tuple[bool, bool, bool, bool, int]:
    """How well a line of a text's head does for its title: no subtitle, no series, no organisation, the first."""
    own = read_organisation(line) is not None
    shown = not _BANNER.search(line) and not _COLUMN.match(line)
    return not line.startswith("—"), len(line) >= 6, shown, not own, -place


def _captions(body: Sequence[Block]) -> list[Block]:
    """Picture captions of a feature: title-shaped lines that stand over nothing, or over the next heading."""
    width = wrapped_at(body)
    shaped = [is_title(b) and not len(b.text) > width - 3 > 0 for b in body]
    found = []
    for i, block in enumerate(body):
        if not shaped[i] or len(block.text) > 34:
            continue
        after_open = i > 0 and not shaped[i - 1] and not body[i - 1].closed and block.gap < 2
        if after_open or _is_numbered(block):
            continue
        last = i + 1 == len(body)
        above_title = not last and shaped[i + 1] and not body[i + 1].text.startswith("—")
        if last or (above_title and body[i + 1].gap and block.gap):
            found.append(block)
    return found


def _is_numbered(block: Block) -> bool:
    return bool(
        re.match(
            r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.、．])", block.text
        )
    )
