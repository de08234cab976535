"""Cases like real ones in number and size: Zipf-like characters, words and phrases, of 500 to 6,000 characters.

Short ones are commoner: 2,200 characters on average, so that 100,000 cases are 650 MB of text.
"""

import random
from itertools import accumulate
from math import exp, log

from db.records import CaseDraft, DocumentDraft, Practice, Region, Span, Theme

# the characters of GB 2312's first level, as people really write with
_COMMON = [bytes((high, low)).decode("gb2312", "ignore") for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF)]
_PLACES = [("江西省", "赣州市"), ("湖南省", "郴州市"), ("山西省", "大同市"), ("四川省", "雅安市"), ("山东省", "德州市")]
_KINDS = ("hospital", "hospital", "hospital", "expert", "plan_task")
_PHRASES = ("党建", "医院", "绩效考核", "DRG付费", "CT检查", "5G+急救", "双带头人", "出院随访率达到92%", "2.5万元")


class Generator:
    """Makes the same library again for the same seed."""

    def __init__(self, seed=1):
        self._chance = random.Random(seed)
        characters = [character for character in _COMMON if character]
        self._chance.shuffle(characters)
        falling = list(accumulate(1 / (rank + 1) for rank in range(20_000)))
        self._words = [
            "".join(self._chance.choices(characters, cum_weights=falling[: len(characters)], k=2))
            for _ in range(20_000)
        ]
        self._falling = falling
        self._practices = [f"{word}制度" for word in self._words[:800]]
        self._themes = [f"top{n // 6}.leaf{n}" for n in range(60)]

    def text(self):
        wanted, pieces, length = int(exp(self._chance.uniform(log(500), log(6000)))), [], 0
        while length < wanted:
            words = self._chance.choices(self._words, cum_weights=self._falling, k=self._chance.randint(4, 14))
            if self._chance.random() < 0.25:
                words.append(self._chance.choice(_PHRASES))
            pieces.append("".join(words) + self._chance.choice("，，。。；\n"))
            length += len(pieces[-1])
        return "".join(pieces)

    def pair(self, number):
        text, chance = self.text(), self._chance
        province, city = chance.choice(_PLACES)
        practices = chance.choices(self._practices, cum_weights=self._falling[:800], k=3)
        draft = CaseDraft(
            kind=chance.choice(_KINDS),
            title="".join(chance.choices(self._words, cum_weights=self._falling, k=6)),
            text=text,
            owner=f"{city}第{number % 40}医院",
            region=Region(province, city),
            year=chance.randint(2010, 2024),
            themes=tuple(Theme(case_id) for case_id in dict.fromkeys(chance.choices(self._themes, k=4))),
            practices=tuple(Practice(name, name) for name in practices),
            spans=(Span(0, len(text)),),
        )
        return DocumentDraft(path=f"{number}.txt", name=f"{number}", text=text, fingerprint=str(number)), [draft]

    def queries(self, count):
        """A mix: one character, one word, two words, what is typed on the way to them, phrases, fields, NOT, OR."""
        self._chance.seed(count)  # the same questions however many cases were made before
        made = []
        for number in range(count):
            words = self._chance.choices(self._words, cum_weights=self._falling, k=3)
            ways = (
                words[0][0], words[0], " ".join(words[:2]), "".join(words[:2]), self._chance.choice(_PHRASES),
                "".join(words[:2])[:3], self._chance.choice(_PHRASES)[:3], f"{words[0]} 地区:江西",
                f"主题:{self._chance.choice(self._themes)}", f"{words[0]} -{words[1]}",
                f"{words[0]} OR {words[1]} 年份:2015..2020", " ".join(words),
            )  # fmt: skip
            made.append(ways[number % len(ways)])
        return made
