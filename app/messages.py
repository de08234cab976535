"""Every exception becomes one Chinese sentence, what to do next, and an exit code. Nobody else words an error."""

from __future__ import annotations

import errno
from dataclasses import dataclass

from app.task import Cancelled
from db import errors


class Trouble(Exception):
    """Something a person can do something about. `reason` is a key of `REASONS`; `detail` fills its blank."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Message:
    """What a person is told. `code` is the command line's exit code."""

    sentence: str
    advice: str
    code: int = 1

    def __str__(self) -> str:
        return f"{self.sentence}{self.advice}"


CANCELLED = 130
USAGE = 2

REASONS: dict[str, tuple[str, str]] = {
    "name": ("还没有写名称。", "请写一个名称，最多 40 个字。"),
    "taken": ("已经有叫“{}”的了。", "请换一个名称，或直接用已有的那个。"),
    "inside_itself": ("“{}”不能放到它自己里面。", "请换一个位置。"),
    "pattern": ("正则表达式有误：{}。", "请改正，或关掉“正则”，按原样查找。"),
    "pattern_slow": ("这个正则表达式要找太久，已停下。", "请写得更具体，例如少套用 * 和 +。"),
    "near_words": ("邻近查找要写两个词。", "请在两个词中间空一格。"),
    # files that come in
    "missing": ("找不到“{}”。", "请检查路径是否正确，移动硬盘是否已接好。"),
    "folder_denied": ("没有权限打开“{}”。", "请请管理员授权，或把文件复制到自己的文件夹再导入。"),
    "empty": ("这个文件是空的。", "请确认文件是否已完整保存。"),
    "no_text": ("文件里没有可读的文字。", "如果是扫描件，请先用文字识别软件转成文字再导入。"),
    "binary": ("这不是文本文件。", "请另存为 txt、docx、html 或 pdf 再导入。"),
    "suffix": ("不认识“{}”类型的文件。", "请另存为 txt、docx、html 或 pdf 再导入。"),
    "too_large": ("文件有 {}，超过了单个文件的上限。", "请把它拆成几个小文件再导入。"),
    "password": ("文件有密码保护。", "请先用原来的软件去掉密码，另存后再导入。"),
    "broken": ("文件已损坏，无法读取。", "请用原来的软件打开并另存一份，再导入。"),
    "encoding": ("认不出文件的文字编码。", "请用记事本打开，另存为 UTF-8 编码后再导入。"),
    "timeout": ("读取这个文件用时太久，已停下。", "请把它另存为 txt 再导入。"),
    "memory": ("读取这个文件需要的内存太多，已停下。", "请把它拆成几个小文件，或另存为 txt 再导入。"),
    "unpacked": ("文件展开后有 {}，超过了上限。", "请用原来的软件打开并另存一份，再导入。"),
    "folder": ("“{}”是文件夹。", "请选择文件夹里的文件，或把整个文件夹拖进窗口。"),
    "old_word": (
        "这是旧版 Word（.doc）或 WPS（.wps）文件，要有 LibreOffice 才能读。",
        "请用 Word 或 WPS 另存为 .docx 再导入。",
    ),
    "no_ocr": (
        "这是图片或扫描件，识别文字的组件 {} 没有安装。",
        "请先用文字识别软件转成文字再导入；从源代码运行时，也可以安装这个组件后再导入。",
    ),
    "scanned": ("有 {} 页是扫描图。", "请先用文字识别软件转成文字再导入。"),
    "archive": ("这是压缩包，里面有别的文件。", "请用“导入”打开它，里面的文件会逐个读入。"),
    "packed": ("这是“{}”压缩包，还不能直接读。", "请先解压，再导入里面的文件；zip 压缩包可以直接导入。"),
    "nested_archive": ("这是压缩包里的压缩包。", "请先解压，再导入里面的文件。"),
    "empty_archive": ("压缩包里没有可以读的文件。", "请确认压缩包是否完整。"),
    "many_files": ("压缩包里有 {} 个文件，超过了上限。", "请先解压，再分批导入里面的文件。"),
    "no_cases": ("读到了文字，但没有认出案例。", "请确认文件里是案例、方案或报道。"),
    "nothing_to_import": ("这里没有可以导入的文件。", "请选择 txt、docx、pdf、html 等文件，或装有它们的文件夹。"),
    "not_a_pack": ("这不是杏林案库的交换包。", "请选择由“导出交换包”做成的 .xlpack 文件。"),
    "pack_broken": ("交换包不完整或被改动过，没有导入任何内容。", "请对方重新导出一份再导入。"),
    "pack_newer": ("交换包是用更新的版本做的。", "请升级程序后再导入。"),
    "pack_large": ("交换包太大，超过了上限。", "请对方分几次导出，每次少选一些案例。"),
    "pack_alone": ("交换包要单独导入。", "请直接选择这个 .xlpack 文件，或把它拖进窗口。"),
    "not_a_round": ("“{}”不是共读包，也不是共读回执。", "普通的交换包请用“导入”打开。"),
    "round_elsewhere": ("这份共读回执不是交给这个案例库的。", "请打开发出共读“{}”的那个案例库，再导入它。"),
    "round_unknown": ("这个案例库里没有共读“{}”。", "它可能已被删除；可以先撤销删除，再导入回执。"),
    "round_stranger": ("这次共读没有请“{}”。", "请核对回执是不是别的共读的。"),
    "round_older": (
        "“{}”已经交回过更新的一份，这份没有导入。",
        "如果确实要用旧的一份，请先在共读的菜单里退回已收的那份。",
    ),
    "round_own": ("这是从这个案例库发出的共读包。", "请把它交给“{}”，由对方在自己的案例库里打开。"),
    "round_readers": ("还没有写请谁读。", "请每行写一个姓名，最多 50 人。"),
    "round_many": ("要交给读者的案例有 {} 个，一次最多 500 个。", "请先挑出要读的放到一个书架上，或分几次发。"),
    "round_cases": ("没有可以共读的案例。", "请先选中案例、打开一个书架，或放宽筛选条件。"),
    # files that go out
    "exists": ("“{}”已经存在。", "请换一个文件名，或确认要替换它（命令行用 --replace）。"),
    "cannot_write": ("不能写入“{}”。", "请换一个有写入权限的文件夹，或关闭正在打开它的程序。"),
    "disk_full": ("磁盘已满，没有写完。", "请清理磁盘空间后再试；原有内容没有变动。"),
    "no_printer": ("打印机“{}”没有接受任务。", "请检查打印机是否已打开，或改用“导出”得到 PDF 再打印。"),
    "matrix_full": ("一张对标矩阵放不下 {}，再多就没法对照着看了。", "请先挑选案例，或分成几张矩阵。"),
    "nothing_to_export": ("没有可导出的案例。", "请先选中案例，或放宽筛选条件。"),
    "format": ("还不能导出为“{}”。", "可用的格式有 pdf、docx、xlsx、csv、html、md、txt、json、bib、ris、pack。"),
    "typesetting": ("排版时出了问题。", "请改用别的格式导出，并把日志发给我们。"),
    "picture": ("这张图片读不出来。", "请确认它是完好的 PNG、JPEG、GIF 或 WebP 图片，再粘贴一次。"),
    "picture_large": ("这张图片太大。", "请缩小到 6000 万像素、30 MB 以内再粘贴。"),
    "overtaken": (
        "这条笔记在另一个窗口里也改过：这里写的已保存，",
        "那边写的留在它的改动历史里，可以对照或恢复。",
    ),
    # words that were typed
    "usage": ("看不懂命令“xinglin {}”。", "用 xinglin --help 查看用法。"),
    "choice": ("{}。", "用 xinglin export --help 查看每一种的意思。"),
    "other_format": ("文件名“{}”和要导出的格式不一致。", "请改成这种格式的扩展名，或换一个 --format。"),
    "incomplete": ("缺少{}。", "用 xinglin --help 查看用法。"),
    "quote_not_found": ("在这个案例里没有找到“{}”。", "请从案例正文里原样复制要标注的文字。"),
    "not_a_backup": ("“{}”不是可用的备份。", "请选择由本程序备份的 .xinglin 文件。"),
    "theme": ("没有名为“{}”的主题。", "请从列出的主题里选一个。"),
    "place": ("没有认出地名“{}”。", "请写省、市、县的正式名称，例如江西省赣州市。"),
    "figure": ("“{}”不是数字。", "请只写数字，单位另写。"),
    "date": ("“{}”不是日期。", "请写成 2023-05-18、2023-05 或 2023。"),
    "display": ("这台机器没有可用的显示。", "请在有桌面的电脑上打开窗口，或使用命令行。"),
    "resource": ("程序自带的文件“{}”缺失。", "请重新安装或重新解压程序。"),
}

