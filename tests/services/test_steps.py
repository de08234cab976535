"""Every kind of change is one step with a name, and more than two hundred of them are taken back and done again."""

import pytest

from app.services.arranging import Edit
from app.services.library import Library
from tests.db.making import paper, rich, tables

ROUNDS = 6


@pytest.fixture
def library(tmp_path):
    made = Library.open(tmp_path / "步.xinglin")
    yield made
    made.close()


def story(library, ids, turn):
    """One deed after the other, each with the name its step is to have."""
    one, *others = ids
    held = {}
    own = f"自定{turn}"

    def hold(name, made):
        held[name] = made.id

    yield "加高亮", lambda: hold("mark", library.highlight(one, 0, 4, "green", f"记{turn}"))
    yield "加笔记", lambda: hold("note", library.add_note(one, f"想法{turn} [[x|{one}]]", ["院周会"]))
    yield "加笔记", lambda: hold("free", library.add_note(None, f"散记{turn}", purpose="todo"))
    yield "改笔记", lambda: library.change_note(held["note"], text=f"再想{turn}", sitting=True)
    yield "改笔记类型", lambda: library.change_note(held["note"], purpose="lesson")
    yield "完成待办", lambda: library.change_note(held["free"], done=True)
    yield "待办改为未完成", lambda: library.change_note(held["free"], done=False)
    yield "改笔记", lambda: library.change_note(held["mark"], colour="pink", tags=["对标"])
    yield "改 3 条笔记", lambda: library.change_notes([held["mark"], held["note"], held["free"]], colour="blue",
                                                      purpose="idea", add_tags=["批"])  # fmt: skip
    yield "恢复笔记旧版", lambda: library.bring_back(held["note"], library.versions(held["note"])[0].text)
    yield "改颜色含义", lambda: library.set_meanings({"yellow": f"可借鉴{turn}"})
    yield "存为笔记模板", lambda: hold("template", library.add_template(f"模板{turn}", "# 甲"))
    yield "改笔记模板", lambda: library.change_template(held["template"], f"模板{turn}", "# 乙")
    yield "删除笔记模板", lambda: library.delete_template(held["template"])
    yield "高亮改为待定位", lambda: library.lose_passage(held["mark"])
    yield "删除笔记", lambda: library.delete_notes([held["free"], held["note"]])
    yield "从回收站恢复", lambda: library.put_back([library.thrown()[0].id])
    yield "彻底删除", lambda: library.throw_away([library.thrown()[0].id])
    yield "新建书架", lambda: hold("shelf", library.add_shelf(f"书架{turn}"))
    yield "新建书架", lambda: hold("inner", library.add_shelf_in(held["shelf"], "里层"))
    yield "新建书架", lambda: hold("smart", library.add_shelf_in(None, f"智能{turn}", "有:笔记"))
    yield f"修改智能文件夹“智能{turn}”", lambda: library.ask_shelf(held["smart"], f"智能{turn}", "有:星标")
    yield "重命名书架", lambda: library.rename_shelf(held["inner"], "内层")
    yield "移动书架", lambda: library.move_shelf(held["inner"], None)
    yield "放上书架", lambda: library.put(held["shelf"], ids)
    yield "移出书架", lambda: library.take(held["shelf"], [one])
    yield "删除书架", lambda: library.delete_shelf(held["shelf"])
    yield "加星标", lambda: library.star(ids, on=True)
    yield "去星标", lambda: library.star([one], on=False)
    yield "加标签", lambda: library.tag(ids, ["学习/党委会", "周会"])
    yield "去标签", lambda: library.tag([one], remove=["周会"])
    yield f"标签“学习”改名为“学习{turn}”", lambda: library.rename_tag("学习", f"学习{turn}")
    yield "合并 1 个标签到“例会”", lambda: library.merge_tags(["周会", "例会"], "例会")
    yield f"删除标签“学习{turn}”", lambda: library.delete_tag(f"学习{turn}")
    yield "标记“汇报”", lambda: library.label(ids, "汇报")
    yield "清除标记“汇报”", lambda: library.clear_label("汇报")
    yield (
        f"批量修改 {len(ids)} 案的标签、星标、年份",
        lambda: library.edit_cases(ids, Edit(add_tags=("批/甲",), starred=False, year=2000 + turn)),
    )
    yield "标为已读", lambda: library.mark_read([one], read=True)
    yield "改标题", lambda: library.rename_case(one, f"标题{turn}")
    yield "改正原文", lambda: library.correct_text(one, 0, 2, f"强化{turn}")
    yield f"新建主题“{own}”", lambda: hold("theme", library.add_theme(own))
    yield "确认主题", lambda: library.settle_theme(one, held["theme"], on=True)
    yield f"主题改名为“{own}甲”", lambda: library.rename_theme(held["theme"], f"{own}甲")
    yield "删除主题", lambda: library.delete_theme(held["theme"])
    yield "移除做法" if turn % 2 else "确认做法", lambda: library.settle_practice(one, "双主官", on=not turn % 2)
    yield "改同义词", lambda: library.set_synonyms([("甲", f"乙{turn}")])
    yield "删除案例", lambda: library.delete_cases(others[-1:])
    yield "从回收站恢复", lambda: library.put_back([t.id for t in library.thrown() if t.thing == "case"])
    yield "清空回收站", library.empty_trash


def test_every_kind_of_change_is_one_step_named_and_all_are_taken_back_and_done_again(library):
    (ids,) = library.add_documents([(paper(), [rich("甲案"), rich("乙案")])])
    tops = [one for one in ids if library.case(one).kind != "plan_task"]
    begun, names = tables(library.store), []
    for turn in range(ROUNDS):
        for name, deed in story(library, tops, turn):
            before = len(library.steps()[0])
            deed()
            assert len(library.steps()[0]) == before + 1
            assert library.undo_label.startswith(name)  # some say of what, too
            names.append(library.undo_label)
    assert len(names) > 200
    ended = tables(library.store)
    assert [library.undo() for _ in names] == names[::-1]
    assert tables(library.store) == begun
    assert [library.redo() for _ in names] == names
    assert tables(library.store) == ended
    last = library.steps()[0][len(names) - 1]
    assert library.turn_to(last.id) == len(names)
    assert tables(library.store) == begun
