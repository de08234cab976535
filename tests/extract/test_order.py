"""Reading order: broken pages are mended, texts in order are never touched."""

from app.extract.understand import understand

A = "临江市人民医院党委书记陈国梁：\n\n让支部强起来\n\n"
B = "清河县总医院院长周敏：\n\n把患者放在心上\n\n"
C = "东海省立医院党委副书记何为：\n\n管好廉洁这一关\n\n"


def bodies(text):
    return [case.text for case in understand(text).cases]


def test_a_text_in_order_stays_as_it_is():
    text = A + "支部是战斗的堡垒。\n\n同时，书记带头。\n\n" + B + "门诊流程再造完成。\n\n" + C + "清单管理落到实处。\n"
    assert bodies(text) == ["支部是战斗的堡垒。\n同时，书记带头。", "门诊流程再造完成。", "清单管理落到实处。"]


def test_the_rest_of_a_broken_sentence_is_found_after_other_cases():
    text = (
        A
        + "临江市人民医院把支部书记培训作为头等大事，积极探索党建与业务工\n\n"
        + B
        + "清河县总医院改造门诊流程，患者等候时间平均缩\n\n"
        + C
        + "东海省立医院抓好廉洁教育，建立风险台账。\n\n"
        + "作同频共振的路子，支部作用更加突出。\n\n短一半，群众更加满意。\n"
    )
    first, second, third = bodies(text)
    assert "党建与业务工作同频共振" in first
    assert "平均缩短一半" in second
    assert third == "东海省立医院抓好廉洁教育，建立风险台账。"


def test_a_mended_case_has_its_spans_in_reading_order():
    text = (
        A
        + "临江市人民医院把支部书记培训作为头等大事，积极探索党建与业务工\n\n"
        + B
        + "清河县总医院改造门诊流程，群众更加满意。\n\n"
        + "作同频共振的路子，支部作用更加突出。\n"
    )
    spans = understand(text).cases[0].spans
    pieces = [text[s.offset : s.offset + s.length] for s in spans]
    assert pieces[0].startswith("临江市人民医院党委书记")
    assert pieces[-1].startswith("作同频共振")


def test_front_matter_stays_out_of_the_cases():
    text = "近日，论坛在江城举办，百余家医院参加。\n\n" + A + "支部是战斗的堡垒。\n\n" + B + "门诊流程再造完成。\n"
    assert not any("论坛" in body for body in bodies(text))


def page(*pieces):
    return "\n\n".join(pieces) + "\n"


def test_a_case_may_have_several_tails_and_a_later_one_may_stand_first():
    text = page(
        "责任单位，三个工作日内必须答复职工，职工不满意可以再提一次。",
        "临江市人民医院工会主席周敏：",
        "先焐热职工的心",
        "职工下不了班，孩子放学没处去。工会腾出图书室办起职工子女课堂，聘请退休教师看护孩",
        "清河县总医院总会计师何为：",
        "每个病组都有一本账",
        "财务科把人力和耗材逐项摊到病组，给全院病组成本贴上三色标识，推动病组管理精细",
        "子，职工子女写完作业还能学画画。工会设计了职工诉求平台，每条职工诉求都落实到有关",
        "东海省立医院院长陈国梁：",
        "检查单在手机里",
        "患者做完检查就能走，报告推送到手机上。",
        "化，亏损病组由九十个减到三十八个，病组成本一目了然。",
    )
    first, second, third = bodies(text)
    assert first.endswith("每条职工诉求都落实到有关责任单位，三个工作日内必须答复职工，职工不满意可以再提一次。")
    assert "聘请退休教师看护孩子，职工子女" in first
    assert "病组管理精细化，亏损病组" in second
    assert third == "患者做完检查就能走，报告推送到手机上。"


def test_several_cases_that_were_cut_off_draw_nothing_to_them():
    whole = [
        (
            "临江市人民医院院长陈国梁：",
            "先算质量账",
            "医院把安全目标拆到科室，每月公布排名，排在后面的科主任要说明原因。",
        ),
        ("清河县总医院院长周敏：", "把患者放在心上", "门诊改造以后，患者等候时间缩短一半，群众更加满意。"),
        ("东海省立医院院长何为：", "检查单在手机里", "患者做完检查就能走，报告推送到手机上，医生在诊室里同时看得到。"),
    ]
    for short in ((0,), (0, 1), (1, 2)):
        told = [(who, title, body[:-6] if n in short else body) for n, (who, title, body) in enumerate(whole)]
        assert bodies(page(*(piece for case in told for piece in case))) == [body for _, _, body in told]
