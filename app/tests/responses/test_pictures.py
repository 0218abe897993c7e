"""Pictures from outside are written anew, or refused."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from esmpress.responses.pictures import MOST_PIXELS, NotAPicture, write_anew
from tests.responses.pictures import PLACE, opened, picture, with_place


def flat_png(width: int, height: int) -> bytes:
    """A PNG that claims a size and has next to nothing in it."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content))
            + name
            + content
            + struct.pack(">I", zlib.crc32(name + content))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_each_kind_becomes_a_jpeg(kind: str) -> None:
    written = opened(write_anew(picture(kind)))

    assert (written.format, written.size, written.mode) == ("JPEG", (40, 20), "RGB")
    red, green, blue = written.getpixel((5, 5))  # type: ignore[misc]
    assert red > 240 and green < 15 and blue < 15


@pytest.mark.parametrize(
    ("mode", "colour"),
    [("L", 128), ("P", 3), ("1", 1), ("LA", (128, 255)), ("I;16", 9), ("CMYK", (0, 0, 0, 0))],
)
def test_pictures_of_other_colours_become_a_jpeg_too(mode: str, colour: Any) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"

    assert opened(write_anew(picture(kind, mode=mode, colour=colour))).mode == "RGB"


def test_nothing_the_camera_wrote_is_kept() -> None:
    taken = with_place(icc_profile=b"profile of a phone")
    assert opened(taken).getexif().get_ifd(PLACE)

    written = write_anew(taken)

    assert not opened(written).getexif()
    assert set(opened(written).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert not any(word in written for word in (b"Exif", b"phone", b"home", b"ICC"))


@pytest.mark.parametrize(
    ("kind", "saved"),
    [("PNG", {"dpi": (300, 300)}), ("WEBP", {"xmp": b"<x:xmpmeta>home</x:xmpmeta>"})],
)
def test_nothing_other_kinds_bring_along_is_kept(kind: str, saved: dict[str, Any]) -> None:
    written = write_anew(picture(kind, **saved))

    assert b"home" not in written
    assert "dpi" not in opened(written).info


@pytest.mark.parametrize(
    ("orientation", "size"), [(1, (40, 20)), (3, (40, 20)), (6, (20, 40)), (8, (20, 40))]
)
def test_a_picture_is_turned_the_right_way_up(orientation: int, size: tuple[int, int]) -> None:
    assert opened(write_anew(with_place(orientation))).size == size


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((3200, 1600), (1600, 800)),
        ((900, 2400), (600, 1600)),
        ((1600, 1600), (1600, 1600)),
        ((1, 1), (1, 1)),
        ((8000, 2), (1600, 1)),
    ],
)
def test_a_large_picture_is_made_smaller_and_a_small_one_is_not_made_larger(
    size: tuple[int, int], expected: tuple[int, int]
) -> None:
    assert opened(write_anew(picture(size=size))).size == expected


def test_what_was_transparent_is_white() -> None:
    clear = picture("PNG", mode="RGBA", colour=(0, 0, 0, 0))

    assert opened(write_anew(clear)).getpixel((0, 0)) == (255, 255, 255)


def test_of_a_moving_picture_the_first_is_kept() -> None:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    written = BytesIO()
    frames[0].save(written, "WEBP", save_all=True, append_images=frames[1:], lossless=True)

    red, _, blue = opened(write_anew(written.getvalue())).getpixel((0, 0))  # type: ignore[misc]

    assert red > 240 and blue < 15


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xd8\xff",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7",
        b"\x00" * 10_000,
        picture("GIF"),
        picture("BMP"),
        picture("TIFF"),
        picture()[:200],
        picture("PNG")[:50],
        picture("WEBP")[:30],
        flat_png(100, 100),
    ],
)
def test_what_is_no_whole_picture_is_refused(content: bytes) -> None:
    with pytest.raises(NotAPicture):
        write_anew(content)


@pytest.mark.parametrize(
    "size", [(5001, 5000), (65_000, 65_000), (2**31 - 1, 2**31 - 1), (MOST_PIXELS + 1, 1)]
)
def test_a_picture_that_claims_more_pixels_than_fit_is_refused_unread(
    size: tuple[int, int],
) -> None:
    with pytest.raises(NotAPicture):
        write_anew(flat_png(*size))


@given(st.sampled_from(["JPEG", "PNG", "WEBP"]), st.data())
@settings(max_examples=300, deadline=None)
def test_a_damaged_picture_is_refused_or_read_and_never_a_fault_of_ours(
    kind: str, data: st.DataObject
) -> None:
    content = bytearray(picture(kind))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))

    try:
        written = write_anew(bytes(content))
    except NotAPicture:
        return

    assert opened(written).format == "JPEG"
