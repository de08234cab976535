import json

import pytest

from app.formats.write import made
from app.services.choosing import Choice, Template, all_kept, all_taken, kept, taken
from app.services.exporting import deliver, sheet
from app.services.library import Library
from db.records import CaseDraft, DocumentDraft, Region, Result, Theme

TEXT = "护士长每周三带着账本下病区。\n耗材少了一成，候诊由 47 分钟降到 19 分钟。"


def draft(title, owner, province, adcode, year, theme):
    wait = Result("候诊时间", 19, "分钟", 47, 19, direction="down", start=TEXT.index("候诊"), end=len(TEXT) - 1)
    return CaseDraft(
        kind="hospital",
        title=title,
        text=TEXT,
        owner=owner,
        region=Region(province, None, None, adcode, "owner") if province else Region(),
        year=year,
        themes=(Theme(theme),) if theme else (),
        results=(wait,),
        awards=("一等奖",),
    )


@pytest.fixture
def library(tmp_path):
    library = Library.open(tmp_path / "练习.xinglin")
    yield library
    library.close()


@pytest.fixture
def ids(library):
    first = DocumentDraft(
        path="a", name="a.txt", text=TEXT, fingerprint="a", title="账本", publisher="某日报", published="2022-05-01"
    )
    second = DocumentDraft(path="b", name="b.txt", text=TEXT, fingerprint="b", title="年度工作报告")
    made = library.add_document(
        first,
        [
            draft("乙账本", "乙院", "四川省", "510000", 2020, "performance"),
            draft("甲账本", "甲院", "江西省", "360000", 2023, "party"),
        ],
    )
    return (*made, *library.add_document(second, [draft("丙账本", "乙院", None, None, None, None)]))


def titles(library, **choice):
    return [one.title for one in sheet(library, Choice(**choice)).cases]


@pytest.mark.parametrize(
    ("order", "wanted"),
    [
        ("listed", ["乙账本", "甲账本", "丙账本"]),
        ("title", ["丙账本", "乙账本", "甲账本"]),
        ("place", ["甲账本", "乙账本", "丙账本"]),
        ("year", ["甲账本", "乙账本", "丙账本"]),
    ],
)
def test_cases_stand_in_the_order_chosen_and_what_is_not_known_comes_last(library, ids, order, wanted):
    assert titles(library, case_ids=ids, order=order) == wanted


@pytest.mark.parametrize(
    ("group", "wanted"),
    [
        ("none", ["", "", ""]),
        ("region", ["江西省", "四川省", "地区未标注"]),
        ("owner", ["乙院", "乙院", "甲院"]),
    ],
)
def test_cases_of_a_group_stand_together(library, ids, group, wanted):
    assert [one.group for one in sheet(library, Choice(case_ids=ids, group=group)).cases] == wanted


def test_themes_group_by_their_top_in_the_order_of_the_tree(library, ids):
    groups = [one.group for one in sheet(library, Choice(case_ids=ids, group="theme")).cases]
    names = {node.id: node.name for node in library.themes()}
    assert groups == [names["party"], names["performance"], "未分主题"]


def test_every_document_is_one_source_and_its_cases_share_the_number(library, ids):
    whole = sheet(library, ids)
    assert [one.source for one in whole.cases] == [1, 1, 2]
    assert [source.number for source in whole.sources] == [1, 2]
    assert "账本[N]" in whole.sources[0].citation
    assert "某日报" in whole.sources[0].citation


def test_figures_go_out_as_numbers_too(library, ids):
    [one] = sheet(library, ids[:1]).cases[0].results
    assert (one.number, one.before, one.unit, one.lower_is_better) == (19, 47, "分钟", True)


def test_a_part_of_the_record_that_was_not_chosen_is_nowhere_in_the_sheet(library, ids):
    one = sheet(library, Choice(case_ids=ids[:1], fields=("年份", "奖项"))).cases[0]
    assert one.byline == "2020年"
    assert one.fields == (("奖项", "一等奖"),)
    assert (one.themes, one.results, one.owner, one.region, one.kind) == ((), (), "", "", "")
    assert "乙院" not in repr(one)
    assert one.source_line


