from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given

from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.texts import PlacedText
from esmpress.questionnaires.translations import (
    RefusedTranslations,
    TranslationFile,
    check_translations,
    completeness,
    read_csv,
    read_xliff,
    written_as_csv,
    written_as_xliff,
)
from tests.questionnaires.builders import definition, item
from tests.questionnaires.worded import worded_definitions

LANGUAGES = ("de", "en", "pl")
TEXTS = [
    PlacedText("title", "title", {"en": "Day"}),
    PlacedText("items.a.text", "item a", {"en": "On {day}, {b + 1}?", "pl": "{b + 1} {day}"}),
]
LAUGHS = """<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">
<!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">
<!ENTITY lol3 "&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;">]>
<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0">&lol3;</xliff>"""
OUTSIDE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'


def as_csv(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def as_xliff(units: str, *, languages: str = 'srcLang="en" trgLang="pl"') -> bytes:
    space = "urn:oasis:names:tc:xliff:document:2.0"
    head = f'<xliff xmlns="{space}" version="2.0" {languages}>'
    return f'{head}<file id="f">{units}</file></xliff>'.encode()


def unit(key: str, target: str) -> str:
    return f'<unit id="{key}"><segment><source>x</source><target>{target}</target></segment></unit>'


def refusals(file: TranslationFile) -> list[str]:
    with pytest.raises(RefusedTranslations) as refused:
        check_translations(TEXTS, file, languages=LANGUAGES)
    return refused.value.faults


@given(made=worded_definitions())
def test_texts_written_as_csv_are_read_back(made: Definition) -> None:
    texts = list(made.placed_texts())
    targets = sorted(made.languages - {"en"})

    text = written_as_csv(texts, source="en", targets=targets)
    file = read_csv(text.encode("utf-8-sig"))

    assert file.source_language == "en"
    assert {(one.key, one.language): one.text for one in file.texts} == {
        (placed.key, language): placed.texts[language] for placed in texts for language in targets
    }
    assert check_translations(texts, file, languages=LANGUAGES) == []
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


@given(made=worded_definitions())
def test_texts_written_as_xliff_are_read_back(made: Definition) -> None:
    texts = list(made.placed_texts())

    for target in made.languages - {"en"}:
        written = written_as_xliff(texts, source="en", target=target, questionnaire="affect")
        file = read_xliff(written.encode())

        assert {(one.key, one.text, one.source) for one in file.texts} == {
            (placed.key, placed.texts[target], placed.texts["en"]) for placed in texts
        }
        assert check_translations(texts, file, languages=LANGUAGES) == []


def test_a_text_that_is_not_translated_has_no_target() -> None:
    written = written_as_xliff(TEXTS, source="en", target="pl", questionnaire="affect")

    assert '<segment state="initial">\n        <source>Day</source>\n      </segment>' in written
    assert '<note category="place">item a</note>' in written
    assert [one.key for one in read_xliff(written.encode()).texts] == ["items.a.text"]


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_partial_tables_of_any_country_are_read(sign: str) -> None:
    lines = [
        f"key{sign}source:en{sign}pl",
        f"title{sign}Day{sign}Dzień",
        f"items.a.text{sign}{sign}",
    ]

    file = read_csv(as_csv(*lines))

    assert [(one.key, one.language, one.text) for one in file.texts] == [("title", "pl", "Dzień")]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xff", "The file is no text in UTF-8"),
        (b"", "The first row must name the columns"),
        (b"key,pl\n", "The first row must name the columns"),
        (b"key,source:en,source:pl\n", "The first row must name the columns"),
        (b"key,source:en,pl,pl\n", "Two columns have the heading “pl”."),
        (b'key,source:en\n"' + b"a" * 140_000, "The file is no CSV that can be read"),
        (b"\n" * 100_001, "The file has more than 100000 lines."),
        (b"a" * 5_000_001, "The file has 5.0 MB; at most 5 MB are read."),
    ],
)
def test_a_file_that_is_no_such_table_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(RefusedTranslations, match=sentence):
        read_csv(content)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (LAUGHS.encode(), "declares a document type or entities"),
        (LAUGHS.encode("utf-16"), "declares a document type or entities"),
        (OUTSIDE.encode(), "declares a document type or entities"),
        (b"<!DOCTYPE xliff><xliff/>", "declares a document type or entities"),
        (b"<xliff", "no XML that can be read"),
        (b"", "no XML that can be read"),
        (b"<xliff version='1.2'/>", "no XLIFF 2.0 document"),
        (as_xliff("", languages=""), "srcLang and trgLang must name"),
        (as_xliff(unit("a", "<ph id='1'/>")), "unit a: <ph> is no part of a text"),
        (as_xliff(unit("a", "<mrk>" * 40 + "</mrk>" * 40)), "unit a: <mrk> is no part"),
        (b"<a>" * 5000 + b"</a>" * 5000, "no XLIFF 2.0 document"),
        (b" " * 5_000_001, "The file has 5.0 MB; at most 5 MB are read."),
    ],
)
def test_a_document_that_is_no_xliff_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(RefusedTranslations, match=sentence):
        read_xliff(content)


