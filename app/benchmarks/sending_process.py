"""`python -m benchmarks.sending_process FUNCTION`: calls a function until it has sent nothing more.

Says `ready`, waits for a line, and prints how much was sent. The environment names database and
provider; each worker is such a process, of the product or of a floor.
"""

from __future__ import annotations

import sys

import django
from django.utils.module_loading import import_string

from esmpress.celery import keep_what_lasts


def main(function: str) -> None:
    """Load everything, wait for the word, send."""
    django.setup()
    send = import_string(function)
    # As the worker's processes do.
    keep_what_lasts()
    print("ready", flush=True)
    sys.stdin.readline()
    sent = 0
    while taken := send():
        sent += taken
    print(sent, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
