"""All that is remarkable about a previewed design: refusals first, then warnings."""

from collections import Counter
from collections.abc import Iterator
from itertools import chain

import numpy as np

from esmpress.sampling.checking import infeasibilities
from esmpress.sampling.draws import needs_wake_times
from esmpress.sampling.malformed import name_schedule
from esmpress.sampling.preview.foresee import Preview
from esmpress.sampling.preview.refusing import never_asking
from esmpress.sampling.preview.remarks import Remark, warn
from esmpress.sampling.preview.spacing import minutes_to_next
from esmpress.sampling.preview.suspicions import suspicions
from esmpress.sampling.tables import Floats

# Twice the mean of 477 EMA studies, six a day (Wrzus & Neubauer, 10.1177/10731911211067538).
MOST_PROMPTS = 12
# Longer questionnaires mean more burden and less compliance (Eisele et al.,
# 10.1177/1073191120957102); a quarter of an hour is six of two and a half minutes.
MOST_BURDEN_MINUTES = 15
HOURS_OF_A_DAY = 24
# Nobody can be asked to open a prompt within less.
LEAST_WINDOW = 5


def remarks_on(preview: Preview) -> list[Remark]:
    """Return the reasons not to launch, then the warnings; one sentence each."""
    refused = [
        Remark("", sentence, refuses=True)
        for sentence in infeasibilities(preview.design, preview.assumed.wake)
    ]
    found = chain(
        refused,
        never_asking(preview.design),
        _wake_times(preview),
        _left_out(preview),
        suspicions(preview),
        _overlaps(preview),
        _reminders(preview),
        _demands(preview),
        _mails(preview),
    )
    return sorted(found, key=lambda remark: not remark.refuses)


def _wake_times(preview: Preview) -> Iterator[Remark]:
    for placed in preview.placed.values():
        if preview.assumed.wake is None and needs_wake_times((placed,)):
            yield Remark(
                "wake",
                f"wake: {name_schedule(placed.name)} follows the participant's own day, so "
                "nothing of it is shown; fill in the wake hours.",
            )


def _left_out(preview: Preview) -> Iterator[Remark]:
    if preview.assumed.wake is None:
        hidden = {n for n, one in preview.placed.items() if needs_wake_times((one,))}
    else:
        hidden = set()
    counted = Counter(
        (one.schedule, one.reason)
        for _, _, one in preview.sample.left_out
        if one.schedule not in hidden
    )
    for (schedule, reason), count in counted.most_common():
        field = reason.partition(":")[0]
        days = "day" if count == 1 else "days"
        yield warn(
            preview.placed[schedule].name,
            field if field.isidentifier() else "windows",
            f"left out on {count} {days} of participants: {reason}",
        )


def _overlaps(preview: Preview) -> Iterator[Remark]:
    shortest = _shortest(preview, minutes_to_next(preview.sample))
    for schedule, share in preview.overlaps.items():
        placed = preview.placed[schedule]
        if share.count:
            least = shortest[schedule]
            lower = f"lower it to {least:.0f}, or " if least >= LEAST_WINDOW else ""
            yield warn(
                placed.name,
                "response_window_minutes",
                f"{_percent(share.share)} of its prompts can still be opened when the "
                f"participant's next one comes, {_minutes(least)} later at the soonest; {lower}"
                "keep prompts further apart by min_gap_minutes.",
            )


def _reminders(preview: Preview) -> Iterator[Remark]:
    shortest = _shortest(preview, minutes_to_next(preview.sample))
    for schedule, placed in preview.placed.items():
        scheme = placed.scheme
        for minutes in scheme.reminders:
            latest = scheme.response_window_minutes * (1 - preview.assumed.min_window_share)
            if minutes > latest:
                yield warn(
                    placed.name,
                    "reminders",
                    f"the one after {minutes} minutes is never sent, as less than "
                    f"{preview.assumed.min_window_share:.0%} of the response window is left then; "
                    f"lower it to {latest:.0f}.",
                )
            elif minutes >= shortest.get(schedule, np.inf):
                yield warn(
                    placed.name,
                    "reminders",
                    f"the one after {minutes} minutes can come after the next prompt, which "
                    f"follows {_minutes(shortest[schedule])} later at times; lower it.",
                )


def _shortest(preview: Preview, minutes: Floats) -> dict[int, float]:
    schedules = preview.sample.prompts["schedule"]
    return {int(one): float(minutes[schedules == one].min()) for one in np.unique(schedules)}


def _minutes(value: float) -> str:
    return "1 minute" if value == 1 else f"{value:.0f} minutes"


def _percent(share: float) -> str:
    return f"{share:.0%}" if share >= 0.01 else "less than 1%"


def _demands(preview: Preview) -> Iterator[Remark]:
    if preview.most_prompts > MOST_PROMPTS:
        yield Remark(
            "prompts_per_day",
            f"prompts_per_day: some days have {preview.most_prompts} prompts, more than "
            f"{MOST_PROMPTS}; ask less often.",
        )
    if preview.burden.mean > MOST_BURDEN_MINUTES:
        yield Remark(
            "questionnaire",
            f"questionnaire: answering takes about {preview.burden.mean:.0f} minutes a day, more "
            f"than {MOST_BURDEN_MINUTES}; shorten the questionnaires or ask less often.",
        )


def _mails(preview: Preview) -> Iterator[Remark]:
    limit, mails = preview.assumed.hourly_limit, preview.mails
    if not limit or not len(mails.counts):
        return
    if above := mails.above(limit):
        yield Remark(
            "hourly_limit",
            f"hourly_limit: {above} {'hour has' if above == 1 else 'hours have'} more mails than "
            f"the {limit} that can be sent, {int(mails.counts.max())} at most; spread the prompts, "
            "or have the limit raised.",
        )
    if (largest := mails.largest_day()) > HOURS_OF_A_DAY * limit:
        yield Remark(
            "hourly_limit",
            f"hourly_limit: the busiest day has {largest} mails, more than can be sent in 24 "
            f"hours at {limit} an hour; have fewer participants at a time, or the limit raised.",
        )