def test_a_unit_cut_into_segments_is_put_together_again() -> None:
    segments = (
        "<segment><source>a</source><target>Raz.</target></segment>"
        "<ignorable><source> </source></ignorable>"
        "<segment><source>b</source><target><mrk>Dwa</mrk>.</target></segment>"
    )
    half = (
        "<segment><source>a</source><target>Raz.</target></segment>"
        "<segment><source>b</source></segment>"
    )

    file = read_xliff(as_xliff(f'<unit id="t">{segments}</unit><unit id="u">{half}</unit>'))

    assert [(one.key, one.text) for one in file.texts] == [("t", "Raz. Dwa.")]


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ("gone,x,a", "row 2: there is no text “gone” in the draft."),
        ("items.a.text,x,{day}", "row 2 (item a), pl: {b + 1} is missing; placeholders stay"),
        ("items.a.text,x,{day} {b + 1} {c}", "row 2 (item a), pl: {c} is not in the text in en."),
        ("title,x,<b>Dzień</b>", "row 2 (title), pl: HTML is not allowed: <b>."),
        ("title,x,[a](https://example.org)", "row 2 (title), pl: Links are not allowed here"),
        ("title,x,a\ntitle,x,b", "row 3, pl: row 2 has another text for title."),
    ],
)
def test_a_text_that_cannot_be_taken_is_named_with_its_place(lines: str, fault: str) -> None:
    [found] = refusals(read_csv(as_csv("key,source:en,pl", lines)))

    assert found.startswith(fault)


@pytest.mark.parametrize(
    ("headings", "fault"),
    [
        ("key,source:en,fr", "“fr” is no language of this server; it has de, en, pl."),
        ("key,source:xx,pl", "“xx” is no language of this server; it has de, en, pl."),
        ("key,source:pl,pl", "pl: what is translated from is changed in the questionnaire itself."),
    ],
)
def test_a_language_that_cannot_be_is_named(headings: str, fault: str) -> None:
    assert fault in refusals(read_csv(as_csv(headings, "title,Day,x")))


def test_placeholders_may_change_their_order() -> None:
    file = read_csv(as_csv("key,source:en,de", "items.a.text,,{b + 1} an {day}"))

    [change] = check_translations(TEXTS, file, languages=LANGUAGES)

    assert (change.key, change.language, change.text) == ("items.a.text", "de", "{b + 1} an {day}")


def test_completeness_names_what_each_language_lacks() -> None:
    english, polish = completeness(TEXTS, ["en", "pl"])

    assert (english.there, english.total, english.lacking) == (2, 2, ())
    assert (polish.there, polish.lacking) == (1, ("title",))


def test_every_text_of_a_questionnaire_has_a_key_of_its_own() -> None:
    made = definition(
        item("slider"), item("single_choice"), item("text", help={"en": "a", "pl": "b"})
    )

    keys = [text.key for text in made.placed_texts()]

    assert len(set(keys)) == len(keys)
    assert "items.single_choice.options.2" in keys
