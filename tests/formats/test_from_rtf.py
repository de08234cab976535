import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.formats import from_rtf
from app.messages import REASONS, Trouble
from tests.formats.making import SENTENCES

FONTS = (
    rb"{\fonttbl{\f0\fnil\fcharset134 \'cb\'ce\'cc\'e5;}{\f1\fswiss\fcharset0 Arial;}{\f2\fnil\fcharset2 Wingdings;}}"
)


def parsed(body, head=rb"\ansi\ansicpg936\deff0"):
    return from_rtf.parse(rb"{\rtf1" + head + FONTS + body + b"}")


def coded(words, codec="gb18030"):
    return b"".join(b"\\'%02x" % byte for byte in words.encode(codec))


def units(words, fallback=b"?"):
    data = words.encode("utf-16-le")
    numbers = (int.from_bytes(data[at : at + 2], "little", signed=True) for at in range(0, len(data), 2))
    return b"".join(b"\\u%d%s" % (number, fallback) for number in numbers)


def test_bytes_are_read_in_the_code_page_of_the_font_or_the_file():
    assert parsed(rb"\f0 " + coded(SENTENCES[0]) + rb"\par " + coded(SENTENCES[1])).text == "\n".join(SENTENCES[:2])
    assert parsed(rb"\f1 " + coded("医院")).text == "医院"
    assert parsed(coded("醫院", "cp950"), rb"\ansi\ansicpg950").text == "醫院"
    assert parsed(rb"\f0 " + coded("医院"), rb"\ansi\ansicpg1252").text == "医院"


def test_chinese_that_is_written_without_saying_so_is_read_and_accents_stay():
    assert parsed(rb"\f1 " + coded("支部进病区"), rb"\ansi\ansicpg1252").text == "支部进病区"
    assert parsed(rb"\f1 caf\'e9 na\'efve", rb"\ansi\ansicpg1252").text == "café naïve"


def test_a_second_byte_may_be_written_as_a_letter():
    assert parsed(rb"\'88A\'88@").text == b"\x88A\x88@".decode("gb18030")


def test_unicode_comes_without_its_fallback_however_that_is_written():
    assert parsed(units("支部进病区")).text == "支部进病区"
    assert parsed(rb"\uc2" + units("支部", coded("支"))).text == "支部"
    assert parsed(rb"\uc0" + units("支部", b" ")).text == "支部"
    assert parsed(rb"{\uc2" + units("支", b"??") + rb"}" + units("部") + b"a").text == "支部a"


def test_characters_beyond_sixteen_bits_come_together_and_halves_are_told():
    assert parsed(units("𠀀", rb"\'3f")).text == "𠀀"
    assert "\ufffd" in parsed(b"a" + units("𠀀")[:9]).text


def test_rows_are_lines_and_numbers_stand_as_printed():
    row = rb"\trowd\intbl a\cell b\cell\row \trowd\intbl c\cell d\par e\cell\row\pard "
    assert parsed(row).text == "a\tb\nc\td\ne"
    listed = rb"{\listtext\pard\plain\f0 1.\tab}" + coded("任务") + rb"\par{\pntext\f0 " + coded("一、") + rb"}x\par"
    assert parsed(listed).text == "1. 任务\n一、x"
    assert parsed(rb"{\listtext\f2 l\tab}x").text == "x"
    assert parsed(rb"{\listtext\u8226 ?\tab}x").text == "x"


def test_what_is_not_the_text_is_left_out():
    body = (
        rb"{\header h}{\footer f}{\*\generator g;}{\stylesheet{\s0 Normal;}}{\pict\pngblip 89504e47}{\*\unheard x}"
        rb"{\field{\*\fldinst HYPERLINK a}{\fldrslt shown}}\v hid\v0 -\deleted old\deleted0 new{\bin4 {{{{}.\bin3 }}}."
    )
    assert parsed(body).text == "shown-new.."


def test_notes_stand_at_the_end_and_boxes_after_their_paragraph():
    box = rb"{\shp{\*\shpinst{\sp{\sn n}{\sv v}}{\shptxt box\par}}{\shprslt no}}"
    body = rb"a\chftn{\footnote\pard \chftn note}" + box + rb"b\par c"
    assert parsed(body).text == "a[1]b\nbox\nc\n[1] note"


def test_the_file_tells_title_and_author_and_its_saving_is_no_publication():
    info = rb"{\info{\upr{\title ??}{\*\ud{\title " + units("办法") + rb"}}}{\author " + coded("周明") + rb"}"
    document = parsed(info + rb"{\creatim\yr2022\mo1\dy2}{\revtim\yr2023\mo5\dy6\hr1}}text")
    assert (document.text, document.title, document.author, document.date) == ("text", "办法", "周明", None)


def test_signs_and_nested_tables():
    assert parsed(rb"\ldblquote a\rdblquote\emdash b\~c\_d\-e\{\}\\").text == "“a”—b\xa0c-de{}\\"
    nested = rb"\intbl a\nestcell b\nestcell{\*\nesttableprops\trowd\nestrow}{\nonesttables\par}c\cell\row"
    assert parsed(nested).text == "a\tb\nc"


def test_bytes_that_cannot_be_decoded_are_counted():
    assert parsed(rb"a\'ff\'ff\f1 b").doubts == ("有 2 处字节无法解码，原处以“\ufffd”标出。",)


def test_what_is_no_rich_text_is_broken_and_unclosed_groups_are_read():
    with pytest.raises(Trouble, match="broken"):
        from_rtf.parse(b"{\\html}")
    with pytest.raises(Trouble, match="no_text"):
        from_rtf.parse(b"{\\rtf1}")
    with pytest.raises(Trouble, match="broken"):
        from_rtf.parse(b"{\\rtf1" + b"{" * 9000)
    assert from_rtf.parse(b"{\\rtf1 {\\b a}{b").text == "ab"


TOKENS = [
    rb"\u-10179 ?", rb"\'b5", rb"\uc3", b"{", b"}", rb"\*", rb"\footnote ", rb"\shptxt ", rb"\listtext ", rb"\info",
    rb"\title ", rb"\fonttbl", rb"\f9", rb"\fcharset134 ", rb"\ansicpg99999 ", rb"\par ", rb"\cell ", rb"\bin99999 ",
    rb"\v ", rb"\plain ", b"\\", b"\0", b"a",
]  # fmt: skip


@given(st.lists(st.one_of(st.sampled_from(TOKENS), st.binary(max_size=4)), max_size=40).map(b"".join))
def test_whatever_stands_in_it_only_a_trouble_is_raised(body):
    try:
        text, said = from_rtf.parse(rb"{\rtf1" + body).text, ""
    except Trouble as trouble:
        text, said = "x", trouble.reason
    assert not said or said in REASONS
    assert text.strip()
    assert text.encode("utf-8")
    assert not set(text) & {"\0", "\r"}
