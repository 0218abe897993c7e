"""What each act on the rows ticked in a list asks in the study of each of them."""

from __future__ import annotations

from esmpress.console.rights.pages import PAGES, Need
from esmpress.studies.rights import Right

# Django's own, on every list; it asks what the page that deletes one of the rows asks.
DELETE = "delete_selected"
_MESSAGE = frozenset({Right.MESSAGE_PEOPLE})
_ACT = frozenset({Right.ACT_ON_PEOPLE})

# By the model, and the name of the act in its Admin. Rows in whose study the right is missing are
# left out and named; to whoever has it nowhere, the act is not offered.
LIST_ACTS: dict[str, dict[str, Need]] = {
    "participants_participant": {
        "write_many": _MESSAGE,
        "resend_many": _MESSAGE,
        "pause_many": _ACT,
        "resume_many": _ACT,
        "move_many": _ACT,
        "withdraw_many": _ACT,
    },
}


def need_of(model: str, act: str) -> Need:
    """What the act needs in the study of a row; raises KeyError for one that nobody classified."""
    if act == DELETE:
        needed = PAGES[f"admin:{model}_delete"].acts
        assert needed is not None
        return needed
    return LIST_ACTS[model][act]
