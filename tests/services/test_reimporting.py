import pytest

from app.services.importing import Prepared, commit, fingerprint, import_paths, prepare
from app.services.library import Library
from app.services.reimporting import SUPERSEDED, Update, proof_of
from db.records import CaseDraft, DocumentDraft, Practice, Result, Span, Theme
from tests.db.making import tables
from tests.extract.test_kin import OTHER, STORY

FEATURE = (
    "渠江县人民医院的值班室\n\n渠江县人民医院把心电图连到了六家卫生院。"
    + STORY
    + "\n\n县医院还请村医每季来一次，当面讲近来的新办法。去年来了一百二十人次，今年预计翻一番。"
)
FIRST, SECOND = "内科支部当场认领，排出值班表", "随访率从六成三升到八成九"


@pytest.fixture
def library(tmp_path):
    opened = Library.open(tmp_path / "甲.xinglin")
    yield opened
    opened.close()


@pytest.fixture
def file(tmp_path):
    made = tmp_path / "特写.txt"
    made.write_text(FEATURE, encoding="utf-8")
    return made


def mark(library, case_id, quote, text=""):
    start = library.case(case_id).text.index(quote)
    return library.highlight(case_id, start, start + len(quote), text=text).id


def note(library, note_id):
    return next(each for each in library.notes() if each.id == note_id)


def shown(library, note_id):
    found = note(library, note_id)
    if found.start is None:
        return found.anchor, None
    return found.anchor, library.case(found.case_id).text[found.start : found.end]


def again(library, file, text):
    file.write_text(text, encoding="utf-8")
    return import_paths(library, [file], update=True)[0]


def test_a_changed_file_is_written_over_and_every_note_finds_its_place(library, file):
    case_id = import_paths(library, [file])[0].case_ids[0]
    notes = {quote: mark(library, case_id, quote) for quote in (FIRST, SECOND, "当面讲近来的新办法")}
    text = FEATURE.replace("渠江县人民医院把心电图", "今年起，渠江县人民医院把心电图").replace("八成九", "九成四")
    outcome = again(library, file, text.replace("，当面讲近来的新办法", ""))
    assert (outcome.status, outcome.updated, outcome.case_ids) == ("imported", True, (case_id,))
    assert library.totals().all == 1
    assert "九成四" in library.case(case_id).text
    assert shown(library, notes[FIRST]) == ("moved", FIRST)
    assert shown(library, notes[SECOND]) == ("changed", "随访率从六成三升到九成四")
    assert note(library, notes[SECOND]).quote == SECOND
    assert shown(library, notes["当面讲近来的新办法"]) == ("lost", None)
    assert note(library, notes["当面讲近来的新办法"]).quote == "当面讲近来的新办法"


def test_an_update_is_one_step_and_undo_brings_everything_back(library, file):
    case_id = import_paths(library, [file])[0].case_ids[0]
    mark(library, case_id, SECOND)
    library.keep_place(case_id, 40, 0.5)
    before = tables(library.store)
    again(library, file, FEATURE.replace("八成九", "九成四") + "\n\n文末添的一句话，说的是来年打算。")
    assert library.undo_label == "更新“特写.txt”"
    library.undo()
    assert tables(library.store) == before
    library.redo()
    assert "来年打算" in library.case(case_id).text


def test_a_lost_passage_is_found_again_when_a_later_version_has_it_back(library, file):
    case_id = import_paths(library, [file])[0].case_ids[0]
    made = mark(library, case_id, FIRST)
    again(library, file, FEATURE.replace(FIRST, "此事不提"))
    assert shown(library, made) == ("lost", None)
    again(library, file, FEATURE + "\n\n这是第三版。")
    assert shown(library, made) == ("moved", FIRST)


def test_a_changed_passage_asks_until_a_person_says(library, file):
    case_id = import_paths(library, [file])[0].case_ids[0]
    one, other, third = (mark(library, case_id, SECOND) for _ in range(3))
    again(library, file, FEATURE.replace("八成九", "九成四"))
    library.accept_passage(one)
    assert (note(library, one).anchor, note(library, one).quote) == ("exact", "随访率从六成三升到九成四")
    library.lose_passage(other)
    assert shown(library, other) == ("lost", None)
    assert library.undo() == "高亮改为待定位"
    assert shown(library, other)[0] == "changed"
    again(library, file, FEATURE.replace("八成九", "九成四") + "\n\n又一版。")
    assert shown(library, third)[0] == "changed"
    start = library.case(case_id).text.index(FIRST)
    library.place_passage(third, start, start + len(FIRST))
    assert (note(library, third).anchor, note(library, third).quote) == ("exact", FIRST)


