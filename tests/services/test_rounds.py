"""共读: what goes out to readers comes back by file, once, under their names, and nothing else is touched."""

from dataclasses import replace

import pytest

from app.formats import pack
from app.messages import Trouble, describe
from app.services import gathering, importing, packing, returning, rounds
from app.services.library import Library
from db.records import Span
from db.rounds import Answer
from tests.db.making import draft, paper, tables

TEXT = "各病区每周报一次账。\n护士长看耗材，医生看药占比。\n三个月省下一成。"


@pytest.fixture
def home(tmp_path):
    opened = Library.open(tmp_path / "甲.xinglin")
    opened.add_document(
        paper(1, "原件一", title="病区账本"), [draft("账本", TEXT), draft("改签", "门诊可以改签。\n一周内有效。")]
    )
    opened.highlight(opened.find("").ids[0], 0, 5, text="发起人自己的话")
    yield opened
    opened.close()


@pytest.fixture
def away(tmp_path):
    made = []

    def make(name):
        made.append(Library.open(tmp_path / f"{name}的库.xinglin"))
        return made[-1]

    yield make
    for one in made:
        one.close()


def ids(library):
    return {case.title: case.id for case in library.cases(library.find("").ids)}


def sent(home, folder, readers=("张三", "李四"), **more):
    return rounds.send(home, "季度共读", tuple(ids(home).values()), readers, ["可用吗？"], folder, **more)


def read(reader_library, path, verdicts, words="理由"):
    """A reader opens a package, marks a passage, answers, and gives back."""
    one, _ = returning.receive(reader_library, path)
    here = {case.title: case for case in one.cases}
    reader_library.highlight(here["账本"].here, 11, 18, "blue", f"{one.reader}：这段要问")
    answers = [Answer(here[title].id, 0, verdict, words) for title, verdict in verdicts.items()]
    rounds.answer(reader_library, one.id, answers)
    output = path.with_name(f"回执 {one.reader}.xlpack")
    rounds.give_back(reader_library, one.id, output)
    return output


def test_a_round_goes_out_and_comes_back_with_verdicts_and_notes_side_by_side(home, away, tmp_path):
    one, paths = sent(home, tmp_path)
    backs = [
        read(away("张三"), paths[0], {"账本": "recommend", "改签": "useful"}),
        read(away("李四"), paths[1], {"账本": "recommend", "改签": "reject"}),
    ]
    for path in backs:
        returning.receive(home, path)
    back = rounds.every(home)[0]
    assert gathering.missing(back) == ()
    told = gathering.answered(back, 0)
    ledger, change = ids(home)["账本"], ids(home)["改签"]
    assert (told["张三"][change].verdict, told["李四"][change].verdict) == ("useful", "reject")
    assert gathering.agreed(back, 0).share == 0.5
    passages = gathering.passages(home, back, ledger)
    assert [set(passage.notes) for passage in passages] == [{"本库"}, {"张三", "李四"}]
    assert passages[1].quote == "护士长看耗材，"
    assert {note.author for note in home.notes(ledger)} == {"", "张三", "李四"}
    assert one.id == back.id


def test_a_reader_is_told_what_is_asked_and_gets_no_note_of_ours_unasked(home, away, tmp_path):
    _, paths = sent(home, tmp_path)
    reader = away("张三")
    one, words = returning.receive(reader, paths[0])
    assert "请 张三 读 2 案" in words
    assert (one.reader, one.questions, one.home) == ("张三", ("可用吗？",), home.id)
    assert reader.notes() == ()
    _, paths = sent(home, tmp_path, noted=True)
    returning.receive(reader, paths[0])
    assert [note.author for note in reader.notes()] == ["发起人"]


def test_taking_a_return_in_twice_changes_nothing_and_once_is_one_step(home, away, tmp_path):
    _, paths = sent(home, tmp_path)
    output = read(away("张三"), paths[0], {"账本": "useful"})
    before = tables(home.store)
    returning.receive(home, output)
    after = tables(home.store)
    assert "没有改动" in returning.receive(home, output)[1]
    assert tables(home.store) == after
    assert home.undo_label == "收回共读：张三"
    home.undo()
    assert tables(home.store) == before
    home.redo()
    assert tables(home.store) == after


def test_a_package_opened_twice_is_one_round(home, away, tmp_path):
    _, paths = sent(home, tmp_path)
    reader = away("张三")
    first = returning.receive(reader, paths[0])[0]
    after = tables(reader.store)
    assert returning.receive(reader, paths[0])[0].id == first.id
    assert tables(reader.store) == after


