"""Takes the photos that a response will name."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import IO, Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from pydantic import BaseModel
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response

from esmpress.api.participant.views import LinkView
from esmpress.api.problems import problems
from esmpress.responses.photos import MOST_BYTES, PhotoTooLarge, take_photo
from esmpress.responses.pictures import NotAPicture

_REFUSED = problems(
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.CONFLICT,
    HTTPStatus.GONE,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
)


class PictureParser(BaseParser):
    """A picture as it stands, never more of it than any item allows."""

    media_type = "image/*"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """The file; raises PhotoTooLarge."""
        content: bytes = stream.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise PhotoTooLarge
        return content


class SentPhoto(BaseModel):
    """A photo that was taken in: the answer to its item is its id."""

    id: str


def _id_in(request: Request) -> UUID | None:
    """The photo's id, if the page has chosen one; raises ParseError."""
    given = request.query_params.get("id")
    try:
        return UUID(given) if given else None
    except ValueError as error:
        raise ParseError("The id of a photo is a UUID.") from error


class PhotoView(LinkView):
    """Takes one photo in, before the response that names it."""

    parser_classes = (PictureParser,)

    @extend_schema(
        operation_id="send_photo",
        tags=["prompt"],
        parameters=[
            OpenApiParameter(
                "item",
                str,
                description="The item's name; needed where several items ask for photos.",
            ),
            OpenApiParameter(
                "id",
                UUID,
                description="The photo's id, chosen by the page; sent again, it is the same photo.",
            ),
        ],
        request={f"image/{kind}": OpenApiTypes.BINARY for kind in ("jpeg", "png", "webp")},
        responses={201: SentPhoto} | _REFUSED,
    )
    def post(self, request: Request) -> Response:
        """The id of the photo, which is kept if a response names it."""
        if not isinstance(request.data, bytes):
            raise NotAPicture
        item = request.query_params.get("item", "")
        photo = take_photo(
            self.prompt, request.data, item=item, photo_id=_id_in(request), now=timezone.now()
        )
        sent = SentPhoto(id=str(photo.pk))
        return Response(sent.model_dump(mode="json"), status=HTTPStatus.CREATED)
