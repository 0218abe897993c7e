"""Writes a whole study as one JSON file that is stable, readable and easy to compare."""

from __future__ import annotations

import json
from typing import Any

from esmpress.exchange.study_file import FORMAT, FORMAT_VERSION, StudyFields
from esmpress.exchange.study_reading import read_study_fields
from esmpress.exchange.study_refusals import RefusedStudyFile
from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.models import Questionnaire
from esmpress.questionnaires.publishing import IncompleteDraft, draft_definition
from esmpress.questionnaires.sources import source_of
from esmpress.studies.models import Schedule, Study


class NotExportable(Exception):
    """The study is not finished enough to be read again; `faults` says what to mend."""

    def __init__(self, faults: list[str]) -> None:
        """Keep the sentences, in the order of the file."""
        super().__init__(" ".join(faults))
        self.faults = faults


def study_text(study: Study, *, with_seed: bool = False, drafts: bool = False) -> str:
    """The study file as text: one line for each scalar, the same for the same study.

    Of each questionnaire the newest published version is written, and its draft where nothing
    was published or where `drafts` are asked for. Raises NotExportable.
    """
    fields = _fields(study, with_seed=with_seed, drafts=drafts)
    try:
        read_study_fields(fields)
    except RefusedStudyFile as error:
        raise NotExportable(error.faults) from error
    return f"{json.dumps(fields, indent=2, ensure_ascii=False)}\n"


def unpublished_changes(study: Study) -> list[str]:
    """The questionnaires whose drafts are not what is exported, by name."""
    return [
        questionnaire.name
        for questionnaire in _questionnaires(study)
        if _published(questionnaire) is not None and _differs(questionnaire)
    ]


def _differs(questionnaire: Questionnaire) -> bool:
    try:
        return draft_definition(questionnaire) != _published(questionnaire)
    except IncompleteDraft:
        return True


def _fields(study: Study, *, with_seed: bool, drafts: bool) -> dict[str, Any]:
    faults: list[str] = []
    questionnaires = []
    for one in _questionnaires(study):
        try:
            definition = source_of(_definition(one, drafts=drafts))
        except IncompleteDraft as error:
            faults += [f"questionnaire “{one.slug}”, {fault}" for fault in error.faults]
            continue
        questionnaires.append({"slug": one.slug, "name": one.name, "definition": definition})
    if faults:
        raise NotExportable(faults)
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "study": _study_fields(study, with_seed=with_seed),
        "arms": [{"name": arm.name, "weight": arm.weight} for arm in study.arms.all()],
        "phases": [
            {"name": phase.name, "days": phase.days}
            | ({"arm": phase.arm.name} if phase.arm else {})
            for phase in study.phases.select_related("arm")
        ],
        "schedules": [_schedule_fields(one) for one in _schedules(study)],
        "questionnaires": questionnaires,
        "messages": [
            {
                name: getattr(message, name)
                for name in ("kind", "language", "subject", "body", "html")
            }
            for message in study.message_templates.order_by("kind", "language")
        ],
    }


def _study_fields(study: Study, *, with_seed: bool) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for name in StudyFields.model_fields:
        fields[name] = getattr(study, name)
    fields["title"] = dict(sorted(study.title.items()))
    fields["start_date"] = study.start_date.isoformat() if study.start_date else None
    return {
        name: value
        for name, value in fields.items()
        if value is not None and (name != "seed" or with_seed)
    }


def _schedules(study: Study) -> list[Schedule]:
    return list(study.schedules.select_related("questionnaire", "phase").order_by("pk"))


def _questionnaires(study: Study) -> list[Questionnaire]:
    """Those that schedules ask to fill in, by the first schedule of each."""
    return list(dict.fromkeys(schedule.questionnaire for schedule in _schedules(study)))


def _schedule_fields(schedule: Schedule) -> dict[str, Any]:
    placed = {"name": schedule.name, "questionnaire": schedule.questionnaire.slug}
    if schedule.phase is not None:
        placed["phase"] = schedule.phase.name
    return {**placed, **_sorted(schedule.scheme)}


def _sorted(value: Any) -> Any:
    match value:
        case dict():
            return {name: _sorted(value[name]) for name in sorted(value)}
        case list():
            return [_sorted(one) for one in value]
    return value


def _definition(questionnaire: Questionnaire, *, drafts: bool) -> Definition:
    published = None if drafts else _published(questionnaire)
    return draft_definition(questionnaire) if published is None else published


def _published(questionnaire: Questionnaire) -> Definition | None:
    latest = questionnaire.latest_version()
    return latest.parsed() if latest else None
