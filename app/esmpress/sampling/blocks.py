"""Blocks: the stretches of a day on the absolute time line that one prompt each is drawn from."""

from dataclasses import dataclass
from itertools import pairwise

from esmpress.sampling.clock import FindMoment


@dataclass(frozen=True)
class Block:
    """Elapsed minutes from `start` to before `stop`; `moved` if a clock gap swallowed it."""

    start: int
    stop: int
    moved: bool = False


def cut_equally(whole: Block, *, count: int, margin: int) -> list[Block]:
    """Return `count` equal parts of a block, without the margin at both ends of each."""
    length = whole.stop - whole.start
    edges = [whole.start + length * index // count for index in range(count + 1)]
    return [Block(begin + margin, end - margin, whole.moved) for begin, end in pairwise(edges)]


def place_block(start: int, stop: int, find_moment: FindMoment) -> Block:
    """Return the block between two wall-clock minutes; a swallowed one follows the clock gap."""
    begin, end = find_moment(start), find_moment(stop)
    if start < stop and begin.elapsed >= end.elapsed:
        return Block(begin.elapsed, begin.elapsed + 1, moved=True)
    return Block(begin.elapsed, end.elapsed)
