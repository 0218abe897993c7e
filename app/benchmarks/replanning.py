"""A change of a running study: the page that confirms it, and the work, beside all at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import count

from benchmarks.due import forget_prompts
from benchmarks.measuring import WALL, Figure, between_floors
from benchmarks.rows import add_participants, make_study
from esmpress.accounts.models import Researcher
from esmpress.jobs.running import run_next
from esmpress.prompts.models import Prompt
from esmpress.prompts.planning import plan_study
from esmpress.prompts.replanning import confirm_version
from esmpress.studies.launching import launch
from esmpress.studies.models import Schedule

PARTICIPANTS, DAYS, PROMPTS = 2_000, 7, 6
LAUNCHED_AT = datetime(2027, 1, 10, 12, 0, tzinfo=UTC)
NOW = datetime(2027, 1, 12, 12, 0, tzinfo=UTC)
TOMORROW = date(2027, 1, 13)
GOAL_WORK, GOAL_PAGE = 1.5, 0.25


def replan() -> Iterator[Figure]:
    """What the page takes, and what the worker takes, in ratio to planning all in the page."""
    change = _Change()
    asked = between_floors(floor=change.at_once, product=change.ask, clock=WALL, reset=change.work)
    yield _figure("replan, page", "the page that confirms", asked.product, asked.floor, GOAL_PAGE)
    done = between_floors(floor=change.at_once, product=change.as_job, clock=WALL)
    yield _figure("replan, work", "confirmed and planned", done.product, done.floor, GOAL_WORK)
    forget_prompts()


def _figure(name: str, what: str, value: float, floor: float, goal: float) -> Figure:
    prompts = Prompt.objects.filter(study_day__gte=3).count()
    return Figure(
        name=name,
        what=f"{what}, {PARTICIPANTS:,} participants of a study of {DAYS} days, of which "
        f"{prompts:,} prompts were planned",
        value=value,
        unit="s",
        goal=f"<= {goal:g} x all in the page",
        is_met=value <= goal * floor,
        floor=floor,
        ratio=value / floor,
    )


class _Change:
    """A study whose minimum gap is changed again and again from the same date on."""

    def __init__(self) -> None:
        study = make_study("replanned", prompts_per_day=PROMPTS, days=DAYS)
        launch(study, now=LAUNCHED_AT)
        add_participants(study, PARTICIPANTS, now=LAUNCHED_AT)
        for now in (LAUNCHED_AT, NOW):
            plan_study(study, now=now)
        self._schedule: Schedule = study.schedules.get()
        self._researcher = Researcher.objects.create_user("bench@example.org")
        self._gaps = count(30)

    def at_once(self) -> None:
        """All in the page, as a few people are."""
        self._confirm(None)

    def ask(self) -> None:
        """What the page does of it."""
        self._confirm(self._researcher)

    def work(self) -> None:
        """What the worker does of it."""
        run_next(clock=lambda: NOW)

    def as_job(self) -> None:
        """Both."""
        self.ask()
        self.work()

    def _confirm(self, researcher: Researcher | None) -> None:
        scheme = self._schedule.scheme | {"min_gap_minutes": next(self._gaps)}
        confirm_version(self._schedule, scheme, apply_from=TOMORROW, now=NOW, researcher=researcher)
