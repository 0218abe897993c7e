"""Visits of synthetic participants: inside the window, in order, as often as asked for."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from statistics import median

from hypothesis import given
from hypothesis import strategies as st

from esmpress.simulation.parameters import Parameters
from esmpress.simulation.people import Person, make_person
from esmpress.simulation.streams import stream
from esmpress.simulation.visits import Invitation, decide
from esmpress.studies.models import Study

SENT = datetime(2027, 1, 11, 9, tzinfo=UTC)
STUDY = Study(languages=["en", "pl"], time_zone="Europe/Warsaw", strata=["clinic", "community"])
PARAMETERS = Parameters(slug="affect", participants=400, start=date(2027, 1, 11))


def make_people(count: int) -> list[Person]:
    return [
        make_person(number, STUDY, PARAMETERS, needs_wake=True) for number in range(1, count + 1)
    ]


def invitation(*, window: int = 30, day_share: float = 0.5) -> Invitation:
    return Invitation(
        sent_at=SENT,
        open_until=SENT + timedelta(minutes=window),
        finish_within=timedelta(minutes=15),
        items=8,
        day_share=day_share,
    )


@given(st.integers(), st.integers(1, 10080), st.integers(1, 400))
def test_a_visit_keeps_to_the_window_and_to_the_order_of_its_steps(
    seed: int, window: int, number: int
) -> None:
    [person] = make_people(1)
    asked = invitation(window=window)

    visit = decide(person, asked, stream(seed, number))

    if visit is not None:
        finish_until = max(asked.open_until, visit.opens_at + timedelta(minutes=15))
        steps = [at for at in (visit.opens_at, visit.starts_at, visit.submits_at) if at]
        assert asked.sent_at < visit.opens_at < asked.open_until
        assert steps == sorted(steps)
        assert steps[-1] < finish_until


def test_as_many_prompts_are_answered_as_the_compliance_says_and_fewer_each_day() -> None:
    people = make_people(400)

    shares = [
        sum(
            visit is not None and visit.submits_at is not None
            for person in people
            for n in range(10)
            if (visit := decide(person, invitation(day_share=day), stream(7, person.number, n)))
        )
        / 4000
        for day in (0.0, 0.5, 1.0)
    ]

    assert shares == sorted(shares, reverse=True)
    assert abs(shares[1] - 0.75) < 0.03


def test_half_of_the_visits_come_within_the_median_latency() -> None:
    people = make_people(400)

    visits = [decide(one, invitation(window=10000), stream(7, one.number)) for one in people]

    waits = [(one.opens_at - SENT).total_seconds() / 60 for one in visits if one]
    assert 3.5 < median(waits) < 4.5
