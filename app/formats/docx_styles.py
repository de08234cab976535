"""The styles, fonts and page of a look as WordprocessingML.

Built-in styles have the names by which Word and WPS know them, so that headings stand in the navigation pane under the
names of the office's own language. Knows looks; no sheet.
"""

from __future__ import annotations

import math

from app.formats.docx_looks import CHARACTERS, LINES, Look, Style
from app.formats.docx_xml import PROLOGUE, SPACES, escaped, twips

_BUILT_IN = frozenset(
    {"Normal", "BodyText", "Heading1", "Heading2", "Heading3", "Title", "TOCHeading", "TOC1", "TOC2", "FootnoteText"}
    | {"CommentText", "Header", "Footer", "Date"}
)
_BREAKING = '<w:kinsoku/><w:wordWrap/><w:overflowPunct/><w:topLinePunct w:val="0"/><w:autoSpaceDE/><w:autoSpaceDN/>'
"""No mark begins or ends a line that may not; marks hang; a little space between Chinese and Latin or figures."""


def styles(look: Look) -> str:
    """The part that holds the styles."""
    plain = look.styles["Normal"]
    size = round(plain.size * 2)
    defaults = (
        "<w:docDefaults><w:rPrDefault><w:rPr>"
        f'<w:rFonts w:ascii="{look.latin}" w:eastAsia="{plain.font}" w:hAnsi="{look.latin}" w:cs="{look.latin}"/>'
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    )
    listed = "".join(_style(id_, style, look) for id_, style in look.styles.items())
    return f"{PROLOGUE}<w:styles {SPACES}>{defaults}{listed}{_CHARACTERS}{_TABLE}</w:styles>"


_CHARACTERS = (
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>'
    '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="CommentReference"><w:name w:val="annotation reference"/>'
    '<w:rPr><w:sz w:val="21"/><w:szCs w:val="21"/></w:rPr></w:style>'
)
_TABLE = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
    '<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
    '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
)


def _style(id_: str, style: Style, look: Look) -> str:
    kind = ' w:default="1"' if id_ == "Normal" else "" if id_ in _BUILT_IN else ' w:customStyle="1"'
    based = "" if id_ == "Normal" else '<w:basedOn w:val="Normal"/>'
    following = '<w:next w:val="BodyText"/>' if style.level is not None else ""
    return (
        f'<w:style w:type="paragraph"{kind} w:styleId="{id_}"><w:name w:val="{escaped(style.name)}"/>{based}{following}'
        f"<w:qFormat/><w:pPr>{_placed(style, look)}</w:pPr><w:rPr>{_written(style)}</w:rPr></w:style>"
    )


def _placed(style: Style, look: Look) -> str:
    level = f'<w:outlineLvl w:val="{style.level}"/>' if style.level is not None else ""
    # a page of 公文 has 22 lines, not 21 for the sake of a widow
    widows = '<w:widowControl w:val="0"/>' if look.official else "<w:widowControl/>"
    ground = f'<w:shd w:val="clear" w:color="auto" w:fill="{style.ground}"/>' if style.ground else ""
    return (
        ("<w:keepNext/>" if style.with_next else "")
        + widows
        + _borders(style)
        + ground
        + _tabs(style, look)
        + _BREAKING
        # lines and characters are set exactly by the styles; snapped to the grid as well, some programs give a
        # character wider than its cell two of them
        + ('<w:snapToGrid w:val="0"/>' if look.official else "")
        + f'<w:spacing w:before="{twips(style.before)}" w:after="{twips(style.after)}"'
        f' w:line="{twips(style.line)}" w:lineRule="exact"/>'
        + _indents(style)
        + f'<w:jc w:val="{style.align}"/>'
        + level
    )


def _borders(style: Style) -> str:
    def edge(name: str, size: int, space: int, colour: str) -> str:
        return f'<w:{name} w:val="single" w:sz="{size}" w:space="{space}" w:color="{colour}"/>'

    if style.frame:
        inner = "".join(edge(name, 5, 4, style.frame) for name in ("top", "left", "bottom", "right"))
    elif style.edge:
        inner = edge("left", 20 if style.ground else 8, 7, style.edge)
    elif style.under:
        inner = edge("bottom", 4, 3, style.under)
    else:
        return ""
    return f"<w:pBdr>{inner}</w:pBdr>"


def _tabs(style: Style, look: Look) -> str:
    stops = ""
    if style.leader:
        stops = f'<w:tab w:val="right" w:leader="dot" w:pos="{twips(look.room)}"/>'
    elif style.tab:
        stops = f'<w:tab w:val="right" w:pos="{twips(look.room)}"/>'
    return f"<w:tabs>{stops}</w:tabs>" if stops else ""


def _indents(style: Style) -> str:
    """Indents in points; that of the first line in characters too, as offices set it."""
    sides = (("left", style.left), ("right", style.right))
    parts = [f' w:{name}="{twips(count * style.size)}"' for name, count in sides if count]
    if style.hanging:
        parts.append(f' w:hanging="{twips(style.hanging * style.size)}"')
    elif style.first:
        parts.append(f' w:firstLineChars="{round(style.first * 100)}" w:firstLine="{twips(style.first * style.size)}"')
    return f"<w:ind{''.join(parts)}/>" if parts else ""


def _written(style: Style) -> str:
    size = round(style.size * 2)
    return (
        f'<w:rFonts w:eastAsia="{style.font}"/>'
        + ("<w:b/><w:bCs/>" if style.bold else '<w:b w:val="0"/><w:bCs w:val="0"/>' if style.level is not None else "")
        + (f'<w:color w:val="{style.colour}"/>' if style.colour else "")
        + (f'<w:spacing w:val="{twips(style.apart)}"/>' if style.apart else "")
        + f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    )


def fonts(look: Look) -> str:
    """The part that tells what stands in for a font that is not there."""
    used = sorted({style.font for style in look.styles.values()})
    listed = "".join(
        f'<w:font w:name="{name}">'
        + (f'<w:altName w:val="{look.alternatives[name]}"/>' if name in look.alternatives else "")
        + '<w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        for name in used
    )
    kind = '<w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/>'
    return f'{PROLOGUE}<w:fonts {SPACES}><w:font w:name="{look.latin}">{kind}</w:font>{listed}</w:fonts>'


def section(look: Look, references: str = "", *, middle: bool = False) -> str:
    """A section's properties.

    Args:
        look: Of the page.
        references: Its headers and footers.
        middle: Whether its text stands in the middle of the page.
    """
    top, bottom, left, right = map(twips, look.margins)
    turned = ' w:orient="landscape"' if look.width > look.height else ""
    head = twips(min(look.margins[0] * 0.55, 45))
    return (
        f"<w:sectPr>{references}"
        f'<w:type w:val="nextPage"/><w:pgSz w:w="{twips(look.width)}" w:h="{twips(look.height)}"{turned}/>'
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" w:header="{head}"'
        f' w:footer="{twips(look.foot)}" w:gutter="0"/><w:cols w:space="425"/>'
        + ('<w:vAlign w:val="center"/>' if middle else "")
        + _grid(look)
        + "</w:sectPr>"
    )


def _grid(look: Look) -> str:
    """Lines and characters to a page; the pitch of a character is told as 4096ths of a point more than its size."""
    if not look.official:
        return '<w:docGrid w:linePitch="312"/>'
    line = math.floor(look.tall / LINES * 20)
    more = math.floor((math.floor(look.room * 20) / 20 / CHARACTERS - look.styles["Normal"].size) * 4096)
    return f'<w:docGrid w:type="linesAndChars" w:linePitch="{line}" w:charSpace="{more}"/>'
