"""Admins are put together of classes, one for each topic: none may hide another's methods."""

from __future__ import annotations

from collections import defaultdict

from django.contrib.admin import site


def hidden_by_each_other(made: type) -> dict[str, list[str]]:
    """Private names that several classes of ours define, with these classes."""
    definers = defaultdict(list)
    for one in made.__mro__:
        if one.__module__.startswith("esmpress."):
            for name in vars(one):
                if name.startswith("_") and not name.startswith("__"):
                    definers[name].append(one.__name__)
    return {name: found for name, found in definers.items() if len(found) > 1}


def test_no_class_hides_what_another_calls_its_own() -> None:
    assert {
        type(admin).__name__: hidden
        for admin in site._registry.values()
        if (hidden := hidden_by_each_other(type(admin)))
    } == {}
