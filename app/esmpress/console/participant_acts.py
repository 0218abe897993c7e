"""What a researcher can do to a participation: each asks first, acts on POST, and is logged."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from unfold.decorators import action

from esmpress.console.confirming import acting_researcher, confirm, object_or_denied
from esmpress.console.participant_forms import ArmForm, MoveForm
from esmpress.console.participant_leaving import LeavingActs
from esmpress.console.participant_links import LinkActs
from esmpress.console.scheme_words import in_form_words
from esmpress.console.wake_times import WakeTimesForm, described_wake_times
from esmpress.lazy_texts import lazily
from esmpress.participants.allocating import UnknownArm
from esmpress.participants.models import Participant
from esmpress.participants.suppressing import lift_suppression
from esmpress.participants.unsubscribing import mark_subscribed
from esmpress.prompts import moving, stopping
from esmpress.prompts.own_hours import keep_wake_times
from esmpress.studies.models import Study

_TAKES_EFFECT = {
    Study.TravelRule.NEXT_DAY: lazily(
        "The new zone counts from the next local day: prompts not sent yet "
        "are planned anew from then on."
    ),
    Study.TravelRule.AT_ONCE: lazily(
        "The new zone counts at once: prompts not sent yet are planned anew, also those of today."
    ),
}


class ParticipantActs(LeavingActs, LinkActs):
    """The pages behind the buttons above a participant's page."""

    @action(
        description=lazily("Resume"),
        permissions=["withdraw"],
        url_path="resume",
        icon="play_circle",
    )
    def resume(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask first; then end the pause."""
        participant = object_or_denied(self, request, object_id)
        if request.method != "POST":
            return confirm(
                self,
                request,
                participant,
                title=_("Resume this participation?"),
                sentences=[
                    _("Invitations will be sent again, at the moments planned before the pause.")
                ],
                button=_("Resume"),
            )
        try:
            count = stopping.resume(participant, now=timezone.now())
        except (stopping.AlreadyStopped, stopping.NotPaused) as error:
            self.message_user(request, str(error))
            return redirect("admin:participants_participant_change", object_id)
        said = ngettext(
            "resumed; %(count)s prompt ahead", "resumed; %(count)s prompts ahead", count
        ) % {"count": count}
        return self._done(request, participant, said)

    @action(
        description=lazily("Move"),
        permissions=["withdraw"],
        url_path="move",
        icon="flight_takeoff",
    )
    def move(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask where to; then plan what is unsent in the new zone, by the study's rule."""
        participant = object_or_denied(self, request, object_id)
        form = MoveForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            zone = form.cleaned_data["time_zone"]
            try:
                change = moving.move(participant, zone, now=timezone.now())
            except moving.NothingMoved:
                form.add_error(
                    "time_zone",
                    _("%(participant)s is there already, or has withdrawn.")
                    % {"participant": participant},
                )
            except stopping.AlreadyStopped as error:
                form.add_error("time_zone", str(error))
            except ValidationError as error:
                form.add_error("time_zone", error)
            else:
                said = _("moved to %(zone)s, which counts from %(from_date)s") % {
                    "zone": zone,
                    "from_date": change.from_date,
                }
                return self._done(request, participant, said)
        return self._ask(
            request,
            participant,
            form,
            title=_("Move to another time zone"),
            sentences=[
                _("Now in %(time_zone)s. %(rule)s")
                % {
                    "time_zone": participant.time_zone,
                    "rule": _TAKES_EFFECT[Study.TravelRule(participant.study.travel_rule)],
                },
                _("Prompts that were sent stay as they are, and no two come closer than the gap."),
            ],
            button=_("Move"),
        )

    @action(
        description=lazily("Wake times"),
        permissions=["withdraw"],
        url_path="wake-times",
        icon="bedtime",
    )
    def change_wake_times(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask for the hours of each weekday; then plan what is unsent by them."""
        participant = object_or_denied(self, request, object_id)
        form = WakeTimesForm(request.POST or None, participant=participant)
        if request.method == "POST" and form.is_valid():
            wake = form.cleaned_data["wake_times"]
            try:
                keep_wake_times(participant, wake, now=timezone.now())
            except ValidationError as error:
                reason = error.messages[0].removeprefix("wake_times: ")
                form.add_error("wake_times", in_form_words(reason))
            except stopping.AlreadyStopped as error:
                form.add_error("wake_times", str(error))
            else:
                said = _("wake times changed to: %(wake)s") % {"wake": described_wake_times(wake)}
                return self._done(request, participant, said)
        return self._ask(
            request,
            participant,
            form,
            title=_("Wake times"),
            sentences=[_("Prompts not sent yet follow them from the next local day.")],
            button=_("Save"),
        )

    @action(
        description=lazily("Change arm"),
        permissions=["withdraw", "unblinded"],
        url_path="change-arm",
        icon="alt_route",
    )
    def change_arm(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask which arm and why; then call off what is unsent, and plan the new arm."""
        participant = object_or_denied(self, request, object_id)
        form = ArmForm(request.POST or None, participant=participant)
        if request.method == "POST" and form.is_valid():
            try:
                stopping.change_arm(
                    participant,
                    form.cleaned_data["arm"],
                    reason=form.cleaned_data["reason"],
                    researcher=acting_researcher(request),
                    now=timezone.now(),
                )
            except (UnknownArm, stopping.AlreadyStopped) as error:
                form.add_error("arm", str(error).removeprefix("arm: "))
            else:
                # Which one stands with the allocations, which not everybody may see.
                return self._done(request, participant, _("arm changed"))
        return self._ask(
            request,
            participant,
            form,
            title=_("Change the arm"),
            sentences=[
                _(
                    "Now in “%(arm)s”. The other arm counts from the next local day; prompts not "
                    "sent yet are cancelled."
                )
                % {"arm": participant.arm},
                _("The change and its reason stay in the list of allocations for ever."),
            ],
            button=_("Change arm"),
        )

    @action(
        description=lazily("Send mail again"),
        permissions=["withdraw"],
        url_path="send-mail-again",
        icon="mark_email_read",
    )
    def send_mail_again(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask first; then undo a participant's unsubscribing, or what suppresses the address."""
        participant = object_or_denied(self, request, object_id)
        if request.method != "POST":
            stopped = _why_no_mail(participant)
            return confirm(
                self,
                request,
                participant,
                title=_("Send mail again?") if stopped else _("Send mail again"),
                sentences=stopped or [_("This participant gets mail; nothing stops it.")],
                button=_("Send mail again") if stopped else "",
            )
        done = [
            words
            for words, lifted in (
                (_("they had unsubscribed"), mark_subscribed(participant, now=timezone.now())),
                (
                    _("the address was suppressed: %(suppressed_reason)s")
                    % {"suppressed_reason": participant.suppressed_reason},
                    lift_suppression(participant),
                ),
            )
            if lifted
        ]
        if done:
            self.log_change(request, participant, f"Mail is sent again ({'; '.join(done)}).")
            self.message_user(
                request, _("%(participant)s gets mail again.") % {"participant": participant}
            )
        return redirect("admin:participants_participant_change", object_id)


_SUPPRESSED = {
    "bounced": lazily(
        "Mail to this address came back. Send again only when you know that it takes mail "
        "now; each mail that comes back makes the mails of all participants less welcome."
    ),
    "dropped": lazily(
        "The mail service refused to send to this address, for mail came back before or was "
        "called spam."
    ),
    "spam_report": lazily(
        "This participant reported a message as spam. Send again only if they told you "
        "that it was a mistake."
    ),
}


def _why_no_mail(participant: Participant) -> list[str]:
    """What to consider before mail is sent again; empty when the participant gets mail."""
    sentences = []
    if participant.unsubscribed_at is not None:
        sentences.append(_("Only if this participant asked you to: they unsubscribed themselves."))
    if participant.suppressed_at is not None:
        sentences.append(_SUPPRESSED[participant.suppressed_reason])
        sentences.append(
            _(
                "A mail service keeps a list of such addresses of its own: take the address off it "
                "there (SendGrid: Suppressions), or it drops the next message too."
            )
        )
    return sentences
