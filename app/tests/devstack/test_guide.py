"""The pictures of the researcher's guide are shrunk, and stay what they show."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from devstack.guide.shrinking import shrink

RED = (220, 38, 38)


def make_picture(path: Path) -> None:
    """A page: steps of grey by the thousand, and a small badge in a colour of its own."""
    picture = Image.linear_gradient("L").resize((1280, 800)).convert("RGB")
    picture.paste(RED, (100, 320, 118, 332))
    picture.save(path)


def test_a_shrunk_picture_has_its_size_and_the_colour_of_its_smallest_part(tmp_path: Path) -> None:
    path = tmp_path / "page.png"
    make_picture(path)
    before = path.stat().st_size

    shrink(path)

    with Image.open(path) as picture:
        assert picture.size == (1280, 800)
        assert picture.mode == "P"
        red = picture.convert("RGB").getpixel((109, 326))
    assert isinstance(red, tuple)
    assert max(abs(one - other) for one, other in zip(red, RED, strict=True)) < 8
    assert path.stat().st_size <= before
