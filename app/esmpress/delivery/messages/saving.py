"""Takes and drops a study's own texts; nothing faulty is ever saved."""

from __future__ import annotations

from esmpress.accounts.models import Researcher
from esmpress.delivery.messages.checking import Faults, faults_of, faults_of_template
from esmpress.delivery.messages.composing import template_of
from esmpress.delivery.messages.own_html import cleaned
from esmpress.delivery.messages.study_mail import OwnText, StudyMail, read_studies
from esmpress.delivery.models import MessageTemplate
from esmpress.studies.models import Study


class FaultyText(Exception):
    """The text cannot be sent; `faults` has the sentences by field, each naming its line."""

    def __init__(self, faults: Faults) -> None:
        """Keep the sentences, for the form."""
        super().__init__(faults)
        self.faults = faults


def check_text(mail: StudyMail, text: OwnText, *, kind: str, language: str) -> None:
    """Raise FaultyText unless the text makes a whole message of this study."""
    if faults := faults_of(text):
        raise FaultyText(faults)
    template = template_of(
        mail.with_text(kind, language, text),
        kind=kind,
        language=language,
        offers_later=mail.snooze_minutes > 0,
    )
    if faults := faults_of_template(text, template):
        raise FaultyText(faults)


def save_text(
    study: Study, text: OwnText, *, kind: str, language: str, researcher: Researcher
) -> None:
    """Send this text from now on, its HTML cleaned. Raises FaultyText."""
    check_text(read_studies([study.pk])[study.pk], text, kind=kind, language=language)
    MessageTemplate.objects.update_or_create(
        study=study,
        kind=kind,
        language=language,
        defaults={
            "subject": text.subject,
            "body": text.body,
            "html": cleaned(text.html) if text.html.strip() else "",
            "changed_by": researcher,
        },
    )


def drop_text(study: Study, *, kind: str, language: str) -> bool:
    """Send the standard text again; False when it was sent before."""
    own = MessageTemplate.objects.filter(study=study, kind=kind, language=language)
    return own.delete()[0] > 0
