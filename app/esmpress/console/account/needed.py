"""Whose log-in needs a second factor: by the operator's setting, or by a study that asks for it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from esmpress.accounts.models import LogIn, Researcher
from esmpress.console.rights.asking import access_of
from esmpress.studies.models import Role


def log_in_of(request: HttpRequest) -> LogIn | None:
    """By which log-in a request comes; None outside the Admin and for nobody."""
    found: LogIn | None = vars(request).get("log_in")
    return found


def is_needed_now(request: HttpRequest, *, now: datetime) -> bool:
    """Whether who asks gets nothing but the pages on which a second factor is set up."""
    log_in, researcher = log_in_of(request), request.user
    if log_in is None or log_in.factor or not isinstance(researcher, Researcher):
        return False
    has_time = now < until(researcher)
    return not has_time and _is_wanted_of(request)


def until(researcher: Researcher) -> datetime:
    """When an account has to have one at the latest."""
    return researcher.joined_at + timedelta(days=settings.SECOND_FACTOR_GRACE_DAYS)


def asked_in_words(request: HttpRequest, *, now: datetime) -> str:
    """What is said to who should have a second factor, sooner or later, and has none."""
    researcher, log_in = request.user, log_in_of(request)
    if log_in is None or log_in.factor or not isinstance(researcher, Researcher):
        return ""
    if is_needed_now(request, now=now):
        return _("Your account needs a second factor. Set one up here, then everything opens.")
    if is_shut_out(request):
        return _("A study you work in opens only with a second factor. Set one up here.")
    if not _is_wanted_of(request):
        return ""
    said = _("Your account needs a second factor from %(day)s on; it is set up in My account.")
    return said % {"day": date_format(until(researcher), _("j F Y"))}


def is_shut_out(request: HttpRequest) -> bool:
    """Whether a study of who asks stays closed, as it asks for a factor they have not shown."""
    return bool(access_of(request).withheld)


def _is_wanted_of(request: HttpRequest) -> bool:
    match settings.REQUIRE_SECOND_FACTOR:
        case "all":
            return True
        case "owners":
            is_super = isinstance(request.user, Researcher) and request.user.is_superuser
            return is_super or access_of(request).has_role(Role.OWNER)
    return False
