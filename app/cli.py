"""The command line: the same services as the window, with exit codes and, on `--json`, one document on standard output.

Knows neither Qt nor SQL. The window is handed in, so that `self-test` can open it without importing it here.
"""

from __future__ import annotations

import argparse
import json
import logging
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NoReturn

from app import paths
from app.formats.sheet import Format, suffix
from app.messages import CANCELLED, Trouble, describe
from app.services import answering, choosing, exporting, importing, keeping, proving, starter
from app.services.library import Library
from app.task import Task
from app.wording import KINDS, place
from db.records import CaseRow

OpenWindow = Callable[[Path | None], int]
ProveWindow = Callable[[Path], str]
FORMATS: tuple[Format, ...] = ("pdf", "docx", "md", "html", "xlsx", "csv", "txt", "json", "bib", "ris", "pack")
log = logging.getLogger("xinglin")
_CHOICE = re.compile(r"argument (?P<option>--[a-z]+): invalid choice: '(?P<typed>.*)' \(choose from (?P<listed>.*)\)")
"""How argparse says that a value is none of those there are."""


class _Help(argparse.HelpFormatter):
    def add_usage(self, usage: str | None, actions: object, groups: object, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)  # type: ignore[arg-type]


class _Parser(argparse.ArgumentParser):
    """argparse, speaking Chinese."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - handed on as they are
        super().__init__(formatter_class=_Help, add_help=False, **options)
        self._positionals.title, self._optionals.title = "参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示这份说明")

    def error(self, message: str) -> NoReturn:
        raise _Mistyped(message)


def _worded(word: str) -> str:
    """A condition that is excluded (-绩效) in a spelling that argparse does not take for an option."""
    return f"－{word[1:]}" if word[:1] == "-" and word[1:2] and not word[1:2].isascii() else word


class _Mistyped(Exception):
    """What argparse says, in English, for the log alone."""


def main(words: Sequence[str], *, open_window: OpenWindow, prove_window: ProveWindow) -> int:
    """Run one command.

    Args:
        words: What stands after the program's name; none opens the window.
        open_window: Opens the window on a library file and returns its exit code.
        prove_window: Opens the window on a library file, waits until it shows its list, and says so in a sentence.

    Returns:
        The exit code: 0 done, 1 could not be done, 2 mistyped, 70 a fault of ours, 130 stopped.
    """
    try:
        choice = _parser().parse_args([*map(_worded, words)] if {"cases", "export"} & {*words} else words)
        if choice.command is None:
            return open_window(choice.library)
        if choice.command == "self-test":
            return proving.self_test(_say, prove_window)
        if choice.command == "tour":
            return proving.tour(choice.output or paths.data() / "tour", _say)
        return int(choice.run(choice))
    except BrokenPipeError:
        return CANCELLED
    except BaseException as error:
        if isinstance(error, SystemExit):
            raise
        said = describe(_trouble(error, words) if isinstance(error, _Mistyped) else error)
        if said.code not in (1, 2, CANCELLED):
            log.exception("command failed")
        print(said, file=sys.stderr)
        return said.code


def _trouble(error: _Mistyped, words: Sequence[str]) -> Trouble:
    """What is missing by its name, else that nobody understands the words."""
    chosen = _CHOICE.match(str(error))
    if chosen:
        listed = "、".join(word.strip("'") for word in chosen["listed"].split(", "))
        return Trouble("choice", f"{chosen['option']} 没有“{chosen['typed']}”，可用的有 {listed}")
    missing = str(error).partition(": ")[2] if "arguments are required" in str(error) else ""
    named = f" {missing}" if missing.startswith("-") else missing
    return Trouble("incomplete", named.replace(", ", "、")) if missing else Trouble("usage", " ".join(words))


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="xinglin", description="杏林案库：离线的医院案例阅读器。不带命令时打开窗口。")
    parser.add_argument("--library", type=Path, metavar="文件", help="要打开的案例库（默认用自己的案例库）")
    commands = parser.add_subparsers(dest="command", metavar="命令", parser_class=_Parser)

    def command(name: str, words: str, run: Callable[[argparse.Namespace], int] | None = None) -> _Parser:
        made = commands.add_parser(name, help=words, description=words)
        made.set_defaults(run=run)
        return made

    one = command("import", "导入文件或文件夹", _import)
    one.add_argument("paths", nargs="+", type=Path, metavar="路径")
    one.add_argument("--update", action="store_true", help="库中文件的新版覆盖旧版，笔记随之重新定位（默认另存一份）")
    _json(one)
    _add_cases(command("cases", "查找案例：词语加筛选", _cases))
    one = command("show", "显示一个案例的全部内容", _show)
    one.add_argument("id", metavar="编号")
    _json(one)
    one = command("note", "写一条笔记，可标在正文的一段话上", _note)
    one.add_argument("id", metavar="编号")
    one.add_argument("--quote", metavar="原文", help="要标注的原文")
    one.add_argument("--text", required=True, metavar="笔记", help="笔记内容，可用 Markdown")
    one.add_argument("--tag", action="append", default=[], metavar="标签", help="标签，可多次给出")
    _json(one)
    _add_export(command("export", "把选中的案例连同笔记导出", _export))
    one = command("backup", "备份案例库", _backup)
    one.add_argument("--output", type=Path, metavar="文件", help="备份到哪里（默认在数据文件夹的 backups 里）")
    one = command("restore", "从备份恢复；现有文件改名保留", _restore)
    one.add_argument("backup", type=Path, metavar="备份文件")
    command("check", "检查案例库是否完好", _check)
    command("reindex", "重建搜索索引", _reindex)
    one = command("tour", "不开窗口，把主要功能演示一遍")
    one.add_argument("--output", type=Path, metavar="文件夹")
    command("self-test", "程序自检")
    return parser


def _count(typed: str) -> int:
    if int(typed) < 0:
        raise ValueError(typed)
    return int(typed)


def _add_export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", required=True, choices=FORMATS, metavar="格式", help="、".join(FORMATS))
    parser.add_argument("--output", required=True, type=Path, metavar="文件")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--cases", metavar="编号,编号", help="要导出的案例")
    which.add_argument("--query", nargs="+", metavar="词语", help="导出查到的案例")
    parser.add_argument("--title", metavar="标题", help="封面标题")
    parser.add_argument("--replace", action="store_true", help="替换同名文件")
    _pick(parser, "--layout", "版式", choosing.LAYOUTS, "simple")
    _pick(parser, "--body", "正文", choosing.BODIES, "text")
    _pick(parser, "--notes", "笔记", choosing.PLACES, "beside")
    _pick(parser, "--order", "顺序", choosing.ORDERS, "listed")
    _pick(parser, "--group", "分组", choosing.GROUPS, "none")


def _pick(parser: argparse.ArgumentParser, name: str, told: str, words: Mapping[Any, str], usual: str) -> None:
    """An option with a few values, each told in Chinese."""
    listed = "；".join(f"{value} {label}" for value, label in words.items())
    parser.add_argument(name, choices=tuple(words), default=usual, metavar=told, help=f"{listed}（默认 {usual}）")


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="只输出一份 JSON")


def _add_cases(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", nargs="*", metavar="词语")
    parser.add_argument("--theme", action="append", default=[], metavar="主题", help="主题编号或名称")
    parser.add_argument("--region", action="append", default=[], metavar="地区", help="省、市或县")
    parser.add_argument("--practice", action="append", default=[], metavar="做法", help="做法名")
    parser.add_argument("--limit", type=_count, metavar="数目", help="最多列出几个（默认全部）")
    parser.add_argument("--full", action="store_true", help="连同正文与全部字段")
    _json(parser)


def _open(choice: argparse.Namespace) -> closing[Library]:
    """The chosen library; the person's own is begun with the starter cases when there is none yet."""
    own = choice.library is None
    path = paths.library() if own else choice.library
    if not own and not path.exists() and choice.command != "import":
        raise FileNotFoundError(2, "missing", str(path))
    fresh = not path.exists()
    library = Library.open(path)
    if own and fresh:
        starter.load(library)
    return closing(library)


