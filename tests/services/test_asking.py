import threading

import pytest

from app.services.library import Library
from app.task import Cancelled, Task
from db.query import FIELDS, parse
from db.records import Practice, Region, Result, Theme
from db.variants import Options
from tests.db.making import draft, paper


@pytest.fixture
def library(tmp_path):
    opened = Library.open(tmp_path / "甲.xinglin")
    yield opened
    opened.close()


@pytest.fixture
def stocked(library):
    """Five cases of which everything asked for below is known."""
    drafts = [
        draft("南山医院：党建查房促随访", "党建引领绩效考核，随访率由61%升到92%。", owner="重庆市南山医院",
              region=Region("重庆市"), year=2021, themes=(Theme("party.branch"),),
              practices=(Practice("党建查房制度", "党建查房"),),
              results=(Result("随访率", 92.0, "%", 61.0, 92.0),)),
        draft("东海医院建医疗联合体", "牵头建设医疗联合体，下派专家三百人次。", owner="厦门东海医院",
              region=Region("福建省", "厦门市"), year=2022, practices=(Practice("专家下沉", "专家下沉"),)),
        draft("北湖医院：一站式门诊", "门诊推行一站式服务，患者满意度提高。", owner="长沙北湖医院",
              region=Region("湖南省", "长沙市"), year=2023),
        draft("西岭医院：绩效分配", "绩效分配向一线倾斜，下派专家300人次。", owner="长春西岭医院",
              region=Region("吉林省", "长春市"), year=2023),
        draft("讲评：门诊怎样改", "门诊要方便群众。", kind="expert"),
    ]  # fmt: skip
    ids = library.add_document(paper(1), drafts)
    library.tag(ids[:2], add=["可借鉴"])
    library.add_shelf("年度汇报", "绩效")
    return library


def labels(library, typed, kind=None):
    return [one.label for one in library.suggest(typed, len(typed)) if kind in (None, one.kind)]


# --- suggestions


@pytest.mark.parametrize(
    ("typed", "kind", "label", "query"),
    [
        ("南山", "owner", "重庆市南山医院", "医院:重庆市南山医院"),
        ("djcf", "practice", "党建查房制度", "做法:党建查房制度"),
        ("dangjian chafang", "practice", "党建查房制度", "做法:党建查房制度"),
        ("绩效 dangjian chafang", "practice", "党建查房制度", "绩效 做法:党建查房制度"),
        ("查房", "practice", "党建查房制度", "做法:党建查房制度"),
        ("xm", "region", "厦门市", "地区:厦门市"),
        ("cq", "region", "重庆市", "地区:重庆市"),
        ("kejie", "tag", "可借鉴", "标签:可借鉴"),
        ("年度", "shelf", "年度汇报", "书架:年度汇报"),
        ("北湖", "title", "北湖医院：一站式门诊", "标题:北湖医院：一站式门诊"),
        ("zhut", "field", "主题:", "主题:"),
        ("医", "field", "医院:", "医院:"),
        ("地区：cs", "region", "长沙市", "地区:长沙市"),
        ("医院:", "owner", "长沙北湖医院", "医院:长沙北湖医院"),
        ("有:", "field", "有:未读", "有:未读"),
        ("年份:", "field", "年份:2023", "年份:2023"),
        ("类型:zj", "field", "类型:专家", "类型:专家"),
        ("门诊 -(绩效 OR 地区:cc", "region", "长春市", "门诊 -(绩效 OR 地区:长春市"),
    ],
)
def test_what_is_typed_leads_to_names(stocked, typed, kind, label, query):
    found = {(one.kind, one.label, one.query): one.count for one in stocked.suggest(typed, len(typed))}

    assert (kind, label, query) in found
    if kind != "field" or not label.endswith(":"):
        assert found[kind, label, query] == stocked.find(query).total


def test_only_the_clause_at_the_cursor_is_completed(stocked):
    assert stocked.suggest("党建 nanshan 随访", len("党建 nans"))[0].query == "党建 医院:重庆市南山医院 随访"


def test_what_would_find_nothing_is_not_suggested(stocked):
    assert labels(stocked, "南山") != []
    assert labels(stocked, "一站式 南山") == []


def test_words_that_letters_spell_in_titles_are_suggested_as_words(stocked):
    assert ("title", "一站式", '"一站式"', 1) in [
        (one.kind, one.label, one.query, one.count) for one in stocked.suggest("yizhanshi", 9)
    ]


