"""Acts on those ticked in the list of participants, or on all that match, in the Admin."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.decorators import action

from esmpress.console.many.acts import ACTS, Act
from esmpress.console.many.chosen import (
    Chosen,
    TooManyChosen,
    chosen_in_form,
    chosen_in_list,
    sorted_out,
)
from esmpress.console.many.doing import Done, do_to_each
from esmpress.console.many.forms import ManyForm
from esmpress.console.many.returning import LIST, in_list, refuse_too_many
from esmpress.console.rights.asking import access_of
from esmpress.console.rights.scoping import StudyScoped
from esmpress.participants.models import Participant
from esmpress.studies.rights import Right

# Messages to the researcher wait in a cookie, which holds few.
MOST_REFUSALS_TOLD = 10


class ManyActs(StudyScoped):
    """Adds them to an Admin of participants: the list asks, a page of its own acts on POST."""

    def get_urls(self) -> list[URLPattern]:
        """The page that acts, before the address that stands for any participant."""
        view = self.admin_site.admin_view(self.act_on_many)
        mine = path("act-on-many/", view, name="participants_participant_act_on_many")
        return [mine, *super().get_urls()]

    def has_many_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whoever may act on people in some study: in which, is asked for each of them."""
        del object_id
        return access_of(request).may_somewhere(Right.ACT_ON_PEOPLE)

    @action(description=gettext_lazy("Pause …"), permissions=["many"])
    def pause_many(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:
        """Ask about a pause."""
        return self._ask_in_list(request, queryset, "pause")

    @action(description=gettext_lazy("Resume …"), permissions=["many"])
    def resume_many(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:
        """Ask about the end of a pause."""
        return self._ask_in_list(request, queryset, "resume")

    @action(description=gettext_lazy("Send the open link again …"), permissions=["many"])
    def resend_many(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:
        """Ask about one more mail."""
        return self._ask_in_list(request, queryset, "resend")

    @action(description=gettext_lazy("Move to another time zone …"), permissions=["many"])
    def move_many(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:
        """Ask where to."""
        return self._ask_in_list(request, queryset, "move")

    @action(description=gettext_lazy("Withdraw …"), permissions=["many"])
    def withdraw_many(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:
        """Ask how far."""
        return self._ask_in_list(request, queryset, "withdraw")

    def _ask_in_list(self, request: HttpRequest, rows: QuerySet[Any], name: str) -> HttpResponse:
        back = request.get_full_path()
        try:
            people = chosen_in_list(rows)
        except TooManyChosen as error:
            return refuse_too_many(self, request, error, back=back)
        chosen = self._sorted_out(request, ACTS[name], people)
        form = ACTS[name].form(count=len(chosen.people))
        return self._ask_about_many(request, name, chosen, form, back=back)

    def act_on_many(self, request: HttpRequest) -> HttpResponse:
        """Do what was asked about, to those of whom the page told; ask again about who is left."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_many_permission(request):
            raise PermissionDenied
        name, back = request.POST.get("act", ""), in_list(request.POST.get("back", ""))
        if name not in ACTS:
            return redirect(back)
        act = ACTS[name]
        people = chosen_in_form(self.get_queryset(request), request.POST.get("people", ""))
        chosen = self._sorted_out(request, act, people)
        form = act.form(request.POST, count=len(chosen.people))
        if not chosen.people or not form.is_valid():
            return self._ask_about_many(request, name, chosen, form, back=back)
        note = partial(self.log_change, request)
        done = do_to_each(act, chosen.people, form.cleaned_data, note=note, clock=timezone.now)
        self._tell_of_many(request, act, chosen, done)
        if not done.left:
            return redirect(back)
        rest = self._sorted_out(request, act, done.left)
        form = form.again(count=len(rest.people))
        return self._ask_about_many(request, name, rest, form, back=back, goes_on=True)

    def _sorted_out(self, request: HttpRequest, act: Act, people: list[Participant]) -> Chosen:
        why_not = act.reasons(people, now=timezone.now())
        return sorted_out(request, people, right=act.right, why_not=why_not)

    def _ask_about_many(
        self,
        request: HttpRequest,
        name: str,
        chosen: Chosen,
        form: ManyForm,
        *,
        back: str,
        goes_on: bool = False,
    ) -> HttpResponse:
        frame = self.admin_site.each_context(request) | {
            "title": ACTS[name].title,
            "page_name": ACTS[name].button,
            "subject": _("Participants"),
            "trail": [(_("Participants"), reverse(LIST))],
            "opts": self.model._meta,
        }
        values = {"name": name, "act": ACTS[name], "chosen": chosen, "form": form, "back": back}
        values["goes_on"] = goes_on
        status = 422 if form.errors else 200
        return render(request, "console/many.html", frame | values, status=status)

    def _tell_of_many(self, request: HttpRequest, act: Act, chosen: Chosen, done: Done) -> None:
        """How many it was done to, and who was left as they were."""
        if done.people:
            sentence = act.done(len(done.people)).format(count=len(done.people))
            self.message_user(request, sentence, messages.SUCCESS)
        left = [(one, out.why) for out in chosen.left_out for one in out.people] + done.refused
        for one, why in left[:MOST_REFUSALS_TOLD]:
            self.message_user(request, f"{one}: {why}", messages.WARNING)
        more = len(left) - MOST_REFUSALS_TOLD
        if more > 0:
            sentence = ngettext(
                "{count} more was left as it is.", "{count} more were left as they are.", more
            )
            self.message_user(request, sentence.format(count=more), messages.WARNING)
