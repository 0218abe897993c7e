"""What the steps of the set-up are called, what they are for, and where each is mended."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

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
    Step.STUDY: "Study",
    Step.QUESTIONNAIRES: "Questionnaires",
    Step.DESIGN: "Arms, phases, schedules",
    Step.MESSAGES: "Messages",
    Step.CONSENT: "Consent",
    Step.PARTICIPANTS: "Participants",
    Step.PREFLIGHT: "Pre-flight",
    Step.LAUNCH: "Launch",
}
# In the middle of a sentence.
IN_A_LINE = {step: title.lower() for step, title in TITLES.items()} | {Step.DESIGN: "schedules"}
STATES = {
    State.DONE: ("Done", "check_circle"),
    State.MISSING: ("Missing", "dangerous"),
    State.WARNING: ("Worth a look", "warning"),
    State.NOT_NEEDED: ("Not needed", "remove_circle"),
    State.READY: ("Ready", "rocket_launch"),
    State.WAITING: ("Waits", "schedule"),
}


def ways_of(step: Step, study: Study) -> list[Way]:
    """Where a step is done, the first the one that mends it."""
    own = [
        Way(label, reverse(f"admin:studies_study_{page}", args=[study.pk]) + place, right)
        for label, page, place, right in _PAGES.get(step, ())
    ]
    if step == Step.QUESTIONNAIRES:
        lists = "admin:questionnaires_questionnaire"
        see, add = Right.SEE_STUDY, Right.EDIT_DESIGN
        own.append(Way("All questionnaires", reverse(f"{lists}_changelist"), see))
        own.append(Way("Write one", reverse(f"{lists}_add"), add))
    if step == Step.PARTICIPANTS:
        own.append(_list_of("Who is enrolled", "participants_participant", "study", study))
    return own


def watched(study: Study) -> list[Way]:
    """Where a launched study is watched."""
    delivery = reverse("admin:studies_study_delivery", args=[study.pk])
    return [
        _list_of("Prompts", "prompts_prompt", "participant__study", study),
        _list_of("Participants", "participants_participant", "study", study),
        Way("Delivery of its messages", delivery, Right.SEE_PEOPLE),
        _list_of(
            "Responses",
            "responses_response",
            "prompt__participant__study",
            study,
            right=Right.SEE_ANSWERS,
        ),
    ]


def questionnaire_way(questionnaire_id: int) -> Way:
    """The page of one questionnaire."""
    address = reverse("admin:questionnaires_questionnaire_change", args=[questionnaire_id])
    return Way("Open it", address, Right.SEE_STUDY)


def _list_of(
    label: str, model: str, path: str, study: Study, *, right: Right = Right.SEE_PEOPLE
) -> Way:
    address = reverse(f"admin:{model}_changelist")
    return Way(label, f"{address}?{path}__id__exact={study.pk}", right)


_SEE, _LAUNCH = Right.SEE_STUDY, Right.LAUNCH
_PAGES: dict[Step, tuple[tuple[str, str, str, Right], ...]] = {
    Step.STUDY: (("Names, contact, time", "change", "#id_name", _SEE),),
    Step.DESIGN: (
        ("Arms, phases, schedules", "change", "#schedules-group", _SEE),
        ("Preview", "preview", "", _SEE),
    ),
    Step.MESSAGES: (("Message texts", "message_texts", "", _SEE),),
    Step.CONSENT: (("Joining and consent", "joining", "", _SEE),),
    Step.PARTICIPANTS: (
        ("Add participants", "add_participants", "", Right.ENROL),
        ("Import people", "people_import", "", Right.ENROL),
    ),
    Step.PREFLIGHT: (("Open the list", "preflight", "", _SEE),),
    Step.LAUNCH: (("Launch", "launch", "", _LAUNCH),),
}
