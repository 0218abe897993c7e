"""What a browser was asked to sign, kept in its session until it answers, once."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from esmpress.accounts.passkeys import Asked, Site, WrongPasskey

_KEPT_AS = "asked_passkey"


def site_of(request: HttpRequest) -> Site:
    """Where keys are bound to."""
    return Site(request.scheme or "https", request.get_host())


def keep(request: HttpRequest, asked: Asked) -> None:
    """For the answer; an older question is not waited for any more."""
    request.session[_KEPT_AS] = asked.state


def take(request: HttpRequest) -> Any:
    """What was asked last; raises WrongPasskey when nothing was, or it was answered already."""
    try:
        return request.session.pop(_KEPT_AS)
    except KeyError as error:
        raise WrongPasskey from error
