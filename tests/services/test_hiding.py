import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.formats import pack
from app.formats.sheet import Sheet, SheetCase, SheetNote
from app.services import hiding, sighting
from app.services.hiding import found, hidden, log, renamed
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


@pytest.mark.parametrize(
    ("text", "kind", "told"),
    [
        ("女儿张小红说没事。", "patient", ["张小红"]),
        ("62岁的张秀英来了。", "patient", ["张秀英"]),
        ("患者（张秀英）入院。", "patient", ["张秀英"]),
        ("村民阿依古丽·买买提说。", "patient", ["阿依古丽·买买提"]),
        ("患者古丽说。", "patient", ["古丽"]),
        ("患者李建国、王芳，都好。", "patient", ["李建国", "王芳"]),
        ("退休教师李桂兰来了。", "patient", ["李桂兰"]),
        ("姓名：赵六 性别：男", "person", ["赵六"]),
        ("患者姓名：谌六九，女", "patient", ["谌六九"]),
        ("联系人：陈静", "person", ["陈静"]),
        ("监护人陈静签字", "person", ["陈静"]),
        ("打给 13987654321 孙丽。", "person", ["孙丽"]),
        ("医生刘洋。", "staff", ["刘洋"]),
        ("护士赵敏扶着她", "staff", ["赵敏"]),
        ("护士长 孙丽 说", "staff", ["孙丽"]),
        ("记者 许芬、刘振（据原文转述）", "speaker", ["许芬", "刘振"]),
        ("住院号（ZY123456）", "admission", ["ZY123456"]),
        ("住院号第123456号", "admission", ["123456"]),
        ("病历号№20230101", "admission", ["20230101"]),
        ("住院号/ZY123456", "admission", ["ZY123456"]),
        ("门诊号为M-2023/0001", "admission", ["M-2023/0001"]),
        ("ID 12345678（住院号）", "admission", ["12345678"]),
        ("床位号 12床患者", "admission", ["床位号 12床"]),
        ("电话(0791)8888 6666", "phone", ["(0791)8888 6666"]),
        ("电话：0791-88886666转801", "phone", ["0791-88886666转801"]),
        ("138.1234.5678", "phone", ["138.1234.5678"]),
        ("138\u00a01234\u00a05678", "phone", ["138\u00a01234\u00a05678"]),
        ("卡里 4111 1111 1111 1111", "card", ["4111 1111 1111 1111"]),
        ("银行卡号6222021234567890123", "card", ["6222021234567890123"]),
        ("微信号zhang_1949，", "account", ["zhang_1949"]),
        ("QQ：12345678", "account", ["12345678"]),
        ("车牌赣B·12345", "plate", ["赣B·12345"]),
        ("一辆赣A12345D", "plate", ["赣A12345D"]),
    ],
)
def test_names_and_numbers_are_found_however_they_are_written(text, kind, told):
    assert words(found(sheet(text)), kind)[: len(told)] == told
    made, _ = hidden(sheet(text), found(sheet(text)))
    assert not any(one in made.cases[0].text for one in told)


@pytest.mark.parametrize(
    "text",
    [
        "血红蛋白138.12 g/L，肌酐 1380.5 μmol/L，白细胞13.8×10^9/L，随访 138 例 1234 人次。",
        "医生高度重视，护士方便患者，医生和护士都说好，护士应当先到。",
        "联系人：办公室。负责人：院长。姓名：不详。患者（高危）不安，患者多达三人，患者拉肚子。",
        "62岁的高龄患者，记者、时任院长，江小学，高小康社区。",
        "6222021234567890124 份，流水 2023 0101 0001 2345 元，云HIS系统，川ICU改造。",
        "床位1200张，微信公众号推送，微信扫码，QQ群里，ID卡。",
    ],
)
def test_what_looks_like_one_of_them_is_left_alone(text):
    assert [(one.kind, one.words) for one in found(sheet(text)) if one.kind != "speaker"] == []


def test_one_number_is_one_however_it_is_parted_and_has_one_mark():
    given_ = sheet("手机13800138000，又作 138 0013 8000，+86 138-0013-8000。")
    seen = [one for one in found(given_) if one.kind == "phone"]
    assert [(one.forms, one.count) for one in seen] == [(("13800138000", "138 0013 8000", "+86 138-0013-8000"), 3)]
    assert hidden(given_, seen)[0].cases[0].text == "手机〔电话1〕，又作 〔电话1〕，〔电话1〕。"


def test_authors_and_who_signed_a_note_are_listed_and_left_until_a_person_says_otherwise():
    from dataclasses import replace

    from app.formats.sheet import SheetSource, Source

    facts = Source("N", "病房", authors=("石楠", "某县人民医院"))
    given_ = sheet("正文", notes=(SheetNote(text="可以学", author="林溪"),))
    given_ = replace(given_, sources=(SheetSource(number=1, citation="石楠. 病房[N].", facts=facts),))
    seen = found(given_)
    assert {(one.kind, one.words, one.wanted) for one in seen} == {
        ("speaker", "石楠", False),
        ("speaker", "林溪", False),
    }
    made, _ = hidden(given_, seen)
    assert made.sources[0].facts.authors == ("石某甲", "某县人民医院")
    assert made.cases[0].notes[0].author == "林某甲"


def test_what_was_not_chosen_to_go_out_is_not_counted():
    from dataclasses import replace

    given_ = replace(sheet("患者李建国，电话13800138000。"), body="record")
    assert [one for one in found(given_) if one.wanted] == []


def test_a_drawing_is_changed_in_its_words_and_nowhere_else():
    from dataclasses import replace

    from app.formats.sheet import SheetPicture

    svg = (
        '<svg width="13800138000" aria-label="患者李建国 &amp; 家属"><path d="M 13800138000 2"/>'
        "<text>患者李建国 &lt;好&gt;</text></svg>"
    )
    given_ = replace(sheet("无"), parts=(SheetPicture(title="图", svg=svg),))
    seen = found(given_)
    made, _ = hidden(given_, seen)
    assert words(seen, "phone") == []
    assert made.parts[0].svg == svg.replace("李建国", "李某甲")


def test_a_file_is_named_without_what_is_hidden():
    given_ = sheet()
    seen = [one for one in found(given_, "李建国的故事 13800138000") if one.wanted]
    assert renamed("李建国的故事 13800138000", seen) == "李某甲的故事 〔电话1〕"
    assert renamed("病房故事", seen) == "病房故事"
    assert [one.words for one in found(sheet("无"), "患者孙丽丽") if one.wanted] == ["孙丽丽"]


def test_long_hostile_texts_are_looked_through_to_the_end():
    for text in (
        "张" * 40_000,
        "1" * 40_000,
        "路1号" * 15_000,
        "0-" * 20_000,
        "@a." * 15_000,
        "患者" * 20_000,
        "（" * 40_000,
        "4111 " * 15_000,
        "姓名：" * 15_000,
        "卡号" * 20_000,
        "赣A1" * 15_000,
        "138." * 15_000,
        "古·" * 20_000,
        "患者古" * 15_000,
        "、张三" * 15_000,
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
