"""How it stands with those who take part: what they are sent, agree to, and who they are."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _

from esmpress.delivery.messages.saving import FaultyText, check_text
from esmpress.delivery.messages.study_mail import StudyMail, read_studies
from esmpress.delivery.models import MessageTemplate
from esmpress.languages.choosing import name_in_english
from esmpress.setting_up.states import Remark, Standing, State, Step, done_or_warned, missing
from esmpress.studies.consents import is_published
from esmpress.studies.joining import missing_for_joining
from esmpress.studies.models import Joining, Study


def messages_step(study: Study) -> Standing:
    """Which texts are sent; own ones that could not be sent like this are warned of."""
    mail = read_studies([study.pk])[study.pk]
    if not mail.texts:
        return Standing(Step.MESSAGES, State.DONE, _("The standard texts are sent."))
    named = ", ".join(_named(kind, language) for kind, language in sorted(mail.texts))
    warnings = [*_faulty(mail), *_mixed(mail, study.languages)]
    return done_or_warned(
        Step.MESSAGES, _("Texts of your own: %(named)s.") % {"named": named}, warnings
    )


def _named(kind: str, language: str) -> str:
    return _("%(label)s in %(language)s") % {
        "label": _(MessageTemplate.Kind(kind).label),
        "language": _(name_in_english(language)),
    }


def _faulty(mail: StudyMail) -> Iterator[str]:
    for (kind, language), text in sorted(mail.texts.items()):
        try:
            check_text(mail, text, kind=kind, language=language)
        except FaultyText as error:
            for sentence in (one for sentences in error.faults.values() for one in sentences):
                yield f"{capfirst(_named(kind, language))}: {sentence}"


def _mixed(mail: StudyMail, languages: list[str]) -> Iterator[str]:
    for kind in MessageTemplate.Kind:
        without = [code for code in languages if (kind, code) not in mail.texts]
        if without and len(without) < len(languages):
            names = get_text_list([_(name_in_english(code)) for code in without], _("and"))
            yield _("In %(names)s the standard %(label)s is sent, in the others your own.") % {
                "names": names,
                "label": _(kind.label),
            }


def consent_step(study: Study) -> Standing:
    """Whether people can read and agree to everything when they join by themselves."""
    joining = Joining.objects.filter(study=study).select_related("study", "eligibility").first()
    if joining is None:
        sentence = _("Nobody joins by themselves: whom you enrol has agreed elsewhere.")
        return Standing(Step.CONSENT, State.NOT_NEEDED, sentence)
    if faults := missing_for_joining(joining):
        sentence = _("People cannot join by themselves yet; those you enrol can take part.")
        return done_or_warned(Step.CONSENT, sentence, faults)
    sentence = _("Joining is open.")
    if not joining.is_open:
        sentence = _("Joining is complete, but closed: open it when people may join.")
    return done_or_warned(Step.CONSENT, sentence, list(_unpublished(joining)))


def _unpublished(joining: Joining) -> Iterator[str]:
    if not is_published(joining):
        yield _("The draft of the consent differs from the published version people agree to.")


def participants_step(study: Study, gaps: list[Remark], *, consent: Standing) -> Standing:
    """Who is enrolled, and whether the design fits all of them."""
    if gaps:
        return missing(Step.PARTICIPANTS, _("The study does not fit everybody enrolled."), gaps)
    count = study.participants.enrolled().count()
    if count:
        return Standing(
            Step.PARTICIPANTS,
            State.DONE,
            _("%(count)s enrolled; more can join later.") % {"count": count},
        )
    if consent.state == State.DONE:
        sentence = _("Nobody is enrolled yet; people can join by themselves.")
        return Standing(Step.PARTICIPANTS, State.NOT_NEEDED, sentence)
    warning = _("Nobody would be asked. Participants can be added after the launch, too.")
    return done_or_warned(Step.PARTICIPANTS, _("Nobody is enrolled yet."), [warning])
