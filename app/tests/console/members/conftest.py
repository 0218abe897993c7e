from __future__ import annotations

from tests.delivery.preflight.conftest import relay

__all__ = ["relay"]
