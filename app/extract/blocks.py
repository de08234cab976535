"""The lines of a reading text as blocks: where each stands, whether it ends in mid-sentence, what it looks like.

Knows the shape of one line and the gap above it; must not know which case a line belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from app.extract.names import NAME, Head, read_head

Role = Literal["head", "title", "body", "section", "caption", "byline", "furniture"]


@dataclass(frozen=True, slots=True)
class Block:
    """A non-blank line; `gap` counts the blank lines above it."""

    start: int
    end: int
    text: str
    gap: int = 0
    role: Role = "body"
    head: Head | None = None

    @property
    def closed(self) -> bool:
        """Whether it ends with a sentence, rather than in the middle of one."""
        return bool(_CLOSED.search(self.text[-_END:]))

    def as_(self, role: Role, head: Head | None = None) -> Block:
        """The block in another role."""
        return replace(self, role=role, head=head)


_CLOSED = re.compile(
    r"(?:(?:[。！？!?…；;：:]|——|\.{3})[”’」』）)\]】》]*|[（(][^（）()：:]{1,12}[：:].*[）)])$"  # …（责任单位：…）
)
_END = 300
"""Characters at the end of a block that tell whether it is closed."""
_TITLE_MAX = 36
_NOT_TITLE = re.compile(r"[。；;!?]|[，,、]$|^[，。、；：）”》]|\d{4}-\d{2}-\d{2}$")
_BODY_START = re.compile(
    r"^(?:同时|此外|目前|近年来|据悉|日前|近日|其中|为此|因此|在此基础上|[一二三四五六七八九十]是|第[一二三四五六七八九十][，,])"
)
_OPENING, _CLOSING = "“‘（《「『(【", "”’）》」』)】"


def cut(text: str) -> list[Block]:
    """The non-blank lines of a text; bracketed names at a paragraph's end are cut off as by-lines."""
    found: list[Block] = []
    gap = at = 0
    for line in text.split("\n"):
        bare = line.strip()
        if bare:
            start = at + line.index(bare[0])
            found += _without_byline(Block(start, start + len(bare), bare, gap))
            gap = 0
        else:
            gap += 1
        at += len(line) + 1
    return found


_SIGNED = re.compile(
    rf"[（(](?:(?:本报|本刊|特约)?(?:记者|通讯员|作者|文|图|摄影|"
    rf"编辑)[:：/／]?\s?)?{NAME}(?:[\s、,，/]{{1,2}}(?:(?:通讯员|"
    rf"记者)\s?)?{NAME}){{0,5}}(?:\s?[文图摄/]{{1,3}})?[）)]$"
)


def _without_byline(block: Block) -> Iterable[Block]:
    signed = _SIGNED.search(block.text[-80:])
    if not signed:
        return [block]
    cut_at = block.end - len(signed.group())
    body = block.text[: -len(signed.group())].rstrip()
    line = Block(cut_at, block.end, signed.group(), 0, "byline")
    return [replace(block, end=block.start + len(body), text=body), line] if body else [replace(line, gap=block.gap)]


def balanced(text: str) -> bool:
    """Whether every quote and bracket that opens also closes."""
    return all(text.count(o) == text.count(c) for o, c in zip(_OPENING, _CLOSING, strict=True))


def is_title(block: Block) -> bool:
    """Whether a line is shaped like a headline: short, open, balanced, no sentence in it."""
    text = block.text
    if not 2 <= len(text) <= _TITLE_MAX or (block.closed and not text.endswith(("？", "！", "…", "——"))):
        return False
    return not _NOT_TITLE.search(text) and not _BODY_START.match(text) and balanced(text)


_HEADING = re.compile(
    r"^(?:【[^【】]{2,20}】|(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.、．](?!\d)).{2,34}|"
    r"(?:主要|工作|实施|具体)?(?:背景|做法|成效|举措|启示|经验|体会)[:：]?)$"
)


def stops(block: Block) -> bool:
    """Whether nothing of a sentence is missing behind a block: it ends with one, heads the next, or is a figure."""
    return block.closed or bool(_HEADING.match(block.text) and is_title(block)) or bool(_TOLD.match(block.text))


_TOLD = re.compile(r"[●■◆▲★◎○▪•□✓✔☑]\s?[^：:，。]{2,16}[：:]\s?[^，。]{0,8}\d[^，。]{0,24}$")
"""A figure on a line of its own: ■ 床位使用率：81%→92%."""


_NARROWEST = 14
"""A column of fewer characters is none; what is shorter is a heading or the end of a paragraph."""


