import pytest

from app.formats import from_epub
from app.messages import Trouble
from tests.formats import making
from tests.formats.making import SENTENCES


def parsed(path):
    return from_epub.parse(path.read_bytes())


def body(*words):
    return "<body>" + "".join(f"<p>{each}</p>" for each in words) + "</body>"


def refs(*names):
    return "".join(f'<itemref idref="{name}"/>' for name in names)


def test_chapters_are_read_in_the_order_of_the_spine(tmp_path):
    chapters = {"one": body(SENTENCES[0]), "two": body(SENTENCES[1], SENTENCES[2])}
    document = parsed(making.epub_of(tmp_path / "a.epub", chapters, spine=refs("two", "one", "two")))
    assert document.text == "\n".join((SENTENCES[1], SENTENCES[2], SENTENCES[0]))
    assert (document.title, document.author, document.date) == ("清河县医院文集", "周明", "2023-05-06")
    assert (document.encoding, document.doubts) == ("epub", ())


def test_contents_and_navigation_are_left_out(tmp_path):
    items = "".join(f'<li><a href="#{number}">第{number}章 做法</a></li>' for number in range(9))
    links = f"<body><h1>目录</h1><ol>{items}</ol></body>"
    chapters = {"toc": links, "list": links, "one": f"<body><nav>{links}</nav><p>{SENTENCES[0]}</p></body>"}
    manifest = '<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
    guide = '<guide><reference type="toc" href="toc.xhtml#a"/></guide>'
    path = making.epub_of(
        tmp_path / "a.epub", chapters, spine=refs("nav", "toc", "list", "one"), manifest=manifest, guide=guide
    )
    assert parsed(path).text == f"目录\n{SENTENCES[0]}"


def test_what_means_navigation_on_the_web_is_text_in_a_book(tmp_path):
    words = f'<body><aside class="footer side">{SENTENCES[3]}</aside><p class="hot">{SENTENCES[4]}</p>'
    path = making.epub_of(tmp_path / "a.epub", {"one": words + "</body>"}, spine=refs("one"))
    assert parsed(path).text == f"{SENTENCES[3]}\n{SENTENCES[4]}"


def test_a_missing_chapter_is_told_and_names_stay_inside(tmp_path):
    manifest = (
        '<item id="gone" href="gone.xhtml" media-type="application/xhtml+xml"/>'
        '<item id="up" href="../../../../etc/passwd" media-type="application/xhtml+xml"/>'
        '<item id="pic" href="a.png" media-type="image/png"/>'
    )
    path = making.epub_of(
        tmp_path / "a.epub", {"one": body(SENTENCES[0])}, spine=refs("gone", "up", "pic", "one"), manifest=manifest
    )
    assert parsed(path).doubts == ("书里有 2 章的文件缺失，没有读到。",)
    assert parsed(path).text == SENTENCES[0]


def test_what_is_no_book_is_broken_and_a_locked_one_asks_for_its_password(tmp_path):
    with pytest.raises(Trouble, match="broken"):
        parsed(making.zip_of(tmp_path / "a.epub", {"META-INF/container.xml": "<a/>"}))
    with pytest.raises(Trouble, match="no_text"):
        parsed(making.epub_of(tmp_path / "b.epub", {"one": body("")}, spine=refs("one")))
    path = making.epub_of(
        tmp_path / "c.epub", {"one": body("x")}, spine=refs("one"), extra={
            "META-INF/encryption.xml": '<e xmlns:x="http://www.w3.org/2001/04/xmlenc#"/>'
        },
    )  # fmt: skip
    with pytest.raises(Trouble, match="password"):
        parsed(path)
