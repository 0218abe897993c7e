"""Saves the answers so far, as they are given."""

from __future__ import annotations

from http import HTTPStatus

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from esmpress.api.parsing import read_body
from esmpress.api.participant.draft_bodies import Draft, DraftChanges, SavedDraft
from esmpress.api.participant.views import LinkView
from esmpress.api.problems import item_problems, problems
from esmpress.prompts import lifecycle
from esmpress.responses.drafts import Change, save_draft

_REFUSED = problems(
    HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT, HTTPStatus.GONE
)


class DraftView(LinkView):
    """Keeps the answers so far of an opened prompt."""

    @extend_schema(
        operation_id="save_draft",
        tags=["prompt"],
        request=DraftChanges,
        responses={200: SavedDraft} | _REFUSED,
    )
    def put(self, request: Request) -> Response:
        """The whole draft, with what other devices saved; a repeat changes nothing.

        Once the time is over, what was changed in time is kept, up to seven days late; the answer
        says that the prompt is closed, and with the reason `partial` that answers are kept.
        """
        body = read_body(DraftChanges, request)
        now = timezone.now()
        draft, refused = save_draft(
            self.prompt,
            [Change(one.item, one.answer, one.at) for one in body.changes],
            version=body.questionnaire_version,
            language=body.language,
            page=body.page,
            timings=body.timings,
            now=now,
        )
        lifecycle.raise_unless_begun(self.prompt, now=now)
        saved = SavedDraft(**dict(Draft.of(draft)), refused=item_problems(refused))
        return Response(saved.model_dump(mode="json"))
