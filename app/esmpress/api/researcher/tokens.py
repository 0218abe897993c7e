"""Lets a program in for one request by its token, in the header and nowhere else."""

from __future__ import annotations

import re

from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, NotFound, PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from esmpress.studies.api_tokens import NoToken, TokenNeedsFactor, find_token
from esmpress.studies.models import ApiToken, Scope
from esmpress.studies.rights import granted

_BEARER = re.compile(r"Bearer +(\S+) *", re.IGNORECASE)


class TokenAuthentication(BaseAuthentication):
    """The token is `request.auth`; nobody is `request.user`, whatever cookies there are."""

    def authenticate(self, request: Request) -> tuple[None, ApiToken]:
        """What is kept of the token; raises AuthenticationFailed, or PermissionDenied."""
        match = _BEARER.fullmatch(request.headers.get("Authorization", ""))
        if match is None:
            raise AuthenticationFailed("Send a token as “Authorization: Bearer esmp_…”.")
        try:
            return None, find_token(match[1], now=timezone.now())
        except NoToken as error:
            raise AuthenticationFailed(str(error)) from error
        except TokenNeedsFactor as error:
            raise PermissionDenied(
                "The study asks for a second factor, and this token was made without one. "
                "Make another."
            ) from error

    def authenticate_header(self, request: Request) -> str:
        """What a refusal asks for."""
        del request
        return 'Bearer realm="ESMpress"'


class MayRead(BasePermission):
    """A token opens its own study, and in it what its scopes name."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """True; raises NotFound for another study, PermissionDenied where a scope lacks."""
        token, scope = token_of(request), scope_of(view)
        if view.kwargs.get("study", token.study.slug) != token.study.slug:
            raise NotFound("This token belongs to no such study.")
        if not granted(token.scopes, scope):
            raise PermissionDenied(f"This token lacks the scope “{scope}”.")
        return True


def token_of(request: Request) -> ApiToken:
    """The token of a request that was let in."""
    assert isinstance(request.auth, ApiToken)
    return request.auth


def scope_of(view: APIView) -> Scope:
    """The scope a view asks for."""
    found: Scope = vars(type(view))["scope"]
    return found


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """The token in the document of the API."""

    target_class = "esmpress.api.researcher.tokens.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        """HTTP bearer authentication."""
        del auto_schema
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A token of the study's page “API tokens”, like esmp_….",
        }
