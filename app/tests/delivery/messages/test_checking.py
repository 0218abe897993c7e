"""What is refused when a text is saved, and how it is explained."""

from __future__ import annotations

import re
from pathlib import Path
from time import process_time

import pytest

from esmpress.delivery.messages.checking import (
    MAX_BODY,
    MAX_HTML,
    MAX_NAMED,
    can_be_tried,
    faults_of,
    faults_of_template,
    remarks_on,
    removed_from,
)
from esmpress.delivery.messages.placeholders import PLACEHOLDER, PLACEHOLDERS, names_in
from esmpress.delivery.messages.standard import standard_text
from esmpress.delivery.messages.study_mail import OwnText
from esmpress.languages import LANGUAGES
from tests.delivery.messages.builders import template

GOOD = "Hello,\n\n{{button}}\n\nuntil {{closing_time}}"


def faults(body: str = GOOD, *, subject: str = "Now", html: str = "") -> dict[str, list[str]]:
    return faults_of(OwnText(subject, body, html))


@pytest.mark.parametrize("kind", ["invitation", "reminder"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_standard_texts_have_no_fault_and_no_remark(kind: str, language: str) -> None:
    text = standard_text(kind, language)

    assert faults_of(text) == {}
    assert remarks_on(text, titles=["A week"], offers_later=False) == []


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("closingtime", "closing_time"),
        ("closing time", "closing_time"),
        ("Closing-Time", "closing_time"),
        ("clsing_time", "closing_time"),
        ("buton", "button"),
        ("LINK", "link"),
        ("unsubscibe", "unsubscribe"),
        ("contact_mail", "contact_email"),
    ],
)
def test_a_misspelt_placeholder_is_named_with_its_line_and_what_was_meant(
    written: str, meant: str
) -> None:
    found = faults(GOOD + "\n{{ " + written + " }}")

    sentence = f"Line 6: {{{{{written}}}}} is unknown: did you mean {{{{{meant}}}}}?"
    assert found == {"body": [sentence]}


def test_an_unknown_placeholder_that_resembles_none_is_answered_with_all() -> None:
    [sentence] = faults(GOOD + " {{first name of the dog}}")["body"]

    assert sentence.startswith("Line 5: {{first name of the dog}} is unknown: there are {{button}}")


@pytest.mark.parametrize("braces", ["{{closing_time", "closing_time}}", "{{"])
def test_a_brace_without_a_partner_is_named(braces: str) -> None:
    [sentence] = faults(GOOD + "\n" + braces)["body"][:1]

    assert sentence.startswith("Line 6: ")


def test_a_text_without_a_way_to_the_questionnaire_is_refused() -> None:
    sentence = "There is no way to the questionnaire: add {{button}} or {{link}}."

    assert faults("Hello") == {"body": [sentence]}
    assert faults(html="<p>Hello</p>") == {"html": [sentence]}


@pytest.mark.parametrize(
    "name", ["link", "button", "portal", "unsubscribe", "later", "contact_email"]
)
def test_what_could_reveal_or_makes_no_sense_stays_out_of_the_subject(name: str) -> None:
    [sentence] = faults(subject="See {{" + name + "}}")["subject"]

    assert sentence.startswith("{{" + name + "}} does not belong into a subject")


@pytest.mark.parametrize(
    "subject", ["One\nTwo", "One\r\nBcc: all@example.org", "a\x00b", "a\u2028b", "a\u202eb"]
)
def test_a_subject_of_more_than_one_line_is_refused(subject: str) -> None:
    [sentence] = faults(subject=subject)["subject"]

    assert "one line" in sentence


def test_an_empty_and_an_endless_subject_are_refused() -> None:
    assert faults(subject=" ")["subject"] == ["Write a subject."]
    assert faults(subject="x" * 121)["subject"] == [
        "The subject has 121 characters; at most 120 are possible."
    ]


def test_a_template_of_600_kb_is_refused_in_either_field() -> None:
    large = GOOD + "x" * 600_000

    assert faults(large)["body"] == ["This has 600 kB; at most 20 kB are possible."]
    assert faults(html=large)["html"] == ["This has 600 kB; at most 60 kB are possible."]


