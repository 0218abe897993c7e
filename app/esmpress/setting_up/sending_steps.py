"""Whether mail will arrive, and whether the study can be launched."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from esmpress.delivery.preflight.checklist import Checklist, checklist
from esmpress.setting_up.states import Remark, Standing, State, Step
from esmpress.studies.models import Study


def preflight_step(study: Study, *, now: datetime) -> Standing:
    """What the pre-flight list says; red needs a deliberate tick, and forbids no launch."""
    found = checklist(study, now=now)
    worth_a_look = [*found.red, *(found.amber if found.applies else ())]
    if not worth_a_look:
        return _nothing_to_mend(found)
    remarks = tuple(Remark(f"{one.title}: {one.plain}") for one in worth_a_look)
    sentence = _("Worth a look before the launch.")
    if found.red:
        sentence = _("To be mended; a launch all the same asks for a deliberate tick.")
    return Standing(Step.PREFLIGHT, State.WARNING, sentence, remarks)


def _nothing_to_mend(found: Checklist) -> Standing:
    if found.applies:
        return Standing(Step.PREFLIGHT, State.DONE, _("Everything is in order."))
    return Standing(Step.PREFLIGHT, State.NOT_NEEDED, found.reason)


def launch_step(missing: list[Step]) -> Standing:
    """Whether nothing is missing any more."""
    if missing:
        return Standing(Step.LAUNCH, State.WAITING, _("Waits for what is missing above."))
    sentence = _("Nothing is missing. No invitation goes out before you launch.")
    return Standing(Step.LAUNCH, State.READY, sentence)
