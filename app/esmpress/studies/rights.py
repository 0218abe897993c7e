"""Which right each role has in a study: this table alone says so."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from esmpress.studies.models.api_token import Scope
from esmpress.studies.models.membership import Role


class Right(StrEnum):
    """What somebody may do in one study; the value is the name researchers read."""

    SEE_STUDY = "see the study"
    EDIT_DESIGN = "edit the design"
    LAUNCH = "launch and end"
    SEE_PEOPLE = "see people and messages"
    ENROL = "enrol people"
    ACT_ON_PEOPLE = "act on people"
    SEE_ADDRESSES = "see addresses"
    SEE_ANSWERS = "see answers"
    EXPORT = "export"
    SEE_ARMS = "see arms"
    MESSAGE_PEOPLE = "message people"
    MANAGE_MEMBERS = "manage members"
    DELETE = "delete"


RIGHTS_OF: dict[Role, frozenset[Right]] = {
    Role.OWNER: frozenset(Right),
    Role.EDITOR: frozenset(
        {Right.SEE_STUDY, Right.EDIT_DESIGN, Right.LAUNCH, Right.SEE_PEOPLE},
    ),
    Role.COORDINATOR: frozenset(
        {
            Right.SEE_STUDY,
            Right.SEE_PEOPLE,
            Right.ENROL,
            Right.ACT_ON_PEOPLE,
            Right.SEE_ADDRESSES,
            Right.MESSAGE_PEOPLE,
        }
    ),
    Role.ANALYST: frozenset(
        {Right.SEE_STUDY, Right.SEE_PEOPLE, Right.SEE_ANSWERS, Right.EXPORT, Right.SEE_ARMS}
    ),
    # Without outcomes: neither answers nor arms.
    Role.OBSERVER: frozenset({Right.SEE_STUDY, Right.SEE_PEOPLE}),
    # Programs take the data home; they meet nobody.
    Role.API: frozenset({Right.SEE_STUDY, Right.SEE_ANSWERS, Right.EXPORT, Right.SEE_ARMS}),
}
# A token is a program with the role `api`, cut down to what its scopes take.
RIGHTS_OF_SCOPE: dict[Scope, frozenset[Right]] = {
    Scope.STUDY: frozenset({Right.SEE_STUDY}),
    Scope.PARTICIPANTS: frozenset({Right.EXPORT}),
    Scope.PROMPTS: frozenset({Right.EXPORT}),
    Scope.RESPONSES: frozenset({Right.EXPORT, Right.SEE_ANSWERS}),
    Scope.COMPLIANCE: frozenset({Right.EXPORT}),
    Scope.ARMS: frozenset({Right.SEE_ARMS}),
}


def granted(scopes: Collection[str], wanted: Scope) -> bool:
    """Whether a token with these scopes may read what the wanted one stands for."""
    return wanted in scopes and RIGHTS_OF_SCOPE[wanted] <= RIGHTS_OF[Role.API]
