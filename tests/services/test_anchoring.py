import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.services.anchoring import Change, fate, found_again
from app.services.correcting import Edits
from db.notes import AROUND

QUOTE = "夜间门诊开到十点，病人下了班也能看病。"
LEADS = (
    "春天里，院办收到一封来信。", "老院区的电梯换了新的。", "儿科添了两张躺椅。", "药房把窗口降低了一尺。",
    "急诊科学会了看心电图。", "食堂的汤不再收钱。", "志愿者每周三来读报。", "停车场腾出一排给急诊。",
)  # fmt: skip


def became(before, after, quote=QUOTE, nth=0):
    start = -1
    for _ in range(nth + 1):
        start = before.index(quote, start + 1)
    found = fate(Change(before, after), start, start + len(quote))
    return found.state, (None if found.start is None else after[found.start : found.end])


def test_a_passage_nothing_happened_to_is_exact():
    text = LEADS[0] + QUOTE + LEADS[1]
    assert became(text, text) == ("exact", QUOTE)
    assert became(text, text + "\n又添一段。") == ("exact", QUOTE)


def test_a_passage_that_was_pushed_down_has_moved():
    text = LEADS[0] + QUOTE + LEADS[1]
    assert became(text, "新的开头一段。\n" + text) == ("moved", QUOTE)
    assert became(text, f"{LEADS[2]}\n{LEADS[1]}\n{QUOTE}") == ("moved", QUOTE)


def test_a_passage_with_another_figure_has_changed_and_covers_the_new_figure():
    before = LEADS[0] + "出院随访率由八成升到92%。" + LEADS[1]
    after = LEADS[0] + "出院随访率由八成升到95%。" + LEADS[1]
    assert became(before, after, "随访率由八成升到92%") == ("changed", "随访率由八成升到95%")
    assert became(before, after, "92%") == ("changed", "95%")


def test_a_passage_in_other_script_or_width_has_only_moved():
    before, after = LEADS[0] + "病人满意度达到98%。" + LEADS[1], LEADS[0] + "病人滿意度達到98％。" + LEADS[1]
    assert became(before, after, "病人满意度达到98%") == ("moved", "病人滿意度達到98％")


def test_a_passage_that_was_cut_out_is_lost_even_where_the_same_words_stand_elsewhere():
    before = f"{LEADS[0]}{QUOTE}{LEADS[1]}\n{LEADS[2]}{QUOTE}{LEADS[3]}\n{LEADS[4]}"
    after = f"{LEADS[2]}{QUOTE}{LEADS[3]}\n{LEADS[4]}"
    assert became(before, after) == ("lost", None)
    assert became(before, after, nth=1) == ("moved", QUOTE)


def test_a_look_alike_put_before_a_passage_takes_nothing_over():
    before = f"{LEADS[0]}{QUOTE}{LEADS[1]}"
    after = f"{LEADS[2]}{QUOTE}{LEADS[3]}\n{before}"
    found = fate(Change(before, after), before.index(QUOTE), before.index(QUOTE) + len(QUOTE))
    assert (found.state, found.start) == ("moved", after.rindex(QUOTE))


def test_a_short_word_that_went_is_not_found_again_in_another_sentence():
    assert became("本院开设夜间门诊。", "后来，夜间也开门了，人人说好。", "夜间门诊")[0] == "lost"
    assert became(f"{LEADS[0]}院长说好。{LEADS[1]}", f"{LEADS[3]}护士长说来年再看。", "院长")[0] == "lost"


def test_where_nothing_can_tell_two_passages_apart_a_person_is_asked():
    before, after = "甲" + QUOTE + QUOTE + "乙", "甲" + QUOTE + "乙"
    states = {became(before, after, nth=nth)[0] for nth in (0, 1)}
    assert states <= {"changed", "lost"}


paragraphs = st.lists(st.integers(0, len(LEADS) - 1), min_size=2, max_size=6)


def written(pieces):
    return "\n".join(
        f"第{number}件事：{LEADS[lead]}{QUOTE}（见第{number}页{LEADS[-lead - 1]}）" for number, lead in pieces
    )


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_of_repeated_sentences_each_mark_stays_with_its_own_or_is_lost(data):
    pieces = list(enumerate(data.draw(paragraphs)))
    order = data.draw(st.permutations(pieces))
    kept = order[: data.draw(st.integers(0, len(order)))]
    if data.draw(st.booleans()):
        kept = sorted(kept)
    before, after = written(pieces), written(kept)
    change = Change(before, after)
    for number, (paragraph, _) in enumerate(pieces):
        start = before.split("\n")[number].index(QUOTE) + sum(len(p) + 1 for p in before.split("\n")[:number])
        found = fate(change, start, start + len(QUOTE))
        places = [n for n, (other, _) in enumerate(kept) if other == paragraph]
        if found.start is None:
            assert found.state == "lost"
            continue
        assert places, "a look-alike was taken"
        line = after[: found.start].count("\n")
        assert line == places[0]
        assert after[found.start : found.end] == QUOTE


@settings(max_examples=300, deadline=None)
@given(st.text("甲乙。\n", max_size=40), st.text("甲乙。\n", max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_whatever_becomes_of_a_text_a_place_is_inside_it_and_exact_means_the_same_words(before, after, one, other):
    start, end = sorted((min(one, len(before)), min(other, len(before))))
    found = fate(Change(before, after), start, end)
    if found.start is None:
        assert found.state == "lost"
        return
    assert 0 <= found.start <= found.end <= len(after)
    if found.state == "exact":
        assert (found.start, after[found.start : found.end]) == (start, before[start:end])


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60), st.text(max_size=20), st.text(max_size=60))
def test_a_text_that_stays_leaves_every_passage_exact(left, quote, right):
    text = left + quote + right
    found = fate(Change(text, text), len(left), len(left) + len(quote))
    if quote.strip():
        assert (found.state, found.start) == ("exact", len(left))


