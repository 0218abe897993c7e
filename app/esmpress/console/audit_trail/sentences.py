"""What the Admin writes into history and audit trail, as it is stored: in English.

Each stands here once, to be told in the reader's language. What is named `%(so)s` is a value.
"""

from __future__ import annotations

from dataclasses import dataclass

from esmpress.lazy_texts import lazily


@dataclass(frozen=True)
class Sentence:
    """A text of the catalogue; with another for many of them, chosen by `count`."""

    one: str
    many: str = ""
    # What was done to a participant is said after their code; alone it begins and ends a sentence.
    follows_code: bool = False


def _followed(one: str, many: str = "") -> Sentence:
    return Sentence(one, many, follows_code=True)


_OF_STUDIES = (
    Sentence(lazily("Launched.")),
    Sentence(lazily("Launched although pre-flight was red. %(why)s")),
    Sentence(lazily("Ended.")),
    Sentence("Copied from the study “%(slug)s”."),
    Sentence(lazily("Imported from a study file.")),
    Sentence(lazily("Exported the study as a file.")),
    Sentence(lazily("Exported the data as CSV.")),
    Sentence(lazily("Exported the timings as CSV.")),
    Sentence(lazily("Took out the own data of %(code)s, by a command.")),
    Sentence(lazily("Asked for an export: %(kind)s.")),
    Sentence(lazily("Asked for simulated data.")),
    Sentence(lazily("Took home %(file)s.")),
    Sentence("Cancelled."),
    Sentence(lazily("The export of the %(what)s ended; rows: %(rows)s.")),
    Sentence(lazily("The export of the %(what)s was broken off; rows: %(rows)s.")),
    Sentence(lazily("Confirmed: %(what)s")),
    Sentence(lazily("Changed feedback: %(fields)s.")),
    Sentence(lazily("Changed the rules of retention: %(rules)s.")),
    Sentence(
        lazily(
            "Deleted by the rule for %(data)s, %(days)s days after the end of the %(end)s: "
            "rows %(rows)s, participants %(people)s."
        )
    ),
    Sentence(lazily("Changed how people join: %(fields)s.")),
    Sentence("Version %(number)s of the consent is published."),
    Sentence("The rule is saved."),
    Sentence("A rule of alerts was deleted."),
    Sentence("Acknowledged."),
    Sentence("Assigned."),
    Sentence("Done."),
)
_OF_MEMBERS = (
    Sentence("Somebody was invited as %(role)s."),
    Sentence("An invitation was withdrawn."),
    Sentence("%(name)s was added as %(role)s."),
    Sentence("%(name)s is %(role)s now."),
    Sentence("%(name)s was removed."),
    Sentence("%(name)s left."),
    Sentence(lazily("Members need a second factor now.")),
    Sentence(lazily("Members do not need a second factor now.")),
    Sentence(lazily("a recovery code was used; %(left)s are left")),
    Sentence(lazily("recovery codes were made; those of before are gone")),
    Sentence(lazily("log-ins were ended: %(number)s")),
    Sentence(lazily("%(failures)s attempts failed; a wait of %(seconds)s s began")),
    Sentence(lazily("an operator ended the wait after failed log-ins")),
    Sentence(lazily("an operator removed %(removed)s second factors and ended all log-ins")),
)
_OF_MAIL = (
    Sentence(lazily("Sent a test mail.")),
    Sentence(lazily("Sent a test mail of the %(title)s.")),
    Sentence(lazily("Tried to send a test mail of the %(title)s, %(doubt)s: %(why)s.")),
    Sentence(lazily("Changed the %(title)s. %(before)s")),
    Sentence(lazily("Message written: “%(subject)s”.")),
    Sentence("Message tried again (%(of)s): %(why)s"),
    Sentence("Message called off (%(of)s): %(why)s"),
    Sentence(lazily("Looked up the sending domain: %(verdict)s.")),
    _followed("%(count)s message tried again", "%(count)s messages tried again"),
    _followed("%(count)s message called off", "%(count)s messages called off"),
)
_OF_PEOPLE = (
    Sentence("%(count)s participant enrolled.", "%(count)s participants enrolled."),
    Sentence(lazily("Uploaded a file of people.")),
    Sentence(lazily("Began to import %(number)s people from a file.")),
    Sentence(lazily("Stopped an import of people half way.")),
    Sentence(lazily("Began to undo an import of people.")),
    Sentence(lazily("Removed a file of people without importing it.")),
    _followed("paused; %(count)s prompt cancelled", "paused; %(count)s prompts cancelled"),
    _followed(
        "paused until %(until)s; %(count)s prompt cancelled",
        "paused until %(until)s; %(count)s prompts cancelled",
    ),
    _followed("resumed; %(count)s prompt ahead", "resumed; %(count)s prompts ahead"),
    _followed("moved to %(zone)s, which counts from %(from_date)s"),
    _followed("wake times changed to: %(wake)s"),
    _followed("arm changed"),
    _followed("the link to their own page is on its way"),
    _followed("the links to their own page are revoked"),
    Sentence(lazily("Mail is sent again (%(why)s).")),
    Sentence(lazily("Address changed.")),
    Sentence(lazily("Address changed. Mail to the old one was suppressed; that is lifted.")),
    Sentence(lazily("Saw the address: %(why)s")),
    Sentence(lazily("Took out their own data, for them: %(why)s")),
    Sentence(lazily("Wrote a certificate of the withdrawal.")),
    Sentence(lazily("Found by the address.")),
    Sentence(lazily("Looked for an address that nobody has.")),
)
_OF_QUESTIONNAIRES = (
    Sentence(lazily("Published version %(number)s.")),
    Sentence(lazily("Added item %(name)s.")),
    Sentence(lazily("Changed item %(name)s.")),
    Sentence(lazily("Added page %(name)s.")),
    Sentence(lazily("Changed page %(name)s.")),
    Sentence("Copied item %(name)s as %(copy)s."),
    Sentence("Copied page %(name)s as %(copy)s."),
    Sentence(lazily("Put the draft in another order.")),
    Sentence("Deleted %(named)s."),
    Sentence(lazily("Translations: %(what)s")),
    Sentence(lazily("Downloaded the texts for translators, %(form)s.")),
    Sentence(lazily("Downloaded the codebook of %(version)s, %(form)s.")),
)
# The first that fits is told: what is about everything stands below what is about one thing.
SENTENCES = (*_OF_STUDIES, *_OF_MAIL, *_OF_PEOPLE, *_OF_QUESTIONNAIRES, *_OF_MEMBERS)
