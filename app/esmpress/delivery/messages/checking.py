"""Checks a study's own text before it is saved: what is wrong, in which field and line."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from html import unescape
from itertools import islice

from esmpress.delivery.messages.markup import is_address, parse
from esmpress.delivery.messages.message import Template
from esmpress.delivery.messages.nesting import BadNesting, check_nesting
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
from esmpress.delivery.messages.tags import Tag, Unclosed, read_tags
from esmpress.delivery.models.message_template import MAX_SUBJECT

KILO = 1000
MAX_BODY = 20 * KILO
MAX_HTML = 60 * KILO
# Gmail hides what is beyond 102 kB, and with it the link that ends all messages.
MAX_MESSAGE = 90 * KILO
# What a telephone shows of a subject.
SHOWN_SUBJECT = 60
# Whoever mends these sees the others afterwards.
MAX_NAMED = 20

Faults = dict[str, list[str]]


def faults_of(text: OwnText) -> Faults:
    """What is wrong with a text, by field: sentences that name the line."""
    faults = {
        "subject": list(_subject_faults(text.subject)),
        "body": list(_body_faults(text.body)),
        "html": list(_html_faults(text.html)) if text.html.strip() else [],
    }
    return {field: sentences for field, sentences in faults.items() if sentences}


def faults_of_words(text: OwnText, *, allowed: Collection[str]) -> Faults:
    """What is wrong with a text that is about no questionnaire and may hold `allowed`, by field."""
    body = list(_words_faults(text.body))
    for name in sorted(names_in(text.subject + text.body) & PLACEHOLDERS.keys() - set(allowed)):
        body.append(f"{_braced(name)} stands for nothing here; this is about no questionnaire.")
    faults = {"subject": list(_subject_faults(text.subject)), "body": body}
    return {field: sentences for field, sentences in faults.items() if sentences}


def _words_faults(body: str) -> Iterator[str]:
    if not body.strip():
        yield "Write a text."
    if len(body.encode()) > MAX_BODY:
        yield f"This has {len(body.encode()) // KILO} kB; at most {MAX_BODY // KILO} are possible."
        return
    yield from (f"Line {line}: {fault}" for line, fault in _placeholder_faults(body))
    yield from _link_faults(body)


def can_be_tried(text: OwnText) -> bool:
    """Whether a message can be made of a text, faulty or not: its size and tags allow it."""
    if len(text.body.encode()) > MAX_BODY or len(text.html.encode()) > MAX_HTML:
        return False
    return not list(_structure_faults(text.html))


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
        remarks.append(f"Phones show about {SHOWN_SUBJECT} characters of a subject.")
    if not offers_later and "later" in names_in(text.body + text.html):
        remarks.append(
            "{{later}} shows nothing, for the study offers no “remind me later” (see its page)."
        )
    removed = removed_from(text.html)
    if removed:
        remarks.append(f"Removed from the HTML, which mail cannot have: {', '.join(removed)}.")
    return remarks


def removed_from(html: str) -> list[str]:
    """The first tags and attributes that cleaning takes away, with their lines."""
    return list(islice(dict.fromkeys(_removed_from(html)), MAX_NAMED))


def _removed_from(html: str) -> Iterator[str]:
    if len(html.encode()) > MAX_HTML:
        return
    try:
        for tag in read_tags(html):
            if tag.is_end or not tag.name:
                continue
            if tag.name not in TAGS:
                yield f"<{tag.name[:20]}> (line {tag.line})"
                continue
            known = _known(tag)
            for name, _ in tag.attributes:
                if name not in known:
                    yield f"{name[:20]} (line {tag.line})"
    except Unclosed:
        return


def _subject_faults(subject: str) -> Iterator[str]:
    if not subject.strip():
        yield "Write a subject."
    if len(subject) > MAX_SUBJECT:
        yield f"The subject has {len(subject)} characters; at most {MAX_SUBJECT} are possible."
    if has_controls(subject):
        yield "The subject is one line: take out line breaks and invisible characters."
    yield from (fault for _, fault in _placeholder_faults(subject))
    for name in sorted(names_in(subject) & PLACEHOLDERS.keys()):
        if not PLACEHOLDERS[name].in_subject:
            yield f"{_braced(name)} does not belong into a subject; only {_subject_names()} do."


def _body_faults(body: str) -> Iterator[str]:
    yield from _common_faults(body, limit=MAX_BODY)
    if len(body.encode()) <= MAX_BODY:
        yield from _link_faults(body)


def _link_faults(body: str) -> Iterator[str]:
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
    broken = list(_structure_faults(html))
    yield from broken or islice(_tag_faults(html), MAX_NAMED)


def _structure_faults(html: str) -> Iterator[str]:
    """Why no parser may see it: at most one sentence."""
    try:
        check_nesting(read_tags(html))
    except Unclosed as error:
        yield f"Line {error.line}: a tag, comment or quotation mark that begins here has no end."
    except BadNesting as error:
        yield f"Line {error.line}: {error}"


def _tag_faults(html: str) -> Iterator[str]:
    for tag in read_tags(html):
        if not tag.name and PLACEHOLDER.search(tag.words):
            yield f"Line {tag.line}: comments are removed, with what stands in them."
        known = _known(tag)
        for name, value in tag.attributes:
            if name == "href" and name in known:
                yield from _address_faults(unescape(value), tag.line)
            elif name in known and PLACEHOLDER.search(value):
                yield f"Line {tag.line}: placeholders can stand in texts and in href only."


def _known(tag: Tag) -> set[str]:
    """The attributes that stay; those of end tags and of removed tags go without a word."""
    if tag.is_end or tag.name not in TAGS:
        return set()
    return ATTRIBUTES["*"] | ATTRIBUTES.get(tag.name, set())


def _address_faults(value: str, line: int) -> Iterator[str]:
    tight = PLACEHOLDER.sub(lambda found: "{{" + found[1] + "}}", value.strip())
    if not is_address(tight):
        yield (
            f"Line {line}: no link can go to “{value[:60]}”; "
            "write https://…, mailto:…, tel:… or {{link}}."
        )


def _common_faults(text: str, *, limit: int) -> Iterator[str]:
    size = len(text.encode())
    if size > limit:
        yield f"This has {size // KILO} kB; at most {limit // KILO} kB are possible."
        return
    yield from (f"Line {line}: {fault}" for line, fault in _placeholder_faults(text))
    if not names_in(text) & set(WAYS_IN):
        yield "There is no way to the questionnaire: add {{button}} or {{link}}."


def _placeholder_faults(text: str) -> Iterator[tuple[int, str]]:
    """The first faults of each sort with their lines, in their order."""
    rest = PLACEHOLDER.sub(lambda one: " " * len(one[0]), text)
    found = [
        *islice(_unknown(text), MAX_NAMED),
        *(
            (braces.start(), f"“{braces[0]}” has no partner: write placeholders like {{{{link}}}}.")
            for braces in islice(BRACES.finditer(rest), MAX_NAMED)
        ),
        *(
            (place.start(), "Words like %link% are not filled in; write {{link}}.")
            for place in islice(LOOKS_LIKE_A_PLACE.finditer(text), MAX_NAMED)
        ),
    ]
    for position, fault in sorted(found):
        yield text.count("\n", 0, position) + 1, fault


def _unknown(text: str) -> Iterator[tuple[int, str]]:
    for placeholder in PLACEHOLDER.finditer(text):
        if fault := _fault_of(placeholder[1], placeholder[2]):
            yield placeholder.start(), fault


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
