"""What an assessment of the impact on data protection (GDPR, article 35) asks of a study."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from esmpress.privacy.processing_text import lines_in
from esmpress.privacy.study_facts import StudyFacts
from esmpress.privacy.technical import EU, Technical


def fact_sheet(facts: StudyFacts, technical: Technical) -> str:
    """Facts and signs of risk; the judgement is left to who assesses."""
    sections = (
        (_("Signs of a high risk"), _signs(facts, technical)),
        (_("What lowers it"), _lowers(facts, technical)),
        (_("To be judged by you"), _open(facts)),
    )
    parts = [f"# {_('Fact sheet for an impact assessment (DPIA)')}"]
    parts += [f"## {heading}\n\n{lines_in(lines)}" for heading, lines in sections]
    return "\n\n".join(parts) + "\n"


def _signs(facts: StudyFacts, technical: Technical) -> Iterator[str]:
    yield _("Systematic monitoring: people are asked again and again, at known moments")
    texts = sum(one.free_texts for one in facts.asked)
    photos = sum(one.photos for one in facts.asked)
    if texts:
        yield _("Free texts, in which people can name themselves and others: %(count)s") % {
            "count": texts
        }
    if photos:
        yield _("Photos, on which people and places can be known: %(count)s") % {"count": photos}
    if facts.risk_rules:
        yield _("Answers are watched for what needs a human, by so many rules: %(count)s") % {
            "count": facts.risk_rules
        }
    if technical.mail.region != EU:
        yield _("Addresses leave for a mail service that is not known to be in the Union")
    kept = {"contact", "answers"} - {rule.data for rule in facts.rules}
    if kept:
        yield _("No rule deletes contact data or answers by itself")
    if not technical.record_is_closed or not technical.only_tls:
        yield _("A measure is not in force: see how data are protected, above")


def _lowers(facts: StudyFacts, technical: Technical) -> Iterator[str]:
    yield _("No names, no location, no sensors, no advertising, no app: a page in the browser")
    yield _("No other service is loaded by the participant's page")
    yield _("Participants can pause, stop, be forgotten and be erased by themselves")
    if facts.consent_version is not None:
        yield _("Consent is asked for each purpose, in numbered versions that are kept")
    if technical.error_reports is None:
        yield _("No reports of errors leave the installation")
    yield _("Before sharing, a check of disclosure names small cells and free texts")


def _open(facts: StudyFacts) -> Iterator[str]:
    yield _("Whether people are vulnerable: children, patients, employees [yes or no, and why]")
    yield _("Whether the burden is in proportion to the question [why]")
    yield _("What happens when an answer is alarming, and who is called [procedure]")
    if facts.has_arms:
        yield _("What an arm could do to people [risk, and who watches it]")
    yield _("What is shared with whom after the study, and in which form [plan]")
