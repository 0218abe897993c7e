"""All addresses of the backend."""

from __future__ import annotations

from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from esmpress.api import problems
from esmpress.console import refusals
from esmpress.health.metrics import metrics
from esmpress.health.views import delivering, live, ready

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/v1/", include("esmpress.api.researcher.urls")),
    path("api/", include("esmpress.api.urls")),
    path("webhooks/", include("esmpress.api.webhooks.urls")),
    path("healthz/live", live),
    path("healthz/ready", ready),
    path("healthz/delivery", delivering),
    path("metrics", metrics),
]
if apps.is_installed("debug_toolbar"):
    urlpatterns.append(path("__debug__/", include("debug_toolbar.urls")))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Researchers are told in the Admin's words, everybody else in those of the API."""
    if request.path.startswith("/admin/"):
        return refusals.not_found(request, exception)
    return problems.not_found(request, exception)


handler400 = "esmpress.api.problems.bad_request"
handler403 = "esmpress.console.refusals.forbidden"
handler404 = not_found
handler500 = "esmpress.api.problems.server_error"
