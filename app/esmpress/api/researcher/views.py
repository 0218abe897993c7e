"""What all views of the researchers' API share."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils import timezone
from pydantic import BaseModel
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from esmpress.accounts.auditing import Page, record_seen, was_seen
from esmpress.api.participant.private import PrivateView
from esmpress.api.researcher.limiting import TokenThrottle
from esmpress.api.researcher.tokens import MayRead, TokenAuthentication, token_of
from esmpress.studies.api_tokens import note_use
from esmpress.studies.models import ApiToken, Scope, Study


class StudyView(PrivateView):
    """A view of the study of a token; what it says is kept nowhere on its way."""

    scope: ClassVar[Scope]

    authentication_classes = (TokenAuthentication,)
    permission_classes = (MayRead,)
    throttle_classes = (TokenThrottle,)
    renderer_classes = (JSONRenderer,)
    http_method_names = ("get", "head", "options")

    @property
    def token(self) -> ApiToken:
        """By which the program was let in."""
        return token_of(self.request)

    @property
    def study(self) -> Study:
        """The study of the token."""
        return self.token.study

    @property
    def sees_arms(self) -> bool:
        """Whether the program may know who is in which arm."""
        return Scope.ARMS in self.token.scopes

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Let in or refuse; who is let in is told to the audit trail first, once an hour."""
        super().initial(request, *args, **kwargs)
        now, token = timezone.now(), self.token
        note_use(token, now=now)
        seen = Page("studies_apitoken", str(token.pk), f"{self.scope} by a token of the API")
        maker = token.made_by_id
        if not was_seen(seen, now=now, researcher_id=maker):
            record_seen(seen, now=now, researcher_id=maker, study_id=token.study_id)


def said(body: BaseModel) -> Response:
    """A body as JSON; instants in UTC."""
    return Response(body.model_dump(mode="json"))
