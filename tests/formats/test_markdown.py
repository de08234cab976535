import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.formats.markdown import Block, Words, blocks


def words(found):
    for block in found:
        yield from (w.text for w in block.words)
        yield from words(block.blocks)
        yield from (w.text for row in block.rows for cell in row for w in cell)


def test_styles_are_kept_and_may_be_nested():
    assert blocks("平**粗*斜*** ~~删~~ `码`")[0].words == (
        Words("平"),
        Words("粗", bold=True),
        Words("斜", bold=True, italic=True),
        Words(" "),
        Words("删", struck=True),
        Words(" "),
        Words("码", code=True),
    )


def test_html_stays_text():
    assert "".join(words(blocks("<b onclick=x>甲</b>\n\n<script>alert(1)</script>"))) == (
        "<b onclick=x>甲</b><script>alert(1)</script>"
    )


def test_links_lead_to_the_web_or_to_mail_and_nowhere_else():
    found = blocks("[甲](https://a.cn) [乙](file:///etc/passwd) [丙](data:text/html,x) [丁](../x)")[0].words
    assert {w.text.strip(): w.link for w in found if w.text.strip() in {"甲", "丁"}} == {"甲": "https://a.cn", "丁": ""}
    assert all(w.link in ("", "https://a.cn") for w in found)


def test_lists_quotes_tables_and_code_have_their_shape():
    found = blocks("# 题\n\n3. 甲\n   - 乙\n\n> 引\n\n|a|b|\n|-|-|\n|1|2|\n\n```\n码\n```\n\n---")
    assert [b.kind for b in found] == ["h", "list", "quote", "table", "code", "rule"]
    assert found[1].first == 3
    assert found[1].blocks[0].blocks[1].kind == "list"
    assert found[3].rows == (((Words("a"),), (Words("b"),)), ((Words("1"),), (Words("2"),)))


def test_a_line_break_in_a_note_stays_one():
    assert blocks("甲\n乙") == (Block("p", (Words("甲"), Words("\n"), Words("乙"))),)


@given(st.text())
def test_any_string_is_a_note(text):
    assert isinstance(blocks(text), tuple)


@pytest.mark.parametrize(
    "text",
    ["> " * 30 + "底", "> " * 400 + "底", "\n".join("  " * i + "- 项" for i in range(90)) + "底", "*" * 5000 + "底",
     "[" * 5000 + "底", "![" * 5000 + "底", "<" * 5000 + "底", "**a " * 2000 + "底", "长" * 60_000 + "底"],
    ids=range(9),
)  # fmt: skip
def test_hostile_notes_lose_no_word(text):
    assert any("底" in part for part in words(blocks(text)))
