"""What every page of the Admin looks like beyond what Unfold brings."""

from __future__ import annotations

from django.http import HttpRequest
from django.templatetags.static import static


def stylesheet(_request: HttpRequest) -> str:
    """The address of the classes Unfold's own stylesheet lacks."""
    return static("console/alerts.css")


def keyboard_stylesheet(_request: HttpRequest) -> str:
    """The address of what shows where the focus is."""
    return static("console/keyboard.css")


def keyboard_script(_request: HttpRequest) -> str:
    """The address of what keeps the focus in what lies over a page."""
    return static("console/keyboard.js")


def favicon(_request: HttpRequest) -> str:
    """The address of the picture on the browser's tab, the one of the participant page."""
    return static("console/favicon.svg")
