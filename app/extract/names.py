"""Who speaks: the line that names an organisation, a post and a person, in the orders newspapers print them.

Also personal names as such, and the names an organisation has beside its own. Knows one line at a time; must not
know where lines stand or what follows them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

_SINGLE = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫"
    "雷龙陶史黎贺毛郝顾龚邵万覃武钱戴严莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮纪梅童凌毕单季成霍涂苗谷盛曲"
    "翁冉骆蓝路游靳辛欧管柴蒙鲍华喻祁房滕蒲解牟屈饶艾尤阳时穆农司古卓车简连缪项麦褚娄窦戚岑党宫费卜冷晏席卫米柏宗桂全佟应臧闵苟邬边卞姬师仇栾隋商刁沙荣巫寇桑郎"
    "甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芦都普阙浦"
    "戈伏鹿薄邸雍辜羊阎段赖洪裴柯瞿蔚揭郗仉逯雒竺弓庾揣嵇逄亓茹隗檀訾植邰陇庹阙麴芈褟茆"
)
_DOUBLE = (
    "欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|令狐|慕容|夏侯|司徒|轩辕|端木|百里|呼延|独孤|南宫|西门|拓跋|完颜|宇文"
    "|长孙|仲孙|闻人|澹台|濮阳|太史|申屠|公冶|宗政|赫连"
)
_HAN = "[㐀-䶿一-鿿]"
SURNAME = rf"(?:{_DOUBLE}|[{_SINGLE}])"
NAME = rf"(?:(?:{_DOUBLE}){_HAN}{{1,2}}|[{_SINGLE}]{_HAN}{{1,2}}|{_HAN}{{1,7}}·{_HAN}{{1,8}})"
ANYONE = rf"{_HAN}{{2,4}}"
"""What a name may be where the page has shown that a name must stand: transliterations, rare surnames."""
_PERSON = re.compile(NAME)
_ANYONE = re.compile(rf"{ANYONE}|{_HAN}{{1,7}}(?:·{_HAN}{{1,8}}){{1,2}}")

ORGANISATION = (
    r"(?:医院|院区|分院|卫生院|卫生室|保健院|防治院|医疗中心|保健中心|疾控中心|疾病预防控制中心|急救中心|服务中心|血液中心|血站|医学中心|健康中心|中心医院|"
    r"医疗集团|医院集团|健康集团|集团|医共体|医联体|总院|委员会|卫生健康委|卫健委|卫计委|卫健局|卫生健康局|卫生局|医保局|大学|医学院|学院|党校|干部学院|"
    r"研究院|研究所|研究中心|科学院|医科院|协会|学会|研究会|促进会|联合会|报社|杂志社|出版社|医管中心|管理中心|人民政府|省委|市委|县委|区委|公司|基金会|办公室|中医院|妇幼|指导中心)"
)
_WORDS = (
    r"书记|院长|主任|会计师|药师|经济师|工程师|护士长|医师|教授|研究员|理事长|会长|秘书长|董事长|总经理|局长|厅长|司长|处长|科长|部长|主席|委员|校长|所长|组长|"
    r"代表|顾问|院士|助理|干事|专员|负责人|馆长|站长|总监|调研员|巡视员|督导|副司|市长|县长|区长|镇长|常委|主编|社长|技师|护师|讲师|专家|导师|社工|治疗师|营养师|政委|队长"
)
POST = re.compile(_WORDS)
_BEGINS = re.compile(
    r"(?:院|原|前|时任|现任|执行|常务|第一|首任|名誉|代理|代|副|兼|临时|驻|总)*"
    r"(?:党委|党组|党总支|党支部|党办|党政|党建|直属机关|机关党委|纪委|纪检|监察|工会|团委|医务|护理|门诊|人事|财务|科教|科研|宣传|质控|信息|后勤|运营|绩效|医保|组织|院办|"
    rf"办公室|综合|行政|外科|内科|急诊|(?:(?!医院|院区|学院)[一-鿿]){{2,8}}(?:科|处|部|室|办)(?:副|常务)?(?:主任|处长|科长|部长|护士长)|助理|首席|{_WORDS})"
)
_SOCIETY = re.compile(r"[一-鿿]{0,8}(?:研究会|协会|学会|促进会|联合会)")
"""A name that goes on: 中国医院|管理学会会长."""
_BRACKETS = re.compile(r"[（(]([^（()）]{2,40})[）)]")
_COLON = re.compile(r"[:：]\s*$")


@dataclass(frozen=True, slots=True)
class Head:
    """A line that opens a case: who, of what organisation. `sure` is low for shapes that need company on the page."""

    owner: str
    aliases: tuple[str, ...] = ()
    name: str | None = None
    post: str | None = None
    sure: bool = True
    shape: str = ""
    """The order in which the line prints its parts; heads of one page share it."""


def split_aliases(name: str) -> tuple[str, tuple[str, ...]]:
    """An organisation's printed name without its brackets, and the other names the brackets hold."""
    found = tuple(
        part
        for inner in _BRACKETS.findall(name)
        for part in re.split(r"[、,，;；]", inner)
        if re.search(ORGANISATION + "$", part)
    )
    return _BRACKETS.sub("", name), found


