"""Metrics that may mean the same."""

from app.services.likening import alikes

PER_CENT = frozenset(("%",))


def pairs(*names, units=None, **more):
    told = dict.fromkeys(names, 2)
    found = alikes(told, units or dict.fromkeys(names, PER_CENT), **more)
    return {frozenset((pair.one, pair.other)) for pair in found}


def test_a_name_within_another_is_suggested():
    assert pairs("出院随访率", "随访率") == {frozenset(("出院随访率", "随访率"))}


def test_other_ways_to_say_the_same_are_suggested():
    assert pairs("患者满意度", "患者满意率")
    assert pairs("病床使用率", "床位利用率")


def test_a_persons_own_synonyms_count():
    assert not pairs("糖友达标率", "消渴达标率")
    assert pairs("糖友达标率", "消渴达标率", synonyms=(("糖友", "消渴"),))


def test_names_that_speak_of_different_people_or_places_are_not():
    assert not pairs("患者满意度", "职工满意度")
    assert not pairs("门诊次均费用", "住院次均费用")
    assert not pairs("三级手术占比", "四级手术占比")
    assert not pairs("总收入增幅", "总支出增幅")


def test_names_that_only_begin_alike_are_not():
    assert not pairs("高层次人才安家费", "高层次人才年薪")


def test_nothing_is_suggested_across_units_or_against_a_persons_word():
    units = {"随访率": PER_CENT, "出院随访率": frozenset(("人",))}
    assert not pairs("随访率", "出院随访率", units=units)
    assert not pairs("随访率", "出院随访率", apart={frozenset(("随访率", "出院随访率"))})
