import zipfile

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from app.formats import docx_numbers, from_docx
from app.messages import Trouble
from tests.formats import making
from tests.formats.making import SENTENCES


def parsed(path):
    return from_docx.parse(path.read_bytes())


def p(words, extra=""):
    return f"<w:p>{extra}<w:r><w:t>{words}</w:t></w:r></w:p>"


def test_headings_paragraphs_tables_and_what_the_file_tells_of_itself(tmp_path):
    document = parsed(making.word(tmp_path))
    assert document.text == f"一、支部进病区\n{SENTENCES[0]}\n{SENTENCES[1]}\n指标\t数值\n复诊预约率\t86%"
    assert (document.title, document.author, document.encoding) == ("清河县医院的做法", "周明", "docx")


def test_tracked_changes_read_as_if_accepted(tmp_path):
    body = (
        "<w:p><w:r><w:t>床旁</w:t></w:r><w:del><w:r><w:delText>旧的</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>结算</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>两段</w:t></w:r></w:p>" + p("并作一段") +
        "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>" + p("删去的行") + "</w:tc></w:tr>"
        "<w:tr><w:tc>" + p("留下") + "</w:tc></w:tr></w:tbl>"
    )  # fmt: skip
    assert parsed(making.docx_of(tmp_path, body)).text == "床旁结算\n两段并作一段\n留下"


def test_text_boxes_are_read_once_and_notes_stand_at_the_end(tmp_path):
    box = "<w:txbxContent>" + p("框里的话") + "</w:txbxContent>"
    body = (
        '<w:p><w:r><w:t>正文</w:t><w:footnoteReference w:id="2"/></w:r><w:r>'
        '<mc:AlternateContent xmlns:mc="urn:mc"><mc:Choice><w:drawing>' + box + "</w:drawing></mc:Choice>"
        "<mc:Fallback><w:pict>" + box + "</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>" + p("后文")
    )
    notes = f'<w:footnotes xmlns:w="{making.W}"><w:footnote w:id="2">{p("据医院年报。")}</w:footnote></w:footnotes>'
    path = making.docx_of(tmp_path, body, footnotes=notes)
    assert parsed(path).text == "正文[1]\n框里的话\n后文\n[1] 据医院年报。"


def test_hidden_text_fields_and_pinyin_are_left_out_and_breaks_kept(tmp_path):
    body = (
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏着</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>"
        "<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t></w:r>"
        "<w:r><w:ruby><w:rt><w:r><w:t>yī</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>医</w:t></w:r></w:rubyBase></w:ruby></w:r>"
        "</w:p><w:sdt><w:sdtContent>" + p("控件里") + "</w:sdtContent></w:sdt>"
    )
    assert parsed(making.docx_of(tmp_path, body)).text == "甲\t乙\n丙医\n控件里"


def test_a_cell_of_several_paragraphs_keeps_them(tmp_path):
    body = "<w:tbl><w:tr><w:tc>" + p("做法") + "</w:tc><w:tc>" + p("其一") + p("其二") + "</w:tc></w:tr></w:tbl>"
    assert parsed(making.docx_of(tmp_path, body)).text == "做法\t其一\n其二"


