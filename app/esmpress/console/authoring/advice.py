"""What the remarks on a draft mean, each under the topic it has in the lint."""

from __future__ import annotations

from dataclasses import dataclass

from esmpress.lazy_texts import lazily


@dataclass(frozen=True)
class Advice:
    """One topic, explained."""

    topic: str
    title: str
    text: str


ADVICE = (
    Advice(
        "ends",
        lazily("Ends of a scale"),
        lazily(
            "A slider means what its two ends say. Without words, or with the same at both ends, "
            "everybody reads it in their own way."
        ),
    ),
    Advice(
        "double-barrelled",
        lazily("Two questions in one"),
        lazily(
            "“How happy and relaxed are you?” has no answer for who is happy and tense. The check "
            "looks for and, or, i, oraz, lub in the part that asks; it is a guess, so it says "
            "“perhaps”."
        ),
    ),
    Advice(
        "long",
        lazily("Long texts"),
        lazily(
            "Prompts are answered on the go. More than 25 words in a question are skimmed, and "
            "people answer what they think it asks. Information may have 120 words."
        ),
    ),
    Advice(
        "many-options",
        lazily("Many options"),
        lazily(
            "What lies below the edge of the screen is chosen less often. Group options, or ask "
            "twice. Up to 9 options of a choice, 7 points, 7 ranks and 7 rows are taken as fine."
        ),
    ),
    Advice(
        "default-bias",
        lazily("Always the same end first"),
        lazily(
            "What stands first is chosen a little more often. If that is the good or strong end in "
            "every rating scale, all of them err the same way. Only Likert scales and matrices are "
            "looked at, and only ends whose words are known, like agree and disagree, often and "
            "never; with one of them the other way round nothing is said."
        ),
    ),
    Advice(
        "shown-value",
        lazily("Showing the number of a slider"),
        lazily(
            "A number that is seen draws to round values, and invites to repeat the last one. Leave"
            " it out unless the number itself is the answer."
        ),
    ),
    Advice(
        "follow-ups",
        lazily("Follow-ups after one answer only"),
        lazily(
            "If “yes” brings more items and “no” none, people soon learn to say “no” "
            "to be done sooner: burden avoidance. A longer questionnaire is felt as "
            "a greater burden: Eisele et al., 2022, "
            "https://doi.org/10.1177/1073191120957102. Ask as many neutral items "
            "after the other answer. Only conditions on one item alone are looked "
            "at; branches are about equal when the longer takes less than one and a "
            "half times the shorter."
        ),
    ),
    Advice(
        "untranslated",
        lazily("Texts that are not translated"),
        lazily(
            "Every text has to be there in every language any text is there in: without it nothing "
            "is published. Texts of three words and more that are the same in two languages are "
            "pointed at."
        ),
    ),
    Advice(
        "long-questionnaire",
        lazily("Long questionnaires"),
        lazily(
            "The time is an estimate: reading at 238 words a minute, and a few seconds for each "
            "answer. Longer questionnaires are felt as a burden, and are answered less often and "
            "less carefully: Eisele et al., 2022, https://doi.org/10.1177/1073191120957102."
        ),
    ),
    Advice(
        "after-an-end",
        lazily("Items after an early end"),
        lazily(
            "Where a page ends the questionnaire, what comes below is missing by design, whether it"
            " has a condition or not. That is fine, as long as whoever analyses the data knows."
        ),
    ),
)
