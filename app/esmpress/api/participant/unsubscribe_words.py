"""What the unsubscribe page says, by language and state."""

from __future__ import annotations

from esmpress.api.participant.mail_pages import Button, MailPage

STOP, AGAIN, LEAVE, LEAVE_NOW = "stop", "again", "leave", "leave_now"

PAGES = {
    "en": {
        "subscribed": MailPage(
            "No more messages?",
            ("We will send you no more messages of this study.",),
            (Button(STOP, "No more messages", "main"),),
        ),
        "stopped": MailPage(
            "Done",
            (
                "We will send you no more messages of this study.",
                "You still take part in it, without being asked. If you wish, you can leave it "
                "altogether.",
            ),
            (
                Button(LEAVE, "Leave the study"),
                Button(AGAIN, "Send me messages again"),
            ),
        ),
        "again": MailPage(
            "You will get messages again",
            ("From now on you are asked as before.",),
            (Button(STOP, "No more messages"),),
        ),
        "leaving": MailPage(
            "Leave the study?",
            (
                "You will not be asked again, and you cannot undo this yourself.",
                "The answers you have given so far are kept. To have them erased, write to the "
                "study’s contact below.",
            ),
            (Button(LEAVE_NOW, "Leave the study", "grave"),),
            back="Back",
        ),
        "left": MailPage(
            "You have left the study",
            ("You get no more messages. Thank you for having taken part.",),
        ),
    },
    "pl": {
        "subscribed": MailPage(
            "Koniec wiadomości?",
            ("Nie wyślemy więcej wiadomości z tego badania.",),
            (Button(STOP, "Nie chcę więcej wiadomości", "main"),),
        ),
        "stopped": MailPage(
            "Gotowe",
            (
                "Nie wyślemy więcej wiadomości z tego badania.",
                "Nadal bierzesz w nim udział, ale nie będziemy o nic pytać. Jeśli chcesz, możesz "
                "też całkiem z niego zrezygnować.",
            ),
            (
                Button(LEAVE, "Rezygnuję z badania"),
                Button(AGAIN, "Chcę znów dostawać wiadomości"),
            ),
        ),
        "again": MailPage(
            "Znów będziesz dostawać wiadomości",
            ("Od teraz będziemy pytać jak dotychczas.",),
            (Button(STOP, "Nie chcę więcej wiadomości"),),
        ),
        "leaving": MailPage(
            "Zrezygnować z badania?",
            (
                "Nie będziemy już o nic pytać. Samodzielnie nie można tego cofnąć.",
                "Dotychczasowe odpowiedzi pozostaną w badaniu. Jeśli mają zostać usunięte, "
                "prosimy o wiadomość na adres podany niżej.",
            ),
            (Button(LEAVE_NOW, "Rezygnuję z badania", "grave"),),
            back="Wróć",
        ),
        "left": MailPage(
            "Nie bierzesz już udziału w badaniu",
            ("Nie wyślemy więcej wiadomości. Dziękujemy za dotychczasowy udział.",),
        ),
    },
}
