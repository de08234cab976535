import json

from app.formats.sheet import SheetNote
from app.formats.to_json import to_json
from tests.formats.sheets import TEXT, plain, sheet


def read(*cases):
    return json.loads(to_json(sheet(*cases)))


def test_everything_on_the_sheet_is_there():
    whole = read()
    one = whole["cases"][0]
    assert (whole["format"], whole["version"], whole["title"]) == ("xinglin-sheet", 1, "门诊改进案例选编")
    assert one["text"] == TEXT
    assert one["fields"] == [{"name": "单位", "value": "某县人民医院"}, {"name": "发言人", "value": "某乙，门诊部主任"}]
    assert one["results"] == [{"metric": "候诊时间", "value": "由 47 降至 19 分钟", "paragraph": 2, "type": "result"}]
    assert one["warnings"] == ["原文没有写完，末尾缺失。"]
    assert len(one["notes"]) == 5


def test_a_note_is_a_web_annotation_whose_two_selectors_agree():
    note = read()["cases"][0]["notes"][0]
    position, quote = note["target"]["selector"]
    assert note["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert (note["type"], note["motivation"]) == ("Annotation", "commenting")
    assert TEXT[position["start"] : position["end"]] == quote["exact"] == "床位、人手、风险"
    around = quote["prefix"] + quote["exact"] + quote["suffix"]
    assert around in TEXT
    assert note["target"]["source"] == "urn:xinglin:case:c1"
    assert [body["purpose"] for body in note["body"]] == ["commenting", "tagging"]


def test_a_bare_highlight_a_case_note_and_a_lost_one_are_told_apart():
    _, bare, _, whole, lost = read()["cases"][0]["notes"]
    assert (bare["motivation"], bare["target"]["styleClass"], bare["body"]) == ("highlighting", "blue", [])
    assert "selector" not in whole["target"]
    assert lost["target"]["selector"] == [{"type": "TextQuoteSelector", "exact": "旧稿里的半句"}]


def test_hostile_text_is_only_text():
    text = '"}]}\\ \u2028 \x00 \ud800 </script>'
    got = read(plain(text, notes=(SheetNote(text=text),)))["cases"][0]
    assert got["text"] == text.replace("\ud800", "?")
