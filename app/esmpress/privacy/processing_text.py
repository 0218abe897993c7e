"""The record of processing of a study (GDPR, article 30) as Markdown, in the reader's language.

What only the researcher can know stands in square brackets.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from esmpress.delivery.letters.purging import KEPT_FOR as LETTERS
from esmpress.jobs.files import LIFETIME as FILES
from esmpress.joining.purging import KEPT_FOR as REQUESTS
from esmpress.lazy_texts import lazily
from esmpress.people_import.purging import KEPT_FOR as IMPORTS
from esmpress.privacy.study_facts import Asked, StudyFacts
from esmpress.privacy.technical import EU, US, Recipient, Technical
from esmpress.studies.models import RetentionRule, Role

_REGIONS = {
    EU: lazily("processed in the European Union"),
    US: lazily(
        "processed in the United States of America: a transfer, see [the contract and the "
        "safeguard, such as standard contractual clauses]"
    ),
}
_KINDS = {
    "smtp": lazily("mail server"),
    "sendgrid": lazily("SendGrid (Twilio), as processor, delivers mail"),
    "sentry": lazily("Sentry, as processor, gets reports of errors without people in them"),
}


def processing_record(facts: StudyFacts, technical: Technical, *, now: datetime) -> str:
    """The whole document."""
    sections = (
        (_("Controller and contact"), _controller(facts)),
        (_("Purposes"), _purposes(facts)),
        (_("Whose data, and which"), _categories(facts)),
        (_("Who gets them"), _recipients(facts, technical)),
        (_("How long they are kept"), _retention(facts)),
        (_("How they are protected"), _measures(technical)),
        (_("Rights of participants"), _rights()),
    )
    title = _("Record of processing: %(study)s") % {"study": facts.study.name}
    written = _("Written by ESMpress from the configuration as it stood on %(at)s.") % {
        "at": f"{now.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    }
    parts = [f"# {title}", f"{written} {_('Fill in what stands in square brackets.')}"]
    parts += [f"## {heading}\n\n{lines_in(lines)}" for heading, lines in sections]
    return "\n\n".join(parts) + "\n"


def lines_in(lines: Iterable[str]) -> str:
    """A list of Markdown."""
    return "\n".join(f"- {line}" for line in lines)


def in_language(texts: Mapping[str, str]) -> str:
    """A text of a study in the reader's language, or in its first."""
    return texts.get(get_language() or "") or next(iter(texts.values()), "")


def _controller(facts: StudyFacts) -> Iterator[str]:
    study = facts.study
    yield _("Controller: [institution, address]; data protection officer: [name, address]")
    yield _("Contact of the study: %(name)s, %(email)s") % {
        "name": study.contact_name,
        "email": study.contact_email,
    }
    yield _("Study: %(title)s (%(slug)s)") % {
        "title": in_language(study.title),
        "slug": study.slug,
    }


def _purposes(facts: StudyFacts) -> Iterator[str]:
    yield _("Scientific research: [question of the study]; legal basis: [such as consent]")
    if facts.consent_version is None:
        yield _("No consent is published in ESMpress: [how people agree]")
        return
    yield _("People agree to version %(number)s of the consent, with these purposes:") % {
        "number": facts.consent_version
    }
    yield from (f"{in_language(text)}" for text in facts.purposes)


def _categories(facts: StudyFacts) -> Iterator[str]:
    yield ngettext("%(count)s participant", "%(count)s participants", facts.people) % {
        "count": facts.people
    }
    yield _("Contact: the e-mail address; no name is asked for")
    yield from map(_of_questionnaire, facts.asked)
    yield _(
        "Of each prompt: when it was planned, sent, opened and answered, in which time zone, on "
        "which kind of device, and how long each question took"
    )
    yield _("Language, time zone, moves, pauses, own hours of sleep where a schedule asks for them")
    if facts.has_strata:
        yield _("The stratum, such as the clinic, in which arms are balanced")
    if facts.has_arms:
        yield _("The arm, drawn at random")
    yield _("Special categories (article 9): [such as health, if the questions tell of it]")


