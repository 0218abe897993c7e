"""The researchers' API: participants, by their numbers."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from esmpress.api.researcher import examples
from esmpress.api.researcher.data_bodies import ArmOfParticipant, ParticipantRow, Participants
from esmpress.api.researcher.paging import CURSOR, LIMIT, SINCE, asked_for
from esmpress.api.researcher.study_views import NO_SUCH_STUDY, REFUSALS
from esmpress.api.researcher.views import StudyView, said
from esmpress.export.pages import participants_page
from esmpress.participants.models import Participant
from esmpress.studies.models import Scope

TELL_ARMS = ("stratum", "arm", "arms")


class ParticipantsView(StudyView):
    """Who takes part, or did."""

    scope = Scope.PARTICIPANTS

    @extend_schema(
        operation_id="list_participants",
        tags=["participants"],
        parameters=[LIMIT, CURSOR, SINCE],
        responses={200: Participants} | REFUSALS | NO_SUCH_STUDY,
        examples=[examples.PARTICIPANTS],
    )
    def get(self, request: Request, study: str) -> Response:
        """Participants, and what became of their participation; never an address."""
        del study
        asked = asked_for(request)
        rows = participants_page(self.study, asked.wanted)
        is_full = len(rows) == asked.wanted.limit
        return said(
            Participants(
                next_cursor=asked.next_cursor((rows[-1].pk, 0)) if is_full else None,
                as_of=asked.as_of,
                withheld=[] if self.sees_arms else list(TELL_ARMS),
                results=[_row(one, sees_arms=self.sees_arms) for one in rows],
            )
        )


def _row(participant: Participant, *, sees_arms: bool) -> ParticipantRow:
    level = participant.withdrawal_level
    left_out = level in Participant.LEFT_OUT
    told = None if left_out else participant
    arm = told.arm if told and sees_arms else None
    return ParticipantRow.model_validate(
        {
            "participant": participant.code,
            "status": participant.status,
            "withdrawal": level,
            "left_out": left_out,
            "language": told and told.language,
            "time_zone": told and told.time_zone,
            "enrolled_at": told and told.enrolled_at,
            "start_date": told and told.start_date,
            "withdrawn_at": told and told.withdrawn_at,
            "stratum": (told.stratum or None) if told and sees_arms else None,
            "arm": arm and arm.name,
            "arms": _arms(told) if told and sees_arms else None,
            "changed_at": participant.changed_at,
        }
    )


def _arms(participant: Participant) -> list[ArmOfParticipant]:
    return [
        ArmOfParticipant(arm=one.arm.name, from_date=one.from_date)
        for one in participant.allocations.all()
    ]
