"""What an endpoint is posted: which event of whom, and never an answer or an address."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from esmpress.webhooks.models import Delivery


class Event(BaseModel):
    """Something that happened in a study; what it was about is read from the API."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    # The same each time it is sent, and the same as the header webhook-id.
    id: UUID
    type: str
    created_at: datetime
    # The short name of the study.
    study: str
    # The participant's code; empty in a test.
    participant: str
    # The number of the prompt that was answered; null where there is none, or they were erased.
    prompt: int | None = Field(default=None)


def body_of(delivery: Delivery) -> bytes:
    """The body, as it is signed."""
    return (
        Event(
            id=delivery.public_id,
            type=delivery.kind,
            created_at=delivery.created_at,
            study=delivery.endpoint.study.slug,
            participant=delivery.participant,
            prompt=delivery.prompt,
        )
        .model_dump_json()
        .encode()
    )
