"""Packages and the look before sharing, through the window."""

import io
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog

from app.formats.sheet import Sheet, SheetCase
from app.services import packing
from app.services.hiding import found
from app.services.library import Library
from app.ui.dialogs.hiding import HidingDialog
from app.ui.dialogs.packing import PackDialog
from tests.ui.conftest import wait

TEXT = "8床患者李建国凌晨入院，电话13800138000。李建国说，护士来得快。\n党委书记张志远表示，要继续。"


def answer(name, act):
    """Answer the dialog of that name once it is shown, which the window waits for."""

    def look():
        shown = next((w for w in QApplication.topLevelWidgets() if w.objectName() == name and w.isVisible()), None)
        if shown is None:
            QTimer.singleShot(20, look)
        else:
            act(shown)

    QTimer.singleShot(0, look)


@pytest.fixture
def package(tmp_path):
    from tests.db.making import draft, paper

    library = Library.open(tmp_path / "别人的.xinglin")
    ids = library.add_document(paper(7, "别处的原文"), [draft("别处的案例")])
    library.add_note(ids[0], "别人的笔记")
    output = packing.export(library, ids, tmp_path / "同事的.xlpack")
    library.close()
    return output


def test_a_dropped_package_tells_what_it_brings_and_comes_in_as_one_step(window, package):
    library = window.session.library
    had = library.find(limit=0).total
    told: list[str] = []

    def agree(dialog: QDialog):
        told.append(dialog.words.text())
        dialog.accept()

    answer("packDialog", agree)
    window.deeds.import_paths([package])

    wait(lambda: library.find(limit=0).total == had + 1)
    assert "1 个新案例、1 条笔记" in told[0]
    wait(lambda: "已导入" in window.notice.words.text())
    library.undo()
    assert library.find(limit=0).total == had


def test_refused_in_the_dialog_nothing_comes_in_and_a_broken_package_is_told(window, package):
    library = window.session.library
    had = library.find(limit=0).total
    done: list[bool] = []

    def refuse(dialog: QDialog):
        dialog.reject()
        done.append(True)

    answer("packDialog", refuse)
    window.deeds.import_paths([package])
    wait(lambda: done)
    package.write_bytes(package.read_bytes()[:-40])
    window.deeds.import_paths([package])
    wait(lambda: "交换包不完整" in window.notice.words.text())
    assert library.find(limit=0).total == had


def test_the_look_before_sharing_lists_ticks_and_shows_how_it_reads(qt):  # noqa: ARG001 - Qt comes first
    one = SheetCase(title="病房", byline="", text=TEXT, source_line="")
    sheet = Sheet(title="选编", library="", filters="", made_on="", cases=(one,))
    dialog = HidingDialog(found(sheet), None)

    assert [each.words for each in dialog.accepted_sightings()] == ["李建国", "13800138000", "8床"]
    assert "李建国 → 李某甲" in dialog.preview.toPlainText()
    dialog.letter.setChecked(True)
    assert "李建国 → 患者A" in dialog.preview.toPlainText()
    for top in range(dialog.tree.topLevelItemCount()):
        dialog.tree.topLevelItem(top).setCheckState(0, dialog.tree.topLevelItem(0).checkState(0).Unchecked)
    assert dialog.accepted_sightings() == ()
    assert "没有勾选" in dialog.preview.toPlainText()
    dialog.deleteLater()


def test_what_was_ticked_is_hidden_in_the_file_and_the_log_lies_beside_it(window, tmp_path):
    from app.services.choosing import Choice
    from app.ui.dialogs.export import Request
    from tests.db.making import draft, paper

    library = window.session.library
    ids = library.add_document(paper(8, "原文八"), [draft("病房故事", TEXT)])
    output = tmp_path / "出.md"
    request = Request("md", ids, "选编", output, False, Choice(case_ids=ids), sharing=True)

    def agree(dialog: QDialog):
        dialog.log.setChecked(True)
        dialog.accept()

    answer("hidingDialog", agree)
    window.commands.exchange.look_over(request, lambda to, hide: window.deeds.export(to, "", hide))

    wait((tmp_path / "出 隐去记录.txt").exists)
    written = output.read_text(encoding="utf-8")
    assert "李建国" not in written
    assert "李某甲" in written
    assert "张志远" in written
    assert "李建国\t李某甲" in Path(tmp_path / "出 隐去记录.txt").read_text(encoding="utf-8-sig")
    assert library.case(ids[0]).text == TEXT


