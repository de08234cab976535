"""Themes by trigger words, with status and reason."""

from app.extract.themes import find_themes


def found(text, title="", owner=""):
    return {t.id: t for t in find_themes(text, title, owner)}


def test_two_hits_are_sure_and_one_is_a_suggestion():
    themes = found("医院完善薪酬办法，职工薪酬与考核挂钩。设立胸痛专班。")
    assert themes["performance.pay"].status == "auto"
    assert themes["service.emergency"].status == "suggested"


def test_a_trigger_in_the_title_or_a_long_one_is_sure():
    assert found("没有别的词。", "把廉洁写进章程")["party.integrity"].status == "auto"
    assert found("推广小微权力清单。")["party.integrity"].status == "auto"


def test_the_span_is_the_trigger():
    text = "本院建立投诉台账，投诉逐月分析。"
    theme = found(text)["clinical.complaint"]
    assert text[theme.start : theme.end] == "投诉"
    assert "投诉" in theme.reason


def test_names_of_organisations_and_lists_of_duties_carry_no_theme():
    themes = found("复旦大学附属儿科医院承担医疗、教学、科研任务。", owner="复旦大学附属儿科医院")
    assert "service.key_groups" not in themes
    assert "clinical.research" not in themes


def test_the_bodies_that_answer_for_a_task_carry_no_theme():
    assert found("加强监管。（责任单位：市医改办、市审计局、采购中心、审计处负责）") == {}
