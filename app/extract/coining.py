"""Names that a text itself gives to what it does: after a verb of bringing about, after 叫作, around a quotation.

Proposes only, each with a score of its own; what is a slogan or common wording is told by `practices`. Knows one text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.extract.weighing import odds, traits

_BRINGS = (
    "推行|试行|推出|首创|创办|办起|搞起|兴办|开设|开办|开通|开出|开了个|立起|设起|设置|设立|设了|增设|组建|启动|"
    "创立|创设|上线|启用|建成|建起|汇成|做成|办成|改成|改为|改造成|引入|发起|架起|搭起|摆起|拉起|挂起|成立了|"
    "打造出|探索出|摸索出|总结出|形成了|研发|开发|创建了|创新推出|创新推行|创新实施|率先推行|率先实行|率先实施|全面推行|全面实行|"
    "设计了|编制了|编写了|制作|推广|发放|配发|定制|签署|签订|合办|上马|印制|试点|划定|划出|约定|规定|严格执行|招募|摆起|列出|列入|纳入|"
    "装上|贴上|发一张|签一份|开设了|研制|发布|倡导|兼任|自创|独创|安排了|布设|配上|手绘|写入|腾出|改造出|布置|铺开"
)
"""Verbs whose object is nearly always a thing of its own."""
_MAKES = (
    "实行|施行|实施|开展|建立健全|建立起|建立|成立|打造|构建|采用|采取|运用|制定|制订|出台|探索|创新|创建|落实|举办|"
    "组织|召开|执行|做到|坚持|完善|健全|形成|搭建|建设|配备|聘请|选聘|聘任|安排|配置|请来|引进|"
    "依托|借助|通过|凭借|按照|用好|推进|推动|实现|强化|提供|给予|生成(?!长)|发出|汇成|结成|编成|拍成|打包成|摆放|授予|拿出|排起|参加|承担|补贴|进行|加强|深化|组成|培育|选树|注重|健全完善|提升|做实做细|优化|"
    "举行|应用|配有|配齐|指定|编写|编成|绘制|收到|办好|主办|承办|联办|拓展|布局|投放|配送|组织开展|参照|用上|投用|腾挪|集中到|扩大|发展|打通|开发|试点|实践|引导|进入|参与|完成"
)
"""Verbs whose object may be anything."""
_CALLED = (
    "叫作|叫做|(?<!呼)叫(?![停人他她后好铃])|称为|称作|称之为|称它为|取名为?|起名为?|定名为|命名为|名为|名叫|"
    "号称|俗称|人称"
)
_NAMES = f"(?:{_CALLED}|唤作|誉为|谓之|简称)"

_MARK = "，。；：！？\n（）《》"
_TAIL = rf"(?P<np>[^{_MARK}“”]{{0,10}}?(?:“[^“”\n]{{2,16}}”[^{_MARK}“”]{{0,8}}|[^{_MARK}“”]{{2,22}}))"
_SHORT = "设|建|办|发(?!现|展|生|挥|表|布|热|病)|用|按|配|开|做|走|当|练|搞|评|画|排|立|组|上"
"""Verbs of one character count only where a clause or an adverb ends before them."""
_AFTER_VERB = re.compile(
    rf"(?P<verb>{_BRINGS}|{_MAKES}|(?:(?<=[{_MARK}])|(?<=[要还另先再可并就便都也来合各均共专院部室会年月周日次])|(?<=中心|医院))(?:{_SHORT}))(?:了|起来|起|出(?![行院诊生入])|为|成|好)?{_TAIL}(?=[{_MARK}]|$)"
)
_NAMED = re.compile(
    rf"{_NAMES}(?:了|为|它|作)?(?P<np>“[^“”\n]{{2,20}}”|[^{_MARK}“”]{{3,14}})(?:[一-鿿]{{2}}的)?(?=[{_MARK}”]|$)"
)
_THIS = re.compile(
    rf"(?:这[套项种个一]+|这就是|这是|此即)(?P<np>[^{_MARK}“”的是为在]{{4,12}}?)(?=通常|让|使|也|已|把|[{_MARK}])"
)
_TURNED = re.compile(rf"改(?:“[^“”\n]{{2,16}}”|[^{_MARK}“”]{{2,10}}?)为(?P<np>[^{_MARK}]{{3,14}})(?=[{_MARK}]|$)")
_TAKEN = re.compile(
    rf"(?:把|将)(?P<np>[^{_MARK}]{{4,16}}?)(?=写进|写入|变成|做成|办成|固化|延伸|推广|铺|开进|作为[一-鿿]|列为)"
)
_OPENED = re.compile(
    rf"(?<=[{_MARK}])(?P<np>[^{_MARK}的了在]{{4,12}}?)(?<!全)(?=(?:也|已|正式|全面|相继|陆续)*(?:上线|启用|投用|开张|挂牌|落地|开诊|应运而生|覆盖))"
)
_QUOTED = re.compile(rf"(?P<np>(?:[^{_MARK}“”、]{{2,10}})?“(?P<inner>[^“”\n，。；]{{2,16}})”(?P<head>[一-鿿]{{0,8}}))")

_AIMED = re.compile(
    rf"(?:以|按照|围绕|依托)(?P<np>“?[^{_MARK}“”]{{4,18}}”?)(?:为|的)(?=抓手|载体|平台|依托|契机|切入点|支点|主线|纽带|思路|办法|模式|做法)"
)
_PART = re.compile(
    rf"(?:担任|出任|兼任|聘为|化身|当(?=[一-鿿]{{4}}))(?P<np>[^{_MARK}“”的]{{4,9}}(?:员|官|师|管家|大使|顾问|律师|副主任|队长))(?<!医师)(?<!院长)(?<!研究员)(?=[{_MARK}])"
)
_INTO = re.compile(
    rf"(?:存进|写进|写入|记进|记入|汇入|放进|投进|交给|先上)(?P<np>[^{_MARK}“”的]{{3,9}}(?:箱|本|牌|池|银行|账|库|册|簿|会|中心|卡|栏|墙))(?=[{_MARK}]|每)"
)
_PLANNED = re.compile(rf"按(?P<np>[^{_MARK}“”的]{{4,8}}?)(?=(?:改造|设计|布局|建设|配置)[{_MARK}])")
_ALONE = re.compile(
    r"(?<=[，。；：\n])(?P<np>(?!发现|进行|经|对|由|可|不)[一-鿿]{2,8}(?:提醒|拦截|代办|轮候|互聘|直聘|送审|计分|计价|租借|值守|读片|三审|漫游|同屏|互查|自查))(?=[，；。]|以后|后，)"
)
_SAME = re.compile(
    r"(?P<np>[一-鿿]{0,4}(?:一(?![心点家人对朝五模举言年样个条些时下直定体路步次]|[一-鿿]一[意滴样户])[一-鿿](?:一(?![意滴夕样度户])|双|三)[一-鿿]{1,2}|[县乡镇村院](?:招|聘|管|培)[县乡镇村][用管]|“?[一-鿿]{2}[到在][一-鿿]{2}”?制))"
    r"(?=[，。；：、”“]|[一-鿿]{2,4}[，。；：])"
)
_IS = re.compile(
    rf"(?:定为|设为|确定为|这便是|这就是|(?:每[周月季年天晚][^{_MARK}]{{0,10}}|[周星][一二三四五六日天末])(?:都)?是)(?P<np>[^{_MARK}]{{4,12}})(?=[{_MARK}])"
)
_TIMES = re.compile(rf"(?:一|两|三|四)[次场回期轮](?P<np>[^{_MARK}“”的了在]{{4,12}})(?=[{_MARK}])")
_OPENING = re.compile(
    rf"(?:(?<=[，。；：！？\n])|^)(?:医院的|这样的|医院|目前|如今|[一-鿿]{{2,4}}医院的)?(?P<np>[^{_MARK}“”、的了是在]{{2,10}}?(?:日|岗|卡|码|墙|柜|池|圈|舱|课堂|讲堂|夜校|热线|驿站|工作法|清单|积分|查房|门诊|机器人|物流|随访|追访))"
    r"(?=每|雷打|覆盖|由|让|使|已|也|成为|应运|通常|全部|上线|，|、)"
)
_COUNT = re.compile(
    r"^(?:了|好|这|该|其|每|各|全院|全市|全县|全省|本院|我院|医院|统一的?|新的?|专门的?|相应的?|多(?![学部元点方科])|数(?=[十百千万个名次家])|十余|近百|首(?![台问诊席例])|"
    r"(?:[一二两三四五六七八九十百千几]{1,3}|\d{1,5})余?(?:个|套|项|名|支|面|张|台|间|批|份|条|道|场|种|家|所|辆|本|块|部|位|次|期|门|处|座|栋|年|段)(?![一-鿿]?(?:同|统|联|心|岗))|"
    r"(?:张|个(?!案|体|人|性)|条|间(?!隔)|支(?!部|书|委|付|持|援)|面(?!对|向)|项(?!目)|套(?!餐)|名(?!医|老)|台(?!账))(?=[一-鿿“]{3})|起来)+"
)
_THING = re.compile(
    r"(?:制度|机制|模式|工程|清单|计划|行动|工作法|管理法|法|[一-鿿]制|工作室|工作站|联盟|小组|讲堂|课堂|学堂|学校|夜校|党校|营|坊|诊室|门诊|病房|药房|药箱|驿站|小站|"
    r"热线|专线|通道|直通车|专区|专窗|窗口|专员|联络员|观察员|倾听员|体验官|监督员|指导员|辅导员|辅导师|助理|管家|专班|队|团|岗|日|周|节|卡|码|单|表|册|墙|柜|"
    r"车|池|库|圈|舱|看板|手环|标识|日报|周报|通报|公约|约定|承诺|责任书|承诺书|告知书|建议书|倡议书|明白卡|条例|办法|细则|方案|规范|口诀|三问|五问|查房|会诊|巡诊|义诊|随访|追访|复盘|演练|比武|竞赛|盲评|"
    r"双评|评审|评估|点评|核算|预警|授权|审核|互认|签约|结对|轮转|轮岗|排班|陪伴|分成|包干|储备|签字|录音|留痕|考核|约谈|谈话|平台|系统|中心|基金|奖|积分|品牌|体系|"
    r"(?<!患者)群|(?<!人)组|[一-鿿]{2}[月屋角榜包盒链网仓台廊苑礼会站点]|食堂|超市|银行|账户|账本|之家|基地|仪式|漂流|圆梦|擂台|考试|认证|评定|评选|遴选|回访|督导|督查|督办|巡查|巡讲|宣讲|讲评|交接|"
    r"轮驻|包片|包村|派驻|托管|共管|共用|调配|调度|直报|赶集|进校园|进社区|进乡村|下基层|专案管理|联络员|"
    r"[一二三四五六七八九十]化|[一-鿿]员制|档案|地图|大讨论|论坛|沙龙|例会|联席会|分析会|茶话会|议事会|接待日|开放日|服务|活动|管理|培训|结算|预约|项目|物流|机器人|推广|走亲|敲门|问诊|抢单|通)$"
)
_ROLE = re.compile(
    r"(?:[协联观监督代网指陪]\w员|[一-鿿]{2}(?:员|师|席|仓|库|箱|牌|簿|册|银行|合作社|编组|夜班|津贴|年薪|专列|专车|专员|访客|理事会|陪审团|律师|账本|展板|账户|公司|超市|急救包|服务包|[一-鿿]网|目标书|协议|短视频|机器人|党小组|互助组|(?:准入|早餐|[读茶]书?|提案|恳谈|见面|吐槽|听证|评议|同读)会)|"
    r"[一-鿿]{2}(?:目录|提醒|拦截|代办|轮候|互聘|直聘|送审|计分|计价|租借|接待|值守|读片|监测|革命|作战|挂牌|持证上岗|低聘|高聘|下乡|漫游|体检|首付|贴息|申诉|审方|配送|接力|擂台|同酬|休假|跟办|三审|同屏|义诊|进科|进医院|代煎|直送|编组))$"
)
"""Ends of names of a person's part, a place or a thing to use, and of what is done as a thing of its own."""
_HARD = re.compile(
    r"(?:工作法|管理法|清单|计划|行动|工作室|讲堂|课堂|学堂|夜校|营|坊|诊室|药箱|驿站|小站|热线|直通车|专员|联络员|倾听员|体验官|辅导师|管家|岗|日|卡|码|墙|柜|池|圈|舱|看板|手环|"
    r"日报|周报|公约|复盘|盲评|互认|轮转|包干|[三五]问|茶话会|接待日|开放日|积分|制)$"
)
_LOOSE = re.compile(
    r"(?:工作|建设|能力|水平|质量|力度|发展|改革|问题|任务|要求|目标|作用|优势|条件|环境|需求|情况|方面|效率|效果|成果|成绩|队伍|人才|专家|教授|博士|硕士|医生|医师|护士|患者|病人|群众|"
    r"设备|仪器|技术|手术|床位|大楼|医院|学院|科室|科|院区|卫生院|学科|专业|专科|内容|资源|资金|经费|收入|支出|费用|价格|政策|精神|理念|思想|意识|氛围|格局|局面|态势|方向|道路|"
    r"路径|规律|关系|责任|方式|方法|手段|措施|举措|治疗|诊疗|检查|检验|药品|耗材|数据|信息|论文|课题|专利|教育|学习|文化|作风|比例|指标|研究|创新|合作|交流|实践|探索|"
    r"支部|党员|干部|党委|书记|院长|职工|员工|时间|地点|机会|办公室|委员会|领导小组|部门|机构|单位|公司|社会|国家|规划|战略|新局面|一体|转变|转型|提升|提高|保障|安全|健康|生命|体制|协议)$"
)
_CLAUSAL = re.compile(
    r"[了把将被使让]|不断|进一步|有效|积极|切实|努力|更加|深入|持续|以及|为了|因为|如果|可以|能够|需要|应当|必须|已经|正在|他们|我们|大家|自己|什么|怎么|一定|这些|那些|没有|不能|才能|"
    r"[一-鿿]着|对[一-鿿]{2,}进行|从[一-鿿]{2,}|在[一-鿿]{2,}|向[一-鿿]{2,}|与[一-鿿]{2,}合作|来自|位于|属于|成为|作为|人民群众|高质量发展|为[一-鿿]{2,}|以[一-鿿]{2,}为"
)
_GENERAL = (
    r"(?:、|中药|西药|药房|学科|联盟|整顿|下转|竞聘上岗|相关|各项|有关|一系列|各类|规章|长效|有效|良好|科学|合理|完善|健全|多种|新型|各种|医院|内部|全院|现代|基本|工作|管理|考核|评价|激励|监督|运行|保障|协调|责任|服务|绩效|"
    r"医疗|党建|安全|发展|培训|培养|组织|领导|常态化|规范化|标准化|制度化|科学化|精细化|信息化|一体化|高效|协同|统一|全面|重大|重点|公立|卫生|健康|质量|人才|薪酬|改革|创新|和|与|及|"
    r"体制|决策|议事|财务|信息|公开|岗位|聘用|基层|机构|医务人员|员工|职工|患者|干部|学科|科研|教学|采购|预算|审计|内控|内部|控制|成本|流程|会议|学习|分级|分类|定期|动态|"
    r"分配|约束|综合|预警|防控|应急|联动|联系|沟通|投入|补偿|公共|特色|优质|治理|临床|专科|急诊|急救|护理|检查|检验|影像|手术|日常|定期|专项|集中|业务|技术|技能|专业|相应|严格|"
    r"实施|具体|引进|提升|整合型|连续性|精准|年轻|上级|独立|门诊|重症|负压|标准|闭环|指标|常态化|行政|日间|远程|智能|智慧|数据|合同|聘期|聘后|优质|志愿者?|文娱|公益|用人|养老|"
    "体系|制度|机制|平台|系统|中心|服务|项目|方案|办法|品牌|活动|档案|模式|病房|病床|评估|推广|查房)"
)
"""Words of common wording; what is left of a name without them is its own."""
_ABSTRACT = re.compile(f"^{_GENERAL}+$")
_ORGAN = re.compile(r"(?:省|市|县|区|国家|中国)[一-鿿]{0,12}(?:中心|医院|学会|协会|基地|实验室|局|委|办)$")
_VERBAL = re.compile(
    r"(?:实行|实施|探索|打造|完善|围绕|运行|摸索|建立|开展|推进|推动|落实|健全|规范|提升|提高|加强|强化|优化|深化|促进|确保|由[一-鿿]|和|与|及|价|等)"
)
_ODD = re.compile(r"第|有|种|[^“”]*[一二三四五六七八九十百千][张个名台间例人项家所次]$|[两几数十百千]|[一-鿿]{2,4}\d")
_FOURS = re.compile(r"^[一-鿿]{3,7}、[一-鿿]{3,7}$")
_NUMBER = re.compile(r"[一二两三四五六七八九十\d零]")