def test_notes_go_out_by_colour_sort_and_tag(library, ids):
    library.highlight(ids[0], 0, 3, "yellow")
    library.highlight(ids[0], 3, 6, "blue", "值得学", ["可借鉴"])
    library.add_note(ids[0], "下周讨论", ["例会"])

    def told(**choice):
        found = sheet(library, Choice(case_ids=ids[:1], **choice)).cases[0].notes
        return sorted(note.text or note.colour for note in found)

    assert told() == ["yellow", "下周讨论", "值得学"]
    assert told(note_colours=("blue",)) == ["下周讨论", "值得学"]
    assert told(note_sorts=("passage",)) == ["yellow"]
    assert told(note_sorts=("remark", "case")) == ["下周讨论", "值得学"]
    assert told(note_tags=("例会",)) == ["下周讨论"]
    assert told(note_tags=("没有",)) == []


def test_the_sentence_on_missing_glyphs_comes_with_the_outcome(library, ids, tmp_path):
    choice = Choice(case_ids=ids[:1], title="罕\U0002ebf0字")
    assert "U+2EBF0" in deliver(library, choice, "pdf", tmp_path / "罕.pdf").warning
    assert deliver(library, choice, "md", tmp_path / "罕.md").warning == ""


def test_a_template_keeps_everything_but_cases_title_and_query():
    choice = Choice(
        case_ids=("a",), title="题", filters="绩效", fields=("年份",), body="noted", note_colours=("blue", "pink"),
        note_sorts=("case",), note_tags=("例会",), notes="end", order="year", group="owner", layout="cards",
        contents=False, archival=True,
    )  # fmt: skip
    again = taken(kept(Template(choice, "docx")))
    assert again.format == "docx"
    assert (again.choice.case_ids, again.choice.title, again.choice.filters) == ((), "", "")
    assert taken(kept(again)) == again
    assert (again.choice.note_tags, again.choice.layout, again.choice.archival) == (("例会",), "cards", True)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", "7", '{"format": "exe"}', '{"layout": 3, "fields": "x", "contents": 1}']
)
def test_a_damaged_template_is_the_usual_choice(text):
    assert taken(text) == Template()


def test_what_a_later_version_wrote_into_a_template_does_no_harm():
    one = taken(
        json.dumps({"layout": "table", "fields": ["年份", "星座"], "note_colours": ["blue", "mauve"], "later": 1})
    )
    assert one.choice == Choice(layout="table", fields=("年份",), note_colours=("blue",))


def test_templates_keep_their_names_and_order():
    many = {"甲": Template(), "乙": Template(Choice(layout="cards"), "docx")}
    assert all_taken(all_kept(many)) == many
    assert list(all_taken(all_kept(many))) == ["甲", "乙"]
    assert all_taken('{"甲": 3, "": {}, "乙": {}}') == {"乙": Template()}


def test_notes_go_out_by_what_they_are_for_and_tell_it_before_their_tags(library, ids):
    library.highlight(ids[0], 0, 3)
    library.highlight(ids[0], 4, 6, text="学", tags=["班后会"], purpose="lesson")
    library.add_note(ids[0], "办", purpose="todo")
    library.add_note(ids[0], "随手记")

    def told(**choice):
        return [(n.text, n.purpose) for n in sheet(library, Choice(case_ids=ids[:1], **choice)).cases[0].notes]

    every = [("办", "待办"), ("随手记", ""), ("", ""), ("学", "可借鉴")]
    assert sorted(told()) == sorted(every)
    assert sorted(told(note_purposes=("lesson",))) == [("", ""), ("学", "可借鉴")]
    assert sorted(told(note_purposes=("", "todo"))) == [("", ""), ("办", "待办"), ("随手记", "")]
    text = made(sheet(library, Choice(case_ids=ids[:1], note_purposes=("lesson",))), "md").decode()
    assert "#可借鉴 #班后会" in text
    assert "办" not in text.replace("承办", "")


def test_what_colours_mean_stands_beside_where_the_cases_are_from(library, ids):
    library.highlight(ids[0], 0, 3)
    library.set_meanings({"yellow": "可学", "pink": "存疑"})
    one = sheet(library, Choice(case_ids=ids[:1]))
    assert one.legend == "黄色 可学"
    for kind in ("md", "txt", "html"):
        assert "高亮：黄色 可学。" in made(one, kind).decode()
    assert sheet(library, Choice(case_ids=ids[1:2])).legend == ""
