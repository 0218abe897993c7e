"""Questionnaires: checking a response, and publishing a large one with conditions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from statistics import median
from typing import Any

from benchmarks.measuring import Figure, repeatedly
from esmpress.questionnaires.answers import check_answers
from esmpress.questionnaires.arranging import arrange
from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.logic.evaluating import Scope
from esmpress.questionnaires.models import Questionnaire
from esmpress.questionnaires.publishing import publish
from esmpress.questionnaires.reached import answers_to_shown
from esmpress.simulation.answer_kinds import answer_at

PUBLISHED_AT = datetime.fromisoformat("2027-01-01T00:00:00+00:00")
CHECKED_ITEMS, CHECKS = 30, 1000
CHECK_GOAL = 0.001
PUBLISHED_ITEMS, PUBLISHED_PAGES, PUBLISHINGS = 200, 20, 5
PUBLISH_GOAL = 1.0
TEXTS = {"en": "How **do** you feel?", "pl": "Jak się czujesz?"}
LABEL = {"en": "label", "pl": "etykieta"}
OPTIONS = [{"value": value, "label": LABEL} for value in range(1, 6)]
ENDS = {"min_label": LABEL, "max_label": LABEL}
ROWS = [{"name": name, "text": LABEL} for name in ("falling", "staying", "waking")]
# The kinds that studies use most; the settings of each, and a condition on its answer.
KINDS: list[tuple[str, dict[str, Any], str]] = [
    ("slider", ENDS, "{0} > 50"),
    ("single_choice", {"options": OPTIONS}, "{0} in [1, 2]"),
    ("multiple_choice", {"options": OPTIONS, "shuffle": True}, "3 in {0} and count({0}) > 1"),
    ("likert", {"options": OPTIONS}, "{0} >= 3 or previous({0}) >= 3"),
    ("number", {"min": 0, "max": 24, "decimals": 1}, "{0} * 2 > 10 and day > 1"),
    ("matrix", {"rows": ROWS, "options": OPTIONS}, "{0}.falling > 2"),
    ("yes_no", {}, "not {0}"),
    ("text", {}, "length({0}) > 3"),
    ("time", {}, "{0} >= '22:00'"),
    (
        "affect_grid",
        {"labels": dict.fromkeys(("left", "right", "bottom", "top"), LABEL)},
        "{0}.valence < 0",
    ),
]


def questionnaires() -> Iterator[Figure]:
    """The check of a response; the publishing of a draft."""
    yield from _check()
    yield from _publish()


def _check() -> Iterator[Figure]:
    definition = Definition.model_validate({"title": LABEL, "pages": _pages(CHECKED_ITEMS, 6)})
    moment = Scope(day=3, beep=2, previous={})
    arrangements = [arrange(definition, seed=bytes([n]), turn=n) for n in range(10)]
    answers = [_answers(definition, moment, n) for n in range(10)]
    seconds = repeatedly(
        lambda n: check_answers(
            definition, answers[n % 10], moment=moment, arrangement=arrangements[n % 10]
        ),
        CHECKS,
    )
    for share, value in (("median", median(seconds)), ("p95", seconds[CHECKS * 95 // 100])):
        yield Figure(
            name="check",
            what=f"a response to {CHECKED_ITEMS} items checked, CPU, {share} of {CHECKS}",
            value=value * 1000,
            unit="ms",
            goal=f"median < {CHECK_GOAL * 1000:g} ms",
            is_met=value < CHECK_GOAL or share != "median",
        )


def _publish() -> Iterator[Figure]:
    drafts = [_draft(number) for number in range(PUBLISHINGS)]
    seconds = repeatedly(
        lambda n: publish(drafts[n], now=PUBLISHED_AT, researcher=None), PUBLISHINGS
    )
    yield Figure(
        name="publish",
        what=f"{PUBLISHED_ITEMS} items with conditions, CPU, the slowest of {PUBLISHINGS}",
        value=seconds[-1],
        unit="s",
        goal=f"< {PUBLISH_GOAL:g} s",
        is_met=seconds[-1] < PUBLISH_GOAL,
    )


def _pages(items: int, pages: int) -> list[dict[str, Any]]:
    """So many items on so many pages; most ask for an answer to an item two pages before."""
    each = -(-items // pages)
    made = [_item(number, before=number - 2 * each) for number in range(items)]
    return [
        {"name": f"page_{page}", "items": made[page * each : (page + 1) * each]}
        for page in range(pages)
        if made[page * each :]
    ]


def _item(number: int, *, before: int) -> dict[str, Any]:
    kind, settings, _ = KINDS[number % len(KINDS)]
    item = {"kind": kind, "name": f"item_{number}", "text": TEXTS, **settings}
    if before >= 0 and number % 3:
        item["show_if"] = KINDS[before % len(KINDS)][2].format(f"item_{before}")
    return item


def _answers(definition: Definition, moment: Scope, number: int) -> dict[str, object]:
    """What somebody answers who stands somewhere else each time."""
    everything = {
        item.name: answer_at(item, (number - 5) / 2 + place % 3 - 1)
        for place, item in enumerate(definition.items)
    }
    return dict(answers_to_shown(definition, everything, moment=moment))


def _draft(number: int) -> Questionnaire:
    # The number stands in the conditions, so that each is read anew.
    slug = f"bench-{number}"
    questionnaire = Questionnaire.objects.create(name=slug, slug=slug, title=LABEL)
    for page in _pages(PUBLISHED_ITEMS, PUBLISHED_PAGES):
        on = questionnaire.add_page(name=page["name"], end_if=f"day > {100 + number}")
        for place, item in enumerate(page["items"]):
            fields = {key: item.pop(key) for key in ("kind", "name", "text")}
            condition = item.pop("show_if", "")
            questionnaire.add_item(
                page=on,
                position=place,
                show_if=f"{condition} and beep < {100 + number}" if condition else "",
                settings=item,
                **fields,
            )
    return questionnaire
