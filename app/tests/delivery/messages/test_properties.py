"""Promises about every text anybody could write."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from hypothesis import example, given, settings
from hypothesis import strategies as st

from esmpress.delivery.messages import Message, Template
from esmpress.delivery.messages.checking import faults_of
from esmpress.delivery.messages.own_html import ATTRIBUTES, TAGS
from esmpress.delivery.messages.placeholders import PLACEHOLDERS
from esmpress.delivery.messages.study_mail import OwnText
from tests.delivery.messages.builders import composed, mail, template

OTHERS_TOKEN = "a-token-of-one-participant"
PIECES = [
    *("{{" + name + "}}" for name in PLACEHOLDERS),
    *("%link%", "%portal%", "%unsubscribe%", "%", "link%", "closing_time", "event_0%", "%later"),
    *("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "<!--", "-->", "]]>"),
    *("<a href='{{link}}'>", '<a href="javascript:alert(1)">', "</table>", "<style>", "&lt;"),
    *("[x](javascript:alert(1))", "[x]({{link}})", "**", "*", "# ", "- ", "1. ", "\n", "\n\n"),
    *(
        "\ue000link\ue001",
        "\ue000",
        "\u2060",
        "\x00",
        "{{",
        "}}",
        "{{button: <b>}}",
        "https://a.b/",
    ),
]
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=14).map("".join)
FRAME = {"html", "head", "meta", "title", "style", "body"}


class Tags(HTMLParser):
    """The tags, attributes and addresses of a document."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: set[str] = set()
        self.feed(document)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses |= {value or "" for name, value in attrs if name in ("href", "src")}


def is_tame(document: str) -> bool:
    """Whether a document has no more than mail needs, and links only where links may go."""
    found = Tags(document)
    known = set().union(*ATTRIBUTES.values(), {"class", "content", "name", "charset", "xmlns:o"})
    safe = re.compile(
        r"(%(link|unsubscribe|portal|later|event_\d)%|(https://|mailto:|tel:).*)?", re.DOTALL
    )
    return (
        found.tags <= TAGS | FRAME
        and found.attributes <= known
        and all(safe.fullmatch(address) for address in found.addresses)
    )


@settings(max_examples=100, deadline=None)
@given(body=texts, name=texts, title=texts, event=texts)
@example(body="%li**nk**%{{closing_time}}link%", name="%link", title="", event="")
def test_no_text_breaks_out_of_the_html(body: str, name: str, title: str, event: str) -> None:
    study = mail(titles={"en": title}, contact_name=name)

    made = template(body, study=study, events=(event,), offers_later=True)

    assert is_tame(made.html)


@settings(max_examples=100, deadline=None)
@given(html=texts)
@example(html='<p title="a" style="x:{{link}}">&lt;script&gt;</p>')
@example(html='<a href="java{{study}}script:alert(1)">a</a>')
@example(html='<svg><style><img src=x onerror="alert(1)"></style></svg>')
def test_no_own_html_breaks_out_of_its_place(html: str) -> None:
    made = template("{{link}}", html=html, offers_later=True)

    assert is_tame(made.html)


@settings(max_examples=100, deadline=None)
@given(body=texts, subject=texts, title=texts)
def test_a_subject_is_one_line_without_a_link(body: str, subject: str, title: str) -> None:
    study = mail(titles={"en": title})

    made = template(body, subject=subject, study=study)

    assert not re.search(r"[\x00-\x1f\x7f\u2028\u2029]", made.subject)
    assert set(re.findall(r"%(link|unsubscribe|portal|later|event_\d+)%", made.subject)) == set()


@settings(max_examples=100, deadline=None)
@given(body=texts, html=texts, title=texts)
def test_only_placeholders_become_places(body: str, html: str, title: str) -> None:
    """Whatever is written, a part has no more places than the text has placeholders for them."""
    made = template(body, html=html, study=mail(titles={"en": title}))

    asked = len(re.findall(r"\{\{\s*(?:link|button)", body))
    assert places(made, "link").count("x") <= asked


def places(made: Template, name: str) -> str:
    return "x" * made.text.count(f"%{name}%")


@settings(max_examples=100, deadline=None)
@given(body=texts, language=st.sampled_from(["en", "pl", "de"]))
def test_the_values_of_one_recipient_reach_no_other(body: str, language: str) -> None:
    study = mail().with_text("invitation", "en", OwnText("Now", body))
    study = study.with_text("invitation", "pl", OwnText("Teraz", body))

    mine = composed(study, language=language)
    theirs = composed(study, language=language, participant_id=6)

    # One template for both, with nobody's values in it.
    assert mine.template is theirs.template
    assert OTHERS_TOKEN not in mine.template.html + mine.template.text + mine.template.subject
    assert not set(personal(mine)) & set(personal(theirs))


def personal(message: Message) -> list[str]:
    """The participant's own values in the headers and parts."""
    return [message.headers["List-Unsubscribe"], message.substitutions["%unsubscribe%"]]


@settings(max_examples=100, deadline=None)
@given(subject=texts, body=texts, html=texts)
def test_checking_always_ends_with_sentences(subject: str, body: str, html: str) -> None:
    faults = faults_of(OwnText(subject, body, html))

    assert all(sentence.endswith((".", "?")) for each in faults.values() for sentence in each)
