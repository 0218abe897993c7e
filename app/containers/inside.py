"""Runs within the stack: `python -m containers.inside plan DAY COUNT`, or `settled DAY`."""

from __future__ import annotations

import json
import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from faults.ledger import Ledger

PATIENCE_SECONDS = 180.0


def main(order: str, day: int, count: int) -> None:
    """Carry out the order."""
    ledger = Ledger(Path(os.environ["DATABASE_URL_FILE"]).read_text())
    if order == "plan":
        ledger.plan(count, study_day=day, scheduled_at=datetime.now(UTC))
        return
    give_up = time.monotonic() + PATIENCE_SECONDS
    while _waiting(ledger) and time.monotonic() < give_up:
        time.sleep(1)
    print(json.dumps(ledger.rows([day])))


def _waiting(ledger: Ledger) -> bool:
    """Whether a message has no final state yet, as far as can be seen."""
    try:
        return ledger.waiting() > 0
    except psycopg.OperationalError:
        return True


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 0)