def test_a_beginning_comes_before_a_part_and_letters_come_last(stocked):
    stocked.tag(stocked.find().ids[:1], add=["查房", "查房日", "三级查房", "茶饭"])

    assert labels(stocked, "查房", "tag") == ["查房", "查房日", "三级查房"]
    assert labels(stocked, "chafang", "tag")[:2] == ["查房", "查房日"]


def test_names_are_suggested_as_soon_as_they_are_there_and_not_longer(stocked):
    (new,) = stocked.add_document(paper(2), [draft("新来的", owner="云岭县医院")])

    assert labels(stocked, "yunling", "owner") == ["云岭县医院"]
    stocked.delete_cases([new])
    assert labels(stocked, "yunling", "owner") == []


@pytest.mark.parametrize(
    "typed", ["", " ", "(", '"', "主题:", "-", "\x00", "\ud800", "a" * 100_000, "主题:(" * 9000, "。"]
)
def test_anything_may_stand_in_the_box(stocked, typed):
    for cursor in (-5, 0, 1, len(typed), len(typed) + 9):
        stocked.suggest(typed, cursor)


# --- history


def test_searches_are_remembered_once_newest_first_and_can_be_forgotten(stocked):
    for text in ("绩效", "门诊", " 绩效 ", "", "   "):
        stocked.remember(text)

    assert stocked.past() == ("绩效", "门诊")
    assert stocked.past(1) == ("绩效",)
    stocked.forget("绩效")
    assert stocked.past() == ("门诊",)
    stocked.forget(None)
    assert stocked.past() == ()


def test_remembering_is_no_step_and_has_an_end(library):
    library.add_shelf("一个")
    for number in range(230):
        library.remember(f"词{number}")
    library.remember("长" * 5000)

    assert len(library.past(1000)) == 200
    assert library.past(1) == ("词229",)
    assert library.undo_label == "新建书架"


def test_past_searches_are_suggested_by_what_they_hold_and_spell(stocked):
    stocked.remember("门诊 服务")
    stocked.remember("绩效 分配")

    assert labels(stocked, "", "past") == ["绩效 分配", "门诊 服务"]
    assert labels(stocked, "门", "past") == ["门诊 服务"]
    assert labels(stocked, "jxfp", "past") == ["绩效 分配"]
    assert labels(stocked, "门诊 服", "past") == ["门诊 服务"]


def test_history_outlives_the_program(tmp_path):
    first = Library.open(tmp_path / "甲.xinglin")
    first.remember("绩效")
    first.close()
    again = Library.open(tmp_path / "甲.xinglin")

    assert again.past() == ("绩效",)
    again.close()


# --- synonyms


def test_synonyms_find_each_other_are_shown_and_can_be_undone(stocked):
    assert stocked.find("医联体").total == 0

    stocked.set_synonyms([["医联体", "医疗联合体"], ["只有一个"], ["", "\x00"]])

    assert stocked.synonyms() == (("医联体", "医疗联合体"),)
    assert stocked.find("医联体").total == 1
    assert stocked.explain("医联体").steps[0].variants == ("医疗联合体",)
    assert stocked.undo() == "改同义词"
    assert stocked.synonyms() == ()
    assert stocked.find("医联体").total == 0


def test_a_list_of_synonyms_has_an_end_and_the_same_one_is_no_step(library):
    library.set_synonyms([[f"词{n}-{m}" * 30 for m in range(50)] for n in range(3000)])
    kept = library.synonyms()

    assert len(kept) <= 1000
    assert max(len(group) for group in kept) <= 20
    library.add_shelf("一个")
    library.set_synonyms(kept)
    assert library.undo_label == "新建书架"


# --- explaining


