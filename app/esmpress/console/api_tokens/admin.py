"""The page of a study's tokens for programs: made by who shows that it is them, and shown once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from unfold.decorators import action

from esmpress.console.account.pages import ask_first, current, is_sure
from esmpress.console.api_tokens.forms import NewTokenForm, RevokeForm
from esmpress.console.confirming import acting_researcher, confirm, object_or_denied, page_values
from esmpress.console.posted import posted_number
from esmpress.console.rights.scoping import StudyScoped
from esmpress.console.wall_clock import on_wall_clock
from esmpress.lazy_texts import lazily
from esmpress.studies.api_tokens import (
    NoSuchToken,
    State,
    make_token,
    revoke_token,
    state_of,
    tokens_of,
)
from esmpress.studies.models import ApiToken, Scope, Study
from esmpress.studies.rights import Right

PAGE = "admin:studies_study_api_tokens"
_STATES: dict[State, str] = {
    "works": lazily("Works until %(until)s."),
    "expired": lazily("Expired on %(until)s."),
    "revoked": lazily("Revoked on %(revoked)s by %(by)s."),
    "maker_gone": lazily("Does not work: who made it does not manage the study any more."),
    "needs_factor": lazily(
        "Does not work: the study asks for a second factor, and it was made without one."
    ),
}


class ApiTokensAdmin(StudyScoped):
    """Adds the page to an Admin of studies."""

    def has_api_tokens_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whoever decides who works in the study decides which programs do."""
        return self.may(request, Right.MANAGE_MEMBERS, object_id)

    @action(
        description=lazily("API tokens"),
        permissions=["api_tokens"],
        url_path="api-tokens",
        icon="key",
    )
    def api_tokens(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The tokens there are; a post makes one, or revokes one."""
        study: Study = object_or_denied(self, request, object_id)
        match request.POST.get("act", ""):
            case "make":
                return self._make_token(request, study)
            case "revoke":
                return self._revoke_token(request, study)
        if request.method == "POST":
            return redirect(PAGE, study.pk)
        if "prove" in request.GET and not is_sure(request):
            return ask_first(request.path)
        return self._tokens_page(request, study, NewTokenForm())

    def _make_token(self, request: HttpRequest, study: Study) -> HttpResponse:
        if not is_sure(request):
            return ask_first(request.path)
        form = NewTokenForm(request.POST)
        if not form.is_valid():
            return self._tokens_page(request, study, form, status=422)
        made, text = make_token(
            study,
            name=form.cleaned_data["name"],
            scopes=[Scope(one) for one in form.cleaned_data["scopes"]],
            good_for=form.good_for,
            made_by=acting_researcher(request),
            with_factor=bool(current(request).factor),
            now=timezone.now(),
        )
        # The history is read by everybody in one language.
        said = f"An API token was made: “{made.name}”, for {', '.join(made.scopes)}."
        self.log_change(request, study, said)
        return self._tokens_page(request, study, NewTokenForm(), new_token=text)

    def _revoke_token(self, request: HttpRequest, study: Study) -> HttpResponse:
        """Ask first; nobody has to prove anything to stop a token that got about."""
        token = study.api_tokens.filter(pk=posted_number(request, "token")).first()
        if token is None:
            raise Http404
        if "sure" not in request.POST:
            return self._ask_whether_to_revoke(request, study, token)
        try:
            revoke_token(study, token.pk, revoked_by=acting_researcher(request), now=timezone.now())
        except NoSuchToken:
            said = _("Nothing was changed: the token was revoked already.")
            self.message_user(request, said, messages.WARNING)
            return redirect(PAGE, study.pk)
        self.log_change(request, study, f"An API token was revoked: “{token.name}”.")
        self.message_user(request, _("The token was revoked."), messages.SUCCESS)
        return redirect(PAGE, study.pk)

    def _ask_whether_to_revoke(
        self, request: HttpRequest, study: Study, token: ApiToken
    ) -> HttpResponse:
        return confirm(
            self,
            request,
            study,
            title=_("Revoke the token “%(name)s”?") % {"name": token.name},
            sentences=[
                _("Programs that use it are refused from their next request on."),
                _("It cannot be brought back; another one can be made."),
            ],
            button=_("Revoke"),
            form=RevokeForm(initial={"act": "revoke", "token": token.pk, "sure": "1"}),
        )

    def _tokens_page(
        self,
        request: HttpRequest,
        study: Study,
        form: NewTokenForm,
        *,
        new_token: str = "",
        status: int = 200,
    ) -> HttpResponse:
        now = timezone.now()
        values = page_values(self, request, study, title=_("API tokens")) | {
            "rows": [_row(one, study, now=now) for one in tokens_of(study)],
            "form": form,
            "new_token": new_token,
            "is_sure": is_sure(request),
            "media": self.media,
        }
        return render(request, "console/api_tokens.html", values, status=status)


def _row(token: ApiToken, study: Study, *, now: datetime) -> dict[str, Any]:
    """A token in words; it may be revoked as long as it could work again."""
    state = state_of(token, now=now)
    return {
        "token": token,
        "made": on_wall_clock(token.made_at, study.time_zone),
        "used": token.last_used_on,
        "state": str(_STATES[state])
        % {
            "until": on_wall_clock(token.expires_at, study.time_zone),
            "revoked": on_wall_clock(token.revoked_at, study.time_zone),
            "by": token.revoked_by or _("somebody"),
        },
        "may_be_revoked": state not in ("revoked", "expired"),
        "works": state == "works",
        "reads": [Scope(one).label for one in token.scopes],
    }
