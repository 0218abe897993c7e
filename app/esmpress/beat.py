"""The Beat table: every sweep, how often it runs, and the order `manage.py tick` runs them in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from celery.schedules import crontab
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Sweep:
    """One sweep: the task Beat sends, how often, and the function that does the work.

    Task and function are named by dotted path: Beat reads the table before the models exist.
    """

    name: str
    task: str
    function: str
    every: timedelta | crontab

    def run(self, *, now: datetime) -> int:
        """Run the sweep once as if it were `now`; the number of rows it changed."""
        return cast("int", import_string(self.function)(now=now))


SWEEPS = (
    Sweep(
        name="plan",
        task="esmpress.prompts.tasks.plan_running_studies",
        function="esmpress.prompts.planning.plan_running_studies",
        every=crontab(minute="7"),
    ),
    Sweep(
        name="resume",
        task="esmpress.prompts.tasks.resume_after_pauses",
        function="esmpress.prompts.resuming.resume_after_pauses",
        every=timedelta(minutes=1),
    ),
    Sweep(
        name="events",
        task="esmpress.delivery.tasks.apply_events",
        function="esmpress.delivery.events.applying.apply_events",
        every=timedelta(seconds=5),
    ),
    Sweep(
        name="settle",
        task="esmpress.delivery.tasks.settle_leases",
        function="esmpress.delivery.sweeps.settle_leases",
        every=timedelta(seconds=15),
    ),
    Sweep(
        name="uncertain",
        task="esmpress.delivery.tasks.settle_uncertain",
        function="esmpress.delivery.uncertain.settle_uncertain",
        every=timedelta(seconds=30),
    ),
    Sweep(
        name="dispatch",
        task="esmpress.delivery.tasks.dispatch_due_notifications",
        function="esmpress.delivery.sweeps.dispatch_due_notifications",
        every=timedelta(seconds=5),
    ),
    Sweep(
        name="links",
        task="esmpress.delivery.tasks.mail_requested_links",
        function="esmpress.delivery.portal_mail.mail_requested_links",
        every=timedelta(seconds=5),
    ),
    Sweep(
        name="letters",
        task="esmpress.delivery.tasks.send_letters",
        function="esmpress.delivery.letters.sending.send_letters",
        every=timedelta(seconds=5),
    ),
    Sweep(
        name="webhooks",
        task="esmpress.webhooks.tasks.send_events",
        function="esmpress.webhooks.sending.send_events",
        every=timedelta(seconds=15),
    ),
    Sweep(
        name="expire",
        task="esmpress.prompts.tasks.expire_overdue_prompts",
        function="esmpress.prompts.lifecycle.expire_overdue_prompts",
        every=timedelta(seconds=15),
    ),
    Sweep(
        name="leavings",
        task="esmpress.participants.tasks.number_leavings",
        function="esmpress.participants.leavings.number_leavings",
        every=timedelta(seconds=15),
    ),
    Sweep(
        name="photos",
        task="esmpress.responses.tasks.delete_unused_photos",
        function="esmpress.responses.photos.delete_unused_photos",
        every=timedelta(minutes=10),
    ),
    Sweep(
        name="jobs",
        task="esmpress.jobs.tasks.sweep_jobs",
        function="esmpress.jobs.sweeping.sweep_jobs",
        every=timedelta(seconds=15),
    ),
    Sweep(
        name="alerts",
        task="esmpress.delivery.tasks.mail_alerts",
        function="esmpress.delivery.alerting.mail_alerts",
        every=timedelta(minutes=1),
    ),
    Sweep(
        name="risks",
        task="esmpress.alerts.tasks.raise_risks",
        function="esmpress.alerts.risks.raise_risks",
        every=timedelta(seconds=20),
    ),
    Sweep(
        name="watch",
        task="esmpress.alerts.tasks.watch_studies",
        function="esmpress.alerts.watching.watch_studies",
        every=timedelta(minutes=5),
    ),
    Sweep(
        name="alert_mails",
        task="esmpress.alerts.tasks.mail_members",
        function="esmpress.alerts.mailing.mail_members",
        every=timedelta(seconds=20),
    ),
    Sweep(
        name="old_letters",
        task="esmpress.delivery.tasks.delete_old_letters",
        function="esmpress.delivery.letters.purging.delete_old_letters",
        every=crontab(minute="23"),
    ),
    Sweep(
        name="old_requests",
        task="esmpress.joining.tasks.delete_old_requests",
        function="esmpress.joining.purging.delete_old_requests",
        every=crontab(minute="29"),
    ),
    Sweep(
        name="old_imports",
        task="esmpress.people_import.tasks.remove_old_files",
        function="esmpress.people_import.purging.remove_old_files",
        every=crontab(minute="*/15"),
    ),
    Sweep(
        name="retention",
        task="esmpress.retention.tasks.delete_what_is_due",
        function="esmpress.retention.sweeping.delete_what_is_due",
        every=crontab(minute="41"),
    ),
    Sweep(
        name="old_webhooks",
        task="esmpress.webhooks.tasks.delete_old_events",
        function="esmpress.webhooks.purging.delete_old_events",
        every=crontab(minute="37"),
    ),
)


def beat_schedule() -> dict[str, dict[str, object]]:
    """The table in Celery's form; a tick that waited longer than its interval is dropped."""
    return {
        sweep.name: {
            "task": sweep.task,
            "schedule": sweep.every,
            "options": {"expires": _expires_seconds(sweep.every)},
        }
        for sweep in SWEEPS
    }


def _expires_seconds(every: timedelta | crontab) -> float:
    return every.total_seconds() if isinstance(every, timedelta) else 3600.0
