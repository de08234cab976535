import json

import pypdfium2
import pytest

from app.messages import Trouble
from app.services.exporting import export, sheet, value_in_words
from app.services.library import Library
from app.task import Cancelled, Task
from db.errors import NoSuchRecord
from db.records import CaseDraft, DocumentDraft, Practice, Region, Result, Section, Speaker, Theme

TEXT = "背景说明\n本院把早交班压缩到十五分钟。\n\n出院随访由护士站统一打电话，随访率由 61% 升至 92%。"


@pytest.fixture
def library(tmp_path):
    library = Library.open(tmp_path / "练习.xinglin")
    yield library
    library.close()


@pytest.fixture
def ids(library):
    start = TEXT.index("随访率")
    first = CaseDraft(
        kind="hospital",
        title="十五分钟早交班",
        text=TEXT,
        owner="某市第三医院",
        site="某市第三医院东院",
        speaker=Speaker("某甲", "院长"),
        region=Region("江西省", "赣州市", None, "360700", "owner"),
        year=2022,
        evidence=2,
        awards=("优秀案例",),
        flags=("truncated", "suspect_characters"),
        themes=(Theme("party.branch"), Theme("party.brand", status="suggested")),
        practices=(Practice("早交班", "早交班压缩"), Practice("电话随访", "打电话", status="suggested")),
        results=(
            Result("随访率", 92, "%", 61, 92, direction="up", start=start, end=len(TEXT) - 1),
            Result("满意度", 99, "%", status="suggested"),
        ),
        outline=(Section("背景说明", 0, 4), Section("本院", 5, 7)),
    )
    second = CaseDraft(kind="plan_task", title="完善预约挂号", text="一家一策。", number=7, responsible="卫生健康局")
    document = DocumentDraft(path="a.txt", name="a.txt", text=TEXT, fingerprint="f", title="月报汇编", publisher="某报")
    return library.add_document(document, [first, second])


def test_a_case_goes_out_with_all_that_is_sure_and_nothing_suggested(library, ids):
    one = sheet(library, ids).cases[0]
    assert (one.id, one.title, one.text) == (ids[0], "十五分钟早交班", TEXT)
    assert one.byline == "某市第三医院 · 江西省赣州市 · 医院专稿 · 2022年"
    assert one.themes == ("基层党组织与党支部建设",)
    assert one.practices == ("早交班",)
    assert [(r.metric, r.value, r.paragraph) for r in one.results] == [("随访率", "由 61% 升至 92%", 3)]
    assert one.warnings == ("原文没有写完，末尾缺失。", "文中有疑似缺字或错字，引用前请核对原文。")
    assert dict(one.fields) == {
        "单位": "某市第三医院",
        "实施地点": "某市第三医院东院",
        "发言人": "某甲，院长",
        "奖项": "优秀案例",
        "证据": "前后对比",
    }
    assert one.source_line == "某报，《月报汇编》"
    assert one.headings == (1,)


def test_a_task_of_a_plan_tells_number_and_who_is_responsible(library, ids):
    one = sheet(library, ids[1:]).cases[0]
    assert one.byline == "方案任务 第 7 项"
    assert one.fields == (("责任单位", "卫生健康局"),)


def test_cases_keep_the_order_asked_for_and_each_comes_once(library, ids):
    asked = [ids[1], ids[0], ids[1]]
    assert [one.id for one in sheet(library, asked).cases] == [ids[1], ids[0]]


def test_notes_go_with_their_case_at_their_place(library, ids):
    start = TEXT.index("护士站")
    library.highlight(ids[0], start, start + 3, "blue", "值得学", ["可借鉴"])
    library.add_note(ids[0], "下周讨论")
    notes = {note.text: note for note in sheet(library, ids).cases[0].notes}
    assert (notes["值得学"].start, notes["值得学"].quote, notes["值得学"].colour) == (start, "护士站", "blue")
    assert notes["值得学"].tags == ("可借鉴",)
    assert notes["下周讨论"].start is None


