"""What the page of one's own account posts."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from esmpress.accounts import factors, logged_in
from esmpress.accounts.auditing import record
from esmpress.accounts.models import AuditEntry, LogIn, Researcher
from esmpress.console.account.forms import PasskeyNameForm
from esmpress.console.account.pages import current, is_sure
from esmpress.console.confirming import acting_researcher
from esmpress.console.posted import posted_number


class NeedsToBeSure(Exception):
    """Whoever sits there has to show first that it is them."""


def act(request: HttpRequest) -> str:
    """Do what was asked for, and say so; raises NeedsToBeSure, or Http404."""
    researcher = acting_researcher(request)
    match request.POST.get("act", ""):
        case "end":
            ended = logged_in.end(
                researcher, now=timezone.now(), only=posted_number(request, "number")
            )
            return _ended(researcher, ended)
        case "end_others":
            keep = current(request).pk
            return _ended(researcher, logged_in.end(researcher, now=timezone.now(), keep=keep))
        case "rename":
            return _rename(request, researcher)
        case "remove_app":
            return _removed(request, researcher, number=None)
        case "remove_passkey":
            return _removed(request, researcher, number=posted_number(request, "number"))
    raise Http404


def _ended(researcher: Researcher, ended: int) -> str:
    if ended:
        words = f"log-ins were ended: {ended}"
        record(AuditEntry.Act.DO, now=timezone.now(), researcher_id=researcher.pk, words=words)
    return ngettext("%(ended)d log-in was ended.", "%(ended)d log-ins were ended.", ended) % {
        "ended": ended
    }


def _rename(request: HttpRequest, researcher: Researcher) -> str:
    form = PasskeyNameForm(request.POST)
    if form.is_valid():
        rows = researcher.passkeys.filter(pk=posted_number(request, "number"))
        rows.update(name=form.cleaned_data["name"])
        return _("The passkey has its new name.")
    return _("Nothing was changed: a passkey needs a name of at most 60 signs.")


def _removed(request: HttpRequest, researcher: Researcher, *, number: int | None) -> str:
    """A factor less; when it was the last one, whoever is logged in elsewhere is not any more."""
    if not is_sure(request):
        raise NeedsToBeSure
    if number is None:
        factors.remove_authenticator(researcher)
    else:
        factors.remove_passkey(researcher, number)
    if not factors.has_factor(researcher):
        here = current(request)
        logged_in.end(researcher, now=timezone.now(), keep=here.pk)
        LogIn.objects.filter(pk=here.pk).update(factor=LogIn.Factor.NONE)
        return _("It was removed. Your account has no second factor now.")
    return _("It was removed.")
