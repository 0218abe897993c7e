"""Numbers of rows, as buttons and forms post them."""

from __future__ import annotations

from django.http import Http404, HttpRequest


def posted_number(request: HttpRequest, name: str) -> int:
    """The number that was posted by this name; raises Http404 for what is none."""
    given = request.POST.get(name, "")
    if not (given.isascii() and given.isdecimal()):
        raise Http404
    return int(given[:18])
