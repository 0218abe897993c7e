"""Plausible answers: stable differences between people, and moods that last for hours."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from random import Random
from uuid import UUID

from esmpress.questionnaires.answers import Answer
from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.items import Photo
from esmpress.simulation.answer_kinds import answer_at
from esmpress.simulation.streams import normal, stream

# The share of an item's variance that lies between people.
BETWEEN = 0.4
# How long it takes a mood to fade to 1/e.
MOOD_MINUTES = 180.0
# How much of an item's variance within people is mood: its loading lies between these.
LOADINGS = (0.6, 0.9)


@dataclass
class Mood:
    """A participant's mood: normal, and the less like an earlier one the longer ago that was."""

    value: float = 0.0
    at: datetime | None = None

    def move_on(self, now: datetime, draws: Random) -> float:
        """The mood at `now`."""
        kept = 0.0
        if self.at is not None:
            kept = math.exp(-(now - self.at).total_seconds() / 60 / MOOD_MINUTES)
        self.value = kept * self.value + math.sqrt(1 - kept * kept) * normal(draws)
        self.at = now
        return self.value


@dataclass(frozen=True)
class Answering:
    """How one participant answers; `mood` is shared by all items of all questionnaires."""

    seed: int
    number: int
    missing_items: float
    mood: Mood

    def fill_in(
        self, slug: str, definition: Definition, *, draws: Random, now: datetime
    ) -> Mapping[str, Answer]:
        """The answers to a questionnaire at `now`, optional items left out now and then.

        To all of its items: what then is not shown is left out by whoever knows the way. Photos
        have ids, under which they have to be sent.
        """
        mood = self.mood.move_on(now, draws)
        answers: dict[str, Answer] = {}
        for item in definition.items:
            is_missing = draws.random() < self.missing_items
            z = self._standing(slug, item.name, mood, normal(draws))
            if item.required or not is_missing:
                answer = _photo_id(draws) if isinstance(item, Photo) else answer_at(item, z)
                if answer is not None:
                    answers[item.name] = answer
        return answers

    def _standing(self, slug: str, item: str, mood: float, noise: float) -> float:
        """Where the answer stands among all answers of all people: standard normal."""
        loading = _loading(self.seed, slug, item)
        within = loading * mood + math.sqrt(1 - loading * loading) * noise
        person = _mean(self.seed, self.number, slug, item)
        return math.sqrt(BETWEEN) * person + math.sqrt(1 - BETWEEN) * within


def _photo_id(draws: Random) -> str:
    """The id of a photo that has yet to be sent."""
    return str(UUID(int=draws.getrandbits(128), version=4))


@lru_cache(maxsize=100_000)
def _mean(seed: int, number: int, slug: str, item: str) -> float:
    """Where a participant stands on average: standard normal among people."""
    return normal(stream(seed, "mean", number, slug, item))


@lru_cache(maxsize=10_000)
def _loading(seed: int, slug: str, item: str) -> float:
    """How much of an item within people is mood, and which way round."""
    draws = stream(seed, "item", slug, item)
    return draws.uniform(*LOADINGS) * draws.choice((1, -1))