def _import(choice: argparse.Namespace) -> int:
    task = Task(each=lambda done, total, words: print(f"[{done}/{total}] {words}", file=sys.stderr))
    with _open(choice) as library:
        outcomes = importing.import_paths(library, choice.paths, task, update=choice.update)
    if not outcomes:
        raise Trouble("nothing_to_import")
    if choice.json:
        _print(answering.documents(outcomes))
    else:
        for outcome in outcomes:
            verb = "更新" if outcome.updated else "导入"
            words = {"imported": f"{verb} {len(outcome.case_ids)} 个案例", "duplicate": "已在库中，未重复导入"}
            print(f"{outcome.path}：{outcome.told or words.get(outcome.status) or outcome.error}")
    return 1 if outcomes and all(o.status == "failed" for o in outcomes) else 0


def _cases(choice: argparse.Namespace) -> int:
    with _open(choice) as library:
        query = " ".join(choice.words)
        names = {node.id: node.name for node in library.themes()}
        chosen = {
            "theme": [names.get(t, t) for t in choice.theme],
            "region": choice.region,
            "practice": choice.practice,
        }
        for field, values in chosen.items():
            for value in values:
                query = library.choose(query, field, value, "and")
        answer = library.find(query, limit=choice.limit if choice.limit is not None else 1_000_000)
        if choice.json:
            cases = library.cases([row.id for row in answer.rows])
            _print(answering.found(answer, cases, full=choice.full))
            return 0
        print(
            f"共 {answer.total} 个案例，用时 {answer.elapsed_ms:.1f} 毫秒"
            + (f"：{answer.query}" if answer.query else "")
        )
        for row in answer.rows:
            print(_line(row))
        if not answer.total and query.strip():
            for offer in library.advise(query).offers:
                print(f"可以试试：{offer.query}（{offer.count} 个案例）")
    return 0


