"""Hands a participant their own data."""

from __future__ import annotations

from http import HTTPStatus
from tempfile import TemporaryFile

from django.http import FileResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from esmpress.api.participant.me_views import PortalView
from esmpress.api.problems import problems
from esmpress.export.own_data import write_own_data

CONTENT_TYPE = "application/zip"


class _ZipRenderer(JSONRenderer):
    """Who asks for a zip is served, and told of a problem in JSON."""

    media_type = CONTENT_TYPE


class DataView(PortalView):
    """The participant's data as they are now, in files."""

    renderer_classes = (JSONRenderer, _ZipRenderer)

    @extend_schema(
        operation_id="download_data",
        tags=["me"],
        responses={(200, CONTENT_TYPE): OpenApiTypes.BINARY}
        | problems(HTTPStatus.NOT_FOUND, HTTPStatus.GONE),
    )
    def get(self, _request: Request) -> FileResponse:
        """A zip: answers.csv, answers.json, timings.csv, about.json, and the photos."""
        participant = self.participant
        # Deleted as soon as it is closed: nothing of it stays on the disk.
        file = TemporaryFile()  # noqa: SIM115
        write_own_data(participant, file, now=timezone.now())
        file.seek(0)
        name = f"{participant.study.slug}_{participant.code}.zip"
        return FileResponse(file, as_attachment=True, filename=name, content_type=CONTENT_TYPE)
