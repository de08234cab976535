"""The same cases and questions asked of other engines, in one run. `python -m tests.bench.against 10000 FOLDER`.

FOLDER holds the library `tests.bench.searching` made. What is not installed is left out: tantivy, Whoosh with jieba,
ripgrep (`rg`) and Recoll are wanted for nothing else, so put them where this program is not. Every engine answers
with the first 50 and the number of hits; only this program's answer has facet counts and snippets too.
"""

import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from db import words
from tests.bench.searching import make, say, spread

_SLOW = 400
"""Cases Whoosh is given: it takes in about ten a second."""
_FEW = 1000
"""Cases Recoll is given."""
_TRIES = 2


def measure(name, queries, work, ours=None):
    """Milliseconds per question; the quickest of some tries counts. Ratios against ours, where that is known."""
    times = []
    for query in queries:
        tried = []
        for _ in range(_TRIES):
            began = time.perf_counter()
            work(query)
            tried.append((time.perf_counter() - began) * 1000)
        times.append(min(tried))
    middle, late = spread(times)
    ratio = f"   {middle / ours[0]:6.2f} / {late / ours[1]:.2f} times ours" if ours else ""
    say(f"{name:<44} p50 {middle:7.1f} ms   p95 {late:7.1f} ms{ratio}")
    return middle, late


def built(name, count, began, size=None):
    passed = time.perf_counter() - began
    say(f"{name:<44} built {count / passed:7.0f} cases/s" + (f"   {size:.2f} times the text" if size else ""))


def naive(folder, texts, queries, ours, size):
    """FTS5 as it comes, over the same pairs, the order by bm25 over all hits."""
    path = folder / "naive.db"
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA journal_mode = WAL")
        raw.execute(
            "CREATE VIRTUAL TABLE t USING fts5(a, content='', tokenize=\"unicode61 categories 'L* M* N* P* S* C*'\")"
        )
        began = time.perf_counter()
        with raw:
            for number, text in enumerate(texts):
                folded = words.flat(text)
                pairs = " ".join(map(str.__add__, folded, folded[1:] + " "))
                raw.execute("INSERT INTO t (rowid, a) VALUES (?, ?)", (number, pairs))
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        built("FTS5 as it comes", len(texts), began, path.stat().st_size / size)

        def ask(query):
            match = " AND ".join(f'"{" ".join(map(str.__add__, w, w[1:])) or w + "*"}"' for w in query)
            match = match.replace('*"', '"*')
            raw.execute("SELECT rowid FROM t WHERE t MATCH ? ORDER BY rank LIMIT 50", (match,)).fetchall()
            raw.execute("SELECT count(*) FROM t WHERE t MATCH ?", (match,)).fetchone()

        measure("FTS5 as it comes, bm25, total", queries, ask, ours)


def ripgrep(folder, texts, queries, ours):
    program = shutil.which("rg")
    if not program:
        return
    path = folder / "all.txt"
    path.write_text("\n".join(text.replace("\n", "") for text in texts), "utf-8")

    def ask(query):
        subprocess.run([program, "-c", "-F", "--", query[0], str(path)], capture_output=True, check=False)

    measure("ripgrep, the first word, lines counted", queries, ask, ours)


def tantivy_pairs(folder, texts, queries, ours, size):
    try:
        import tantivy
    except ImportError:
        return
    where = folder / "tantivy"
    where.mkdir()
    schema = tantivy.SchemaBuilder().add_text_field("a", tokenizer_name="whitespace", index_option="position")
    index = tantivy.Index(schema.add_integer_field("n", stored=True).build(), path=str(where))
    began = time.perf_counter()
    writer = index.writer(200_000_000, 2)
    for number, text in enumerate(texts):
        folded = words.flat(text)
        writer.add_document(tantivy.Document(a=" ".join(map(str.__add__, folded, folded[1:] + " ")), n=number))
    writer.commit()
    writer.wait_merging_threads()
    built("tantivy over pairs", len(texts), began, sum(f.stat().st_size for f in where.iterdir()) / size)
    index.reload()
    searcher, shape = index.searcher(), index.schema

    def ask(query):
        asked = []
        for word in query:
            pairs = list(map(str.__add__, word, word[1:]))
            if not pairs:
                one = tantivy.Query.regex_query(shape, "a", f"{word}.*")
            elif len(pairs) == 1:
                one = tantivy.Query.term_query(shape, "a", pairs[0])
            else:
                one = tantivy.Query.phrase_query(shape, "a", pairs)
            asked.append((tantivy.Occur.Must, one))
        searcher.search(tantivy.Query.boolean_query(asked), 50)

    measure("tantivy over pairs, first 50 and total", queries, ask, ours)