def test_passages_are_placed_among_ten_thousand_like_lines_and_in_a_megabyte():
    line = "门诊流程再造，病人少跑一趟。\n"
    before = line * 10_000
    after = "新的开头。\n" + line * 9_999 + "别的一行。\n"
    change = Change(before, after)
    for number in range(0, 10_000, 500):
        found = fate(change, number * len(line), number * len(line) + 6)
        assert found.state in ("moved", "changed")
        assert after[found.start : found.end] == line[:6]
    long = "".join(f"第{n}段，说的是第{n * 7}号病区的一件小事。\n" for n in range(45_000))
    change = Change(long, long[200_000:] + long[:100_000])
    at = long.index("第30000段")
    found = fate(change, at, at + 9)
    assert (found.state, found.start) == ("moved", at - 200_000)


def found(before, after, quote=QUOTE, prefix=LEADS[0], suffix=LEADS[1]):
    return found_again(Change(before, after), quote, prefix[-AROUND:], suffix[:AROUND])


WHOLE = LEADS[0] + QUOTE + LEADS[1]


@pytest.mark.parametrize(
    ("text", "state"),
    [("", "lost"), (WHOLE, "moved"), (f"{LEADS[4]}\n{WHOLE}", "moved"), (LEADS[2] + QUOTE + LEADS[3], "lost")],
)
def test_a_lost_passage_is_found_again_when_its_words_are_back_with_what_stood_around_them(text, state):
    fate_now = found(LEADS[5], f"{LEADS[5]}\n{text}")
    assert fate_now.state == state
    assert fate_now.start is None or f"{LEADS[5]}\n{text}"[fate_now.start : fate_now.end] == QUOTE


def test_a_lost_passage_is_not_found_again_in_one_of_two_look_alikes():
    twice = f"{LEADS[2]}{QUOTE}{LEADS[3]}{LEADS[2]}{QUOTE}{LEADS[3]}"
    assert found("", twice).state == "lost"
    assert found("", WHOLE + "\n" + WHOLE).state == "lost"


def test_where_the_words_stood_already_while_the_passage_was_lost_is_no_home_for_it():
    for text in (WHOLE, LEADS[2] + QUOTE + LEADS[3]):
        assert found(text, "新的开头。" + text).state == "lost"
        assert found(text + LEADS[4], LEADS[4] + text).state == "lost"  # gone here and put there is not new


def test_a_slip_set_right_in_a_look_alike_makes_it_no_home():
    wrong = QUOTE.replace("十点", "十店")
    assert found(LEADS[0] + wrong + LEADS[1], WHOLE).state == "lost"


def test_words_whose_whole_surroundings_came_back_are_the_passage_itself():
    around = LEADS[0] + LEADS[2] + LEADS[3], LEADS[1] + LEADS[4] + LEADS[5]
    before = f"{LEADS[6]}\n{QUOTE}\n{LEADS[7]}"
    after = f"{LEADS[6]}\n{around[0]}{QUOTE}{around[1]}\n{LEADS[7]}"
    assert found(before, after, prefix=around[0], suffix=around[1]).state == "moved"


ALIKE = st.lists(st.sampled_from([QUOTE, *LEADS[:3], WHOLE]), min_size=2, max_size=6)
EDIT = st.tuples(st.floats(0, 1), st.integers(0, 6), st.text("春夏秋冬，。\n", max_size=6))


@settings(max_examples=250, deadline=None)
@given(ALIKE, st.integers(0, 3), st.lists(EDIT, min_size=1, max_size=5), st.booleans())
def test_whatever_is_written_after_a_loss_no_look_alike_takes_the_passage_over(lines, nth, edits, whole):
    """One of several like sentences is cut out whole; then slips are set right anywhere, one after the other."""
    text = "\n".join(lines) + "\n"
    starts = [at for at in range(len(text)) if text.startswith(QUOTE, at)]
    if not starts:
        return
    start = starts[nth % len(starts)]
    end = start + len(QUOTE)
    prefix, suffix = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    text = text[:start] + text[end:]
    for where, length, new in edits:
        at = round(where * len(text))
        went = Edits(text, at, min(len(text), at + length), new)
        change = Change(text, went.after) if whole else went
        assert found_again(change, QUOTE, prefix, suffix).state == "lost"
        text = went.after


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(LEADS), min_size=2, max_size=6), st.lists(EDIT, max_size=3), st.data())
def test_a_sentence_written_again_where_it_was_cut_out_is_found_again(lines, edits, data):
    text = "\n".join(f"第{number}件：{line}" for number, line in enumerate(lines)) + "\n"
    at = data.draw(st.integers(0, len(lines) - 1))
    start = text.index(f"第{at}件：") + 4
    before = text[:start] + QUOTE + text[start:]
    prefix, suffix = before[max(0, start - AROUND) : start], text[start : start + AROUND]
    for _, length, new in edits:  # far behind what stood around it
        there = min(len(text), start + 2 * AROUND)
        text = Edits(text, there, min(len(text), there + length), new).after
    again = Edits(text, start, start, QUOTE)
    fate_now = found_again(again, QUOTE, prefix, suffix)
    assert (fate_now.state, fate_now.start) == ("moved", start)
