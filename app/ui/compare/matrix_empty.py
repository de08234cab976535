"""What stands where there is no matrix to show: how many cases there are, and what to do. Knows numbers and words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services.comparing import ROWS
from app.ui.use.empty import Empty

if TYPE_CHECKING:
    from app.ui.use.scope import Scope

AT_ONCE = 50
"""Cases that can still be looked at side by side."""
FEW = 20
"""So many are taken when there are too many."""


class NoMatrix(Empty):
    """The card where there is no matrix."""

    def no_matrix(self, scope: Scope, *, writable: bool) -> None:
        """There is no matrix yet."""
        count = len(scope.case_ids)
        if not writable:
            self.tell("这个案例库里还没有对标矩阵", "案例库现在只能看，不能写，新建不了矩阵。")
        elif not count:
            self.no_cases(scope, ("new", "先建一张空矩阵"))
        elif count > AT_ONCE:
            most = f"（一张矩阵最多放 {ROWS:,} 案）" if count > ROWS else ""
            words = f"范围里有 {count:,} 案{most}，并排看以 {AT_ONCE} 案以内为宜。先挑要对照的案例。"
            every = () if most else (("whole", f"全部 {count:,} 案"),)
            self.tell("先挑案例，再对照", words, ("choose", "挑选案例…"), ("few", f"先取前 {FEW} 案"), *every)
        else:
            only = "只有 1 案，也可以先把要点列出来，以后再加别的案例。" if count == 1 else ""
            words = f"{only}行是案例，列是你想问的问题；从背景、做法、成效、难点、可借鉴五问开始，随时可改。"
            self.tell(f"给这 {count} 案建一张对标矩阵", words, ("new", "新建对标矩阵"), ("choose", "挑选案例…"))

    def no_lines(self, count: int, *, writable: bool) -> None:
        """The matrix has no cases."""
        offers = (("add_scope", f"加入范围里的 {count:,} 案"),) if 0 < count <= ROWS else ()
        choose = (("add_cases", "挑选案例…"),) if count else ()
        words = "选中案例，或从左上角换一个范围，再加进来。" if not count else f"范围里有 {count:,} 案。"
        self.tell("这张矩阵里还没有案例", words, *((*offers, *choose) if writable else ()))

    def no_columns(self, *, writable: bool) -> None:
        """The matrix has no questions."""
        self.tell(
            "还没有问题", "一列是一个问题，例如“绩效怎样考”。", *((("add_column", "加一列问题…"),) if writable else ())
        )
