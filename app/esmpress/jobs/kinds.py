"""Which kinds of long work there are: each is registered by the `long_work` of the app it is of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.utils.functional import Promise

from esmpress.jobs.assignment import Assignment, Outcome
from esmpress.jobs.models import Job
from esmpress.studies.rights import Right


class UnknownKind(Exception):
    """No release of ours that runs here does such work."""


class LeftInWords(Protocol):
    """What a work that ended early has left to do; empty where that is nothing."""

    def __call__(self, job: Job, *, now: datetime) -> str:
        """Sentences for the page of the job."""


@dataclass(frozen=True)
class Kind:
    """One kind of long work, and who may see it and take its result home.

    All a work does is done in one transaction, if not `in_steps`: whatever ends it early, nothing
    of it stays. It calls `progress` of its assignment now and then, and so hears that it is to
    stop.
    """

    name: str
    # What it makes or does, as a heading: “Data as CSV”.
    title: str | Promise
    work: Callable[[Assignment], Outcome]
    # In the study; work of no study is for who asked alone.
    right: Right
    # For who may see arms as well, in a study that has some.
    tells_arms: bool = False
    # How far it is in words, of how much: “1,234 of 4,000 prompts”.
    reached: Callable[[int, int], str] | None = None
    # The file tells what participants gave: it goes when one of them has that taken out.
    holds_answers: bool = False
    # Too much for one transaction: each step commits, what is done stays when it ends early, and a
    # run begun anew goes on there.
    in_steps: bool = False
    # For work in steps that may be told to go on where it ended early.
    left: LeftInWords | None = None


_KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Make a kind known to pages and workers."""
    _KINDS[kind.name] = kind
    return kind


def kind_named(name: str) -> Kind:
    """The kind with this name; raises UnknownKind."""
    try:
        return _KINDS[name]
    except KeyError:
        raise UnknownKind(name) from None


def keeps_what_is_done(name: str) -> bool:
    """Whether something of such work stays when it ends early."""
    return name in _KINDS and _KINDS[name].in_steps


def left_of(job: Job, *, now: datetime) -> str:
    """What somebody can have a work go on with that ended early; empty where nothing is left."""
    kind = _KINDS.get(job.kind)
    return kind.left(job, now=now) if kind is not None and kind.left is not None else ""


def all_kinds() -> list[Kind]:
    """Every kind there is, by name."""
    return [_KINDS[name] for name in sorted(_KINDS)]
