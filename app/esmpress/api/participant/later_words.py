"""What the page “remind me later” says, by language and state; braces stand for values."""

from __future__ import annotations

from esmpress.api.participant.mail_pages import Button, MailPage

PAGES = {
    "en": {
        "ask": MailPage(
            "Remind you later?",
            (
                "We will write again in about {minutes} minutes. The questionnaire can be opened "
                "until {closing_time}.",
            ),
            (Button("later", "Remind me later", "main"),),
        ),
        "done": MailPage(
            "We will remind you at {reminder_time}",
            (
                "The questionnaire can be opened until {closing_time}, with the link of the "
                "message you have.",
            ),
        ),
        "answered": MailPage("You have answered already", ("Thank you. Nothing is left to do.",)),
        "closed": MailPage("This questionnaire is closed", ("It cannot be opened any more.",)),
        "no_mail": MailPage(
            "No reminder will come",
            (
                "No messages of this study are sent to your address at present. The questionnaire "
                "can be opened until {closing_time}, with the link of the message you have.",
            ),
        ),
        "paused": MailPage(
            "No reminder will come",
            (
                "Your participation is paused, and no messages are sent. The questionnaire can be "
                "opened until {closing_time}, with the link of the message you have.",
            ),
        ),
        "too_late": MailPage(
            "There is not enough time left",
            (
                "The questionnaire can be opened until {closing_time} only: please open it with "
                "the link of the message you have.",
            ),
        ),
        "used_up": MailPage(
            "No further reminder",
            (
                "We have reminded you as often as we can. The questionnaire can be opened until "
                "{closing_time}.",
            ),
        ),
        "not_offered": MailPage(
            "This study sends no later reminders",
            ("The questionnaire can be opened until {closing_time}.",),
        ),
    },
    "pl": {
        "ask": MailPage(
            "Przypomnieć później?",
            (
                "Napiszemy ponownie za około {minutes} min. Ankietę można otworzyć do "
                "{closing_time}.",
            ),
            (Button("later", "Przypomnij mi później", "main"),),
        ),
        "done": MailPage(
            "Przypomnimy o {reminder_time}",
            (
                "Ankietę można otworzyć do {closing_time}, także linkiem z wiadomości, "
                "którą już masz.",
            ),
        ),
        "answered": MailPage(
            "Ankieta jest już wypełniona", ("Dziękujemy. Nic więcej nie trzeba robić.",)
        ),
        "closed": MailPage("Ta ankieta jest już zamknięta", ("Nie można już jej otworzyć.",)),
        "no_mail": MailPage(
            "Przypomnienie nie przyjdzie",
            (
                "Na Twój adres nie wysyłamy obecnie wiadomości z tego badania. Ankietę można "
                "otworzyć do {closing_time} linkiem z wiadomości, którą już masz.",
            ),
        ),
        "paused": MailPage(
            "Przypomnienie nie przyjdzie",
            (
                "Twój udział w badaniu jest wstrzymany i nie wysyłamy wiadomości. Ankietę można "
                "otworzyć do {closing_time} linkiem z wiadomości, którą już masz.",
            ),
        ),
        "too_late": MailPage(
            "Zostało za mało czasu",
            (
                "Ankietę można otworzyć tylko do {closing_time}: prosimy użyć linku z "
                "wiadomości, którą już masz.",
            ),
        ),
        "used_up": MailPage(
            "Więcej przypomnień nie będzie",
            ("Przypominaliśmy tyle razy, ile można. Ankietę można otworzyć do {closing_time}.",),
        ),
        "not_offered": MailPage(
            "To badanie nie wysyła późniejszych przypomnień",
            ("Ankietę można otworzyć do {closing_time}.",),
        ),
    },
}
