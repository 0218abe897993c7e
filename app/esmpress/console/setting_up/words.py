"""What the steps of the set-up are called, what they are for, and where each is mended."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from esmpress.lazy_texts import lazily
from esmpress.setting_up.states import State, Step
from esmpress.studies.models import Study
from esmpress.studies.rights import Right


@dataclass(frozen=True)
class Way:
    """A link to where something is done: for whoever has the right."""

    label: str
    address: str
    right: Right


TITLES = {
    Step.STUDY: lazily("Study"),
    Step.QUESTIONNAIRES: lazily("Questionnaires"),
    Step.DESIGN: lazily("Arms, phases, schedules"),
    Step.MESSAGES: lazily("Messages"),
    Step.CONSENT: lazily("Consent"),
    Step.PARTICIPANTS: lazily("Participants"),
    Step.PREFLIGHT: lazily("Pre-flight"),
    Step.LAUNCH: lazily("Launch"),
}
STATES = {
    State.DONE: (lazily("Done"), "check_circle"),
    State.MISSING: (lazily("Missing"), "dangerous"),
    State.WARNING: (lazily("Worth a look"), "warning"),
    State.NOT_NEEDED: (lazily("Not needed"), "remove_circle"),
    State.READY: (lazily("Ready"), "rocket_launch"),
    State.WAITING: (lazily("Waits"), "schedule"),
}


def in_the_middle(step: Step) -> str:
    """What a step is called in the middle of a sentence."""
    return _("schedules") if step == Step.DESIGN else TITLES[step].lower()


def ways_of(step: Step, study: Study) -> list[Way]:
    """Where a step is done, the first the one that mends it."""
    own = [
        Way(label, reverse(f"admin:studies_study_{page}", args=[study.pk]) + place, right)
        for label, page, place, right in _PAGES.get(step, ())
    ]
    if step == Step.QUESTIONNAIRES:
        lists = "admin:questionnaires_questionnaire"
        see, add = Right.SEE_STUDY, Right.EDIT_DESIGN
        own.append(Way(_("All questionnaires"), reverse(f"{lists}_changelist"), see))
        own.append(Way(_("Write one"), reverse(f"{lists}_add"), add))
    if step == Step.PARTICIPANTS:
        own.append(_list_of(_("Who is enrolled"), "participants_participant", "study", study))
    return own


def watched(study: Study) -> list[Way]:
    """Where a launched study is watched."""
    delivery = reverse("admin:studies_study_delivery", args=[study.pk])
    return [
        _list_of(_("Prompts"), "prompts_prompt", "participant__study", study),
        _list_of(_("Participants"), "participants_participant", "study", study),
        Way(_("Delivery of its messages"), delivery, Right.SEE_PEOPLE),
        _list_of(
            _("Responses"),
            "responses_response",
            "prompt__participant__study",
            study,
            right=Right.SEE_ANSWERS,
        ),
    ]


def questionnaire_way(questionnaire_id: int) -> Way:
    """The page of one questionnaire."""
    address = reverse("admin:questionnaires_questionnaire_change", args=[questionnaire_id])
    return Way(_("Open it"), address, Right.SEE_STUDY)


def _list_of(
    label: str, model: str, path: str, study: Study, *, right: Right = Right.SEE_PEOPLE
) -> Way:
    address = reverse(f"admin:{model}_changelist")
    return Way(label, f"{address}?{path}__id__exact={study.pk}", right)


_SEE, _LAUNCH = Right.SEE_STUDY, Right.LAUNCH
_PAGES: dict[Step, tuple[tuple[str, str, str, Right], ...]] = {
    Step.STUDY: ((lazily("Names, contact, time"), "change", "#id_name", _SEE),),
    Step.DESIGN: (
        (lazily("Arms, phases, schedules"), "change", "#schedules-group", _SEE),
        (lazily("Preview"), "preview", "", _SEE),
    ),
    Step.MESSAGES: ((lazily("Message texts"), "message_texts", "", _SEE),),
    Step.CONSENT: ((lazily("Joining and consent"), "joining", "", _SEE),),
    Step.PARTICIPANTS: (
        (lazily("Add participants"), "add_participants", "", Right.ENROL),
        (lazily("Import people"), "people_import", "", Right.ENROL),
    ),
    Step.PREFLIGHT: ((lazily("Open the list"), "preflight", "", _SEE),),
    Step.LAUNCH: ((lazily("Launch"), "launch", "", _LAUNCH),),
}
