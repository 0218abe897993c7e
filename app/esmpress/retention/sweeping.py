"""The sweep that deletes what is due: a few participants in each transaction, noted with it."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import structlog
from django.db import transaction

from esmpress.accounts.auditing import record_by_command
from esmpress.jobs.discarding import discard_answers
from esmpress.participants.models import Participant
from esmpress.retention.classes import CLASSES
from esmpress.retention.due import due_people, rows_of, some_with_rows
from esmpress.studies.models import RetentionRule

# What one transaction takes.
_AT_ONCE = 20

log = structlog.get_logger(__name__)


def delete_what_is_due(*, now: datetime) -> int:
    """Carry out the rules of all studies; how many rows went."""
    rules = RetentionRule.objects.select_related("study").order_by("pk")
    return sum(apply_rule(rule, now=now) for rule in rules)


def apply_rule(rule: RetentionRule, *, now: datetime) -> int:
    """Delete what one rule says is to go by now; how many rows went."""
    gone = 0
    while people := some_with_rows(rule, most=_AT_ONCE, now=now):
        deleted = _delete(rule, people, now=now)
        if not deleted:
            # Changed or taken back meanwhile; what is there now is for the next sweep.
            break
        gone += deleted
    if gone:
        log.info("retention_applied", study=rule.study_id, data=rule.data, rows=gone)
    return gone


@transaction.atomic
def _delete(rule: RetentionRule, people: list[int], *, now: datetime) -> int:
    """Delete what is held of these, as long as the rule stands as it was read."""
    standing = RetentionRule.objects.filter(
        pk=rule.pk, data=rule.data, days=rule.days, counted_from=rule.counted_from
    )
    if not standing.select_for_update(no_key=True).exists():
        return 0
    due = due_people(rule, now=now).filter(pk__in=people).order_by("pk")
    held = list(due.select_for_update(of=("self",), no_key=True))
    chosen = Participant.objects.filter(pk__in=[one.pk for one in held])
    before = Counter(rows_of(rule, chosen))
    for participant in held:
        CLASSES[rule.data].delete(participant)
    gone = (before - Counter(rows_of(rule, chosen))).total()
    if gone and CLASSES[rule.data].in_exports:
        discard_answers(rule.study, now=now)
    if gone:
        _note(rule, people=len(held), rows=gone, now=now)
    return gone


def _note(rule: RetentionRule, *, people: int, rows: int, now: datetime) -> None:
    words = (
        f"Deleted by the rule for {rule.data}, {rule.days} days after the end of the "
        f"{rule.counted_from}: rows {rows}, participants {people}."
    )
    record_by_command(words, now=now, study_id=rule.study_id)
