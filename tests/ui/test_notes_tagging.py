import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextDocument

from app.ui.notes import tagging
from db import linked


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("要点。#可借鉴 #制度", ("可借鉴", "制度")),
        ("# 标题不是标签", ()),
        ("甲#乙", ()),
        ("说完，#待核实，再议", ("待核实",)),
        ("＃全角 #a/b", ("全角", "a/b")),
        ("```\n#注释\n```\n#外面", ("外面",)),
        ("https://例子/#锚", ()),
    ],
)
def test_tags_are_found_where_people_mean_them(text, tags):
    assert tagging.hashtags(text) == tags


def test_tags_of_the_text_follow_it_and_others_stay():
    assert tagging.merged(("旧", "手加"), "说 #旧", "说 #新") == ("手加", "新")
    assert tagging.merged(("手加",), "", "") == ("手加",)


def test_tags_typed_into_a_field_are_parted_by_blanks_and_commas():
    assert tagging.parsed(" #甲，乙、丙  甲 ") == ("甲", "乙", "丙")


def test_closing_tags_are_not_shown_twice():
    assert tagging.without_tail("要点。#可借鉴 #制度") == "要点。"
    assert tagging.without_tail("#开头 有话") == "#开头 有话"
    assert tagging.without_tail("#全是 #标签") == ""


@given(st.text(alphabet="甲#＃ a，\n", max_size=30))
def test_what_is_left_out_at_the_end_is_only_tags(text):
    left = tagging.without_tail(text)
    assert text.startswith(left)
    assert set(tagging.hashtags(left)) <= set(tagging.hashtags(text))


def test_a_line_typed_is_a_line_shown_and_pictures_are_not_fetched():
    shown = tagging.showable("第一行\n第二行\n\n![图](/dev/zero)\n```\na\n```")
    assert "第一行  \n第二行" in shown
    assert "![" not in shown
    assert "```\na\n```" in shown
    document = QTextDocument()
    document.setMarkdown(shown, QTextDocument.MarkdownFeature.MarkdownNoHTML)
    assert "<img" not in document.toHtml()


@pytest.mark.parametrize(
    ("text", "tags"), [("#/ 与 #//x", ("x",)), ("#中/ 与 #/文", ("中", "文")), ("#a//b", ("a/b",))]
)
def test_every_step_of_a_tag_says_something(text, tags):
    assert tagging.hashtags(text) == tags
    assert tagging.parsed(text.replace(" 与", "")) == tags


def test_markdown_is_told_in_its_words_alone():
    text = "## 口径\n- [ ] 一件 **要紧** 的\n> 引 `码`\n| 甲 | 乙 |\n| --- | --- |\n[网](http://a.b/) \\*星\\*"
    assert linked.bare(text).split() == ["口径", "一件", "要紧", "的", "引", "码", "甲", "乙", "网", "*星*"]


@given(st.text(alphabet="#>-*+[] x1.|`~\\甲\n", max_size=60))
def test_any_text_can_be_told_in_its_words(text):
    assert linked.bare(text).count("甲") == text.count("甲")
