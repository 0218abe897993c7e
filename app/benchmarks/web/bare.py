"""The least a participant's cycle can cost in Django: bare calls, with none of our code.

Run by gunicorn as the product is. `GET` reads a row and sends it; `POST` keeps one and commits.
"""

from __future__ import annotations

import json
import os

from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "esmpress.settings")
settings.ROOT_URLCONF = __name__
settings.MIDDLEWARE = []

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.urls import path  # noqa: E402
from rest_framework.parsers import JSONParser  # noqa: E402
from rest_framework.renderers import JSONRenderer  # noqa: E402
from rest_framework.request import Request  # noqa: E402
from rest_framework.response import Response  # noqa: E402
from rest_framework.views import APIView  # noqa: E402

TABLES = """
CREATE TABLE IF NOT EXISTS bare_prompt (id bigint PRIMARY KEY, page jsonb, answered boolean);
CREATE TABLE IF NOT EXISTS bare_response (
    id bigserial PRIMARY KEY, prompt_id bigint UNIQUE, answers jsonb, at timestamptz DEFAULT now());
"""


class Bare(APIView):
    """One row of what a page shows, and the answers to it."""

    authentication_classes = ()
    permission_classes = ()
    parser_classes = (JSONParser,)
    renderer_classes = (JSONRenderer,)

    def get(self, _request: Request, prompt: int) -> Response:
        """What was kept."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT page FROM bare_prompt WHERE id = %s", [prompt])
            (page,) = cursor.fetchone()
        return Response(json.loads(page))

    def post(self, request: Request, prompt: int) -> Response:
        """Keep the answers, and that they are there; both or nothing."""
        answers = json.dumps(request.data)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE bare_prompt SET answered = true WHERE id = %s", [prompt])
            cursor.execute(
                "INSERT INTO bare_response (prompt_id, answers) VALUES (%s, %s)", [prompt, answers]
            )
        return Response({"receipt": "AB12"}, status=201)


urlpatterns = [path("<int:prompt>", Bare.as_view())]
application = get_wsgi_application()
