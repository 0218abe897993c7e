"""A channel that carries nothing: the messages stay in a box, where the simulation finds them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from esmpress.delivery.messages import LINK, Message
from esmpress.delivery.outcomes import Accepted, Outcome

PARCEL = 1000


class Mailbox:
    """Accepts every message and sends none."""

    claim_limit = PARCEL

    def __init__(self) -> None:
        """Begin empty."""
        self._tokens: list[str] = []
        self.accepted = 0

    def parcels(self, messages: list[Message]) -> Iterator[list[Message]]:
        """The messages, many at once."""
        for begin in range(0, len(messages), PARCEL):
            yield messages[begin : begin + PARCEL]

    def send(self, parcel: list[Message]) -> list[Outcome]:
        """Keep the links of the messages; all are accepted."""
        self._tokens += (message.substitutions[LINK].rpartition("/")[2] for message in parcel)
        self.accepted += len(parcel)
        return [Accepted("") for _ in parcel]

    def may_send(self, *, now: datetime) -> bool:
        """Always."""
        del now
        return True

    def close(self) -> None:
        """Nothing to take leave of."""

    def collect(self) -> list[str]:
        """The tokens of the links since the last time, in the order they came."""
        tokens, self._tokens = self._tokens, []
        return tokens
