"""A design in words, ready to paste: a methods paragraph, and sections of a preregistration.

The topics of the sections are those of the ESM preregistration template of Kirtley, Lafit,
Achterhof, Hiekkaranta and Myin-Germeys (2021, https://doi.org/10.1177/2515245920924686).
"""

from collections.abc import Callable, Iterator, Sequence

from esmpress.sampling.design import StudyDesign
from esmpress.sampling.design_text import (
    FUTURE,
    PAST,
    Tense,
    answering_text,
    arms_text,
    gap_text,
    has_chance,
    phases_text,
    place_text,
    received_text,
    reminding_text,
    start_text,
    totals_text,
)
from esmpress.sampling.entries import Entry
from esmpress.sampling.on_event import OnEvent
from esmpress.sampling.plan import ALGORITHMS
from esmpress.sampling.wording import listing

ALGORITHM = max(ALGORITHMS)
PHILOX = "Salmon et al., 2011, https://doi.org/10.1145/2063384.2063405"
TO_FILL_IN = {
    "Why this design": "the reasons for the sampling scheme, the number of prompts and the gaps",
    "Participants": "inclusion and exclusion criteria, recruitment, sample size and its reasons",
    "Briefing": "how participants were taught to use the page, and what they tried out first",
    "Items": "the questionnaires, their order and branching, and how long they take",
    "Devices": "whose devices; ESMpress invites by e-mail to a web page",
    "Incentives": "what participants get, and how it depends on compliance",
    "Compliance and missing data": "the compliance needed to be analysed; what is done with others",
}


def methods_paragraph(design: StudyDesign) -> str:
    """Return the design as one paragraph in the past tense that ends with its hash."""
    planned = [entry for entry in design.schedules if entry.asks_by_itself]
    sentences = [
        arms_text(design, PAST),
        phases_text(design, PAST),
        start_text(design, PAST),
        *(_received(design, entry, PAST) for entry in design.schedules),
        *(_totals(design, PAST) if len(planned) > 1 else ()),
        *_alike(design.schedules, answering_text, PAST),
        *_alike(_invited(design), reminding_text, PAST),
        *time_texts(design),
        sampler_text(design, PAST),
        hash_text(design),
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def preregistration(design: StudyDesign) -> str:
    """Return the sections of a preregistration that the design answers, as Markdown."""
    zone, change, gaps = time_texts(design)
    sections = {
        "Sampling scheme": [_received(design, entry, FUTURE) for entry in design.schedules],
        "Arms and phases": [arms_text(design, FUTURE), phases_text(design, FUTURE)],
        "Start of data collection": [start_text(design, FUTURE)],
        "Number of prompts": list(_totals(design, FUTURE)),
        "Time between prompts": [*_gaps(design), gaps],
        "Response window": list(_alike(design.schedules, answering_text, FUTURE)),
        "Reminders": list(_alike(_invited(design), reminding_text, FUTURE)),
        "Time zones and clock changes": [zone, change],
        "Random numbers": [sampler_text(design, FUTURE)],
        "Configuration": [hash_text(design)],
        **{title: [f"[To be filled in: {what}.]"] for title, what in TO_FILL_IN.items()},
    }
    return "\n".join(
        f"## {title}\n\n{_items([line for line in lines if line])}\n"
        for title, lines in sections.items()
        if any(lines)
    )


def time_texts(design: StudyDesign) -> tuple[str, str, str]:
    """Return whose time counts, what clock changes do, and how gaps are meant (may be empty)."""
    zone = f" ({design.time_zone} unless they tell another)" if design.time_zone else ""
    gaps = ""
    if any(entry.min_gap_minutes for entry in design.schedules):
        several = len(design.schedules) > 1
        gaps = "Minimum gaps are elapsed minutes and hold between all planned prompts of a "
        gaps += "participant, across midnight and clock changes"
        gaps += "; between two schedules the larger one counts." if several else "."
    return (
        f"All times are local times in each participant's own time zone{zone}; study days are "
        "local calendar dates.",
        "A time that the clocks skip is replaced by the first minute after the gap; of a time that "
        "occurs twice, the first is taken.",
        gaps,
    )


def sampler_text(design: StudyDesign, tense: Tense) -> str:
    """Return how random times come about and can be drawn again."""
    if not any(map(has_chance, design.schedules)):
        return f"No time {tense.was} random (ESMpress, sampling algorithm {ALGORITHM})."
    return (
        f"Random times {tense.were} drawn by the exact sampler of ESMpress (sampling algorithm "
        f"{ALGORITHM}), day after day: every combination of whole minutes that keeps the windows, "
        "the order and the gaps, also to the prompts of the days before, and leaves room for those "
        "of the next day, has the same probability; none is redrawn, moved or silently dropped. "
        f"The random numbers (Philox; {PHILOX}) depend on nothing but the study's seed, the "
        "schedule, the participant's number and the study day, so that each day can be drawn again."
    )


def hash_text(design: StudyDesign) -> str:
    """Return the sentence with the design's hash."""
    return f"The design's configuration has the SHA-256 hash {design.digest()}."


def _received(design: StudyDesign, entry: Entry, tense: Tense) -> str:
    what = f"{tense.received} {received_text(entry)}."
    if len(design.schedules) == 1 and entry.phase is None:
        return f"Participants {what}"
    return f"For “{entry.name}”{place_text(design, entry)}, participants {what}"


def _totals(design: StudyDesign, tense: Tense) -> Iterator[str]:
    for arm, total in totals_text(design):
        whom = f"each participant of the arm “{arm}”" if arm else "each participant"
        yield f"In all, {total} {tense.were} planned for {whom}."


def _gaps(design: StudyDesign) -> Iterator[str]:
    for entry in design.schedules:
        whose = f" of “{entry.name}”" if len(design.schedules) > 1 else ""
        if gap := gap_text(entry):
            yield f"Prompts{whose} are {gap}."


def _invited(design: StudyDesign) -> list[Entry]:
    return [entry for entry in design.schedules if not isinstance(entry, OnEvent)]


def _alike(
    entries: Sequence[Entry], say: Callable[[Entry, Tense], str], tense: Tense
) -> Iterator[str]:
    """Each thing that is said of schedules once, with the names of those it is said of."""
    said: dict[str, list[Entry]] = {}
    for entry in entries:
        said.setdefault(say(entry, tense), []).append(entry)
    for predicate, alike in said.items():
        noun = "Reports" if all(isinstance(entry, OnEvent) for entry in alike) else "Prompts"
        names = listing(f"“{entry.name}”" for entry in alike)
        yield f"{noun} {predicate}." if len(said) == 1 else f"{noun} of {names} {predicate}."


def _items(lines: list[str]) -> str:
    return lines[0] if len(lines) == 1 else "\n".join(f"- {line}" for line in lines)
