"""Participants, what became of their participation, and their contact data in a table apart."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from esmpress.languages.choosing import language_choices
from esmpress.participants import vault
from esmpress.studies.models import STRATUM_LENGTH, Arm, Study, check_time_zone


class ParticipantQuerySet(models.QuerySet["Participant"]):
    """Sets of participants."""

    def enrolled(self) -> ParticipantQuerySet:
        """Who takes part now."""
        return self.filter(status=Participant.Status.ENROLLED)

    def taking_part(self) -> ParticipantQuerySet:
        """Who has not withdrawn: enrolled, or paused for a while."""
        return self.filter(status__in=Participant.TAKING_PART)

    def in_exports(self) -> ParticipantQuerySet:
        """Whose answers may be used: all but those who have them left out."""
        return self.exclude(withdrawal_level__in=Participant.LEFT_OUT)


class Participant(models.Model):
    """One person in one study, known to the data by a number only."""

    class Status(models.TextChoices):
        ENROLLED = "enrolled", "enrolled"
        PAUSED = "paused", "paused"
        WITHDRAWN = "withdrawn", "withdrawn"

    class Level(models.TextChoices):
        """How far a withdrawal goes, from the least to the most."""

        STOP = "stop", "stop: answers and address are kept"
        FORGET = "forget", "forget: the address is deleted too"
        EXCLUDE = "exclude", "exclude: the answers are left out of every export too"
        ERASE = "erase", "erase: the answers are deleted"

    TAKING_PART: ClassVar = (Status.ENROLLED, Status.PAUSED)
    # Whose answers no export holds.
    LEFT_OUT: ClassVar = (Level.EXCLUDE, Level.ERASE)

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="participants")
    number = models.PositiveIntegerField(help_text="Counts from 1 in each study; part of the seed.")
    status = models.CharField(max_length=12, choices=Status, default=Status.ENROLLED)
    language = models.CharField(max_length=6, choices=language_choices)
    time_zone = models.CharField(max_length=64, validators=[check_time_zone])
    enrolled_at = models.DateTimeField()
    # Study day 1; unknown until the study is launched.
    start_date = models.DateField(null=True)
    # Drawn once the study runs, and then only changed with a reason.
    arm = models.ForeignKey(
        Arm, on_delete=models.PROTECT, null=True, blank=True, related_name="participants"
    )
    stratum = models.CharField(max_length=STRATUM_LENGTH, blank=True)
    # Own wake and bed time for each weekday, where a scheme asks for them.
    wake_times = models.JSONField(null=True, blank=True)
    # The prompts of all local days up to this one are in the table; planning goes on from here.
    planned_through = models.DateField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawal_level = models.CharField(max_length=8, choices=Level, blank=True)
    # Asked to get no more mail; takes part still, until somebody withdraws them.
    unsubscribed_at = models.DateTimeField(null=True)
    # Mail does not reach them, or they called it spam: suppressed until a researcher lifts it.
    suppressed_at = models.DateTimeField(null=True)
    suppressed_reason = models.CharField(max_length=12, blank=True)
    # Part of each link to their own page: counting on makes all links until now unknown.
    portal_epoch = models.PositiveSmallIntegerField(default=0, editable=False)
    # Of what programs are told by the API: kept by a trigger, as rows change in many places.
    changed_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        ordering = ("study", "number")
        constraints = (
            models.UniqueConstraint(fields=("study", "number"), name="participant_number_unique"),
            models.CheckConstraint(
                condition=Q(status="withdrawn", withdrawn_at__isnull=False)
                | Q(status__in=("enrolled", "paused"), withdrawn_at__isnull=True),
                name="participant_withdrawal_has_its_instant",
            ),
            models.CheckConstraint(
                condition=Q(withdrawal_level="") | Q(status="withdrawn"),
                name="participant_level_of_a_withdrawal",
            ),
        )

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """The participant's name in data and lists, e.g. P0007."""
        return f"P{self.number:04d}"

    @property
    def gets_mail(self) -> bool:
        """Neither unsubscribed nor suppressed; whether they take part is another question."""
        return self.unsubscribed_at is None and self.suppressed_at is None


