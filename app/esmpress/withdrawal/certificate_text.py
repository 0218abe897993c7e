"""The certificate of a withdrawal as a document: Markdown, in the language of who reads it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from esmpress.lazy_texts import lazily
from esmpress.participants.models import Participant, WithdrawalStep
from esmpress.withdrawal.certificate import Certificate, Place, Step
from esmpress.withdrawal.held import HELD, STAYS, deleted_by

Level, Wish = Participant.Level, WithdrawalStep.Wish

_DONE = {
    Level.STOP: lazily("Stopped: no more prompts and messages. Nothing was deleted."),
    Level.FORGET: lazily("Forgotten: what leads from the person to their answers was deleted."),
    Level.EXCLUDE: lazily(
        "Left out: as before, and the answers are in no export any more. They are kept in the "
        "database."
    ),
    Level.ERASE: lazily(
        "Erased: as before, and the answers, photos, messages and all else about the participant "
        "were deleted."
    ),
}
_WISHES = {
    Wish.OWN_PAGE: lazily("the participant, on their own page or by a link in a mail"),
    Wish.RESEARCHER: lazily("a researcher in the Admin, as the participant wished"),
    Wish.RESTORE: lazily("ESMpress, after a backup was restored: what was done before, once more"),
    Wish.UNDONE: lazily("a researcher, who undid the import by which the participant was enrolled"),
}


def certificate_text(certificate: Certificate) -> str:
    """The whole document; instants are UTC."""
    title = _("Certificate of erasure")
    if certificate.level != Level.ERASE:
        title = _("Certificate of withdrawal")
    parts = [
        [f"# {title}", *_subject(certificate)],
        *(_of_step(step) for step in certificate.steps),
        _looked_for(certificate),
        _kept(certificate),
        _restores(certificate),
    ]
    return "\n\n".join("\n\n".join(part) for part in parts) + "\n"


def _subject(certificate: Certificate) -> Iterator[str]:
    study = _("Study: %(name)s (%(slug)s)") % {
        "name": certificate.study_title.get(get_language() or "")
        or next(iter(certificate.study_title.values()), ""),
        "slug": certificate.study_slug,
    }
    yield "\n".join(
        (
            f"- {study}",
            f"- {_('Participant: %(code)s') % {'code': certificate.code}}",
            f"- {_('Written: %(at)s') % {'at': _at(certificate.looked_at)}}",
            f"- {_('By the ESMpress at %(address)s') % {'address': settings.PUBLIC_URL}}",
        )
    )


def _of_step(step: Step) -> Iterator[str]:
    yield f"## {_at(step.at)}"
    yield str(_DONE[Level(step.level)])
    if step.wish is None:
        yield _("What was deleted was not counted then.")
    else:
        yield _("Whose wish: %(wish)s.") % {"wish": _WISHES[Wish(step.wish)]}
        yield from _gone(step)
    if step.place is not None:
        yield _in_chain(step.place)


def _gone(step: Step) -> Iterator[str]:
    kinds = deleted_by(step.level)
    if not kinds:
        return
    yield _table(
        (_("Deleted"), _("Table"), _("Rows")),
        ((held.words, f"`{held.table}`", step.gone.get(held.name, 0)) for held in kinds),
    )
    if step.files:
        yield _("Exports whose files were deleted with them: %(count)s.") % {"count": step.files}


def _in_chain(place: Place) -> str:
    if place.number is None:
        return _("Its line in the chain of leavings is not numbered yet; it is within a minute.")
    return _("Line %(number)s of the chain of leavings, SHA-256 `%(digest)s`.") % {
        "number": place.number,
        "digest": place.digest,
    }


def _looked_for(certificate: Certificate) -> Iterator[str]:
    yield f"## {_('What is there today')}"
    if not certificate.left:
        yield _("At this level nothing is deleted, so nothing was looked for.")
        return
    if certificate.holds:
        yield _(
            "All tables were looked through when this was written: of what had to be deleted "
            "nothing is there."
        )
        return
    yield _("THIS DOES NOT HOLD. Of what had to be deleted there is still:")
    words = {held.name: held.words for held in HELD}
    yield "\n".join(
        f"- {words[name]}: {count}" for name, count in certificate.left.items() if count
    )


def _kept(certificate: Certificate) -> Iterator[str]:
    yield f"## {_('What stays, and why')}"
    kept = [(held.words, certificate.stays.get(held.name, 0)) for held in HELD]
    there = ", ".join(f"{words} ({count})" for words, count in kept if count)
    lines = [str(why) for why in STAYS.values()]
    lines.append(
        _(
            "In the audit trail: what researchers did, by the number of the row and without "
            "contents."
        )
    )
    if there:
        lines.append(_("What the level keeps: %(what)s.") % {"what": there})
    yield "\n".join(f"- {line}" for line in lines)


def _restores(certificate: Certificate) -> Iterator[str]:
    yield f"## {_('Backups and copies')}"
    yield _(
        "Backups taken before still hold what was deleted, sealed, until they rotate out. Whoever "
        "restores one has the chain of leavings applied before anybody is let in: it is kept "
        "outside the database, and deletes again."
    )
    yield _(
        "The file with the line named above can be checked: its SHA-256 is the digest given here, "
        "and the next line holds the same digest."
    )
    if certificate.level in Participant.LEFT_OUT:
        yield _(
            "Files that were downloaded before, and what the mail provider keeps, are beyond "
            "ESMpress: whoever has them deletes them there."
        )


def _table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    head = list(heads)
    lines = [head, ["---"] * len(head), *(list(map(str, row)) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _at(instant: datetime) -> str:
    return f"{instant.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
