"""What the guide's study is watched for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from esmpress.alerts.models import AlertRule
from esmpress.studies.models import Study

Kind = AlertRule.Kind


def add_alert_rules(study: Study, *, now: datetime) -> None:
    """A rule of each kind."""
    asked = study.schedules.get(name="moments").questionnaire
    tense: dict[str, Any] = {"column": "tense", "comparison": "at_least", "values": [99]}
    wanted: dict[str, dict[str, Any]] = {
        Kind.RISK: {"questionnaire": asked, **tense},
        Kind.MISSED: {"missed": 5},
        Kind.COMPLIANCE: {"percent": 40, "days": 5, "least": 12},
        Kind.BOUNCED: {},
        Kind.SILENCE: {"hours": 12, "least": 20},
    }
    for kind, numbers in wanted.items():
        AlertRule.objects.create(study=study, kind=kind, since=now, **numbers)