@dataclass(frozen=True, slots=True)
class Coined:
    """A proposal: where it stands and how much speaks for it, as logarithm of the odds."""

    start: int
    end: int
    score: float


Found = Iterator[tuple[int, int, str, float]]
"""Stretches with the wording each was found by and what its shape speaks for."""


def find_coined(text: str) -> Iterator[Coined]:
    """What the text names, with scores; stretches may overlap."""
    for (start, end), (frames, score) in candidates(text).items():
        if score < HOPELESS:
            continue
        told = odds((*traits(text, start, end, frames, score), *looks(text[start:end])))
        likely = score >= (QUOTED if "quoted" in frames else PLAIN)
        least = EVEN if _FOURS.match(text[start:end]) else 0.0
        yield Coined(start, end, max(told, least) if likely else told)


QUOTED = 0.7
"""Score of a quotation's shape and place that by itself makes a name as likely as not, whatever was learned..."""
PLAIN = 0.95
"""...and that of other words."""
HOPELESS = -0.8
"""Score of a shape that nothing around it makes up for."""
EVEN = 0.6
"""What such a row of even parts has at least, so that it goes before its parts."""


def candidates(text: str) -> dict[tuple[int, int], tuple[list[str], float]]:
    """All stretches that may be names: for each the wordings that it was found by and the best score of its shape."""
    found: dict[tuple[int, int], tuple[list[str], float]] = {}
    for start, end, frame, score in _stretches(text):
        frames, best = found.get((start, end), ([], -9.0))
        found[start, end] = ([*frames, frame] if frame not in frames else frames, max(best, score))
    return found


