"""Where texts are read from and where the catalogues are."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from devstack.layout import APP_DIR

PRODUCT = APP_DIR / "esmpress"
LOCALES = PRODUCT / "locale"
UNFOLD = Path(str(files("unfold")))
DJANGO = Path(str(files("django")))


def catalogue_of(language: str) -> Path:
    """The file with the translations; what Django reads is compiled beside it."""
    return LOCALES / language / "LC_MESSAGES" / "django.po"


def compiled_of(language: str) -> Path:
    """What Django reads."""
    return catalogue_of(language).with_suffix(".mo")


def languages() -> list[str]:
    """Those there is a catalogue for."""
    return sorted(path.parent.parent.name for path in LOCALES.glob("*/LC_MESSAGES/django.po"))
