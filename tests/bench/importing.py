"""Measures an import of N made-up cases: understanding alone, then files into a library, index included.

`python -m tests.bench.importing 10000`. The cases are of 400 to 2,500 characters: features, round-ups and plans.
"""

import random
import sys
import tempfile
import time
from pathlib import Path

from app.extract.understand import understand
from app.services.importing import import_paths
from app.services.library import Library
from app.task import Task


def _words(text):
    return text.split()


_PLACES = _words(
    "长治 宜春 兰州 徐州 柳州 渭南 保定 湘潭 攀枝花 沧州 六盘水 宿迁 钦州 南阳 达州 聊城 黄石 梧州 天水 蚌埠"
)
_KINDS = _words("人民医院 中医医院 妇幼保健院 第二人民医院 中心医院 第三医院 肿瘤医院 儿童医院")
_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
_GIVEN = _words("明远 建国 志强 思源 海燕 立新 春梅 国栋 晓峰 文静 永康 家宁")
_THINGS = _words("门诊流程 病区管理 绩效分配 人才引进 质量控制 后勤保障 医保结算 护理服务 廉洁教育 专科建设 远程会诊")
_NAMES = _words("启明星 四季行 早知道 小灯塔 零距离 暖阳 同心圆 一线通 微网格 银龄")
_HEADS = _words("制度 机制 工程 计划 行动 清单 模式 工作法")
_METRICS = _words(
    "平均住院日/天 药占比/% 患者满意度/% 门诊量/万人次 四级手术占比/% 投诉量/件 床位使用率/% 百元收入能耗/元"
)
_SENTENCES = (
    "医院把{thing}作为头等大事，推行“{name}”{head}，责任落实到人。",
    "围绕{thing}，党委牵头成立专班，每季召开一次分析会，发现问题当场交办。",
    "{year}年以来，{metric}由{high}.{low}{unit}变为{less}.{low}{unit}，群众看在眼里。",
    "医院先后选派{high}名骨干外出进修，与{low}家基层机构结成帮扶对子。",
    "在{thing}方面，医务科与临床科室一道，把每个环节拆开来看，能减的减，能并的并，能放到网上的放到网上。",
    "制定《{thing}管理办法》，把考核结果与奖金、评优挂钩。",
)


class Cases:
    """Makes the same texts again for the same seed."""

    def __init__(self, seed=1):
        self._chance = random.Random(seed)

    def _one(self, of):
        return self._chance.choice(of)

    def _person(self):
        return self._one(_SURNAMES) + self._one(_GIVEN)

    def _sentence(self):
        number = self._chance.randint
        metric, unit = self._one(_METRICS).split("/")
        return self._one(_SENTENCES).format(
            thing=self._one(_THINGS),
            name=self._one(_NAMES),
            head=self._one(_HEADS),
            metric=metric,
            unit=unit,
            year=number(2018, 2023),
            high=number(50, 90),
            less=number(20, 45),
            low=number(2, 9),
        )

    def _paragraphs(self, count):
        return ["".join(self._sentence() for _ in range(self._chance.randint(2, 5))) for _ in range(count)]

    def _hospital(self):
        return f"{self._one(_PLACES)}市{self._one(_KINDS)}"

    def feature(self):
        owner = self._hospital()
        lines = [f"{self._one(_THINGS)}的新答卷", f"——{owner}改革纪实", f"近年来，{owner}持续改革。"]
        for _ in range(self._chance.randint(2, 4)):
            lines += [f"{self._one(_THINGS)}开新局", *self._paragraphs(2)]
        return "\n\n".join(lines)

    def round_up(self):
        lines = ["院长论坛侧记"]
        for _ in range(self._chance.randint(3, 6)):
            lines += [f"{self._hospital()}院长{self._person()}：", f"抓好{self._one(_THINGS)}", *self._paragraphs(2)]
        return "\n\n".join(lines)

    def plan(self):
        lines = [f"{self._one(_PLACES)}市医院改革实施方案", "结合我市实际，制定本实施方案。", "一、主要任务"]
        for number in range(1, self._chance.randint(5, 12)):
            task = f"{number}.抓好{self._one(_THINGS)}。{self._paragraphs(1)[0]}（责任单位：市卫生健康委、市财政局）"
            lines.append(task)
        return "\n".join(lines)

    def text(self, number):
        """Text number so and so; its number is in it, for no two of them may be the same."""
        made = self.feature() if number % 10 < 8 else self.round_up() if number % 10 == 8 else self.plan()
        return f"{made}\n\n本文编号：{number}\n"


def _say(line):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(count):
    """Make, measure, print."""
    make = Cases()
    texts = [make.text(number) for number in range(count)]
    size = sum(len(text.encode()) for text in texts) / 1e6
    began = time.perf_counter()
    cases = 0
    for text in texts[:2000]:
        for case in understand(text, "案例.txt").cases:
            cases += max(1, len(case.children))
    passed = time.perf_counter() - began
    sample = min(count, 2000)
    _say(
        f"{count} texts, {size:.1f} MB; understanding alone: "
        f"{sample / passed:.0f} texts/s, {cases / passed:.0f} cases/s"
    )
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "文件"
        source.mkdir()
        for number, text in enumerate(texts):
            (source / f"{number:05}.txt").write_text(text, "utf-8")
        library = Library.open(Path(folder) / "库.xinglin")
        began = time.perf_counter()
        outcomes = import_paths(library, [source], Task())
        committed = time.perf_counter() - began
        library.store.index.wait()
        passed = time.perf_counter() - began
        stored = sum(len(outcome.case_ids) for outcome in outcomes)
        good = sum(outcome.status == "imported" for outcome in outcomes)
        library.close()
    _say(
        f"whole import: {good} of {count} files, {stored} cases; committed in {committed:.1f} s, "
        f"indexed in {passed:.1f} s: "
        f"{good / passed:.0f} files/s, {stored / passed:.0f} cases/s"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
