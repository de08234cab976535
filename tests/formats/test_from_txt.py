import random

import pytest

from app.formats import from_txt
from app.formats.encoding import decode
from app.messages import Trouble
from app.paths import resource
from tests.formats.making import SENTENCES

TRADITIONAL = (
    "縣醫院把黨支部建在病區,骨幹醫師帶著年輕人一起查房;門診大廳設了意見臺,院長每週三上午聽患者說話。"
    "出院結算搬到床邊,手續由兩小時縮短為二十分鐘。藥師走進社區,替獨居長者整理藥箱並寫好用藥卡片。"
    "去年與省級專家遠距會診一百四十次,疑難病例留在縣內治療,費用下降一成六。"
)


def snippets(text, count=400, length=20):
    dice = random.Random(20)
    return [text[start : start + length] for start in (dice.randrange(len(text) - length) for _ in range(count))]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_twenty_simplified_characters_are_enough(codec):
    pieces = snippets("".join(SENTENCES))
    right = sum(decode(piece.encode(codec)).text == piece for piece in pieces)
    assert right >= 0.99 * len(pieces)


@pytest.mark.parametrize("codec", ["big5", "cp950", "gb18030", "utf-16-le", "utf-8"])
def test_twenty_traditional_characters_are_enough(codec):
    pieces = snippets(TRADITIONAL)
    right = sum(decode(piece.encode(codec)).text == piece for piece in pieces)
    assert right >= 0.99 * len(pieces)


def test_a_sure_text_has_no_doubt_and_a_short_one_tells_the_other_guess():
    assert not decode(SENTENCES[0].encode("gb18030")).doubts
    doubted = decode("嫡倪".encode("gb18030"))
    assert any("也可能是" in doubt for doubt in doubted.doubts)


def test_bytes_that_cannot_be_decoded_show_and_are_told():
    damaged = "".join(SENTENCES).encode("utf-8")
    found = decode(damaged[:300] + b"\xff" + damaged[300:])
    assert found.encoding == "utf-8"
    assert found.text.count("\ufffd") == 1
    assert "1 处" in found.doubts[0]
    cut = "".join(SENTENCES).encode("gb18030")[:-1]
    assert decode(cut).text[:-1] == "".join(SENTENCES)[:-1]


def test_private_use_characters_of_the_old_standard_become_those_of_2022():
    codes = "a6d9 a6da a6db a6dc a6dd a6de a6df a6ec a6ed a6f3 fe59 fe61 fe66 fe67 fe6d fe7e fe90 fea0 a8bc"
    codes += " fe51 fe52 fe53 fe6c fe76 fe91"
    characters = "︐︒︑︓︔︕︖︗︘︙龴龵龶龷龸龹龺龻ḿ𠂇𠂉𠃌𡗗𢦏𤇾"
    pairs = dict(zip(map(bytes.fromhex, codes.split()), characters, strict=True))
    around = SENTENCES[0].encode("gb18030")
    for code, character in pairs.items():
        assert decode(around + code + around).text == SENTENCES[0] + character + SENTENCES[0]


def test_a_rare_four_byte_character_is_kept():
    text = "𠮷林大路社区卫生服务中心的家庭医生签约办法。"
    assert decode(text.encode("gb18030")).text == text


def test_line_ends_are_as_python_makes_them_and_nothing_else_changes():
    text = "一\r\n二\r三\u2028四\u0085五\u3000\n\n"
    assert decode(text.encode("utf-16")).text == "一\n二\n三\u2028四\u0085五\u3000\n\n"


def test_nothing_but_text_is_called_binary_or_unknown():
    with pytest.raises(Trouble, match="binary"):
        decode(bytes(random.Random(3).randbytes(4000)))
    with pytest.raises(Trouble, match="encoding"):
        decode("Ça fût déjà l'été à Besançon où l'œuvre naît, né là-bas où règne la forêt".encode("cp1252") * 3)


def test_a_stray_null_is_shown_and_told():
    found = decode("一段文字".encode() * 40 + b"\0" + "后面".encode() + b"\0\0\0")
    assert found.text == "一段文字" * 40 + "\ufffd后面"
    assert any("空字节" in doubt for doubt in found.doubts)


def test_white_space_alone_is_no_text():
    with pytest.raises(Trouble, match="no_text"):
        from_txt.parse(" \n　".encode())


def test_the_table_knows_both_scripts():
    table = resource("characters", "frequency.txt").read_text(encoding="utf-8")
    costs = {c: int(line.split("\t")[0]) for line in table.splitlines() for c in line.split("\t")[1]}
    assert costs["的"] < costs["医"] < costs["鼹"]
    assert costs["醫"] == costs["医"]


def test_a_doubtful_short_text_comes_with_the_other_ways_to_read_it_and_a_plain_one_without():
    found = decode("满度".encode("gb18030"))
    assert [(other.name, other.encoding) for other in found.alternatives][:2] == [
        ("GB18030", "gb18030"), ("Big5", "cp950"),
    ]  # fmt: skip
    assert found.alternatives[0].text == found.text == "满度"
    assert decode(SENTENCES[0].encode("gb18030")).alternatives == ()


def test_other_ways_told_by_the_reading_process_are_checked_one_by_one():
    from app.formats.apart import _document

    good = {"name": "Big5", "encoding": "cp950", "text": "甲"}
    for odd in (None, "x", 3, {"name": "Big5"}, [good, {"name": 1, "encoding": "x", "text": []}, "y", None]):
        read = _document({"document": {"text": "甲", "encoding": "gb18030", "alternatives": odd}})
        assert [other.text for other in read.alternatives] == (["甲"] if isinstance(odd, list) else [])
