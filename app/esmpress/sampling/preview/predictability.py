"""Where the gaps of a schedule take away what is random about it."""

from collections.abc import Iterator

from esmpress.sampling.fields import SchemeFields
from esmpress.sampling.fixed_times import FixedTimes
from esmpress.sampling.preview.freedom import free_minutes, outer_quarter
from esmpress.sampling.preview.ordinary_days import ORIGIN, Typical, expected
from esmpress.sampling.preview.remarks import Remark, warn
from esmpress.sampling.random_in_blocks import RandomInBlocks
from esmpress.sampling.random_times import RandomTimes
from esmpress.sampling.tables import DayShape

# Whoever is left less than half an hour to be surprised in can foresee the next prompt; a fixed
# time with jitter is meant so, hence only where gaps take more than half of the freedom.
LEAST_FREE_MINUTES = 30
LEAST_SHARE_OF_FREEDOM = 0.5
# Without a gap 25 %; 40 % is what engines with a late bias reach, and is taken for a flaw there.
LARGEST_QUARTER = 0.4
# Moments that come twice as often as the mean show in every average over the day.
LARGEST_PEAK = 2.0


def predictable(typical: Typical) -> Iterator[Remark]:
    """Yield the warnings about gaps that participants or the data would notice."""
    name, scheme = typical.placed.name, typical.placed.scheme
    if isinstance(scheme, RandomInBlocks | RandomTimes | FixedTimes):
        yield from _determined(name, scheme, typical)
    if isinstance(scheme, RandomInBlocks) and len(typical.blocks) > 1:
        yield from _at_edges(name, typical)
    if isinstance(scheme, RandomTimes):
        yield from _peaked(name, typical)


def _determined(name: str, scheme: SchemeFields, typical: Typical) -> Iterator[Remark]:
    shape = scheme.shape(typical.blocks)
    if len(shape.blocks) < 2:
        return
    free = free_minutes(shape)
    unbound = free_minutes(DayShape(shape.blocks, min_gap=min(1, shape.min_gap)))
    if free < LEAST_FREE_MINUTES and free < LEAST_SHARE_OF_FREEDOM * unbound:
        field = "min_gap_minutes" if shape.max_gap is None else "max_gap_minutes"
        change = "lower it" if shape.max_gap is None else "raise it"
        yield warn(
            name,
            field,
            f"it leaves each prompt about {free:.0f} minutes to choose from instead of "
            f"{unbound:.0f}, so that participants can foresee the next; {change}, or ask less "
            "often.",
        )


def _at_edges(name: str, typical: Typical) -> Iterator[Remark]:
    pairs = zip(typical.blocks, typical.curves, strict=True)
    found = [
        (*outer_quarter(curve, block.start, block.stop), n)
        for n, (block, curve) in enumerate(pairs, 1)
    ]
    share, which, block = max(found)
    if share > LARGEST_QUARTER:
        yield warn(
            name,
            _gap_field(typical),
            f"it pushes {share:.0%} of the prompts of block {block} into the {which} quarter of "
            "the block, where 25% would be; relax it, or make the blocks longer.",
        )


def _peaked(name: str, typical: Typical) -> Iterator[Remark]:
    curve = expected(typical.curves)
    block = typical.blocks[0]
    window = curve[block.start + ORIGIN : block.stop + ORIGIN]
    peak = float(window.max() / window.mean())
    if peak > LARGEST_PEAK:
        yield warn(
            name,
            _gap_field(typical),
            f"it makes the likeliest minute of the window {peak:.1f} times as likely as the mean "
            "one; relax it, or ask less often.",
        )


def _gap_field(typical: Typical) -> str:
    limited = typical.placed.scheme.max_gap_minutes is not None
    return "max_gap_minutes" if limited else "min_gap_minutes"
