"""Jobs and the files that belong to them: PostgreSQL alone knows what is to be done."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from esmpress.accounts.models import Researcher
from esmpress.studies.models import Study

FINAL = ("done", "failed", "cancelled")


class JobQuerySet(models.QuerySet["Job"]):
    """Jobs by what can become of them."""

    def unfinished(self) -> JobQuerySet:
        """Those that wait or run."""
        return self.exclude(state__in=FINAL)


class Job(models.Model):
    """One piece of long work. While it runs, `lease` tells whose run counts.

    Nothing confidential is in `parameters`, `said` or `file_name`: lists show them.
    """

    class State(models.TextChoices):
        """What has become of it; the last three are final."""

        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    kind = models.CharField(max_length=30)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, null=True, related_name="jobs")
    asked_by = models.ForeignKey(Researcher, on_delete=models.SET_NULL, null=True, related_name="+")
    # Of who asked: what the work says is written in it.
    language = models.CharField(max_length=10)
    parameters = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    said = models.TextField(blank=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    cancel_asked_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    lease = models.UUIDField(null=True)
    attempts = models.SmallIntegerField(default=0)
    file_name = models.CharField(max_length=120, blank=True)
    file_type = models.CharField(max_length=80, blank=True)
    file_size = models.BigIntegerField(default=0)
    # Until when the file is kept; empty without one, and once it is deleted.
    kept_until = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = _("work")
        verbose_name_plural = _("work")
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running", *FINAL]), name="job_has_a_known_state"
            ),
            models.CheckConstraint(
                condition=(
                    Q(state="running", lease__isnull=False, seen_at__isnull=False)
                    | (~Q(state="running") & Q(lease__isnull=True))
                ),
                name="job_is_held_while_it_runs",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state__in=FINAL, ended_at__isnull=False)
                    | (~Q(state__in=FINAL) & Q(ended_at__isnull=True))
                ),
                name="job_ends_in_a_final_state",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | Q(cancel_asked_at__isnull=False),
                name="job_cancelled_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(done__gte=0) & (Q(total__isnull=True) | Q(done__lte=F("total"))),
                name="job_does_no_more_than_all",
            ),
            models.CheckConstraint(
                condition=Q(kept_until__isnull=True) | (Q(state="done") & ~Q(file_name="")),
                name="job_keeps_a_file_once_done",
            ),
            # Whoever asks twice for the same gets the job that is under way.
            models.UniqueConstraint(
                fields=("kind", "study", "asked_by", "parameters"),
                condition=~Q(state__in=FINAL),
                name="job_under_way_once",
            ),
        )
        indexes = (
            # Workers look for the oldest that waits; most rows ended long ago.
            models.Index(
                fields=("created_at",), condition=~Q(state__in=FINAL), name="job_unfinished"
            ),
            models.Index(
                fields=("kept_until",), condition=Q(kept_until__isnull=False), name="job_kept"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    def has_file(self, *, now: datetime) -> bool:
        """Whether there is a file to take home."""
        return self.kept_until is not None and self.kept_until > now


class Piece(models.Model):
    """A part of a file: what was given to the work, or what came out of it."""

    class Role(models.TextChoices):
        """Which of both files it is of."""

        GIVEN = "given", "given"
        RESULT = "result", "result"

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="pieces")
    role = models.CharField(max_length=6, choices=Role)
    number = models.IntegerField()
    data = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("job", "role", "number"), name="piece_once"),
            models.CheckConstraint(
                condition=Q(role__in=["given", "result"]), name="piece_has_a_known_role"
            ),
        )

    def __str__(self) -> str:
        return f"piece {self.number}"
