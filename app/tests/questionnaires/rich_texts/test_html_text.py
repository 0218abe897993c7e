"""The guard behind the HTML, and the values put into it."""

import pytest

from esmpress.questionnaires.rich_texts.allowed import Allowed
from esmpress.questionnaires.rich_texts.html_text import built, guarded, html
from esmpress.questionnaires.rich_texts.parsing import parse
from esmpress.questionnaires.rich_texts.plain_text import as_written
from esmpress.questionnaires.rich_texts.tokens import Link, Paragraph, TextRun

LINK = '<a href="https://a.de" rel="noopener noreferrer" target="_blank">a</a>'


@pytest.mark.parametrize(
    ("markup", "left"),
    [
        ("<script>alert(1)</script>a", "a"),
        ('<p onclick="a()" style="color:red" class="b">a</p>', "<p>a</p>"),
        ("<img src=x onerror=alert(1)>", ""),
        ('<strong id="a">b</strong><h1>c</h1>', "<strong>b</strong>c"),
        ('<li value="3" type="a">b</li>', '<li value="3">b</li>'),
        (LINK, LINK),
        (LINK.replace("https:", "javascript:"), LINK.replace(' href="https://a.de"', "")),
        (LINK.replace("https:", "http:"), LINK.replace(' href="https://a.de"', "")),
        (LINK.replace("https://a.de", "/a"), LINK.replace(' href="https://a.de"', "")),
        (LINK.replace("_blank", "_top"), LINK.replace(' target="_blank"', "")),
        (LINK.replace("noopener ", ""), LINK.replace(' rel="noopener noreferrer"', "")),
    ],
)
def test_the_guard_takes_out_what_is_not_built_here(markup: str, left: str) -> None:
    assert guarded(markup) == left


def test_html_is_built_and_then_guarded() -> None:
    forged = (Paragraph(content=(Link(address="javascript:a", content=(TextRun(text="b"),)),)),)

    assert 'href="javascript:a"' in built(forged, as_written)
    assert html(forged) == '<a rel="noopener noreferrer" target="_blank">b</a>'


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("<b>&\u00a0\"'", "&lt;b&gt;&amp;&nbsp;\"'"),
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\x00b\x1b\ud800", "a\ufffdb\ufffd\ufffd"),
    ],
)
def test_a_value_stands_there_as_plain_text(value: str, shown: str) -> None:
    blocks = parse("{note}", Allowed.QUESTION)

    assert html(blocks, lambda _: value) == f"<bdi>{shown}</bdi>"
