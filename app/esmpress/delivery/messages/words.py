"""The words around a message's text, in each language messages are written in."""

from __future__ import annotations

from dataclasses import dataclass

FALLBACK_LANGUAGE = "en"


@dataclass(frozen=True)
class Words:
    """What the frame says by itself; braces stand for values."""

    button: str
    closing: str
    event: str
    event_link: str
    later: str
    questions: str
    questions_about: str
    reply: str
    leave: str
    leave_text: str


WORDS = {
    "en": Words(
        button="Open the questionnaire",
        closing="Open until {closing_time}",
        event="Did something happen (“{title}”)?",
        event_link="Report it here",
        later="Remind me later",
        questions="Questions?",
        questions_about="Questions about “{study}”?",
        reply="or reply to this message",
        leave="No more of these messages",
        leave_text="To get no more of these messages",
    ),
    "pl": Words(
        button="Otwórz ankietę",
        closing="Można otworzyć do {closing_time}",
        event="Coś się wydarzyło („{title}”)?",
        event_link="Zgłoś to tutaj",
        later="Przypomnij mi później",
        questions="Pytania?",
        questions_about="Pytania o badanie „{study}”?",
        reply="lub odpowiedź na tę wiadomość",
        leave="Nie chcę więcej tych wiadomości",
        leave_text="Aby nie otrzymywać więcej tych wiadomości",
    ),
}


def written(language: str) -> str:
    """The language itself when messages are written in it, else English."""
    return language if language in WORDS else FALLBACK_LANGUAGE
