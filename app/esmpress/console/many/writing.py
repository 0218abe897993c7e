"""A message that a researcher writes to those they chose: shown, tried, then sent once."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action

from esmpress.console.confirming import acting_researcher, object_or_denied
from esmpress.console.many.chosen import Chosen, TooManyChosen, chosen_in_form, chosen_in_list
from esmpress.console.many.returning import LIST, in_list, refuse_too_many
from esmpress.console.many.sending import send
from esmpress.console.many.trying import try_on
from esmpress.console.many.written_form import WrittenForm
from esmpress.console.many.written_to import sorted_for_writing
from esmpress.console.rights.asking import access_of
from esmpress.console.rights.scoping import StudyScoped
from esmpress.delivery.letters.written import MOST_A_DAY
from esmpress.delivery.letters.written_text import MEANINGS, sample_mail
from esmpress.delivery.messages import Message, read_studies
from esmpress.studies.rights import Right


class WritingActs(StudyScoped):
    """Adds the page to an Admin of participants: for those ticked in the list, or for one."""

    def get_urls(self) -> list[URLPattern]:
        """The page behind the form, before the address that stands for any participant."""
        view = self.admin_site.admin_view(self.write_to_chosen)
        mine = path("write-to-many/", view, name="participants_participant_write_to_many")
        return [mine, *super().get_urls()]

    def has_write_many_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whoever may message people in some study: in which, is asked for each of them."""
        del object_id
        return access_of(request).may_somewhere(Right.MESSAGE_PEOPLE)

    @action(description=gettext_lazy("Write a message …"), permissions=["write_many"])
    def write_many(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:
        """The empty form, about those who were ticked."""
        back = request.get_full_path()
        try:
            people = chosen_in_list(queryset)
        except TooManyChosen as error:
            return refuse_too_many(self, request, error, back=back)
        chosen = sorted_for_writing(request, people, now=timezone.now())
        return self._write_page(request, chosen, WrittenForm(), back=back)

    @action(
        description=gettext_lazy("Write a message"),
        permissions=["writing"],
        url_path="write",
        icon="edit_note",
    )
    def write(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The empty form, about one participant."""
        participant = object_or_denied(self, request, object_id)
        chosen = sorted_for_writing(request, [participant], now=timezone.now())
        back = reverse("admin:participants_participant_change", args=[participant.pk])
        return self._write_page(request, chosen, WrittenForm(), back=back)

    def write_to_chosen(self, request: HttpRequest) -> HttpResponse:
        """Show what was typed, send it to who typed it, or send it to those it is for."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_write_many_permission(request):
            raise PermissionDenied
        people = chosen_in_form(self.get_queryset(request), request.POST.get("people", ""))
        chosen = sorted_for_writing(request, people, now=timezone.now())
        back = in_list(request.POST.get("back", ""))
        form = WrittenForm(request.POST)
        if not chosen.people or not form.is_valid():
            return self._write_page(request, chosen, form, back=back)
        if "send" in request.POST:
            self.message_user(request, *send(acting_researcher(request), chosen, form))
            return redirect(back)
        mail = _sample(chosen, form, to=acting_researcher(request).email)
        notice = ""
        if "test" in request.POST:
            notice = try_on(acting_researcher(request), chosen.people[0].study, mail)
        return self._write_page(request, chosen, form, back=back, mail=mail, notice=notice)

    def _write_page(
        self,
        request: HttpRequest,
        chosen: Chosen,
        form: WrittenForm,
        *,
        back: str,
        mail: Message | None = None,
        notice: str = "",
    ) -> HttpResponse:
        title = _("Write a message")
        values = self.admin_site.each_context(request) | {
            "title": title,
            "page_name": title,
            "subject": _("Participants"),
            "trail": [(_("Participants"), reverse(LIST))],
            "opts": self.model._meta,
            "chosen": chosen,
            "form": form,
            "back": back,
            "placeholders": MEANINGS,
            "most": MOST_A_DAY,
            "me": acting_researcher(request).email,
            "notice": notice,
        }
        if mail is not None:
            values |= {
                "preview": mail.filled(mail.template.text),
                "preview_subject": mail.filled(mail.template.subject),
                "example": chosen.people[0],
            }
        status = 422 if form.errors else 200
        return render(request, "console/write.html", values, status=status)


def _sample(chosen: Chosen, form: WrittenForm, *, to: str) -> Message:
    """The mail as the first of them gets it, with links that lead nowhere."""
    first = chosen.people[0]
    mail = read_studies([first.study_id])[first.study_id]
    return sample_mail(form.text, mail, language=first.language, to=to)