def test_a_later_return_takes_the_place_of_an_earlier_one_and_never_the_other_way(home, away, tmp_path, monkeypatch):
    _, paths = sent(home, tmp_path)
    reader = away("张三")
    output = read(reader, paths[0], {"账本": "useful"}, "起初")
    early = output.rename(tmp_path / "早.xlpack")
    monkeypatch.setattr(rounds, "now", lambda: "2999-01-01T00:00:00Z")
    one = rounds.every(reader)[0]
    rounds.answer(reader, one.id, [Answer(one.cases[0].id, 0, "reject", "改了主意")])
    note = reader.notes(one.cases[0].here)[0]
    reader.change_note(note.id, text="张三：又想了想")
    rounds.give_back(reader, one.id, output)
    returning.receive(home, early)
    returning.receive(home, output)
    back = rounds.every(home)[0].of("张三")
    assert [(told.verdict, told.words) for told in back.answers] == [("reject", "改了主意")]
    texts = [note.text for note in home.notes() if note.author == "张三"]
    assert texts == ["张三：又想了想"]
    with pytest.raises(Trouble, match="round_older"):
        returning.receive(home, early)


def test_a_reader_who_has_the_cases_already_answers_for_ours(home, away, tmp_path):
    """The same papers under other ids: what comes back is on our cases."""
    reader = away("张三")
    reader.add_document(
        paper(1, "原件一", title="病区账本"), [draft("账本", TEXT), draft("改签", "门诊可以改签。\n一周内有效。")]
    )
    _, paths = sent(home, tmp_path)
    output = read(reader, paths[0], {"账本": "recommend"})
    assert set(ids(reader).values()).isdisjoint(ids(home).values()) or len(ids(reader)) == 2
    returning.receive(home, output)
    ledger = ids(home)["账本"]
    assert [note.quote for note in home.notes(ledger) if note.author] == ["护士长看耗材，"]
    assert set(gathering.answered(rounds.every(home)[0], 0)["张三"]) == {ledger}


def test_notes_find_their_place_in_a_text_that_was_corrected_meanwhile(home, away, tmp_path):
    _, paths = sent(home, tmp_path)
    output = read(away("张三"), paths[0], {"账本": "useful"})
    ledger = ids(home)["账本"]
    with home.writing("改正文") as (connection, _):
        from sqlalchemy import text

        connection.execute(
            text("UPDATE cases SET text = :t WHERE id = :i"), {"t": f"新加的头一句。\n{TEXT}", "i": ledger}
        )
    returning.receive(home, output)
    note = next(note for note in home.notes(ledger) if note.author)
    assert home.case(ledger).text[note.start : note.end] == "护士长看耗材，"


def test_notes_on_a_case_that_is_gone_are_counted_and_left_out(home, away, tmp_path):
    _, paths = sent(home, tmp_path)
    output = read(away("张三"), paths[0], {"账本": "useful"})
    home.delete_cases([ids(home)["账本"]])
    _, words = returning.receive(home, output)
    assert "1 条批注所在的案例已不在库中" in words
    assert list(ids(home)) == ["改签"]
    back = rounds.every(home)[0]
    assert back.of("张三").answers[0].verdict == "useful"
    assert gathering.passages(home, back, back.cases[0].here) == ()


@pytest.mark.parametrize("reason", ["round_elsewhere", "round_unknown", "round_own", "not_a_round"])
def test_a_file_that_belongs_elsewhere_is_told_plainly_and_changes_nothing(home, away, tmp_path, reason):
    one, paths = sent(home, tmp_path)
    output = read(away("张三"), paths[0], {"账本": "useful"})
    target, path = home, output
    if reason == "round_elsewhere":
        target = away("别处")
    elif reason == "round_unknown":
        rounds.delete(home, one.id)
    elif reason == "round_own":
        path = paths[0]
    else:
        path = packing.export(home, list(ids(home).values()), tmp_path / "普通.xlpack")
    before = tables(target.store)
    with pytest.raises(Trouble, match=reason) as trouble:
        returning.receive(target, path)
    assert len(str(describe(trouble.value))) > 10
    assert tables(target.store) == before


