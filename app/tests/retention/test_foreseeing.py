from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from esmpress.participants.models import Contact, Participant
from esmpress.retention.foreseeing import foresee
from esmpress.retention.sweeping import delete_what_is_due
from esmpress.studies.models import RetentionRule, Study
from tests.factories import LAUNCHED_AT, make_participant, make_study

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def study() -> Study:
    """Ola has left after a day, Jan takes part."""
    study = make_study()
    ola = make_participant(study, email="ola@example.org")
    make_participant(study, email="jan@example.org")
    Participant.objects.filter(pk=ola.pk).update(
        status="withdrawn", withdrawal_level="stop", withdrawn_at=LAUNCHED_AT + DAY
    )
    return study


def of_each(study: Study, days: int = 10) -> RetentionRule:
    return RetentionRule(study=study, data="contact", days=days, counted_from="participant")


def test_a_dry_run_tells_who_is_reached_now_and_later(study: Study) -> None:
    seen = foresee([of_each(study)], now=LAUNCHED_AT + 11 * DAY)[0]

    assert (seen.people_now, seen.now["addresses"]) == (1, 1)
    assert (seen.people_later, seen.later["addresses"]) == (1, 1)
    assert (seen.first, seen.last) == (None, None)


def test_it_tells_when_as_far_as_that_is_known(study: Study) -> None:
    before = foresee([of_each(study)], now=LAUNCHED_AT + 2 * DAY)[0]
    study.ended_at = LAUNCHED_AT + 5 * DAY
    study.save()
    after = foresee([of_each(study)], now=LAUNCHED_AT + 6 * DAY)[0]

    assert (before.people_now, before.first) == (0, LAUNCHED_AT + 11 * DAY)
    assert (after.first, after.last) == (LAUNCHED_AT + 11 * DAY, LAUNCHED_AT + 15 * DAY)


def test_it_changes_nothing_and_the_sweep_deletes_what_it_told(study: Study) -> None:
    rule, now = of_each(study), LAUNCHED_AT + 11 * DAY
    rule.save()

    told = foresee([rule], now=now)[0].rows_now
    there = Contact.objects.count()
    went = delete_what_is_due(now=now)

    assert (told, there, went) == (1, 2, 1)


def test_the_command_tells_it_and_does_it(study: Study) -> None:
    # Commands read the clock: long ago, whatever the day is.
    Participant.objects.exclude(withdrawn_at=None).update(
        withdrawn_at=datetime(2020, 1, 1, tzinfo=UTC)
    )
    of_each(study, days=1).save()
    dry, wet = StringIO(), StringIO()

    call_command("apply_retention", study.slug, "--dry-run", stdout=dry)
    there = Contact.objects.count()
    call_command("apply_retention", stdout=wet)

    assert "would go now addresses 1 of 1 participants" in dry.getvalue()
    assert there == 2
    assert wet.getvalue() == f"{study.slug}: contact, rows deleted: 1\n"


def test_the_command_says_that_without_rules_everything_stays() -> None:
    out = StringIO()

    call_command("apply_retention", stdout=out)

    assert out.getvalue() == "There are no rules: everything is kept.\n"