def test_the_title_is_the_cases_own_or_a_general_one_unless_given(library, ids):
    assert sheet(library, ids[:1]).title == "十五分钟早交班"
    assert sheet(library, ids).title == "医院案例选编"
    assert sheet(library, ids, title="交班专题").title == "交班专题"
    assert sheet(library, ids, title="  ").title == "医院案例选编"


def test_filters_are_told_in_words(library, ids):
    told = sheet(library, ids, filters="交班 地区:江西省 OR 地区:湖南省 -年份:2020").filters
    assert told == "含 “交班”；地区 江西省、湖南省；不要 年份 2020"
    assert sheet(library, ids).filters == ""


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (Result("考核", 179, "名", 280, 179, direction="down"), "由 280 升至 179 名"),
        (Result("全国排名", 179, "名", 280, 179), "由第280名升至第179名"),
        (Result("全省位次", 3, "位"), "第3位"),
        (Result("规培学员", 179, "名"), "179 名"),
        (Result("全省排名", 9, "", 4, 9), "由 4 降至 9"),
        (Result("时间", 19, "分钟", 47, 19, direction="down"), "由 47 降至 19 分钟"),
        (Result("人数", 12, "人", 8, 12), "由 8 增至 12 人"),
        (Result("人数", 8, "人", 12, 8), "由 12 减至 8 人"),
        (Result("率", 92, "%", bound="over"), "92% 以上"),
        (Result("天数", 7.5, "天", bound="under"), "7.5 天以下"),
        (Result("例数", 1240000, "例", bound="about", date="2021"), "约 1240000 例（2021）"),
        (Result("费用", direction="down"), "下降"),
        (Result("费用"), "见原文"),
        (Result("数", float("inf"), ""), "—"),
    ],
)
def test_figures_are_told_in_words(result, words):
    assert value_in_words(result) == words


def test_nothing_to_export_is_said(library, tmp_path):
    with pytest.raises(Trouble) as told:
        export(library, [], "pdf", tmp_path / "a.pdf")
    assert told.value.reason == "nothing_to_export"
    assert not (tmp_path / "a.pdf").exists()


def test_a_case_that_is_gone_is_said(library, ids, tmp_path):
    with pytest.raises(NoSuchRecord):
        export(library, [*ids, "nowhere"], "json", tmp_path / "a.json")


def test_a_pdf_holds_text_figures_notes_and_source(library, ids, tmp_path):
    library.add_note(ids[0], "下周**讨论**", ["例会"])
    output = export(library, ids, "pdf", tmp_path / "交班专题.pdf", title="交班专题", filters="地区:江西省")
    found = "".join(
        "".join(page.get_textpage().get_text_range().split()) for page in pypdfium2.PdfDocument(output.read_bytes())
    )
    for words in (
        "本院把早交班压缩到十五分钟。",
        "随访率由61%升至92%§3",
        "下周讨论",
        "来源：某报，《月报汇编》",
        "筛选：地区江西省",
    ):
        assert words in found


def test_json_and_markdown_hold_the_same_cases(library, ids, tmp_path):
    whole = json.loads(export(library, ids, "json", tmp_path / "a.json").read_text(encoding="utf-8"))
    text = export(library, ids, "md", tmp_path / "a.md").read_text(encoding="utf-8")
    assert [one["id"] for one in whole["cases"]] == list(ids)
    assert all(one["title"] in text for one in whole["cases"])


def test_progress_goes_forward_only_and_ends_at_the_end(library, ids, tmp_path):
    seen = []
    export(library, ids, "pdf", tmp_path / "a.pdf", task=Task(each=lambda done, total, _: seen.append(done / total)))
    assert seen == sorted(seen)
    assert seen[-1] == 1


def test_an_export_stopped_at_any_step_leaves_no_file(library, ids, tmp_path):
    folder = tmp_path / "出"
    folder.mkdir()
    for steps in range(6):
        left = iter([False] * steps)
        with pytest.raises(Cancelled):
            export(library, ids, "pdf", folder / "a.pdf", task=Task(stopped=lambda left=left: next(left, True)))
    assert list(folder.iterdir()) == []
