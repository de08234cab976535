import email.mime.multipart
import email.mime.text

import pytest

from app.formats import from_html, from_mht
from app.messages import Trouble
from tests.formats.making import SENTENCES

ARTICLE = "".join(f"<p>　　{sentence}</p>" for sentence in SENTENCES)
PLAIN = "\n".join(f"　　{sentence}" for sentence in SENTENCES)
PAGE = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>清河县医院怎样管床位_某某网</title>
<meta name="PubDate" content="2022-3-9 10:20"><meta name="Author" content="周明">
<style>p{{color:red}}</style><script>var a = "不要"</script></head><body>
<div class="top-nav"><a href="/">首页</a> <a href="/a">要闻</a> <a href="/b">医改</a></div>
<div class="wrap"><div class="content"><h1>清河县医院怎样管床位</h1>{ARTICLE}</div>
<div class="sidebar"><ul><li><a>别的新闻一</a></li><li><a>别的新闻二</a></li><li><a>别的新闻三</a></li></ul></div></div>
<footer>版权所有 京ICP备1号</footer></body></html>"""


def test_the_main_text_is_taken_without_navigation():
    document = from_html.parse(PAGE.encode())
    assert document.text == f"清河县医院怎样管床位\n{PLAIN}"
    assert (document.title, document.author, document.date) == ("清河县医院怎样管床位", "周明", "2022-03-09")


def test_a_saved_wechat_article_is_read_though_its_style_hides_it():
    page = f"""<html><head><meta charset="utf-8"><title></title><meta property="og:title" content="管床位的新办法">
    </head><body><div id="js_article"><h1 id="activity-name"> 管床位的新办法 </h1><a id="js_name">清河医院</a>
    <em id="publish_time"></em><div class="rich_media_content" id="js_content" style="visibility: hidden;">{ARTICLE}
    <section><span>责任编辑</span></section></div><div>阅读原文 赞 在看</div></div>
    <script>var ct = "1646791200";</script></body></html>"""
    document = from_html.parse(page.encode())
    assert document.text == f"{PLAIN}\n责任编辑"
    assert (document.title, document.author, document.date) == ("管床位的新办法", "清河医院", "2022-03-09")


@pytest.mark.parametrize(("said", "codec"), [("gb2312", "gb18030"), ("GBK", "gb18030"), ("big5", "cp950")])
def test_the_encoding_the_page_names_is_used(said, codec):
    page = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={said}"></head><p>支部建在病房</p>'
    document = from_html.parse(page.encode(codec))
    assert (document.text, document.encoding) == ("支部建在病房", codec)


def test_a_page_that_names_the_wrong_encoding_or_none_is_still_read():
    wrong = f'<meta charset="gb2312"><p>{SENTENCES[0]}</p>'
    assert from_html.parse(wrong.encode("utf-8")).text == SENTENCES[0]
    assert from_html.parse(f"<p>{SENTENCES[0]}</p>".encode("gb18030")).text == SENTENCES[0]
    assert from_html.parse(f"<html><p>{SENTENCES[0]}</p></html>".encode("utf-16")).text == SENTENCES[0]
    assert from_html.parse(f'<meta charset="nonsense"><p>{SENTENCES[0]}</p>'.encode("gb18030")).text == SENTENCES[0]


def test_tables_breaks_and_spaces_look_as_in_a_browser():
    page = """<body><p>一  段
      话<br>换行&nbsp;后</p><table><tr><th>指标</th><th>数值</th></tr><tr><td>床位</td><td><p>300</p></td></tr></table>
      <pre>原样
  缩进</pre><ruby>医<rt>yī</rt></ruby></body>"""
    assert from_html.parse(page.encode()).text == "一 段 话\n换行 后\n指标\t数值\n床位\t300\n原样\n缩进\n医"


def test_a_page_without_words_is_told():
    with pytest.raises(Trouble, match="no_text"):
        from_html.parse(b"<html><body><script>alert(1)</script></body></html>")


def test_a_list_of_links_alone_is_still_read():
    page = "<body><ul>" + "".join(f"<li><a>{s}</a></li>" for s in SENTENCES) + "</ul><p>完</p></body>"
    assert "完" in from_html.parse(page.encode()).text


def archive(kind, content, charset="utf-8"):
    message = email.mime.multipart.MIMEMultipart("related")
    message["Subject"] = "saved"
    message.attach(email.mime.text.MIMEText(content, kind, charset))
    return message.as_bytes()


def test_a_page_saved_whole_is_read_from_its_envelope():
    assert from_mht.parse(archive("html", PAGE)).title == "清河县医院怎样管床位"
    assert from_mht.parse(archive("html", f"<p>{SENTENCES[0]}</p>", "gb2312")).text == SENTENCES[0]
    assert from_mht.parse(archive("plain", SENTENCES[0])).text == SENTENCES[0]


def test_an_envelope_with_nothing_in_it_is_broken():
    with pytest.raises(Trouble, match="broken"):
        from_mht.parse(b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x--")
    with pytest.raises(Trouble, match="broken"):
        from_mht.parse("不是信封".encode())
