"""The two parts of a message, made of one text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from esmpress.delivery.messages.study_mail import OwnText
from esmpress.languages import FALLBACK, LANGUAGES
from tests.delivery.messages.builders import composed, mail, template


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["invitation", "reminder_2", "snooze_1"])
def test_every_place_of_a_standard_message_is_filled(kind: str, language: str) -> None:
    message = composed(kind=kind, language=language, later="https://esm.example.org/later")

    parts = [message.template.subject, message.template.text, message.template.html]
    for part in parts:
        assert not re.search(r"%[a-z_0-9]+%|\{\{|\}\}|[\ue000\ue001]", message.filled(part))


def test_a_snoozed_reminder_has_the_reminders_text() -> None:
    assert composed(kind="snooze_2").template == composed(kind="reminder_1").template
    assert composed(kind="snooze_2").template != composed().template


def test_a_language_without_an_own_text_has_the_standard_one() -> None:
    own = mail().with_text("invitation", "en", OwnText("Mine", "Mine {{link}}"))

    assert composed(own, language="en").template.subject == "Mine"
    assert composed(own, language="pl").template == composed(language="pl").template
    assert composed(own, kind="reminder_1").template == composed(kind="reminder_1").template


def test_a_language_nobody_has_written_in_is_answered_in_english() -> None:
    assert "Open the questionnaire" in composed(language="fi").template.text


def test_a_message_is_laid_out_the_way_its_language_is_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    to_the_left = FALLBACK.model_copy(update={"code": "xx", "direction": "rtl"})
    monkeypatch.setitem(LANGUAGES, "xx", to_the_left)

    english, other = composed(language="en").template.html, composed(language="xx").template.html

    assert 'lang="en" dir="ltr"' in english
    assert 'lang="xx" dir="rtl"' in other
    assert ("text-align:left" in english, "text-align:left" in other) == (True, False)


def test_markup_becomes_html_and_plain_paragraphs() -> None:
    made = template(
        "# Hello\n\nfirst **bold** and *slanted*\nsecond\n\n- one\n- two\n\n"
        "3. three\n4. four\n\n[the page](https://a.example) {{button: Begin}}\n\n---\n\n{{link}}"
    )

    assert made.text.startswith(
        "Hello\n\nfirst bold and slanted\nsecond\n\n- one\n- two\n\n3. three\n4. four\n\n"
        "the page (https://a.example) Begin: %link%\n\n----------\n\n%link%\n\n"
    )
    assert "<strong>bold</strong> and <em>slanted</em><br>\nsecond" in made.html
    assert '<ol start="3"' in made.html
    assert 'href="https://a.example"' in made.html


def test_html_images_and_code_are_words_and_no_markup() -> None:
    made = template("<b>x</b> <script>1</script> ![i](https://a.example/i.png) `c` {{link}}")

    assert "&lt;b&gt;x&lt;/b&gt; &lt;script&gt;" in made.html
    assert "<img" not in made.html
    assert "<b>x</b> <script>1</script> !" in made.text


def test_a_button_alone_is_a_table_every_mail_program_draws() -> None:
    made = template("{{button: Let’s <go>}}")

    assert '<td class="edge" align="center" bgcolor="#0f5c5c"' in made.html
    assert "Let’s &lt;go&gt;</span></a>" in made.html
    assert made.text.startswith("Let’s <go>:\n%link%\n")


def test_contact_and_the_way_out_are_added_where_the_text_has_none() -> None:
    made = template("{{link}}")

    for part in (made.text, made.html):
        assert part.count("%unsubscribe%") == 1
        assert "nowak@example.org" in part
        assert "Dr Nowak" in part


def test_they_are_not_added_a_second_time() -> None:
    made = template("{{link}} {{study}} {{contact_email}} {{unsubscribe}}")

    assert made.text.count("%unsubscribe%") == 1
    assert made.html.count("%unsubscribe%") == 1
    assert made.text.count("nowak@example.org") == 1


def test_words_of_ones_own_can_be_links_to_the_places() -> None:
    made = template("[in]({{link}}) [out]({{unsubscribe}}) [to us](mailto:{{contact_email}})")

    assert made.text.startswith("in (%link%) out (%unsubscribe%) to us (nowak@example.org)\n")
    for address in ("%link%", "%unsubscribe%", "mailto:nowak@example.org"):
        assert f'href="{address}"' in made.html


def test_own_html_has_its_way_out_whatever_the_text_says() -> None:
    made = template("{{link}} {{unsubscribe}} {{contact_email}}", html="<p>{{link}}</p>")

    assert made.html.count("%unsubscribe%") == 1
    assert "nowak@example.org" in made.html


def test_events_and_later_are_added_when_there_are_any() -> None:
    plain = template("{{link}}")
    rich = template("{{link}}", events=("A quarrel", "A walk"), offers_later=True)

    assert "%later%" not in plain.html + plain.text
    assert "%event_0%" not in plain.html + plain.text
    for part in (rich.text, rich.html):
        assert [part.count(f"%{name}%") for name in ("later", "event_0", "event_1")] == [1, 1, 1]
        assert "A walk" in part


def test_events_and_later_stand_where_the_text_has_them() -> None:
    body = "{{events}}\n\n{{link}}\n\n{{later}}"
    none = template(body)
    rich = template(body, events=("A quarrel",), offers_later=True)

    assert none.text.startswith("%link%\n\nQuestions")
    assert rich.text.index("%event_0%") < rich.text.index("%link%") < rich.text.index("%later%")
    assert rich.html.count("%later%") == 1


def test_the_preview_line_of_a_mail_program_does_not_name_the_study() -> None:
    made = template("{{link}}")

    hidden = made.html.partition("<div style=")[2].partition("</div>")[0]
    assert "Open until %closing_time%" in hidden
    assert "A week of feelings" not in made.html.partition("</div>")[0]


def test_values_of_a_study_are_escaped_in_html_and_plain_in_text() -> None:
    study = mail(
        titles={"en": "Stress & <sleep>"},
        contact_name='O"Neil <b>',
        contact_email="o'neil+a@example.org",
    )
    made = template("{{study}} {{contact_name}} {{contact_email}} {{link}}", study=study)

    assert "Stress & <sleep>" not in made.html
    assert "Stress &amp; &lt;sleep&gt;" in made.html
    assert "O&quot;Neil &lt;b&gt;" in made.html
    assert "mailto:o%27neil+a@example.org" in made.html
    assert made.text.startswith("Stress & <sleep> O\"Neil <b> o'neil+a@example.org %link%")


@pytest.mark.parametrize(
    "words", ["%unsubscribe%", "%link%", "%event_0%", "%later%", "%closing_time%"]
)
def test_no_words_of_a_study_become_a_place(words: str) -> None:
    study = mail(titles={"en": words}, contact_name=words)
    made = template("a" + words + " {{link}}", subject=words + " {{study}}", study=study)

    assert words not in made.subject
    assert made.text.count("%link%") == 1
    assert made.text.count("%unsubscribe%") == 1
    assert "%event_0%" not in made.text + made.html


def test_words_around_a_place_make_no_second_one() -> None:
    made = template("%li**nk**% %link{{closing_time}}link% {{link}}")

    assert made.text.count("%link%") == 1


def test_a_name_with_line_breaks_stays_on_one_line_of_every_header() -> None:
    study = mail(contact_name="Dr\r\nBcc: all@example.org", titles={"en": "A\r\nB"})
    own = study.with_text(
        "invitation", "en", OwnText("Hi {{contact_name}}\r\n{{study}}", "{{link}}")
    )
    message = composed(own)

    headers = [message.reply_name, message.template.subject, *message.headers.values()]
    assert not [header for header in headers if re.search(r"[\r\n]", header)]
    assert message.reply_name == "Dr Bcc: all@example.org"


def test_the_html_part_is_well_formed_down_to_its_last_tag() -> None:
    for made in (template("- a\n  - b\n\n{{button}} x"), template("x", html="<p>{{button}}<ul>a")):
        checker = _Balance()
        checker.feed(re.sub(r"<!--.*?-->", "", made.html, flags=re.DOTALL))
        assert checker.open == []


def test_a_standard_message_is_far_below_what_gmail_cuts() -> None:
    assert len(composed(language="pl").template.html.encode()) < 10_000


class _Balance(HTMLParser):
    """Which tags were opened and not closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in ("meta", "br", "hr"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