def test_a_reader_nobody_asked_is_refused(home, away, tmp_path):
    _, paths = sent(home, tmp_path)
    output = read(away("张三"), paths[0], {"账本": "useful"})
    packed = pack.read(output)
    packed.rounds[0]["reader"] = "不速之客"
    with pytest.raises(Trouble, match="round_stranger"):
        returning.received(home, packed)


def test_a_hostile_return_can_neither_write_over_our_notes_nor_answer_for_others_cases(home, away, tmp_path):
    _, paths = sent(home, tmp_path)
    output = read(away("张三"), paths[0], {"账本": "useful"})
    mine = home.notes()[0]
    packed = pack.read(output)
    packed.notes[0].update(id=mine.id, text="被改写", author="")
    stray = {"case": "elsewhere", "question": 0, "verdict": "reject", "words": "", "option": ""}
    packed.rounds[0]["answers"].append(stray)
    packed.cases[0]["title"] = "被改的标题"
    returning.received(home, packed)
    assert next(note for note in home.notes() if note.id == mine.id).text == "发起人自己的话"
    assert "被改写" in {note.text for note in home.notes() if note.author == "张三"}
    assert "账本" in ids(home)
    assert {told.case for told in rounds.every(home)[0].of("张三").answers} <= set(ids(home).values())


@pytest.mark.parametrize(
    "spoil",
    [
        {"id": "../../x"},
        {"role": "both"},
        {"questions": "可用吗？"},
        {"cases": [{"id": "a"}]},
        {"answers": [{"case": "a", "question": 0, "verdict": "best", "words": ""}]},
        {"reader": "长" * 500},
    ],
)
def test_a_round_of_the_wrong_shape_is_refused_whole(home, away, tmp_path, spoil):
    _, paths = sent(home, tmp_path)
    packed = pack.read(paths[0])
    good, bad = tmp_path / "好.xlpack", tmp_path / "坏.xlpack"
    good.write_bytes(pack.to_bytes(packed))
    bad.write_bytes(pack.to_bytes(replace(packed, rounds=(packed.rounds[0] | spoil,))))
    reader = away("张三")
    with pytest.raises(Trouble, match="pack_broken"):
        returning.receive(reader, bad)
    assert rounds.every(reader) == ()
    returning.receive(reader, good)
    assert len(rounds.every(reader)) == 1


def test_answers_to_no_question_and_on_no_case_are_let_go(home, tmp_path):
    _, paths = sent(home, tmp_path)
    packed = pack.read(paths[0])
    case = packed.rounds[0]["cases"][0]
    good = {"case": case["id"], "question": 0, "verdict": "useful", "words": "", "option": ""}
    told = packed.rounds[0] | {
        "cases": [case, case],
        "answers": [good, good, good | {"question": 9}, good | {"question": -1}, good | {"case": "elsewhere"}],
    }
    again = pack.from_bytes(pack.to_bytes(replace(packed, rounds=(told, told))))
    assert len(again.rounds) == 1
    assert again.rounds[0]["answers"] == [good]
    assert again.rounds[0]["cases"] == [case]


def test_packages_never_write_over_one_another_and_bad_names_make_good_files(home, tmp_path):
    _, first = sent(home, tmp_path, readers=("../../张", "张:三*"))
    _, second = sent(home, tmp_path, readers=("../../张", "张:三*"))
    assert len({*first, *second}) == 4
    assert all(path.parent == tmp_path and path.exists() for path in (*first, *second))


@pytest.mark.parametrize(
    ("name", "readers", "cases", "reason"),
    [(" ", ("甲",), True, "name"), ("读", (" ",), True, "round_readers"), ("读", ("甲",), False, "round_cases")],
)
def test_what_is_missing_to_begin_with_is_said(home, tmp_path, name, readers, cases, reason):
    given = tuple(ids(home).values()) if cases else ("nobody",)
    with pytest.raises(Trouble, match=reason):
        rounds.send(home, name, given, readers, [], tmp_path)
    assert rounds.every(home) == ()
    assert not list(tmp_path.glob("*.xlpack"))


def test_more_cases_than_anybody_reads_are_refused_before_anything_is_written(home, tmp_path):
    many = [draft(f"案例{n}", f"第{n}个病区的账。") for n in range(rounds.CASES + 1)]
    home.add_document(paper(9, "很多"), many)
    with pytest.raises(Trouble, match="round_many"):
        rounds.send(home, "读", home.find("", limit=1).ids, ["甲"], [], tmp_path)
    assert not list(tmp_path.glob("*.xlpack"))


