import base64
import hashlib
import re
from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from app import paths
from app.formats.sheet import SheetNote, SheetSource
from app.formats.to_html import to_html
from tests.formats.sheets import OTHER, TEXT, case, fixed, plain, sheet

ATTRIBUTES = {
    "id",
    "class",
    "href",
    "rel",
    "lang",
    "charset",
    "name",
    "content",
    "http-equiv",
    "role",
    "hidden",
    "type",
    "placeholder",
    "autocomplete",
    "spellcheck",
    "aria-label",
    "aria-live",
    "aria-hidden",
    "open",
    "start",
    "value",
    "scope",
    "tabindex",
    "viewbox",
    "preserveaspectratio",
    "y",
    "height",
    "width",
}


class Page(HTMLParser):
    """What a browser would take for elements, their attributes and their words."""

    def __init__(self, data):
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes, self.links, self.open, self.said = [], set(), [], [], {}
        self.feed(data.decode("utf-8"))

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value for name, value in attrs if name in ("href", "src")]
        if tag not in ("meta", "br", "hr", "input", "rect"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in ("meta", "br", "hr", "input", "rect"):
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.said[self.open[-1] if self.open else ""] = self.said.get(self.open[-1] if self.open else "", "") + data


def test_every_element_is_closed_in_its_turn():
    for body in ("text", "excerpts", "noted", "record"):
        for layout in ("simple", "table", "cards", "official"):
            for notes in ("beside", "end", "none"):
                assert Page(to_html(fixed(body=body, layout=layout, notes=notes))).open == []


def test_nothing_is_fetched_and_only_our_own_style_and_script_may_run():
    page = to_html(fixed()).decode("utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1]
    for tag, name in (("style", "sheet.css"), ("script", "sheet.js")):
        inside = re.search(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL)[1]
        assert inside == paths.resource("templates", name).read_text(encoding="utf-8")
        digest = base64.b64encode(hashlib.sha256(inside.encode("utf-8")).digest()).decode("ascii")
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert not re.search(r"url\(|@import|\bsrc=|fetch\(|XMLHttpRequest|innerHTML|eval\(", page)


HOSTILE = (
    "<script>alert(1)</script>",
    "</title><script>x</script>",
    '"><img src=x onerror=x>',
    "' onmouseover='x",
    "<!--",
    "]]>",
    "[x](javascript:alert(1))",
    "[x](data:text/html,<script>)",
    "<svg/onload=x>",
    "![x](http://a/b.png)",
    "</style><script>x",
    "</script><script>x",
    "&lt;script&gt;",
    "<iframe srcdoc=x>",
    '[a](https://a.cn/"onclick=x)',
    "```\n<b>\n```",
    "|<b>|\n|-|\n|<i>|",
)
PIECES = st.lists(st.sampled_from(HOSTILE) | st.text(max_size=8), min_size=1, max_size=4).map("".join)


def everywhere(words):
    note = SheetNote(text=words, quote=words, tags=(words,), changed_on=words, id=words)
    on = SheetNote(text=words, start=0, end=max(1, len(words) // 2), colour="pink", tags=(words,))
    one = case(
        title=words,
        byline=words,
        text=words,
        source_line=words,
        id=words,
        fields=((words, words), ("标签", words)),
        themes=(words,),
        practices=(words,),
        notes=(note, on),
        warnings=(words,),
        group=words,
        kind=words,
        owner=words,
        region=words,
        source=1,
        results=(),
    )
    changes = {"title": words, "library": words, "filters": words, "made_on": words}
    return changes | {"sources": (SheetSource(number=1, citation=words),)}, (one, plain("另一案"))


@settings(max_examples=150, deadline=None)
@given(PIECES, st.sampled_from(["simple", "table", "cards"]), st.sampled_from(["text", "noted"]))
def test_no_word_of_a_sheet_becomes_an_element_an_attribute_or_a_script(words, layout, body):
    changes, cases = everywhere(words)
    page = Page(to_html(sheet(*cases, layout=layout, body=body, **changes)))
    assert page.tags.count("script") == page.tags.count("style") == 1
    assert not {"img", "iframe", "svg", "object", "embed", "base", "form", "link"} & set(page.tags)
    assert {name for name in page.attributes if not name.startswith("data-")} <= ATTRIBUTES
    assert not [link for link in page.links if not link.startswith(("#", "http://", "https://", "mailto:"))]
    assert page.open == []


def test_the_words_of_a_case_are_all_there_with_their_colours():
    page = to_html(fixed()).decode("utf-8")
    assert '<mark class="yellow">床位、人手、风险</mark>' in page
    assert '<mark class="pink under-blue">' in page or '<mark class="blue under-pink">' in page
    said = re.sub(r'<a class="n".*?</a>|<[^>]+>', "", page)
    for paragraph in (*TEXT.split("\n"), *OTHER.split("\n")):
        assert paragraph in said


def test_a_case_bears_its_values_as_numbers_of_the_choices():
    page = to_html(fixed()).decode("utf-8")
    assert (
        '<option value="0">医疗安全</option><option value="1">护理管理</option><option value="2">门诊服务</option>'
        in page
    )
    assert '<article id="c1" data-theme="2" data-year="0"' in page
    assert '<article id="c2" data-theme="1 0" data-year="1"' in page
    assert 'data-by="region"' not in page, "one place for all is no choice"


def test_without_its_script_the_page_hides_nothing_but_the_bar():
    page = to_html(fixed()).decode("utf-8")
    hidden = re.findall(r'<(\w+) id="(\w+)"[^>]* hidden>', page)
    assert hidden == [("div", "bar"), ("button", "all"), ("p", "none")]


def test_a_source_is_listed_once_and_led_to():
    page = to_html(fixed()).decode("utf-8")
    assert '<a href="#s2">[2]</a>' in page
    assert '<li id="s2" value="2">某丙. 一张交接卡[N]. 护理周刊, 2023-03-02.</li>' in page


def test_every_link_within_the_page_leads_somewhere():
    for body in ("text", "noted", "record"):
        page = to_html(fixed(body=body, layout="table")).decode("utf-8")
        ids = set(re.findall(r' id="([^"]+)"', page))
        assert set(re.findall(r'href="#([^"]+)"', page)) <= ids


def test_only_what_was_chosen_goes_out():
    page = to_html(fixed(body="noted")).decode("utf-8")
    assert "号源分成四段" in page
    assert "护士长先说" not in page
    assert "值得照搬" in page
    assert "值得照搬" not in to_html(fixed(body="excerpts")).decode("utf-8")
    assert "值得照搬" not in to_html(fixed(notes="none")).decode("utf-8")
    assert "号源分成四段" not in to_html(fixed(body="record")).decode("utf-8")
