"""The query language: words, "phrases", OR, NOT and fields. Reading never fails: what is no clause is text.

Pure text in, frozen records out; knows nothing of the library. `parse(str(q)) == q` for every parsed query.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

FIELDS = {
    "theme": "主题", "region": "地区", "practice": "做法", "owner": "医院", "year": "年份", "kind": "类型",
    "tag": "标签", "shelf": "书架", "has": "有",
}  # fmt: skip
"""Field -> the Chinese name it is written with."""
KINDS = {"hospital": "医院", "expert": "专家", "plan": "方案", "plan_task": "任务", "other": "其他"}
HAS = {"notes": "笔记", "starred": "星标", "unread": "未读", "read": "已读", "tags": "标签"}
UNPLACED = "全国/未标注"
"""The region value of cases without a place."""
_BY_NAME = {name: field for field, name in FIELDS.items()} | {field: field for field in FIELDS}
_BY_NAME |= {"hospital": "owner", "单位": "owner", "年": "year", "省": "region", "市": "region", "is": "has"}
_OR, _NOT, _AND = frozenset({"OR", "或"}), frozenset({"NOT"}), frozenset({"AND"})
_CLOSING = {'"': '"', "“": "”"}
_FIELD = re.compile("([A-Za-z]+|[\u4e00-\u9fff]+)[:：]")
_WORD = re.compile(r"\S+")
_YEARS = re.compile(r"(\d{4})?(\.\.|…|-|—|－)?(\d{4})?")


@dataclass(frozen=True, slots=True)
class Term:
    """One thing asked for: text when `field` is None. `phrase` was written in quotes."""

    field: str | None
    value: str
    phrase: bool = False

    def __str__(self) -> str:
        if self.field is None:
            return _quoted(self.value) if self.phrase else self.value
        value = self.value if _plain(self.value) else _quoted(self.value)
        return f"{FIELDS[self.field]}:{value}"


@dataclass(frozen=True, slots=True)
class Clause:
    """Any of the terms, or none of them when negated."""

    any: tuple[Term, ...]
    negated: bool = False

    @property
    def field(self) -> str | None:
        """The one field all terms speak of; None for text and for mixtures."""
        fields = {term.field for term in self.any}
        return fields.pop() if len(fields) == 1 else None

    def __str__(self) -> str:
        if self.negated:
            return " ".join(f"-{term}" for term in self.any)
        return " OR ".join(map(str, self.any))


@dataclass(frozen=True, slots=True)
class Query:
    """All of the clauses."""

    clauses: tuple[Clause, ...] = ()

    def __str__(self) -> str:
        return " ".join(map(str, self.clauses))

    @property
    def words(self) -> tuple[str, ...]:
        """The text that is looked for, in order, each once: what is marked in a found case."""
        terms = (t for clause in self.clauses if not clause.negated for t in clause.any if t.field is None)
        return tuple(dict.fromkeys(term.value for term in terms))


def term(field: str, value: str) -> Term:
    """A term of a field, as it would be parsed; text when the field cannot have that value."""
    value = value.strip()
    if field in ("city", "county"):
        field = "region"
    good = _value(field, value) if field in FIELDS else None
    return Term(field, good) if good else Term(None, value, phrase=True)


def parse(text: str) -> Query:
    """Read a query as typed. Never raises."""
    return _Parser(text).read()


def only(query: Query, field: str, value: str) -> Query:
    """Only this value within its field; if that is what there is already, the field is set free."""
    if not value.strip():
        return query
    wanted = Clause((term(field, value),))
    own = [clause for clause in query.clauses if clause.field == wanted.field]
    rest = tuple(clause for clause in query.clauses if clause.field != wanted.field)
    return Query(rest if own == [wanted] else (*rest, wanted))


def also(query: Query, field: str, value: str) -> Query:
    """This value as well; taken away again when it was there."""
    return _toggled(query, field, value, negated=False)


def without(query: Query, field: str, value: str) -> Query:
    """Not this value; allowed again when it was excluded."""
    return _toggled(query, field, value, negated=True)


def either(query: Query, field: str, value: str) -> Query:
    """This value or what the field's last positive clause asks for; taken out again when it is one of those."""
    if not value.strip():
        return query
    wanted = term(field, value)
    for at in range(len(query.clauses) - 1, -1, -1):
        clause = query.clauses[at]
        if clause.field != wanted.field or clause.negated:
            continue
        rest = tuple(t for t in clause.any if t != wanted)
        joined = rest if wanted in clause.any else (*clause.any, wanted)
        changed = (replace(clause, any=joined),) if joined else ()
        return Query((*query.clauses[:at], *changed, *query.clauses[at + 1 :]))
    return Query((*query.clauses, Clause((wanted,))))


