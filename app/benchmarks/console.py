"""What a researcher waits for: the first page, the list of participants, a study's compliance."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median

from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks.due import forget_prompts
from benchmarks.measuring import Figure
from benchmarks.watched import make_watched_study
from esmpress.accounts.models import Researcher
from esmpress.studies.models import Study

NOW = datetime.now(UTC)
LOOKS = 7
# What is asked of the list of participants; a column goes by its number in it.
PEOPLE = {
    "under 50%": "compliance=low",
    "without compliance": "compliance=none",
    "silent for 3 days": "silent=3",
    "never answered": "silent=never",
    "least compliance first": "o=5",
    "last answer first": "o=6",
    "the middle page by compliance": "o=5&p=51",
}


@dataclass(frozen=True)
class Look:
    """A page, what is measured of it, and how long it may take at most."""

    name: str
    what: str
    address: str
    goal_ms: float


def console() -> Iterator[Figure]:
    """Each page beside as many rows as its goal names."""
    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    client.force_login(Researcher.objects.create_superuser("bench@example.org"))
    large = make_watched_study("large", participants=5_000, days=10, beeps=10, now=NOW)
    rows = "5,000 participants and 500,000 prompts"
    yield _look(client, Look("first page", rows, reverse("admin:index"), 300))
    people = reverse("admin:participants_participant_changelist")
    page = f"a page of 50 of {rows}"
    yield _look(client, Look("participants", page, people, 300))
    for name, query in PEOPLE.items():
        yield _look(client, Look(f"participants, {name}", page, f"{people}?{query}", 300))
    watched = make_watched_study("watched", participants=2_000, days=14, beeps=6, now=NOW)
    yield _look(client, _compliance(watched, "2,000 participants, 14 days, 6 prompts a day", 1000))
    yield _look(client, _compliance(large, rows, 2000))
    forget_prompts()


def _compliance(study: Study, rows: str, goal_ms: float) -> Look:
    address = reverse("admin:studies_study_compliance", args=[study.pk])
    return Look(f"compliance, {study.slug}", rows, address, goal_ms)


def _look(client: Client, look: Look) -> Figure:
    """The wall time of a page through all of Django, the median of some looks."""
    with CaptureQueriesContext(connection) as seen:
        _get(client, look.address)
    statements = len(seen)
    taken = sorted(_get(client, look.address) for _ in range(LOOKS))
    value = 1000 * median(taken)
    return Figure(
        name=look.name,
        what=f"{look.what}; {statements} statements, median of {LOOKS}, the quickest "
        f"{1000 * taken[0]:.0f} ms",
        value=value,
        unit="ms",
        goal=f"<= {look.goal_ms:g} ms",
        is_met=value <= look.goal_ms,
    )


def _get(client: Client, address: str) -> float:
    """Seconds; the files beside the page are not built, and not named by their content."""
    plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with override_settings(STORAGES=settings.STORAGES | plain):
        began = time.perf_counter()
        answer = client.get(address, secure=True)
        assert answer.status_code == 200, answer.status_code
        return time.perf_counter() - began