def read_head(line: str) -> Head | None:
    """Read a speaker line: 单位职务姓名：, 单位 职务 姓名, 姓名（单位职务）, 姓名 单位职务; None when it is none."""
    line = line.strip()
    if not 6 <= len(line) <= 70 or re.search(r"[。；;！？!?，,“”《》]", _COLON.sub("", line)):
        return None
    bare = _COLON.sub("", line).strip("—-－ ·●■◆▲★")
    bare = re.sub(r"^[（(]([^（()）]+)[）)]$", r"\1", bare)
    colon = bool(_COLON.search(line))
    tokens = bare.split()
    if len(tokens) >= 3 and len(tokens[-1]) == len(tokens[-2]) == 1:  # two-character names are printed wide
        tokens = [*tokens[:-2], tokens[-2] + tokens[-1]]
    for shape, head in (
        ("at end", _at_end(tokens, colon)),
        ("in front", _in_front(tokens, colon)),
        ("around", _around(bare)),
    ):
        if head:
            return replace(head, shape=f"{shape}{':' if colon else ''}{len(tokens) > 1}")
    return None


def _at_end(tokens: list[str], colon: bool) -> Head | None:
    """The name stands last: apart, or right behind the post when a colon closes the line."""
    last = tokens[-1]
    if len(tokens) > 1 and (_PERSON.fullmatch(last) or _ANYONE.fullmatch(last)) and not POST.search(last):
        return _head(" ".join(tokens[:-1]), last, sure=bool(_PERSON.fullmatch(last)))
    posts = list(POST.finditer(last))
    if not posts:
        return None
    name = last[posts[-1].end() :]
    if _PERSON.fullmatch(name) or (colon and _ANYONE.fullmatch(name)):
        return _head(" ".join([*tokens[:-1], last[: posts[-1].end()]]), name, sure=colon or len(tokens) > 1)
    return None


def _in_front(tokens: list[str], colon: bool) -> Head | None:
    """The name stands first, apart."""
    known = len(tokens) > 1 and bool(_PERSON.fullmatch(tokens[0]))
    if not known and (len(tokens) < 2 or not re.fullmatch(ANYONE, tokens[0]) or re.search(ORGANISATION, tokens[0])):
        return None
    head = _head(" ".join(tokens[1:]).strip("（）()"), tokens[0], sure=known)
    return head if head and head.post and (colon or len(tokens) <= 4) else None


def _around(bare: str) -> Head | None:
    """姓名（单位职务）."""
    found = re.fullmatch(rf"({NAME}|{ANYONE})[（(]([^（()）]{{6,50}})[）)]", bare)
    return _head(found[2], found[1], sure=bool(_PERSON.fullmatch(found[1]))) if found else None


def _head(words: str, name: str, *, sure: bool) -> Head | None:
    owner, post = split_post(words)
    if not owner or not post:
        return None
    _, aliases = split_aliases(owner)
    return Head(owner, aliases, name, post, sure)


def split_post(words: str) -> tuple[str, str]:
    """Split 单位职务 into the organisation as printed (brackets kept) and the post; empty strings when it cannot be."""
    for found in re.finditer(ORGANISATION + r"(?:\s?[（(][^（()）]{2,40}[）)])?", words):
        rest = words[found.end() :].strip()
        if not rest:
            break
        if _BEGINS.match(rest) and not _SOCIETY.match(rest) and POST.search(rest) and len(words[: found.end()]) >= 3:
            return words[: found.end()].strip(), rest
    return "", ""


_LISTED = re.compile(
    r"^(?:[（(][\d一二三四五六七八九十]{1,3}[）)]\s*|[\d一二三四五六七八九十]{1,3}[、.．]\s*|\d{1,3}\s+|[●■◆▲★◎○▪—-]+\s*)"
)
_HOSPITAL_END = re.compile(
    r"(?:医院|院区|分院|卫生院|保健院|医疗中心|保健中心|医疗集团|医院集团|健康集团|集团|医共体|医联体|总医院|总院|防治院|医学中心)$"
)
_AUTHORITY_END = re.compile(
    r"(?:卫生健康委(?:员会)?|卫健委|卫生健康局|卫健局|卫生局|医保局|疾病预防控制中心|疾控中心|急救中心|血液中心|中心血站|血站|"
    r"卫生服务中心|防治所|监督所|健康服务中心)$"
)


def read_organisation(line: str, *, lone: bool = False) -> Head | None:
    """A bare organisation line, perhaps numbered or with a colon.

    Args:
        line: The line, or what stands in it for the organisation.
        lone: Whether something else says already that an organisation stands here.
    """
    bare = _LISTED.sub("", _COLON.sub("", line.strip()))
    plain, aliases = split_aliases(bare)
    if not 4 <= len(plain) <= 34 or re.search(r"[。；;！？!?，,：:“”《》、]|的(?:医院|卫生院|诊所)$", plain):
        return None
    known = _HOSPITAL_END.search(plain) or _AUTHORITY_END.search(plain)
    if not known and not (lone and re.search(ORGANISATION + "$", plain)):
        return None
    if not lone and re.match(
        r"(?:我们|走进|参观|建设|打造|争创|创建|推进|支持|来到|关于|努力|一家|一所|这家|如何)", plain
    ):
        return None
    return Head(bare, aliases, sure=False)
