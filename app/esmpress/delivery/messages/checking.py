"""Checks a study's own text before it is saved: what is wrong, in which field and line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html.parser import HTMLParser

from esmpress.delivery.messages.markup import is_address, parse
from esmpress.delivery.messages.message import Template
from esmpress.delivery.messages.own_html import ATTRIBUTES, TAGS
from esmpress.delivery.messages.placeholders import (
    BRACES,
    PLACEHOLDER,
    PLACEHOLDERS,
    WAYS_IN,
    closest,
    names_in,
)
from esmpress.delivery.messages.places import LINK, LOOKS_LIKE_A_PLACE, has_controls
from esmpress.delivery.messages.study_mail import OwnText
from esmpress.delivery.models.message_template import MAX_SUBJECT

KILO = 1000
MAX_BODY = 20 * KILO
MAX_HTML = 60 * KILO
# Gmail hides what is beyond 102 kB, and with it the link that ends all messages.
MAX_MESSAGE = 90 * KILO
# What a telephone shows of a subject.
SHOWN_SUBJECT = 60

Faults = dict[str, list[str]]


def faults_of(text: OwnText) -> Faults:
    """What is wrong with a text, by field: sentences that name the line."""
    faults = {
        "subject": list(_subject_faults(text.subject)),
        "body": list(_body_faults(text.body)),
        "html": list(_html_faults(text.html)) if text.html.strip() else [],
    }
    return {field: sentences for field, sentences in faults.items() if sentences}


def faults_of_template(text: OwnText, template: Template) -> Faults:
    """What is wrong with the finished message of a text that has no fault by itself."""
    field = "html" if text.html.strip() else "body"
    faults: Faults = {}
    size = max(len(template.text.encode()), len(template.html.encode()))
    if size > MAX_MESSAGE:
        faults[field] = [
            f"With all placeholders filled the message has {size // KILO} kB; at most "
            f"{MAX_MESSAGE // KILO} kB arrive uncut. Shorten it."
        ]
    elif LINK not in template.html:
        faults[field] = ["{{button}} or {{link}} stands where nobody sees it."]
    elif LINK not in template.text:
        faults["body"] = ["{{button}} or {{link}} stands where nobody sees it."]
    return faults


def remarks_on(text: OwnText, *, titles: Iterable[str], offers_later: bool) -> list[str]:
    """What may be saved, but should be looked at."""
    remarks = []
    subject = text.subject.casefold()
    if "study" in names_in(text.subject) or any(
        title.casefold() in subject for title in titles if title.strip()
    ):
        remarks.append(
            "The subject names the study: it can be read on a locked phone, by whoever sees it."
        )
    if len(text.subject) > SHOWN_SUBJECT:
        remarks.append(f"Phones show about {SHOWN_SUBJECT} signs of a subject.")
    if not offers_later and "later" in names_in(text.body + text.html):
        remarks.append(
            "{{later}} shows nothing, for the study offers no “remind me later” (see its page)."
        )
    removed = removed_from(text.html)
    if removed:
        remarks.append(f"Removed from the HTML, which mail cannot have: {', '.join(removed)}.")
    return remarks


def removed_from(html: str) -> list[str]:
    """The tags and attributes that cleaning takes away, with their lines."""
    scanner = _Scanner()
    scanner.feed(html)
    scanner.close()
    return list(dict.fromkeys(scanner.removed))


def _subject_faults(subject: str) -> Iterator[str]:
    if not subject.strip():
        yield "Write a subject."
    if len(subject) > MAX_SUBJECT:
        yield f"The subject has {len(subject)} signs; at most {MAX_SUBJECT} are possible."
    if has_controls(subject):
        yield "The subject is one line: take out line breaks and invisible signs."
    yield from (fault for _, fault in _placeholder_faults(subject))
    for name in sorted(names_in(subject) & PLACEHOLDERS.keys()):
        if not PLACEHOLDERS[name].in_subject:
            yield f"{_braced(name)} does not belong into a subject; only {_subject_names()} do."


def _body_faults(body: str) -> Iterator[str]:
    yield from _common_faults(body, limit=MAX_BODY)
    if len(body.encode()) > MAX_BODY:
        return
    for token in parse(body):
        for child in token.children or ():
            if child.type == "text" and "](" in child.content:
                line = (token.map or [0])[0] + 1
                address = child.content.partition("](")[2].partition(")")[0]
                yield (
                    f"Line {line}: no link can go to “{address[:60]}”; "
                    "write https://…, mailto:…, tel:… or {{link}}."
                )


def _html_faults(html: str) -> Iterator[str]:
    yield from _common_faults(html, limit=MAX_HTML)
    if len(html.encode()) > MAX_HTML:
        return
    scanner = _Scanner()
    scanner.feed(html)
    scanner.close()
    yield from scanner.faults


def _common_faults(text: str, *, limit: int) -> Iterator[str]:
    size = len(text.encode())
    if size > limit:
        yield f"This has {size // KILO} kB; at most {limit // KILO} kB are possible."
        return
    yield from (f"Line {line}: {fault}" for line, fault in _placeholder_faults(text))
    if not names_in(text) & set(WAYS_IN):
        yield "There is no way to the questionnaire: add {{button}} or {{link}}."


def _placeholder_faults(text: str) -> Iterator[tuple[int, str]]:
    """Each fault with its line, in their order."""
    found: list[tuple[int, str]] = []
    for placeholder in PLACEHOLDER.finditer(text):
        fault = _fault_of(placeholder[1], placeholder[2])
        found += [(placeholder.start(), fault)] if fault else []
    rest = PLACEHOLDER.sub(lambda one: " " * len(one[0]), text)
    found += [
        (braces.start(), f"“{braces[0]}” has no partner: write placeholders like {{{{link}}}}.")
        for braces in BRACES.finditer(rest)
    ]
    found += [
        (place.start(), "Signs like %link% are not filled in; write {{link}}.")
        for place in LOOKS_LIKE_A_PLACE.finditer(text)
    ]
    for position, fault in sorted(found):
        yield text.count("\n", 0, position) + 1, fault


def _fault_of(name: str, label: str | None) -> str:
    if name in PLACEHOLDERS:
        takes_label = PLACEHOLDERS[name].takes_label
        return "" if label is None or takes_label else f"{_braced(name)} takes no words of its own."
    meant = closest(name)
    hint = f"did you mean {_braced(meant)}?" if meant else f"there are {_all_names()}."
    return f"{_braced(name[:40])} is unknown: {hint}"


def _braced(name: str) -> str:
    return "{{" + name + "}}"


def _all_names() -> str:
    return ", ".join(one.braced for one in PLACEHOLDERS.values())


def _subject_names() -> str:
    return ", ".join(one.braced for one in PLACEHOLDERS.values() if one.in_subject)


class _Scanner(HTMLParser):
    """Looks through own HTML: what will be removed, and addresses that lead nowhere."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.removed: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line = self.getpos()[0]
        if tag not in TAGS:
            self.removed.append(f"<{tag[:20]}> (line {line})")
            return
        known = ATTRIBUTES["*"] | ATTRIBUTES.get(tag, set())
        for name, value in attrs:
            if name not in known:
                self.removed.append(f"{name[:20]} (line {line})")
            elif name == "href":
                self._check_address(value or "", line)
            elif PLACEHOLDER.search(value or ""):
                self.faults.append(
                    f"Line {line}: placeholders can stand in texts and in href only."
                )

    def handle_comment(self, data: str) -> None:
        if PLACEHOLDER.search(data):
            line = self.getpos()[0]
            self.faults.append(f"Line {line}: comments are removed, with what stands in them.")

    def _check_address(self, value: str, line: int) -> None:
        tight = PLACEHOLDER.sub(lambda found: "{{" + found[1] + "}}", value.strip())
        if not is_address(tight):
            self.faults.append(
                f"Line {line}: no link can go to “{value[:60]}”; "
                "write https://…, mailto:…, tel:… or {{link}}."
            )