def test_missing_readers_are_named_and_the_table_goes_out(home, away, tmp_path):
    _, paths = sent(home, tmp_path, readers=("张三", "李四", "王五"))
    returning.receive(home, read(away("张三"), paths[0], {"账本": "recommend"}, "学"))
    one = rounds.every(home)[0]
    assert "李四、王五" in gathering.stand(one)
    sheet = gathering.sheet(home, one)
    verdicts, notes = sheet.parts[1], sheet.parts[2]
    assert verdicts.head == ("案例", "张三", "李四", "王五", "是否一致")
    assert [cell.text for cell in verdicts.rows[0][1]] == ["推荐", "学"]
    assert verdicts.rows[1][1][0].text == "未作判断"
    assert verdicts.rows[0][2][0].text == "未交回"
    assert all(len(row) == len(table.head) for table in (verdicts, notes) for row in table.rows)


def test_the_command_line_takes_a_return_in_as_well(home, away, tmp_path):
    _, paths = sent(home, tmp_path)
    output = read(away("张三"), paths[0], {"账本": "useful"})
    cases = len(ids(home))
    outcome = importing.import_pack(home, output)
    assert outcome.status == "imported"
    assert "张三" in outcome.told
    assert len(ids(home)) == cases


def test_readers_are_read_from_lines_and_commas_once_each():
    assert rounds.names("张三、李四\n 张三 \n\n王 五，赵六") == ("张三", "李四", "王 五", "赵六")


def test_only_notes_made_for_the_round_go_back_unless_others_are_named(home, away, tmp_path):
    _, paths = sent(home, tmp_path)
    reader = away("张三")
    drafts = [draft("账本", TEXT), draft("改签", "门诊可以改签。\n一周内有效。")]
    reader.add_document(paper(1, "原件一", title="病区账本"), drafts)
    mine = ids(reader)["账本"]
    reader.highlight(mine, 0, 5, text="早先的私人笔记")
    one, _ = returning.receive(reader, paths[0])
    assert {case.here for case in one.cases} <= set(ids(reader).values())
    assert len(ids(reader)) == 2
    reader.highlight(mine, 11, 18, text="为共读写的")
    offered = {each.note.text: each for each in rounds.going(reader, one.id)}
    assert {words: each.fresh for words, each in offered.items()} == {"早先的私人笔记": False, "为共读写的": True}
    output = tmp_path / "回.xlpack"
    assert rounds.give_back(reader, one.id, output) == 1
    assert "早先的私人笔记" not in {row["text"] for row in pack.read(output).notes}
    old = offered["早先的私人笔记"].note.id
    assert rounds.give_back(reader, one.id, output, [old]) == 1
    assert {row["text"] for row in pack.read(output).notes} == {"早先的私人笔记"}
    fresh = {each.note.text: each.fresh for each in rounds.going(reader, one.id)}
    assert fresh == {"早先的私人笔记": True, "为共读写的": False}


def test_a_package_tells_no_more_of_a_paper_than_its_cases(home, tmp_path):
    whole = "不交的案例，只有自己人知道。\n交出去的一段。\n结尾也不交。"
    home.add_document(
        paper(7, whole),
        [
            draft("交", "交出去的一段。", spans=(Span(15, 7),)),
            draft("不交", "不交的案例，只有自己人知道。", spans=(Span(0, 14),)),
        ],
    )
    wanted = ids(home)["交"]
    home.tag([wanted], ["内部"])
    _, paths = rounds.send(home, "读", (wanted,), ["张三"], [], tmp_path)
    packed = pack.read(paths[0])
    (case,), (document,) = packed.cases, packed.documents
    assert document["text"] == "交出去的一段。"
    assert [document["text"][at : at + count] for at, count in case["spans"]] == ["交出去的一段。"]
    assert case["tags"] == []


def test_a_return_carries_no_more_of_a_case_than_its_notes_stand_on(home, away, tmp_path):
    _, paths = sent(home, tmp_path)
    packed = pack.read(read(away("张三"), paths[0], {"账本": "useful"}))
    assert [case["title"] for case in packed.cases] == ["账本"]
    assert [document["text"] for document in packed.documents] == [""]


