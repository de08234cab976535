"""Forms of the genre that offices and papers print: whose text it is, what it is called, where a case ends."""

import pytest

from app.extract.understand import understand

BODY = (
    "过去病人做一次检查要跑三趟，门诊大厅里天天排长队，投诉一个月有二十多件。\n"
    "医院把预约、缴费、取报告并到一台自助机上，每层楼派一名导医，老人和孩子优先。\n"
    "一年下来，平均等候时间由四十分钟降到十五分钟，投诉少了一半，病人的脸色也好看了。\n"
)


def only(text, name=""):
    cases = understand(text, name).cases
    assert len(cases) == 1
    return cases[0]


@pytest.mark.parametrize("label", ["报送：", "申报单位：", "选送单位:", "供稿：", "推荐单位："])
def test_a_write_up_is_of_the_hospital_behind_the_label_below_its_title(label):
    case = only(
        f"全省改善服务优秀案例征集活动入围材料\n\n一张床的旅行\n——县医院流程再造记\n\n{label}安吉县竹海人民医院\n\n{BODY}"
    )
    assert case.owner == "安吉县竹海人民医院"
    assert case.title.startswith("一张床的旅行")


@pytest.mark.parametrize(
    "above", ["改革观察 | 行业", "■ 特别报道", "【一线见闻】", "三江时评 ┃ 深度", "先进经验交流材料"]
)
def test_what_stands_over_a_headline_with_a_subtitle_is_not_the_title(above):
    case = only(f"{above}\n\n灯火可亲\n——丽水市瓯江医院夜间门诊纪事\n\n{BODY}")
    assert case.title == "灯火可亲——丽水市瓯江医院夜间门诊纪事"
    assert case.owner == "丽水市瓯江医院"


@pytest.mark.parametrize(
    "title",
    [
        "黔山深处的一盘棋：遵义市推进紧密型城市医疗集团建设纪实",
        "遵义市打造紧密型医联体的三年",
        "一座城的健康账本——遵义市深化公立医院改革侧记",
    ],
)
def test_a_story_of_a_citys_health_system_is_its_health_offices(title):
    told = "遵义市卫生健康局用三年时间，把城里七家医院和二十个社区中心连成一张网。"
    case = only(f"{title}\n\n{told}\n{BODY}")
    assert case.owner == "遵义市卫生健康局"


@pytest.mark.parametrize(
    ("title", "owner"),
    [
        ("眉山市卫生健康委员会等五部门关于印发《眉山市医院用人管理办法（试行）》的通知", "眉山市卫生健康委员会"),
        ("眉山市东坡医院关于印发《眉山市东坡医院职工考核办法》的通知", "眉山市东坡医院"),
        ("眉山市医疗保障局 眉山市财政局关于印发《眉山市医院结算办法》的通知", "眉山市医疗保障局"),
    ],
)
def test_articles_are_tasks_with_their_bracketed_names_whoever_answers(title, owner):
    text = (
        f"{title}\n\n第一章　总则\n第一条【宗旨】　为了用好人、留住人，依据国家有关规定，制定本办法。\n"
        "第二条【范围】　本办法适用于全市各级公立医院。\n\n第二章　办法\n"
        "第三条【招聘】　医院可以自主公开招聘，报主管部门备案。责任单位：各医院。\n"
        "第四条【培训】　每名职工每年脱产学习不少于十天。责任单位：各医院。\n\n第三章　附则\n"
        "第五条【施行】　本办法自印发之日起施行。\n"
    )
    plan = only(text)
    assert plan.owner == owner
    assert [task.title for task in plan.children] == ["宗旨", "范围", "招聘", "培训", "施行"]


@pytest.mark.parametrize("note", ["说明：1.牵头单位负总责；2.每月报送进展。", "附件：分工表", "抄送：市人大办公室。"])
def test_a_notes_words_below_the_last_task_are_not_the_tasks(note):
    tasks = "".join(
        f"任务{n}　把第{n}件小事办好\n工作措施：每家医院设一名联络员，月月通报。\n牵头单位：市卫生健康委\n"
        for n in range(1, 5)
    )
    plan = only(f"泸州市卫生健康委员会\n关于印发泸州市便民任务清单的通知\n\n{tasks}\n{note}\n")
    assert len(plan.children) == 4
    assert all(note[:4] not in task.text for task in plan.children)


