"""Doing an act to many participants: each whole or not at all, with its line in the history."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from esmpress.console.many.acts import Act
from esmpress.console.many.one_by_one import CHANGED_MEANWHILE
from esmpress.participants.models import Participant
from esmpress.participants.moving import NothingMoved

# Each is an act of its own with all that hangs on it. So long one request works on them; nobody in
# front of the screen, no proxy and no deploy waits for much longer.
LONGEST = timedelta(seconds=15)


@dataclass
class Done:
    """To whom it was done, to whom not, with the reason, and who is left for another press."""

    people: list[Participant] = field(default_factory=list)
    refused: list[tuple[Participant, str]] = field(default_factory=list)
    left: list[Participant] = field(default_factory=list)


def do_to_each(
    act: Act,
    people: Sequence[Participant],
    typed: Mapping[str, Any],
    *,
    note: Callable[[Participant, str], object],
    clock: Callable[[], datetime],
) -> Done:
    """Do it to one after the other, to the first in any case.

    `note` keeps the words in the same transaction.
    """
    done, begun_at = Done(), None
    for place, one in enumerate(people):
        now = clock()
        begun_at = begun_at or now
        if now - begun_at > LONGEST:
            done.left = list(people[place:])
            break
        if why := _refusal(act, one, typed, note=note, now=now):
            done.refused.append((one, why))
        else:
            done.people.append(one)
    return done


def _refusal(
    act: Act,
    one: Participant,
    typed: Mapping[str, Any],
    *,
    note: Callable[[Participant, str], object],
    now: datetime,
) -> str:
    """Do it to one, whole or not at all; why it was not done, or nothing."""
    try:
        with transaction.atomic():
            note(one, act.run(one, typed, now=now))
    except NothingMoved:
        return _("In that time zone already, or withdrawn.")
    except CHANGED_MEANWHILE as error:
        return str(error)
    except ValidationError as error:
        return error.messages[0]
    return ""
