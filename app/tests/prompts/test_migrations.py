"""Rows of studies that were launched before there were versions."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from esmpress.participants.models import Participant
from esmpress.prompts.models import Prompt
from esmpress.studies.models import ScheduleVersion

NOW = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)
BEFORE = [
    ("questionnaires", "0002_freeze_versions"),
    ("studies", "0001_initial"),
    ("participants", "0002_planned_until"),
    ("prompts", "0001_initial"),
]
SCHEME = {"kind": "fixed", "days": 7, "times": ["10:00"], "response_window_minutes": 30}


def migrate(targets: list[tuple[str, str]]) -> Any:
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps


def make_rows(apps: Any, *, slug: str, launched_at: datetime | None) -> None:
    """A study with a schedule, a participant in Auckland and a prompt."""
    questionnaire = apps.get_model("questionnaires", "Questionnaire").objects.create(slug=slug)
    study = apps.get_model("studies", "Study").objects.create(
        slug=slug, languages=["en"], launched_at=launched_at
    )
    schedule = apps.get_model("studies", "Schedule").objects.create(
        study=study, name="moments", questionnaire=questionnaire, scheme=SCHEME
    )
    participant = apps.get_model("participants", "Participant").objects.create(
        study=study,
        number=1,
        language="en",
        time_zone="Pacific/Auckland",
        enrolled_at=NOW,
        planned_until=launched_at and datetime(2027, 1, 13, 12, 0, tzinfo=UTC),
    )
    if launched_at:
        apps.get_model("prompts", "Prompt").objects.create(
            participant=participant,
            schedule=schedule,
            study_day=1,
            beep=1,
            scheduled_at=NOW,
            time_zone="Pacific/Auckland",
            utc_offset_minutes=780,
            open_until=NOW.replace(hour=10),
            finish_within_minutes=30,
            algorithm=1,
        )


@pytest.mark.django_db(transaction=True)
def test_launched_studies_get_versions_and_their_prompts_point_at_them() -> None:
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    try:
        old = migrate(BEFORE)
        make_rows(old, slug="running", launched_at=NOW)
        make_rows(old, slug="draft", launched_at=None)
        migrate(latest)

        version = ScheduleVersion.objects.get()
        prompt = Prompt.objects.get()
        through = dict(Participant.objects.values_list("study__slug", "planned_through"))
        assert (version.number, version.scheme, version.confirmed_at) == (1, SCHEME, NOW)
        assert (prompt.schedule_version, prompt.trigger) == (version, "schedule")
        assert through == {"running": date(2027, 1, 12), "draft": None}
    finally:
        migrate(latest)