SPEECH = (
    "起初大家都不看好，说这是给自己找麻烦。科里先试了三个月，把每一步写成卡片贴在墙上。\n"
    "现在新来的护士一周就能上手，差错少了七成，家属也愿意把话说出来。\n"
)
WHO = [
    ("宜宾市江头医院", "院长", "罗小川"),
    ("安康市汉水医院", "护理部主任", "陈立平"),
    ("娄底市涟滨医院", "总会计师", "李长河"),
]


@pytest.mark.parametrize(
    "group", ["【话题{n} 怎样用人】", "话题{n}：怎样用人", "◆ 议题{n} 怎样用人", "板块{n}　怎样用人"]
)
@pytest.mark.parametrize("line", ["({0}{1} {2})", "（{0}{1} {2}）", "{0}{1} {2}"])
def test_titles_over_speakers_in_brackets_under_named_groups_make_cases(group, line):
    text = "医院治理研讨会侧记\n\n"
    for n, who in zip("一二三", WHO, strict=True):
        text += f"{group.format(n=n)}\n\n把难事拆开做{n}\n\n{line.format(*who)}\n\n{SPEECH}\n"
    cases = understand(text).cases
    assert [(c.owner, c.speaker.name, c.title) for c in cases] == [
        (who[0], who[2], f"把难事拆开做{n}") for n, who in zip("一二三", WHO, strict=True)
    ]
    assert not any(word in c.text for c in cases for word in ("话题", "议题", "板块"))


@pytest.mark.parametrize(
    "closing",
    [
        "以上案例将汇编成册，供各单位借阅。",
        "编后：好做法不怕小，怕的是不传开。",
        "省医院学会秘书处　二〇二三年十二月",
        "主送：各市医院学会",
        "联系电话：0832-0000000",
    ],
)
@pytest.mark.parametrize("comment", ["点评：", "专家点评："])
def test_a_comment_stays_with_its_case_and_the_papers_closing_words_do_not(closing, comment):
    text = "便民案例汇编\n\n"
    for n, who in zip("一二三", WHO, strict=True):
        text += (
            f"案例{n}　小事里的功夫{n}\n{who[0]}\n\n【做法】\n{SPEECH}\n【成效】\n病人说好。\n\n{comment}贵在坚持。\n\n"
        )
    cases = understand(text + closing + "\n").cases
    assert [c.owner for c in cases] == [who[0] for who in WHO]
    assert all("【成效】" in c.text and c.text.endswith("贵在坚持。") for c in cases)


def test_a_story_keeps_no_caption_with_a_mark_and_no_list_of_other_reading():
    text = "各地见闻\n\n"
    for n, who in zip("一二三", WHO, strict=True):
        text += f"小事里的功夫{n}\n\n{who[0]}有一位老护士。{SPEECH}\n▲{who[0]}的护士在查房。\n\n{SPEECH}\n"
    text += "网友评论（0条）\n\n相关阅读：\n· 全省召开护理工作座谈会　2023-12-01\n· 各地启动义诊周活动　2023-11-30\n"
    cases = understand(text).cases
    assert [c.owner for c in cases] == [who[0] for who in WHO]
    assert not any(word in c.text for c in cases for word in ("▲", "评论", "座谈会", "义诊周"))


def set_to(line, width):
    """A line broken at a width, no mark at a line's beginning."""
    lines = []
    while len(line) > width:
        end = next(n for n in range(width, 0, -1) if line[n] not in "，。、；：”")
        lines.append(line[:end])
        line = line[end:]
    return "\n".join([*lines, line])


@pytest.mark.parametrize("width", [20, 26])
@pytest.mark.parametrize("indent", ["", "　　"])
def test_stories_in_order_stay_in_order_when_their_lines_are_broken(width, indent):
    whole = "医院治理研讨会侧记\n\n"
    broken = whole
    for who in WHO:
        head = f"{who[0]} {who[1]} {who[2]}\n\n"
        whole += head + SPEECH * 2 + "\n"
        broken += head
        for line in (SPEECH * 2).splitlines():
            broken += set_to(indent + line, width) + "\n"
        broken += "\n"
    assert [c.text for c in understand(broken).cases] == [c.text for c in understand(whole).cases]
