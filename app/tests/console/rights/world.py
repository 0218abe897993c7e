"""A study with a row of everything, and the addresses of the pages about them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.auth.models import Group

from esmpress.accounts.models import Researcher
from esmpress.console.rights.matrix import Address
from esmpress.delivery.models import Notification
from esmpress.jobs.asking import ask_for
from esmpress.jobs.models import Job
from esmpress.prompts.lifecycle import expire_overdue_prompts, mark_opened
from esmpress.questionnaires.models import Questionnaire
from esmpress.responses.drafts import Change, save_draft
from esmpress.responses.intake import submit
from esmpress.responses.photos import take_photo
from esmpress.studies.models import Study
from tests.alerts.builders import make_alert, make_rule
from tests.factories import make_member, make_study
from tests.joining.builders import make_document
from tests.people_import.builders import checked
from tests.responses.builders import make_form, participant_with, prompt_at
from tests.responses.pictures import picture

NAME = "Hidden harvest"


@dataclass(frozen=True)
class World:
    """The study, a draft with the same people, and the parts of addresses by their name."""

    study: Study
    draft: Study
    parts: dict[str, Any]

    def url_of(self, address: Address) -> str:
        """The address with the numbers of rows in it, and the query its page needs."""
        route = re.sub(r"\^?\(\?P<app_label>.*", "studies/", address.route)
        route = route.replace("(?P<url>.*)$", "nothing/")
        path = re.sub(r"<(?:\w+:)?(\w+)>", lambda part: self._part(address, part[1]), route)
        query = f"?{address.page.query}" if address.page and address.page.query else ""
        return f"/{path}{query}"

    def _part(self, address: Address, name: str) -> str:
        if name != "object_id":
            return str(self.parts[name])
        label = "_".join(address.name.removeprefix("admin:").split("_")[:2])
        if address.name.endswith("_delete") and label in ("studies_study", "studies_schedule"):
            label = f"draft {label}"
        return str(self.parts.get(label, "1"))


def make_world(now: datetime) -> World:
    """A running study with a participant, prompts, messages, answers and a questionnaire."""
    form = make_form({"kind": "photo", "name": "snap"}, {"kind": "yes_no", "name": "well"})
    form.name = NAME
    form.save()
    participant = participant_with(form)
    study = participant.study
    # Long enough ago that it can be ended by whatever the clock says.
    launched_at = datetime(2026, 1, 1, tzinfo=UTC)
    Study.objects.filter(pk=study.pk).update(name=NAME, launched_at=launched_at)
    draft = make_study(launched_at=None, name=NAME, questionnaire=form)
    answered, missed = prompt_at(participant, 1, 1), prompt_at(participant, 1, 2)
    photo = take_photo(answered, picture(), item="snap", now=answered.scheduled_at)
    response = submit(
        answered,
        {"snap": str(photo.pk), "well": True},
        language="en",
        now=answered.scheduled_at + timedelta(minutes=1),
    )[0]
    mark_opened(missed, now=missed.scheduled_at)
    save_draft(missed, [Change("well", True, 5)], version=1, timings=None, now=missed.scheduled_at)
    expire_overdue_prompts(now=missed.scheduled_at + timedelta(hours=5))
    message = Notification.objects.create(
        prompt=answered,
        kind=Notification.INVITATION,
        channel="smtp",
        planned_at=now,
        due_at=now,
        open_until=now + timedelta(minutes=30),
    )
    make_document(study)
    job = _exported(study, now)
    rule = make_rule(study, "missed", is_on=False)
    return World(
        study,
        draft,
        {
            "studies_study": study.pk,
            "draft studies_study": draft.pk,
            "studies_schedule": study.schedules.earliest("pk").pk,
            "draft studies_schedule": draft.schedules.earliest("pk").pk,
            "participants_participant": participant.pk,
            "prompts_prompt": answered.pk,
            "delivery_notification": message.pk,
            "responses_response": response.pk,
            "responses_draft": missed.pk,
            "jobs_job": job.pk,
            "alerts_alert": make_alert(rule, participant).pk,
            "rule_id": rule.pk,
            "accounts_researcher": make_member(study).pk,
            "id": Researcher.objects.earliest("pk").pk,
            "auth_group": Group.objects.create(name="Assistants").pk,
            "photo_id": photo.pk,
            "import_id": checked(study).pk,
            "key": "esm-week",
            "kind": "invitation",
            "language": "en",
            "number": 1,
            "version": 1,
            "form": "csv",
            "source": "en",
            "slug": "nothing",
            "study": study.slug,
            "token": "nothing",
            "content_type_id": 1,
            **_parts_of(form),
        },
    )


def _exported(study: Study, now: datetime) -> Job:
    """An export with a file that is kept for longer than any test."""
    job = ask_for("export", study=study, asked_by=make_member(study), now=now)
    kept_until = datetime(9999, 1, 1, tzinfo=UTC)
    Job.objects.filter(pk=job.pk).update(
        state="done", ended_at=now, file_name="a.csv", file_type="text/csv", kept_until=kept_until
    )
    return job


def _parts_of(questionnaire: Questionnaire) -> dict[str, Any]:
    page = questionnaire.draft_pages.earliest("pk")
    return {
        "questionnaires_questionnaire": questionnaire.pk,
        "item_id": questionnaire.draft_items.earliest("pk").pk,
        "page_id": page.pk,
    }
