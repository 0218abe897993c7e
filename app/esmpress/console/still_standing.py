"""Whether sending stands still, in sentences for researchers."""

from __future__ import annotations

from datetime import datetime

from esmpress.delivery import vital_signs
from esmpress.delivery.signs_of_life import BEAT, WORKER
from esmpress.lazy_texts import lazily

_SAYS = {
    (BEAT, vital_signs.STOPPED): lazily(
        "Beat has stopped: nothing starts the sending of messages. Start "
        "it again; whatever is late beyond use will not be sent."
    ),
    (WORKER, vital_signs.STOPPED): lazily(
        "The worker has stopped: no message goes out. Start it again; "
        "whatever is late beyond use will not be sent."
    ),
    (vital_signs.DELIVERY, vital_signs.LATE): lazily(
        "Messages wait although they should have gone out more than a minute and a half ago."
    ),
}
_NOT_KNOWN = lazily("Redis cannot be reached: messages do not go out until it is back.")


def warnings_on_sending(*, now: datetime) -> list[str]:
    """What stands still, and what to do; empty while sending goes on."""
    signs = vital_signs.vital_signs(now=now)
    said = [_SAYS[sign] for sign in signs.items() if sign in _SAYS]
    return [_NOT_KNOWN, *said] if vital_signs.UNKNOWN in signs.values() else said
