"""The export dialog over the real window: choices, preview, templates, printing."""

from io import BytesIO

import pypdf
import pytest
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from app import settings as kept
from app.formats.to_pdf import to_pdf
from app.services.choosing import Choice, Template, all_kept, all_taken, taken
from app.services.choosing import kept as told
from app.task import Cancelled, Task
from app.ui.dialogs.asking import AskName
from app.ui.dialogs.export import LANE, ExportDialog, Scope
from app.ui.dialogs.export_choices import FORMATS
from app.ui.dialogs.printing import PrintPreview, print_pages
from tests.formats.sheets import TEXT, case, sheet
from tests.ui.conftest import settle, wait


@pytest.fixture
def asked(window, tmp_path):
    """Makes the dialog on the window's library."""
    made = []

    def make(format_=None, settings=None, ids=None):
        scopes = [Scope("当前列表", tuple(ids or window.list.ids())), Scope("正在阅读的案例", window.list.ids()[:1])]
        dialog = ExportDialog(
            scopes, format_, "学习材料", tmp_path, window, library=window.session.library, jobs=window.jobs,
            settings=settings or window.settings, palette=window.colours,
        )  # fmt: skip
        dialog.templates_kept.connect(lambda words: window.keep(export_templates=words))
        dialog.show()
        made.append(dialog)
        return dialog

    yield make
    for dialog in made:
        dialog.reject()
        dialog.deleteLater()


def drawn(dialog, window):
    settle(window, 0.35)
    wait(lambda: not dialog.preview.words.text().startswith("正在"), 20)
    settle(window)


def test_the_first_pages_stand_beside_the_choices_and_follow_them(asked, window):
    dialog = asked("pdf")
    drawn(dialog, window)
    whole = dialog.preview.pages.count()
    assert whole > 3
    dialog.choices.layout_.set_value("table")
    drawn(dialog, window)
    assert dialog.preview.pages.count() == 1
    dialog.choices.pick("md")
    drawn(dialog, window)
    assert "门诊不再排长队" in dialog.preview.text.toPlainText()
    dialog.choices.pick("csv")
    drawn(dialog, window)
    assert dialog.preview.table.rowCount() == 6


def test_a_preview_that_was_overtaken_never_lands(asked, window):
    dialog = asked("pdf")
    drawn(dialog, window)
    dialog.title.setText("一号题目")
    wait(lambda: LANE in window.jobs.lanes, 5)
    dialog.choices.pick("txt")
    drawn(dialog, window)
    assert dialog.preview.stack.currentWidget() is dialog.preview.text
    assert "一号题目" in dialog.preview.text.toPlainText()


def test_closing_the_dialog_stops_the_preview(asked, window):
    dialog = asked("pdf")
    wait(lambda: LANE in window.jobs.lanes, 5)
    dialog.reject()
    assert LANE not in window.jobs.lanes
    settle(window, 0.4)
    assert LANE not in window.jobs.lanes


def test_a_library_closed_meanwhile_is_told_in_the_pane(asked, window):
    dialog = asked("pdf", ids=["nowhere"])
    drawn(dialog, window)
    assert dialog.preview.words.text().startswith("预览没有做出来：没有编号为")


def test_only_what_makes_a_difference_is_shown(asked):
    dialog = asked("pdf")
    choices = dialog.choices
    assert choices.layout_.isVisible()
    assert choices.archival.isVisible()
    choices.pick("csv")
    assert not choices.layout_.isVisible()
    assert not choices.place.isVisible()
    choices.pick("pdf")
    choices.body.set_value("text")
    choices.layout_.set_value("cards")
    assert choices.body.value() == "noted"
    choices.layout_.set_value("official")
    assert "代替" in choices.hint.text()


def offered(pick):
    return {pick.itemData(row) for row in range(pick.count()) if not pick.view().isRowHidden(row)}


@pytest.mark.parametrize(
    ("format_", "layout", "places"),
    [
        ("pdf", "simple", {"beside", "comments", "end", "none"}),
        ("pdf", "official", {"beside", "end", "none"}),
        ("pdf", "cards", {"beside", "end", "none"}),
        ("docx", "official", {"beside", "comments", "end", "none"}),
        ("docx", "cards", {"beside", "comments", "none"}),
        ("md", "simple", {"beside", "end", "none"}),
    ],
)
def test_only_places_that_notes_have_in_the_format_are_offered(asked, format_, layout, places):
    choices = asked("pdf").choices
    choices.place.set_value("comments")
    choices.layout_.set_value(layout)
    choices.pick(format_)
    assert offered(choices.place) == places
    assert choices.place.value() in places
    assert choices.place_hint.isVisible() == ((format_, layout) in {("pdf", "official"), ("pdf", "cards")})


