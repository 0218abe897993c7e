"""Texts of a questionnaire in other languages: written for translators, read back. Pure."""

from esmpress.questionnaires.translations.checking import check_translations
from esmpress.questionnaires.translations.completeness import LanguageState, completeness
from esmpress.questionnaires.translations.csv_file import read_csv, written_as_csv
from esmpress.questionnaires.translations.translation import (
    RefusedTranslations,
    Translated,
    TranslationFile,
)
from esmpress.questionnaires.translations.xliff import read_xliff, written_as_xliff

__all__ = [
    "LanguageState",
    "RefusedTranslations",
    "Translated",
    "TranslationFile",
    "check_translations",
    "completeness",
    "read_csv",
    "read_xliff",
    "written_as_csv",
    "written_as_xliff",
]
