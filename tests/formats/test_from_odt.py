import pytest

from app.formats import from_odt
from app.messages import Trouble
from tests.formats import making
from tests.formats.making import SENTENCES


def parsed(path):
    return from_odt.parse(path.read_bytes())


def p(words):
    return f"<text:p>{words}</text:p>"


def item(words):
    return f"<text:list-item>{words}</text:list-item>"


def level(depth, format_, *, before="", after=".", shown=1):
    return (
        f'<text:list-level-style-number text:level="{depth}" style:num-format="{format_}" '
        f'style:num-prefix="{before}" style:num-suffix="{after}" text:display-levels="{shown}"/>'
    )


def test_paragraphs_headings_and_what_the_file_tells_of_itself(tmp_path):
    meta = (
        "<office:document-meta SPACES><office:meta><dc:title>管床位的办法</dc:title>"
        "<meta:initial-creator>周明</meta:initial-creator><dc:date>2023-05-06T07:08:09</dc:date></office:meta>"
        "</office:document-meta>"
    )
    heading = '<text:h text:outline-level="1">一、支部进病区</text:h>'
    document = parsed(making.odt_of(tmp_path / "a.odt", heading + p(SENTENCES[0]) + p(""), parts={"meta": meta}))
    assert document.text == f"一、支部进病区\n{SENTENCES[0]}"
    assert (document.title, document.author, document.date) == ("管床位的办法", "周明", None)
    assert document.encoding == "odt"


def test_tracked_deletions_comments_and_contents_are_left_out(tmp_path):
    body = (
        f"<text:tracked-changes><text:changed-region><text:deletion>{p('删去的')}</text:deletion></text:changed-region>"
        f"</text:tracked-changes><text:table-of-content>{p('一、总则 1')}</text:table-of-content>"
        + p("床旁<text:change-start/>结算<text:change-end/><office:annotation>" + p("批注") + "</office:annotation>好")
        + '<text:section text:display="none">' + p("藏着") + "</text:section>"
        + "<text:section>" + p("节里") + "</text:section>"
    )  # fmt: skip
    assert parsed(making.odt_of(tmp_path / "a.odt", body)).text == "床旁结算好\n节里"


def test_white_space_is_what_the_format_says(tmp_path):
    body = p('甲  <text:s text:c="3"/>乙<text:tab/>丙\n   丁<text:line-break/>戊<text:span> 己 </text:span>庚')
    assert parsed(making.odt_of(tmp_path / "a.odt", body)).text == "甲    乙\t丙 丁\n戊 己 庚"


def test_tables_boxes_and_notes(tmp_path):
    cells = "".join(f"<table:table-cell>{p(w)}</table:table-cell>" for w in ("指标", "数值"))
    more = f"<table:table-cell>{p('其一')}{p('其二')}</table:table-cell><table:covered-table-cell/>"
    box = f"<draw:frame><draw:text-box>{p('框里的话')}</draw:text-box></draw:frame>"
    note = (
        "<text:note><text:note-citation>i</text:note-citation><text:note-body>"
        + p("据医院年报。")
        + "</text:note-body></text:note>"
    )
    body = (
        f"<table:table><table:table-header-rows><table:table-row>{cells}</table:table-row></table:table-header-rows>"
        f"<table:table-row>{more}</table:table-row></table:table>" + p(f"正文{note}{box}在前") + p("后文")
    )
    text = parsed(making.odt_of(tmp_path / "a.odt", body)).text
    assert text == "指标\t数值\n其一\n其二\n正文[1]在前\n框里的话\n后文\n[1] 据医院年报。"


def test_lists_have_the_numbers_their_styles_give(tmp_path):
    style = (
        '<text:list-style style:name="L">' + level(1, "一, 二, 三, ...", after="、") + level(2, "1", shown=1, after=".")
        + level(3, "1", shown=2, before="(", after=")") + '</text:list-style><text:list-style style:name="B">'
        '<text:list-level-style-bullet text:level="1" text:bullet-char="•"/></text:list-style>'
    )  # fmt: skip
    inner = "<text:list>" + item(p("目标")) + item(p("原则") + "<text:list>" + item(p("细则")) + "</text:list>")
    inner += "</text:list>"
    body = (
        '<text:list text:style-name="L">' + item(p("总体要求") + inner) + item(p("任务") + p("续段") + inner)
        + "</text:list>" + p("插一段") + '<text:list text:style-name="L" text:continue-numbering="true">'
        + item(p("保障")) + "</text:list>" + '<text:list text:style-name="B">' + item(p("点")) + "</text:list>"
        '<text:list text:style-name="L"><text:list-item text:start-value="12">' + p("重来")
        + "</text:list-item></text:list>"
    )  # fmt: skip
    nested = "1. 目标\n2. 原则\n(2.1) 细则"
    expected = "一、总体要求\nNESTED\n二、任务\n续段\nNESTED\n插一段\n三、保障\n点\n十二、重来".replace(
        "NESTED", nested
    )
    text = parsed(making.odt_of(tmp_path / "a.odt", body, style)).text
    assert text == expected


def test_headings_have_the_numbers_of_the_outline(tmp_path):
    outline = (
        "<office:document-styles SPACES><text:outline-style>"
        '<text:outline-level-style text:level="1" style:num-format="1"/>'
        '<text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2" style:num-suffix="、"/>'
        "</text:outline-style></office:document-styles>"
    )

    def h(depth, words):
        return f'<text:h text:outline-level="{depth}">{words}</text:h>'

    body = h(1, "甲") + h(2, "乙") + h(2, "丙") + h(1, "丁") + h(2, "戊") + h(3, "己")
    text = parsed(making.odt_of(tmp_path / "a.odt", body, parts={"styles": outline})).text
    assert text == "1 甲\n1.1、乙\n1.2、丙\n2 丁\n2.1、戊\n己"


def test_a_locked_file_asks_for_its_password_and_a_strange_one_is_broken(tmp_path):
    locked = making.zip_of(
        tmp_path / "a.odt", {"content.xml": "x", "META-INF/manifest.xml": "<m:encryption-data xmlns:m='m'/>"}
    )
    with pytest.raises(Trouble, match="password"):
        parsed(locked)
    with pytest.raises(Trouble, match="broken"):
        parsed(making.zip_of(tmp_path / "b.odt", {"content.xml": "<a/>"}))
    with pytest.raises(Trouble, match="no_text"):
        parsed(making.odt_of(tmp_path / "c.odt", p(" ")))


def test_a_flat_file_is_one_text_of_xml():
    flat = (
        '<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="t" xmlns:dc="d" office:mimetype="application/vnd.oasis.opendocument.text">'
        "<office:meta><dc:title>办法</dc:title></office:meta>"
        f"<office:body><office:text>{p(SENTENCES[2])}</office:text></office:body></office:document>"
    )
    document = from_odt.parse_flat(flat.encode())
    assert (document.text, document.title, document.encoding) == (SENTENCES[2], "办法", "fodt")
    with pytest.raises(Trouble, match="broken"):
        from_odt.parse_flat(b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + flat.encode().partition(b"?>")[2])
