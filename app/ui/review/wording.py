"""What the review screen says: files, cases, values and their state in few words. Pure; no widget."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.services import awaiting, rereading, tasking
from app.services.importing import Prepared
from app.services.reviewing import Join, Review, TaskCut, Why
from app.services.settling import Field, Item
from app.services.trusting import Sureness
from app.ui.record import wording
from app.wording import EVIDENCE
from db.answers import Near
from db.records import CaseDraft, Practice, Result, Theme

if TYPE_CHECKING:
    from app.formats.document import Alternative

FIELDS: dict[Field, str] = {
    "title": "标题",
    "owner": "单位",
    "speaker": "发言人",
    "region": "地区",
    "year": "年份",
    "theme": "主题",
    "practice": "做法",
    "result": "成效",
    "task": "任务",
    "source": "来源",
}
PARTS = {
    "title": "标题",
    "owner": "单位",
    "aliases": "别名",
    "name": "姓名",
    "post": "职务",
    "place": "地区",
    "theme": "主题",
    "practice": "做法",
    "year": "年份",
    "metric": "指标",
    "before": "原来",
    "value": "数值",
    "unit": "计量单位",
    "date": "时间",
    "number": "任务编号",
    "task": "任务标题",
    "responsible": "责任单位",
    "headline": "文件标题",
    "published": "日期",
    "publisher": "出处",
    "reporter": "记者",
}
REASONS: dict[Why, str] = {
    "": "无主片段，拖到所属案例即可",
    "front": "版头导语，不入库",
    "byline": "署名，不入正文",
    "caption": "图注，不入正文",
    "furniture": "网页附带文字，不入库",
    "label": "版面标题或图注，不入正文",
    "person": "已移出，不入库",
}
_UNREADABLE = re.compile("[\ufffd\ud800-\udfff\ue000-\uf8ff\x00-\x1f\x7f-\x9f]+")
KEYS = "Enter 接受，F2 改写，Del 去掉，↑↓ 逐项，N 下一处待定。"
_BASES = {
    "owner": "单位名称",
    "site": "实施地点",
    "speaker": "发言人",
    "title": "标题",
    "table": "单位名称 + 医院所在地表",
    "user": "已由你确认",
}


def heading(files: int) -> str:
    """The screen's title."""
    return f"导入 {files} 个文件" if files else "导入"


def summary(cases: int, doubts: int, *, failed: int = 0, stored: int = 0, twin: int = 0, unread: int = 0) -> str:
    """What was found, in one line."""
    parts = [f"识别出 {cases} 个案例"]
    if doubts:
        parts.append(f"{doubts} 处待确认")
    if unread:
        parts.append(f"{unread} 个文件编码存疑")
    if stored:
        parts.append(f"{stored} 个已在库中")
    if twin:
        parts.append(f"{twin} 个与同批文件相同")
    if failed:
        parts.append(f"{failed} 个文件未能读取")
    return "，".join(parts)


def file_name(path: str) -> str:
    """A file's name; before that of one inside a zip stands the zip's, and what is no letter is told as such."""
    parts = Path(path).parts
    within = next((n for n, part in enumerate(parts[:-1]) if part.lower().endswith(".zip")), None)
    names = [_UNREADABLE.sub("□", name) for name in (parts[-1:] if within is None else (parts[within], parts[-1]))]
    if names and not Path(names[-1]).stem.strip("□ ."):
        names[-1] = f"名称无法辨认{Path(names[-1]).suffix or names[-1].lstrip('□')}"
    return " › ".join(names)


def file_state(prepared: Prepared, review: Review | None) -> str:
    """The line under a file's name."""
    if prepared.state == "failed":
        return prepared.error or "未能读取。"
    if prepared.state == "duplicate":
        return f"与“{file_name(prepared.twin)}”内容相同，不再导入。" if prepared.twin else "已在库中，不再导入。"
    if review is None:
        return ""
    parts = [_counted(review)]
    if unread(prepared):
        parts.append("编码存疑")
    if alike := _alike(prepared, review):
        parts.append(alike)
    if review.shown_joins():
        parts.append("版面顺序已还原")
    if review.traditional:
        parts.append("繁体")
    if review.repairs or review.suspects:
        lost = f"疑似缺字 {review.suspects} 处" if review.suspects else ""
        mended = f"修复文字 {review.repairs} 处" if review.repairs else ""
        parts.append("，".join(part for part in (mended, lost) if part))
    doubts = len(awaiting.doubts(review))
    done = "" if "编码存疑" in parts else "完成"
    parts.append(f"{doubts} 处待确认" if doubts else done if review.cases else "全部移出")
    return " · ".join(part for part in parts if part)


