"""All addresses of the backend."""

from __future__ import annotations

from django.apps import apps
from django.contrib import admin
from django.urls import include, path

from esmpress.health.metrics import metrics
from esmpress.health.views import delivering, live, ready

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/", include("esmpress.api.urls")),
    path("webhooks/", include("esmpress.api.webhooks.urls")),
    path("healthz/live", live),
    path("healthz/ready", ready),
    path("healthz/delivery", delivering),
    path("metrics", metrics),
]
if apps.is_installed("debug_toolbar"):
    urlpatterns.append(path("__debug__/", include("debug_toolbar.urls")))

handler400 = "esmpress.api.problems.bad_request"
handler404 = "esmpress.api.problems.not_found"
handler500 = "esmpress.api.problems.server_error"