def test_a_query_is_told_in_a_sentence_with_what_every_clause_left(stocked):
    told = stocked.explain("三百 -门诊 (地区:福建 OR 年份:2023)")

    assert told.sentence == "含“三百”，且不含“门诊”，且地区在福建或在 2023 年的案例，共 2 个。"
    assert [(step.clause, step.alone, step.left) for step in told.steps] == [
        ("三百", 2, 2),
        ("-门诊", 3, 2),
        ("地区:福建 OR 年份:2023", 3, 2),
    ]
    assert told.steps[0].variants == ("300",)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("", "全部案例，共 5 个。"),
        ("没有的词", "含“没有的词”的案例，一个也没有。"),
        ("随访率>=90%", "“随访率”不低于 90% 的案例，共 1 个。"),
        ("NEAR(党建 绩效, 5)", "“党建”、“绩效”相距不超过 5 字的案例，共 1 个。"),
        ("同句(门诊 服务) 有:未读 类型:医院", "“门诊”、“服务”在同一句里，且还没读，且类型是医院的案例，共 1 个。"),
        ("-(门诊 群众)", "除去（含“门诊”，且含“群众”）的案例，共 4 个。"),
        ("-主题:没有 年份:2022..", "主题不是“没有”，且在 2022 年及以后的案例，共 3 个。"),
        ("证据:无数据 -标记:急用", "证据是“无数据”，且没有标记“急用”的案例，共 5 个。"),
    ],
)
def test_every_kind_of_clause_has_words(stocked, query, sentence):
    assert stocked.explain(query).sentence == sentence
    assert len(stocked.explain(query).steps) == len(parse(query).clauses)


def test_the_last_step_leaves_what_is_found(stocked):
    for text in ("绩效", "绩效 专家", "门诊 OR 绩效 -2021", "医院 年份:2023 -一站式"):
        assert stocked.explain(text).steps[-1].left == stocked.find(text).total
        assert f"共 {stocked.find(text).total} 个" in stocked.explain(text).sentence


def test_a_query_without_end_is_explained(stocked):
    told = stocked.explain("甲 " * 3000 + "(" * 5000)

    assert len(told.steps) == 50
    assert len(told.sentence) < 1000


# --- advice


def offers(library, text, kind=None):
    return [(one.query, one.count) for one in library.advise(text).offers if kind in (None, one.kind)]


@pytest.mark.parametrize(
    ("typed", "kind", "query"),
    [
        ("绩校考核", "spelling", "绩效考核"),
        ("满义度", "spelling", "满意度"),
        ("一站是服务", "spelling", "一站式服务"),
        ("党查建房", "spelling", None),
        ("djcf", "spelling", "党建查房"),
        ("manyidu", "spelling", "满意度"),
        ("医院:东孩医院", "spelling", "医院:东海医院"),
        ("地区:xiamen", "spelling", "地区:厦门"),
        ("标题:mz", "spelling", "标题:门诊"),
        ("党建随访", "words", "党建 随访"),
        ("门诊，服务", "words", "门诊 服务"),
        ("主体:可借鉴", "words", None),
        ("表签:可借鉴", "spelling", "标签:可借鉴"),
        ("标题:三百", "anywhere", "三百"),
        ("NEAR(党建 随访率, 1)", "anywhere", "党建 随访率"),
        ("门诊 党建", "without", "门诊"),
        ("火星人 门诊", "without", "门诊"),
    ],
)
def test_a_query_without_answer_gets_offers_that_have_one(stocked, typed, kind, query):
    assert stocked.find(typed).total == 0

    found = offers(stocked, typed, kind)

    if query is not None:
        assert query in [one for one, _ in found]
    for one, count in offers(stocked, typed):
        assert count == stocked.find(one).total > 0


def test_the_nearest_offer_comes_first(stocked):
    assert offers(stocked, "绩校考核")[0] == ("绩效考核", 1)
    assert offers(stocked, "党建随访")[0] == ("党建 随访", 1)
    assert offers(stocked, "绩校考核 南山")[0] == ("绩效考核 南山", 1)


def test_the_clauses_that_killed_the_answer_are_named(stocked):
    assert stocked.advise("门诊 火星人 -绩效").killers == ("火星人",)
    assert stocked.advise("火星人 金星人 门诊").killers == ("火星人", "金星人")
    assert stocked.advise("门诊 党建").killers == ("门诊", "党建")
    assert offers(stocked, "火星人 金星人 门诊", "without") == [("门诊", stocked.find("门诊").total)]


def test_a_query_with_an_answer_needs_no_advice(stocked):
    assert stocked.advise("门诊").offers == stocked.advise("门诊").killers == ()
    assert stocked.advise("").offers == ()


def test_a_part_of_a_choice_is_mended_in_its_place(stocked):
    assert ("地区:没有 OR 绩效考核", 1) in offers(stocked, "地区:没有 OR 绩校考核")


@pytest.mark.parametrize(
    "typed",
    [
        "\x00",
        "\ud800",
        "a" * 100_000,
        "甲乙丙 " * 3000,
        "((((",
        "甲 OR " * 500 + "乙",
        "的了吗呢吧",
        "[a-z]*(",
        "九" * 300,
        "🏥🏥",
    ],
)
def test_advice_for_anything_is_quick_and_never_an_error(stocked, typed):
    stocked.advise(typed)
    stocked.explain(typed)


