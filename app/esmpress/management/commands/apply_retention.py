"""manage.py apply_retention [SLUG] [--dry-run]."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from esmpress.management.finding import study_of
from esmpress.management.one_sentence import OneSentenceCommand
from esmpress.retention.foreseeing import Foreseen, foresee
from esmpress.retention.sweeping import apply_rule
from esmpress.studies.models import RetentionRule


class Command(OneSentenceCommand):
    """Deletes what the rules of retention say is to go, as the sweep does, or tells what it is."""

    help = "Apply the rules of retention of a study, or of all; --dry-run only tells what would go."

    def add_arguments(self, parser: CommandParser) -> None:
        """The study, and whether to look only."""
        parser.add_argument("slug", nargs="?", help="the study's slug; all studies when left out")
        parser.add_argument("--dry-run", action="store_true", help="change nothing")

    def handle(self, *args: Any, slug: str | None, dry_run: bool, **options: Any) -> None:
        """One line for each rule."""
        rules = RetentionRule.objects.select_related("study").order_by("study__slug", "pk")
        if slug is not None:
            rules = rules.filter(study=study_of(slug))
        now = timezone.now()
        for rule in rules:
            told = _would_go(foresee([rule], now=now)[0]) if dry_run else _went(rule, now=now)
            self.stdout.write(f"{rule.study.slug}: {rule.data}, {told}")
        if not rules:
            self.stdout.write("There are no rules: everything is kept.")


def _went(rule: RetentionRule, *, now: datetime) -> str:
    return f"rows deleted: {apply_rule(rule, now=now)}"


def _would_go(seen: Foreseen) -> str:
    now = _rows(seen.now) or "nothing"
    later = _rows(seen.later) or "nothing"
    when = f"from {seen.first:%Y-%m-%d}" if seen.first else "at a moment that is not known yet"
    return (
        f"{seen.rule.days} days after the end of the {seen.rule.counted_from}: would go now {now} "
        f"of {seen.people_now} participants; {when} {later} of {seen.people_later}"
    )


def _rows(counts: Any) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items() if count)
