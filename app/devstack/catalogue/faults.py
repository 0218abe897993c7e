"""What is wrong with a catalogue, in sentences for who translates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from babel.messages.catalog import Catalog, Message

from devstack.catalogue.keeping import compiled, up_to_date, written
from devstack.catalogue.places import catalogue_of, compiled_of

_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")


def faults_of(language: str) -> list[str]:
    """Nothing where every text is translated and what Django reads is made of it."""
    catalogue = up_to_date(language)
    faults = [fault for message in catalogue if message.id for fault in _faults_of(message)]
    if catalogue_of(language).read_bytes() != written(catalogue):
        faults.append("The catalogue is not what the sources say: run `make catalogue`.")
    path = compiled_of(language)
    if not path.exists() or path.read_bytes() != compiled(catalogue):
        faults.append("The compiled catalogue is an older one: run `make catalogue`.")
    return faults


def untranslated(catalogue: Catalog) -> list[Message]:
    """The texts that wait for a translation."""
    return [one for one in catalogue if one.id and not all(_forms(one.string))]


def _faults_of(message: Message) -> Iterator[str]:
    shown = message.id if isinstance(message.id, str) else message.id[0]
    if message.fuzzy:
        yield f"Not sure yet: {shown}"
    if not all(_forms(message.string)):
        yield f"Without translation: {shown}"
    wanted = _placeholders(_forms(message.id)[-1])
    for form in filter(None, _forms(message.string)):
        # A form for one may say the number in words.
        optional = {"count"} if isinstance(message.id, tuple) else set()
        if _placeholders(form) | optional != wanted | optional:
            yield f"Other placeholders than its English: {form}"


def _forms(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (text or "",) if isinstance(text, str | None) else tuple(text)


def _placeholders(text: str) -> set[str]:
    return {found[0] for found in _PLACEHOLDER.finditer(text)}