def dropped(query: Query, clause: Clause) -> Query:
    """The query without one of its clauses."""
    return Query(tuple(c for c in query.clauses if c != clause))


def _toggled(query: Query, field: str, value: str, *, negated: bool) -> Query:
    if not value.strip():
        return query
    clause = Clause((term(field, value),), negated=negated)
    if clause in query.clauses:
        return dropped(query, clause)
    return Query((*query.clauses, clause))


def _quoted(value: str) -> str:
    return '"' + value.replace('"', '""') + '"'


def _plain(value: str) -> bool:
    return bool(value) and not re.search(r"[\s\"“”]", value)


def _value(field: str, value: str) -> str | None:
    """The value as the field writes it; None when the field cannot have it."""
    if field == "year":
        match = _YEARS.fullmatch(value)
        if not match or not (match[1] or match[3]) or (match[1] and match[3] and not match[2]):
            return None
        return f"{match[1] or ''}..{match[3] or ''}" if match[2] else match[1] or match[3]
    if field in ("kind", "has"):
        names = KINDS if field == "kind" else HAS
        return names.get(value.lower()) or (value if value in names.values() else None)
    return value or None


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def read(self) -> Query:
        clauses: list[Clause] = []
        while self._skip():
            joins = self._keyword(_OR | _AND)
            if joins and not (clauses and self._operand(joins)):
                clauses.append(_text(joins))
            elif joins in _OR and clauses[-1].negated:
                clauses.append(_text("OR"))
            elif joins in _OR:
                clauses.append(Clause((*clauses.pop().any, *self._term())))
            else:
                clauses += self._clause()
        return Query(tuple(clause for clause in clauses if clause.any))

    def _skip(self) -> bool:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1
        return self.at < len(self.text)

    def _keyword(self, names: frozenset[str]) -> str | None:
        word = _WORD.match(self.text, self.at)
        if word and word[0] in names:
            self.at = word.end()
            return word[0]
        return None

    def _operand(self, joins: str) -> bool:
        """Whether something comes next that AND, or the more particular OR, can join."""
        if not self._skip():
            return False
        word = _WORD.match(self.text, self.at)
        if word is None or word[0] in _OR | _AND:
            return False
        return joins in _AND or (word[0] not in _NOT and word[0][0] not in "-－")

    def _clause(self) -> list[Clause]:
        negation = self._keyword(_NOT)
        if negation and not self._skip():
            return [_text(negation)]
        if not negation and self.text[self.at] in "-－":
            self.at += 1
            if self.at == len(self.text) or self.text[self.at].isspace():
                return [_text("-")]
            negation = "-"
        return [Clause(self._term(), negated=bool(negation))]

    def _term(self) -> tuple[Term, ...]:
        start = self.at
        match = _FIELD.match(self.text, self.at)
        field = _BY_NAME.get(match[1].lower()) if match else None
        if match and field:
            self.at = match.end()
            value = self._piece()
            good = _value(field, value.strip())
            if good:
                return (Term(field, good),)
            demoted = self.text[start : self.at]
            return (Term(None, demoted, phrase=True),)
        quoted = self.text[self.at] in _CLOSING
        value = self._piece()
        return (Term(None, value, phrase=quoted),) if value.strip() else ()

    def _piece(self) -> str:
        """A quoted stretch or a word, from here on; a quote that is never closed goes to the end."""
        if self.at == len(self.text) or self.text[self.at].isspace():
            return ""
        closing = _CLOSING.get(self.text[self.at])
        if closing is None:
            word = _WORD.match(self.text, self.at)
            assert word is not None  # noqa: S101 - not whitespace, checked above
            self.at = word.end()
            return word[0]
        value = ""
        self.at += 1
        while self.at < len(self.text):
            end = self.text.find(closing, self.at)
            end = len(self.text) if end < 0 else end
            value += self.text[self.at : end]
            self.at = end + 1
            if closing == '"' and self.text[self.at : self.at + 1] == '"':
                value += '"'
                self.at += 1
            else:
                break
        self.at = min(self.at, len(self.text))
        return value


def _text(value: str) -> Clause:
    return Clause((Term(None, value, phrase=True),))
