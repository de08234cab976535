"""How long notes and the trash take when there are very many: `python -m tests.bench.notes [CASES]`."""

from __future__ import annotations

import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from app.services.library import Library
from db.records import CaseDraft, DocumentDraft, Practice, Theme


@contextmanager
def told(words):
    begun, used = time.perf_counter(), time.process_time()
    yield
    wall, own = time.perf_counter() - begun, time.process_time() - used
    print(f"{words:<52}{wall * 1000:>9.0f} ms, {own * 1000:>7.0f} ms of the processor", flush=True)


def drafts(count):
    text = "第一段讲背景，说的是一家医院怎样把候诊变短。\n" * 40
    for n in range(count):
        case = CaseDraft(
            kind="hospital", title=f"第 {n} 个案例", text=f"{n}\n{text}", owner=f"第 {n % 500} 医院",
            themes=(Theme("party.branch"), Theme("service")), practices=(Practice("夜间门诊", "夜间门诊"),),
        )  # fmt: skip
        yield DocumentDraft(path=f"/d/{n}.txt", name=f"{n}.txt", text=case.text, fingerprint=str(n)), [case]


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        library = Library.open(Path(folder) / "大.xinglin")
        with told(f"store {count} cases"):
            ids = [one for (one,) in library.add_documents(list(drafts(count)))]
        with told(f"one note on each of {count}"):
            library.change_notes([], purpose="idea")
            from db import notes

            with library.store.writing("很多") as connection:
                for one in ids:
                    notes.highlight(
                        connection, one, 5, 15, "yellow", f"要点 [[第 1 个案例|{ids[0]}]]", "2026-01-01T00:00:00Z"
                    )
        with told("read all notes with what they are on"):
            noted = library.noted()
        with told("change all of them as one step"):
            library.change_notes([note.id for note in noted.notes], purpose="lesson", add_tags=["院周会"])
        with told("names for links read ahead, off the window's thread"):
            library.link_places("zx")
        for typed in ("", "第", "dyg", "djgal", "zhongguo"):
            with told(f"places for a link, `{typed}`"):
                library.link_places(typed)
        library.change_note(noted.notes[0].id, text="另有要点")
        with told("places for a link after a note was stored"):
            library.link_places("ling")
        with told("delete all notes into the trash"):
            library.delete_notes([note.id for note in noted.notes])
        with told("undo it"):
            library.undo()
        with told(f"delete {count} cases with their notes into the trash"):
            library.delete_cases(ids)
        with told("list the trash"):
            thrown = library.thrown()
        with told("bring all of it back"):
            library.put_back([one.id for one in thrown])
        with told("undo that"):
            library.undo()
        with told("undo the deletion"):
            library.undo()
        assert len(library.cases(ids)) == count
        assert not library.thrown()
        library.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
