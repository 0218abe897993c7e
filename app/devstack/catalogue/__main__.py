"""`python -m devstack.catalogue` brings catalogues up to date; `--check` says what is wrong."""

from __future__ import annotations

import os
import sys

import django

from devstack.steps import PLACEHOLDERS

os.environ.update({"DJANGO_SETTINGS_MODULE": "esmpress.settings", **PLACEHOLDERS})
django.setup()

from devstack.catalogue.faults import faults_of, untranslated  # noqa: E402
from devstack.catalogue.keeping import compiled, up_to_date, written  # noqa: E402
from devstack.catalogue.places import catalogue_of, compiled_of, languages  # noqa: E402


def bring_up_to_date(language: str) -> str:
    """Write both files; how many texts there are, and how many wait."""
    catalogue = up_to_date(language)
    catalogue_of(language).write_bytes(written(catalogue))
    compiled_of(language).write_bytes(compiled(catalogue))
    return f"{language}: {len(catalogue)} texts, {len(untranslated(catalogue))} to be translated."


def main(arguments: list[str]) -> int:
    """Do it for every language; the exit status."""
    if arguments == ["--check"]:
        faults = [
            f"{language}: {fault}" for language in languages() for fault in faults_of(language)
        ]
        print("\n".join(faults))
        return 1 if faults else 0
    for language in languages():
        print(bring_up_to_date(language))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
