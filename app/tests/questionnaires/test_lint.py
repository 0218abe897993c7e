from __future__ import annotations

from typing import Any

import pytest

from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.lint import Finding, findings
from tests.questionnaires.builders import definition

ENDS = {"min_label": {"en": "not at all"}, "max_label": {"en": "very much"}}


def item(kind: str, name: str, text: str = "How stressed are you?", **fields: Any) -> Any:
    return {"kind": kind, "name": name, "text": {"en": text}, **fields}


def slider(name: str, text: str = "How stressed are you?", **fields: Any) -> Any:
    return item("slider", name, text, **ENDS | fields)


def options(*labels: str) -> list[dict[str, Any]]:
    return [{"value": value, "label": {"en": label}} for value, label in enumerate(labels, 1)]


def look_at(*items: Any, languages: tuple[str, ...] = (), **fields: Any) -> list[Finding]:
    return findings(definition(*items, **{"title": {"en": "Now"}} | fields), languages=languages)


def topics(*items: Any, **fields: Any) -> list[tuple[str, str | None]]:
    return [(one.topic, one.item or one.page) for one in look_at(*items, **fields)]


def test_a_plain_questionnaire_gives_nothing_to_say() -> None:
    assert look_at(slider("stress"), item("number", "coffee", "How many coffees?")) == []


def test_a_slider_with_equal_ends_is_found_whatever_their_case() -> None:
    equal = slider("stress", min_label={"en": "Very much "})

    (found,) = look_at(equal)

    assert (found.level, found.topic, found.item) == ("warning", "ends", "stress")
    assert found.sentence == "Both ends have the same label in en."


@pytest.mark.parametrize(
    "text",
    [
        "How happy and relaxed do you feel?",
        "Did you worry or feel sad?",
        "At home, at work and elsewhere: how tired and hungry are you?",
        "I feel tired and sad",
    ],
)
def test_a_question_that_seems_to_ask_two_things_is_found(text: str) -> None:
    assert topics(slider("mood", text)) == [("double-barrelled", "mood")]


@pytest.mark.parametrize(
    "text", ["Jak bardzo czujesz radość i spokój?", "Czy boli Cię głowa lub brzuch?"]
)
def test_polish_questions_are_looked_at_too(text: str) -> None:
    asked = {"kind": "yes_no", "name": "mood", "text": {"pl": text}}

    (found,) = look_at(asked, title={"pl": "Teraz"})

    assert found.sentence.startswith("Perhaps two questions in one, joined by “")


def test_two_forms_of_one_word_are_for_two_genders() -> None:
    asked = {"kind": "yes_no", "name": "alone", "text": {"pl": "Czy byłaś lub byłeś w domu?"}}

    assert not topics(asked, title={"pl": "Teraz"})


@pytest.mark.parametrize(
    "text",
    [
        "How stressed are you?",
        "Look up and breathe. How stressed are you?",
        "How much did you walk (to work and back)?",
        "Did you drink one or two coffees?",
        "How often did you sleep 5 hours or less?",
        "Are you more or less alone?",
        "How well did you sleep between midnight and dawn?",
    ],
)
def test_a_question_that_asks_one_thing_is_not(text: str) -> None:
    assert topics(slider("mood", text)) == []


def test_a_row_of_a_matrix_is_a_question_too() -> None:
    rows = [{"name": "calm", "text": {"en": "calm and happy"}}]

    (found,) = look_at(item("matrix", "mood", rows=rows, options=options("no", "yes")))

    assert found.sentence.startswith("Row calm: perhaps two questions")


@pytest.mark.parametrize(("words", "level"), [(26, "tip"), (46, "warning")])
def test_a_long_question_is_found(words: int, level: str) -> None:
    (found,) = look_at(slider("stress", " ".join(["word"] * words)))

    assert (found.topic, found.level) == ("long", level)
    assert found.sentence.startswith(f"The text has {words} words in en;")


def test_many_options_are_found() -> None:
    many = item("single_choice", "place", options=options(*map(str, range(10))))

    assert topics(many) == [("many-options", "place")]


def test_scales_that_all_begin_with_the_good_end_are_found() -> None:
    agree = options("strongly agree", "neither", "strongly disagree")
    often = options("very often", "sometimes", "never")

    (found,) = look_at(
        item("likert", "calm", "I am calm.", options=agree),
        item("likert", "walk", "I walk.", options=often),
    )

    assert (found.topic, found.item) == ("default-bias", None)
    assert "(calm, walk)" in found.sentence


def test_one_scale_that_begins_with_the_other_end_is_enough() -> None:
    agree = options("strongly agree", "neither", "strongly disagree")

    assert not topics(
        item("likert", "calm", "I am calm.", options=agree),
        item("likert", "walk", "I walk.", options=agree[::-1]),
    )


def test_a_slider_that_shows_its_number_is_found() -> None:
    assert topics(slider("stress", show_value=True)) == [("shown-value", "stress")]


def test_follow_ups_after_one_answer_only_are_found() -> None:
    (found,) = look_at(
        item("yes_no", "drank", "Did you drink?"),
        item("number", "glasses", "How many glasses?", show_if="drank"),
    )

    assert (found.level, found.topic, found.item) == ("warning", "follow-ups", "drank")
    assert found.sentence.startswith(
        "After “yes”, 1 more item is asked; after “no”, none is. People soon learn"
    )


def test_neutral_items_of_equal_length_after_the_other_answer_are_enough() -> None:
    assert not topics(
        item("yes_no", "drank", "Did you drink?"),
        item("number", "glasses", "How many glasses?", show_if="drank"),
        item("number", "steps", "How many rooms?", show_if="not drank"),
    )


def test_the_condition_of_a_page_counts_for_its_items() -> None:
    pages = [
        {"name": "first", "items": [item("yes_no", "drank", "Did you drink?")]},
        {"name": "more", "show_if": "drank", "items": [slider("one"), slider("two")]},
    ]

    found = findings(Definition.model_validate({"title": {"en": "Now"}, "pages": pages}))

    assert "After “yes”, 2 more items are asked" in found[0].sentence


def test_a_text_that_is_the_same_in_two_languages_is_found() -> None:
    copied = item("number", "coffee") | {
        "text": {"en": "How many coffees today?", "pl": "How many coffees today?"}
    }

    (found,) = look_at(copied, title={"en": "Now", "pl": "Teraz"})

    assert found.sentence == "In en and pl, the text is the same: is one not translated yet?"


def test_a_language_of_a_study_that_no_text_has_is_found() -> None:
    (found,) = look_at(slider("stress"), languages=("en", "pl"))

    assert found.sentence.startswith("Nothing is translated to pl")


def test_a_questionnaire_longer_than_a_minute_is_found() -> None:
    asked = [item("text", f"note_{place}", "Why?") for place in range(5)]

    (found,) = look_at(*asked)

    assert found.sentence.startswith("It takes about 1.4 minutes.")


def test_items_after_an_early_end_are_found() -> None:
    pages = [
        {"name": "first", "end_if": "not here", "items": [item("yes_no", "here", "Are you here?")]},
        {"name": "more", "items": [slider("stress")]},
    ]
    (found,) = findings(Definition.model_validate({"title": {"en": "Now"}, "pages": pages}))

    assert (found.topic, found.page) == ("after-an-end", "first")
    assert "stress below will be missing" in found.sentence
