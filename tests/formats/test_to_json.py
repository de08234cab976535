import json
import re

import pytest

from app.formats.sheet import SheetNote
from app.formats.to_json import to_json
from tests.formats.sheets import TEXT, fixed, plain, sheet


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


def annotations(**changes):
    return json.loads(to_json(fixed(**changes)))["annotations"]


def sound(annotation):
    """What the Web Annotation model and its context ask of an annotation of these kinds."""
    model = {"id", "type", "motivation", "body", "target", "stylesheet", "created", "modified", "creator"}
    assert set(annotation) <= model | {"changed_on"}
    for when in ("created", "modified"):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", annotation.get(when, "2026-11-20T00:00:00Z"))
    assert annotation.get("creator", {"type": "Person", "name": ""}).keys() == {"type", "name"}
    assert re.fullmatch(r"urn:[a-z]+:\S+", annotation["id"])
    assert annotation["type"] == "Annotation"
    assert annotation["motivation"] in {"commenting", "highlighting", "tagging"}
    for body in annotation.get("body", [{"type": "TextualBody", "value": "", "purpose": "tagging"}]):
        assert body["type"] == "TextualBody"
        assert isinstance(body["value"], str)
        assert body["purpose"] in {"commenting", "tagging", "classifying"}
    assert annotation.get("body", True), "no empty body"
    target = annotation["target"]
    assert set(target) <= {"source", "selector", "styleClass"}
    assert re.fullmatch(r"urn:[a-z]+:\S+", target["source"])
    assert ("styleClass" in target) == ("stylesheet" in annotation)
    shapes = {"TextPositionSelector": {"start", "end"}, "TextQuoteSelector": {"exact", "prefix", "suffix"}}
    for selector in target.get("selector", []):
        assert set(selector) - {"type"} <= shapes[selector["type"]]
        if selector["type"] == "TextPositionSelector":
            assert 0 <= selector["start"] <= selector["end"]
        else:
            assert selector["exact"]


@pytest.mark.parametrize("body", ["text", "excerpts", "noted", "record"])
def test_annotations_are_a_page_of_the_web_annotation_model(body):
    page = annotations(body=body)
    assert (page["@context"], page["type"]) == ("http://www.w3.org/ns/anno.jsonld", "AnnotationPage")
    for item in page["items"]:
        sound(item)
    ids = [item["id"] for item in page["items"]]
    assert len(ids) == len(set(ids)) == {"text": 6, "excerpts": 5, "noted": 6, "record": 0}[body]


def test_both_selectors_of_every_annotation_find_the_same_words():
    whole = json.loads(to_json(fixed()))
    texts = {f"urn:xinglin:case:{case['id']}": case["text"] for case in whole["cases"]}
    found = 0
    for item in whole["annotations"]["items"]:
        by = {selector["type"]: selector for selector in item["target"].get("selector", [])}
        if "TextPositionSelector" in by:
            text, place, quote = texts[item["target"]["source"]], by["TextPositionSelector"], by["TextQuoteSelector"]
            around = quote.get("prefix", "") + quote["exact"] + quote.get("suffix", "")
            assert text[place["start"] : place["end"]] == quote["exact"]
            assert text.count(around) == 1
            found += 1
    assert found == 4


def test_an_id_of_any_kind_is_a_lawful_name():
    items = annotations()["items"]
    assert items[-1]["id"] == "urn:xinglin:note:n%201"
    assert items[-1]["changed_on"] == "2026-11-20"


def test_what_a_case_had_before_it_still_has():
    one = json.loads(to_json(fixed()))["cases"][0]
    before = [
        "number",
        "id",
        "title",
        "byline",
        "fields",
        "themes",
        "practices",
        "results",
        "warnings",
        "headings",
        "text",
        "source",
        "notes",
    ]
    assert list(one)[: len(before)] == before
    assert one["figures"][0] == {
        "metric": "候诊时间",
        "number": 19,
        "before": 47,
        "unit": "分钟",
        "lower_is_better": True,
    }
    assert one["figures"][1]["number"] is None


def test_text_that_was_not_chosen_is_nowhere():
    for body in ("noted", "excerpts", "record"):
        data = to_json(fixed(body=body)).decode("utf-8")
        assert "护士长先说" not in data
    assert "值得照搬" not in to_json(fixed(body="excerpts")).decode("utf-8")
    assert "号源分成四段" not in to_json(fixed(body="record")).decode("utf-8")


def test_whose_a_note_is_and_what_it_is_for_are_told_as_the_model_has_it_and_as_they_always_were():
    note = SheetNote(
        text="照搬",
        tags=("例会",),
        purpose="可借鉴",
        author="林溪",
        id="n9",
        created_at="2026-11-19T08:00:00Z",
        changed_at="2026-11-20T09:30:00Z",
        changed_on="2026-11-20",
    )
    whole = json.loads(to_json(sheet(plain("正文", id="c9", notes=(note,)))))
    item, before = whole["annotations"]["items"][0], whole["cases"][0]["notes"][0]
    assert [(body["purpose"], body["value"]) for body in item["body"]] == [
        ("commenting", "照搬"),
        ("classifying", "可借鉴"),
        ("tagging", "例会"),
    ]
    assert [body["value"] for body in before["body"]] == ["照搬", "可借鉴", "例会", "@林溪"]
    for one in (item, before):
        assert one["id"] == "urn:xinglin:note:n9"
        assert one["creator"] == {"type": "Person", "name": "林溪"}
        assert (one["created"], one["modified"]) == ("2026-11-19T08:00:00Z", "2026-11-20T09:30:00Z")
    silent = json.loads(to_json(sheet(plain("正文", notes=(note,)), notes="none")))
    assert "林溪" not in json.dumps(silent, ensure_ascii=False)


def test_every_note_of_a_case_is_an_annotation_with_an_id_of_its_own():
    whole = json.loads(to_json(sheet(plain("甲", notes=(SheetNote(text="一"), SheetNote(text="二"))), plain("乙"))))
    notes = [note for case in whole["cases"] for note in case["notes"]]
    assert [note["id"] for note in notes] == [item["id"] for item in whole["annotations"]["items"]]
    assert len({note["id"] for note in notes}) == 2
    assert all(note["target"]["source"] == "urn:xinglin:case:case-1" for note in notes)