def test_what_was_decided_on_the_proof_sheet_is_done_in_the_same_step(library, file):
    case_id = import_paths(library, [file])[0].case_ids[0]
    one, other = mark(library, case_id, SECOND), mark(library, case_id, SECOND)
    file.write_text(FEATURE.replace("八成九", "九成四"), encoding="utf-8")
    made = next(prepare(library, [file]))
    assert made.update == library.case(case_id).document.id
    chosen = Prepared(made.path, "ready", made.document, made.cases, update=made.update,
                      decided=((one, "accept"), (other, "lose")))  # fmt: skip
    commit(library, [chosen])
    assert shown(library, one) == ("exact", "随访率从六成三升到九成四")
    assert shown(library, other) == ("lost", None)
    library.undo()
    assert shown(library, one) == ("exact", SECOND)


def paper(*drafts, text="", name="合刊"):
    text = text or "\n".join(draft.text for draft in drafts)
    return DocumentDraft(path=f"/来稿/{name}.txt", name=f"{name}.txt", text=text, fingerprint=fingerprint(text))


def draft(title, text, **more):
    return CaseDraft(kind=more.pop("kind", "hospital"), title=title, text=text, spans=(Span(0, len(text)),), **more)


def update(library, case_id, *drafts):
    document = paper(*drafts)
    return Update(library.case(case_id).document.id, document, tuple(drafts))


def test_what_a_person_settled_survives_an_update(library):
    given = draft(
        "原题",
        STORY,
        owner="渠江县人民医院",
        themes=(Theme("party.branch"), Theme("party.brand")),
        practices=(Practice("专科联盟", "专科联盟"), Practice("电话结对", "电话")),
        results=(Result("远程看图", 412.0, "份", after=412.0, status="user", start=5, end=9),),
    )
    case_id = library.add_document(paper(given), [given])[0]
    library.rename_case(case_id, "我起的题目")
    library.settle_theme(case_id, "service", True)
    library.settle_theme(case_id, "party.brand", False)
    library.settle_practice(case_id, "电话结对", False)
    library.star([case_id], True)
    library.tag([case_id], add=["可借鉴"])
    shelf = library.add_shelf("常看")
    library.put(shelf.id, [case_id])
    library.keep_place(case_id, STORY.index("半年下来"), 0.4)
    new = draft(
        "新题",
        "编者按：这是新版。" + STORY,
        owner="渠江县人民医院",
        themes=(Theme("party.branch"), Theme("party.brand"), Theme("digital")),
        practices=(Practice("专科联盟", "专科联盟"), Practice("电话结对", "电话")),
    )
    library.store_versions((), [update(library, case_id, new)], "更新")
    case = library.case(case_id)
    assert case.title == "我起的题目"
    assert {theme.id: theme.status for theme in case.themes} == {
        "party.branch": "auto", "service": "user", "digital": "auto",
    }  # fmt: skip
    assert [practice.name for practice in case.practices] == ["专科联盟"]
    assert [(r.metric, r.status, new.text[r.start : r.end]) for r in case.results] == [("远程看图", "user", STORY[5:9])]
    assert (case.starred, case.tags, case.progress) == (True, ("可借鉴",), 0.4)
    assert case.text[case.position :].startswith("半年下来")
    assert library.shelves()[0].count == 1


def test_cases_are_matched_whatever_their_order_and_new_and_gone_ones_are_told_apart(library):
    olds = draft("一", STORY), draft("二", OTHER), draft("三", "桐县的食堂请病人打分，" * 9)
    ids = library.add_document(paper(*olds), olds)
    news = draft("二改", OTHER + "后来又添了早餐。"), draft("四", "松县把停车场让给急诊，" * 9), draft("一", STORY)
    proof = proof_of(library, update(library, ids[0], *news))
    assert [(one.state, one.old and one.old.id) for one in proof.cases] == [
        ("changed", ids[1]), ("new", None), ("same", ids[0]), ("gone", ids[2]),
    ]  # fmt: skip
    library.store_versions((), [update(library, ids[0], *news)], "更新")
    texts = {library.case(case_id).text[:4] for case_id in library.find().ids}
    assert texts == {STORY[:4], OTHER[:4], "松县把停"}


def test_a_case_the_new_version_lacks_stays_while_a_person_left_a_trace_on_it(library):
    olds = draft("一", STORY), draft("二", OTHER)
    ids = library.add_document(paper(*olds), olds)
    made = mark(library, ids[1], "厨师长的奖金")
    proof = proof_of(library, update(library, ids[0], olds[0]))
    assert [one.kept for one in proof.cases] == [False, True]
    new = draft("一", STORY + "完。")
    library.store_versions((), [update(library, ids[0], new)], "更新")
    case = library.case(ids[1])
    assert (case.flags, case.spans, case.text) == ((SUPERSEDED,), (), OTHER)
    assert shown(library, made) == ("exact", "厨师长的奖金")


