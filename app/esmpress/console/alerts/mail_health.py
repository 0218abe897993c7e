"""Members whom mail about alerts does not reach."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from uuid import UUID

from esmpress.accounts.models import Researcher
from esmpress.delivery.models import Letter, ProviderEvent
from esmpress.studies.models import Membership, Study

_CAME_BACK = ("bounce", "blocked", "dropped")


@dataclass(frozen=True)
class Troubled:
    """A member whose latest letter did not arrive."""

    researcher: Researcher
    reason: str


def troubled_members(study: Study) -> list[Troubled]:
    """Those whose latest letter of the last weeks failed or came back; three statements."""
    letters = Letter.objects.filter(study=study, researcher__isnull=False)
    settled = letters.exclude(status=Letter.Status.PLANNED)
    latest = settled.order_by("researcher", "-written_at", "-pk").distinct("researcher")
    by_researcher = {one.researcher_id: one for one in latest}
    returned = {
        event.notification_id
        for event in ProviderEvent.objects.filter(
            notification_id__in=[one.public_id for one in by_researcher.values()],
            kind__in=_CAME_BACK,
        )
    }
    members = Membership.objects.filter(study=study, researcher__in=by_researcher)
    return [
        Troubled(member.researcher, by_researcher[member.researcher_id].reason)
        for member in members.select_related("researcher").order_by("pk")
        if _is_troubled(by_researcher[member.researcher_id], returned)
    ]


def _is_troubled(letter: Letter, returned: Container[UUID | None]) -> bool:
    return letter.status != Letter.Status.SENT or letter.public_id in returned
