"""A participant's rights in the Admin: what a withdrawal did, certified, and their own data."""

from __future__ import annotations

import tempfile

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from unfold.decorators import action

from esmpress.console.addresses.forms import WhyForm
from esmpress.console.addresses.noting import note_look
from esmpress.console.confirming import acting_researcher, object_or_denied
from esmpress.console.participant_pages import ParticipantPages
from esmpress.export.own_data import write_own_data
from esmpress.lazy_texts import lazily
from esmpress.participants.models import Participant
from esmpress.studies.rights import Right
from esmpress.withdrawal.certificate import NotWithdrawn, certify
from esmpress.withdrawal.certificate_text import certificate_text

# What fits in memory; more goes to a file without a name.
_IN_MEMORY = 8_000_000
# What is kept has one language, however the pages are read.
TOOK_OUT = "Took out their own data, for them: {why}"
CERTIFIED = "Wrote a certificate of the withdrawal."


class RightsActs(ParticipantPages):
    """The pages behind “Certificate” and “Own data”."""

    def has_own_data_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """The file holds the address and the answers: for who may see both."""
        both = (Right.SEE_ADDRESSES, Right.SEE_ANSWERS)
        return all(self.may(request, right, object_id) for right in both)

    @action(
        description=lazily("Certificate"),
        permissions=["withdraw"],
        url_path="certificate",
        icon="verified_user",
    )
    def certificate(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """A document that says what the withdrawal deleted, and that it is gone."""
        participant = object_or_denied(self, request, object_id)
        try:
            certificate = certify(participant, now=timezone.now())
        except NotWithdrawn:
            sentence = _("%(participant)s takes part: there is nothing to certify.")
            self.message_user(request, sentence % {"participant": participant})
            return redirect("admin:participants_participant_change", object_id)
        note_look(participant, acting_researcher(request), CERTIFIED)
        name = f"certificate-{certificate.study_slug}-{certificate.code}.md"
        return HttpResponse(
            certificate_text(certificate),
            content_type="text/markdown; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    @action(
        description=lazily("Own data"),
        permissions=["own_data"],
        url_path="own-data",
        icon="folder_shared",
    )
    def own_data(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        """Ask why; then note it, and hand out what the participant finds on their own page."""
        participant = object_or_denied(self, request, object_id)
        form = WhyForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            why = form.cleaned_data["why"]
            note_look(participant, acting_researcher(request), TOOK_OUT.format(why=why))
            return _handed_out(participant)
        response = self._ask(
            request,
            participant,
            form,
            title=_("The participant's own data"),
            sentences=[
                _(
                    "For a participant who asks for their data and cannot, or does not want to, "
                    "take them from their own page: the same file, with answers, photos, messages "
                    "and the address."
                ),
                _(
                    "Be sure that it is they who ask, and send it in a way that nobody else can "
                    "read. What is still ahead, and the arm while the study runs, is not in it."
                ),
            ],
            button=_("Take it out"),
        )
        patch_cache_control(response, no_store=True)
        return response


def _handed_out(participant: Participant) -> FileResponse:
    file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  closed when sent
    write_own_data(participant, file, now=timezone.now())
    file.seek(0)
    name = f"{participant.study.slug}-{participant.code}.zip"
    response = FileResponse(file, as_attachment=True, filename=name)
    patch_cache_control(response, no_store=True)
    return response
