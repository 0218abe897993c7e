#!/usr/bin/env python3
"""Lets this machine in by SSH while a deploy lasts, by a firewall of its own at DigitalOcean.

firewall.py open NAME TAG    makes the firewall NAME for the droplets with TAG
firewall.py close NAME       deletes it; no error when it is gone
firewall.py reap             deletes those that a deploy left behind over two hours ago

DIGITALOCEAN_TOKEN: a token that may read, create and delete firewalls, and read tags; no more.
DIGITALOCEAN_API_URL, ADDRESS_URL: other addresses of the API, and of who tells this machine's own.
"""

from __future__ import annotations

import ipaddress
import json
import os
import re
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

API = os.environ.get("DIGITALOCEAN_API_URL", "https://api.digitalocean.com").rstrip("/")
ADDRESS_URL = os.environ.get("ADDRESS_URL", "https://checkip.amazonaws.com")
OURS = re.compile(r"ci-[0-9]+-[0-9]+")
LEFT_BEHIND = timedelta(hours=2)
PATIENCE_SECONDS = 20


class Refused(Exception):
    """What cannot be done, in a sentence for the log."""


def own_address() -> str:
    """The public IPv4 address that this machine is seen with."""
    try:
        with urllib.request.urlopen(ADDRESS_URL, timeout=PATIENCE_SECONDS) as answer:  # noqa: S310
            text = answer.read(100).decode("ascii", "replace").strip()
        address = ipaddress.IPv4Address(text)
    except (OSError, ValueError) as error:
        raise Refused(
            f"{ADDRESS_URL} does not tell this machine's IPv4 address: {error}"
        ) from error
    if not (address.is_global or os.environ.get("ADDRESS_URL")):
        raise Refused(f"{address}, which {ADDRESS_URL} tells, is no public address.")
    return str(address)


def call(method: str, path: str, body: Any = None) -> Any:
    """What the API answers; raises Refused, which never says the token."""
    token = os.environ.get("DIGITALOCEAN_TOKEN", "")
    if not token:
        raise Refused("DIGITALOCEAN_TOKEN is not set: add it to the secrets of the environment.")
    request = urllib.request.Request(  # noqa: S310
        API + path,
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as answer:  # noqa: S310
            text = answer.read()
    except urllib.error.HTTPError as error:
        raise Refused(f"DigitalOcean refuses {method} {path}: {_reason(error)}") from error
    except OSError as error:
        raise Refused(f"DigitalOcean does not answer {method} {path}: {error}") from error
    return json.loads(text) if text else None


def _reason(error: urllib.error.HTTPError) -> str:
    if error.code == 401:
        return "the token is wrong or has expired; make a new one (docs/operations/runbook.md)."
    try:
        return f"{error.code}, {json.load(error)['message']}"
    except (ValueError, KeyError, TypeError):
        return str(error.code)


def firewalls() -> Iterator[dict[str, Any]]:
    """All firewalls of the account, page by page."""
    page, more = 1, True
    while more:
        answer = call("GET", f"/v2/firewalls?page={page}&per_page=200")
        yield from answer["firewalls"]
        more = bool(answer.get("links", {}).get("pages", {}).get("next"))
        page += 1


def open_for(name: str, tag: str) -> None:
    """Make the firewall."""
    address = own_address()
    rule = {"protocol": "tcp", "ports": "22", "sources": {"addresses": [f"{address}/32"]}}
    call("POST", "/v2/firewalls", {"name": name, "tags": [tag], "inbound_rules": [rule]})
    print(f"{name}: port 22 of {tag} is open for {address}/32.")


def close(name: str) -> None:
    """Delete the firewalls of this name: one, or none."""
    for firewall in list(firewalls()):
        if firewall["name"] == name:
            call("DELETE", f"/v2/firewalls/{firewall['id']}")
            print(f"{name}: closed.")


def reap(now: datetime) -> None:
    """Delete our firewalls that are older than any deploy."""
    for firewall in list(firewalls()):
        made = datetime.fromisoformat(firewall["created_at"].replace("Z", "+00:00"))
        if OURS.fullmatch(firewall["name"]) and now - made > LEFT_BEHIND:
            call("DELETE", f"/v2/firewalls/{firewall['id']}")
            print(f"{firewall['name']}: left behind since {firewall['created_at']}, closed.")


def main(arguments: list[str]) -> int:
    """Do what is asked; the exit status."""
    try:
        match arguments:
            case ["open", name, tag] if OURS.fullmatch(name) and tag:
                open_for(name, tag)
            case ["close", name] if OURS.fullmatch(name):
                close(name)
            case ["reap"]:
                reap(datetime.now(UTC))
            case _:
                print(
                    "usage: firewall.py open ci-RUN-ATTEMPT TAG | close ci-RUN-ATTEMPT | reap",
                    file=sys.stderr,
                )
                return 64
    except Refused as refusal:
        print(f"firewall: {refusal}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
