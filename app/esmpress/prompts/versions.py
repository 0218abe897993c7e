"""Which version of its questionnaire a prompt is about."""

from __future__ import annotations

from collections.abc import Collection

from esmpress.prompts.models import Prompt
from esmpress.questionnaires.models import QuestionnaireVersion
from esmpress.studies.models import Schedule


class NothingPublished(Exception):
    """The questionnaire has no published version to show."""


class OtherVersion(Exception):
    """The page shows another version than the prompt was opened with, or none that exists."""


def version_to_show(prompt: Prompt) -> QuestionnaireVersion:
    """The version the prompt was opened with, else the latest; raises NothingPublished."""
    return prompt.questionnaire_version or prompt.newest_version or latest_version(prompt.schedule)


def latest_version(schedule: Schedule) -> QuestionnaireVersion:
    """The version a prompt of the schedule would show now; raises NothingPublished."""
    version = schedule.questionnaire.latest_version()
    if version is None:
        raise NothingPublished(schedule.questionnaire.name)
    return version


def version_shown(prompt: Prompt, number: int | None) -> QuestionnaireVersion:
    """The version a page names; one that names none shows what it was given.

    An older one is as good as the latest: it was published and never changes. Raises
    OtherVersion when the questionnaire has no such version, or NothingPublished.
    """
    shown = version_to_show(prompt)
    if number is None or number == shown.number:
        return shown
    versions = QuestionnaireVersion.objects.filter(questionnaire=shown.questionnaire_id)
    version = versions.filter(number=number).first()
    if version is None:
        raise OtherVersion(number)
    return version


def latest_versions(questionnaire_ids: Collection[int]) -> dict[int, QuestionnaireVersion]:
    """The latest version of each questionnaire that has one, by the questionnaire's id."""
    versions = QuestionnaireVersion.objects.filter(questionnaire__in=questionnaire_ids)
    newest = versions.order_by("questionnaire_id", "-number").distinct("questionnaire_id")
    return {version.questionnaire_id: version for version in newest}