def test_of_every_case_and_note_that_differs_it_is_asked_and_both_are_kept_unless_told_otherwise(qt):  # noqa: ARG001
    clashes = (
        packing.Clash("c", "C", "门诊", (("标题", "我的", "他的"), ("正文", "甲", "乙"))),
        packing.Clash("n", "C", "一条想法", (("文字", "我写的", "他写的"),), note=True),
    )
    dialog = PackDialog("包.xlpack", packing.Met(cases=1, copies=1, clashes=clashes, habits=2), None)

    assert dialog.decided() == {"c": "both", "n": "both"}
    assert dialog.clashes.topLevelItem(0).text(2) == "标题、正文"
    dialog.clashes.topLevelItem(1).setSelected(True)
    assert "库中：我写的\n  包里：他写的" in dialog.shown.toPlainText()
    dialog.ways["theirs"].click()
    assert dialog.decided() == {"c": "both", "n": "theirs"}
    assert dialog.clashes.topLevelItem(1).text(1) == "用包里的"
    dialog.clashes.clearSelection()
    dialog.ways["mine"].click()
    assert dialog.decided() == {"c": "mine", "n": "mine"}
    assert dialog.habits.isChecked()
    dialog.deleteLater()


def test_what_was_decided_in_the_dialog_is_done_as_one_step(window, tmp_path):
    library = window.session.library
    case = window.list.ids()[0]
    packed = packing.export(library, [case], tmp_path / "改动前.xlpack")
    had = library.case(case).title
    library.rename_case(case, "改过的标题")

    def take_theirs(dialog: QDialog):
        dialog.decide("theirs")
        dialog.accept()

    answer("packDialog", take_theirs)
    window.deeds.import_paths([packed])

    wait(lambda: library.case(case).title == had)
    library.undo()
    assert library.case(case).title == "改过的标题"


@pytest.mark.parametrize("way", ["pack", "print"])
def test_packages_and_paper_are_looked_over_too(window, tmp_path, monkeypatch, way):
    from app.services.choosing import Choice
    from app.ui.dialogs import printing
    from app.ui.dialogs.export import Request
    from tests.db.making import draft, paper

    library = window.session.library
    ids = library.add_document(paper(8, TEXT, fingerprint="x"), [draft("病房故事", TEXT)])
    library.highlight(ids[0], 10, 20)
    output = tmp_path / "出.xlpack"
    request = Request("pack", ids, "选编", output, False, Choice(case_ids=ids), printed=way == "print", sharing=True)
    shown = []
    monkeypatch.setattr(printing, "PrintPreview", lambda pdf, *_: shown.append(pdf) or QDialog())
    asked = tmp_path / ("记录.txt" if way == "print" else "出 隐去记录.txt")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(asked.with_suffix("")), ""))

    def agree(dialog: QDialog):
        dialog.log.setChecked(True)
        dialog.accept()

    answer("hidingDialog", agree)
    window.commands.exchange.send(request)

    if way == "print":
        wait(lambda: shown, 20)
        text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(shown[0])).pages)
    else:
        wait(output.exists)
        told = packing.read(output)
        text = told.documents[0]["text"] + told.cases[0]["text"] + told.notes[0]["quote"]
        note = told.notes[0]
        assert told.cases[0]["text"][note["start"] : note["end"]] == note["quote"]
    assert "李建国" not in text
    assert "13800138000" not in text
    assert "李某甲" in text
    wait(asked.exists)
    assert "李建国\t李某甲" in asked.read_text(encoding="utf-8-sig")
    wait(lambda: asked.name in window.notice.words.text())
    assert [path.name for path in tmp_path.glob("*隐去记录*")] == ([] if way == "print" else [asked.name])
    assert library.case(ids[0]).text == TEXT


@pytest.fixture
def asked_for(window, tmp_path):
    """A case with a patient in its title too, asked for as Markdown, to be looked over."""
    from app.services.choosing import Choice
    from app.ui.dialogs.export import Request
    from tests.db.making import draft, paper

    ids = window.session.library.add_document(paper(8, TEXT, fingerprint="x"), [draft("患者李建国的一夜", TEXT)])

    def made(name, **more):
        output = tmp_path / name
        return Request("md", ids, "患者李建国的一夜", output, False, Choice(case_ids=ids), sharing=True, **more)

    def agree(dialog: QDialog):
        dialog.log.setChecked(True)
        dialog.accept()

    answer("hidingDialog", agree)
    return made


def test_the_record_takes_the_place_of_no_other_file_and_a_long_name_is_cut(window, tmp_path, asked_for):
    long = "长" * 83
    request = asked_for(f"{long}.md")
    window.commands.exchange.send(request)
    wait(request.output.exists)
    wait(lambda: list(tmp_path.glob("*隐去记录.txt")))
    first = next(tmp_path.glob("*隐去记录.txt"))
    assert first.name.startswith("长" * 60)
    first.write_text("别的", encoding="utf-8")
    wait(lambda: window.jobs.idle)

    def agree(dialog: QDialog):
        dialog.log.setChecked(True)
        dialog.accept()

    answer("hidingDialog", agree)
    window.commands.exchange.send(replace(request, replace=True))
    wait(lambda: len(list(tmp_path.glob("*隐去记录*.txt"))) == 2)
    assert first.read_text(encoding="utf-8") == "别的"
    second = next(path for path in tmp_path.glob("*隐去记录*.txt") if path != first)
    wait(lambda: "李建国" in second.read_text(encoding="utf-8-sig"))
    wait(lambda: second.name in window.notice.words.text())


