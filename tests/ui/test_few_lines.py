"""A few whole lines: never half of one, whatever the width."""

import pytest

from app.ui.compare.few_lines import FewLines, shortened

TEXT = "牵头单位要把每一项任务写清楚，谁来做，做到什么时候，拿什么来检查，" * 8


@pytest.fixture
def label(make_window):
    window = make_window()
    made = FewLines(window.shell, most=3)
    yield made
    made.deleteLater()


@pytest.mark.parametrize("wide", [60, 183, 240, 611])
@pytest.mark.parametrize("most", [1, 2, 3])
def test_what_is_shown_fits_whole_into_the_height_there_is(label, wide, most):
    label.allow(most)
    label.resize(wide, 20)
    label.tell(TEXT)
    metrics = label.fontMetrics()
    assert label.height() <= most * metrics.lineSpacing() + 2
    assert label.heightForWidth(wide) <= label.height() + 2
    assert label.text().endswith("…")
    assert label.toolTip() == label.accessibleName() == TEXT


def test_a_short_text_is_shown_whole_and_none_hides_the_label(label):
    label.resize(300, 20)
    label.tell("一句话。")
    assert (label.text(), label.toolTip()) == ("一句话。", "")
    label.tell("")
    assert label.isHidden()


def test_a_tail_stays_whatever_is_cut(label):
    told = shortened(TEXT, label.font(), 120, 2, " §7")
    assert told.endswith("… §7")
    assert len(told) < len(TEXT)
