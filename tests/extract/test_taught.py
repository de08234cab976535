"""What follows from lessons: one nudges, several decide, an own theme is found, and on labelled texts it helps."""

import random
from functools import cache

import pytest

from app.extract.taught import BOUND, NOTHING, Counts, Sample, Taught, called, lesson, reason, under, weigh
from app.extract.telling import named_at
from app.extract.themes import evidence_for, find_themes
from app.extract.understand import understand
from db.records import CaseDraft, Practice
from tests.extract.varied import FOLDER, read

SCHOOL = "院党委把病房学校办到了床边，老师每周来两次，住院的孩子照样上课，考试不掉队。{}"
OTHERS = (
    "医院调整门诊排班，挂号窗口延长到晚上八点，等候时间缩短一半。",
    "后勤处更换了供暖设备，全年用电量下降一成，能耗数据每月公布。",
    "检验科推行结果互认，外院报告扫码即可调阅，重复检查少了三成。",
    "药剂科给慢性病人配送药品，快递当天送到家，费用由医院承担。",
    "医院请来木匠修好了走廊的扶手，老人走路有了依靠。",
    "食堂换了新菜单，低盐餐单独装盘，营养师每天试吃。",
    "停车场划出短时车位，接送病人的车辆十分钟内免费。",
    "手术室重新编排台次，首台开台时间准点率升到九成。",
)


def counts_of(lessons):
    """Lessons as they are counted: theme -> `Counts`."""
    found = {}
    for theme, words, on in lessons:
        wanted, unwanted, told = found.setdefault(theme, [0, 0, {}])
        found[theme][:2] = [wanted + on, unwanted + (not on)]
        for word, n in words.items():
            had = told.setdefault(word, [0, 0])
            had[0 if on else 1] += n
    return {theme: Counts(w, u, {word: tuple(n) for word, n in told.items()}) for theme, (w, u, told) in found.items()}


def school_after(number):
    """What is known of an own theme after so many cases got it."""
    ends = (
        "校长给孩子发了结业证。",
        "志愿者带来了图书。",
        "数学老师自编了讲义。",
        "孩子们排了一出戏。",
        "家长也来旁听。",
    )
    lessons = [("own", lesson("病房里的学校", SCHOOL.format(end)), True) for end in ends[:number]]
    return weigh(counts_of(lessons), Sample([*OTHERS, *(SCHOOL.format(end) for end in ends[:number])]))


def test_one_case_with_an_own_theme_suggests_nothing_and_a_few_do():
    new = "肿瘤科在病房开起学校，请来老师给住院的孩子上课，每周两次，帮他们准备考试。"
    assert "own" not in {t.id for t in find_themes(new, "病房学校", "", school_after(1))}
    found = {t.id: t for t in find_themes(new, "病房学校", "", school_after(4))}
    assert found["own"].status in ("suggested", "auto")
    assert found["own"].reason.startswith("按你以往的确认：常见“")
    assert "病房" in found["own"].reason
    assert new[found["own"].start : found["own"].end] in found["own"].reason


def test_an_own_theme_is_not_found_where_nothing_speaks_for_it():
    for text in OTHERS:
        assert "own" not in {t.id for t in find_themes(text, "", "", school_after(5))}


def test_a_theme_taken_away_again_and_again_is_not_sure_any_more():
    text = "医院请来木匠修好了走廊的扶手，投诉逐月张榜，建立投诉台账。"
    before = {t.id: t for t in find_themes(text)}
    assert before["clinical.complaint"].status == "auto"
    words = lesson("", text, spoke=[e.word for e in evidence_for(text) if e.theme == "clinical.complaint"])
    once, often = (
        weigh(counts_of([("clinical.complaint", words, False)] * n), Sample(OTHERS)) for n in (1, 6)
    )  # fmt: skip
    assert "clinical.complaint" in {t.id for t in find_themes(text, "", "", once)}
    after = {t.id: t for t in find_themes(text, "", "", often)}
    gone = after.get("clinical.complaint")
    assert gone is None or gone.status == "suggested"
    assert {t for t in after if t != "clinical.complaint"} == {t for t in before if t != "clinical.complaint"}


def test_no_number_of_lessons_goes_beyond_the_bound():
    text = SCHOOL.format("")
    many = weigh(counts_of([("own", lesson("病房学校", text), True)] * 1000), Sample(OTHERS))
    assert 0.9 * BOUND < sum(weight for _, weight in many.heard(text, "病房学校")["own"]) <= BOUND + 1e-9
    assert sum(weight for _, weight in school_after(1).heard(text)["own"]) <= BOUND / 3 + 1e-9


def test_a_lesson_has_few_words_whatever_the_text():
    text = "，".join(f"科室{chr(0x4E00 + n)}{chr(0x5E00 + n)}配送药品" for n in range(3000))
    assert len(lesson("标题", text, [text] * 3, [text])) <= 40
    for odd in ("", "\x00", "\ud800", "。" * 9999, "a" * 50_000):
        lesson(odd, odd, [odd], [odd], [odd])
        find_themes(odd, odd, odd, school_after(3))


