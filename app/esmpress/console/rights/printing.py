"""The matrix as a page of the documentation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from esmpress.console.rights.list_acts import LIST_ACTS
from esmpress.console.rights.matrix import ALLOWED, WHO, Who, addresses, expected
from esmpress.console.rights.pages import Need, Page, Special
from esmpress.studies.models import Role, Scope
from esmpress.studies.rights import RIGHTS_OF, RIGHTS_OF_SCOPE, Right

_HEAD = """# Rights

Made by `make rights` from `studies/rights.py`, `console/rights/pages.py` and the addresses there \
are; a test asks every one of them for everybody. Why it is so: \
[ADR 35](adr/0035-roles-in-a-study.md).

Whoever works in a study has one role there. Its owners give roles on the study's page “Members”: \
to somebody with an account at once, to anybody else by a mail whose link makes one, good for a \
week. A study that has an owner keeps one. Whoever is removed sees nothing of it from their next \
click on; their invitations into it, and those of an owner who becomes something else, end with it.

A questionnaire belongs to the studies that use it: their members see it, and whoever may edit all \
of them may change it. One that no study uses is seen by who made it.

Permissions of Django's (Access, in the sidebar) decide two things only: who may make studies \
(`studies | study | Can add study`) and questionnaires, and who administers accounts. Superusers \
may everything; the log has a line `superuser_right_used` for each study they enter without a role.

## What each role may do
"""
_PAGES = """
## Which page opens for whom

● opens; 403: a member without the right; 404: as if it were not there. “Other” owns another \
study, “nobody” works in none. P: for who has a permission of Django's, whatever their role. \
Lists show the rows of one's own studies alone.
"""
_LIST_ACTS = """
## Acts on rows ticked in a list

Each asks its right in the study of each row; rows without it are left out and named. *Delete* of \
a list asks what the page that deletes one of them asks, and deletes all that were ticked or none.
"""
_API = """
## Which address opens for which token

Programs ask by a token of the study's page “API tokens” ([API](api.md)). Another study's \
token gets 404, a token without the scope 403; an expired or revoked one, and a browser that is \
logged in, 401.
"""


def rights_page() -> str:
    """The whole page."""
    parts = [_HEAD, *_roles(), _PAGES, *_pages(), _LIST_ACTS, *_list_acts(), _API, *_api()]
    return "\n".join(parts) + "\n"


def _roles() -> Iterator[str]:
    yield f"| | {' | '.join(Role)} |"
    yield "| --- |" + " :---: |" * len(Role)
    for right in Right:
        cells = " | ".join("●" if right in RIGHTS_OF[role] else "" for role in Role)
        yield f"| {right.value} | {cells} |"


def _pages() -> Iterator[str]:
    yield f"| Address | | {' | '.join(WHO)} |"
    yield "| --- | --- |" + " :---: |" * len(WHO)
    for address in sorted(addresses(), key=lambda one: one.route):
        if address.page is not None:
            yield from _lines(_in_words(address.route), address.page)


def _list_acts() -> Iterator[str]:
    yield f"| List | Act | {' | '.join(Role)} |"
    yield "| --- | --- |" + " :---: |" * len(Role)
    for model, acts in LIST_ACTS.items():
        for act, need in acts.items():
            assert isinstance(need, frozenset)
            cells = " | ".join("●" if need <= RIGHTS_OF[role] else "" for role in Role)
            yield f"| {model} | `{act}` | {cells} |"


def _api() -> Iterator[str]:
    yield "| Address | Scope | Rights that takes |"
    yield "| --- | --- | --- |"
    for address in sorted(addresses(), key=lambda one: one.route):
        if address.scope is not None:
            yield f"| `{_in_words(address.route)}` | {address.scope} | {_takes(address.scope)} |"
    yield f"| (who is in which arm) | {Scope.ARMS} | {_takes(Scope.ARMS)} |"


def _takes(scope: Scope) -> str:
    return ", ".join(sorted(right.value for right in RIGHTS_OF_SCOPE[scope]))


def _lines(route: str, page: Page) -> Iterator[str]:
    needs: list[tuple[str, Need | None]] = [("GET", page.looks), ("POST", page.acts)]
    for method, need in needs:
        if need not in (None, Special.NO_SUCH, Special.NOTHING):
            assert need is not None
            cells = " | ".join(_cell(page, need, who) for who in WHO)
            yield f"| `{route}` | {method} | {cells} |"


def _cell(page: Page, need: Need, who: Who) -> str:
    if need is Special.PERMITTED:
        return "P"
    status = expected(page, need, who)
    return "●" if status == ALLOWED else str(status)


def _in_words(route: str) -> str:
    """The address with what changes in it in capitals, as people write it."""
    plain = re.sub(r"\^?\(\?P<app_label>.*", "APP/", route)
    return "/" + re.sub(r"<(?:\w+:)?(?:object_)?(\w+)>", lambda part: part[1].upper(), plain)
