"""The participant API: look at a link, open it, submit."""

from __future__ import annotations

from http import HTTPStatus

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response

from esmpress.api.parsing import BodyParser, read_body
from esmpress.api.participant.bodies import Opening, PromptPage, Receipt, Submission
from esmpress.api.participant.links import HasLink, LinkAuthentication
from esmpress.api.participant.pages import page_of
from esmpress.api.participant.private import PrivateView
from esmpress.api.problems import problems
from esmpress.prompts import lifecycle
from esmpress.prompts.models import Prompt
from esmpress.prompts.versions import version_shown
from esmpress.responses import intake
from esmpress.responses.closing import closed_reason

_NO_SUCH_LINK = problems(HTTPStatus.NOT_FOUND)
_MALFORMED = problems(HTTPStatus.BAD_REQUEST)
_TOO_LATE = problems(HTTPStatus.CONFLICT, HTTPStatus.GONE)
_BAD_ANSWERS = _MALFORMED | _TOO_LATE | problems(HTTPStatus.UNPROCESSABLE_ENTITY)


class LinkView(PrivateView):
    """A view of what a prompt's link leads to."""

    authentication_classes = (LinkAuthentication,)
    parser_classes: tuple[type[BaseParser], ...] = (BodyParser,)
    permission_classes = (HasLink,)

    @property
    def prompt(self) -> Prompt:
        """The prompt of the request's link."""
        prompt = self.request.auth
        assert isinstance(prompt, Prompt)
        return prompt

    def handle_exception(self, exc: Exception) -> Response:
        """The problem document; one about a prompt that is closed tells why."""
        if isinstance(exc, lifecycle.PromptClosed) and exc.reason is None:
            exc.reason = closed_reason(self.prompt)
        return super().handle_exception(exc)


class PromptView(LinkView):
    """Looks at a link; mail scanners may, it counts for nothing."""

    @extend_schema(
        operation_id="get_prompt", tags=["prompt"], responses={200: PromptPage} | _NO_SUCH_LINK
    )
    def get(self, _request: Request) -> Response:
        """What the page of the link shows now."""
        return Response(page_of(self.prompt, now=timezone.now()).model_dump(mode="json"))


class OpenView(LinkView):
    """Opens a prompt: the participant deliberately began."""

    @extend_schema(
        operation_id="open_prompt",
        tags=["prompt"],
        request=Opening,
        responses={200: PromptPage} | _NO_SUCH_LINK | _MALFORMED | _TOO_LATE,
    )
    def post(self, request: Request) -> Response:
        """The opened page; opening twice changes nothing."""
        opening = read_body(Opening, request)
        now = timezone.now()
        version = version_shown(self.prompt, opening.questionnaire_version)
        lifecycle.mark_opened(self.prompt, version=version, now=now)
        return Response(page_of(self.prompt, now=now).model_dump(mode="json"))


class ResponseView(LinkView):
    """Takes the filled-in questionnaire, once."""

    @extend_schema(
        operation_id="submit_response",
        tags=["prompt"],
        request=Submission,
        responses={201: Receipt, 200: Receipt} | _NO_SUCH_LINK | _BAD_ANSWERS,
    )
    def post(self, request: Request) -> Response:
        """The receipt; a repeat gets the same one with status 200."""
        submission = read_body(Submission, request)
        response, is_new = intake.submit(
            self.prompt,
            submission.answers,
            language=submission.language,
            version=submission.questionnaire_version,
            sent=intake.Sent(submission.submitted_ms, submission.timings),
            now=timezone.now(),
        )
        receipt = Receipt(receipt=response.receipt, answered_at=response.submitted_at)
        return Response(
            receipt.model_dump(mode="json"),
            status=HTTPStatus.CREATED if is_new else HTTPStatus.OK,
        )
