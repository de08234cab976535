"""Before printing: the finished pages, one at a time; then the system's own print dialog.

Pages are drawn from the PDF that an export would write, so paper and file are the same. Where no printer is found
the PDF is opened in the system's reader, and said so. Knows PDF bytes and pictures; no library.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QScrollArea, QSpinBox, QVBoxLayout, QWidget

from app.formats.page_pictures import PagePictures
from app.formats.write import suggested_name
from app.messages import Trouble, describe
from app.ui import theme
from app.ui.dialogs.preview import Pages
from app.ui.record.naming import named

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from app.task import Task
    from app.ui.jobs import Jobs

LANE = "print preview"
_SHARP = 300
"""Dots to the inch on paper; finer costs time and is not seen."""
_NO_PRINTER = "没有找到打印机。可以用系统的 PDF 阅读器打开，再从那里打印或另存。"


class PrintPreview(QDialog):
    """One page at a time, its number, and what can be done."""

    def __init__(self, pdf: bytes, title: str, jobs: Jobs, palette: theme.Palette, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"打印预览：{title}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(min(820, max(600, parent.width() - 60)), min(860, max(340, parent.height() - 30)))
        self._pdf, self._title, self._jobs = pdf, title, jobs
        self._pictures = PagePictures(pdf)
        self.pages = Pages(palette, self)
        area = named(QScrollArea(self), "previewArea", "打印预览")
        area.setWidgetResizable(True)
        area.setWidget(self.pages)
        self.number = QSpinBox(self)
        self.number.setAccessibleName("页码")
        self.number.setRange(1, max(1, len(self._pictures)))
        self.number.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)  # two buttons beside it turn pages
        self.number.setMinimumHeight(30)
        self.number.setPrefix("第 ")
        self.number.setSuffix(" 页")
        self.words = named(QLabel(self), "quiet")
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.print_ = _button("打印…", self.choose_printer, self)
        self.open_ = _button("用阅读器打开", self.open_outside, self)
        close = _button("关闭", self.reject, self)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for widget in (_button("上一页", self.number.stepDown, self), self.number):
            foot.addWidget(widget)
        foot.addWidget(_button("下一页", self.number.stepUp, self))
        foot.addWidget(self.words, 1)
        for widget in (self.open_, self.print_, close):
            foot.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(8)
        column.addWidget(area, 1)
        column.addLayout(foot)
        self.number.valueChanged.connect(self._draw)
        self.words.setText(f"共 {len(self._pictures)} 页")
        self.print_.setDefault(True)
        self._draw()

    def choose_printer(self) -> None:
        """Ask the system which printer, and print."""
        try:
            from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
        except ImportError:
            self._without(_NO_PRINTER)
            return
        if not QPrinterInfo.availablePrinterNames():
            self._without(_NO_PRINTER)
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        self.prepare(printer)
        dialog = QPrintDialog(printer, self)
        dialog.setMinMax(1, len(self._pictures))
        if dialog.exec():
            self.print_on(printer)

    def prepare(self, printer: QPrinter) -> None:
        """Paper as the pages have it, no margins of the printer's own."""
        width, height = self._pictures.size(0)
        across = width > height
        paper = QPageSize(QSizeF(min(width, height), max(width, height)), QPageSize.Unit.Point)
        turned = QPageLayout.Orientation.Landscape if across else QPageLayout.Orientation.Portrait
        printer.setPageLayout(QPageLayout(paper, turned, QMarginsF()))
        printer.setFullPage(True)
        printer.setDocName(self._title)

    def print_on(self, printer: QPrinter) -> None:
        """Print on a thread of its own; the window tells the pages and can stop it."""
        pdf = self._pdf
        self._jobs.long(lambda task: print_pages(pdf, printer, task), title="打印")
        self.accept()

    def open_outside(self) -> None:
        """Open the PDF in the system's reader; it lies in the system's folder for passing files."""
        folder = Path(tempfile.mkdtemp(prefix="xinglin-print-"))
        path = folder / suggested_name(self._title, "pdf")
        try:
            path.write_bytes(self._pdf)
        except OSError as error:
            self._without(str(describe(error)))
            return
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self._without("系统里没有能打开 PDF 的程序。请改用“导出”，把文件拷到有打印机的电脑上。")

    def done(self, code: int) -> None:
        """No page is wanted any more."""
        self._jobs.stop(LANE)
        super().done(code)

    def _without(self, words: str) -> None:
        self.words.setText(words)
        self.words.setWordWrap(True)

    def _draw(self) -> None:
        number, pictures = self.number.value() - 1, self._pictures
        dpi = max(72.0, min(200.0, 96.0 * self.devicePixelRatioF()))
        self._jobs.read(
            lambda _: _image(pictures, number, dpi), lambda image: self.pages.show_pages([image]), lane=LANE
        )


def print_pages(pdf: bytes, printer: QPrinter, task: Task) -> int:
    """Draw the pages of a PDF on a printer.

    Returns:
        How many were printed.

    Raises:
        Cancelled: between two pages; the printer is told to drop the rest.
        Trouble: `no_printer` when it takes nothing.
    """
    pictures = PagePictures(pdf)
    first = max(1, printer.fromPage() or 1)
    last = min(len(pictures), printer.toPage() or len(pictures))
    painter = QPainter()
    if not painter.begin(printer):
        pictures.close()
        raise Trouble("no_printer", printer.printerName() or printer.outputFileName())
    try:
        for number in range(first, last + 1):
            task.step(number - first, last - first + 1, f"第 {number} 页")
            if number > first:
                printer.newPage()
            image = _image(pictures, number - 1, min(_SHARP, printer.resolution()))
            painter.drawImage(QRectF(painter.viewport()), image, QRectF(image.rect()))
    except BaseException:
        printer.abort()
        raise
    finally:
        painter.end()
        pictures.close()
    return max(0, last - first + 1)


def _image(pictures: PagePictures, number: int, dpi: float) -> QImage:
    drawn = pictures.picture(number, dpi)
    return QImage(drawn.pixels, drawn.width, drawn.height, drawn.stride, QImage.Format.Format_RGB32).copy()


def _button(words: str, call: Callable[[], object], parent: QWidget) -> QPushButton:
    button = QPushButton(words, parent)
    button.setAccessibleName(words)
    button.setAutoDefault(False)
    button.clicked.connect(call)
    return button
