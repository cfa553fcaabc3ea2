"""Foreign HTML to typed blocks and back."""

import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from serai.core.limits import LimitExceeded, limit
from serai.core.sanitizer import (
    Block,
    Heading,
    ListBlock,
    Paragraph,
    QuoteBlock,
    Run,
    blocks_from_html,
    encode,
    encode_inline,
    plain_text,
    runs_from_html,
)
from tests.core.test_addresses import read_address_strictly

_OUR_TAG = re.compile(
    r'<(/?)(p|h[2-4]|ul|ol|li|blockquote|cite|strong|br|a)((?: href="([^"]*)")?)'
    r'( rel="noopener nofollow")?>'
)
_REFERENCE = re.compile(r"&(?:amp|lt|gt|quot|#x27);")


def read_strictly(html: str) -> None:
    """Fails on anything but our own tags, balanced, with checked links and escaped text."""
    stack: list[str] = []
    rest = _OUR_TAG.sub("", html)
    assert not set('<>"') & set(rest), html
    assert "&" not in _REFERENCE.sub("", rest), html
    for end, name, attribute, href, rel in _OUR_TAG.findall(html):
        assert bool(attribute) == (name == "a" and not end), html
        if end:
            assert stack.pop() == name, html
        elif name != "br":
            stack.append(name)
        if attribute:
            read_address_strictly(unescape(href))
            assert bool(rel) == href.startswith("http"), html
        else:
            assert not rel, html
    assert stack == [], html


def survives(html: str) -> tuple[Block, ...]:
    blocks = blocks_from_html(html)
    written = encode(blocks)
    read_strictly(written)
    assert blocks_from_html(written) == blocks, html
    return blocks


def words(html: str) -> str:
    return plain_text(survives(html))


# Golden path


def test_an_agency_text_becomes_blocks() -> None:
    html = """<div class="text"><h1>Мост открыт</h1>
      <p>Новый&nbsp;мост <b>через реку</b> открыли <a href="https://example.kz/1?a=1&amp;b=2"
      onclick="x()">в&nbsp;среду</a>.</p><ul><li>длина 800 м<li>две полосы</ul>
      <blockquote cite="https://example.kz"><p>Ждали десять лет</p>
      <footer><cite>мэр города</cite></footer></blockquote><img src="x.jpg"></div>"""
    link = "https://example.kz/1?a=1&b=2"
    blocks = survives(html)
    assert blocks == (
        Heading(2, (Run("Мост открыт"),)),
        Paragraph(
            (
                Run("Новый\xa0мост "),
                Run("через реку", strong=True),
                Run(" открыли "),
                Run("в\xa0среду", href=link),
                Run("."),
            )
        ),
        ListBlock(False, ((Run("длина 800 м"),), (Run("две полосы"),))),
        QuoteBlock((Run("Ждали десять лет"),), "мэр города"),
    )
    assert encode(blocks) == (
        "<h2>Мост открыт</h2><p>Новый\xa0мост <strong>через реку</strong> открыли "
        '<a href="https://example.kz/1?a=1&amp;b=2" rel="noopener nofollow">в\xa0среду</a>.</p>'
        "<ul><li>длина 800 м</li><li>две полосы</li></ul>"
        "<blockquote><p>Ждали десять лет</p><cite>мэр города</cite></blockquote>"
    )


# How texts are read

