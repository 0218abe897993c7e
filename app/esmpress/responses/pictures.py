"""Writes pictures anew: nothing of a file from outside is kept but what is seen on it."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

from PIL import Image, ImageOps

# What browsers and phones make; each is written as JPEG.
FORMATS = ("JPEG", "PNG", "WEBP")
CONTENT_TYPE = "image/jpeg"
LONGEST_SIDE = 1600
# Far more than a page sends, which makes photos small; a file of a few kilobytes can claim more
# than there is memory.
MOST_PIXELS = 25_000_000
_QUALITY = 85
# What Pillow raises for files that are damaged, or made to damage.
_DAMAGE = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    OverflowError,
    MemoryError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


class NotAPicture(Exception):
    """The file is no picture of a kind that is taken, is damaged, or has too many pixels."""


def write_anew(content: bytes) -> bytes:
    """The picture as a JPEG of at most LONGEST_SIDE pixels, the right way up.

    What a camera wrote into the file, such as the place, is gone. Raises NotAPicture.
    """
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise NotAPicture("The picture has too many pixels.")
            # A JPEG can be read at a fraction of its size, much faster.
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            return _as_jpeg(_on_white(upright))
    except _DAMAGE as error:
        raise NotAPicture("The file is no picture, or is damaged.") from error


def _on_white(picture: Image.Image) -> Image.Image:
    """The picture without transparent parts, which a JPEG cannot have."""
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    layer = picture.convert("RGBA")
    white = Image.new("RGBA", layer.size, "white")
    return Image.alpha_composite(white, layer).convert("RGB")


def _as_jpeg(picture: Image.Image) -> bytes:
    # What Pillow keeps beside the pixels would be written too.
    picture.info = {}
    written = BytesIO()
    picture.save(written, "JPEG", quality=_QUALITY, optimize=True)
    return written.getvalue()
