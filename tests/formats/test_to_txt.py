import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from app.formats.to_txt import to_txt
from tests.formats.sheets import OTHER, TEXT, fixed, plain, sheet


def read(made):
    data = to_txt(made)
    assert data.startswith(b"\xef\xbb\xbf")
    return data.decode("utf-8-sig")


def test_parts_are_numbered_as_offices_do():
    text = read(fixed())
    lines = text.split("\r\n")
    sections = ["（一）基本情况", "（二）成效", "（三）正文", "（四）摘录与笔记"]
    wanted = ["第一部分\u3000门诊", "一、小门诊的四段放号", *sections, "第二部分\u3000病房", *sections]
    after_contents = lines[lines.index(wanted[0]) :]
    assert [line for line in after_contents if line in wanted] == wanted
    assert lines[-3] == "[1] 某甲. 小门诊的四段放号[N]. 医管月报, 2022-05-01(3)."
    assert lines[-2:] == ["[2] 某丙. 一张交接卡[N]. 护理周刊, 2023-03-02.", ""]
    assert "来源：《护理周刊》，2023-03-02[2]" in lines


def test_a_paragraph_is_one_line_and_whole():
    lines = {line.strip("　").partition("〔")[0] for line in read(fixed()).split("\r\n")}
    assert {line for line in f"{TEXT}\n{OTHER}".split("\n") if line} <= lines


def test_a_passage_has_its_place_and_colour():
    text = read(fixed())
    assert "1. 〔§1　黄〕“床位、人手、风险”\r\n　　三件事值得照搬。\r\n　　#可借鉴" in text
    assert "5. 原文已变，当时标的是：“旧稿里的半句”" in text


def test_only_what_was_chosen_goes_out():
    assert "护士长先说" not in read(fixed(body="noted"))
    assert "值得照搬" not in read(fixed(body="excerpts"))
    assert "号源分成" not in read(fixed(body="record"))


@given(st.text(max_size=80))
def test_no_text_breaks_a_line_or_hides_in_one(words):
    text = read(sheet(plain("甲", title=words, byline=words, fields=((words, words),)), title=words))
    assert "\n" not in text.replace("\r\n", "")
    assert not [c for c in text.replace("\r\n", "") if unicodedata.category(c) in ("Cc", "Cf", "Cs")]
