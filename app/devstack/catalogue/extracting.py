"""All texts of the Admin: ours, and those of its theme that Django does not translate."""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog

from devstack.catalogue.places import DJANGO, PRODUCT, UNFOLD
from devstack.catalogue.python_texts import texts_of_python
from devstack.catalogue.template_texts import texts_of_template
from devstack.catalogue.texts import Text
from esmpress.console.language.model_texts import texts_of_models


def extract(language: str) -> Catalog:
    """A catalogue of what is to be translated, without translations."""
    found = Catalog(locale=language, project="ESMpress", fuzzy=False)
    for path in _sources(PRODUCT):
        for text in _texts_of(path):
            _add(found, text, str(path.relative_to(PRODUCT.parent)))
    for words in texts_of_models():
        _add(found, Text(words), "models")
    known = translated_by_django(language)
    for path in _sources(UNFOLD):
        for text in _texts_of(path):
            if text.one not in known:
                _add(found, text, "unfold")
    return found


def _sources(root: Path) -> list[Path]:
    paths = [*root.rglob("*.py"), *root.rglob("*.html")]
    # The additions of the theme are not installed.
    return sorted(
        path for path in paths if not {"migrations", "contrib"} & {*path.relative_to(root).parts}
    )


def _texts_of(path: Path) -> Iterator[Text]:
    source = path.read_text()
    return texts_of_template(source) if path.suffix == ".html" else texts_of_python(source)


def _add(found: Catalog, text: Text, place: str) -> None:
    if not text.one.strip():
        return
    found.add(text.key, locations=[(place, 0)], context=text.context or None)


def translated_by_django(language: str) -> set[str]:
    """The texts Django has in the language."""
    known: set[str] = set()
    for path in DJANGO.glob(f"**/locale/{language}/LC_MESSAGES/django.mo"):
        with path.open("rb") as compiled:
            translations = gettext.GNUTranslations(compiled)
        keys = (key[0] if isinstance(key, tuple) else key for key in translations._catalog)  # type: ignore[attr-defined]
        known.update(keys)
    return known