class Allocation(models.Model):
    """One draw or change of a participant's arm; rows are added and never changed."""

    class Origin(models.TextChoices):
        DRAWN = "drawn", "drawn"
        CHANGED = "changed", "changed by a researcher"

    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="allocations"
    )
    arm = models.ForeignKey(Arm, on_delete=models.PROTECT, related_name="allocations")
    stratum = models.CharField(max_length=STRATUM_LENGTH, blank=True)
    # Where in the stratum's sequence a drawn arm stood: block and place in it, from 1.
    block = models.PositiveIntegerField(null=True)
    place = models.PositiveSmallIntegerField(null=True)
    block_size = models.PositiveSmallIntegerField(null=True)
    origin = models.CharField(max_length=10, choices=Origin)
    # The first local day of a changed arm; a drawn one counts from the beginning.
    from_date = models.DateField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    researcher = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    drawn_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("participant",), name="allocation_drawn_once", condition=Q(origin="drawn")
            ),
            models.CheckConstraint(
                condition=Q(
                    origin="drawn",
                    block__gte=1,
                    place__gte=1,
                    place__lte=F("block_size"),
                    from_date__isnull=True,
                )
                | Q(origin="changed", block__isnull=True, from_date__isnull=False) & ~Q(reason=""),
                name="allocation_says_how_it_came",
            ),
        )

    def __str__(self) -> str:
        return f"{self.participant}: {self.arm}"


class Pause(models.Model):
    """A time in which a participant is not asked; the study days count on."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="pauses")
    began_at = models.DateTimeField()
    # The local day on which they are asked again; null: when somebody resumes.
    until = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("began_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("participant",), name="pause_open_once", condition=Q(ended_at__isnull=True)
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("began_at")),
                name="pause_ends_after_it_began",
            ),
        )
        indexes = (
            # The sweep reads only pauses that end by themselves.
            models.Index(
                fields=("until",),
                name="pause_ends_by_itself",
                condition=Q(ended_at__isnull=True, until__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"pause of {self.participant}"


class MailStop(models.Model):
    """A time in which a participant wanted no mail, until they asked for it again."""

    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="mail_stops"
    )
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("began_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("participant",),
                name="mail_stop_open_once",
                condition=Q(ended_at__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"no mail to {self.participant}"


class ZoneChange(models.Model):
    """A move to another time zone, and the first local day that is planned in it."""

    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="zone_changes"
    )
    time_zone_before = models.CharField(max_length=64)
    time_zone = models.CharField(max_length=64, validators=[check_time_zone])
    from_date = models.DateField()
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ("from_date", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(time_zone=F("time_zone_before")), name="zone_change_changes_the_zone"
            ),
        )

    def __str__(self) -> str:
        return f"{self.participant} to {self.time_zone}"


class Contact(models.Model):
    """How to reach a participant: sealed, and never joined into data."""

    participant = models.OneToOneField(
        Participant, on_delete=models.CASCADE, related_name="contact"
    )
    seal_id = models.UUIDField(default=uuid.uuid4, editable=False)
    sealed_email = models.BinaryField()
    # Finds a second enrolment of the same address in the same study without unsealing.
    email_index = models.BinaryField(max_length=32, unique=True)
    # When it took the place of another address: what comes back from before is about that one.
    changed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"contact of {self.participant}"

    @property
    def email(self) -> str:
        """The address, unsealed."""
        return unsealed_email(bytes(self.sealed_email), self.seal_id)

    def set_email(self, email: str) -> None:
        """Seal `email` into the row, unsaved; addresses are one whatever their case."""
        self.sealed_email = vault.seal(email, bound_to=_binding(self.seal_id))
        self.email_index = email_index(self.participant.study_id, email)


def email_index(study_id: int, email: str) -> bytes:
    """The blind index of an address within one study."""
    return vault.blind_index(f"{study_id}|{email.casefold()}", purpose="participant e-mail")


def unsealed_email(sealed: bytes, seal_id: object) -> str:
    """The address in a row of contacts, where its columns were read without the model."""
    return vault.unseal(sealed, bound_to=_binding(seal_id))


def _binding(seal_id: object) -> str:
    return f"participants_contact.sealed_email.{seal_id}"
