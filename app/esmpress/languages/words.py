"""What a language file holds: a key too few or too many is an error that names it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Text = Annotated[str, Field(min_length=1)]
Paragraphs = Annotated[tuple[Text, ...], Field(min_length=1)]


class Words(BaseModel):
    """A part of a language file."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class FrameWords(Words):
    """What the frame of a message says by itself; braces stand for values."""

    button: Text
    closing: Text
    event: Text
    event_link: Text
    later: Text
    questions: Text
    questions_about: Text
    reply: Text
    portal: Text
    leave: Text
    leave_text: Text


class ClosingWords(Words):
    """How the end of a window is named where it follows the word for "until"."""

    same_day: Text
    other_day: Text
    other_week: Text
    weekdays: Annotated[tuple[Text, ...], Field(min_length=7, max_length=7)]
    months: Annotated[tuple[Text, ...], Field(min_length=12, max_length=12)]


class StandardText(Words):
    """What is sent in a kind of message where a study has no text of its own."""

    subject: Text
    body: Paragraphs


class MailWords(Words):
    """The words of messages."""

    frame: FrameWords
    closing_time: ClosingWords
    invitation: StandardText
    reminder: StandardText


class PageText(Words):
    """What a page says that a link in a message leads to."""

    title: Text
    sentences: Paragraphs

    def filled(self, **values: object) -> PageText:
        """The same with the values in place of the braces."""
        sentences = tuple(sentence.format(**values) for sentence in self.sentences)
        return PageText(title=self.title.format(**values), sentences=sentences)


class UnsubscribeButtons(Words):
    """The buttons of the page to unsubscribe, by what they do."""

    stop: Text
    again: Text
    leave: Text
    leave_now: Text


class UnsubscribeWords(Words):
    """The page to unsubscribe, in each of its states."""

    buttons: UnsubscribeButtons
    back: Text
    subscribed: PageText
    stopped: PageText
    again: PageText
    leaving: PageText
    left: PageText


class LaterWords(Words):
    """The page “remind me later”, in each of its states."""

    button: Text
    ask: PageText
    done: PageText
    answered: PageText
    closed: PageText
    no_mail: PageText
    paused: PageText
    too_late: PageText
    used_up: PageText
    not_offered: PageText


class MailTestWords(Words):
    """The page of a test mail, in each of its states."""

    title: Text
    unknown: PageText
    ask: PageText
    button: Text
    kept: Text
    phone: PageText
    computer: PageText
    over: PageText


class MailPagesWords(Words):
    """The pages that links in messages lead to, beside the questionnaire."""

    unknown: PageText
    unsubscribe: UnsubscribeWords
    later: LaterWords
    test_mail: MailTestWords


class LetterText(Words):
    """One letter; `preview` is what lists of mails show beside the subject."""

    subject: Text
    preview: Text
    body: Paragraphs


class ConsentCopyWords(Words):
    """The words around a copy of what somebody agreed to."""

    heading: Text
    version: Text
    agreed: Text
    refused: Text


class LetterWords(Words):
    """Mails that are about no prompt; those with a second name are variants of a kind."""

    date: Text
    consent: ConsentCopyWords
    join_confirm: LetterText
    join_known: LetterText
    join_known_before: LetterText
    welcome: LetterText
    welcome_waiting: LetterText
    portal_link: LetterText
    withdrawn_stop: LetterText
    withdrawn_forget: LetterText
    withdrawn_exclude: LetterText
    withdrawn_erase: LetterText


class Language(Words):
    """One language; `page` is the participant's page, whose words the front end knows."""

    code: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$", max_length=6)]
    # As who speaks it calls it, and as researchers do.
    name: Text
    english_name: Text
    direction: Literal["ltr", "rtl"]
    page: dict[str, Any]
    mail: MailWords
    mail_pages: MailPagesWords
    letters: LetterWords