def unread(prepared: Prepared) -> bool:
    """Whether a file may be read in two ways and nobody has chosen one."""
    first = prepared.alternatives[0].name if prepared.alternatives else ""
    return bool(first) and rereading.taken(prepared) in ("", first)


def nearest(near: Sequence[Near], keys: Collection[int]) -> list[Near]:
    """For each case that is still there what it is nearest to."""
    best: dict[int, Near] = {}
    for one in near:
        if one.case + 1 in keys and (one.case not in best or one.likeness > best[one.case].likeness):
            best[one.case] = one
    return list(best.values())


def near(one: Near, review: Review) -> str:
    """What a case is like, and how much."""
    where = "库中" if one.case_id else f"“{file_name(one.path or '')}”里的"
    which = f"案例 {one.case + 1} " if len(review.cases) > 1 else ""
    return f"{which}与{where}《{one.title}》相近 {share(one.likeness)} %"


def share(likeness: float) -> int:
    """In hundredths; a hundred only for what is the same throughout."""
    return 100 if likeness >= 1 else min(99, int(likeness * 100))


def _alike(prepared: Prepared, review: Review) -> str:
    if prepared.update:
        return "库中已有旧版，将更新" if review.update else "库中已有旧版，作为新文件"
    found = sorted(nearest(prepared.near, {case.key for case in review.cases}), key=lambda one: -one.likeness)
    if not found:
        return ""
    where = "库中" if found[0].case_id else "同批"
    more = f"等 {len(found)} 个案例" if len(found) > 1 else ""
    return f"与{where}《{found[0].title[:14]}》{more}相近 {share(found[0].likeness)} %"


def encodings(alternatives: Sequence[Alternative]) -> str:
    """Which encodings a file may be in."""
    return f"编码存疑：{' 或 '.join(other.name for other in alternatives)}，看哪一行读得通"


def _counted(review: Review) -> str:
    tasks = sum(len(case.draft.children) for case in review.cases)
    plans = sum(case.draft.kind == "plan" for case in review.cases)
    others = len(review.cases) - plans
    parts = [f"{plans} 方案 {tasks} 任务" if plans else "", f"{others} 案" if others or not plans else ""]
    return "，".join(part for part in parts if part)


def cut(place: int, draft: CaseDraft, *, stale: bool) -> str:
    """The words on a cut line."""
    name = "方案" if draft.kind == "plan" else f"案例 {place + 1}"
    words = f"{name}　{draft.owner or draft.title}" if draft.kind != "plan" else f"{name}　{draft.title}"
    return f"{words[:40]}　正在重新理解…" if stale else words[:40]


def task(task_: TaskCut) -> str:
    """The note at a task's beginning."""
    return "任务" if task_.number is None else f"任务 {task_.number}"


def join(join_: Join, sure: str, *, closed: bool, taken: bool) -> str:
    """What is said between two pieces that are read together but stand apart."""
    where = f"{'下' if join_.right > join_.left else '上'}文第 {join_.right + 1} 段"
    if taken:
        return f"✓ 已接上：续在{where}"
    return f"⤷ {'' if closed else '断在句中：'}续在{where}（{sure}）"