def test_a_gone_case_whose_title_was_corrected_stays(library, file):
    case_id = import_paths(library, [file])[0].case_ids[0]
    stored = library.document(library.case(case_id).document.id)
    new = draft("别的", "桐县的食堂请病人打分，" * 9)
    wanted = Update(stored.id, paper(new), (new,))
    assert [one.kept for one in proof_of(library, wanted).cases if one.state == "gone"] == [False]
    library.rename_case(case_id, "改正的题目")
    assert [one.kept for one in proof_of(library, wanted).cases if one.state == "gone"] == [True]


def test_tasks_of_a_plan_are_matched_inside_their_plan(library):
    def plan(*texts):
        tasks = tuple(draft(f"任务{n}", text, kind="plan_task", number=n) for n, text in enumerate(texts, 1))
        return draft("方案", "市里的方案总述。" * 5, kind="plan", children=tasks)

    first = plan("各医院要设投诉专窗，三天内回话。", "各医院要把夜间门诊开到十点。", "县级医院要建心电网。")
    ids = library.add_document(paper(first, text="旧"), [first])
    made = mark(library, ids[2], "开到十点")
    second = plan("各医院要设投诉专窗，两天内回话。", "新添：食堂要请病人打分。", "各医院要把夜间门诊开到十点。")
    library.store_versions(
        (), [Update(library.case(ids[0]).document.id, paper(text="新", name="方案"), (second,))], "更新"
    )
    rows = library.children(ids[0])
    texts = [library.case(row.id).text for row in rows]
    assert sorted(text[:8] for text in texts) == sorted(t.text[:8] for t in second.children)
    assert shown(library, made) == ("exact", "开到十点")
    assert note(library, made).case_id == ids[2]
    assert library.case(ids[1]).text.endswith("两天内回话。")


def test_only_what_really_is_another_version_is_taken_for_one(library, file, tmp_path):
    document_id = import_paths(library, [file])[0].document_id

    def version(path, text):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return next(prepare(library, [path])).update

    assert version(file, FEATURE + "\n\n新的一段。") == document_id
    assert version(tmp_path / "别处" / file.name, FEATURE + "\n\n新的一段。") == document_id
    assert version(tmp_path / "别处" / file.name, "另一件事\n\n" + OTHER) is None
    assert version(file, "完全另外的一篇\n\n" + OTHER) is None
    assert version(tmp_path / "别名.txt", FEATURE + "\n\n新的一段。") is None


def test_without_being_asked_for_a_changed_file_is_stored_beside_the_old_one_as_its_kin(library, file):
    first = import_paths(library, [file])[0]
    file.write_text(FEATURE + "\n\n新的一段话，说的是来年。", encoding="utf-8")
    second = import_paths(library, [file])[0]
    assert not second.updated
    assert library.totals().all >= 1
    assert {one.id for one in library.kin(first.case_ids[0])} == {first.case_ids[0], second.case_ids[0]}


def test_a_document_that_went_meanwhile_costs_only_its_own_update(library, file, tmp_path):
    case_id = import_paths(library, [file])[0].case_ids[0]
    file.write_text(FEATURE + "\n\n新的一段。", encoding="utf-8")
    (tmp_path / "另.txt").write_text("另一件事\n\n" + OTHER, encoding="utf-8")
    made = list(prepare(library, [file, tmp_path / "另.txt"]))
    library.delete_cases([case_id])
    outcomes = commit(library, made)
    assert [one.status for one in outcomes] == ["failed", "imported"]


def test_a_megabyte_with_many_notes_is_updated_and_each_note_finds_its_place(library):
    lines = [f"第{n}件事：护士站添了{n % 17}张椅子，病人坐着等。" for n in range(25_000)]
    old = draft("长文", "\n".join(lines))
    case_id = library.add_document(paper(old), [old])[0]
    length = len(lines[0])
    made = [library.highlight(case_id, old.text.index(f"第{n}件"), old.text.index(f"第{n}件") + length).id
            for n in range(0, 25_000, 1250)]  # fmt: skip
    new = draft("长文", "\n".join(["开头。", *lines[:5000], *lines[9000:]]))
    library.store_versions((), [update(library, case_id, new)], "更新")
    states = [note(library, each).anchor for each in made]
    assert states.count("lost") == 4
    assert states.count("moved") == 16