def _stretches(text: str) -> Found:
    for name, pattern, worth in _FRAMES:
        for m in pattern.finditer(text):
            yield from _told(text, m.start("np"), m.end("np"), name, worth)
    for start, end, verb in _objects(text):
        worth = 0.75 if verb in _INTRODUCES else 0.65 if verb in _FIRM else 0.4 if verb in _FOUNDS else 0.3
        yield from _told(text, start, end, verb, worth)
        yield from _parts(text, start, end, verb, worth)
    yield from _quotations(text)


def looks(words: str) -> Iterator[tuple[str, float]]:
    """The traits of a wording by itself, as `traits` has those of its place."""
    bare = words.replace("“", "").replace("”", "")
    for name, pattern in _LOOKS:
        if pattern.search(bare):
            yield f"is {name}", 1.0
    yield f"own {min(6, len(_COMMON.sub('', bare)))}", 1.0
    kind = "hard" if _HARD.search(bare) else "role" if _ROLE.search(bare) else "thing"
    yield f"head {kind if kind != 'thing' or _THING.search(bare) else 'none'}", 1.0


_FOUNDS = frozenset(
    {"成立", "打造", "创建", "组成", "举办", "出台", "探索", "创新", "搭建", "结成", "拿出", "授予"}
    | {"设", "搞", "办", "开", "建", "立", "画", "组", "排起", "写进", "摆放", "拍成", "打包成"}
)
_FIRM = frozenset(_BRINGS.split("|")) | {"实行", "施行"}
_INTRODUCES = frozenset(
    {"推行", "试行", "首创", "实行", "全面推行", "全面实行", "率先推行", "创新推行", "严格执行", "推出"}
)
"""Verbs whose object is a way of doing things, however it is worded."""
_FRAMES = (
    ("named", _NAMED, 0.9),
    ("turned", _TURNED, 0.65),
    ("aimed", _AIMED, 0.35),
    ("this", _THIS, 0.35),
    ("taken", _TAKEN, 0.2),
    ("opened", _OPENED, 0.3),
    ("same", _SAME, 0.55),
    ("part", _PART, 0.4),
    ("into", _INTO, 0.4),
    ("planned", _PLANNED, 0.4),
    ("alone", _ALONE, 0.4),
    ("opening", _OPENING, 0.1),
    ("is", _IS, 0.4),
    ("times", _TIMES, 0.3),
)