def test_our_own_notes_go_out_only_when_that_is_wanted(home, away, tmp_path):
    _, paths = sent(home, tmp_path)
    returning.receive(home, read(away("张三"), paths[0], {"账本": "useful"}))
    one = rounds.every(home)[0]
    ledger = ids(home)["账本"]

    def told(**more):
        return "发起人自己的话" in str(gathering.sheet(home, one, **more))

    assert (told(), told(mine=True)) == (False, True)
    assert all("本库" not in found.notes for found in gathering.passages(home, one, ledger, mine=False))


def test_a_note_that_was_withdrawn_goes_with_the_next_return_and_undo_brings_it_back(home, away, tmp_path):
    _, paths = sent(home, tmp_path)
    reader = away("张三")
    output = read(reader, paths[0], {"账本": "useful"})
    returning.receive(home, output)
    one = rounds.every(reader)[0]
    reader.delete_notes([note.id for note in reader.notes()])
    rounds.give_back(reader, one.id, output)
    _, words = returning.receive(home, output)
    assert "撤回 1 条批注" in words
    assert {note.author for note in home.notes()} == {""}
    home.undo()
    assert {note.author for note in home.notes()} == {"", "张三"}


def test_a_clock_that_goes_wrong_blocks_no_later_return(home, away, tmp_path):
    _, paths = sent(home, tmp_path)
    reader = away("张三")
    output = read(reader, paths[0], {"账本": "useful"})
    packed = pack.read(output)
    packed.rounds[0]["sent_at"] = "9999-12-31T00:00:00Z"
    returning.received(home, packed)
    one = rounds.every(reader)[0]
    rounds.answer(reader, one.id, [Answer(one.cases[0].id, 0, "reject", "改了主意")])
    rounds.give_back(reader, one.id, output)
    returning.receive(home, output)
    assert [told.verdict for told in rounds.every(home)[0].of("张三").answers] == ["reject"]


def test_a_return_can_be_sent_back_with_its_notes_and_an_older_one_taken(home, away, tmp_path):
    one, paths = sent(home, tmp_path)
    output = read(away("张三"), paths[0], {"账本": "useful"})
    returning.receive(home, output)
    returning.send_back(home, one.id, "张三")
    assert rounds.every(home)[0].returns == ()
    assert {note.author for note in home.notes()} == {""}
    returning.receive(home, output)
    assert {note.author for note in home.notes()} == {"", "张三"}


def test_a_package_made_once_more_has_the_notes_the_first_one_had(home, tmp_path):
    one, paths = sent(home, tmp_path, noted=True)
    again = rounds.again(home, one.id, "张三", tmp_path)
    assert [row["text"] for row in pack.read(again).notes] == [row["text"] for row in pack.read(paths[0]).notes] != []


def test_questions_are_answered_on_the_scale_in_words_or_by_own_options(home, away, tmp_path):
    asked, offered = ["可用吗？", "难在哪？", "交给谁？"], (None, (), ("护理部", "医务处"))
    _, paths = rounds.send(home, "读", tuple(ids(home).values()), ["张三", "李四"], asked, tmp_path, options=offered)
    for path, where in zip(paths, ("护理部", "医务处"), strict=True):
        reader = away(path.stem)
        one, _ = returning.receive(reader, path)
        assert [one.offered(number) for number in range(3)] == list(offered)
        case = one.cases[0].id
        told = [Answer(case, 0, "useful"), Answer(case, 1, words="缺人"), Answer(case, 2, option=where)]
        rounds.answer(reader, one.id, told)
        rounds.give_back(reader, one.id, tmp_path / f"{where}.xlpack")
        returning.receive(home, tmp_path / f"{where}.xlpack")
    back = rounds.every(home)[0]
    assert gathering.agreed(back, 2).share == 0
    assert "2 位读者答了" in gathering.accord(back, 1)
    assert [case.id for case in gathering.listed(back, 2, "differing")] == [back.cases[0].id]
    assert gathering.listed(back, 0, "differing") == ()
    tables_ = gathering.sheet(home, back).parts[1:4]
    assert [[cell.text for cell in table.rows[0][1]] for table in tables_] == [["可借鉴"], ["缺人"], ["护理部"]]


def test_names_turn_nothing_round_and_no_word_is_said_twice(home, tmp_path):
    assert rounds.names("\u202e甲\x00乙") == ("甲 乙",)
    one, paths = rounds.send(home, "党委会共读", tuple(ids(home).values()), ["\u202e张三"], [], tmp_path)
    assert one.readers == ("张三",)
    assert paths[0].stem == "党委会共读 张三"
    assert gathering.title(one) == "党委会共读意见"
