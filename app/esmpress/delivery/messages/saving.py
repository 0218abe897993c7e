"""Takes and drops a study's own texts; nothing faulty is saved, and nothing unseen replaced."""

from __future__ import annotations

from django.db import transaction

from esmpress.accounts.models import Researcher
from esmpress.delivery.messages.checking import Faults, faults_of, faults_of_template
from esmpress.delivery.messages.composing import template_of
from esmpress.delivery.messages.own_html import cleaned
from esmpress.delivery.messages.standard import standard_text
from esmpress.delivery.messages.study_mail import OwnText, StudyMail, read_studies
from esmpress.delivery.models import MessageTemplate
from esmpress.studies.models import Study


class FaultyText(Exception):
    """The text cannot be sent; `faults` has the sentences by field, each naming its line."""

    def __init__(self, faults: Faults) -> None:
        """Keep the sentences, for the form."""
        super().__init__(faults)
        self.faults = faults


class ChangedMeanwhile(Exception):
    """Somebody else has changed the text since it was read."""


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


def own_text(study: Study, *, kind: str, language: str) -> MessageTemplate | None:
    """The study's own text, with who wrote it when; None where the standard text is sent."""
    return study.message_templates.filter(kind=kind, language=language).first()


def state_of(own: MessageTemplate | None) -> str:
    """What tells one saved text from the next; empty for the standard one."""
    return own.changed_at.isoformat() if own else ""


def save_text(
    study: Study, text: OwnText, *, kind: str, language: str, seen: str, researcher: Researcher
) -> OwnText | None:
    """Send this text from now on, its HTML cleaned; the text sent until now, None if it is alike.

    `seen` is the state of the text the researcher began with. Raises FaultyText, and
    ChangedMeanwhile when another text is sent by now.
    """
    mail = read_studies([study.pk])[study.pk]
    check_text(mail, text, kind=kind, language=language)
    kept = OwnText(text.subject, text.body, cleaned(text.html) if text.html.strip() else "")
    with transaction.atomic():
        own = _locked(study, kind=kind, language=language)
        before = _sent(own, kind=kind, language=language)
        if own and before == kept:
            return None
        if state_of(own) != seen:
            raise ChangedMeanwhile
        MessageTemplate.objects.update_or_create(
            study=study,
            kind=kind,
            language=language,
            defaults={
                "subject": kept.subject,
                "body": kept.body,
                "html": kept.html,
                "changed_by": researcher,
            },
        )
        return before


def drop_text(study: Study, *, kind: str, language: str, seen: str) -> OwnText | None:
    """Send the standard text again; the text sent until now, None when it was that already.

    Raises ChangedMeanwhile.
    """
    with transaction.atomic():
        own = _locked(study, kind=kind, language=language)
        if own is None:
            return None
        if state_of(own) != seen:
            raise ChangedMeanwhile
        own.delete()
        return _sent(own, kind=kind, language=language)


def _locked(study: Study, *, kind: str, language: str) -> MessageTemplate | None:
    """The own text; the study is locked, for where there is none there is no row to lock."""
    Study.objects.select_for_update(no_key=True).get(pk=study.pk)
    return own_text(study, kind=kind, language=language)


def _sent(own: MessageTemplate | None, *, kind: str, language: str) -> OwnText:
    return OwnText(own.subject, own.body, own.html) if own else standard_text(kind, language)
