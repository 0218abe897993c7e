"""The page an invitation leads to: name and password make the account, with its role."""

from __future__ import annotations

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from esmpress.console.members.forms import AccountForm
from esmpress.lazy_texts import lazily
from esmpress.studies.invitations import (
    InvitationExpired,
    UnknownInvitation,
    accept,
    account_of,
    find_invitation,
)
from esmpress.studies.models import Invitation

_UNKNOWN = lazily(
    "This link leads to no invitation: it was used before, withdrawn, or a newer one was sent. If "
    "you have made your account with it, log in."
)
_EXPIRED = lazily("This invitation was good for a week. Ask who invited you for another one.")


@never_cache
def take_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for what makes an account; a post makes it, once."""
    now = timezone.now()
    try:
        invitation = find_invitation(token, now=now)
        form = None
        if account_of(invitation) is None:
            posted = request.POST if request.method == "POST" else None
            form = AccountForm(posted, email=invitation.email)
        if request.method != "POST" or (form is not None and not form.is_valid()):
            return _page(request, invitation, form)
        given = form.cleaned_data if form is not None else {}
        accept(
            invitation,
            name=given.get("name", ""),
            password=given.get("password", ""),
            now=now,
        )
    except UnknownInvitation:
        return _lost(request, _UNKNOWN, 404)
    except InvitationExpired:
        return _lost(request, _EXPIRED, 410)
    messages.success(
        request,
        _("You work in “%(study)s” now. Log in with your address.") % {"study": invitation.study},
    )
    return redirect("admin:login")


def _page(request: HttpRequest, invitation: Invitation, form: AccountForm | None) -> HttpResponse:
    values = admin.site.each_context(request) | {
        "title": _("Invitation"),
        "invitation": invitation,
        "form": form,
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "console/invitation.html", values, status=status)


def _lost(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    values = admin.site.each_context(request) | {"title": _("Invitation"), "problem": sentence}
    return render(request, "console/invitation.html", values, status=status)
