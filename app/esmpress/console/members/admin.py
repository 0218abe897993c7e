"""The page of who works in a study: its owners add, change and remove; everybody can leave."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from unfold.decorators import action

from esmpress.accounts.models import Researcher
from esmpress.console.confirming import acting_researcher, confirm, object_or_denied, page_values
from esmpress.console.members.forms import NewMemberForm, RoleForm, SureForm
from esmpress.console.members.inviting import invite_by_mail
from esmpress.console.members.second_factor import ask_for_factor
from esmpress.console.members.taking import take_invitation
from esmpress.console.rights.scoping import StudyScoped
from esmpress.console.wall_clock import on_wall_clock
from esmpress.lazy_texts import lazily
from esmpress.studies.members import (
    AlreadyMember,
    LastOwner,
    NoMember,
    add_member,
    change_role,
    remove_member,
)
from esmpress.studies.models import Membership, Study
from esmpress.studies.rights import Right

PAGE = "admin:studies_study_members"
KEEPS_AN_OWNER = lazily(
    "Nothing was changed: the study needs an owner. Make somebody else one first."
)
GONE = lazily("Nothing was changed: that person does not work in the study any more.")


class MembersAdmin(StudyScoped):
    """Adds the page to an Admin of studies, and the one an invitation leads to."""

    def get_urls(self) -> list[Any]:
        """The page of an invitation is for people who cannot log in yet."""
        name = "studies_study_invitation"
        return [path("invitation/<str:token>/", take_invitation, name=name), *super().get_urls()]

    def has_members_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whoever may see the study."""
        return self.may(request, Right.SEE_STUDY, object_id)

    @action(
        description=lazily("Members"), permissions=["members"], url_path="members", icon="badge"
    )
    def members(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The list; a post gives a role, changes or takes one, or withdraws an invitation."""
        study: Study = object_or_denied(self, request, object_id)
        if request.method != "POST":
            return self._members_page(request, study, NewMemberForm())
        act = request.POST.get("act", "")
        if act == "leave":
            return self._remove(request, study, acting_researcher(request).pk)
        if not self.may(request, Right.MANAGE_MEMBERS, object_id):
            raise PermissionDenied
        match act:
            case "add":
                return self._add(request, study)
            case "role":
                return self._change(request, study)
            case "remove":
                return self._remove(request, study, _number(request, "member"))
            case "second_factor":
                return ask_for_factor(self, request, study)
            case "withdraw":
                study.invitations.filter(pk=_number(request, "invitation")).delete()
                return self._noted(request, study, _("An invitation was withdrawn."))
        return redirect(PAGE, study.pk)

    def _add(self, request: HttpRequest, study: Study) -> HttpResponse:
        form = NewMemberForm(request.POST)
        if not form.is_valid():
            return self._members_page(request, study, form, status=422)
        email, role = form.cleaned_data["email"], form.cleaned_data["role"]
        found = Researcher.objects.with_address(email).first()
        giver = acting_researcher(request)
        if found is None:
            problem = invite_by_mail(study, email, role, invited_by=giver, now=timezone.now())
            if problem:
                return self._members_page(request, study, NewMemberForm(), problem=problem)
            return self._noted(
                request, study, _("Somebody was invited as %(role)s.") % {"role": role}
            )
        try:
            add_member(study, found, role, given_by=giver, now=timezone.now())
        except AlreadyMember:
            form.add_error("email", _("This person works in the study already."))
            return self._members_page(request, study, form, status=422)
        return self._noted(
            request,
            study,
            _("%(name)s was added as %(role)s.") % {"name": _named(found), "role": role},
        )

    def _change(self, request: HttpRequest, study: Study) -> HttpResponse:
        form, member = RoleForm(request.POST), _number(request, "member")
        if not form.is_valid():
            return self._members_page(request, study, NewMemberForm(), problem=_("Choose a role."))
        role, giver = form.cleaned_data["role"], acting_researcher(request)
        try:
            change_role(study, member, role, given_by=giver, now=timezone.now())
        except (LastOwner, NoMember) as error:
            return self._refused(request, study, error)
        return self._noted(
            request,
            study,
            _("%(name)s is %(role)s now.") % {"name": _named_by(member), "role": role},
        )

    def _remove(self, request: HttpRequest, study: Study, member: int) -> HttpResponse:
        """Ask first; then take the role away."""
        leaves = member == acting_researcher(request).pk
        if "sure" not in request.POST:
            return self._ask_whether(request, study, member, leaves=leaves)
        name = _named_by(member)
        try:
            remove_member(study, member)
        except (LastOwner, NoMember) as error:
            return self._refused(request, study, error)
        said = (_("%(name)s left.") if leaves else _("%(name)s was removed.")) % {"name": name}
        self.log_change(request, study, said)
        self.message_user(
            request, _("“%(study)s”: %(said)s") % {"study": study, "said": said}, messages.SUCCESS
        )
        return redirect("admin:index") if leaves else redirect(PAGE, study.pk)

    def _ask_whether(
        self, request: HttpRequest, study: Study, member: int, *, leaves: bool
    ) -> HttpResponse:
        asked = {"act": "leave" if leaves else "remove", "member": member, "sure": "1"}
        return confirm(
            self,
            request,
            study,
            title=_("Leave this study?") if leaves else _("Remove this member?"),
            sentences=[
                _("You will see nothing of the study any more, from your next click on.")
                if leaves
                else _("%(who)s will see nothing of the study any more, from their next click on.")
                % {"who": _named_by(member)},
                _("What was done until now stays in the history."),
            ],
            button=_("Leave") if leaves else _("Remove"),
            form=SureForm(initial=asked),
        )

    def _noted(self, request: HttpRequest, study: Study, said: str) -> HttpResponse:
        """Note what was done, without an address: messages wait in a cookie."""
        self.log_change(request, study, said)
        self.message_user(request, said, messages.SUCCESS)
        return redirect(PAGE, study.pk)

    def _refused(
        self, request: HttpRequest, study: Study, error: LastOwner | NoMember
    ) -> HttpResponse:
        said = KEEPS_AN_OWNER if isinstance(error, LastOwner) else GONE
        return self._members_page(request, study, NewMemberForm(), problem=said, status=409)

    def _members_page(
        self,
        request: HttpRequest,
        study: Study,
        form: NewMemberForm,
        *,
        problem: str = "",
        status: int = 200,
    ) -> HttpResponse:
        members = study.memberships.select_related("researcher", "given_by")
        values = page_values(self, request, study, title=_("Members")) | {
            "rows": [_row(one, study) for one in members],
            "invitations": [
                (one, on_wall_clock(one.expires_at, study.time_zone))
                for one in study.invitations.all()
            ],
            "form": form,
            "problem": problem,
            "may_manage": self.may(request, Right.MANAGE_MEMBERS, str(study.pk)),
            "me": acting_researcher(request).pk,
            "media": self.media,
        }
        return render(request, "console/members.html", values, status=status)


def _row(member: Membership, study: Study) -> dict[str, Any]:
    form = RoleForm(initial={"role": member.role}, auto_id=f"role_{member.pk}")
    form.fields["role"].widget.attrs["aria-label"] = _("Role of %(researcher)s") % {
        "researcher": member.researcher
    }
    return {
        "member": member,
        "since": on_wall_clock(member.since, study.time_zone),
        "form": form,
    }


def _number(request: HttpRequest, name: str) -> int:
    given = request.POST.get(name, "")
    if not (given.isascii() and given.isdecimal()):
        raise Http404
    return int(given[:18])


def _named_by(researcher_id: int) -> str:
    found = Researcher.objects.filter(pk=researcher_id).first()
    return _named(found) if found else _("Somebody")


def _named(researcher: Researcher) -> str:
    """The name, and no address: histories and messages are read by others."""
    return researcher.name or _("Researcher %(pk)s") % {"pk": researcher.pk}
