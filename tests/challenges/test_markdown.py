"""Whatever a brief's Markdown says, the page gets listed tags with listed attributes and nothing that runs."""

import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hackday.challenges import markdown
from hackday.challenges.markdown import to_html

TAGS = {"p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code", "em", "strong", "s", "a"}
TAGS |= {"br", "hr", "table", "thead", "tbody", "tr", "th", "td"}
REL = ("rel", "noopener noreferrer nofollow")


class Guard(HTMLParser):
    """Collects everything that is not on the list, as a browser's parser would meet it."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag not in TAGS:
            self.faults.append(f"<{tag}>")
        if tag == "a" and REL not in attrs:
            self.faults.append("a link without rel")
        self.faults += [f"{tag} {name}={value}" for name, value in attrs if not self.allowed(tag, name, value or "")]

    def allowed(self, tag, name, value):
        if tag == "a" and name == "href":
            # Browsers drop these characters before they look at the scheme, and read \ as /.
            bare = "".join(c for c in value if c > " ").replace("\\", "/").lower()
            before = bare.split("/")[0].split("?")[0].split("#")[0]
            own_path = ":" not in before and not bare.startswith("//")
            return own_path or bare.startswith(("http:", "https:", "mailto:"))
        return (
            (tag == "a" and (name, value) == REL)
            or (tag == "a" and name == "title")
            or (tag in ("th", "td") and name == "class" and value in ("align-left", "align-center", "align-right"))
            or (tag == "ol" and name == "start" and value.isdecimal())
        )

    def handle_comment(self, data):
        self.faults.append("a comment")

    def handle_decl(self, decl):
        self.faults.append("a declaration")

    unknown_decl = handle_decl
    handle_pi = handle_decl


def faults(html: str) -> list[str]:
    return Guard(html).faults


HTML_VECTORS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<p><svg/onload=alert(1)></p>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<a href=javascript:alert(1)>x</a>",
    "<style>@import 'https://evil.example'</style>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<!-- --><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><x/>",
    "<base href=https://evil.example>",
    "<form action=https://evil.example><input name=password></form>",
    "> <details open ontoggle=alert(1)>",
    "| <b onmouseover=alert(1)>x</b> |\n|-|\n",
    "- <object data=javascript:alert(1)>",
]
LINK_VECTORS = [
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "[x](<\x01javascript:alert(1)>)",
    "[x](&#106;avascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](javascript&#x3a;alert(1))",
    "[x](java&Tab;script:alert(1))",
    "[x](java&NewLine;script:alert(1))",
    "[x](vbscript:msgbox)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](data:image/png;base64,AAAA)",
    "[x](file:///etc/passwd)",
    "[x](ftp://evil.example)",
    "[x](blob:https://evil.example)",
    "[x](//evil.example/path)",
    "[x](</\\evil.example>)",
    "[x](\\\\evil.example)",
    "[x][1]\n\n[1]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "<data:text/html,x>",
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml,x)",
    "[![x](javascript:alert(1))](javascript:alert(2))",
]
QUOTE_VECTORS = [
    '[x](https://a.example/"onmouseover="alert(1))',
    "[x](https://a.example 'a\" onmouseover=\"alert(1)')",
    '![x" onerror="alert(1)](https://a.example/x.png)',
    '```x" onclick="alert(1)\ncode\n```',
    '```"><script>alert(1)</script>\ncode\n```',
    "`<script>alert(1)</script>`",
    "    <script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    '<https://a.example/"><script>alert(1)</script>',
    "| a |\n|:-:|\n| x |",
]


@pytest.mark.parametrize("vector", HTML_VECTORS + LINK_VECTORS + QUOTE_VECTORS)
def test_attack_comes_out_as_text(vector):
    assert faults(to_html(vector)) == []


@pytest.mark.parametrize("vector", LINK_VECTORS)
def test_forbidden_address_never_becomes_a_link_elsewhere(vector):
    assert 'href="//' not in to_html(vector)
    assert "script:" not in "".join(part.split('"')[0] for part in to_html(vector).split('href="')[1:])


pieces = st.sampled_from(
    HTML_VECTORS
    + LINK_VECTORS
    + QUOTE_VECTORS
    + ["\n", "\n\n", "> ", "- ", "1. ", "[", "](", ")", "![", "<", ">"]
    + ["&#", ";", '"', "'", "`", "```\n", "|", "|-|\n", "\\", "*", "_", "~~", "# ", "    ", "javascript:", "//", "\0"]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(pieces | st.text(max_size=8), max_size=12).map("".join))
def test_no_text_gets_anything_else_through(text):
    assert faults(to_html(text)) == []


@pytest.mark.parametrize("vector", HTML_VECTORS)
def test_guard_sees_each_html_attack_when_html_is_let_through(vector):
    """The falsifier: the same engine with HTML switched on fails the check above."""
    loose = markdown.engine()
    loose.options["html"] = True
    assert faults(loose.render(vector)) != []


def test_guard_sees_links_that_the_stock_check_lets_through():
    loose = markdown.engine()
    del loose.validateLink
    let_through = [vector for vector in LINK_VECTORS if faults(loose.render(vector))]
    assert {"[x](//evil.example/path)", "[x](ftp://evil.example)", "[x](data:image/png;base64,AAAA)"} <= set(
        let_through
    )


def test_guard_sees_images_classes_and_styles_of_the_untamed_engine():
    loose = markdown.engine()
    loose.core.ruler.disable("tame")
    for text in ("![x](/x.png)", "```js\nx\n```", "| a |\n|:-:|\n| x |", "# x", "[x](/y)"):
        assert faults(loose.render(text)), text
        assert faults(to_html(text)) == []


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("# One\n\n### Three", "<h2>One</h2>\n<h3>Three</h3>\n"),
        ("[a](/days/x)", f'<p><a href="/days/x" rel="{REL[1]}">a</a></p>\n'),
        ("<a@corp.example>", f'<p><a href="mailto:a@corp.example" rel="{REL[1]}">a@corp.example</a></p>\n'),
        ("https://a.example", "<p>https://a.example</p>\n"),
        ("![A *map*](map.png)", f'<p><a href="map.png" rel="{REL[1]}">A map</a></p>\n'),
        ("![](map.png)", f'<p><a href="map.png" rel="{REL[1]}">map.png</a></p>\n'),
        ("[![a](b.png) c](/d)", f'<p><a href="/d" rel="{REL[1]}">a c</a></p>\n'),
        ("~~old~~ <b>", "<p><s>old</s> &lt;b&gt;</p>\n"),
        ("```js\nx\n```", "<pre><code>x\n</code></pre>\n"),
        ("| a |\n|-:|", '<table>\n<thead>\n<tr>\n<th class="align-right">a</th>\n</tr>\n</thead>\n</table>\n'),
        ("", ""),
    ],
)
def test_markdown_reads_as_meant(text, html):
    assert to_html(text) == html


@pytest.mark.parametrize("piece", ["[", "![", "*a_", "> ", "`", "~~", "[a](", "<", "- ", "&#", "|", "[a]: b\n", "\\"])
def test_longest_body_of_hostile_markup_stays_quick(piece):
    before = time.process_time()
    to_html((piece * 20_000)[:20_000])
    assert time.process_time() - before < 5
