"""The researchers' API: how participants go, in the figures CREMAS asks for."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from esmpress.api.researcher import examples
from esmpress.api.researcher.data_bodies import Compliance, ComplianceRow, EventFigures, Figures
from esmpress.api.researcher.paging import CURSOR, LIMIT, asked_for
from esmpress.api.researcher.study_views import NO_SUCH_STUDY, REFUSALS
from esmpress.api.researcher.views import StudyView, said
from esmpress.delivery.cremas.counting import Counts, count, count_by, split_events
from esmpress.delivery.cremas.people import Person, read_people
from esmpress.delivery.cremas.reading import read_asked
from esmpress.delivery.cremas.stages import read_stages
from esmpress.studies.models import Scope


class ComplianceView(StudyView):
    """The figures of the page Compliance."""

    scope = Scope.COMPLIANCE

    @extend_schema(
        operation_id="list_compliance",
        tags=["compliance"],
        parameters=[LIMIT, CURSOR],
        responses={200: Compliance} | REFUSALS | NO_SUCH_STUDY,
        examples=[examples.COMPLIANCE],
    )
    def get(self, request: Request, study: str) -> Response:
        """The figures of each participant, counted now, and of all of them together."""
        del study
        asked = asked_for(request, takes=("limit", "cursor"))
        wanted = asked.wanted
        everything = read_asked(self.study, read_stages(self.study), now=wanted.until)
        prompts, events = split_events(everything)
        counts = count_by(prompts, prompts.number)
        people = [one for one in read_people(self.study) if one.number > wanted.after[0]]
        page = people[: wanted.limit]
        rest = len(people) > len(page)
        return said(
            Compliance(
                next_cursor=asked.next_cursor((page[-1].number, 0)) if rest else None,
                as_of=asked.as_of,
                total=Figures(**_figures(count(prompts))),
                events=EventFigures(reported=events.reported, completed=events.completed),
                results=[_row(one, counts.get(one.number, Counts())) for one in page],
            )
        )


def _row(person: Person, counts: Counts) -> ComplianceRow:
    return ComplianceRow.model_validate(
        {"participant": f"P{person.number:04d}", "status": person.status, **_figures(counts)}
    )


def _figures(counts: Counts) -> dict[str, Any]:
    return {**vars(counts), "compliance": counts.compliance}
