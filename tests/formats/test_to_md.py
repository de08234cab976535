import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from app.formats.sheet import SheetNote
from app.formats.to_md import to_md
from tests.formats.sheets import FIRST, case, fixed, note_on, plain, sheet


def lines(*cases):
    return to_md(sheet(*cases)).decode("utf-8")


def test_a_sheet_reads_well_as_it_is():
    assert lines().startswith(
        "# 门诊改进案例选编\n\n2026年11月22日 · 1 案 · 摘录 3 条 · 笔记 4 条\n\n"
        "选自“我的案例库”。筛选：主题 门诊服务。\n\n"
        "## 一、小门诊的四段放号\n\n某县人民医院 · 某省某市 · 医院专稿 · 门诊服务\n\n"
        "- 单位：某县人民医院\n- 发言人：某乙，门诊部主任\n- 做法：分段放号\n\n"
        "> **请注意**　原文没有写完，末尾缺失。\n\n"
        "| 指标 | 数值 | 出处 |\n| --- | --- | --- |\n| 候诊时间 | 由 47 降至 19 分钟 | §2 |\n\n"
        "晨会只谈三件事：==床位、人手、风险==。护士长先说"
    )


def test_notes_are_quotations_under_their_paragraph():
    text = lines()
    assert "十分钟散会。〔§1　黄〕\n\n> 三件事**值得照搬**。\n>\n> #可借鉴\n\n门诊把" in text
    assert "### 案例笔记\n\n> 下次例会讨论\n>\n> #例会\n\n> “旧稿里的半句”\n>\n> 原处已改" in text
    assert text.endswith("来源：《医管月报》，2022-05-01，记者 某甲\n")


def test_overlapping_highlights_are_one():
    assert "门诊把==号源分成四段放出==，（试行" in lines()


def test_printed_headings_are_headings():
    assert "\n### 分段放号之后\n" in lines()


def shown(markdown):
    """The words a Markdown reader shows, and the kinds of things it saw."""
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown)
    kinds = {token.type for token in tokens}
    kinds |= {child.type for token in tokens for child in token.children or ()}
    text = "".join(
        c.content for t in tokens for c in t.children or () if c.type in ("text", "text_special", "softbreak")
    )
    return text, kinds


HARD = st.text("甲乙#*_`[]()<>|~=&;-+1.!\\ >：a/:", min_size=1, max_size=40).filter(str.strip)


@given(HARD)
def test_a_text_is_never_read_as_markup(text):
    written = to_md(sheet(plain(f"{text}"))).decode("utf-8")
    part = written.split("## 一、案\n\n")[1].split("\n\n来源：")[0]
    words, kinds = shown(part)
    assert kinds <= {"paragraph_open", "inline", "paragraph_close", "text", "text_special"}
    assert "".join(words.split()) == "".join(text.split())


def test_html_in_text_or_note_is_escaped():
    text = lines(
        case(text=FIRST + "<script>x</script>", title="<b>", notes=(note_on("床位", "<img src=x onerror=y>"),))
    )
    assert "\\<script\\>" in text
    assert "\\<img src=x" in text
    assert "<script" not in text.replace("\\<", "")


def test_a_note_keeps_its_markdown():
    md = "1. 甲\n2. **乙** `码`\n\n> 引\n\n|a|b|\n|-|-|\n|1|2|\n\n[链](https://a.cn/x)"
    text = lines(case(notes=(SheetNote(text=md),)))
    for part in (
        "> 1. 甲\n> 2. **乙** `码`",
        "> > 引",
        "> | a | b |\n> | --- | --- |\n> | 1 | 2 |",
        "> [链](<https://a.cn/x>)",
    ):
        assert part in text


def test_colours_are_named_behind_the_paragraph():
    text = to_md(fixed()).decode("utf-8")
    assert "〔§1　黄〕" in text
    assert "〔§2　蓝“号源分成四段”、粉“分成四段放出”〕" in text
    assert "〔§1　绿〕" in text


def test_groups_and_sources_have_their_places():
    text = to_md(fixed()).decode("utf-8")
    headings = [line for line in text.split("\n") if line.startswith("#")]
    assert headings[:5] == ["# 门诊改进案例选编", "## 目录", "## 门诊", "### 一、小门诊的四段放号", "#### 分段放号之后"]
    assert headings[-1] == "## 来源"
    assert "来源：《护理周刊》，2023-03-02 \\[2\\]" in text
    assert text.endswith("- \\[2\\] 某丙. 一张交接卡\\[N\\]. 护理周刊, 2023-03-02.\n")


def test_passages_stand_alone_when_only_they_were_chosen():
    text = to_md(fixed(body="noted")).decode("utf-8")
    assert "==床位、人手、风险==〔§1　黄〕\n\n> 三件事**值得照搬**。" in text
    assert "护士长先说" not in text
    assert "值得照搬" not in to_md(fixed(body="excerpts")).decode("utf-8")
    assert "号源分成" not in to_md(fixed(body="record")).decode("utf-8")


def test_notes_can_stand_after_the_text():
    text = to_md(fixed(notes="end")).decode("utf-8")
    assert "#### 笔记\n\n> 〔§1　黄〕“床位、人手、风险”\n>\n> 三件事**值得照搬**。" in text


@given(HARD)
def test_a_title_a_field_a_tag_and_a_source_are_never_markup(text):
    made = sheet(
        plain(
            "甲",
            title=text,
            byline=text,
            fields=((text, text),),
            source_line=text,
            notes=(SheetNote(text="", tags=(text,)),),
        )
    )
    _, kinds = shown(to_md(made).decode("utf-8"))
    marks = {"link_open", "image", "em_open", "strong_open", "code_inline"}
    assert not kinds & {"html_block", "html_inline", "fence", "code_block", "hr", "table_open", *marks}


@pytest.mark.parametrize("quote", ["=1+1=", "=", "==", "a=b", "=公式", "结尾=", "\\="])
def test_an_equals_sign_beside_a_highlight_is_no_part_of_its_mark(quote):
    text = f"先算={quote}=再看"
    start = text.index(quote, 3)
    note = SheetNote(text="", quote=quote, start=start, end=start + len(quote))
    shown = to_md(sheet(plain(text, notes=(note,)))).decode("utf-8")
    line = next(line for line in shown.split("\n") if "再看" in line)
    bare = re.sub(r"\\([^\w\s])", lambda mark: f"\0{ord(mark[1]):x}\0", line)
    before, inside, after = bare.split("==")

    def read(words):
        return re.sub(r"\0(\w+)\0", lambda mark: chr(int(mark[1], 16)), words)

    assert (read(before), read(inside)) == ("先算=", quote)
    assert read(after).startswith("=再看")
