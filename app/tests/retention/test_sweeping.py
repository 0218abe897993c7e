from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from esmpress.accounts.models import AuditEntry, Researcher
from esmpress.delivery.models import Notification, ProviderEvent
from esmpress.export.table import stream_csv
from esmpress.jobs.models import Job, Piece
from esmpress.participants.models import Contact, Participant
from esmpress.prompts.models import Prompt
from esmpress.responses import intake
from esmpress.responses.models import Draft, Response
from esmpress.retention.sweeping import apply_rule, delete_what_is_due
from esmpress.studies.models import RetentionRule, Study
from tests.factories import ANSWERS, make_participant, make_sent_prompt, make_study
from tests.withdrawal.known import make_known

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def known(now: datetime) -> Participant:
    """Somebody of whom there is a row of every kind, in a study that has just ended."""
    researcher = Researcher.objects.create_superuser("anna@example.org")
    participant = make_known(make_study(arms={"app": 1, "control": 1}), researcher, now)
    Study.objects.update(ended_at=now)
    return participant


def rule(study: Study, data: str, days: int = 1, **fields: str) -> RetentionRule:
    return RetentionRule.objects.create(study=study, data=data, days=days, **fields)


def test_nothing_goes_without_a_rule(known: Participant, now: datetime) -> None:
    deleted = delete_what_is_due(now=now + 10_000 * DAY)

    assert deleted == 0
    assert Contact.objects.exists()
    assert Response.objects.exists()


def test_contact_data_go_when_the_days_are_over_and_not_before(
    known: Participant, now: datetime
) -> None:
    rule(known.study, "contact", days=30)

    early = delete_what_is_due(now=now + 30 * DAY - timedelta(seconds=1))
    there = Contact.objects.exists()
    late = delete_what_is_due(now=now + 30 * DAY)

    assert (early, there) == (0, True)
    assert late >= 3
    assert not Contact.objects.exists()
    assert not Prompt.objects.exclude(token_hash=None).exists()
    assert Response.objects.exists()


def test_answers_go_and_the_record_of_what_was_asked_stays(
    known: Participant, now: datetime
) -> None:
    rule(known.study, "answers")
    prompts = Prompt.objects.count()

    delete_what_is_due(now=now + DAY)

    assert not Response.objects.exists()
    assert not Draft.objects.exists()
    assert Prompt.objects.count() == prompts
    assert Contact.objects.exists()
    exported = b"".join(stream_csv(known.study)).decode()
    assert "answered" in exported
    assert "fine" not in exported


def test_files_with_the_answers_go_with_them(known: Participant, now: datetime) -> None:
    rule(known.study, "answers")
    job = Job.objects.create(
        **{"kind": "export", "study": known.study, "state": "done", "file_name": "data.csv"},
        **{"created_at": now, "ended_at": now, "kept_until": now + 7 * DAY},
    )
    Piece.objects.create(job=job, role="result", number=0, data=b"stress,63")

    delete_what_is_due(now=now + DAY)

    assert not Piece.objects.exists()


def test_messages_go_with_the_provider_s_events(known: Participant, now: datetime) -> None:
    rule(known.study, "messages")

    delete_what_is_due(now=now + DAY)

    assert not Notification.objects.exists()
    assert not ProviderEvent.objects.exists()
    assert Response.objects.exists()


def test_a_participant_s_own_end_counts_where_the_rule_says_so(now: datetime) -> None:
    study = make_study()
    left, stays = (make_participant(study, email=f"{name}@example.org") for name in "ab")
    Participant.objects.filter(pk=left.pk).update(
        status="withdrawn", withdrawal_level="stop", withdrawn_at=now
    )
    rule(study, "contact", counted_from="participant")

    delete_what_is_due(now=now + DAY)

    assert [contact.participant_id for contact in Contact.objects.all()] == [stays.pk]


def test_the_end_of_the_study_alone_counts_otherwise(now: datetime) -> None:
    participant = make_participant(email="a@example.org")
    Participant.objects.update(
        status="withdrawn", withdrawal_level="stop", withdrawn_at=now - 9 * DAY
    )
    rule(participant.study, "contact")

    assert delete_what_is_due(now=now + DAY) == 0


def test_another_study_keeps_what_is_its_own(known: Participant, now: datetime) -> None:
    other, _ = make_sent_prompt(make_participant(make_study(), email="other@example.org"))
    intake.submit(other, ANSWERS, language="en", now=now)
    Study.objects.update(ended_at=now)
    for data in ("contact", "answers", "messages"):
        rule(known.study, data)

    delete_what_is_due(now=now + DAY)

    assert Contact.objects.get().participant_id == other.participant_id
    assert Response.objects.get().prompt_id == other.pk


def test_each_deletion_stands_in_the_audit_trail_without_a_person(
    known: Participant, now: datetime
) -> None:
    rule(known.study, "answers")

    delete_what_is_due(now=now + DAY)

    entry = AuditEntry.objects.filter(act="do", study=known.study_id).latest("number")
    assert entry.words == (
        "Deleted by the rule for answers, 1 days after the end of the study: "
        "rows 2, participants 1."
    )
    assert entry.at == now + DAY


def test_a_second_sweep_finds_nothing_to_do(known: Participant, now: datetime) -> None:
    for data in ("contact", "answers", "photos", "messages"):
        rule(known.study, data)
    delete_what_is_due(now=now + DAY)
    epoch = Participant.objects.get().portal_epoch

    again = delete_what_is_due(now=now + DAY)

    assert again == 0
    assert Participant.objects.get().portal_epoch == epoch


def test_a_rule_that_was_changed_meanwhile_deletes_nothing(
    known: Participant, now: datetime
) -> None:
    read = rule(known.study, "answers")
    RetentionRule.objects.update(days=365)

    assert apply_rule(read, now=now + DAY) == 0
    assert Response.objects.exists()


def test_more_people_than_one_transaction_takes_are_all_reached(now: datetime) -> None:
    study = make_study()
    for number in range(23):
        make_participant(study, email=f"p{number}@example.org")
    Study.objects.update(ended_at=now)
    rule(Study.objects.get(), "contact")

    delete_what_is_due(now=now + DAY)

    assert not Contact.objects.exists()
    told = AuditEntry.objects.filter(words__startswith="Deleted by the rule")
    assert sorted(entry.words[-3:] for entry in told) == [" 3.", "20."]


@pytest.mark.parametrize("days", [0, 36_526])
def test_the_database_refuses_a_rule_of_no_or_endless_days(days: int) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        rule(make_study(), "contact", days=days)
