"""`python -m devstack.guide.shrinking` writes the guide's pictures with fewer colours and bytes."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from devstack.layout import ROOT_DIR

FOLDER = ROOT_DIR / "docs" / "images" / "guide"
# Pages have few; the steps between them are those of smoothed letters.
COLOURS = 256


def shrink(path: Path) -> None:
    """Write the picture in place, without what the browser says of itself."""
    with Image.open(path) as picture:
        plain = picture.convert("RGB")
    palette = plain.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    palette.save(path, optimize=True)


def main() -> None:
    """Shrink all of them."""
    for path in sorted(FOLDER.glob("*.png")):
        shrink(path)


if __name__ == "__main__":
    main()
