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
