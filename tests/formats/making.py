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