def test_the_limits_count_bytes() -> None:
    assert faults(GOOD + "ż" * (MAX_BODY // 2))["body"]
    assert faults(html=GOOD + "ż" * (MAX_HTML // 2))["html"]
    assert faults(GOOD + "ż" * (MAX_BODY // 2 - 100)) == {}


@pytest.mark.parametrize("address", ["javascript:alert(1)", "http://a.example", "/admin", "data:,"])
def test_a_link_to_nowhere_is_named_with_its_line(address: str) -> None:
    [in_text] = faults(f"{GOOD}\n\n[here]({address})")["body"]
    [in_html] = faults(html=f'{GOOD}\n<a href="{address}">here</a>')["html"]

    assert in_text.startswith("Line 7: no link can go to “")
    assert in_html.startswith(f"Line 6: no link can go to “{address}”")


@pytest.mark.parametrize(
    "address",
    ["{{link}}", "{{ unsubscribe }}", "https://a.example/?b=c", "mailto:{{contact_email}}"],
)
def test_a_link_to_somewhere_is_taken(address: str) -> None:
    assert faults(f"{GOOD} [here]({address})") == {}
    assert faults(html=f'{GOOD}<a href="{address}">here</a>') == {}


def test_a_recipients_link_is_no_part_of_another_address() -> None:
    made = template(GOOD + " [here](https://evil.example/?x={{link}})")

    assert "evil.example/?x=%" not in made.html + made.text


def test_what_looks_like_a_place_of_the_channels_is_refused() -> None:
    assert faults(GOOD + "\n%unsubscribe%")["body"] == [
        "Line 6: Words like %link% are not filled in; write {{link}}."
    ]
    assert "subject" in faults(subject="%link%")


def test_only_the_button_has_words_of_its_own() -> None:
    assert faults("{{button: Begin now}}") == {}
    assert faults(GOOD + "{{study: mine}}")["body"] == [
        "Line 5: {{study}} takes no words of its own."
    ]


def test_a_message_mail_programs_would_cut_is_refused() -> None:
    text = OwnText("Now", "{{button}}\n\n" * 1000)
    made = template(text.body)

    [sentence] = faults_of_template(text, made)["body"]

    assert faults_of(text) == {}
    assert sentence.startswith("With all placeholders filled the message has ")


@pytest.mark.parametrize("html", ["<!-- {{link}} --><p>a</p>", "<script>{{link}}</script>"])
def test_a_link_nobody_would_see_is_refused(html: str) -> None:
    made = template(GOOD, html=html)

    assert faults_of_template(OwnText("Now", GOOD, html), made)["html"] == [
        "{{button}} or {{link}} stands where nobody sees it."
    ]


def test_placeholders_in_other_attributes_are_refused() -> None:
    html = '{{button}}\n<p title="x" dir="{{study}}">a</p>'

    assert faults(html=html)["html"] == [
        "Line 2: placeholders can stand in texts and in href only."
    ]


def test_what_cleaning_takes_away_is_listed_with_its_line() -> None:
    html = '<p onclick="x">\n<script>1</script><img src="x"></p><font>a</font>'

    assert removed_from(html) == [
        "onclick (line 1)",
        "<script> (line 2)",
        "<img> (line 2)",
        "<font> (line 2)",
    ]


def test_the_researchers_guide_has_every_placeholder_and_no_other() -> None:
    guide = Path(__file__).parents[4] / "docs" / "messages.md"

    table = guide.read_text(encoding="utf-8").partition("| write |")[2].partition("\n\n")[0]

    assert set(re.findall(r"^\| `\{\{(\w+)\}\}`", table, re.MULTILINE)) == set(PLACEHOLDERS)


def test_a_subject_that_names_the_study_is_remarked_on() -> None:
    titles = ["A week of feelings", "Tydzień z emocjami"]
    named = OwnText("TYDZIEŃ Z EMOCJAMI, dzień 2", GOOD)
    placed = OwnText("{{study}}", GOOD)

    for text in (named, placed):
        [remark] = remarks_on(text, titles=titles, offers_later=False)
        assert remark.startswith("The subject names the study")


def test_later_where_it_is_not_offered_is_remarked_on() -> None:
    text = OwnText("Now", GOOD + "{{later}}")

    assert len(remarks_on(text, titles=[], offers_later=False)) == 1
    assert remarks_on(text, titles=[], offers_later=True) == []


@pytest.mark.parametrize(
    ("html", "sentence"),
    [
        ("<p>a</p>\n<a href='x", "Line 2: a tag, comment or quotation mark"),
        ("<p>a</p>\n<a ", "Line 2: a tag, comment or quotation mark"),
        ("\n\n<!-- a", "Line 3: a tag, comment or quotation mark"),
        ("<script>1", "Line 1: a tag, comment or quotation mark"),
        ("<p>\n<b>a</p>", "Line 2: </p> closes nothing; <b> of line 2 is open."),
        ("<p>a\n<p>b</p>", "Line 2: <p> cannot stand in <p>: close that before."),
        ("<ul><li>a\n<li>b</li></ul>", "Line 2: <li> cannot stand in <li>"),
        ("<b>a\n</b></i>", "Line 2: </i> closes nothing."),
        ("<table>\n<b>a</b></table>", "Line 2: <b> cannot stand in <table>"),
        ("<p>a</p>\n<td>b</td>", "Line 2: <td> stands outside its part of a table."),
        ("<svg></svg>", "Line 1: no mail can hold <svg>."),
        ("<div>", "Line 1: <div> is not closed."),
        ("<div>" * 101, "Line 1: more than 100 tags are open."),
    ],
)
def test_tags_that_are_not_closed_in_their_place_are_refused_with_their_line(
    html: str, sentence: str
) -> None:
    [said] = faults(html="{{link}}" + html)["html"]

    assert said.startswith(sentence)


def test_whole_and_well_closed_html_has_no_fault() -> None:
    html = (
        "<!DOCTYPE html><html><head><title>a < b</title><style>p > a {}</style></head><body>"
        "<!-- a <b --><!--><TABLE width=600 ALIGN='center'><tbody><tr><td>"
        "<ul><li><p>It's <b>5 < 6</b> &amp; more<br/></p><ul><li>in</li></ul></li></ul>"
        '<a title="a > b" href={{link}}><div>In</div></a></td></tr></tbody></TABLE></body></html>'
    )

    assert faults(html=html) == {}


@pytest.mark.parametrize(
    "piece",
    [
        *("<a ", "<a b ", '<a b="', "<!--", "</", "<![CDATA[", "<", "&", "<script>", "<x></x>"),
        *("<b lang=x><p>a", "<div>", "<p></p>", "{{", "{{ ", "{{x}}", "{{a: ", "%link", " "),
    ],
)
def test_checking_takes_no_more_than_its_share_for_a_longer_text(piece: str) -> None:
    short, long = (OwnText("Now", GOOD, piece * (size // len(piece))) for size in (7_000, 56_000))

    assert seconds(long) < 0.2 + 8 * 4 * seconds(short)


def seconds(text: OwnText) -> float:
    """The processor time all checks of a text take."""
    begun = process_time()
    faults_of(text)
    can_be_tried(text)
    remarks_on(text, titles=[], offers_later=True)
    return process_time() - begun


def test_only_the_first_faults_are_named() -> None:
    many = "".join(f"{{{{x{n}}}}}" for n in range(1000))

    assert len(faults(GOOD + many)["body"]) == MAX_NAMED
    assert len(removed_from("<x></x>\n" * 1000)) == MAX_NAMED


def test_blanks_around_a_placeholders_name_and_words_belong_to_neither() -> None:
    found = PLACEHOLDER.fullmatch("{{  button : Begin  now  }}")

    assert found is not None
    assert found.groups() == ("button", "Begin  now")
    assert names_in("{{ a b }} {{}} {{ :x}} {{c") == {"a b", ""}
