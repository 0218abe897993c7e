"""How a participant went through a questionnaire, in researchers' words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from esmpress.console.delivery_words import span_in_words
from esmpress.console.wall_clock import on_wall_clock
from esmpress.prompts.models import Prompt
from esmpress.responses.models import Response
from esmpress.responses.timings import Timings

# Later than the way to the server takes.
LATE_SECONDS = 60.0


def course_of_response(response: Response, timings: Timings | None) -> str:
    """Opened, first answer, sent and received; one sentence each, for what is known."""
    prompt = response.prompt
    sentences = [*_begin(prompt), *_end(response), *_seen(timings)]
    return " ".join(sentences)


def course_of_part(prompt: Prompt, saved_at: datetime, timings: Timings | None) -> str:
    """Opened, first answer, and when the last of the answers was saved."""
    last = _("Saved last %(saved_at)s, and not sent.") % {
        "saved_at": on_wall_clock(saved_at, prompt.time_zone)
    }
    return " ".join([*_begin(prompt), last, *_seen(timings)])


def _begin(prompt: Prompt) -> Iterator[str]:
    if prompt.opened_at is not None:
        yield _("Opened %(opened_at)s.") % {
            "opened_at": on_wall_clock(prompt.opened_at, prompt.time_zone)
        }
        if prompt.started_at is not None:
            yield _("First answer after %(between)s.") % {
                "between": _between(prompt.opened_at, prompt.started_at)
            }


def _end(response: Response) -> Iterator[str]:
    opened_at = response.prompt.opened_at
    sent = on_wall_clock(response.submitted_at, response.prompt.time_zone)
    if opened_at:
        between = _between(opened_at, response.submitted_at)
        yield _("Sent %(sent)s, %(span)s after opening.") % {"sent": sent, "span": between}
    else:
        yield _("Sent %(sent)s.") % {"sent": sent}
    late = (response.received_at - response.submitted_at).total_seconds()
    if late >= LATE_SECONDS:
        yield _("Received %(span)s later: a phone without network keeps it until then.") % {
            "span": span_in_words(late)
        }


def _seen(timings: Timings | None) -> Iterator[str]:
    if timings is None:
        return
    if timings.device:
        yield _("Answered on a %(device)s.") % {"device": timings.device}
    away = sum(end - begin for begin, end in timings.hidden) / 1000
    if away >= 1:
        yield _("The page was out of sight for %(span)s.") % {"span": span_in_words(away)}


def _between(earlier: datetime, later: datetime) -> str:
    return span_in_words((later - earlier).total_seconds())
