"""Pictures as phones make them, for tests."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from PIL import Image

# Tags of EXIF: which way up, who made it, where the place stands.
ORIENTATION, MAKER, PLACE = 0x0112, 0x010F, 0x8825


def picture(
    kind: str = "JPEG",
    size: tuple[int, int] = (40, 20),
    *,
    mode: str = "RGB",
    colour: Any = "red",
    **saved: Any,
) -> bytes:
    """A picture of one colour."""
    written = BytesIO()
    Image.new(mode, size, colour).save(written, kind, **saved)
    return written.getvalue()


def with_place(orientation: int = 1, **fields: Any) -> bytes:
    """A JPEG that tells where it was taken, and which way up."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = orientation, "A phone"
    exif.get_ifd(PLACE).update({1: "N", 2: (52.0, 13.0, 56.0), 3: "E", 4: (21.0, 0.0, 30.0)})
    return picture(exif=exif, comment=b"at home", **fields)


def opened(content: bytes) -> Image.Image:
    """The picture to look at."""
    return Image.open(BytesIO(content))
