"""Every form of the Admin: those its pages show, and those that wait behind them."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from django.contrib.admin.helpers import AdminForm, InlineAdminFormSet
from django.forms import BaseForm, BaseFormSet
from django.test import Client
from django.test.utils import ContextList

from esmpress import console
from esmpress.console.rights.matrix import addresses
from tests.console.rights.world import World


def forms_on_pages(client: Client, world: World) -> Iterator[BaseForm]:
    """The forms of every page this browser may look at, and an empty one for each row to add."""
    for address in addresses():
        if address.page is not None:
            answer = client.get(world.url_of(address))
            for value in _values(getattr(answer, "context", None)):
                yield from _forms(value)


def written_forms() -> Iterator[type[BaseForm]]:
    """Every class of forms in the console."""
    for module in pkgutil.walk_packages(console.__path__, f"{console.__name__}."):
        importlib.import_module(module.name)
    yield from _ours(BaseForm)


def _ours(form: type[BaseForm]) -> Iterator[type[BaseForm]]:
    for one in form.__subclasses__():
        if one.__module__.startswith(console.__name__):
            yield one
        yield from _ours(one)


def _values(context: Any) -> Iterator[Any]:
    """What the view gave its template; parts of the page have it all again."""
    for layer in context[0].dicts if isinstance(context, ContextList) else ():
        yield from layer.values()


def _forms(value: Any) -> Iterator[BaseForm]:
    match value:
        case BaseForm():
            yield value
        case BaseFormSet():
            yield from (*value.forms, value.empty_form)
        case AdminForm():
            yield value.form
        case InlineAdminFormSet():
            # Rows nobody can write are shown as words.
            if value.has_add_permission or value.has_change_permission:
                yield from _forms(value.formset)
        case list() | tuple():
            for one in value:
                yield from _forms(one)
        case dict():
            yield from _forms(list(value.values()))
        case _ if is_dataclass(value) and not isinstance(value, type):
            yield from _forms([getattr(value, field.name) for field in fields(value)])
