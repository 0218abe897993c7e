"""Several schedules drawn together: every feasible day of all of them has the same probability.

Prompts are taken in the order of time. Because the gap between two schedules is the larger of
their own, only neighbours in time have to keep it: x, y, z in this order with x-y and y-z far
enough apart leave x and z far enough apart too.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import numpy as np

from esmpress.sampling.sampler import MinuteProbabilities
from esmpress.sampling.tables import Floats, InfeasibleDesign, Range, block_out

# What one joint table may hold: three schedules of ten prompts need a third of it.
MAX_CELLS = 8_000_000
# How many prompts of each schedule have been placed.
Placed = tuple[int, ...]
# The state after a prompt: the prompts placed, and the schedule of the last one.
State = tuple[Placed, int]


@dataclass(frozen=True)
class Member:
    """One schedule: its blocks in order, its own smallest gap, and the minutes it may not take."""

    blocks: tuple[Range, ...]
    gap: int
    blocked: tuple[Range, ...] = ()

    def gap_to(self, other: "Member") -> int:
        """The minutes between prompts of the two at least; they never share a minute."""
        return max(self.gap, other.gap, 1)


@dataclass(frozen=True)
class JointTables:
    """For each state the weight of the minutes its last prompt can take, and running sums.

    `tails[state][i]` is the weight from the i-th minute of the last prompt's block on. States of
    equally many prompts share their scale.
    """

    members: tuple[Member, ...]
    weights: dict[State, Floats]
    tails: dict[State, Floats]

    @property
    def size(self) -> int:
        """The number of prompts of a day."""
        return sum(len(member.blocks) for member in self.members)

    def next_states(self, placed: Placed) -> Iterator[tuple[State, int]]:
        """Each state one prompt further that can be completed, and where its block begins."""
        for index, member in enumerate(self.members):
            state = (_one_more(placed, index), index)
            if state in self.tails:
                yield state, member.blocks[placed[index]][0]


@lru_cache(maxsize=64)
def build_joint_tables(members: tuple[Member, ...]) -> JointTables:
    """Return the tables, counted from the last prompt backwards. Raises InfeasibleDesign."""
    _require_size(members)
    tables = JointTables(members, {}, {})
    levels: dict[int, list[Placed]] = {}
    for placed in product(*(range(len(member.blocks) + 1) for member in members)):
        levels.setdefault(sum(placed), []).append(placed)
    for level in range(tables.size, 0, -1):
        _fill_level(tables, levels[level])
    if not any(tables.next_states((0,) * len(members))):
        raise InfeasibleDesign("No day keeps the gaps.", block=1, limit="min_gap")
    return tables


def draw_jointly(members: tuple[Member, ...], uniforms: Sequence[float]) -> list[list[int]]:
    """Return the minutes of each member, drawn by one number in [0, 1) for each prompt."""
    tables = build_joint_tables(members)
    drawn: list[list[int]] = [[] for _ in members]
    placed: Placed = (0,) * len(members)
    minute, last = -math.inf, None
    for uniform in uniforms[: tables.size]:
        (placed, last), minute = _pick(tables, placed, last, minute, uniform)
        drawn[last].append(minute)
    return drawn


def joint_probabilities(members: tuple[Member, ...]) -> list[list[MinuteProbabilities]]:
    """Return the exact probability of each prompt of each member per minute."""
    tables = build_joint_tables(members)
    curves = [[np.zeros(stop - start) for start, stop in member.blocks] for member in members]
    start: Placed = (0,) * len(members)
    arrivals: dict[State, Floats] = {
        state: np.ones(len(tables.weights[state])) for state, _ in tables.next_states(start)
    }
    for _ in range(tables.size):
        shares = {state: ways * tables.weights[state] for state, ways in arrivals.items()}
        total = sum(share.sum() for share in shares.values())
        for (placed, last), share in shares.items():
            curves[last][placed[last] - 1] += share / total
        arrivals = _arrive(tables, arrivals)
    return [
        [
            MinuteProbabilities(block[0], curve)
            for block, curve in zip(member.blocks, of, strict=True)
        ]
        for member, of in zip(members, curves, strict=True)
    ]


def _require_size(members: Sequence[Member]) -> None:
    states = math.prod(len(member.blocks) + 1 for member in members)
    minutes = sum(max(stop - start for start, stop in member.blocks) for member in members)
    if states * minutes > MAX_CELLS:
        raise InfeasibleDesign(
            "There are too many prompts to draw together.", block=1, limit="min_gap"
        )


def _fill_level(tables: JointTables, level: Sequence[Placed]) -> None:
    found: dict[State, Floats] = {}
    for placed in level:
        for index in range(len(tables.members)):
            weights = _weights(tables, placed, index) if placed[index] else None
            if weights is not None and weights.any():
                found[placed, index] = weights
    # One power of two for the whole level rounds nothing and keeps long days in range.
    largest = max((float(weights.max()) for weights in found.values()), default=1.0)
    _, exponent = math.frexp(largest)
    for state, weights in found.items():
        scaled = np.ldexp(weights, -exponent)
        tables.weights[state] = scaled
        tables.tails[state] = np.append(scaled[::-1].cumsum()[::-1], 0.0)


def _weights(tables: JointTables, placed: Placed, last: int) -> Floats:
    """The ways to complete the day after each minute of the last prompt."""
    member = tables.members[last]
    start, stop = member.blocks[placed[last] - 1]
    minutes = np.arange(start, stop)
    ways = np.ones(stop - start) if sum(placed) == tables.size else np.zeros(stop - start)
    for (following, index), begin in tables.next_states(placed):
        tail = tables.tails[following, index]
        earliest = minutes + (member.gap_to(tables.members[index]) - begin)
        ways += tail[np.clip(earliest, 0, len(tail) - 1)]
    block_out(ways, start, member.blocked)
    return ways


def _pick(
    tables: JointTables, placed: Placed, last: int | None, minute: float, uniform: float
) -> tuple[State, int]:
    options = []
    for state, begin in tables.next_states(placed):
        gap = 0 if last is None else tables.members[last].gap_to(tables.members[state[1]])
        low = 0 if last is None else max(int(minute) + gap - begin, 0)
        tail = tables.tails[state]
        if low < len(tail) - 1 and tail[low] > 0:
            options.append((state, begin, low, tail))
    target = uniform * sum(tail[low] for _, _, low, tail in options)
    for state, begin, low, tail in options[:-1]:
        if target < tail[low]:
            return state, begin + _invert(tables.weights[state], tail, low, target)
        target -= tail[low]
    state, begin, low, tail = options[-1]
    return state, begin + _invert(tables.weights[state], tail, low, target)


def _invert(weights: Floats, tail: Floats, low: int, target: float) -> int:
    """The minute from `low` on at which the weights passed first exceed the target."""
    found = int((-tail).searchsorted(target - tail[low], side="right")) - 1
    found = min(max(found, low), len(weights) - 1)
    while weights[found] == 0:
        # Rounding carried the target past the last feasible minute.
        found -= 1
    return found


def _arrive(tables: JointTables, arrivals: dict[State, Floats]) -> dict[State, Floats]:
    """The ways to reach each state one prompt further, at each minute of its last prompt."""
    reached: dict[State, Floats] = {}
    for (placed, last), ways in arrivals.items():
        member = tables.members[last]
        start = member.blocks[placed[last] - 1][0]
        feasible = np.where(tables.weights[placed, last] > 0, ways, 0.0)
        heads = np.concatenate(([0.0], feasible.cumsum()))
        for state, begin in tables.next_states(placed):
            minutes = begin + np.arange(len(tables.weights[state]))
            latest = minutes - member.gap_to(tables.members[state[1]]) - start
            more = heads[np.clip(latest + 1, 0, len(heads) - 1)]
            reached[state] = reached.get(state, 0.0) + more
    largest = max((float(ways.max()) for ways in reached.values()), default=1.0)
    return {state: ways / largest for state, ways in reached.items()}


def _one_more(placed: Placed, index: int) -> Placed:
    return (*placed[:index], placed[index] + 1, *placed[index + 1 :])