def _objects(text: str) -> Iterator[tuple[int, int, str]]:
    """The objects of all verbs, also of one that stands inside another's object: 医院推行把…, 探索实行…."""
    at = 0
    while m := _AFTER_VERB.search(text, at):
        yield m.start("np"), m.end("np"), m["verb"]
        at = m.start("np")


def _parts(text: str, start: int, end: int, verb: str, worth: float) -> Found:
    """The members of a row, one by one."""
    words = text[start:end]
    if "“" in words or not _JOINT.search(words):
        return
    at = start
    for part in _JOINT.split(words):
        if len(part) >= 4:
            yield from _told(text, at, at + len(part), verb, worth)
        at += len(part) + 1


_JOINT = re.compile("[、和与及]")


def _quotations(text: str) -> Found:
    """A quotation with what it belongs to: 报修“扫码抢单”, “红手环”通道; where something is done it counts more."""
    for m in _QUOTED.finditer(text):
        clause = re.split(f"[{_MARK}]", text[max(0, m.start() - 24) : m.start("inner") - 1])[-1]
        done = bool(_AT_WORK.search(clause))
        head = not _RUNS_ON.search(m["head"]) and bool(_THING.search(m["head"][:4]) or _THING.search(m["head"]))
        inner = m["inner"]
        coined = bool(_HARD.search(inner) or _ROLE.search(inner) or _NUMBER.search(inner) or "+" in inner)
        score = 0.2 + 0.4 * done + 0.35 * head + 0.2 * coined + _stands(clause, inner, text[m.end("inner") + 1 :][:1])
        start, end = _trimmed(text, m.start("inner") - 1, m.end("head") if head else m.end("inner") + 1)
        for sign in ("quoted", *_signs(clause, inner, text[m.end("inner") + 1 :][:1], done=done, head=head)):
            yield start, end, sign, score


