"""Reads the forms of a page as a browser would post them when nobody has typed anything."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

Posted = dict[str, list[str]]
_BUTTONS = ("submit", "button", "reset", "image", "file")


class _Forms(HTMLParser):
    """Collects the fields of each form of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Posted] = []
        self._inside: Posted | None = None
        self._select = self._textarea = ""
        self._first_option: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = {}
            self.forms.append(self._inside)
        elif tag == "input" and given.get("name"):
            self._add_input(given)
        elif tag == "select":
            self._select, self._first_option = given.get("name", ""), None
        elif tag == "option" and self._select:
            self._add_option(given)
        elif tag == "textarea":
            self._textarea = given.get("name", "")
            self._add(self._textarea, "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = None
        elif tag == "select":
            if self._first_option is not None:
                self._add(self._select, self._first_option)
            self._select = ""
        elif tag == "textarea":
            self._textarea = ""

    def handle_data(self, data: str) -> None:
        if self._textarea and self._inside is not None:
            # HTML drops the line break a text area begins with.
            self._inside[self._textarea] = [data.removeprefix("\n").removeprefix("\r\n")]

    def _add_input(self, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        if kind in ("checkbox", "radio"):
            if "checked" in given:
                self._add(given["name"], given.get("value") or "on")
        elif kind not in _BUTTONS:
            self._add(given["name"], given.get("value", ""))

    def _add_option(self, given: dict[str, str]) -> None:
        if "selected" in given:
            self._add(self._select, given.get("value", ""))
            self._first_option = None
            self._select = ""
        elif self._first_option is None:
            self._first_option = given.get("value", "")

    def _add(self, name: str, value: str) -> None:
        if self._inside is not None:
            self._inside.setdefault(name, []).append(value)


def form_with(page: Any, field: str) -> Posted:
    """What the form of the page that has the field would post, as it stands."""
    parser = _Forms()
    parser.feed(page.content.decode())
    return next(form for form in parser.forms if field in form)
