"""The catalogues as files: read, brought up to date, written and compiled."""

from __future__ import annotations

from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from devstack.catalogue.extracting import extract
from devstack.catalogue.places import catalogue_of


def kept(language: str) -> Catalog:
    """The catalogue as it stands in its file."""
    with catalogue_of(language).open("rb") as source:
        return read_po(source, locale=language)


def up_to_date(language: str) -> Catalog:
    """The same with exactly the texts there are now; new ones have no translation."""
    catalogue = kept(language)
    catalogue.update(extract(language), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    return catalogue


def written(catalogue: Catalog) -> bytes:
    """What stands in its file."""
    output = BytesIO()
    write_po(output, catalogue, width=120, include_lineno=False, sort_by_file=True)
    return output.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    """What Django reads."""
    output = BytesIO()
    write_mo(output, catalogue)
    return output.getvalue()