def test_an_export_that_fails_leaves_no_record_of_real_names(window, tmp_path, asked_for):
    request = asked_for("出.md")
    request.output.write_text("旧的", encoding="utf-8")
    window.commands.exchange.send(request)
    wait(lambda: "已经存在" in window.notice.words.text())
    wait(lambda: window.jobs.idle)
    assert [path.name for path in tmp_path.glob("出*")] == ["出.md"]
    assert request.output.read_text(encoding="utf-8") == "旧的"


def test_an_export_that_is_stopped_leaves_no_record_either(window, tmp_path):
    from app.services import exporting
    from app.services.choosing import Choice
    from app.services.withholding import Withholding
    from app.ui.dialogs.export import Request
    from tests.db.making import draft, paper

    jobs = []
    window.jobs.long_began.connect(jobs.append)

    class Stopping(Withholding):
        """Stopped once the names are known, and before anything is written."""

        def __call__(self, goods):
            made = super().__call__(goods)
            jobs[-1].cancel()
            return made

    library = window.session.library
    ids = library.add_document(paper(8, TEXT, fingerprint="x"), [draft("一夜", TEXT)])
    choice = Choice(case_ids=ids)
    hide = Stopping(found(exporting.sheet(library, choice)), logged=True)
    window.deeds.export(Request("md", ids, "一夜", tmp_path / "出.md", False, choice), "", hide)
    wait(lambda: hide.done and window.jobs.idle)
    assert list(tmp_path.glob("出*")) == []


def test_the_file_loses_the_name_that_is_hidden_and_another_file_of_that_name_stays(window, tmp_path, asked_for):
    (tmp_path / "李某甲的一夜.md").write_text("别的", encoding="utf-8")
    request = asked_for("李建国的一夜.md")
    window.commands.exchange.send(request)
    made = tmp_path / "李某甲的一夜（2）.md"
    wait(made.exists)
    wait((tmp_path / "李某甲的一夜（2） 隐去记录.txt").exists)
    assert not request.output.exists()
    assert "李建国" not in made.read_text(encoding="utf-8")
    assert (tmp_path / "李某甲的一夜.md").read_text(encoding="utf-8") == "别的"


def test_a_name_may_stay_in_the_name_of_the_file_and_paper_has_none(qt):  # noqa: ARG001 - Qt comes first
    one = SheetCase(title="病房", byline="", text=TEXT, source_line="")
    sheet = Sheet(title="选编", library="", filters="", made_on="", cases=(one,))
    dialog = HidingDialog(found(sheet, "李建国"), None, file="李建国.pdf")
    assert dialog.rename.text() == "文件名也改为“李某甲.pdf”"
    assert not dialog.rename.isHidden()
    assert dialog.file_name() == "李某甲.pdf"
    dialog.letter.setChecked(True)
    assert dialog.file_name() == "患者A.pdf"
    dialog.rename.setChecked(False)
    assert dialog.file_name() == "李建国.pdf"
    paper = HidingDialog(found(sheet), None)
    assert paper.rename.isHidden()
    assert "排好版后问" in paper.log.text()
    for each in (dialog, paper):
        each.deleteLater()


def test_the_sources_of_the_selected_cases_are_copied_as_they_are_cited(window):
    ids = window.list.ids()[:2]
    window.list.select(ids) if hasattr(window.list, "select") else None
    window.commands.actions["copy_citations"].trigger()
    wait(lambda: "[" in QApplication.clipboard().text())
    wait(lambda: "已复制" in window.notice.words.text())


@pytest.mark.parametrize("kind", ["bib", "ris", "pack"])
def test_references_and_packages_stand_in_the_menu_among_all_actions_and_in_the_dialog(window, kind):
    action = window.commands.actions[f"export_{kind}"]
    assert action in window.commands.every()
    assert action in window.top.export.menu().actions()
    seen = []

    def look(dialog: QDialog):
        seen.append((dialog.choices.chosen_format(), Path(dialog.file.text()).suffix, dialog.choices.body.isVisible()))
        dialog.reject()

    answer("exportDialog", look)
    action.trigger()
    assert seen == [(kind, {"pack": ".xlpack"}.get(kind, f".{kind}"), False)]
