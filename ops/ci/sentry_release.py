#!/usr/bin/env python3
"""sentry_release.py VERSION ENVIRONMENT: tells Sentry that a release is in place there.

SENTRY_AUTH_TOKEN (scope project:releases), SENTRY_ORG, SENTRY_PROJECTS (with spaces between);
SENTRY_URL: https://sentry.io unless set, https://de.sentry.io for data in the EU. Without a token
nothing is told, and that is said.
"""

from __future__ import annotations

import json
import os
import re
import sys
import urllib.request
from typing import Any
from urllib.parse import quote

PATIENCE_SECONDS = 20


def tell(path: str, body: dict[str, Any]) -> None:
    """Post to Sentry; raises OSError."""
    base = os.environ.get("SENTRY_URL") or "https://sentry.io"
    organisation = quote(os.environ["SENTRY_ORG"], safe="")
    request = urllib.request.Request(  # noqa: S310
        f"{base.rstrip('/')}/api/0/organizations/{organisation}{path}",
        data=json.dumps(body).encode(),
        headers={
            "Authorization": f"Bearer {os.environ['SENTRY_AUTH_TOKEN']}",
            "Content-Type": "application/json",
        },
    )
    urllib.request.urlopen(request, timeout=PATIENCE_SECONDS).close()  # noqa: S310


def main(arguments: list[str]) -> int:
    """Tell of the release, then of the deploy; the exit status."""
    match arguments:
        case [version, environment] if re.fullmatch(r"[\w.+-]+", version) and environment:
            pass
        case _:
            print("usage: sentry_release.py VERSION ENVIRONMENT", file=sys.stderr)
            return 64
    if not os.environ.get("SENTRY_AUTH_TOKEN"):
        print("SENTRY_AUTH_TOKEN is not set: Sentry is not told of the release.")
        return 0
    missing = [name for name in ("SENTRY_ORG", "SENTRY_PROJECTS") if not os.environ.get(name)]
    if missing:
        print(f"Set {' and '.join(missing)} beside SENTRY_AUTH_TOKEN.", file=sys.stderr)
        return 64
    try:
        tell("/releases/", {"version": version, "projects": os.environ["SENTRY_PROJECTS"].split()})
        tell(f"/releases/{quote(version, safe='')}/deploys/", {"environment": environment})
    except OSError as error:
        print(f"Sentry was not told of {version}: {error}.", file=sys.stderr)
        return 1
    print(f"Sentry knows that {version} is in place in {environment}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
