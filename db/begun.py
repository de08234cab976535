"""What can be asked of a query while it is typed: all of it but a last clause of which the value is still to come.

Only for who types. Read by `db.query`, what is no clause is text, there and everywhere else.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from db.clauses import Compare, Term
from db.lexing import accepted, awaited, calls, started, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.lexing import Started, Token

_PIECES = 3
"""Words of which 随访率 > = may consist."""
_QUOTES = '"＂“”「」『』 '


def finished(text: str) -> str:
    """The query without the clause at its end that is only begun: 党建 of 党建 主题:; all of it when there is none."""
    read = list(tokens(text))
    end = len(text)
    while read:
        at = _begun(text, end, read)
        if at is None and (end == len(text) or read[-1].kind not in ("or", "and", "not")):
            break
        end = read[-1].start if at is None else at
        while read and read[-1].start >= end:
            read.pop()
    return text[:end].rstrip() if end < len(text) else text


def comparison(text: str) -> tuple[int, Started] | None:
    """The comparison at the end of a text that has no number yet, and where it begins."""
    read = list(tokens(text))
    if read and read[-1].kind == "operand" and not isinstance(read[-1].operand, Compare):
        for token in read[-_PIECES:]:
            found = started(text, token.start, len(text))
            if found is not None and found.sign:
                return token.start, found
    return None


def _begun(text: str, end: int, read: Sequence[Token]) -> int | None:
    """Where the last clause begins when it is only begun."""
    last = read[-1]
    if last.kind == "open":
        return last.start
    if isinstance(last.operand, Compare) or last.kind != "operand":
        return None
    for token in read[-_PIECES:]:
        found = started(text, token.start, end)
        if found is not None and (found.sign or (token is last and _waits(last, found.name, found.value))):
            return token.start if found.sign else max(token.start, end - _typed(found.name, text[token.start : end]))
    return last.start if _words(last) and calls(text, last.start, end) else None


def _typed(field: str, written: str) -> int:
    """How many characters at the end of a clause are only begun: the second year's of 年份:2021..20, else all."""
    digits = len(written) - len(written.rstrip("0123456789"))
    value = re.split("[:：]", written[: len(written) - digits], maxsplit=1)[-1]
    return digits if field == "year" and accepted(field, value.strip()) else len(written)


def _words(token: Token) -> bool:
    """Whether a token was read as text."""
    return isinstance(token.operand, Term) and token.operand.field is None


def _waits(token: Token, field: str, value: str) -> bool:
    value = value.strip(_QUOTES)
    return _words(token) and not accepted(field, value) and awaited(field, value)
