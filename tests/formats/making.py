"""Real files for the tests of reading, made on the spot; all texts are our own."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import typst

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
SENTENCES = (
    "清河县医院把支部建在每个病区，骨干医生带着年轻人一起查房。",
    "每周三上午，院长和书记轮流坐在门诊大厅听患者提意见。",
    "去年平均住院日从九天半降到七天，复诊预约率升到八成六。",
    "药师下到社区，为独居老人整理药箱并写好用药卡片。",
    "护士长牵头做了床旁结算，出院手续二十分钟就能办完。",
    "与省里专家连线会诊一百四十次，疑难病例留在了县内。",
    "职工代表大会听取财务公开报告，后勤采购全部上网招标。",
    "急诊绿色通道合并成一条，胸痛患者进门到导丝时间缩短。",
)


def docx_of(folder: Path, body: str, name: str = "made.docx", **parts: str) -> Path:
    """A docx of hand-written body XML; further parts by name with __ for / and _ for the dot before xml."""
    return zip_of(
        folder / name,
        {
            "[Content_Types].xml": _TYPES,
            "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
            **{f"word/{part}.xml": content for part, content in parts.items()},
        },
    )


def zip_of(path: Path, parts: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def word(folder: Path, name: str = "word.docx") -> Path:
    """A docx as python-docx writes it: a heading, two paragraphs and a table."""
    made = docx.Document()
    made.core_properties.title = "清河县医院的做法"
    made.core_properties.author = "周明"
    made.add_heading("一、支部进病区", 1)
    made.add_paragraph(SENTENCES[0])
    made.add_paragraph(SENTENCES[1])
    table = made.add_table(2, 2)
    for cell, words in zip(table._cells, ("指标", "数值", "复诊预约率", "86%"), strict=True):
        cell.text = words
    made.save(str(folder / name))
    return folder / name


def pdf(folder: Path, source: str, name: str = "made.pdf") -> Path:
    """A PDF typeset from a page of typst."""
    (folder / "made.typ").write_text(source, encoding="utf-8")
    (folder / name).write_bytes(typst.compile(str(folder / "made.typ")))
    return folder / name


def bare_pdf(*, pages: int = 1, extra: bytes = b"") -> bytes:
    """A hand-made PDF of empty pages; `extra` goes into the trailer."""
    kids = b" ".join(b"%d 0 R" % (3 + n) for n in range(pages))
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, pages)]
    objects += [b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>"] * pages
    out = io.BytesIO(b"")
    out.write(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj%sendobj\n" % (number, content))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, extra, start))
    return out.getvalue()


def odt_of(path: Path, body: str, styles: str = "", parts: dict[str, str] | None = None) -> Path:
    """An odt of hand-written XML: what stands in its text, its automatic styles, and further parts by name."""
    spaces = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (
            ("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"), ("style", "style"),
            ("meta", "meta"),
        )
    ) + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip
    content = (
        f"<office:document-content{spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    more = {f"{part}.xml": words.replace("SPACES", spaces) for part, words in (parts or {}).items()}
    return zip_of(path, {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content, **more})


def epub_of(
    path: Path,
    chapters: dict[str, str],
    *,
    spine: str,
    manifest: str = "",
    guide: str = "",
    extra: dict[str, str] | None = None,
) -> Path:
    """A book whose chapters lie in `OEBPS/`; the spine's references and further items are written by hand."""
    items = "".join(f'<item id="{name}" href="{name}.xhtml" media-type="application/xhtml+xml"/>' for name in chapters)
    book = (
        '<!DOCTYPE package PUBLIC "+//ISBN 0-9673008-1-9//DTD OEB 1.2 Package//EN" "http://openebook.org/oeb12.dtd">'
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
        "<dc:title>清河县医院文集</dc:title><dc:creator>周明</dc:creator><dc:date>2023-05-06</dc:date></metadata>"
        f"<manifest>{items}{manifest}</manifest><spine>{spine}</spine>{guide}</package>"
    )
    container = '<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
    pages = {
        f"OEBPS/{name}.xhtml": f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head>{words}</html>'
        for name, words in chapters.items()
    }
    parts = {"mimetype": "application/epub+zip", "META-INF/container.xml": container, "OEBPS/book.opf": book}
    return zip_of(path, {**parts, **pages, **(extra or {})})


def ofd_of(path: Path, pages: list[str], *, common: str = "", space: str = "http://www.ofdspec.org/2016") -> Path:
    """An OFD of hand-written page contents."""
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    root = (
        f'<ofd:OFD xmlns:ofd="{space}"><ofd:DocBody><ofd:DocInfo><ofd:Title>清河县医院简报</ofd:Title>'
        "<ofd:Author>周明</ofd:Author><ofd:CreationDate>2023-05-06</ofd:CreationDate></ofd:DocInfo>"
        "<ofd:DocRoot>/Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    )
    document = (
        f'<ofd:Document xmlns:ofd="{space}"><ofd:CommonData>{common}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages>'
        "</ofd:Document>"
    )
    contents = {
        f"Doc_0/Pages/Page_{number}/Content.xml": f'<ofd:Page xmlns:ofd="{space}">{content}</ofd:Page>'
        for number, content in enumerate(pages)
    }
    return zip_of(path, {"OFD.xml": root, "Doc_0/Document.xml": document, **contents})