def _line(row: CaseRow) -> str:
    facts = " · ".join(part for part in (row.owner, row.place, str(row.year or "")) if part)
    return f"{row.id}  {row.title}（{facts or KINDS[row.kind]}）"


def _show(choice: argparse.Namespace) -> int:
    with _open(choice) as library:
        case = library.case(choice.id)
        notes = library.notes(case.id)
        if choice.json:
            _print(answering.case(case, full=True) | {"annotations": [answering.note(n) for n in notes]})
            return 0
        facts = " · ".join(filter(None, (case.owner, place(case.region), KINDS[case.kind])))
        print(f"{case.title}\n{facts}\n来源：{case.document.source_line}\n\n{case.text}")
        for note in notes:
            print(f"\n〔笔记〕{note.quote}\n{note.text}" + "".join(f" #{tag}" for tag in note.tags))
    return 0


def _note(choice: argparse.Namespace) -> int:
    with _open(choice) as library:
        case = library.case(choice.id)
        if choice.quote is None:
            note = library.add_note(case.id, choice.text, choice.tag)
        else:
            start = case.text.find(choice.quote) if choice.quote else -1
            if start < 0:
                raise Trouble("quote_not_found", choice.quote)
            note = library.highlight(case.id, start, start + len(choice.quote), text=choice.text, tags=choice.tag)
        if choice.json:
            _print(answering.note(note))
        else:
            print(f"已记下笔记 {note.id}。")
    return 0


def _export(choice: argparse.Namespace) -> int:
    end = choice.output.suffix.lower()
    if end != suffix(choice.format) and end in map(suffix, FORMATS):
        raise Trouble("other_format", choice.output.name)
    with _open(choice) as library:
        query = " ".join(choice.query or ())
        ids: Sequence[str]
        if choice.cases is not None:
            ids = [one.strip() for one in choice.cases.split(",") if one.strip()]
        else:
            ids = library.find(query, limit=0).ids
        chosen = exporting.Choice(
            case_ids=tuple(ids),
            title=choice.title or "",
            filters=query,
            layout=choice.layout,
            body=choice.body,
            notes=choice.notes,
            order=choice.order,
            group=choice.group,
        )
        made = exporting.deliver(library, chosen, choice.format, choice.output, replace=choice.replace)
    print(f"已导出 {len(ids)} 个案例到 {made.path}")
    if made.warning:
        print(made.warning, file=sys.stderr)
    return 0


def _backup(choice: argparse.Namespace) -> int:
    with _open(choice) as library:
        print(f"已备份到 {keeping.backup(library, choice.output)}")
    return 0


def _restore(choice: argparse.Namespace) -> int:
    target = choice.library or paths.library()
    kept = keeping.restore(choice.backup, target)
    print(f"已从 {choice.backup} 恢复到 {target}" + (f"，原文件保留为 {kept}" if kept else ""))
    return 0


def _check(choice: argparse.Namespace) -> int:
    with _open(choice) as library:
        report = keeping.check(library)
    for sentence in report.sentences:
        print(sentence)
    return 0 if report.sound else 1


def _reindex(choice: argparse.Namespace) -> int:
    with _open(choice) as library:
        keeping.reindex(library)
    print("搜索索引已重建。")
    return 0


def _print(document: answering.JsonObject) -> None:
    json.dump(document, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


def _say(sentence: str) -> None:
    print(sentence, flush=True)
