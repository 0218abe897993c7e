"""What the account holds, and what it may hold."""

from __future__ import annotations

import itertools
import threading
import uuid
from datetime import UTC, datetime
from typing import Any, NoReturn

TOKEN = "test-token"
SPACES_KEY = "test-spaces-key"
KINDS = (
    "actions",
    "alerts",
    "balancers",
    "buckets",
    "certificates",
    "check_alerts",
    "checks",
    "database_configs",
    "database_names",
    "database_rules",
    "database_users",
    "databases",
    "domains",
    "droplets",
    "firewalls",
    "keys",
    "pools",
    "projects",
    "records",
    "replicas",
    "reserved_ips",
    "spaces_keys",
    "tags",
    "volumes",
    "vpcs",
)
Thing = dict[str, Any]


class Refusal(Exception):
    """An answer of the API that is no success."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status, self.message = status, message


class Account:
    """All of one account; one request at a time."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.things: dict[str, dict[str, Thing]] = {kind: {} for kind in KINDS}
        self.project_urns: dict[str, set[str]] = {}
        self._numbers = itertools.count(1000)
        self.default_project = self.add_project({"name": "default", "purpose": "Web"}, default=True)

    def number(self) -> int:
        """An id of what the API numbers: droplets, records, keys, actions."""
        return next(self._numbers)

    def find(self, kind: str, key: object) -> Thing:
        """The object of that key."""
        if str(key) not in self.things[kind]:
            raise Refusal(404, "The resource you were accessing could not be found.")
        return self.things[kind][str(key)]

    def keep(self, kind: str, key: object, thing: Thing) -> Thing:
        """The object, which is there from now on."""
        self.things[kind][str(key)] = thing
        return thing

    def drop(self, kind: str, key: object) -> None:
        """Forget the object, and that a project has it."""
        self.find(kind, key)
        del self.things[kind][str(key)]
        for urns in self.project_urns.values():
            urns.difference_update({urn for urn in urns if urn.rsplit(":", 1)[-1] == str(key)})

    def refuse_taken(self, kind: str, name: str) -> None:
        """A name that something of the kind has already."""
        if any(thing["name"] == name for thing in self.things[kind].values()):
            refuse(f"the name {name} is in use already")

    def complete(self, kind: str, resource_id: object, resource_type: str) -> Thing:
        """An action that is over."""
        number = self.number()
        action = {
            "id": number,
            "status": "completed",
            "type": kind,
            "started_at": now(),
            "completed_at": now(),
            "resource_id": resource_id,
            "resource_type": resource_type,
            "region": {"slug": "fra1"},
            "region_slug": "fra1",
        }
        return self.keep("actions", number, action)

    def add_project(self, body: Thing, *, default: bool = False) -> Thing:
        """A project without anything in it."""
        project = {
            "id": new_id(),
            "owner_id": 1,
            "owner_uuid": new_id(),
            "name": body["name"],
            "description": body.get("description", ""),
            "purpose": body["purpose"],
            "environment": body.get("environment", ""),
            "is_default": default,
            "created_at": now(),
            "updated_at": now(),
        }
        self.project_urns[project["id"]] = set()
        return self.keep("projects", project["id"], project)

    def own(self, urn: str, project: str = "") -> None:
        """Put a thing into a project (the default one unless named), and out of all others."""
        target = project or self.default_project["id"]
        self.find("projects", target)
        for urns in self.project_urns.values():
            urns.discard(urn)
        self.project_urns[target].add(urn)


def now() -> str:
    """The moment as the API writes it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def new_id() -> str:
    """An id of what the API does not number."""
    return str(uuid.uuid4())


def refuse(message: str) -> NoReturn:
    """The API's answer to a request it understands and does not grant."""
    raise Refusal(422, message)


def need(body: Thing, *names: str) -> None:
    """Refuse a body without one of the fields."""
    for name in names:
        if body.get(name) in (None, ""):
            refuse(f"{name} is required")
