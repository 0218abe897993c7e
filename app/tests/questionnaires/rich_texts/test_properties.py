"""What holds for every text, good or bad."""

from html.parser import HTMLParser

from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from esmpress.questionnaires.rich_texts.allowed import Allowed
from esmpress.questionnaires.rich_texts.html_text import ATTRIBUTES, TAGS, built, guarded, html
from esmpress.questionnaires.rich_texts.masking import find_placeholders
from esmpress.questionnaires.rich_texts.parsing import delivered, parse
from esmpress.questionnaires.rich_texts.plain_text import as_written, plain
from esmpress.questionnaires.rich_texts.reading import inlines, placeholders
from esmpress.questionnaires.rich_texts.text_error import TextError
from esmpress.questionnaires.rich_texts.tokens import Block, Link, RichText, TextRun
from tests.questionnaires.rich_texts.generated import BLOCKS, JUNK, MARKUP, written

TEXTS = st.one_of(JUNK, MARKUP)
KINDS = st.sampled_from(Allowed)
ADAPTER: TypeAdapter[RichText] = TypeAdapter(RichText)
FIXED = {"rel": "noopener noreferrer", "target": "_blank"}


class Tags(HTMLParser):
    """Collects what a browser would make of a piece of HTML."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def parsed(text: str, allowed: Allowed) -> tuple[Block, ...]:
    try:
        return parse(text, allowed)
    except TextError as error:
        assume(not error)
        raise


def assert_clean(blocks: tuple[Block, ...], value: str | None = None) -> None:
    def fill(placeholder: object) -> str:
        return value or ""

    markup = built(blocks, as_written if value is None else fill)
    assert guarded(markup) == markup
    for tag, attributes in Tags(markup).found:
        assert tag in TAGS
        own = {name: value for name, value in attributes.items() if name not in FIXED}
        assert attributes == own | (FIXED if tag == "a" else {})
        assert set(own) <= ATTRIBUTES.get(tag, frozenset())
        assert (own.get("href") or "https://").startswith("https://")


@given(TEXTS, KINDS)
def test_a_text_is_read_or_refused_with_one_sentence(text: str, allowed: Allowed) -> None:
    try:
        blocks = parse(text, allowed)
    except TextError as error:
        assert error.sentence
        assert "\n" not in error.sentence
        return

    found = delivered(blocks)
    assert ADAPTER.validate_json(ADAPTER.dump_json(found)) == found


@given(TEXTS, KINDS)
def test_html_holds_allowed_tags_only_and_the_guard_changes_nothing(
    text: str, allowed: Allowed
) -> None:
    assert_clean(parsed(text, allowed))


@given(BLOCKS, st.text())
def test_values_do_not_change_the_tags(blocks: tuple[Block, ...], value: str) -> None:
    without = Tags(html(blocks, lambda _: "")).found

    assert_clean(blocks, value)
    assert Tags(html(blocks, lambda _: value)).found == without


@given(TEXTS, KINDS)
def test_no_letter_a_researcher_typed_is_lost(text: str, allowed: Allowed) -> None:
    blocks = parsed(text, allowed)
    links = [part for part in inlines(blocks) if isinstance(part, Link)]
    assume(not any(link.content == (TextRun(text=link.address),) for link in links))

    shown = plain(blocks)

    assert [sign for sign in shown if sign.isalpha()] == [sign for sign in text if sign.isalpha()]


@given(TEXTS, KINDS)
def test_no_placeholder_is_lost(text: str, allowed: Allowed) -> None:
    blocks = parsed(text, allowed)

    assert placeholders(blocks) == tuple(found.source for found in find_placeholders(text))


@given(TEXTS, KINDS)
def test_a_text_holds_only_what_its_kind_may_hold(text: str, allowed: Allowed) -> None:
    blocks = parsed(text, allowed)

    kinds = {block.kind for block in blocks}
    assert allowed.headings or "heading" not in kinds
    assert allowed.blocks or (kinds <= {"paragraph"} and len(blocks) <= 1)
    assert allowed.links or not any(isinstance(part, Link) for part in inlines(blocks))


@given(BLOCKS)
def test_what_is_written_with_escapes_is_read_as_it_was_meant(blocks: tuple[Block, ...]) -> None:
    text = written(blocks)
    assume(len(text) <= Allowed.INTRODUCTION.characters)

    assert parse(text, Allowed.INTRODUCTION) == blocks


@given(BLOCKS)
def test_plain_text_holds_the_words_and_no_marks(blocks: tuple[Block, ...]) -> None:
    shown = plain(blocks, lambda _: "value")

    parts = list(inlines(blocks))
    words = [part.text for part in parts if isinstance(part, TextRun)]
    words += [part.address for part in parts if isinstance(part, Link)]
    for mark in "*#[]\\{}":
        assert shown.count(mark) == "".join(words).count(mark)
