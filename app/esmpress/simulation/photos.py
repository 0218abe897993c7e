"""Photos of synthetic participants: grey, under the ids their answers name."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from io import BytesIO

from PIL import Image

from esmpress.prompts.models import Prompt
from esmpress.questionnaires.answers import Answer
from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.items import Photo as PhotoItem
from esmpress.responses.models import Photo
from esmpress.responses.pictures import CONTENT_TYPE


def send_photos(
    prompt: Prompt, definition: Definition, answers: Mapping[str, Answer], *, now: datetime
) -> None:
    """Send what the answers name."""
    for item in definition.items:
        answer = answers.get(item.name)
        if isinstance(item, PhotoItem) and isinstance(answer, str):
            Photo.objects.create(
                pk=answer,
                prompt=prompt,
                item=item.name,
                content=_grey(),
                content_type=CONTENT_TYPE,
                sha256=hashlib.sha256(_grey()).hexdigest(),
                created_at=now,
            )


@cache
def _grey() -> bytes:
    written = BytesIO()
    Image.new("L", (16, 16), 128).save(written, "JPEG")
    return written.getvalue()
