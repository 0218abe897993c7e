"""The sweep that looks at how studies go: raises what began to be so, and ends what is over."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.db import connection, transaction

from esmpress.alerts.findings import FINDINGS, settling
from esmpress.alerts.models import Alert, AlertRule
from esmpress.alerts.scopes import scopes_of
from esmpress.alerts.turns import take_turn
from esmpress.studies.models import Study

_SWEEP = "course"


@transaction.atomic
def watch_studies(*, now: datetime) -> int:
    """Look at all running studies by all rules but those about answers; how many alerts changed.

    One statement for each kind that has a rule or an alert, whatever there is of both.
    """
    rules: dict[str, list[AlertRule]] = defaultdict(list)
    for rule in AlertRule.objects.filter(
        is_on=True, study__in=Study.objects.running(), kind__in=FINDINGS
    ):
        rules[rule.kind].append(rule)
    standing = Alert.objects.filter(ended_at__isnull=True, rule__kind__in=FINDINGS)
    kinds = set(rules) | set(standing.order_by().values_list("rule__kind", flat=True).distinct())
    if not kinds or take_turn(_SWEEP) is None:
        return 0
    return sum(_settle(kind, rules[kind], now=now) for kind in sorted(kinds))


def _settle(kind: str, rules: list[AlertRule], *, now: datetime) -> int:
    values = scopes_of(rules) | {"kind": kind, "now": now, "today": now.date()}
    with connection.cursor() as cursor:
        cursor.execute(settling(kind), values)
        return int(cursor.fetchone()[0])
