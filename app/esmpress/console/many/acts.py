"""The acts: what each asks, to whom it can be done, and how it is done to one of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from esmpress.console.many import one_by_one
from esmpress.console.many.forms import ManyForm, MoveManyForm, PauseManyForm, WithdrawManyForm
from esmpress.delivery.resending import why_not_resent
from esmpress.participants.models import Participant
from esmpress.studies.rights import Right

Reason = Callable[[Participant], str]


@dataclass(frozen=True)
class Act:
    """One act on many; `run` does it to one of them and returns the words for the history."""

    title: str | Promise
    button: str | Promise
    sentences: tuple[str | Promise, ...]
    why_not: Callable[[Participant], str]
    run: Callable[..., str]
    done: Callable[[int], str]
    form: type[ManyForm] = ManyForm
    right: Right = Right.ACT_ON_PEOPLE
    # Why not, by id, where that takes more than their rows.
    why_nots: Callable[..., dict[int, str]] | None = None

    def reasons(self, people: Sequence[Participant], *, now: datetime) -> Reason:
        """Tells of each of them why the act leaves them as they are; empty when it does not."""
        found = self.why_nots(people, now=now) if self.why_nots else {}
        return lambda one: self.why_not(one) or found.get(one.pk, "")


ACTS = {
    "pause": Act(
        title=gettext_lazy("Pause these participants?"),
        button=gettext_lazy("Pause"),
        sentences=(
            gettext_lazy(
                "No more invitations will be sent until the pause ends. Invitations that are out "
                "can still be answered."
            ),
            gettext_lazy("The study days count on: what falls into the pause is not asked later."),
        ),
        why_not=one_by_one.why_not_pause,
        run=one_by_one.do_pause,
        done=one_by_one.paused,
        form=PauseManyForm,
    ),
    "resume": Act(
        title=gettext_lazy("Resume these participations?"),
        button=gettext_lazy("Resume"),
        sentences=(
            gettext_lazy(
                "Invitations will be sent again, at the moments planned before the pause."
            ),
        ),
        why_not=one_by_one.why_not_resume,
        run=one_by_one.do_resume,
        done=one_by_one.resumed,
    ),
    "resend": Act(
        title=gettext_lazy("Send the link of the open questionnaire again?"),
        button=gettext_lazy("Send again"),
        sentences=(
            gettext_lazy(
                "Whoever was invited, can still open the questionnaire and has not done so gets "
                "one more mail, with the words of a reminder. The link is the one they have: "
                "whichever mail they open, it counts once."
            ),
            gettext_lazy("At most twice for one prompt, and not within 5 minutes of another mail."),
        ),
        why_not=one_by_one.has_left,
        why_nots=why_not_resent,
        run=one_by_one.do_resend,
        done=one_by_one.resent,
        right=Right.MESSAGE_PEOPLE,
    ),
    "move": Act(
        title=gettext_lazy("Move these participants to another time zone"),
        button=gettext_lazy("Move"),
        sentences=(
            gettext_lazy(
                "Prompts not sent yet are planned anew in the new zone, from the next local day "
                "or at once, as each study has it. Prompts that were sent stay as they are."
            ),
        ),
        why_not=one_by_one.has_left,
        run=one_by_one.do_move,
        done=one_by_one.moved,
        form=MoveManyForm,
    ),
    "withdraw": Act(
        title=gettext_lazy("Withdraw these participants?"),
        button=gettext_lazy("Withdraw"),
        sentences=(
            gettext_lazy(
                "No more messages will be sent, but for one that tells each of it. This cannot be "
                "undone; a withdrawal can only go further later."
            ),
            gettext_lazy(
                "Stop keeps answers and address. Forget deletes the address too, so that nobody "
                "can tell any more whose the answers are. Leave out takes the answers out of "
                "every export from now on, too. Erase deletes answers, photos, messages and all "
                "else but number, dates and level."
            ),
        ),
        why_not=one_by_one.why_not_withdraw,
        run=one_by_one.do_withdraw,
        done=one_by_one.withdrawn,
        form=WithdrawManyForm,
    ),
}
