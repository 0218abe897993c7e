"""The contact vault in the Admin: an address is shown, changed or looked for, and that is kept."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action

from esmpress.console.addresses.forms import FindForm, NewAddressForm, WhyForm
from esmpress.console.addresses.noting import SAW, note_look, note_search
from esmpress.console.confirming import acting_researcher, object_or_denied, page_values
from esmpress.console.participant_pages import ParticipantPages
from esmpress.console.rights.asking import access_of
from esmpress.console.rights.scoping import own_studies
from esmpress.delivery.readdressing import change_address
from esmpress.participants.contacts import (
    AddressLocked,
    AddressTaken,
    NoAddress,
    SameAddress,
    address_of,
    with_address,
)
from esmpress.participants.models import Participant
from esmpress.studies.rights import Right

TITLE = gettext_lazy("Find by address")


class AddressActs(ParticipantPages):
    """Adds the pages to an Admin of participants, for whoever may see addresses.

    What holds an address answers a POST, is kept by no browser, and leads nowhere by a redirect:
    no address stands in an URL, a title, a cookie or a log.
    """

    actions_list: ClassVar = ["find_by_address"]

    def has_addresses_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whoever may see addresses in the participant's study, or in some study."""
        if object_id is None:
            return access_of(request).may_somewhere(Right.SEE_ADDRESSES)
        return self.may(request, Right.SEE_ADDRESSES, object_id)

    @action(
        description=gettext_lazy("Show address"),
        permissions=["addresses"],
        url_path="show-address",
        icon="contact_mail",
    )
    def show_address(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask why; then note the look, and show the address on this one page."""
        participant = object_or_denied(self, request, object_id)
        form = WhyForm(request.POST if request.method == "POST" else None)
        values: dict[str, Any] = {"form": form}
        if request.method == "POST" and form.is_valid():
            try:
                values["address"] = self._look(request, participant, form.cleaned_data["why"])
            except NoAddress:
                form.add_error(None, _gone())
            except AddressLocked:
                form.add_error(None, _locked())
        frame = page_values(self, request, participant, title=_("Address"))
        return _unkept(request, "console/address.html", frame | values, form)

    def _look(self, request: HttpRequest, participant: Participant, why: str) -> str:
        """The address, once the look is in the trail: without that nothing is shown."""
        with transaction.atomic():
            address = address_of(participant)
            note_look(participant, acting_researcher(request), SAW.format(why=why))
        return address

    @action(
        description=gettext_lazy("Change address"),
        permissions=["withdraw", "addresses"],
        url_path="change-address",
        icon="edit",
    )
    def change_address(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask which; then send everything there from now on, and forget the old one."""
        participant = object_or_denied(self, request, object_id)
        form = NewAddressForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            try:
                with transaction.atomic():
                    email, now = form.cleaned_data["email"], timezone.now()
                    lifted = change_address(participant, email, now=now)
                    self.log_change(request, participant, _noted(lifted=lifted))
            except (ValidationError, NoAddress, SameAddress, AddressTaken) as error:
                form.add_error("email", _why_not(error))
            else:
                said = _("{code}: mail goes to the new address from now on.")
                return self._said(request, participant, said.format(code=participant))
        response = self._ask(
            request,
            participant,
            form,
            title=_("Change the address"),
            sentences=[
                _("Everything that is sent from now on goes to the new address."),
                _(
                    "The old one is deleted. What was known of mail to it, such as that it came "
                    "back, does not count any more, and links to the participant's own page that "
                    "were mailed there stop working. Links to questionnaires stay as they are."
                ),
                _("Whoever unsubscribed stays unsubscribed."),
            ],
            button=_("Change the address"),
        )
        patch_cache_control(response, no_store=True)
        return response

    @action(
        description=TITLE,
        permissions=["addresses"],
        url_path="find-by-address",
        icon="person_search",
    )
    def find_by_address(self, request: HttpRequest) -> HttpResponse:
        """Ask for an address; then note that it was looked for, and name who has it."""
        studies = own_studies(request, Right.SEE_ADDRESSES)
        form = FindForm(request.POST if request.method == "POST" else None, studies=studies)
        values: dict[str, Any] = {"form": form}
        if request.method == "POST" and form.is_valid():
            try:
                values |= {"searched": True, "found": _find(request, form)}
            except ValidationError:
                form.add_error("email", _not_an_address())
        people = reverse("admin:participants_participant_changelist")
        frame = self.admin_site.each_context(request) | {
            "title": TITLE,
            "page_name": TITLE,
            "subject": _("Participants"),
            "trail": [(_("Participants"), people)],
            "opts": self.model._meta,
        }
        return _unkept(request, "console/find_by_address.html", frame | values, form)


def _find(request: HttpRequest, form: FindForm) -> list[Participant]:
    """Who has the address, once it is in the trail that it was looked for."""
    chosen = form.cleaned_data["study"]
    studies = [chosen] if chosen else own_studies(request, Right.SEE_ADDRESSES)
    ids = [study.pk for study in studies]
    with transaction.atomic():
        found = with_address(form.cleaned_data["email"], study_ids=ids)
        note_search(found, acting_researcher(request))
    return found


def _unkept(request: HttpRequest, template: str, values: dict[str, Any], form: Any) -> HttpResponse:
    """A page that no browser and no proxy keeps."""
    response = render(request, template, values, status=422 if form.errors else 200)
    patch_cache_control(response, no_store=True)
    return response


def _noted(*, lifted: bool) -> str:
    more = " Mail to the old one was suppressed; that is lifted." if lifted else ""
    return f"Address changed.{more}"


def _why_not(error: Exception) -> str:
    """What to tell, without the address."""
    match error:
        case NoAddress():
            return _gone()
        case SameAddress():
            return _("That is the address already.")
        case AddressTaken():
            return _("Somebody in this study has this address already.")
    return _not_an_address()


def _gone() -> str:
    return _("There is no address any more: it was deleted when the participant withdrew.")


def _locked() -> str:
    return _(
        "The address cannot be opened now, for the key it was sealed with is missing. "
        "Whoever runs ESMpress can give it back."
    )


def _not_an_address() -> str:
    return _("This is not an e-mail address.")
