from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.db import IntegrityError, transaction

from esmpress.accounts.models import Researcher
from esmpress.delivery.models import MessageAct, ProviderEvent
from esmpress.participants.models import Allocation, Participant
from esmpress.studies.models import Study
from esmpress.withdrawal import Level, withdraw
from tests.factories import make_participant, make_study
from tests.withdrawal.known import make_known, rows_of

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def researcher() -> Researcher:
    """Who acts."""
    return Researcher.objects.create_superuser("anna@example.org")


@pytest.fixture
def study() -> Study:
    """A study with two arms."""
    return make_study(arms={"app": 1, "control": 1})


def test_nothing_leads_to_the_erased_but_the_draws_of_their_arm(
    study: Study, researcher: Researcher, now: datetime
) -> None:
    participant = make_known(study, researcher, now)
    before = rows_of(participant)

    withdraw(participant, Level.ERASE, now=now)

    assert len(before) >= 10
    stays = {"participants.Allocation": 2, "participants.WithdrawalStep": 1}
    assert rows_of(participant) == stays
    assert not ProviderEvent.objects.exists()
    assert not MessageAct.objects.exists()


def test_of_the_row_stay_number_status_dates_and_level(
    study: Study, researcher: Researcher, now: datetime
) -> None:
    participant = make_known(study, researcher, now)

    withdraw(participant, Level.ERASE, now=now + DAY)

    row = Participant.objects.values().get()
    told = {
        "id": participant.pk,
        "study_id": study.pk,
        "number": 1,
        "status": "withdrawn",
        "withdrawn_at": now + DAY,
        "withdrawal_level": "erase",
        "enrolled_at": participant.enrolled_at,
        "start_date": date(2027, 1, 11),
        "arm_id": row["arm_id"],
        "portal_epoch": 1,
        "language": "en",
        "time_zone": "Europe/Warsaw",
    }
    left = {name: value for name, value in row.items() if value not in (None, "")}
    # Which tells that there was a change.
    assert left.pop("changed_at") is not None
    assert left == told


def test_what_researchers_wrote_about_them_is_erased_and_that_they_acted_is_kept(
    study: Study, researcher: Researcher, now: datetime
) -> None:
    participant = make_known(study, researcher, now)

    withdraw(participant, Level.ERASE, now=now)

    reasons = Allocation.objects.order_by("pk").values_list("origin", "reason")
    assert list(reasons) == [("drawn", ""), ("changed", "erased")]
    assert list(LogEntry.objects.values_list("change_message", flat=True)) == ["erased"]


def test_nobody_else_loses_anything(study: Study, researcher: Researcher, now: datetime) -> None:
    gone, other = (make_known(study, researcher, now) for _ in range(2))
    before = rows_of(other), Participant.objects.values().get(pk=other.pk)

    withdraw(gone, Level.ERASE, now=now)

    assert (rows_of(other), Participant.objects.values().get(pk=other.pk)) == before
    assert ProviderEvent.objects.count() == 1


def test_a_reason_is_erased_only_of_who_is_erased(
    study: Study, researcher: Researcher, now: datetime
) -> None:
    make_known(study, researcher, now)

    with pytest.raises(IntegrityError, match="cannot be changed"), transaction.atomic():
        Allocation.objects.filter(origin="changed").update(reason="erased")


def test_the_next_draw_goes_on_after_the_erased(
    study: Study, researcher: Researcher, now: datetime
) -> None:
    gone = make_known(study, researcher, now)
    withdraw(gone, Level.ERASE, now=now)

    after = make_participant(study)

    places = (
        Allocation.objects.filter(origin="drawn").order_by("pk").values_list("place", flat=True)
    )
    assert list(places) == [1, 2]
    assert after.number == 2
