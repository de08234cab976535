"""What a page can be filtered by: the values its cases have, as choices above and as numbers on every case.

Knows the sheet and HTML; which values mean what is the sheet's affair.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from app.formats.comparison import kind
from app.formats.html_case import escaped
from app.formats.sheet import SheetCase

_MOST = 300
"""Values in one list of choices; the commonest."""
_ASKED: tuple[tuple[str, str, Callable[[SheetCase], Sequence[str]]], ...] = (
    ("theme", "主题", lambda case: case.themes),
    ("region", "地区", lambda case: (case.region,)),
    ("kind", "类型", lambda case: (kind(case),)),
    ("year", "年份", lambda case: (str(case.year),) if case.year else ()),
    ("tag", "标签", lambda case: (*_of(case, "标签"), *(tag for note in case.notes for tag in note.tags))),
)


def _of(case: SheetCase, field: str) -> Sequence[str]:
    return [part for name, value in case.fields if name == field for part in value.split("、")]


class Filters:
    """The choices of one sheet; a field with a single value for all cases is none."""

    def __init__(self, cases: Sequence[SheetCase]) -> None:
        self._choices: list[tuple[str, str, Callable[[SheetCase], Sequence[str]], dict[str, int]]] = []
        for name, words, values in _ASKED:
            seen = Counter(value for case in cases for value in dict.fromkeys(values(case)) if value)
            common = sorted(value for value, _ in seen.most_common(_MOST))
            if len(common) > 1 or any(count < len(cases) for count in seen.values()):
                self._choices.append((name, words, values, {value: i for i, value in enumerate(common)}))

    def bar(self) -> str:
        """The bar above the cases; hidden until the script is there to serve it."""
        lists = "".join(
            f'<label><span>{words}</span><select data-by="{name}"><option value="">全部{words}</option>'
            + "".join(f'<option value="{i}">{escaped(value)}</option>' for value, i in known.items())
            + "</select></label>\n"
            for name, words, _, known in self._choices
        )
        return (
            '<div id="bar" role="search" hidden>\n<label><span>文字</span>'
            '<input id="words" type="search" placeholder="在本页搜索" autocomplete="off" spellcheck="false"></label>\n'
            f'{lists}<button id="all" type="button" hidden>清除</button>\n'
            '<output id="told" aria-live="polite"></output>\n'
            '<button id="look" type="button" aria-label="切换明暗">明暗</button>\n</div>\n'
        )

    def attributes(self, case: SheetCase) -> str:
        """A case's values as numbers of the choices."""
        told = []
        for name, _, values, known in self._choices:
            numbers = [str(known[value]) for value in dict.fromkeys(values(case)) if value in known]
            if numbers:
                told.append(f' data-{name}="{" ".join(numbers)}"')
        return "".join(told)