TEXTS = [
    ("plain words", "plain words"),
    ("<p>one<p>two", "one\ntwo"),
    ("one<br>two", "one\ntwo"),
    ("one<br> <br/>two", "one\ntwo"),
    ("<p>&nbsp;</p><p>x</p><p> </p>", "x"),
    ("<p>&nbsp;&nbsp;indented</p>", "indented"),
    ("a\n\t  b <b> c</b> d", "a b c d"),
    ("1 < 2 & 3 > 2 &lt;b&gt;", "1 < 2 & 3 > 2 <b>"),
    ("&amp;lt;script&amp;gt;", "&lt;script&gt;"),
    ("<table><tr><td>a<td>b<tr><td>c</table>", "a b\nc"),
    ("<dl><dt>a<dd>b</dl>", "a\nb"),
    ("<ul><li>1<ul><li>2</ul>3<li>4</ul>", "1\n2\n3\n4"),
    ("<ol><li><p>a</p><p>b</p></ol>", "a\nb"),
    ("<h3>one<br>line</h3>", "one line"),
    ("<figure><img src=x><figcaption>caption</figcaption></figure>text", "caption\ntext"),
    ("x<script>alert(1)</script>y", "xy"),
    ("x<style>p{}</style>y", "xy"),
    ("x<!-- <p>no</p> -->y", "xy"),
    ("x<!-->y", "xy"),
    ("x<svg><title>t</title><a>u</a></svg>y", "xy"),
    ("<head><title>t</title><body>x", "x"),
    ("<title>t</title><textarea><p>no</textarea>x", "x"),
    ("<blockquote><cite>only a name</cite></blockquote>", "only a name"),
    ("a<hr>b", "a\nb"),
    ("a\x00\x0b\u202eb\ufeff", "ab"),
    ("a\ud800b", "a\ufffdb"),
    ("", ""),
]


@pytest.mark.parametrize(("html", "text"), TEXTS)
def test_words_come_through(html: str, text: str) -> None:
    assert words(html) == text


def test_two_line_breaks_part_paragraphs_and_one_does_not() -> None:
    assert survives("a<br>b<br><br>c") == (Paragraph((Run("a\nb"),)), Paragraph((Run("c"),)))


def test_headings_have_three_levels() -> None:
    blocks = survives("".join(f"<h{level}>x</h{level}>" for level in range(1, 7)))
    assert [block.level for block in blocks if isinstance(block, Heading)] == [2, 2, 3, 4, 4, 4]


def test_lists_keep_their_order() -> None:
    assert survives("<ol><li>1</ol><ul><li>2</ul>") == (
        ListBlock(True, ((Run("1"),),)),
        ListBlock(False, ((Run("2"),),)),
    )


def test_links_do_not_nest_and_keep_their_words() -> None:
    (block,) = survives('<a href="/x">1<a href="/y">2</a></a><a href="javascript:1">3</a>')
    assert block == Paragraph((Run("1", href="/x"), Run("2", href="/y"), Run("3")))


def test_a_link_round_paragraphs_holds_in_each() -> None:
    blocks = survives('<a href="/x"><p>one<p>two</a>')
    assert blocks == (Paragraph((Run("one", href="/x"),)), Paragraph((Run("two", href="/x"),)))


def test_blanks_round_an_address_do_not_matter() -> None:
    assert survives('<a href=" /x\n">x</a>') == (Paragraph((Run("x", href="/x"),)),)


# Attacks