def whoosh_words(folder, texts, queries):
    try:
        import jieba
        from whoosh.fields import NUMERIC, TEXT, Schema
        from whoosh.index import create_in
        from whoosh.query import And, Term
    except ImportError:
        return
    from whoosh.analysis import RegexTokenizer

    jieba.setLogLevel(60)
    jieba.lcut("一")
    where = folder / "whoosh"
    where.mkdir()
    index = create_in(where, Schema(n=NUMERIC(stored=True), a=TEXT(analyzer=RegexTokenizer(r"\S+"))))
    began = time.perf_counter()
    writer = index.writer()
    some = texts[:_SLOW]
    for number, text in enumerate(some):
        writer.add_document(n=number, a=" ".join(jieba.cut(words.flat(text))))
    writer.commit()
    built(f"Whoosh with jieba, {len(some)} cases", len(some), began)
    true = found = 0
    with index.searcher() as searcher:
        for query in queries:
            asked = And([Term("a", cut) for word in query for cut in jieba.cut(word)])
            hits = {hit["n"] for hit in searcher.search(asked, limit=None)}
            held = {n for n, text in enumerate(some) if all(word in words.flat(text) for word in query)}
            true, found = true + len(held), found + len(held & hits)
    say(f"{'Whoosh with jieba':<44} finds {found / max(1, true):.1%} of what stands there")


def recoll(folder, texts, queries, ours, size):
    """Of the first cases only: an index ten times the text. Its program is started for every question."""
    if not shutil.which("recollindex") or not shutil.which("recollq"):
        return
    some = texts[:_FEW]
    where, settings = folder / "recoll", folder / "recoll-settings"
    where.mkdir()
    settings.mkdir()
    for number, text in enumerate(some):
        (where / f"{number}.txt").write_text(text, "utf-8")
    (settings / "recoll.conf").write_text(f"topdirs = {where}\n", "utf-8")
    began = time.perf_counter()
    subprocess.run(["recollindex", "-c", str(settings)], capture_output=True, check=False)
    held = sum(f.stat().st_size for f in (settings / "xapiandb").iterdir())
    built(f"Recoll, {len(some)} cases", len(some), began, held / (size * len(some) / len(texts)))

    def ask(query):
        asked = " ".join(f'"{word}"' for word in query)
        subprocess.run(["recollq", "-c", str(settings), "-n", "0-50", asked], capture_output=True, check=False)

    measure(f"Recoll, {len(some)} cases, first 50 and total", queries, ask, ours)


def main(count, folder):
    """Make or open, then one engine after the other."""
    library, maker = make(folder / "大.xinglin", count)
    library.store.index.wait()
    asked = [q for q in maker.queries(200) if ":" not in q and " OR " not in q and " -" not in q]
    with library.store.reading() as connection:
        sql = "SELECT title || char(10) || text FROM cases ORDER BY key"
        texts = list(connection.exec_driver_sql(sql).scalars())
    size = sum(len(text.encode()) for text in texts)
    queries = [tuple(words.flat(word) for word in query.split()) for query in asked]
    say(f"{count} cases, {size / 1e6:.0f} MB, {len(queries)} questions")

    def anew(query, **more):
        library._searcher._live.asked.clear()
        return library.find(" ".join(query), **more)

    rows = measure("ours: first 50 with snippets, total", queries, lambda query: anew(query, facets=False))
    measure("ours: with all facet counts", queries, anew, rows)
    with tempfile.TemporaryDirectory(dir=folder) as made:
        naive(Path(made), texts, queries, rows, size)
        ripgrep(Path(made), texts, queries, rows)
        tantivy_pairs(Path(made), texts, queries, rows, size)
        recoll(Path(made), texts, queries, rows, size)
        whoosh_words(Path(made), texts, queries)
    library.close()


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
