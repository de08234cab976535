import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.formats import pack
from app.formats.sheet import Sheet, SheetCase, SheetNote
from app.services import hiding, sighting
from app.services.hiding import found, hidden, log
from app.services.library import Library
from db.records import Result, Section, Span
from tests.db.making import draft, paper

TEXT = (
    "凌晨，8床患者李建国突发胸痛，家住南平市延平区滨江路18号3栋501室，身份证号11010519491231002X，"
    "手机13800138000，住院号：ZY0012345。\n李大爷的女儿李芳说，没想到这么快。患者满意度达到98%，患者安全是底线。"
    "\n党委书记张志远表示，要把方便留给患者李建国。医院开放床位1200张，咨询电话0591-87654321。"
)


def sheet(text=TEXT, notes=(), **more):
    one = SheetCase(
        title="病房故事", byline="河畔医院", text=text, source_line="某某日报，记者 石楠", notes=notes, **more
    )
    return Sheet(title="选编", library="库", filters="", made_on="2026年11月22日", cases=(one,))


def words(sightings, kind):
    return [one.words for one in sightings if one.kind == kind]


def test_patients_and_numbers_are_proposed_and_those_who_speak_in_public_are_listed_unticked():
    seen = found(sheet(fields=(("发言人", "张志远，党委书记"),)))

    assert words(seen, "patient") == ["李建国", "李芳"]
    assert words(seen, "identity") == ["11010519491231002X"]
    assert words(seen, "phone") == ["13800138000", "0591-87654321"]
    assert words(seen, "admission") == ["ZY0012345", "8床"]
    assert words(seen, "address") == ["南平市延平区滨江路18号3栋501室"]
    assert words(seen, "speaker") == ["张志远", "石楠"]
    assert {one.words for one in seen if not one.wanted} == {"张志远", "石楠"}


@pytest.mark.parametrize(
    "text",
    [
        "患者满意度提高，患者安全、患者方便、病人温暖，家属安心。",
        "设床位1200张，开放500床，年门诊号源30万个，编号2023。",
        "2023年05月06日，文号〔2022〕12号，全年13万8千例，服务热线12320。",
        "医院有18号线地铁，获第3号令。比例1.3800138000。",
        "单号110105194912310021。",
    ],
)
def test_what_only_looks_like_a_person_or_a_number_is_left_alone(text):
    assert [one.words for one in found(sheet(text)) if one.kind != "speaker"] == []


def test_an_id_number_proves_itself_and_one_called_so_is_believed():
    assert sighting.is_identity("11010519491231002X")
    assert not sighting.is_identity("110105194912310021")
    assert sighting.is_identity("110105491231002")
    assert words(found(sheet("身份证号：110105194912310021。")), "identity") == ["110105194912310021"]


def test_the_same_person_has_the_same_mark_everywhere_and_two_of_one_name_do_not_share_it():
    given_ = sheet()
    made, done = hidden(given_, [one for one in found(given_) if one.wanted])
    text = made.cases[0].text

    marks = {one.words: one.mark for one in done}
    assert marks["李建国"] == "李某甲"
    assert marks["李芳"] == "李某乙"
    assert text.count("李某甲") == 3  # 李大爷 is he
    for gone in ("李建国", "李大爷", "李芳", "13800138000", "11010519491231002X", "501室", "ZY0012345"):
        assert gone not in text
    assert "张志远" in text
    assert "患者满意度达到98%" in text
    lettered, _ = hidden(given_, found(given_), "letter")
    assert "患者A" in lettered.cases[0].text
    assert "人员A" in lettered.cases[0].text


def test_highlights_stay_on_their_words_and_notes_and_quotes_are_changed_too():
    start = TEXT.index("突发胸痛")
    cut = TEXT.index("建国突发")
    notes = (
        SheetNote(text="李建国后来好了", quote="突发胸痛", start=start, end=start + 4),
        SheetNote(text="", quote="建国突发", start=cut, end=cut + 4),
        SheetNote(text="整案", quote=""),
    )
    given_ = sheet(notes=notes)
    made, _ = hidden(given_, found(given_))
    one = made.cases[0]

    assert one.text[one.notes[0].start : one.notes[0].end] == one.notes[0].quote == "突发胸痛"
    assert one.notes[0].text == "李某甲后来好了"
    assert one.notes[1].quote == one.text[one.notes[1].start : one.notes[1].end] == "李某甲突发"
    assert (one.notes[2].start, one.notes[2].end) == (None, None)


