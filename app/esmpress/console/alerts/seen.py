"""Which alerts who asks may see, and how many of them are open."""

from __future__ import annotations

from django.db.models import Count, QuerySet
from django.http import HttpRequest

from esmpress.alerts.models import Alert
from esmpress.alerts.models.rule import tells_arms
from esmpress.console.rights.asking import access_of
from esmpress.studies.rights import Right


def without_arms(request: HttpRequest, alerts: QuerySet[Alert]) -> QuerySet[Alert]:
    """Those of the alerts that tell no arm, or of studies in which who asks may see arms."""
    shown = access_of(request).studies_counted(Right.SEE_ARMS)
    if shown is None:
        return alerts
    telling = Alert.objects.filter(tells_arms(path="rule__")).exclude(study__in=shown)
    return alerts.exclude(pk__in=telling.order_by().values("pk"))


def open_alerts(request: HttpRequest) -> QuerySet[Alert]:
    """The open alerts of one's studies."""
    studies = access_of(request).studies_counted(Right.SEE_PEOPLE)
    alerts = Alert.objects.open().order_by()
    own = alerts if studies is None else alerts.filter(study__in=studies)
    return without_arms(request, own)


def count_open(request: HttpRequest) -> int:
    """How many there are, read once in a request; nothing is read for who works in no study."""
    kept = vars(request)
    if "open_alerts" not in kept:
        is_nobody = access_of(request).studies_counted(Right.SEE_PEOPLE) == set()
        kept["open_alerts"] = 0 if is_nobody else open_alerts(request).count()
    found: int = kept["open_alerts"]
    return found


def open_by_study(request: HttpRequest) -> dict[int, int]:
    """How many are open in each study that has any; one statement."""
    counted = open_alerts(request).values_list("study").annotate(count=Count("pk"))
    return dict(counted)
