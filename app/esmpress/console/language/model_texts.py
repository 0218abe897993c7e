"""Names, choices, hints and refusals of the models, translated where they are shown.

Models say them in English; here each becomes a text that is looked up when it is read. So models
stay free of languages, and one that is new is translated without a line of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import Choices, Field, Model
from django.utils.choices import CallableChoiceIterator
from django.utils.translation import gettext_lazy

from esmpress.lazy_texts import lazily

_OURS = "esmpress."
_OF_A_MODEL = ("verbose_name", "verbose_name_plural")
_OF_A_FIELD = ("verbose_name", "help_text")


def translate_models() -> None:
    """Replace the texts of all our models."""
    for holder, attribute in _texts():
        # Django makes a plural that nobody wrote of the singular, as a proxy.
        if found := str(getattr(holder, attribute) or ""):
            setattr(holder, attribute, gettext_lazy(found))
    for field in _fields():
        # Those that are called are names of languages, each in itself.
        if field.choices and not isinstance(field.choices, CallableChoiceIterator):
            field.choices = [(value, _lazily(words)) for value, words in field.choices]
    for member in _members():
        member._label_ = lazily(str(member.label))


def texts_of_models() -> list[str]:
    """All of them, in English if no language is active."""
    found = [getattr(holder, attribute) for holder, attribute in _texts()]
    for field in _fields():
        found += [words for _value, words in field.flatchoices]
    found += [member.label for member in _members()]
    return [str(words) for words in found if words]


def _lazily(words: Any) -> Any:
    return gettext_lazy(words) if isinstance(words, str) and words else words


def _texts() -> Iterator[tuple[Any, str]]:
    """Each text as its holder and the attribute it is in."""
    for model in _models():
        yield from ((model._meta, attribute) for attribute in _OF_A_MODEL)
        for constraint in model._meta.constraints:
            yield constraint, "violation_error_message"
    for field in _fields():
        yield from ((field, attribute) for attribute in _OF_A_FIELD)
        yield from ((one, "message") for one in field.validators if _has_words(one))


def _has_words(validator: Any) -> bool:
    """Whether it says something of its own; what Django says is translated already."""
    return "message" in vars(validator)


def _members() -> Iterator[Any]:
    """Each choice there is, for whoever asks it for its label."""
    waiting = [Choices]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__.startswith(_OURS):
            yield from kind


def _models() -> list[type[Model]]:
    return [
        model
        for model in apps.get_models()
        if model.__module__.startswith(_OURS) and not model._meta.auto_created
    ]


def _fields() -> list[Field[Any, Any]]:
    return [
        field
        for model in _models()
        for field in model._meta.get_fields()
        if isinstance(field, Field)
    ]