def test_nothing_accepted_changes_nothing_and_the_log_tells_every_replacement():
    given_ = sheet()
    assert hidden(given_, ()) == (given_, ())

    _, done = hidden(given_, [one for one in found(given_) if one.words == "李建国"])

    assert "李建国\t李某甲\t3 处" in log(done)  # once as 李大爷
    assert [one.count for one in done] == [3]


@settings(max_examples=120, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "患者李建国",
                "，",
                "王女士",
                "13800138000",
                "8床患者",
                "说",
                "\n",
                "张",
                "号",
                "A",
                "9",
                "𠮷",
                "家住河畔路8号",
            ]
        ),
        max_size=30,
    ).map("".join),
    st.integers(0, 80),
    st.integers(0, 80),
)
def test_whatever_stands_there_no_accepted_words_are_left_and_marks_keep_to_the_text(text, start, end):
    start, end = sorted((min(start, len(text)), min(end, len(text))))
    given_ = sheet(text, notes=(SheetNote(text="", quote=text[start:end], start=start, end=end),))
    chosen = found(given_)
    made, done = hidden(given_, chosen)
    one = made.cases[0]

    assert 0 <= one.notes[0].start <= one.notes[0].end <= len(one.text)
    assert one.notes[0].quote == one.text[one.notes[0].start : one.notes[0].end]
    assert one.text.count("\n") == text.count("\n")
    for each in done:
        assert each.words not in one.text or not each.words.isalpha()
    assert hiding.hidden(made, ()) == (made, ())


def test_long_hostile_texts_are_looked_through_to_the_end():
    for text in (
        "张" * 40_000,
        "1" * 40_000,
        "路1号" * 15_000,
        "0-" * 20_000,
        "@a." * 15_000,
        "患者" * 20_000,
        "（" * 40_000,
    ):
        found(sheet(text))


def test_a_package_is_looked_over_and_changed_like_a_sheet_and_every_place_moves_along(tmp_path):
    library = Library.open(tmp_path / "甲.xinglin")
    text = "8床患者李建国凌晨入院，电话13800138000。\n李建国说，护士来得快，随访率升到92%。"
    at = text.index("随访率")
    result = Result("随访率", 92.0, "%", start=at, end=at + 9)
    outline = (Section("头", 0, text.index("\n"), None), Section("尾", text.index("\n") + 1, len(text), None))
    whole = f"报头\n{text}"
    spans = (Span(3, len(text)),)
    ids = library.add_document(
        paper(1, whole), [draft("李建国的一夜", text, results=(result,), outline=outline, spans=spans)]
    )
    library.highlight(ids[0], at, at + 3, text="李建国家属认可", tags=["患者李建国"])
    library.keep_place(ids[0], at, 0.5)
    packed = library.told(ids)

    seen = found(packed)
    made, done = hidden(packed, [one for one in seen if one.wanted])
    library.close()

    assert [one.words for one in seen if one.wanted] == ["李建国", "13800138000", "8床"]
    everything = json.dumps([made.documents, made.cases, made.notes], ensure_ascii=False)
    assert "李建国" not in everything
    assert "13800138000" not in everything
    one, note, document = made.cases[0], made.notes[0], made.documents[0]
    assert one["title"] == "李某甲的一夜"
    figure = one["results"][0]
    assert one["text"][figure["start"] : figure["end"]].startswith("随访率升到92%")
    assert one["text"][note["start"] : note["end"]] == note["quote"] == "随访率"
    assert one["text"][one["reading"]["position"] :].startswith("随访率")
    assert one["text"][one["outline"][1][1] :].startswith("李某甲说")
    start, length = one["spans"][0]
    assert document["text"][start : start + length] == one["text"]
    assert document["fingerprint"] != packed.documents[0]["fingerprint"]
    assert {each.words: each.mark for each in done}["李建国"] == "李某甲"
    assert pack.from_bytes(pack.to_bytes(made)).cases[0]["results"][0]["start"] == figure["start"]