def test_contents_are_offered_where_there_is_more_than_one_case(asked):
    choices = asked("docx").choices
    assert choices.contents.isEnabled()
    choices.layout_.set_value("cards")
    assert choices.contents.isVisible()
    choices.scope.setCurrentIndex(1)
    assert not choices.contents.isEnabled()
    assert "不印目录" in choices.contents.toolTip()


def test_a_person_may_have_every_theme_and_practice_listed(asked):
    choices = asked("md").choices
    assert choices.every.isVisible()
    choices.every.setChecked(True)
    assert choices.template().choice.every
    assert all_taken(all_kept({"全": choices.template()}))["全"].choice.every
    choices.pick("json")
    assert not choices.every.isVisible()


def test_what_was_chosen_is_in_the_request(asked, window, tmp_path):
    library = window.session.library
    library.add_note(window.list.ids()[0], "看", ["可借鉴"])
    settle(window)
    dialog = asked("pdf")
    drawn(dialog, window)
    choices = dialog.choices
    choices.group.set_value("region")
    choices.fields.set_value(["年份", "主题"])
    choices.tags.set_value(["可借鉴"])
    choices.scope.setCurrentIndex(1)
    request = dialog.request()
    assert request.choice == Choice(
        case_ids=window.list.ids()[:1], title="学习材料", group="region", fields=("年份", "主题"), note_tags=("可借鉴",)
    )  # fmt: skip
    assert request.output == tmp_path / "学习材料.pdf"
    window.deeds.export(request, "")
    wait(lambda: window.jobs.idle, 30)
    settle(window)
    assert request.output.exists()


def test_ticking_several_things_keeps_their_names_on_the_button(asked):
    choices = asked("pdf").choices
    said = []
    choices.changed.connect(lambda: said.append(1))
    for action in choices.colours.menu().actions()[:2]:
        action.trigger()
    assert choices.colours.text().strip() == "黄、蓝"
    assert choices.template().choice.note_colours == ("yellow", "blue")
    assert len(said) == 2
    for action in choices.colours.menu().actions()[2:]:
        action.trigger()
    assert choices.template().choice.note_colours is None


def test_templates_are_kept_by_name_applied_renamed_and_deleted(asked, window):
    dialog = asked("pdf")
    dialog.choices.layout_.set_value("official")
    dialog.templates.save.trigger()
    ask = QApplication.activeModalWidget() or dialog.findChild(AskName)
    ask.line.setText("党委会")
    ask.do.click()
    assert list(all_taken(window.settings.export_templates)) == ["党委会"]
    dialog.choices.layout_.set_value("cards")
    dialog.templates.list.activated.emit(dialog.templates.list.currentIndex())
    assert dialog.choices.layout_.value() == "official"
    dialog.templates.rename_to("办公会")
    assert list(all_taken(window.settings.export_templates)) == ["办公会"]
    assert dialog.templates.name() == "办公会"
    dialog.templates.delete.trigger()
    assert all_taken(window.settings.export_templates) == {}
    assert not dialog.templates.delete.isEnabled()


def test_the_last_choice_is_there_again_unless_a_format_is_named(asked):
    last = kept.Settings(export_last=told(Template(Choice(layout="table", order="year"), "md")))
    dialog = asked(None, last)
    assert dialog.choices.chosen_format() == "md"
    assert dialog.choices.template().choice.order == "year"
    named = asked("pdf", last)
    assert named.choices.chosen_format() == "pdf"
    assert named.choices.layout_.value() == "table"


def test_ctrl_e_exports_what_the_dialog_says_and_remembers_it(window, tmp_path, monkeypatch):
    def answer(dialog):
        dialog.choices.pick("txt")
        dialog.choices.order.set_value("title")
        dialog.file.setText(str(tmp_path / "清单.txt"))
        return 1

    monkeypatch.setattr(ExportDialog, "exec", answer)
    window.commands.actions["export"].trigger()
    wait((tmp_path / "清单.txt").exists, 30)
    settle(window)
    assert taken(window.settings.export_last).format == "txt"
    assert taken(window.settings.export_last).choice.order == "title"