def test_the_numbers_word_writes_by_itself_are_written_out(tmp_path):
    numbering = (
        f'<w:numbering xmlns:w="{making.W}"><w:abstractNum w:abstractNumId="0">'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>'
        '<w:lvl w:ilvl="2"><w:numFmt w:val="bullet"/><w:lvlText w:val="o"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )

    def numbered(words, level):
        mark = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="5"/></w:numPr></w:pPr>'
        return p(words, mark)

    body = numbered("总体要求", 0) + numbered("目标", 1) + numbered("原则", 1) + numbered("点", 2)
    body += p("插一段") + numbered("任务", 0) + numbered("改薪酬", 1)
    text = parsed(making.docx_of(tmp_path, body, numbering=numbering)).text
    assert text == "一、总体要求\n1. 目标\n2. 原则\n点\n插一段\n二、任务\n1. 改薪酬"


def test_a_number_may_come_from_the_paragraphs_style(tmp_path):
    made = docx.Document()
    for words in SENTENCES[:2]:
        made.add_paragraph(words, style="List Number")
    made.save(str(tmp_path / "a.docx"))
    assert parsed(tmp_path / "a.docx").text == f"1. {SENTENCES[0]}\n2. {SENTENCES[1]}"


@pytest.mark.parametrize(
    ("count", "written"),
    [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (25, "二十五"), (105, "一百零五"), (1000, "一千")],
)
def test_numbers_in_chinese(count, written):
    assert docx_numbers._chinese(count) == written


def test_numbers_in_letters_and_signs():
    assert [docx_numbers._letters(n) for n in (1, 26, 27)] == ["A", "Z", "AA"]
    assert [docx_numbers._roman(n) for n in (4, 9, 14)] == ["IV", "IX", "XIV"]
    assert docx_numbers._circled(3) + docx_numbers._full_width(12) == "③１２"


def test_what_programs_fill_in_by_themselves_is_no_author(tmp_path):
    made = docx.Document()
    made.core_properties.title, made.core_properties.author = "Word Document", "Administrator"
    made.add_paragraph("正文")
    made.save(str(tmp_path / "a.docx"))
    read = parsed(tmp_path / "a.docx")
    assert (read.title, read.author, read.date) == (None, None, None)


def test_entities_are_neither_multiplied_nor_fetched(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("机密")
    laughs = "<!DOCTYPE a [<!ENTITY a 'ha'>" + "".join(
        f"<!ENTITY {chr(98 + n)} '{('&' + chr(97 + n) + ';') * 10}'>" for n in range(9)
    )
    for head, name in ((laughs + "]>", "&j;"), (f"<!DOCTYPE a [<!ENTITY x SYSTEM '{secret.as_uri()}'>]>", "&x;")):
        body = f'{head}<w:document xmlns:w="{making.W}"><w:body>{p(name)}</w:body></w:document>'
        for data in (body, body.encode("utf-16")):
            path = making.zip_of(tmp_path / "a.docx", {"word/document.xml": data})
            with pytest.raises(Trouble, match="broken"):
                parsed(path)


def test_a_part_in_utf16_and_strict_names_is_read(tmp_path):
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    head = '<?xml version="1.0" encoding="UTF-16"?>'
    content = f'{head}<w:document xmlns:w="{strict}"><w:body>{p("严格")}</w:body></w:document>'
    path = making.zip_of(tmp_path / "a.docx", {"word/document.xml": content.encode("utf-16")})
    assert parsed(path).text == "严格"


def test_names_that_climb_out_of_the_folder_write_nothing(tmp_path):
    path = making.docx_of(tmp_path, p("正文"))
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("../../out.txt", "x")
        package.writestr("/abs.txt", "x")
    assert parsed(path).text == "正文"
    assert not (tmp_path.parent / "out.txt").exists()


def test_a_locked_part_is_a_password_and_a_lying_size_is_broken(tmp_path):
    path = making.docx_of(tmp_path, p("正文"))
    data = bytearray(path.read_bytes())
    for at in (data.find(b"PK\x03\x04", 30), data.rfind(b"PK\x01\x02")):
        data[at + (6 if data[at + 2] == 3 else 8)] |= 1
    with pytest.raises(Trouble, match="password"):
        from_docx.parse(bytes(data))
    with zipfile.ZipFile(tmp_path / "b.docx", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", making.W * 50_000)
    data = bytearray((tmp_path / "b.docx").read_bytes())
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = (100).to_bytes(4, "little")
    with pytest.raises(Trouble, match="broken"):
        from_docx.parse(bytes(data))


def test_a_text_without_words_is_told(tmp_path):
    with pytest.raises(Trouble, match="no_text"):
        parsed(making.docx_of(tmp_path, "<w:p/>"))
    with pytest.raises(Trouble, match="broken"):
        parsed(making.zip_of(tmp_path / "a.docx", {"word/document.xml": "<a/>"}))


def test_a_deleted_end_at_the_very_end_keeps_the_words(tmp_path):
    made = docx.Document()
    paragraph = made.add_paragraph("最后一段")
    marks = paragraph._p.get_or_add_pPr()
    run = OxmlElement("w:rPr")
    run.append(OxmlElement("w:del"))
    marks.append(run)
    assert marks.find(qn("w:rPr")) is not None
    made.save(str(tmp_path / "a.docx"))
    assert parsed(tmp_path / "a.docx").text == "最后一段"
