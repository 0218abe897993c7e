"""The languages participants can read: one JSON file each, with every word they are shown."""

from esmpress.languages.reading import FOLDER, FaultyLanguage, read_languages
from esmpress.languages.words import Language

# All languages by code, English first.
LANGUAGES = read_languages(FOLDER)
FALLBACK = LANGUAGES["en"]

__all__ = ["FALLBACK", "LANGUAGES", "FaultyLanguage", "Language", "read_languages"]
