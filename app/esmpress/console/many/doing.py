"""Doing an act to many participants: each whole or not at all, with its line in the history."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from esmpress.console.many.acts import CHANGED_MEANWHILE, Act
from esmpress.participants.models import Participant
from esmpress.participants.moving import NothingMoved


@dataclass
class Done:
    """To whom it was done, and to whom not, with the reason."""

    people: list[Participant] = field(default_factory=list)
    refused: list[tuple[Participant, str]] = field(default_factory=list)


def do_to_each(
    act: Act,
    people: Sequence[Participant],
    typed: Mapping[str, Any],
    *,
    note: Callable[[Participant, str], object],
    now: datetime,
) -> Done:
    """Do it to one after the other; `note` keeps the words in the same transaction."""
    done = Done()
    for one in people:
        try:
            with transaction.atomic():
                note(one, act.run(one, typed, now=now))
        except NothingMoved:
            done.refused.append((one, _("In that time zone already, or withdrawn.")))
        except CHANGED_MEANWHILE as error:
            done.refused.append((one, str(error)))
        except ValidationError as error:
            done.refused.append((one, error.messages[0]))
        else:
            done.people.append(one)
    return done
