"""Who holds a participant writes rows of their study: a study that is held lets them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from django.db import transaction

from esmpress.delivery.models import Letter
from esmpress.participants.models import Participant
from esmpress.prompts import stopping
from esmpress.prompts.planning import plan_study
from esmpress.prompts.replanning import confirm_version, replace_unsent
from esmpress.prompts.running import AlreadyStopped
from esmpress.studies.models import Study
from esmpress.withdrawal.levels import Level, withdraw
from tests.delivery.builders import as_worker
from tests.factories import FIXED, make_participant, make_study
from tests.prompts.test_waiting import wait_until_somebody_waits

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2027, 1, 11, 8, 0, tzinfo=UTC)
LATER = FIXED | {"times": ["10:00", "18:00"]}
TWELFTH = date(2027, 1, 12)


def confirm(study: Study) -> object:
    return confirm_version(
        study.schedules.get(), LATER, apply_from=TWELFTH, now=NOW, researcher=None
    )


def replace(study: Study) -> object:
    return replace_unsent(Participant.objects.filter(study=study), from_date=TWELFTH, now=NOW)


def pause(study: Study) -> object:
    """It comes too late: they have left by then."""
    with pytest.raises(AlreadyStopped):
        stopping.pause(study.participants.get(), now=NOW)
    return None


@pytest.mark.parametrize(
    "act",
    [
        confirm,
        replace,
        pause,
        lambda study: plan_study(study, now=NOW),
        lambda study: stopping.end_study(study, now=NOW),
    ],
    ids=["confirm", "replace", "pause", "plan", "end"],
)
def test_a_withdrawal_that_came_first_can_write_its_letter(act: Callable[[Study], object]) -> None:
    study = make_study()
    leaving = make_participant(study)

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            # As `withdraw` does first; whoever has the study waits for the participant now.
            Participant.objects.select_for_update(no_key=True).get(pk=leaving.pk)
            waiting = pool.submit(as_worker, lambda: act(study))
            wait_until_somebody_waits()
            withdraw(leaving, Level.STOP, now=NOW)
        waiting.result(timeout=60)

    assert Letter.objects.filter(study=study, kind="withdrawn").count() == 1
    assert not leaving.prompts.filter(status="planned").exists()