def test_work_nobody_waits_for_is_stopped(stocked):
    stopping = threading.Event()
    stopping.set()
    task = Task(stopped=stopping.is_set)

    for ask in (stocked.explain, stocked.advise):
        with pytest.raises(Cancelled):
            ask("绩校考核", task)
    with pytest.raises(Cancelled):
        stocked.suggest("绩", 1, task)


def test_a_library_that_cannot_be_written_helps_all_the_same(stocked, tmp_path):
    copy = tmp_path / "只读"
    copy.mkdir()
    stocked.close()
    target = copy / "甲.xinglin"
    target.write_bytes((tmp_path / "甲.xinglin").read_bytes())
    target.chmod(0o444)
    copy.chmod(0o555)
    opened = Library.open(target)
    try:
        opened.remember("绩效")
        assert "做法:党建查房制度" in [one.query for one in opened.suggest("djcf", 4)]
    finally:
        opened.close()
        copy.chmod(0o755)


def test_initials_are_not_spelled_across_the_borders_of_words(stocked):
    assert not any("责制执" in offer.query or "重症中" in offer.query for offer in stocked.advise("zzz").offers)
    assert stocked.advise("djcf").offers[0].query == "党建查房"


def test_advice_on_a_word_of_a_hundred_thousand_characters_is_that_it_be_left_out(stocked):
    advice = stocked.advise("绩效 " + "字" * 100_000)
    assert [offer.query for offer in advice.offers] == ["绩效"]


def test_advice_never_offers_a_particle_as_a_word(stocked):
    for offer in stocked.advise("党建的绩效").offers:
        assert " 的" not in offer.query


def test_a_theme_is_told_by_its_name(stocked):
    name = next(theme.name for theme in stocked.themes() if theme.id == "party.branch")
    told = stocked.explain("主题:party.branch -(主题:party.branch 门诊)")

    assert f"主题是“{name}”" in told.sentence
    assert "party" not in told.sentence + "".join(step.words for step in told.steps)


def test_with_several_dead_conditions_more_may_have_to_go(stocked):
    typed = "火星人 金星人 三百人次 随访率>=90"
    total = {query: stocked.find(query).total for query in ("三百人次", "随访率>=90")}

    assert dict(offers(stocked, typed, "without")) == total


def test_what_is_to_blame_can_go_one_by_one_or_altogether(stocked):
    assert [query for query, _ in offers(stocked, "三百人次 随访率>=90", "without")] == ["三百人次", "随访率>=90"]


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_has_words_for_being_asked_and_for_being_left_out(stocked, field):
    value = {"year": "2023", "has": "笔记", "kind": "专家", "evidence": "获奖"}.get(field, "甲")
    clause = f"{FIELDS[field]}:{value}"

    assert parse(clause).clauses[0].field == field
    told = [stocked.explain(one).sentence for one in (clause, f"-{clause}")]
    assert told[0] != told[1]
    for one, sentence in zip((clause, f"-{clause}"), told, strict=True):
        total = stocked.find(one).total
        assert sentence.endswith(f"共 {total} 个。" if total else "一个也没有。")


def test_labels_are_offered_by_their_own_names(stocked):
    stocked.label(stocked.find("门诊").ids, "院周会")

    offered = [(one.label, one.query, one.count) for one in stocked.suggest("标记:", 3)]
    assert offered == [("院周会", "标记:院周会", 2)]
    assert labels(stocked, "标记:yzh") == ["院周会"]
    assert labels(stocked, "标记:甲") == []


def test_a_word_is_offered_apart_at_the_borders_of_words_alone(stocked):
    typed = "医疗联合体下派专家三"
    stocked.add_document(paper(9), [draft("另", "疗联合体下派专家三，医。")])

    assert all("医 疗" not in one and "联 合" not in one for one, _ in offers(stocked, typed, "words"))
    assert [one for one, _ in offers(stocked, "党建随访", "words")] == ["党建 随访"]


def test_thousands_of_words_without_an_answer_get_one(stocked):
    typed = " ".join(f"{chr(0x4E00 + at)}{chr(0x5E00 - at)}" for at in range(4000))

    assert stocked.find(typed).total == 0
    assert len(stocked.advise(typed).killers) > 0