VECTORS = [
    "<script>alert(1)</script>",
    "<ScRiPt/x>alert(1)</sCrIpT >",
    "<script>alert(1)",
    "<script><script>alert(1)</script></script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror=alert(1)//",
    "<img/src/onerror=alert(1)>",
    '<img """><script>alert(1)</script>">',
    "<image href=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<svg><a xlink:href=javascript:alert(1)><text>x</text></a></svg>",
    "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=x>'>",
    "<math><annotation-xml encoding=text/html><script>alert(1)</script></annotation-xml></math>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<textarea></textarea><img src=x onerror=alert(1)>",
    "<title><img src=x onerror=alert(1)></title>",
    "<xmp><img src=x onerror=alert(1)></xmp>",
    "<plaintext><img src=x onerror=alert(1)>",
    "<noembed></noembed><script>alert(1)</script>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>",
    "<base href=javascript:alert(1)//>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<body onload=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>x</details>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<video><source onerror=alert(1)></video>",
    "<audio src onerror=alert(1)>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<form action=javascript:alert(1)><input type=submit></form>",
    "<isindex type=image src=1 onerror=alert(1)>",
    "<div style='background:url(javascript:alert(1))'>x</div>",
    "<p style=position:fixed;inset:0>cover</p>",
    "<b onmouseover=alert(1)>x</b>",
    "<b/onmouseover=alert(1)//>x</b>",
    "<b\x0bonmouseover=alert(1)>x</b>",
    "<x-custom onclick=alert(1)>x</x-custom>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href='java&#9;script:alert(1)'>x</a>",
    "<a href='java&Tab;script&colon;alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='&#x6A&#x61vascript:alert(1)'>x</a>",
    "<a href='&#0000106avascript:alert(1)'>x</a>",
    "<a href='&#1;javascript:alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href='&nbsp;javascript:alert(1)'>x</a>",
    "<a href='\u3000javascript:alert(1)'>x</a>",
    "<a href='javascript&#58;//x%0aalert(1)'>x</a>",
    "<a href=vbscript:msgbox(1)>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href=data:text/html;base64,PHN2Zz4=>x</a>",
    "<a href=blob:https://example.com/1>x</a>",
    "<a href=file:///etc/passwd>x</a>",
    "<a href=//evil.example>x</a>",
    "<a href='/\\evil.example'>x</a>",
    "<a href='\\\\evil.example'>x</a>",
    "<a href='/\t/evil.example'>x</a>",
    "<a href='https:\\\\evil.example'>x</a>",
    "<a href=https://good.example@evil.example>x</a>",
    "<a href='https://good.example%40evil.example'>x</a>",
    "<a href='https://good.example\\@evil.example'>x</a>",
    "<a href='mailto:a@b.example?bcc=all@c.example'>x</a>",
    "<a href='mailto:a@b.example%0abcc:c@d.example'>x</a>",
    '<a href=https://x.example/"onclick=alert(1)>x</a>',
    "<a href='https://x.example/\" onclick=\"alert(1)'>x</a>",
    "<a href=`https://x.example/` onclick=alert(1)>x</a>",
    "<a href='https://x.example/<script>'>x</a>",
    "<a href=/x target=_top ping=//evil.example rel=opener>x</a>",
    "<a href=/1 href=javascript:alert(1)>x</a>",
    "<a href=javascript:alert(1) href=/1>x</a>",
    "<blockquote cite=javascript:alert(1)>x</blockquote>",
    "<blockquote><cite><a href=javascript:alert(1)>x</a><script>y</script></cite>z</blockquote>",
    "<!--><script>alert(1)</script>-->",
    "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "<!-- --!><script>alert(1)</script> -->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><?php echo 1 ?>",
    "<!DOCTYPE html [<!ENTITY x '<script>'>]>&x;",
    "</p><script>alert(1)</script>",
    "</ <script>alert(1)</script>",
    "<<script>alert(1)//<</script>",
    "<p title='</p><script>alert(1)</script>'>x",
    '<a href="/x" title="></a><script>alert(1)</script>">x</a>',
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&amp;lt;img src=x onerror=alert(1)&amp;gt;",
    "\uff1cscript\uff1ealert(1)\uff1c/script\uff1e",
    "<\x00script>alert(1)</script>",
    "<scr\x00ipt>alert(1)</script>",
    "<img src='//evil.example/track.gif?",
    '<p>text <a href="https://evil.example/?',
    "<p><table><p><button><p><a href=/x><table><a href=/y>",
    "<b><p><a href=/1><b></p></a><i><p></b>x<a href=/2>y",
    "<ul><p><li><blockquote><h2><ul><li></h2></blockquote>x</ul>y</ul>",
    "<select><option><script>alert(1)</script></select>",
    "{{constructor.constructor('alert(1)')()}} ${alert(1)} <%= 1 %>",
]


@pytest.mark.parametrize("html", VECTORS)
def test_attacks_leave_only_our_tags(html: str) -> None:
    for placed in (html, f"<p>a {html} b</p>", f"<ul><li>{html}", f"\"'>{html}", html.upper()):
        survives(placed)


@pytest.mark.parametrize("html", [html for html in VECTORS if "href" in html])
def test_no_attack_keeps_a_link_elsewhere(html: str) -> None:
    links = {run.href for run in runs_from_html(html)} - {None}
    assert all(re.fullmatch(r"/[xy12]", str(link)) for link in links), links


