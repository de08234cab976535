"""The facets below the shelves: themes, regions, practices, years, kinds, tags, each with the counts a click leaves.

Knows the words of the query language (to show what is active) but asks no library: counts come with every answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.ui import theme
from app.ui.library.choosing import Other, State
from app.ui.library.regions import PROVINCES, Tiles
from app.ui.library.tagtree import TagTree, tag_nodes
from app.ui.library.values import Node, Values
from db.query import KINDS, UNPLACED, Query, Term
from db.records import Found, ThemeNode
from db.tags import LABELS

FIRST = 5
"""How many practices or tags are shown before 更多."""
_ORDER = tuple(PROVINCES.values())


class Section(QWidget):
    """A heading with a small button at its right, and what is below it."""

    def __init__(self, title: str, body: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body = body
        self.button = QPushButton(self)
        self.button.setObjectName("small")
        self.button.hide()
        label = QLabel(title, self)
        label.setObjectName("heading")
        head = QHBoxLayout()
        head.setContentsMargins(8, 12, 8, 3)
        head.addWidget(label)
        head.addStretch(1)
        head.addWidget(self.button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(body)
        self._title = title

    def offer(self, words: str) -> None:
        """Show the small button with these words, hide it when there are none."""
        self.button.setText(words)
        self.button.setAccessibleName(f"{self._title}：{words}")
        self.button.setVisible(bool(words))


class Facets(QWidget):
    """All facets."""

    chosen = Signal(str, str, str)
    """Field, value, `How`."""
    cleared = Signal(str)
    """All clauses of this field are to go."""
    more_wanted = Signal(str)
    """The whole list of this field is wanted."""
    deed_wanted = Signal(str, str, str)
    """Field, deed and value: what a value's menu wants done for the whole library."""
    view_changed = Signal(str)
    """Regions as "grid" or "tree"."""

    def __init__(self, palette: theme.Palette, region_view: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: Found | None = None
        self._active: dict[str, dict[str, State]] = {}
        self._themes: tuple[ThemeNode, ...] = ()
        self.narrower = QLineEdit(self)
        self.narrower.setObjectName("narrower")
        self.narrower.setPlaceholderText("在筛选项中查找")
        self.narrower.setAccessibleName("在筛选项中查找")
        self.narrower.setClearButtonEnabled(True)
        self.narrower.textChanged.connect(self._narrow)
        self.tiles = Tiles(palette)
        self.tiles.chosen.connect(lambda value, way: self.chosen.emit("region", value, way))
        self.trees = {field: self._tree(field, name, palette) for field, name in _NAMES.items()}
        self._regions = QStackedWidget(self)
        self.unplaced = self._tree("region", "没有标注地区的案例", palette)
        self.unplaced.bars = False
        self._build()
        self._show_view(region_view)

    def _build(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 8, 0, 12)
        whole.setSpacing(0)
        whole.addWidget(self.narrower)
        grid = QWidget(self)
        both = QVBoxLayout(grid)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(0)
        both.addWidget(self.tiles)
        both.addWidget(self.unplaced)
        both.addStretch(1)
        self._grid = grid
        region = QWidget(self)
        inner = QVBoxLayout(region)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(grid)
        inner.addWidget(self.trees["region"])
        self.sections = {
            field: Section(name, region if field == "region" else self.trees[field], self)
            for field, name in _NAMES.items()
        }
        for field, section in self.sections.items():
            whole.addWidget(section)
            section.button.clicked.connect(_calling(self._pressed, field))
        whole.addStretch(1)
        self._order_keys()

    def _order_keys(self) -> None:
        """The Tab key goes from facet to facet as they stand."""
        before: QWidget = self.narrower
        for field, section in self.sections.items():
            region = (*self.tiles.in_order(), self.unplaced) if field == "region" else ()
            for widget in (section.button, *region, self.trees[field]):
                QWidget.setTabOrder(before, widget)
                before = widget

    def set_palette(self, palette: theme.Palette) -> None:
        """Take other colours."""
        for tree in (*self.trees.values(), self.unplaced):
            tree.set_palette(palette)
        self.tiles.set_palette(palette)

    def set_themes(self, themes: Sequence[ThemeNode]) -> None:
        """The library's taxonomy; the facet shows it in this order."""
        self._themes = tuple(themes)
        if self._found:
            self._fill_all(self._found)

    def fill(self, found: Found, query: Query) -> None:
        """Show the counts of an answer and what of it is chosen."""
        self._found = found
        self._active = active(query)
        self._fill_all(found)

    def title(self, field: str) -> str:
        """What a facet is called."""
        return _NAMES[field]

    def state(self, field: str) -> Mapping[str, State]:
        """Which values of a field are chosen or excluded."""
        return self._active.get(field, {})

    def deeds(self, field: str, value: str) -> list[Other]:
        """What can be done with a value in the whole library."""
        wanted: tuple[tuple[str, str], ...] = _DEEDS.get(field, ())
        if field == "tag" and (value == LABELS or value.startswith(f"{LABELS}/")):
            wanted = (("清除这个标记", "delete"),)
        if field == "theme":
            own = any(theme.own and value in (theme.id, theme.name) for theme in self._themes)
            wanted = (("新建主题…", "new"), *((("改名…", "rename"), ("删除这个主题", "delete")) if own else ()))
        return [(words, partial(self.deed_wanted.emit, field, deed, value)) for words, deed in wanted]

    def _fill_all(self, found: Found) -> None:
        facets = found.facets
        chosen = self.state("theme")
        self.trees["theme"].fill(theme_nodes(self._themes, facets.get("theme", {}), chosen), chosen)
        self._fill_regions(facets)
        self._fill_flat("practice", _by_count(facets.get("practice", {})))
        self._fill_tags(facets.get("tag", {}))
        self._fill_flat("year", sorted(facets.get("year", {}).items(), reverse=True))
        kinds = [(KINDS.get(kind, kind), count) for kind, count in _by_count(facets.get("kind", {}))]
        self._fill_flat("kind", kinds)
        self.sections["theme"].offer("清除" if chosen else "")
        if self.narrower.text():
            self._narrow(self.narrower.text())

    def _fill_flat(self, field: str, values: Sequence[tuple[str, int]]) -> None:
        chosen = self.state(field)
        known = dict(values)
        rows = [*((v, known.get(v, 0)) for v in chosen if v not in dict(values[:FIRST])), *values]
        if not self.narrower.text():
            rows = rows[: FIRST + len(rows) - len(values)]
        nodes = [Node(value, value, count) for value, count in dict(rows).items()]
        self.trees[field].fill(nodes, chosen)
        more = len(values) > FIRST and not self.narrower.text()
        self.sections[field].offer(f"更多 {len(values)}" if more else "清除" if chosen else "")
        self.sections[field].setVisible(bool(nodes))

    def _fill_tags(self, counts: Mapping[str, int]) -> None:
        """A tree by the parts of the names; the tags that are chosen are shown however few cases they have."""
        chosen = self.state("tag")
        nodes = tag_nodes({**dict.fromkeys(chosen, 0), **counts})
        kept = [node for at, node in enumerate(nodes) if at < FIRST or self.narrower.text() or _holds(node, chosen)]
        self.trees["tag"].fill(kept, chosen)
        self.sections["tag"].offer(f"更多 {len(nodes)}" if len(kept) < len(nodes) else "清除" if chosen else "")
        self.sections["tag"].setVisible(bool(nodes))

    def _fill_regions(self, facets: Mapping[str, Mapping[str, int]]) -> None:
        chosen = self.state("region")
        counts = facets.get("region", {})
        self.tiles.fill(counts, {name: state for name in _ORDER if (state := _placed(name, chosen))})
        nodes = region_nodes(counts, facets.get("city", {}), facets.get("county", {}))
        spoken = {n.value: state for n in _flat(nodes) if (state := _placed(n.value, chosen))}
        self.trees["region"].fill(nodes, spoken)
        left = counts.get(UNPLACED, 0)
        self.unplaced.fill([Node(UNPLACED, "全国／未标注", left)] if left or UNPLACED in chosen else [], chosen)

    def _narrow(self, words: str) -> None:
        if self._found and bool(words) != bool(self._narrowed):
            self._narrowed = words
            self._fill_all(self._found)
        self._narrowed = words
        for tree in self.trees.values():
            tree.narrow(words.strip())

    _narrowed = ""

    def _tree(self, field: str, name: str, palette: theme.Palette) -> Values:
        tree = TagTree(name, palette, self) if field == "tag" else Values(name, palette, self)
        if isinstance(tree, TagTree):
            self.tags = tree
        tree.bars = field in ("theme", "region")
        tree.chosen.connect(lambda value, way: self.chosen.emit(field, value, way))
        tree.others = lambda value: self.deeds(field, value)
        return tree

    def _pressed(self, field: str) -> None:
        words = self.sections[field].button.text()
        if field == "region":
            self._show_view("tree" if words == "列表" else "grid")
            self.view_changed.emit("grid" if self._grid.isVisibleTo(self) else "tree")
        elif words == "清除":
            self.cleared.emit(field)
        else:
            self.more_wanted.emit(field)

    def _show_view(self, view: str) -> None:
        tree = view == "tree"
        self._grid.setVisible(not tree)
        self.trees["region"].setVisible(tree)
        self.sections["region"].offer("方格" if tree else "列表")


_DEEDS = {
    "practice": (("谁还在做", "who"), ("合并到…", "merge"), ("改名…", "rename"), ("在全库隐藏", "hide")),
    "tag": (("改名…", "rename"), ("合并到…", "merge"), ("移到最上层", "top"), ("删除这个标签", "delete")),
}
"""Words and names of what can be done with a value in the whole library."""
_NAMES = {"theme": "主题", "region": "地区", "practice": "做法", "year": "年份", "kind": "类型", "tag": "标签"}


def active(query: Query) -> dict[str, dict[str, State]]:
    """Field -> value -> whether it is asked for or excluded."""
    states: dict[str, dict[str, State]] = {}
    for clause in query.clauses:
        for term in clause.any:
            if isinstance(term, Term) and term.field:
                states.setdefault(term.field, {})[term.value] = "not" if clause.negated else "on"
    return states


def theme_nodes(themes: Sequence[ThemeNode], counts: Mapping[str, int], chosen: Mapping[str, State]) -> list[Node]:
    """The tops with their leaves in the taxonomy's order; leaves no case would be left for are not shown."""
    below: dict[str | None, list[ThemeNode]] = {}
    names = Counter(node.name for node in themes)
    own = {told for node in themes if node.own for told in (node.id, node.name)}
    for node in themes:
        below.setdefault(node.parent, []).append(node)

    def made(node: ThemeNode) -> Node:
        leaves = [made(leaf) for leaf in below.get(node.id, ())]
        shown = tuple(leaf for leaf in leaves if leaf.count or leaf.children or leaf.value in {*chosen, *own})
        value = node.name if names[node.name] == 1 else node.id
        return Node(value, node.name, counts.get(node.id, 0), shown, node.definition)

    return [made(top) for top in below.get(None, ())]


def region_nodes(provinces: Mapping[str, int], cities: Mapping[str, int], counties: Mapping[str, int]) -> list[Node]:
    """Province › city › county. Keys of the lower levels are 省/市 and 省/市/县, 省/县 in municipalities."""
    below: dict[str, list[Node]] = {}
    names = Counter(key.rpartition("/")[2] for key in (*cities, *counties))
    for level in (counties, cities):
        for key, count in _by_count(level):
            above, _, name = key.rpartition("/")
            value = name if names[name] == 1 else key
            below.setdefault(above, []).append(Node(value, name, count, tuple(below.get(key, ()))))
    order = {name: at for at, name in enumerate(_ORDER)}
    known = sorted(provinces.items(), key=lambda item: (-item[1], order.get(item[0], len(order))))
    return [Node(name, name, count, tuple(below.get(name, ()))) for name, count in known]


def _flat(nodes: Sequence[Node]) -> list[Node]:
    return [node for top in nodes for node in (top, *_flat(top.children))]


def _placed(name: str, chosen: Mapping[str, State]) -> State | None:
    """A region may be asked for without its suffix: 江西 is 江西省."""
    return next((state for value, state in chosen.items() if name.startswith(value)), None)


def _holds(node: Node, chosen: Mapping[str, State]) -> bool:
    return node.value in chosen or any(_holds(one, chosen) for one in node.children)


def _by_count(values: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(values.items(), key=lambda item: (-item[1], item[0]))


def _calling(act: Callable[[str], None], field: str) -> Callable[[], None]:
    return lambda: act(field)
