"""Which open alerts which member is still to be mailed, and how they want it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection

from esmpress.alerts.models import AlertRule, MailWishes, Way
from esmpress.studies.models import Role
from esmpress.studies.rights import RIGHTS_OF, Right

Kind = AlertRule.Kind

# Who is mailed at all, and who of them may learn of an arm.
MAILED = (Role.OWNER, Role.COORDINATOR)
_SEE_ARMS = [role for role in MAILED if Right.SEE_ARMS in RIGHTS_OF[role]]


def default_way(kind: str) -> str:
    """How a member who has said nothing is mailed."""
    return str(getattr(MailWishes(), kind))


_WAY = "CASE rule.kind {} END".format(
    " ".join(
        f"WHEN '{kind}' THEN coalesce(wishes.{kind}, '{default_way(kind)}')" for kind in Kind.values
    )
)
# What somebody has acknowledged is in good hands.
_WAITING = f"""
SELECT * FROM (
    SELECT membership.id, alert.id, rule.kind, {_WAY} AS way
      FROM alerts_alert AS alert
      JOIN alerts_alertrule AS rule ON rule.id = alert.rule_id
      LEFT JOIN studies_phase AS phase ON phase.id = rule.phase_id
      JOIN studies_membership AS membership
        ON membership.study_id = alert.study_id AND membership.role = ANY(%(mailed)s)
      JOIN accounts_researcher AS researcher
        ON researcher.id = membership.researcher_id AND researcher.is_active
      LEFT JOIN alerts_mailwishes AS wishes ON wishes.membership_id = membership.id
     WHERE alert.ended_at IS NULL AND alert.done_at IS NULL AND alert.acknowledged_at IS NULL
       AND (membership.role = ANY(%(see_arms)s)
            OR rule.arm_id IS NULL AND phase.arm_id IS NULL)
       AND NOT EXISTS (SELECT FROM alerts_alertmail AS mail
                        WHERE mail.alert_id = alert.id
                          AND mail.researcher_id = membership.researcher_id)) AS waiting (
       membership_id, alert_id, kind, way)
 WHERE way <> 'none'
 ORDER BY membership_id, alert_id
"""  # noqa: S608
_LATEST = """
SELECT membership.id, max(mail.told_at)
  FROM studies_membership AS membership
  JOIN alerts_alertmail AS mail ON mail.researcher_id = membership.researcher_id
  JOIN alerts_alert AS alert ON alert.id = mail.alert_id AND alert.study_id = membership.study_id
 WHERE membership.id = ANY(%(members)s) AND mail.told_at > %(since)s
 GROUP BY membership.id
"""


@dataclass
class Waiting:
    """The alerts that wait for one member, by the way they go; risk apart from what can wait."""

    risk: list[int] = field(default_factory=list)
    at_once: list[int] = field(default_factory=list)
    digest: list[int] = field(default_factory=list)


def waiting_by_member() -> dict[int, Waiting]:
    """What waits for each member, by the membership's number; one statement."""
    found: dict[int, Waiting] = defaultdict(Waiting)
    values = {"mailed": list(MAILED), "see_arms": _SEE_ARMS}
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, values)
        for member, alert, kind, way in cursor.fetchall():
            waiting = found[member]
            if way == Way.DIGEST:
                waiting.digest.append(alert)
            elif kind == Kind.RISK:
                waiting.risk.append(alert)
            else:
                waiting.at_once.append(alert)
    return dict(found)


def latest_mails(member_ids: list[int], *, since: datetime) -> dict[int, datetime]:
    """When each of the members was written to last about alerts of the study, since an instant."""
    with connection.cursor() as cursor:
        cursor.execute(_LATEST, {"members": member_ids, "since": since})
        return dict(cursor.fetchall())
