"""Plausible answers: stable differences between people, and moods that last for hours."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from random import Random

from esmpress.questionnaires.answers import Answer
from esmpress.questionnaires.definition import (
    Definition,
    Item,
    Number,
    SingleChoice,
    Slider,
    Text,
)
from esmpress.simulation.streams import normal, quantile, stream

# The share of an item's variance that lies between people.
BETWEEN = 0.4
# How long it takes a mood to fade to 1/e.
MOOD_MINUTES = 180.0
# How much of an item's variance within people is mood: its loading lies between these.
LOADINGS = (0.6, 0.9)
# About where numbers lie that have no limits.
FREE_MEAN, FREE_SPREAD = 50.0, 15.0
PHRASES = ("at home", "at work", "with friends", "on the way", "nothing special", "a busy day")


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
        """The answers to a questionnaire at `now`, optional items left out now and then."""
        mood = self.mood.move_on(now, draws)
        answers: dict[str, Answer] = {}
        for item in definition.items:
            is_missing = draws.random() < self.missing_items
            z = self._standing(slug, item.name, mood, normal(draws))
            if item.required or not is_missing:
                answers[item.name] = answer_at(item, z)
        return answers

    def _standing(self, slug: str, item: str, mood: float, noise: float) -> float:
        """Where the answer stands among all answers of all people: standard normal."""
        loading = _loading(self.seed, slug, item)
        within = loading * mood + math.sqrt(1 - loading * loading) * noise
        person = _mean(self.seed, self.number, slug, item)
        return math.sqrt(BETWEEN) * person + math.sqrt(1 - BETWEEN) * within


@lru_cache(maxsize=100_000)
def _mean(seed: int, number: int, slug: str, item: str) -> float:
    """Where a participant stands on average: standard normal among people."""
    return normal(stream(seed, "mean", number, slug, item))


@lru_cache(maxsize=10_000)
def _loading(seed: int, slug: str, item: str) -> float:
    """How much of an item within people is mood, and which way round."""
    draws = stream(seed, "item", slug, item)
    return draws.uniform(*LOADINGS) * draws.choice((1, -1))


def answer_at(item: Item, z: float) -> Answer:
    """The answer to an item of somebody who stands at `z` standard deviations."""
    match item:
        case SingleChoice():
            return item.options[_place(z, len(item.options))].value
        case Slider():
            return _on_slider(item, z)
        case Number():
            return _number(item, z)
        case Text():
            return PHRASES[_place(z, len(PHRASES))][: item.max_length].strip()


def _place(z: float, count: int) -> int:
    return int(quantile(z) * count)


def _on_slider(item: Slider, z: float) -> float:
    low, step = Decimal(str(item.min)), Decimal(str(item.step))
    steps = int((Decimal(str(item.max)) - low) / step)
    return float(low + round(quantile(z) * steps) * step)


def _number(item: Number, z: float) -> float:
    """Spread over the range where there is one, else about a limit or a middle."""
    if item.min is not None and item.max is not None:
        value = item.min + quantile(z) * (item.max - item.min)
    elif item.min is not None:
        value = item.min - FREE_SPREAD * math.log(1 - quantile(z))
    elif item.max is not None:
        value = item.max + FREE_SPREAD * math.log(quantile(z))
    else:
        value = FREE_MEAN + FREE_SPREAD * z
    low = item.min if item.min is not None else -math.inf
    high = item.max if item.max is not None else math.inf
    return min(max(round(value, item.decimals), low), high)
