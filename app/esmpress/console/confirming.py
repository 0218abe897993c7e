"""Pages of the Admin beside Django's own: a question before an act, a form on its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst

from esmpress.accounts.models import Researcher


def object_or_denied(model_admin: ModelAdmin[Any], request: HttpRequest, object_id: str) -> Any:
    """The object a page is about; raises Http404, or PermissionDenied for who may not see it.

    What a page does needs a right of its own, which its `@action` names.
    """
    found = model_admin.get_object(request, object_id)
    if found is None:
        raise Http404
    if not model_admin.has_view_permission(request, found):
        raise PermissionDenied
    return found


def confirm(
    model_admin: ModelAdmin[Any],
    request: HttpRequest,
    subject: Model,
    *,
    title: str,
    sentences: list[str],
    problems: Sequence[str] = (),
    button: str = "",
    form: Any = None,
    status: int = 200,
) -> HttpResponse:
    """A page that says what will happen, with a button that posts; without `button` it only says.

    `problems` stand in a list of their own.

    Acts follow on POST alone, so that no link, prefetch or scanner can trigger them.
    """
    values = page_values(model_admin, request, subject, title=title) | {
        "sentences": sentences,
        "problems": problems,
        "button": button,
        "form": form,
    }
    return render(request, "console/confirm.html", values, status=status)


def page_values(
    model_admin: ModelAdmin[Any],
    request: HttpRequest,
    subject: Model,
    *,
    title: str,
    page_name: str = "",
) -> dict[str, Any]:
    """What the templates of all such pages need.

    `page_name` stands at the end of the trail and in the window's title, `title` without it.
    """
    return model_admin.admin_site.each_context(request) | {
        "title": title,
        "page_name": page_name or title,
        "trail": trail_to(subject),
        "subject": subject,
        "opts": model_admin.model._meta,
    }


def trail_to(subject: Model) -> list[tuple[object, str]]:
    """What leads to the pages about an object: the list it stands in, and its own page."""
    opts = subject._meta
    address = f"admin:{opts.app_label}_{opts.model_name}"
    return [
        (capfirst(opts.verbose_name_plural), reverse(f"{address}_changelist")),
        (subject, reverse(f"{address}_change", args=[subject.pk])),
    ]


def acting_researcher(request: HttpRequest) -> Researcher:
    """Who is logged in; the Admin lets nobody else in."""
    assert isinstance(request.user, Researcher)
    return request.user
