"""How people join the demo's study by themselves: information, consent, one question."""

from __future__ import annotations

from datetime import datetime

from esmpress.questionnaires.models import Questionnaire
from esmpress.studies.consents import publish_consent
from esmpress.studies.models import Joining, Purpose, Study

INFORMATION = {
    "en": "How do feelings come and go in a week? For **seven days** we write to you a few times "
    "a day; each time it takes about a minute to answer.\n\n"
    "- You need a phone that gets e-mail, and nothing to install.\n"
    "- You can skip any mail, take a break, or leave at any time.\n"
    "- There is nothing to win and nothing to lose.",
    "pl": "Jak uczucia zmieniają się w ciągu tygodnia? Przez **siedem dni** piszemy kilka razy "
    "dziennie; odpowiedź zajmuje za każdym razem około minuty.\n\n"
    "- Wystarczy telefon, na którym można czytać pocztę; niczego się nie instaluje.\n"
    "- Można pominąć każdą wiadomość, zrobić przerwę albo w każdej chwili zrezygnować.\n"
    "- Nie ma tu nic do wygrania ani do stracenia.",
}
TITLE = {"en": "Consent to take part", "pl": "Zgoda na udział"}
TEXT = {
    "en": "Your answers are kept apart from your address, under a number. Whoever analyses them "
    "does not see who you are.\n\n"
    "Your address is kept encrypted, is used only for this study, and can be deleted at any time.",
    "pl": "Odpowiedzi są przechowywane pod numerem, oddzielnie od adresu. Kto je analizuje, nie "
    "widzi, od kogo pochodzą.\n\n"
    "Adres jest przechowywany w postaci zaszyfrowanej, służy tylko temu badaniu i w każdej chwili "
    "można go usunąć.",
}
PURPOSES = (
    (
        "taking_part",
        True,
        {
            "en": "I want to take part, and my answers may be used for this study.",
            "pl": "Chcę wziąć udział, a moje odpowiedzi mogą być wykorzystane w tym badaniu.",
        },
    ),
    (
        "sharing",
        False,
        {
            "en": "My answers may be shared with other researchers, without my address.",
            "pl": "Moje odpowiedzi można udostępnić innym badaczom, bez mojego adresu.",
        },
    ),
)


def open_joining(study: Study, *, questions: Questionnaire, now: datetime) -> None:
    """Let people of 18 and more join the study."""
    joining = Joining.objects.create(
        study=study,
        is_open=True,
        quota=200,
        information=INFORMATION,
        eligibility=questions,
        eligible_if="age >= 18",
        consent_title=TITLE,
        consent_text=TEXT,
    )
    for position, (name, is_required, text) in enumerate(PURPOSES):
        Purpose.objects.create(
            joining=joining, name=name, text=text, is_required=is_required, position=position
        )
    publish_consent(joining, researcher=None, now=now)