def value(item: Item, draft: CaseDraft, review: Review, themes: Mapping[str, str]) -> str:
    """A value as a record shows it."""
    match item.value:
        case Theme(id=theme):
            return themes.get(theme, theme)
        case Practice(name=name):
            return name
        case Result() as result:
            return _result(result, draft.text)
    if item.field == "task":
        piece = int(item.name.partition(":")[2])
        parts = tasking.words_of(review, piece)
        return "　".join(part for part in (parts.get("number"), parts.get("task")) if part) or "新任务"
    speaker, region = draft.speaker, draft.region
    words = {
        "title": draft.title,
        "owner": draft.owner or "",
        "speaker": " · ".join(part for part in (speaker.name, speaker.post) if part),
        "region": " › ".join(part for part in (region.province, region.city, region.county) if part),
        "year": f"{draft.year} 年" if draft.year else "",
        "source": review.document.source_line,
    }[item.field]
    return words or "未写明"


def small(item: Item, draft: CaseDraft) -> str:
    """What stands in small letters under a value."""
    if item.field == "owner":
        lines = [f"别名：{'、'.join(draft.owner_aliases)}" if draft.owner_aliases else ""]
        lines.append(f"实施地点：{draft.site}" if draft.site else "")
        return "；".join(line for line in lines if line)
    if item.field == "region":
        groups = f"；{'、'.join(draft.region_groups)}" if draft.region_groups else ""
        return f"依据：{_BASES[draft.region.basis]}{groups}" if draft.region.basis else ""
    return ""


def task_small(review: Review, draft: CaseDraft, piece: int, themes: Mapping[str, str]) -> str:
    """What else is known of the task at a piece."""
    parts = tasking.words_of(review, piece)
    lines = [f"责任单位：{parts['responsible']}" if parts.get("responsible") else "责任单位未写明"]
    place = tasking.task_at(review, piece)
    if place is not None and place < len(draft.children):
        child = draft.children[place]
        known = {
            "主题": [themes.get(theme.id, theme.id) for theme in child.themes[:4]],
            "做法": [practice.name for practice in child.practices[:4]],
            "目标": [_result(result, child.text).removeprefix("目标：") for result in child.results[:4]],
        }
        lines += [f"{name}：{'、'.join(words)}" for name, words in known.items() if words]
    return "\n".join(lines)


def _result(result: Result, text: str) -> str:
    between = wording.course(result)
    when = f"（{result.date}）" if result.date else ""
    aim = "目标：" if result.type == "target" else ""
    return f"{aim}{result.metric} {between or wording.figure(result, text)}{when}"


def state(items: Sequence[Item]) -> tuple[str, bool]:
    """The word at the right of a row, and whether something waits."""
    waiting = sum(item.waits for item in items if item.field in ("theme", "practice", "result"))
    if waiting:
        return f"{waiting} 待定", True
    if not items:
        return "", False
    if len(items) == 1 and items[0].field not in ("theme", "practice", "result"):
        words = {"sure": "✓ 确定", "set": "✓ 已确认", "inferred": "推断", "missing": "", "open": ""}
        if items[0].state == "missing" and items[0].field == "source":
            return "补日期", True
        return words[items[0].state], items[0].state == "inferred"
    return f"✓ {len(items)}", False


def evidence(draft: CaseDraft) -> str:
    """Stars and what they stand for."""
    return "★" * draft.evidence + "☆" * (4 - draft.evidence) + "　" + EVIDENCE[draft.evidence]


def told(item: Item, words: str, sure: Sureness) -> str:
    """A value as it is read aloud."""
    states = {"open": "待定", "inferred": "推断", "set": "已确认", "sure": "确定", "missing": "未写明"}
    return f"{FIELDS[item.field]}：{words}，{states[item.state]}，{sure.word if sure.share else ''}{sure.why}"


def looking_at(item: Item, place: int, *, lit: bool) -> str:
    """The line that says which value is chosen and what the keys do."""
    name = FIELDS[item.field] + (f" {place}" if item.field in ("theme", "practice", "result") else "")
    where = "左侧黄色底纹为其出处。" if lit else "原文里没有单独的出处。"
    return f"正在查看“{name}”：{where}{KEYS}"


def why(sure: Sureness) -> str:
    """How sure the chosen value is, and why."""
    return f"{sure.word}：{sure.why}" if sure.share else sure.why


def join_hint(row_note: str) -> str:
    """The lines under the record when a join is chosen."""
    return f"{row_note}。Enter 接上，F2 改接别处，Del 断开，N 下一处。"
