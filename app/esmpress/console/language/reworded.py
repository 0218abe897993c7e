"""Sentences of Django's that do not fit any noun: in Polish they would need its gender and case.

Standing here they come into our catalogue, whose translations go before Django's.
"""

from __future__ import annotations

from esmpress.lazy_texts import lazily

REWORDED = (
    lazily("Add %s"),
    lazily("Change %s"),
    lazily("View %s"),
    lazily("Select %s"),
    lazily("Select %s to change"),
    lazily("Select %s to view"),
    lazily("Add another %(verbose_name)s"),
    lazily("The {name} “{obj}” was added successfully."),
    lazily("The {name} “{obj}” was added successfully. You may add another {name} below."),
    lazily("The {name} “{obj}” was changed successfully."),
    lazily("The {name} “{obj}” was changed successfully. You may edit it again below."),
    lazily("The {name} “{obj}” was changed successfully. You may add another {name} below."),
    lazily("The %(name)s “%(obj)s” was deleted successfully."),
)
