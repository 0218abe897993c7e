from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.doubles.sentry_transport import KeptEnvelopes, recording_sentry


@pytest.fixture
def sent() -> Iterator[KeptEnvelopes]:
    """What leaves the machine for Sentry."""
    with recording_sentry() as transport:
        yield transport