def test_words_that_stand_everywhere_teach_nothing():
    text = "大家都说好，大家都来看。"
    taught = weigh(counts_of([("own", lesson("", text), True)] * 5), Sample([text] * 50))
    assert not taught.weights


def test_what_lessons_said_is_told_only_when_it_mattered():
    assert reason([("夜校", 0.05)]) == ""
    assert reason([("夜校", 0.5), ("讲义", -0.1)]) == "按你以往的确认：常见“夜校”"
    assert reason([("夜校", -0.5)]) == "按你以往的更正：常见“夜校”"


def test_practices_are_called_as_a_person_calls_them_and_hidden_ones_are_kept_apart():
    told = (
        Practice("一站办", "“一站办”窗口", "", "suggested", 0, 7),
        Practice("一站式服务", "一站式服务", "", "auto", 9, 14),
        Practice("优质服务", "优质服务", "", "auto", 20, 24),
    )
    shown, hidden = called(told, {"一站办": "一站式服务", "优质服务": None})
    assert [(p.name, p.status, p.surface) for p in shown] == [("一站式服务", "auto", "一站式服务")]
    assert [p.name for p in hidden] == ["优质服务"]
    inner = CaseDraft(kind="plan_task", title="任务", text="", practices=told)
    outer = under(CaseDraft(kind="plan", title="方案", text="", children=(inner,)), {"优质服务": None})
    assert [p.name for p in outer.children[0].hidden] == ["优质服务"]


def test_an_import_speaks_by_the_rules_and_the_lessons():
    text = "海港市第二医院\n医院推行“四季义诊”行动，义诊队每月下乡。\n医院推行“四季义诊”行动，群众说好。"
    plain = understand(text).cases[0]
    name = plain.practices[0].name
    assert [p.name for p in understand(text, taught=Taught(rules={name: "义诊"})).cases[0].practices] == ["义诊"]
    hidden = understand(text, taught=Taught(rules={name: None})).cases[0]
    assert (hidden.practices, [p.name for p in hidden.hidden]) == ((), [name])
    assert understand(text, taught=NOTHING) == understand(text)


# --- the labelled texts: correct some cases, look at the others


@pytest.fixture(scope="module")
def labelled():
    """Text by text the cases with the themes a person labelled."""
    texts = []
    for path in sorted(FOLDER.glob("*.txt")):
        text, gold = read(path)
        drafts = [case for top in understand(text, path.name).cases for case in (top.children or (top,))]
        spans = [{i for s in d.spans for i in range(s.offset, s.offset + s.length)} for d in drafts]
        pairs = []
        for one in (g for g in gold.values() if "themes" in g.fields):
            best = max(range(len(drafts)), key=lambda n: len(spans[n] & set(one.places)))
            pairs.append((drafts[best], frozenset(filter(None, one.fields["themes"].split(",")))))
        texts.append(pairs)
    return [pairs for pairs in texts if pairs]


@cache
def corrections(case, wanted):
    """The lessons of a person who puts a case's themes right."""
    found = {theme.id: theme.status for theme in case.themes}
    wrong = [(theme, True) for theme in wanted if found.get(theme) != "auto"]
    wrong += [(theme, False) for theme in found if theme not in wanted]
    evidence = evidence_for(case.text, case.title, case.owner or "")
    headings, names = [s.heading for s in case.outline], [p.name for p in case.practices]
    return [
        (theme, lesson(case.title, case.text, headings, names, [e.word for e in evidence if e.theme == theme]), on)
        for theme, on in sorted(wrong)
    ]


def learned_from(cases):
    lessons = [told for case, wanted in cases for told in corrections(case, wanted)]
    return weigh(counts_of(lessons), Sample([case.text for case, _ in cases], [wanted for _, wanted in cases]))


def f1(pairs):
    hits = sum(len(wanted & found) for wanted, found in pairs)
    return 2 * hits / max(1, sum(len(wanted) + len(found) for wanted, found in pairs))


def judged(labelled, number):
    """F1 of the sure themes and of all, each fifth of the texts judged after `number` cases of the others."""
    sure, every = [], []
    for fold in range(5):
        others = [pair for n, pairs in enumerate(labelled) for pair in pairs if n % 5 != fold]
        random.Random(fold).shuffle(others)
        taught = learned_from(others[:number])
        for case, wanted in (pair for pairs in labelled[fold::5] for pair in pairs):
            themes = find_themes(case.text, case.title, case.owner or "", taught, named_at(case.practices))
            sure.append((wanted, {t.id for t in themes if t.status == "auto"}))
            every.append((wanted, {t.id for t in themes}))
    return f1(sure), f1(every)


def test_after_corrections_other_texts_are_judged_better_and_never_worse(labelled):
    before = judged(labelled, 0)
    after = {number: judged(labelled, number) for number in (5, 40)}
    for sure, every in after.values():
        assert sure >= before[0] - 0.005
        assert every >= before[1] - 0.005
    assert after[40][0] > before[0]
    assert after[40][1] > before[1] + 0.01