def test_a_very_long_name_and_a_missing_folder_are_told_before_exporting(asked, tmp_path):
    dialog = asked("pdf")
    dialog.file.setText(str(tmp_path / ("长" * 400 + ".pdf")))
    dialog.file.setText(str(tmp_path / "没有" / "a.pdf"))
    assert dialog.warning.text() == "没有这个文件夹。"
    assert not dialog.go.isEnabled()


def test_every_format_that_can_be_written_can_be_chosen(asked):
    dialog = asked("pdf")
    assert [button.text() for button in dialog.choices.format.buttons()] == [name for name, _ in FORMATS.values()]


@pytest.mark.parametrize(("width", "height"), [(683, 384), (1366, 768), (1440, 900)])
def test_the_dialog_fits_the_window(make_window, library_file, tmp_path, width, height):
    window = make_window(library_file)
    window.shell.resize(width, height)
    settle(window)
    dialog = ExportDialog([Scope("当前列表", window.list.ids())], "pdf", "材料", tmp_path, window)
    dialog.show()
    settle(window)
    assert dialog.height() <= max(height, 384)
    assert dialog.width() <= max(width, 660)
    for button in (dialog.go, dialog.print_, dialog.file):
        assert dialog.rect().contains(button.geometry()) or button.parentWidget() is not dialog
    dialog.reject()
    dialog.deleteLater()


# --- printing


def paper(tmp_path):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "纸.pdf"))
    printer.setResolution(100)
    return printer


def test_the_printed_pages_are_the_pages_of_the_pdf(window, tmp_path):
    pdf = to_pdf(sheet(case(text="\n".join([TEXT] * 20))))
    preview = PrintPreview(pdf, "材料", window.jobs, window.colours, window)
    printer = paper(tmp_path)
    preview.prepare(printer)
    preview.print_on(printer)
    wait(lambda: window.jobs.idle, 60)
    settle(window)
    printed = pypdf.PdfReader(tmp_path / "纸.pdf")
    assert len(printed.pages) == len(pypdf.PdfReader(BytesIO(pdf)).pages)
    assert abs(float(printed.pages[0].mediabox.width) - 595) < 2


def test_printing_stops_between_pages(qt, tmp_path):  # noqa: ARG001 - Qt comes first
    pdf = to_pdf(sheet(case(text="\n".join([TEXT] * 60))))
    left = iter([False, False])
    with pytest.raises(Cancelled):
        print_pages(pdf, paper(tmp_path), Task(stopped=lambda: next(left, True)))


def test_the_print_preview_shows_one_page_after_the_other(window):
    pdf = to_pdf(sheet(case(text="\n".join([TEXT] * 20))))
    preview = PrintPreview(pdf, "材料", window.jobs, window.colours, window)
    preview.show()
    wait(lambda: preview.pages.count() == 1, 10)
    preview.number.setValue(3)
    settle(window)
    assert preview.pages.count() == 1
    assert isinstance(preview.pages._pages[0], QImage)
    preview.choose_printer()  # no printer on a test machine: said in words, nothing opens by itself
    assert "没有找到打印机" in preview.words.text()
    preview.reject()
    settle(window)


def test_print_goes_from_the_dialog_to_the_preview(window, monkeypatch):
    monkeypatch.setattr(ExportDialog, "exec", lambda dialog: (dialog.print_.click(), 1)[1])
    window.commands.exchange.export("pdf")
    wait(lambda: window.findChild(PrintPreview) is not None, 30)
    preview = window.findChild(PrintPreview)
    wait(lambda: preview.pages.count() == 1, 10)
    preview.reject()
    settle(window)


def test_a_file_nobody_was_told_of_is_not_replaced(asked, tmp_path):
    dialog = asked("md")
    dialog.file.setText(str(tmp_path / "纪要.md"))
    (tmp_path / "纪要.md").write_text("别人的", encoding="utf-8")
    assert not dialog.request().replace
    dialog.file.setText(str(tmp_path / "纪要.m"))
    dialog.file.setText(str(tmp_path / "纪要.md"))
    assert dialog.request().replace


def test_a_name_no_disk_takes_is_told_as_such(asked, tmp_path):
    dialog = asked("md")
    dialog.file.setText(str(tmp_path / ("长" * 300 + ".md")))
    assert "太长" in dialog.warning.text()
    assert not dialog.go.isEnabled()
