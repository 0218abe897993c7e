"""What endpoints of webhooks are posted, as it stands in openapi-researcher.yaml."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiResponse, OpenApiWebhook, extend_schema

from esmpress.webhooks.bodies import Event
from esmpress.webhooks.models import Kind

_SIGNED = (
    "Signed by Standard Webhooks: the headers webhook-id, webhook-timestamp and webhook-signature. "
    "Sent until the answer is one of 200 to 299, so sometimes twice under one webhook-id; 410 "
    "switches the endpoint off."
)
_TAKEN = {200: OpenApiResponse(description="Taken; any answer from 200 to 299 is as good.")}


def _webhook(kind: Kind, summary: str, prompt: int | None) -> OpenApiWebhook:
    body: dict[str, Any] = {
        "id": "0f6a3a5e-4a53-4f6b-9a1c-7a2f5f9f3b11",
        "type": kind.value,
        "created_at": "2027-01-13T11:48:55.280000Z",
        "study": "affect-week",
        "participant": "P0007",
        "prompt": prompt,
    }
    example = OpenApiExample(summary, value=body)
    described = extend_schema(
        request=Event,
        responses=_TAKEN,
        summary=summary,
        description=_SIGNED,
        examples=[example],
    )
    return OpenApiWebhook(name=kind.value, decorator=described)


RECEIVED = _webhook(Kind.RECEIVED, "A response came in", 4711)
ENROLLED = _webhook(Kind.ENROLLED, "Somebody was enrolled", None)
WITHDRAWN = _webhook(Kind.WITHDRAWN, "Somebody withdrew, or went further than before", None)
