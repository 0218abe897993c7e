"""Checks a study's own text before it is saved: what is wrong, in which field and line."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from html import unescape
from itertools import islice

from django.utils.translation import gettext

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
            gettext(
                "With all placeholders filled the message has %(value)s kB; at most "
                "%(value_2)s kB arrive uncut. Shorten it."
            )
            % {"value": size // KILO, "value_2": MAX_MESSAGE // KILO}
        ]
    elif LINK not in template.html:
        faults[field] = [gettext("{{button}} or {{link}} stands where nobody sees it.")]
    elif LINK not in template.text:
        faults["body"] = [gettext("{{button}} or {{link}} stands where nobody sees it.")]
    return faults


def remarks_on(text: OwnText, *, titles: Iterable[str], offers_later: bool) -> list[str]:
    """What may be saved, but should be looked at."""
    remarks = []
    subject = text.subject.casefold()
    if "study" in names_in(text.subject) or any(
        title.casefold() in subject for title in titles if title.strip()
    ):
        remarks.append(
            gettext(
                "The subject names the study: it can be read on a locked phone, by whoever sees it."
            )
        )
    if len(text.subject) > SHOWN_SUBJECT:
        remarks.append(
            gettext("Phones show about %(SHOWN_SUBJECT)s characters of a subject.")
            % {"SHOWN_SUBJECT": SHOWN_SUBJECT}
        )
    if not offers_later and "later" in names_in(text.body + text.html):
        remarks.append(
            gettext(
                "{{later}} shows nothing, for the study offers no “remind me later” (see its page)."
            )
        )
    removed = removed_from(text.html)
    if removed:
        remarks.append(
            gettext("Removed from the HTML, which mail cannot have: %(removed)s.")
            % {"removed": ", ".join(removed)}
        )
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
                    yield gettext("%(name)s (line %(line)s)") % {
                        "name": name[:20],
                        "line": tag.line,
                    }
    except Unclosed:
        return


def _subject_faults(subject: str) -> Iterator[str]:
    if not subject.strip():
        yield gettext("Write a subject.")
    if len(subject) > MAX_SUBJECT:
        yield gettext(
            "The subject has %(subject)s characters; at most %(MAX_SUBJECT)s are possible."
        ) % {"subject": len(subject), "MAX_SUBJECT": MAX_SUBJECT}
    if has_controls(subject):
        yield gettext("The subject is one line: take out line breaks and invisible characters.")
    yield from (fault for _, fault in _placeholder_faults(subject))
    for name in sorted(names_in(subject) & PLACEHOLDERS.keys()):
        if not PLACEHOLDERS[name].in_subject:
            yield gettext(
                "%(braced)s does not belong into a subject; only %(subject_names)s do."
            ) % {"braced": _braced(name), "subject_names": _subject_names()}


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
                    gettext(
                        "Line %(line)s: no link can go to “%(address)s”; write https://…, "
                        "mailto:…, tel:… or {{link}}."
                    )
                    % {"line": line, "address": address[:60]}
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
        yield gettext(
            "Line %(line)s: a tag, comment or quotation mark that begins here has no end."
        ) % {"line": error.line}
    except BadNesting as error:
        yield gettext("Line %(line)s: %(error)s") % {"line": error.line, "error": error}


def _tag_faults(html: str) -> Iterator[str]:
    for tag in read_tags(html):
        if not tag.name and PLACEHOLDER.search(tag.words):
            yield gettext("Line %(line)s: comments are removed, with what stands in them.") % {
                "line": tag.line
            }
        known = _known(tag)
        for name, value in tag.attributes:
            if name == "href" and name in known:
                yield from _address_faults(unescape(value), tag.line)
            elif name in known and PLACEHOLDER.search(value):
                yield gettext(
                    "Line %(line)s: placeholders can stand in texts and in href only."
                ) % {"line": tag.line}


def _known(tag: Tag) -> set[str]:
    """The attributes that stay; those of end tags and of removed tags go without a word."""
    if tag.is_end or tag.name not in TAGS:
        return set()
    return ATTRIBUTES["*"] | ATTRIBUTES.get(tag.name, set())


def _address_faults(value: str, line: int) -> Iterator[str]:
    tight = PLACEHOLDER.sub(lambda found: "{{" + found[1] + "}}", value.strip())
    if not is_address(tight):
        yield (
            gettext(
                "Line %(line)s: no link can go to “%(value)s”; write https://…, "
                "mailto:…, tel:… or {{link}}."
            )
            % {"line": line, "value": value[:60]}
        )


def _common_faults(text: str, *, limit: int) -> Iterator[str]:
    size = len(text.encode())
    if size > limit:
        yield gettext("This has %(value)s kB; at most %(value_2)s kB are possible.") % {
            "value": size // KILO,
            "value_2": limit // KILO,
        }
        return
    yield from (
        gettext("Line %(line)s: %(fault)s") % {"line": line, "fault": fault}
        for line, fault in _placeholder_faults(text)
    )
    if not names_in(text) & set(WAYS_IN):
        yield gettext("There is no way to the questionnaire: add {{button}} or {{link}}.")


def _placeholder_faults(text: str) -> Iterator[tuple[int, str]]:
    """The first faults of each sort with their lines, in their order."""
    rest = PLACEHOLDER.sub(lambda one: " " * len(one[0]), text)
    found = [
        *islice(_unknown(text), MAX_NAMED),
        *(
            (
                braces.start(),
                gettext("“%(braces)s” has no partner: write placeholders like {{link}}.")
                % {"braces": braces[0]},
            )
            for braces in islice(BRACES.finditer(rest), MAX_NAMED)
        ),
        *(
            (place.start(), gettext("Words like %link% are not filled in; write {{link}}."))
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
        return (
            ""
            if label is None or takes_label
            else gettext("%(braced)s takes no words of its own.") % {"braced": _braced(name)}
        )
    meant = closest(name)
    hint = (
        gettext("did you mean %(braced)s?") % {"braced": _braced(meant)}
        if meant
        else gettext("there are %(all_names)s.") % {"all_names": _all_names()}
    )
    return gettext("%(braced)s is unknown: %(hint)s") % {"braced": _braced(name[:40]), "hint": hint}


def _braced(name: str) -> str:
    return "{{" + name + "}}"


def _all_names() -> str:
    return ", ".join(one.braced for one in PLACEHOLDERS.values())


def _subject_names() -> str:
    return ", ".join(one.braced for one in PLACEHOLDERS.values() if one.in_subject)