_TYPED = ("usage", "incomplete", "choice", "other_format")
"""What is wrong with the words of a command."""
_LIBRARY: dict[type[errors.LibraryError], tuple[str, str]] = {
    errors.NotALibrary: ("“{}”不是杏林案库的文件。", "请选择扩展名为 .xinglin 的案例库。"),
    errors.DamagedLibrary: (
        "案例库“{}”已损坏。",
        "原文件没有改动；请从最近的备份恢复（窗口：“案例库”菜单；命令行：restore）。",
    ),
    errors.DamagedIndex: (
        "案例库“{}”的检索索引读不出来，已停用。",
        "案例库本身完好，请再试一次；索引会在下次打开时自动重建。",
    ),
    errors.NewerLibrary: ("案例库“{}”是用更新的版本建立的。", "请升级程序后再打开；文件没有改动。"),
    errors.LockedLibrary: ("案例库“{}”正被另一个程序占用。", "请关闭另一个窗口后再试。"),
    errors.ReadOnlyLibrary: ("案例库“{}”不能写入。", "请把它复制到有写入权限的文件夹再打开。"),
    errors.DiskFull: ("磁盘已满，不能写入“{}”。", "请清理磁盘空间后再试；原有内容没有变动。"),
}

_RECORDS = {
    "case": "案例", "note": "笔记", "shelf": "书架", "document": "文件", "theme": "主题", "template": "模板",
    "brief": "简报", "round": "共读",
}  # fmt: skip


