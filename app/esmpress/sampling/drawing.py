"""Draws a posed date for one participant, around the prompts that stand already."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from esmpress.sampling.blocks import Block
from esmpress.sampling.joint import draw_jointly
from esmpress.sampling.posing import Problem
from esmpress.sampling.sampler import draw_days
from esmpress.sampling.standings import Group, LeftOut, Pin, Standing, offset_choices
from esmpress.sampling.streams import WORDS_PER_DAY, day_uniforms
from esmpress.sampling.tables import Floats, InfeasibleDesign, block_out

TOO_CLOSE = "min_gap_minutes: a prompt that stands already is too close."
# The minute of each beep, after 00:00 UTC of the date.
BeepMinutes = dict[int, int]
Drawn = list[tuple[Standing, BeepMinutes]]


@dataclass(frozen=True)
class Words:
    """What one participant's random numbers of a day depend on."""

    seed: bytes
    participant: int
    study_day: int
    algorithm: int

    def uniforms(self, schedule: int, count: int) -> Floats:
        """The first `count` numbers in [0, 1) of a schedule's stream on the day."""
        return day_uniforms(
            self.seed,
            schedule=schedule,
            participant=self.participant,
            study_day=self.study_day,
            algorithm=self.algorithm,
            count=min(count, WORDS_PER_DAY),
        )


def draw_problem(
    problem: Problem, words: Words, pins: Sequence[Pin]
) -> tuple[Drawn, list[LeftOut]]:
    """Return the minutes of each schedule, and the beeps the pins leave no place for."""
    drawn: Drawn = []
    left_out: list[LeftOut] = []
    for standing in problem.certain:
        drawn.append((standing, _clear_of(pins, standing, standing.moments, left_out)))
    for standing in problem.offsets:
        at = _draw_offset(standing, pins, words)
        drawn.append((standing, _clear_of(pins, standing, at, left_out)))
    for group in problem.groups:
        drawn += _draw_around(group, pins, words, left_out)
    return drawn, left_out


def _clear_of(
    pins: Sequence[Pin], standing: Standing, minutes: BeepMinutes, left_out: list[LeftOut]
) -> BeepMinutes:
    taken = [pin.around(standing.gap) for pin in pins]
    close = {b for b, at in minutes.items() if any(start <= at < stop for start, stop in taken)}
    left_out += [LeftOut(standing.placed.schedule, beep, TOO_CLOSE) for beep in sorted(close)]
    return {beep: minute for beep, minute in minutes.items() if beep not in close}


def _draw_offset(standing: Standing, pins: Sequence[Pin], words: Words) -> BeepMinutes:
    taken = [pin.around(standing.gap) for pin in pins]
    choices = offset_choices(standing, (*standing.blocked, *taken))
    choices = choices or offset_choices(standing, standing.blocked)
    (uniform,) = words.uniforms(standing.placed.schedule, 1)
    offset = choices[int(uniform * len(choices))]
    return {
        beep: block.start + offset
        for beep, block in enumerate(standing.blocks, start=1)
        if block.start + offset < block.stop
    }


def _draw_around(group: Group, pins: Sequence[Pin], words: Words, left_out: list[LeftOut]) -> Drawn:
    """Draw the blocks that remain: those with a minute left, without the first if they must."""
    parts = [Part.of(standing, pins) for standing in group]
    if any(part.standing != part.whole for part in parts):
        for part in parts:
            left_out += part.drop_full_blocks()
    while parts := [part for part in parts if part.beeps]:
        try:
            return _draw_parts(parts, words)
        except InfeasibleDesign:
            earliest = min(parts, key=lambda part: part.standing.blocks[0].start)
            left_out.append(earliest.drop(0))
    return []


@dataclass
class Part:
    """What is left of a schedule's day: blocks that can still hold a prompt, and their beeps."""

    whole: Standing
    standing: Standing
    beeps: list[int]

    @classmethod
    def of(cls, standing: Standing, pins: Sequence[Pin]) -> "Part":
        """The whole day of a schedule, kept off the pins."""
        return cls(standing, standing.kept_off(pins), list(range(1, len(standing.blocks) + 1)))

    def drop(self, index: int) -> LeftOut:
        """Leave a block out; what to say of it."""
        blocks = self.standing.blocks
        self.standing = replace(self.standing, blocks=blocks[:index] + blocks[index + 1 :])
        return LeftOut(self.standing.placed.schedule, self.beeps.pop(index), TOO_CLOSE)

    def drop_full_blocks(self) -> list[LeftOut]:
        """Leave every block out that has no minute left; what to say of them."""
        full = [i for i, block in enumerate(self.standing.blocks) if not self._has_room(block)]
        return [self.drop(index) for index in reversed(full)][::-1]

    def _has_room(self, block: Block) -> bool:
        free = np.ones(block.stop - block.start)
        block_out(free, block.start, self.standing.blocked)
        return bool(free.any())


def _draw_parts(parts: Sequence[Part], words: Words) -> Drawn:
    schedule = parts[0].standing.placed.schedule
    if len(parts) == 1:
        (part,) = parts
        numbers = words.uniforms(schedule, part.beeps[-1])[[beep - 1 for beep in part.beeps]]
        origin = part.standing.blocks[0].start
        (drawn,) = draw_days(part.standing.shape(), numbers.reshape(1, -1))
        minutes = [[origin + minute for minute in drawn.tolist()]]
    else:
        members = tuple(part.standing.member() for part in parts)
        count = sum(len(member.blocks) for member in members)
        minutes = draw_jointly(members, words.uniforms(schedule, count).tolist())
    return [
        (part.whole, dict(zip(part.beeps, own, strict=True)))
        for part, own in zip(parts, minutes, strict=True)
    ]
