"""Which plan is matched with which cases: what a person asked for, and what was found. No widget."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.services import matched as answering
from app.ui.use.scope import Scope

if TYPE_CHECKING:
    from app.services.library import Library
    from app.services.matched import Matched, Profiles
    from app.task import Task
    from db.taskings import PlanHead

WHOLE = "全库"
_FEW = 2
"""From so many cases on a selection is looked at by itself."""


@dataclass(frozen=True, slots=True)
class Found:
    """The library's plans, one of them matched, and whether with the scope's cases only."""

    plans: tuple[PlanHead, ...]
    matched: Matched | None
    narrow: bool

    def whose(self, scope: Scope) -> str:
        """What the cases are called it was matched with."""
        return (scope.name or "当前列表") if self.narrow else WHOLE


@dataclass(frozen=True, slots=True)
class AskedAnswers:
    """What is asked."""

    scope: Scope
    plan: str = ""
    """Its id; for one that is not there another is taken."""
    narrow: bool | None = None
    """Whether only the scope's cases are matched; None: where there are enough of them."""

    def answer(self, library: Library, profiles: Profiles, task: Task) -> Found:
        """Match the plan; `profiles` is what was read of cases before.

        Raises:
            Cancelled: the task was stopped.
        """
        plans = answering.plans(library)
        known = {plan.id for plan in plans}
        wanted = self.plan if self.plan in known else answering.plan_of(library, self.scope.case_ids)
        if wanted is None or wanted not in known:
            wanted = next((plan.id for plan in plans if plan.tasks), plans[0].id if plans else "")
        if not wanted:
            return Found(plans, None, narrow=False)
        if self._alone():
            found = answering.match(library, wanted, self.scope.case_ids, profiles, task)
            if self.narrow or (found is not None and found.among >= _FEW):
                return Found(plans, found, narrow=True)
        return Found(plans, answering.match(library, wanted, None, profiles, task), narrow=False)

    def _alone(self) -> bool:
        return bool(self.narrow) or (self.narrow is None and len(self.scope.case_ids) >= _FEW)