@pytest.mark.parametrize("province", ["<b>甲</b>省", "甲/乙", "/甲", "甲/", "<甲"])
def test_a_place_of_any_name_is_found_by_a_click_on_it(library, province):
    library.add_document(paper(1), [draft("此", region=Region(province, "丙市")), draft("彼", region=Region("丁省"))])
    (count,) = [count for value, count in library.find().facets["region"].items() if value == province]

    asked = library.choose("", "region", province, "only")

    assert library.find(asked).total == count == 1
    assert library.find(library.choose("", "region", province, "not")).total == 1


# --- what a fresh eye missed


@pytest.mark.parametrize(
    ("typed", "kind", "query"),
    [
        ("一站查房制度", "words", "查房制度"),
        ('党建"', "spelling", "党建"),
        ("地区:cq", "spelling", "地区:重庆"),
        ("党建查房制度 地区:厦门", "without", "党建查房制度"),
    ],
)
def test_a_word_that_is_nearly_right_gets_its_near_offer(stocked, typed, kind, query):
    assert stocked.find(typed).total == 0
    assert query in [one for one, _ in offers(stocked, typed, kind)]


def test_a_piece_of_a_word_is_offered_with_the_rest_of_the_word(stocked):
    practices = (Practice("一院多区管理", "一院多区"),)
    stocked.add_document(paper(9), [draft("东院西院", "集团这样办。", practices=practices)])

    found = [one for one, _ in offers(stocked, "多院区", "spelling")]

    assert found[0] == "一院多区"
    assert "院多区" not in found


def test_years_in_either_order_are_the_same(stocked):
    assert stocked.find("年份:2023..2021").total == stocked.find("年份:2021..2023").total == 4
    assert "在 2021 至 2023 年" in stocked.explain("年份:2023..2021").sentence


def test_large_numbers_are_told_as_people_say_them(stocked):
    assert stocked.explain("投入>=2亿").sentence.startswith("“投入”不低于 2亿的案例")
    assert stocked.explain("投入>=15000元").steps[0].words == "“投入”不低于 1.5万元"


def test_values_of_a_field_stand_by_how_many_cases_they_leave(stocked):
    drafts = [draft(f"再来{n}", "门诊。", region=Region("海南省"), year=2020) for n in range(3)]
    stocked.add_document(paper(9), [*drafts, draft("湖南的", "绩效。", region=Region("湖南省"))])

    counts = [one.count for one in stocked.suggest("门诊 地区:", 6)]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] == 3
    assert labels(stocked, "地区:湖", "region") == ["湖南省"]


def test_metrics_are_offered_while_one_is_typed_and_then_numbers_for_them(stocked):
    (metric,) = [one for one in stocked.suggest("党建 随访", 5) if one.kind == "metric"]
    assert (metric.label, metric.query, metric.open) == ("随访率", "党建 随访率>=", True)

    for typed in ("随访率>", "党建 随访率 >= ", "suifanglv>="):
        offered = [one for one in stocked.suggest(typed, len(typed)) if one.kind == "metric"]
        assert all(one.count == stocked.find(one.query).total == 1 for one in offered), typed
        assert bool(offered) == (typed != "suifanglv>=")
    assert stocked.suggest("随访率<", 4)[0].query == "随访率<93%"
    assert stocked.suggest("没有的>", 4) == ()


def test_a_comparison_reads_names_with_parentheses_and_numbers_as_printed(stocked):
    results = (
        Result("住院时间（天）", 7.5, "天", 9.0, 7.5),
        Result("设备投入", 300.0, "万元", None, 300.0),
        Result("满意度", 93.0, "%", None, 93.0),
    )
    stocked.add_document(paper(9), [draft("有数字的", "数字在此。", results=results)])

    for query in ("住院时间（天）<=8", "住院时间(天)<8天", "设备投入<=500", "设备投入>=300", "设备投入=300万元",
                  "设备投入>=200万", "满意度>=九成", "满意度<九成五"):  # fmt: skip
        assert [row.title for row in stocked.find(query).rows] == ["有数字的"], query
    for query in ("住院时间（天）<=7", "设备投入<=200", "设备投入>=1亿", "满意度>九成五"):
        assert stocked.find(query).total == 0, query


def test_a_word_that_is_the_name_of_something_is_offered_as_that(stocked):
    options = Options(traditional=False)
    assert stocked.find("黨建查房制度", options=options).total == 0

    found = stocked.advise("黨建查房制度", options=options).offers
    assert (found[0].label, found[0].count) == ("做法:党建查房制度", 1)
