"""What a methodologist would say about a questionnaire that can be asked. Pure: no Django.

Nothing here keeps anybody from publishing. docs/questionnaires.md explains each of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.effort import estimate_seconds
from esmpress.questionnaires.items import (
    AffectGrid,
    Computed,
    Consent,
    ImageChoice,
    Information,
    Item,
    Likert,
    Matrix,
    MultipleChoice,
    Ranking,
    SingleChoice,
    Slider,
)
from esmpress.questionnaires.lint_branches import unequal_branches
from esmpress.questionnaires.lint_words import begins_with_good_end, joins_two_asks
from esmpress.questionnaires.logic.checking import references
from esmpress.questionnaires.logic.evaluating import Scope, is_true
from esmpress.questionnaires.texts import PlacedText, Texts

# In words, of one question.
LONG_QUESTION, VERY_LONG_QUESTION, LONG_INFORMATION = 25, 45, 120
# What still stands on a phone without much scrolling.
MANY: dict[type, int] = {
    SingleChoice: 9,
    MultipleChoice: 9,
    Likert: 7,
    Ranking: 7,
    ImageChoice: 6,
}
MANY_ROWS = 7
MINUTE, LONG_SECONDS = 60, 180
# Equal texts of so many words in two languages are no coincidence.
_COPIED_WORDS = 3
_ENOUGH_SCALES = 2


@dataclass(frozen=True)
class Finding:
    """Something to look at: a `warning` spoils data or looks, a `tip` is worth a thought.

    `item` or `page` is the name of what it is about; of neither: the whole. `topic` is the heading
    of docs/questionnaires.md that explains it.
    """

    level: Literal["tip", "warning"]
    topic: str
    sentence: str
    item: str | None = None
    page: str | None = None


def findings(definition: Definition, *, languages: Collection[str] = ()) -> list[Finding]:
    """What is to be said: of the whole first, then in the order of the pages.

    `languages` are those of the studies that ask it. Texts may be missing in the definition.
    """
    found = [
        *_length(definition),
        *_default_bias(definition),
        *_untranslated(definition, languages),
        *_after_an_end(definition),
        *_unequal_branches(definition),
        *(one for item in definition.items for one in _of_item(item)),
    ]
    places = {page.name: place for place, page in enumerate(definition.pages)}
    order = {item.name: place for place, item in enumerate(definition.items)}
    page_of = {item.name: page.name for page in definition.pages for item in page.items}

    def key(one: Finding) -> tuple[int, int]:
        page = page_of.get(one.item or "", one.page or "")
        return places.get(page, -1), order.get(one.item or "", -1)

    return sorted(found, key=key)


def _of_item(item: Item) -> Iterator[Finding]:
    if not isinstance(item, Computed):
        yield from _ends(item)
        yield from _double_barrelled(item)
        yield from _long(item)
        yield from _many(item)
    if isinstance(item, Slider) and item.show_value:
        yield Finding(
            "tip",
            "shown-value",
            _("The number is shown while the slider moves: people then stop at round numbers."),
            item.name,
        )


def _ends(item: Item) -> Iterator[Finding]:
    pairs: list[tuple[Texts, Texts]] = []
    if isinstance(item, Slider):
        pairs = [(item.min_label, item.max_label)]
    elif isinstance(item, AffectGrid):
        sides = item.labels
        pairs = [(sides.left, sides.right), (sides.bottom, sides.top)]
    for one, other in pairs:
        if not one or not other:
            sentence = _("An end has no label: nobody knows what it stands for.")
            yield Finding("warning", "ends", sentence, item.name)
        equal = [code for code in one if _same(one[code], other.get(code, ""))]
        if equal:
            sentence = _("Both ends have the same label in %(equal)s.") % {
                "equal": ", ".join(equal)
            }
            yield Finding("warning", "ends", sentence, item.name)


def _double_barrelled(item: Item) -> Iterator[Finding]:
    # A choice may well offer this or that, and what is only read asks nothing.
    if isinstance(item, Information | Consent):
        return
    asks = [("", item.text)]
    if isinstance(item, Matrix):
        asks += [(_("Row %(name)s: ") % {"name": row.name}, row.text) for row in item.rows]
    for place, texts in asks:
        for language, text in texts.items():
            if joint := joins_two_asks(text, language):
                sentence = _(
                    "%(place)sperhaps two questions in one, joined by “%(joint)s” "
                    "(%(language)s): who would answer one part otherwise than the other "
                    "cannot say so."
                ) % {"place": place, "joint": joint, "language": language}
                sentence = sentence[:1].upper() + sentence[1:]
                yield Finding("tip", "double-barrelled", sentence, item.name)
                break


def _long(item: Item) -> Iterator[Finding]:
    limit = LONG_INFORMATION if isinstance(item, Information | Consent) else LONG_QUESTION
    counts = {language: len(text.split()) for language, text in item.text.items()}
    language = max(counts, key=lambda code: counts[code], default="")
    words = counts.get(language, 0)
    if words > limit:
        is_very = limit == LONG_QUESTION and words > VERY_LONG_QUESTION
        sentence = _(
            "The text has %(words)s words in %(language)s; up to %(limit)s are read on the go."
        ) % {"words": words, "language": language, "limit": limit}
        yield Finding("warning" if is_very else "tip", "long", sentence, item.name)


def _many(item: Item) -> Iterator[Finding]:
    limit = MANY.get(type(item))
    options = getattr(item, "options", ())
    if limit is not None and len(options) > limit:
        level: Literal["tip", "warning"] = "warning" if len(options) > 2 * limit else "tip"
        sentence = _(
            "%(options)s options are many on a phone; up to %(limit)s are seen at once."
        ) % {"options": len(options), "limit": limit}
        yield Finding(level, "many-options", sentence, item.name)
    if isinstance(item, Matrix) and len(item.rows) > MANY_ROWS:
        sentence = _("%(rows)s rows are many on a phone: make two items of them.") % {
            "rows": len(item.rows)
        }
        yield Finding("tip", "many-options", sentence, item.name)


def _length(definition: Definition) -> Iterator[Finding]:
    seconds = estimate_seconds(definition)
    if seconds > MINUTE:
        minutes = f"{seconds / MINUTE:.1f}".removesuffix(".0")
        sentence = _(
            "It takes about %(minutes)s minutes. Many studies stay near one: the "
            "longer it is, the fewer prompts are answered, and the less carefully."
        ) % {"minutes": minutes}
        yield Finding(
            "warning" if seconds > LONG_SECONDS else "tip", "long-questionnaire", sentence
        )


def _default_bias(definition: Definition) -> Iterator[Finding]:
    first = {}
    for item in definition.items:
        if isinstance(item, Likert | Matrix):
            begins = begins_with_good_end(item.options[0].label or {}, item.options[-1].label or {})
            if begins is not None:
                first[item.name] = begins
    if len(first) >= _ENOUGH_SCALES and all(first.values()):
        sentence = _(
            "All %(first)s rating scales whose ends are understood here "
            "(%(first_2)s) have the good or strong end first. What stands first is "
            "chosen more often: begin with the other end, or mix them."
        ) % {"first": len(first), "first_2": ", ".join(first)}
        yield Finding("tip", "default-bias", sentence)


def _untranslated(definition: Definition, languages: Collection[str]) -> Iterator[Finding]:
    texts = list(definition.placed_texts())
    used = {code for text in texts for code in text.texts}
    for code in sorted(set(languages) - used):
        sentence = _(
            "Nothing is translated to %(code)s, which a study asks this questionnaire in."
        ) % {"code": code}
        yield Finding("warning", "untranslated", sentence)
    for text in texts:
        what = text.place.partition(", ")[2] or _("the text")
        if absent := sorted(used - set(text.texts)):
            sentence = _("In %(absent)s, %(what)s is missing: publishing waits for it.") % {
                "absent": ", ".join(absent),
                "what": what,
            }
            yield Finding("warning", "untranslated", sentence, text.item, text.page)
        elif copied := _copied(text):
            sentence = _("In %(copied)s, %(what)s is the same: is one not translated yet?") % {
                "copied": " and ".join(copied),
                "what": what,
            }
            yield Finding("tip", "untranslated", sentence, text.item, text.page)


def _copied(text: PlacedText) -> list[str]:
    """The languages that share a text."""
    codes = sorted(text.texts)
    first = text.texts[codes[0]] if codes else ""
    if len(first.split()) < _COPIED_WORDS:
        return []
    same = [code for code in codes if _same(text.texts[code], first)]
    return same if len(same) > 1 else []


def _after_an_end(definition: Definition) -> Iterator[Finding]:
    for place, page in enumerate(definition.pages):
        later = [item for one in definition.pages[place + 1 :] for item in one.items]
        if page.end_if is None or not later:
            continue
        if not references(page.end_if.tree) and is_true(page.end_if.tree, Scope(day=1, beep=1)):
            sentence = _("The questionnaire seems to end after this page whatever is answered.")
            yield Finding("warning", "after-an-end", sentence, page=page.name)
        without = [
            item.name
            for one in definition.pages[place + 1 :]
            if one.show_if is None
            for item in one.items
            if item.show_if is None and not isinstance(item, Computed | Information)
        ]
        if without:
            sentence = _(
                "Where it ends here, %(listed)s below will be missing, although no "
                "condition says so: let the analysis know."
            ) % {"listed": _listed(without)}
            yield Finding("tip", "after-an-end", sentence, page=page.name)


def _unequal_branches(definition: Definition) -> Iterator[Finding]:
    for branches in unequal_branches(definition):
        sentence = _(
            "%(in_words)s People soon learn which answer is the shorter one, and "
            "give it more often: ask as many neutral items after the other."
        ) % {"in_words": branches.in_words}
        level: Literal["tip", "warning"] = "warning" if branches.fewest == 0 else "tip"
        yield Finding(level, "follow-ups", sentence, branches.item)


def _listed(names: list[str]) -> str:
    shown = ", ".join(names[:3])
    return (
        _("%(shown)s and %(value)s more") % {"shown": shown, "value": len(names) - 3}
        if len(names) > 3
        else shown
    )


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()


def of_place(
    found: Iterable[Finding], *, item: str | None = None, page: str | None = None
) -> list[Finding]:
    """The findings about one item, one page, or the whole."""
    return [one for one in found if (one.item, one.page) == (item, page)]