def _of_questionnaire(one: Asked) -> str:
    counts = _("%(items)s items, of them free texts: %(texts)s, photos: %(photos)s") % {
        "items": one.items,
        "texts": one.free_texts,
        "photos": one.photos,
    }
    version = _("version %(number)s") % {"number": one.version} if one.version else _("a draft")
    return _("Answers to “%(title)s” (%(version)s): %(counts)s") % {
        "title": in_language(one.title),
        "version": version,
        "counts": counts,
    }


def _recipients(facts: StudyFacts, technical: Technical) -> Iterator[str]:
    yield _("Hosting: %(address)s, [provider, place, contract]") % {"address": technical.address}
    yield _of_recipient(technical.mail)
    if technical.error_reports is not None:
        yield _of_recipient(technical.error_reports)
    roles = ", ".join(f"{Role(role).label}: {n}" for role, n in sorted(facts.members.items()))
    yield _("Researchers, by their role: %(roles)s") % {"roles": roles or "–"}
    if facts.tokens:
        yield _("Programs that read the data by tokens: %(count)s") % {"count": facts.tokens}


def _of_recipient(one: Recipient) -> str:
    where = _REGIONS.get(one.region, lazily("[place, contract]"))
    return f"{_KINDS[one.kind]}: {one.host}, {where}"


def _retention(facts: StudyFacts) -> Iterator[str]:
    ruled = {rule.data: rule for rule in facts.rules}
    for data in RetentionRule.Data:
        rule = ruled.get(data.value)
        name = str(data.label).capitalize()
        if rule is None:
            yield _("%(data)s: no rule; [until when]") % {"data": name}
            continue
        yield _("%(data)s: %(days)s days after %(end)s") % {
            "data": name,
            "days": rule.days,
            "end": rule.get_counted_from_display(),
        }
    yield _(
        "Files of exports %(files)s days, requests to join %(requests)s days, letters %(letters)s "
        "days, files of people that are imported %(imports)s hours; the audit trail for good"
    ) % {
        "files": FILES.days,
        "requests": REQUESTS.days,
        "letters": LETTERS.days,
        "imports": int(IMPORTS.total_seconds() // 3600),
    }
    yield _("Backups: [how long they are kept]")


def _measures(technical: Technical) -> Iterator[str]:
    yield _("Pseudonyms: data are kept by a number, apart from the address")
    yield _(
        "Addresses are encrypted field by field (AES-256-GCM); keys: %(count)s, outside the "
        "database. Links are stored as hashes"
    ) % {"count": technical.sealing_keys}
    if technical.only_tls:
        yield _("Pages are served by TLS alone")
    else:
        yield _("WITHOUT TLS: pages are served as they are")
    if technical.mail_is_encrypted:
        yield _("Mail leaves by TLS")
    else:
        yield _("Mail leaves WITHOUT TLS")
    yield _second_factor(technical)
    yield _("A log-in ends after %(hours)s hours; failed ones have to wait") % {
        "hours": technical.session_hours
    }
    yield _("Each role may do what it needs; arms are shown to those alone who may see them")
    yield _("Who saw, changed and exported what stands in a chained audit trail")
    if technical.record_is_closed:
        yield _("The database refuses the application changes of the audit trail")
    else:
        yield _("The application works as the OWNER of its tables: give it a role of its own")


def _second_factor(technical: Technical) -> str:
    if technical.study_asks_second_factor or technical.second_factor == "all":
        return _("Everybody who works in the study needs a second factor to log in")
    if technical.second_factor == "owners":
        return _("Owners of studies need a second factor to log in, others do not")
    return _("A second factor is NOT asked for at the log-in")


def _rights() -> Iterator[str]:
    yield _("Access and portability (15, 20): on their own page, or by a researcher, as a file")
    yield _("Rectification (16): language, time zone and address; answers stay as they were given")
    yield _(
        "Erasure and withdrawal (17, 7): four levels on their own page, certified, in all tables "
        "and after a restore too"
    )
    yield _("Restriction and objection (18, 21): a pause, no more mail, or leaving the exports")
    yield _("Automated decisions (22): none; arms are drawn at random")