_TAGS = (
    "p b ul ol li blockquote cite h2 h5 div table tr td script svg span textarea dd dt select"
    " strong q pre center noscript"
)
PIECES = st.sampled_from(
    [f"<{name}>" for name in _TAGS.split()]
    + [f"</{name}>" for name in ["a", *_TAGS.split()]]
    + ["<a href='/x'>", "<a href=https://x.example/?a&b>", "<a href=javascript:x>", "<a", "<p "]
    + ["<br>", "<hr>", "<!--", "-->", "<", ">", "&", '"', "'", "=", "/", "href", "&nbsp;", "&lt;"]
    + ["&#60;", "\n", " ", "\xa0", "\x00", "\u2028", "\ud800", "x", "слово"]
)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_mixture_of_tags_is_a_fixed_point(html: str) -> None:
    try:
        survives(html)
    except LimitExceeded as refused:
        assert refused.name == "html_depth"  # noqa: PT017


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_a_fixed_point(text: str) -> None:
    survives(text)


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=100))
def test_escaped_text_comes_back_as_words(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    kept = re.sub(
        "[\x00-\x20\x7f-\xa0\u200b\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]", "", text
    )
    assert "".join(words(escaped).split()) == "".join(kept.split())


@settings(deadline=None)
@given(st.text(max_size=60), st.text(max_size=60), st.booleans())
def test_blocks_from_elsewhere_are_encoded_safely(text: str, href: str, strong: bool) -> None:
    runs = (Run(text, strong, href), Run("<b>&", href="javascript:alert(1)"))
    read_strictly(encode([Paragraph(runs), QuoteBlock(runs, text), ListBlock(True, (runs,))]))
    read_strictly(encode([Heading(99, runs)]))


# Limits


@pytest.mark.parametrize("tag", ["div", "b", "span", "blockquote", "x-y", "a href=/x"])
def test_depth_is_refused_above_its_limit(tag: str) -> None:
    deepest = limit("html_depth")
    name = tag.split()[0]
    for depth in (deepest - 1, deepest):
        survives(f"<{tag}>" * depth + "x" + f"</{name}>" * depth)
    with pytest.raises(LimitExceeded) as refused:
        blocks_from_html(f"<{tag}>" * (deepest + 1))
    assert refused.value.name == "html_depth"


@pytest.mark.parametrize("tag", ["<p>", "<li>", "<dd>", "<tr><td>", "<br>", "<img>", "<p><b>"])
def test_left_out_end_tags_are_not_depth(tag: str) -> None:
    assert len(words(f"{tag}x" * 500).replace("\n", "").replace(" ", "")) == 500


def test_hidden_parts_are_not_depth() -> None:
    assert words("<svg>" * 5000 + "no" + "</svg>" * 5000 + "yes") == "yes"


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("html_tags", "<br>"),
        ("html_tags", ">"),
        ("html_references", "&amp;"),
        ("html_references", "\xa0"),
        ("html_bytes", "x"),
    ],
)
def test_counts_are_refused_above_their_limits(name: str, unit: str) -> None:
    for count in (limit(name) - 1, limit(name)):
        blocks_from_html(unit * count)
    with pytest.raises(LimitExceeded) as refused:
        blocks_from_html(unit * (limit(name) + 1))
    assert refused.value.name == name


def test_bytes_are_counted_not_characters() -> None:
    with pytest.raises(LimitExceeded) as refused:
        blocks_from_html("я" * (limit("html_bytes") // 2 + 1))
    assert refused.value.name == "html_bytes"


# Inline


def test_an_editors_paragraph_is_encoded_inline() -> None:
    rich = '<p data-block-key="k1">Мост <b>открыт</b>, <a href="https://example.kz/">см.</a></p>'
    assert encode_inline(rich) == (
        "Мост <strong>открыт</strong>, "
        '<a href="https://example.kz/" rel="noopener nofollow">см.</a>'
    )


def test_a_link_with_bold_inside_is_one_link() -> None:
    html = encode_inline('<a href="/x">one <b>two</b> three</a>')
    assert html == '<a href="/x">one <strong>two</strong> three</a>'


def test_links_of_documents_and_pages_become_text() -> None:
    assert encode_inline('<a linktype="document" id="3">file</a>') == "file"


def test_inline_text_of_several_blocks_is_parted_by_breaks() -> None:
    html = "<p>a</p><ul><li>b</ul><blockquote>c<cite>d</cite></blockquote>"
    assert encode_inline(html) == "a<br>b<br>c<br>d"
    assert runs_from_html(html) == (Run("a\nb\nc\nd"),)


def test_runs_are_encoded_as_they_are() -> None:
    assert encode_inline([Run("a<", strong=True), Run("\nb")]) == "<strong>a&lt;</strong><br>b"
    assert encode_inline([]) == ""
