"""Cases with all that belongs to them into an exchange package's file, and such a file into what a library can take in.

No SQL and no zip here; what happens when a package meets a library is told in `meeting`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.services.bringing import Clash, Differing
from app.services.fingerprints import fingerprint
from app.services.merging import Met, bare
from app.task import QUIET, Task

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from app.services.library import Library
    from db.records import Packed

__all__ = ["Clash", "Differing", "Met", "believed", "export", "read", "summary"]


def export(
    library: Library, case_ids: Sequence[str], output: Path, *, replace: bool = False, task: Task = QUIET
) -> Path:
    """Write cases to a package.

    Returns:
        Where it is.

    Raises:
        Trouble: in one sentence what is in the way; no file is left behind.
        Cancelled: likewise.
    """
    from app.formats.write import write

    write(library.told(case_ids), "pack", output, replace=replace, task=task)
    return output


def read(path: Path, task: Task = QUIET) -> Packed:
    """Read a package's file; `Trouble` says in one sentence why it cannot be."""
    from app.formats import pack

    return believed(pack.read(path, task))


def summary(met: Met, *, before: bool = False) -> str:
    """What a package brought in one sentence, or brings when it is told before."""
    if met.nothing:
        return "交换包里的内容都已在库中，没有改动"
    counted = (
        (met.cases - met.copies, "个新案例"),
        (met.copies, "个与库中不同的案例（另存为副本）"),
        (met.rewritten, "处改成包里的"),
        (met.notes, "条笔记"),
        (met.shelves, "个书架"),
        (met.themes, "个自建主题"),
        (met.habits, "条做法名称、同义词等约定"),
    )
    parts = "、".join(f"{count} {words}" for count, words in counted if count)
    same = f"；{met.same} 个案例已在库中" if met.same else ""
    return f"{'交换包带来' if before else '已导入'} {parts or '标签和已确认的主题、做法'}{same}"


def believed(packed: Packed) -> Packed:
    """A package with each document's own fingerprint; an example is one only when its words are those we ship."""
    from app.services import starter

    shipped: dict[str, str] = {}
    if any(row["origin"] == "starter" for row in packed.documents):
        shipped = {draft.fingerprint: draft.text for draft, _ in starter.drafts()}
    documents = []
    for row in packed.documents:
        ours = row["origin"] == "starter" and shipped.get(row["fingerprint"]) == row["text"]
        mark = row["fingerprint"] if ours else fingerprint(row["text"])
        documents.append(
            row | {"fingerprint": mark, "origin": "starter" if ours else "import", "name": bare(row["name"])}
        )
    return replace(packed, documents=tuple(documents))
