"""Making, finding and revoking the tokens by which programs read a study."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Literal

from django.db.models import OuterRef, QuerySet, Subquery

from esmpress.accounts.models import Researcher
from esmpress.studies.models import ApiToken, Membership, Role, Scope, Study
from esmpress.studies.rights import RIGHTS_OF, Right
from esmpress.studies.token_text import has_form, new_text

USUAL = timedelta(days=90)
State = Literal["works", "revoked", "expired", "maker_gone", "needs_factor"]
_WHY_NOT = {
    "revoked": "This token was revoked.",
    "expired": "This token has expired.",
    "maker_gone": "Who made this token does not manage the study any more.",
}


class NoToken(Exception):
    """The token opens nothing; the first argument is a sentence that says why."""


class TokenNeedsFactor(Exception):
    """The study asks for a second factor, and the token was made without one."""


class NoSuchToken(Exception):
    """The study has no such token that could be revoked."""


def make_token(
    study: Study,
    *,
    name: str,
    scopes: Collection[Scope],
    good_for: timedelta = USUAL,
    made_by: Researcher,
    with_factor: bool,
    now: datetime,
) -> tuple[ApiToken, str]:
    """What is kept of a new token, and the token, which nobody can be shown again."""
    text = new_text()
    made = ApiToken.objects.create(
        study=study,
        name=name,
        scopes=[scope for scope in Scope if scope in scopes],
        token_hash=_hash(text),
        made_by=made_by,
        made_at=now,
        made_with_factor=with_factor,
        expires_at=now + good_for,
    )
    return made, text


def find_token(text: str, *, now: datetime) -> ApiToken:
    """The token, with its study and maker; raises NoToken or TokenNeedsFactor. One statement.

    Looked up by its hash: how long that takes tells nothing of a token.
    """
    if not has_form(text):
        raise NoToken("This is no token of ESMpress: it was mistyped or cut off.")
    found = _with_role().filter(token_hash=_hash(text)).select_related("study", "made_by").first()
    if found is None:
        raise NoToken("This token is not known here.")
    state = state_of(found, now=now)
    if state == "needs_factor":
        raise TokenNeedsFactor
    if state != "works":
        raise NoToken(_WHY_NOT[state])
    return found


def tokens_of(study: Study) -> list[ApiToken]:
    """The tokens of a study, the newest first, with who made and who revoked them."""
    rows = _with_role().filter(study=study).select_related("study", "made_by", "revoked_by")
    return list(rows)


def state_of(token: ApiToken, *, now: datetime) -> State:
    """Whether a token that `find_token` or `tokens_of` read works, or what it lacks."""
    if token.revoked_at is not None:
        return "revoked"
    if now >= token.expires_at:
        return "expired"
    if not _could_be_made_now(token.made_by, vars(token)["role_of_maker"]):
        return "maker_gone"
    needs_factor = token.study.requires_second_factor and not token.made_with_factor
    return "needs_factor" if needs_factor else "works"


def note_use(token: ApiToken, *, now: datetime) -> None:
    """Note the day, once; of two requests at once either does."""
    if token.last_used_on != now.date():
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=now.date())


def revoke_token(study: Study, token_id: int, *, revoked_by: Researcher, now: datetime) -> ApiToken:
    """End a token of the study from now on; raises NoSuchToken, also for one revoked before."""
    rows = ApiToken.objects.filter(study=study, pk=token_id)
    if not rows.filter(revoked_at=None).update(revoked_at=now, revoked_by=revoked_by):
        raise NoSuchToken
    return rows.get()


def _with_role() -> QuerySet[ApiToken]:
    role = Membership.objects.filter(study=OuterRef("study"), researcher=OuterRef("made_by"))
    return ApiToken.objects.annotate(role_of_maker=Subquery(role.values("role")))


def _could_be_made_now(maker: Researcher, role: str | None) -> bool:
    if not maker.is_active:
        return False
    may = role is not None and Right.MANAGE_MEMBERS in RIGHTS_OF[Role(role)]
    return may or maker.is_superuser


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