def _signs(clause: str, inner: str, after: str, *, done: bool, head: bool) -> Iterator[str]:
    """What stands around a quotation, one by one."""
    if done:
        yield "quoted at work"
    if head:
        yield "quoted with head"
    if _MEASURED.search(clause):
        yield "quoted measured"
    if _CITES.search(clause):
        yield "quoted cited"
    elif _JOINED.search(clause):
        yield "quoted joined"
    if _ACTS_ON.search(clause):
        yield "quoted acted on"
    if not clause:
        yield "quoted opening"
    if after == "的":
        yield "quoted 的"
    yield f"quoted {min(len(inner), 9)}"


def _stands(clause: str, inner: str, after: str) -> float:
    """What the words right before a quotation say: a noun it is joined to, a measure word, a verb; 的 behind it."""
    score = -0.2 if after == "的" else 0.0
    score -= 0.3 if len(inner) > 12 or _SPOKEN.search(inner) else 0.0
    if _MEASURED.search(clause):
        return score + 0.55
    if _JOINED.search(clause) and not _CITES.search(clause):
        return score + 0.4 + 0.15 * (3 <= len(inner) <= 8)
    return score + (0.15 if _ACTS_ON.search(clause) else 0.0)


_RUNS_ON = re.compile("^[把将在经每由对让给从向被以]|[把将让每]|要求|规定")
_MEASURED = re.compile(
    r"(?:[一二两三四五六七八九十几每]|\d)(?:个|名|位|份|张|辆|封|间|台|支|本|面|块|场|套|项)[一-鿿]{0,6}$"
)
_JOINED = re.compile(
    r"[一-鿿]{2,}(?<![的是为成叫了在和与对把将以于有当按像如说出道着被让给向从用等之及到地得所称作行施立])$"
)
_CITES = re.compile(
    r"(?:理念|精神|目标|思想|宗旨|主题|口号|原则|要求|坚持|围绕|树立|弘扬|秉承|践行|紧扣|聚焦|实现|荣获|获评|获得|评为|授予|入选|"
    r"感叹|告诉|写道|问题|难题|等|所谓|解决|打破|破除|破解|消除|告别|避免|走出|容易|讲究|怕|准时|必须|不再|取代|代替|流于|存在|有个|变成|台风|所谓的?)$"
)
_ACTS_ON = re.compile(
    r"(?:设|推行|推出|实行|实施|施行|提倡|倡导|编制|编成|办起?|开展|开设|启动|建起|建成|当|派出|辟出|存进|批准|组建|成立)了?$"
)
_SPOKEN = re.compile(r"[？！…吗呢吧啊了我你您]|已[一-鿿]{2}|^[叫有]|什么|怎么")


