"""What the review screen says: files, cases, values and their state in few words. Pure; no widget."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from app.services.importing import Prepared
from app.services.reviewing import Join, Review, Why
from app.services.settling import Field, Item
from app.ui.record import wording
from app.wording import EVIDENCE
from db.records import CaseDraft, Practice, Result, Theme

FIELDS: dict[Field, str] = {
    "title": "标题",
    "owner": "单位",
    "speaker": "发言人",
    "region": "地区",
    "theme": "主题",
    "practice": "做法",
    "result": "成效",
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
    "metric": "指标",
    "value": "数值",
    "unit": "单位",
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
_BASES = {
    "owner": "单位名称",
    "site": "实施地点",
    "speaker": "发言人",
    "title": "标题",
    "table": "单位名称 + 医院所在地表",
    "user": "已由你确认",
}
_TRUST = {"sure": "把握大", "likely": "把握一般", "loose": "靠内容判断"}


def heading(files: int) -> str:
    """The screen's title."""
    return f"导入 {files} 个文件" if files else "导入"


def summary(cases: int, doubts: int, failed: int, same: int) -> str:
    """What was found, in one line."""
    parts = [f"识别出 {cases} 个案例"]
    if doubts:
        parts.append(f"{doubts} 处待确认")
    if same:
        parts.append(f"{same} 个已在库中")
    if failed:
        parts.append(f"{failed} 个文件未能读取")
    return "，".join(parts)


def file_state(prepared: Prepared, review: Review | None) -> str:
    """The line under a file's name."""
    if prepared.state == "failed":
        return prepared.error or "未能读取。"
    if prepared.state == "duplicate":
        return f"与“{Path(prepared.twin).name}”内容相同，不再导入。" if prepared.twin else "已在库中，不再导入。"
    if review is None:
        return ""
    parts = [_counted(review)]
    if review.shown_joins():
        parts.append("版面顺序已还原")
    if review.traditional:
        parts.append("繁体")
    if review.repairs or review.suspects:
        lost = f"疑似缺字 {review.suspects} 处" if review.suspects else ""
        mended = f"修复 {review.repairs} 处" if review.repairs else ""
        parts.append("，".join(part for part in (mended, lost) if part))
    doubts = review.doubts()
    parts.append(f"{doubts} 处待确认" if doubts else "完成" if review.cases else "全部移出")
    return " · ".join(parts)


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


def join(join_: Join, *, closed: bool, taken: bool) -> str:
    """What is said between two pieces that are read together but stand apart."""
    where = f"{'下' if join_.right > join_.left else '上'}文第 {join_.right + 1} 段"
    if taken:
        return f"✓ 已接上：续在{where}"
    return f"⤷ {'' if closed else '断在句中：'}续在{where}（{_TRUST[join_.trust]}）"


def value(item: Item, draft: CaseDraft, review: Review, themes: Mapping[str, str]) -> str:
    """A value as a record shows it."""
    match item.value:
        case Theme(id=theme):
            return themes.get(theme, theme)
        case Practice(name=name):
            return name
        case Result() as result:
            return _result(result)
    speaker, region = draft.speaker, draft.region
    words = {
        "title": draft.title,
        "owner": draft.owner or "",
        "speaker": " · ".join(part for part in (speaker.name, speaker.post) if part),
        "region": " › ".join(part for part in (region.province, region.city, region.county) if part),
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


def _result(result: Result) -> str:
    between = wording.course(result)
    when = f"（{result.date}）" if result.date else ""
    aim = "目标：" if result.type == "target" else ""
    return f"{aim}{result.metric} {between or wording.figure(result)}{when}"


def state(items: Sequence[Item]) -> tuple[str, bool]:
    """The word at the right of a row, and whether something waits."""
    waiting = sum(item.state == "open" for item in items)
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


def looking_at(item: Item, place: int, *, lit: bool) -> str:
    """The line that says which value is chosen and what the keys do."""
    name = FIELDS[item.field] + (f" {place}" if item.field in ("theme", "practice", "result") else "")
    where = "左侧黄色底纹为其出处。" if lit else "原文里没有单独的出处。"
    return f"正在查看“{name}”：{where}Enter 接受，Del 去掉，E 改写，↑↓ 逐项。"
