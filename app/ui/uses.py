"""The pages there are, in the order of their tabs. A page's modules are loaded when it is first shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui.use.page import Kind

if TYPE_CHECKING:
    from app.ui.use.page import Page, Setting


def _matrix(setting: Setting) -> Page:
    from app.ui.compare.matrix import MatrixPage

    return MatrixPage(setting)


def _results(setting: Setting) -> Page:
    from app.ui.compare.results import ResultsPage

    return ResultsPage(setting)


def _insight(setting: Setting) -> Page:
    from app.ui.insight.page import InsightPage

    return InsightPage(setting)


def _brief(setting: Setting) -> Page:
    from app.ui.compare.brief import BriefPage

    return BriefPage(setting)


def _answers(setting: Setting) -> Page:
    from app.ui.compare.answers import AnswersPage

    return AnswersPage(setting)


def _practices(setting: Setting) -> Page:
    from app.ui.compare.practices import PracticesPage

    return PracticesPage(setting)


def _notes(setting: Setting) -> Page:
    from app.ui.notes.page import NotesPage

    return NotesPage(setting)


def _round(setting: Setting) -> Page:
    from app.ui.compare.round import RoundPage

    return RoundPage(setting)


KINDS: tuple[Kind, ...] = (
    Kind("matrix", "对标", "行为案例、列为问题，用引文和自己的话填成的对标矩阵", _matrix, "Ctrl+3"),
    Kind("results", "成效", "各案的数字按指标并列：单位折齐，前后对比，点一条看原句", _results, "Ctrl+4"),
    Kind("insight", "图览", "地区、主题、年份、做法、证据一览", _insight),
    Kind("answers", "任务对照", "方案的每项任务有哪些案例可用，还缺什么", _answers),
    Kind("practices", "做法", "每种做法谁在做、从哪年起、原话怎么说、成效如何", _practices),
    Kind("brief", "简报", "几个案例的原话和自己的话，出处自动编号", _brief),
    Kind("round", "共读", "请几个人各读各的，意见和批注收回来并排看", _round),
    Kind("notes", "笔记", "全库或所看案例的笔记：按类型、颜色、标签、案例、时间筛选，就地改、成批改", _notes, "Ctrl+5"),
)
