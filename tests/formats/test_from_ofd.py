import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.formats import from_ofd
from app.messages import Trouble
from tests.formats import making
from tests.formats.making import SENTENCES


def parsed(path):
    return from_ofd.parse(path.read_bytes())


def placed(words, x, y, size=4.0, more="", code=""):
    step = code or f'DeltaX="g {len(words) - 1} {size}"'
    return (
        f'<ofd:TextObject Boundary="{x} {y} 200 {size}" Size="{size}" {more}><ofd:FillColor Value="0 0 0"/>'
        f'<ofd:TextCode X="0" Y="{size}" {step}>{words}</ofd:TextCode></ofd:TextObject>'
    )


def layer(*objects):
    return f'<ofd:Content><ofd:Layer ID="1">{"".join(objects)}</ofd:Layer></ofd:Content>'


def test_lines_are_joined_to_paragraphs_in_the_order_they_stand(tmp_path):
    words = SENTENCES[0] + SENTENCES[1]
    lines = [words[:20], words[20:42], words[42:]]
    objects = [placed(line, 28 if n == 0 else 20, 40 + 7 * n) for n, line in enumerate(lines)]
    path = making.ofd_of(tmp_path / "a.ofd", [layer(*reversed(objects), placed("标题", 80, 20, 7))])
    document = parsed(path)
    assert document.text == f"标题\n{words}"
    assert (document.title, document.author, document.date) == ("清河县医院简报", "周明", None)
    assert (document.encoding, document.doubts) == ("ofd", ())


@pytest.mark.parametrize("space", ["http://www.ofdspec.org", "urn:anything"])
def test_the_names_space_does_not_matter(tmp_path, space):
    path = making.ofd_of(tmp_path / "a.ofd", [layer(placed("支部进病区", 20, 20))], space=space)
    assert parsed(path).text == "支部进病区"


def test_characters_may_be_placed_one_by_one_by_steps_or_not_at_all(tmp_path):
    single = "".join(
        f'<ofd:TextObject Boundary="{20 + 4 * n} 20 4 4" Size="4"><ofd:TextCode X="0" Y="4">{c}</ofd:TextCode>'
        "</ofd:TextObject>"
        for n, c in enumerate("支部进")
    )
    steps = placed("查房制", 20, 40, code='DeltaX="4 g 1 4"')
    none = placed("床旁结算", 20, 60, code=" ")
    matrix = (
        '<ofd:TextObject Boundary="0 0 210 297" Size="1" CTM="4 0 0 -4 20 80"><ofd:TextCode X="0" Y="0" DeltaX="1 1">'
        "连线会</ofd:TextCode></ofd:TextObject>"
    )
    path = making.ofd_of(tmp_path / "a.ofd", [layer(single, steps, none, matrix)])
    assert parsed(path).text == "支部进\n查房制\n床旁结算\n连线会"


def test_columns_are_read_one_after_the_other_and_cells_across(tmp_path):
    one, other = ["甲" * 20, "乙" * 20, "丙" * 20], ["丁" * 20, "戊" * 20, "己" * 20]
    objects = [placed(words, x, 40 + 7 * n) for x, side in ((15, one), (110, other)) for n, words in enumerate(side)]
    objects += [placed(words, x, 90) for words, x in (("指标", 15), ("七天", 60), ("八成", 110))]
    path = making.ofd_of(tmp_path / "a.ofd", [layer(*sorted(objects, key=lambda each: each.split('"')[1].split()[1]))])
    assert parsed(path).text == "".join(one) + "".join(other) + "\n指标\t七天\t八成"


def test_templates_give_words_once_a_page_and_running_heads_go(tmp_path):
    common = '<ofd:TemplatePage ID="9" BaseLoc="Tpls/T.xml"/>'
    pages = [
        '<ofd:Template TemplateID="9"/>' + layer(placed(f"{c}{c}文件的正文。", 20, 100), placed(f"第 {n} 页", 90, 280))
        for n, c in enumerate("甲乙丙丁", 1)
    ]
    path = making.ofd_of(tmp_path / "a.ofd", pages, common=common)
    with making.zipfile.ZipFile(path, "a") as package:
        package.writestr("Doc_0/Tpls/T.xml", f'<ofd:Page xmlns:ofd="x">{layer(placed("工作简报", 20, 10))}</ofd:Page>')
    assert parsed(path).text.split("\n") == [f"{c}{c}文件的正文。" for c in "甲乙丙丁"]
    single = making.ofd_of(tmp_path / "b.ofd", pages[:1], common=common)
    with making.zipfile.ZipFile(single, "a") as package:
        package.writestr("Doc_0/Tpls/T.xml", f'<ofd:Page xmlns:ofd="x">{layer(placed("工作简报", 20, 10))}</ofd:Page>')
    assert parsed(single).text == "工作简报\n甲甲文件的正文。\n第 1 页"


def test_a_page_that_is_a_picture_or_broken_is_told(tmp_path):
    path = making.ofd_of(tmp_path / "a.ofd", [layer(placed("正文在此", 20, 20)), layer(), "<broken"])
    assert parsed(path).doubts == ("有 1 页没有文字，可能是扫描图。", "有 1 页读不出来，已略过。")
    with pytest.raises(Trouble, match="no_text"):
        parsed(making.ofd_of(tmp_path / "b.ofd", [layer()]))
    with pytest.raises(Trouble, match="broken"):
        parsed(making.zip_of(tmp_path / "c.ofd", {"OFD.xml": "<a><DocBody><DocRoot>no.xml</DocRoot></DocBody></a>"}))


@given(
    delta=st.text(alphabet="g0123456789.-e n", max_size=30),
    boundary=st.text(alphabet="0123456789.- naif", max_size=20),
    matrix=st.lists(st.sampled_from(["1", "0", "-1", "1e300", "nan", "inf", "x"]), max_size=7).map(" ".join),
)
def test_whatever_the_places_the_words_come_back(tmp_path_factory, delta, boundary, matrix):
    words = (
        f'<ofd:TextObject Boundary="{boundary}" CTM="{matrix}" Size="{boundary}">'
        f'<ofd:TextCode DeltaX="{delta}" DeltaY="{delta}">支部</ofd:TextCode></ofd:TextObject>'
    )
    path = making.ofd_of(tmp_path_factory.mktemp("ofd") / "a.ofd", [layer(words)])
    assert sorted("".join(parsed(path).text.split())) == sorted("支部")
