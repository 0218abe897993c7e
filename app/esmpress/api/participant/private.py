"""Answers for one participant, which no browser and no proxy keeps."""

from __future__ import annotations

from typing import Any

from django.utils.cache import patch_cache_control
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView


class PrivateView(APIView):
    """A view whose answers, problems included, are kept nowhere."""

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        """The answer with the header that says so."""
        answer: Response = super().finalize_response(request, response, *args, **kwargs)
        patch_cache_control(answer, no_store=True)
        return answer