def wrapped_at(blocks: Sequence[Block]) -> int:
    """The width at which lines are hard-wrapped; 0 when they are not."""
    long = [b for b in blocks if len(b.text) >= _NARROWEST]
    open_lines = [len(b.text) for b in long if not b.closed]
    if len(open_lines) < 4 or len(open_lines) * 2 < len(long):
        return 0
    usual = sorted(open_lines)[len(open_lines) // 2]
    near = sum(abs(n - usual) <= 3 for n in open_lines)
    if sum(len(b.text) > 2 * usual for b in long) * 4 >= len(open_lines):
        return 0  # whole paragraphs under short headings
    return usual if usual <= 80 and near * 10 >= len(open_lines) * 6 else 0


_ROLE = (
    r"(?:本报|本刊|本网|本台|本版|本栏|特约|特派|见习|实习|首席|全媒体|融媒体|驻[一-鿿]{2,4})*"
    r"(?:记者|通讯员|责任编辑|执行编辑|值班编辑|特约编辑|编辑|责编|美编|主编|编审|编译|编撰|作者|撰稿|撰文|供稿|采写|执笔|文字|文|图片|图|"
    r"摄影|整理|校对|审核|审签|终审|初审|复审|策划|统筹|监制|版式|制图|排版|供图|来源单位|组稿|供图单位)"
)
_BYLINE = re.compile(
    rf"^[（(【■□◎●○▲△◆◇▍\s]*(?:{_ROLE}(?:[:：/／|｜丨]|\s)\s?.{{1,60}}|(?:本报|本刊|本网|特约)?(?:记者|通讯员|编辑|责编|作者)\s?{NAME}[^，。]{{0,40}}|"
    r"本[版栏](?:稿件|文字|图片|编译|编辑|责编|组稿|策划|统筹|内容).{2,50}|.{0,12}(?:采访报道|整理报道|采写))[）)】]?$"
    rf"|^[■□◎●○▲△◆◇▍]\s?{NAME}(?:[\s、]+{NAME}){{0,4}}$|^{NAME}(?:[\s、]{{1,2}}{NAME}){{1,4}}$"
)
_FURNITURE = re.compile(
    r"^(?:[（(]?(?:信息|文章|稿件|内容)?来源[:：].{1,30}[）)]?|(?:信息|文章|稿件|内容)?来源[:：].{1,30}(?:时间|日期|作者|编辑|点击|浏览|阅读|字体|字号|\d{4}[-年/]).{0,60}|"
    r"上一[篇页].*|下一[篇页].*|(?:相关|延伸|推荐|更多|热门)(?:阅读|新闻|链接|文章|推荐|资讯)[:：]?.{0,40}|猜你喜欢.{0,20}|扫一扫.*|扫码.*|长按.*|"
    r".{0,30}(?:欢迎|期待)(?:您|你|大家)?(?:在|到)?(?:评论区|留言区|文末|后台)?(?:里)?(?:留言|评论|转发|分享|投稿|补充)[^。]{0,12}[。！!～~]?|(?:点个?|动动手指点?)“?(?:在看|赞|关注).{0,24}|"
    r"点击(?:上方|下方|阅读|查看).*|"
    r"(?:【?(?:打印|关闭|收藏|分享|字体)】?[\s|：:]*){1,6}.{0,12}|"
    r".*(?:版权所有|Copyright|ICP备|公网安备|All Rights).*|"
    r"(?:网友|读者)\s?@[^：:]{1,16}[：:].{1,60}|(?:网友|用户|精选|全部|热门|最新)?(?:评论|留言|跟帖)\s?(?:[（(]?\d+条?[）)]?|\d*条?)|"
    r".{0,40}联系电话[:：].*|(?:免责|版权|特别)声明[:：].*|"
    r".{0,20}转载请注明.{0,30}|"
    r"(?:首页|当前位置|您的位置|您现在的位置).{0,60}|(?:发布|更新|发表|发稿)(?:时间|日期)[:：].{1,60}|"
    r"(?:电话|传真|邮箱|电子邮箱|投稿邮箱|广告热线|广告部?|订阅|邮发代号|新闻热线|热线|联系人|邮编|网址|微信号?|微博)[:：\s](?=.*\d).{2,60}|"
    r"(?:浏览|阅读|点击)(?:次数|量)?[:：]?\s*\d*.{0,8}|https?://\S+|www\.\S+|[-—_=*·.\s]{3,}|[A-Za-z]|"
    r"第?\s*\d{1,3}\s*[页版]?|第?[A-Z]{1,2}\d{1,3}版?|第[一二三四五六七八九十]{1,3}版|(?:\[\d{1,2}\]\s*){1,9}(?:下一?页|末页|尾页)?|"
    r".{0,24}\d{4}年\d{1,2}月\d{1,2}日\s*星期[一二三四五六日天].{0,24}|[^。，]{2,16}[/／]\d{4}年?[/／].{3,30}|《[^《》]{2,14}》\s*[（(]?\d{4}年.{2,30}|"
    r"[（(]?(?:上接|下转|紧接)第?[A-Z]?\d*[一二三四五六七八九十]*版.{0,12}|\[?阅读全文\]?|返回(?:首页|顶部|列表)|"
    r"(?:特等|一等|二等|三等|优秀|入围|优秀组织|组织|最佳[一-鿿]{2,4}|金|银|铜)奖\s?(?:[（(].{1,20}[）)])?[：:]?|"
    r"\d{4}-\d{1,2}-\d{1,2}(?: \d{1,2}:\d{2})?\s*(?:发表于|发布于|来源|阅读).{0,30}|"
    r"(?:点赞|在看|分享|收藏|转发|赞)(?:[、\s]*(?:点赞|在看|分享|收藏|转发|赞))*|END|The End|—+\s?END\s?—+|原创.{0,20}|"
    r".{0,30}(?:关注(?:我们|公众号)|二维码).{0,20}|阅读原文.{0,20}|喜欢此内容的人还喜欢|写(?:留言|评论)|(?:人)?划线.{0,8})$"
)
_LISTED = re.compile(
    r"^(?:\d{4}[-年/.]\d{1,2}[-月/.]\d{1,2}日?)?\s*[^。；]{6,70}(?:通知|决定|意见|方案|公告|通报|办法|"
    r"规定|计划|名单|函|报告)$|^[·•▪»◦]\s*[^。；]{6,70}\s\d{4}[-/.]\d{1,2}[-/.]\d{1,2}$|^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}$"
)
_CAPTION = re.compile(
    r"^(?:[▲△▼◀▶●■◆]?\s*(?:上|下|左|右)?图(?:为|片|[一二三四五六\d①-⑨]|[:：]).{0,80}|.{2,50}(?:现场|合影|供图|摄|资料图片?|资料图|摄影)|"
    r"[^，。]{2,16}现场，[^。]{0,40}正在[^。]{2,40}。?|.{2,30}[（(](?:左|右|前|后|中)排?(?:起?第?[一二三四五六七八]|起|侧|者)?[）)].{0,40})$"
)
_BRACKETED = re.compile(
    r"^[（(](?!.*(?:责任|牵头|负责|配合|单位|试行|修订|征求|草案|节选|摘要|\d{4}|医院[）)]))[^（）()。]{4,40}[）)]$"
)
_SHOWN = re.compile("^[▲△▼◀▶●■◆]?\\s*(?:上|下|左|右)?图(?:为|[①-⑨:：])|现场，.*正在")


def mark_furniture(blocks: list[Block]) -> list[Block]:
    """By-lines, captions that say so, and what a web page puts around a text, set aside by role."""
    width = wrapped_at(blocks)
    pointed = [block.text[:1] if block.text[:1] in "▲△▼" else "" for block in blocks]
    alone = {
        n
        for n, mark in enumerate(pointed)
        if mark and mark not in (*pointed[max(0, n - 1) : n], *pointed[n + 1 : n + 2])
    }
    marked = [
        block.as_("caption")
        if n in alone and block.closed and len(block.text) <= 60
        else _marked(block, full=0 < width - 3 < len(block.text))
        for n, block in enumerate(blocks)
    ]
    return _without_tail(marked)


def _marked(block: Block, *, full: bool) -> Block:
    """A line in its role; a full line of a hard-wrapped text may end anywhere, and is no caption for its last word."""
    if block.role != "body" or len(block.text) > 90:
        return block
    if _FURNITURE.match(block.text):
        return block.as_("furniture")
    if _BYLINE.match(block.text) and not block.text.endswith("。"):
        return block.as_("byline")
    if full:
        return block
    if (_CAPTION.match(block.text) and (_SHOWN.search(block.text) or not block.text.endswith("。"))) or (
        _BRACKETED.match(block.text) and not read_head(block.text)
    ):
        return block.as_("caption")
    return block


def _without_tail(blocks: list[Block]) -> list[Block]:
    """The list of other documents a web page ends with: at least two dated or official titles, to the very end."""
    first = len(blocks)
    while first and (
        blocks[first - 1].role in ("furniture", "byline", "caption") or _LISTED.match(blocks[first - 1].text)
    ):
        first -= 1
    tail = blocks[first:]
    if sum(bool(_LISTED.match(block.text)) for block in tail) < 2:
        return blocks
    return blocks[:first] + [b if b.role == "byline" else b.as_("furniture") for b in tail]