def describe(error: BaseException) -> Message:
    """Say any exception to a person.

    Returns:
        One sentence and what to do next; for what we did not foresee, a request to send the log.
    """
    if isinstance(error, Trouble):
        sentence, advice = REASONS[error.reason]
        return Message(sentence.format(error.detail), advice, USAGE if error.reason in _TYPED else 1)
    if isinstance(error, errors.LibraryError):
        sentence, advice = _LIBRARY.get(type(error), ("案例库“{}”打不开。", "请用 check 检查，或从备份恢复。"))
        return Message(sentence.format(error.path.name), advice)
    if isinstance(error, errors.NoSuchRecord):
        return Message(f"没有编号为“{error.id}”的{_RECORDS.get(error.kind, '记录')}。", "请用 cases 查看现有编号。")
    if isinstance(error, Cancelled | errors.Stopped | KeyboardInterrupt):
        return Message("已停止。", "已完成的部分都保留着。", CANCELLED)
    if isinstance(error, OSError):
        return _system(error)
    if isinstance(error, MemoryError):
        return Message("内存不够，这一步没有完成。", "请关闭其他程序后再试。")
    return Message("程序遇到了没有料到的问题。", "请把日志文件发给我们；已保存的内容不受影响。", 70)


def _system(error: OSError) -> Message:
    name = str(error.filename or "文件")
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        reason, detail = "disk_full", ""
    elif isinstance(error, FileNotFoundError):
        reason, detail = "missing", name
    elif isinstance(error, PermissionError):
        reason, detail = "folder_denied", name
    elif isinstance(error, FileExistsError):
        reason, detail = "exists", name
    else:
        return Message(f"操作“{name}”时系统报告：{error.strerror}。", "请换一个位置再试。")
    return describe(Trouble(reason, detail))


PATTERN_FAULTS: dict[str, str] = {
    "missing )": "少了右括号",
    "unbalanced parenthesis": "多了右括号",
    "unterminated character set": "方括号没有写完",
    "nothing to repeat": "* + ? 前面没有可以重复的内容",
    "multiple repeat": "连着写了两个重复符号",
    "bad escape (end of pattern)": "末尾的反斜杠没有写完",
    "bad escape": "反斜杠后面的字符不认识",
    "bad character range": "方括号里的范围前后颠倒",
    "min repeat greater": "花括号里的次数前大后小",
    "look-behind": "(?<=…) 里的长度必须固定",
    "invalid group reference": "引用了没有的括号",
    "": "写法有误",
}
"""What may be wrong with a regular expression: how its own message begins, and how a person is told."""


def pattern_fault(fault: object, at: object) -> str:
    """What is wrong with a regular expression, and at which character, counted from 0; below 0 when not known."""
    words = PATTERN_FAULTS.get(str(fault), PATTERN_FAULTS[""])
    return f"第 {at + 1} 个字符处，{words}" if isinstance(at, int) and at >= 0 else words