_AT_WORK = re.compile(rf"{_BRINGS}|{_MAKES}|创办|设|推|建|办|发|贴|写|划|签|装|开|配|派|存进|购置|指定|画|辟")


def _told(text: str, start: int, end: int, frame: str, worth: float) -> Found:
    start, end = _trimmed(text, start, end)
    if end - start >= 3:
        yield start, end, frame, worth + _shape(text[start:end])


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without what only counts or places the thing, and without a tail that goes on telling."""
    words = text[start:end]
    if counted := _COUNT.match(words):
        start += counted.end()
    words = text[start:end]
    if "“" not in words and "的" in words:
        start += words.rindex("的") + 1
        words = text[start:end]
    tail = re.search(
        r"(?:等)?(?:\d+(?:余|多)?[个项名次支家期场人].*|[一二三四五六七八九十]+[期次场].*|半年|一年|等|后|以来|之后|工作|[和与及]$)$",
        words,
    )
    if tail and tail.start() >= 4:
        end = start + tail.start()
    return start, end


def _shape(words: str) -> float:
    """How much a phrase looks like a name, whatever stands before it."""
    bare = words.replace("“", "").replace("”", "")
    if not 3 <= len(bare) <= 20 or _ORGAN.search(bare) or _FIGURES.search(bare) or _ODD.match(bare):
        return -9.0
    score = _wording(words, bare, quoted="“" in words)
    score -= 0.5 if _VERBAL.match(bare) else 0.0
    score -= 1.2 if _ABSTRACT.match(bare) else 0.0
    score += 0.55 if _HARD.search(bare) else 0.45 if _ROLE.search(bare) else 0.35 if _THING.search(bare) else 0.0
    score += 0.1 if _NUMBER.search(bare) else 0.0
    return score - (0.25 if len(bare) > 12 else 0.0) - (0.3 if len(bare) > 15 else 0.0)


def _wording(words: str, bare: str, *, quoted: bool) -> float:
    """What quotes speak for, and what clauses, loose ends and rows speak against."""
    if quoted:
        return -0.1 if not words.startswith("“") and _CLAUSAL.search(words.split("“", 1)[0]) else 0.5
    score = -0.8 if _CLAUSAL.search(bare) or "的" in bare else 0.0
    score -= 0.7 if _LOOSE.search(bare) else 0.0
    if _FOURS.match(bare):
        return score + 0.3
    return score - (0.4 if "、" in bare else 0.0)


_FIGURES = re.compile(r"^\d|\d[万亿]?[元分]|[A-Za-z0-9]$|[.%]")
_LOOKS = (
    ("abstract", _ABSTRACT),
    ("verbal", re.compile(f"^{_VERBAL.pattern}")),
    ("clausal", _CLAUSAL),
    ("figures", _FIGURES),
    ("odd", re.compile(f"^(?:{_ODD.pattern})")),
    ("organ", _ORGAN),
    ("number", _NUMBER),
    ("loose", _LOOSE),
    ("row", re.compile("、")),
    ("joined", re.compile("的")),
    ("spoken", _SPOKEN),
)
_COMMON = re.compile(_GENERAL)
