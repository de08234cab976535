"""Figures of a sheet as bars in a Word file: before and after within a case, one figure over several cases.

Bars are shaded cells, which Word, WPS and LibreOffice draw alike. Knows story and sheet; no library.
"""

from __future__ import annotations

from app.formats.docx_story import Story
from app.formats.docx_works import BEFORE, NOW, figure
from app.formats.docx_xml import told
from app.formats.page_figures import bars, compared
from app.formats.sheet import Sheet, SheetCase


def before_and_after(story: Story, case: SheetCase) -> None:
    """The figures of a case of which both are known, the earlier above the later."""
    drawn = bars(case, told)
    for one in drawn:
        (early, first), (late, last) = one["before"], one["now"]
        figure(story, one["metric"], [(first, BEFORE), (last, NOW)], f"{early} → {late}")
    if drawn:
        story.say("Gap", "")


def side_by_side(story: Story, sheet: Sheet, *, fresh: bool) -> None:
    """Figures that several cases have, under a heading of their own; nothing where there are none."""
    tables = compared(sheet, told)
    if not tables:
        return
    story.head(1, "附　成效对比", fresh=fresh)
    for table in tables:
        story.say("Figure", table["metric"])
        for row in table["rows"]:
            early = [(row["before"], BEFORE)] if row["before"] is not None else []
            figure(story, row["case"], [*early, (row["now"], NOW)], row["value"])
        story.say("Gap", "")
