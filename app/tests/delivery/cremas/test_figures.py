from __future__ import annotations

import pytest

from esmpress.delivery.cremas.asked import DELIVERED, OPENED, SENT
from esmpress.delivery.cremas.counting import Counts, count, count_by
from esmpress.delivery.cremas.grids import Span, grid_of, grouped, lowest_first, spans_of
from esmpress.delivery.cremas.latencies import latencies_of
from esmpress.delivery.cremas.people import Person, Wanted
from esmpress.delivery.cremas.reading import REASONS, STATES
from esmpress.delivery.cremas.verdicts import verdict_of
from tests.delivery.cremas.builders import ANSWERED, EXPIRED, asked_of

EVERYBODY = [
    Person(1, 11, "en", "enrolled"),
    Person(2, 12, "pl", "withdrawn"),
    Person(3, 13, "pl", "enrolled"),
]


def test_compliance_is_completed_by_completed_and_missed() -> None:
    asked = asked_of(*[{"facts": ANSWERED}] * 3, {"facts": EXPIRED}, {"facts": SENT}, {"reason": 1})

    counts = count(asked)

    assert (counts.planned, counts.ended, counts.compliance) == (6, 4, 0.75)
    assert Counts().compliance is None


def test_counts_by_a_key_come_in_its_order() -> None:
    rows = [(3, ANSWERED), (1, EXPIRED), (3, EXPIRED), (1, SENT), (2, ANSWERED)]
    asked = asked_of(*({"day": day, "facts": facts} for day, facts in rows))

    found = count_by(asked, asked.day)

    assert list(found) == [1, 2, 3]
    assert [(one.planned, one.compliance) for one in found.values()] == [(2, 0), (1, 1), (2, 0.5)]
    assert sum(one.sent for one in found.values()) == count(asked).sent == 5


@pytest.mark.parametrize(
    ("wanted", "days"),
    [
        (Wanted(), [1, 2, 3, 4]),
        (Wanted(arm=7), [2, 3]),
        (Wanted(arm=0), [1, 4]),
        (Wanted(phase=9), [3, 4]),
        (Wanted(first_day=2), [2, 3, 4]),
        (Wanted(last_day=2), [1, 2]),
        (Wanted(first_day=2, last_day=2), [2]),
        (Wanted(language="pl"), [3, 4]),
        (Wanted(status="withdrawn"), [3]),
        (Wanted(language="pl", status="enrolled", phase=9), [4]),
    ],
)
def test_each_wish_leaves_the_prompts_it_names(wanted: Wanted, days: list[int]) -> None:
    rows = [(1, 0, 0), (1, 7, 0), (2, 7, 9), (3, 0, 9)]
    asked = asked_of(
        *(
            {"day": day, "number": number, "arm": arm, "phase": phase}
            for day, (number, arm, phase) in enumerate(rows, start=1)
        )
    )

    assert wanted.prompts(asked, wanted.people(EVERYBODY)).day.tolist() == days


def test_the_lowest_compliance_comes_first_and_who_has_none_last() -> None:
    people = {
        4: Counts(completed=1),
        1: Counts(planned=3),
        2: Counts(completed=1, missed=1),
        9: Counts(missed=2),
        3: Counts(completed=2, missed=2),
    }

    assert lowest_first(people) == [9, 2, 3, 4, 1]


def test_a_grid_has_a_field_for_each_of_its_participants_and_days() -> None:
    rows = [(5, 2, ANSWERED), (5, 2, EXPIRED), (5, 4, SENT), (2, 3, ANSWERED), (8, 2, EXPIRED)]
    asked = asked_of(*({"number": who, "day": day, "facts": facts} for who, day, facts in rows))

    grid = grid_of(asked, [5, 2])

    assert grid.labels == ["P0005", "P0002"]
    assert [span.name for span in grid.spans] == ["2", "3", "4"]
    assert grid.completed.tolist() == [[1, 0, 0], [0, 1, 0]]
    assert grid.ended.tolist() == [[2, 0, 0], [0, 1, 0]]
    assert (grid.share(0, 0), grid.share(0, 2)) == (0.5, None)


def test_many_days_share_columns() -> None:
    asked = asked_of({"day": 1, "facts": ANSWERED}, {"day": 3, "facts": EXPIRED}, {"day": 121})

    grid = grid_of(asked, [1])

    assert spans_of(asked)[0] == Span(1, 3)
    assert (len(grid.spans), grid.spans[-1].name) == (41, "121")
    assert (grid.completed[0, 0], grid.ended[0, 0], grid.ended.sum()) == (1, 2, 2)


def test_groups_hold_everybody_in_their_order() -> None:
    asked = asked_of(*({"number": who, "facts": ANSWERED} for who in range(1, 8)))

    grid = grouped(asked, [7, 6, 5, 4, 3, 2, 1], groups=3)

    assert grid.labels == ["1-3", "4-5", "6-7"]
    assert grid.completed.tolist() == [[3], [2], [2]]


def test_no_prompts_make_empty_figures() -> None:
    nothing = asked_of()

    assert (count(nothing), count_by(nothing, nothing.day)) == (Counts(), {})
    assert (grid_of(nothing, []).labels, latencies_of(nothing)) == ([], None)
    assert verdict_of(nothing).due == 0


def test_latencies_are_of_those_who_began_after_the_invitation() -> None:
    seconds = [0, 59, 60, 600, -30]
    found = latencies_of(asked_of(*({"latency": one} for one in seconds), {}))

    assert found is not None
    assert (found.count, found.width) == (4, 1)
    assert (found.bars[:2], found.bars[10], sum(found.bars)) == ([2, 1], 1, 4)
    assert found.median == pytest.approx(59.5 / 60)


def test_what_is_longer_than_all_bars_stands_in_the_last() -> None:
    found = latencies_of(asked_of(*[{"latency": 60}] * 200, {"latency": 86400}))

    assert found is not None
    assert (len(found.bars), found.bars[-1], found.bars[1]) == (24, 1, 200)


def test_the_verdict_tells_what_went_out_and_why_the_rest_did_not() -> None:
    asked = asked_of(
        {"facts": ANSWERED, "late": 60},
        {"facts": SENT, "late": 61, "message": 1 + STATES.index("bounced")},
        {"facts": SENT, "reason": 1 + REASONS.index("bounced")},
        {"reason": 1 + REASONS.index("late")},
        {"reason": 1 + REASONS.index("suppressed")},
        {"reason": 1 + REASONS.index("suppressed")},
        {},
        {"facts": OPENED | DELIVERED},
    )

    verdict = verdict_of(asked)

    assert (verdict.due, verdict.sent, verdict.late, verdict.delivered) == (8, 3, 1, 2)
    assert list(verdict.not_sent.items()) == [("suppressed", 2), ("late", 1)]
    assert (verdict.waiting, verdict.uninvited) == (1, 1)
    assert verdict.invitations == {"delivered": 2, "bounced": 1}
    parts = (verdict.sent, *verdict.not_sent.values(), verdict.waiting, verdict.uninvited)
    assert sum(parts) == verdict.due
