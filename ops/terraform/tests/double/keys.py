"""SSH keys, tags, and keys for Spaces, whose secret is shown once."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterator

from double.routing import Answer, Request, route, serve_delete, serve_get, serve_list
from double.state import Account, Thing, need, new_id, now, refuse

TAGGED = {"droplet": "droplets", "volume": "volumes", "database": "databases"}


def _fingerprint(public_key: str) -> str:
    try:
        blob = base64.b64decode(public_key.split()[1], validate=True)
    except (IndexError, binascii.Error):
        refuse("Key invalid, key should be of the format `type key [comment]`")
    digest = hashlib.md5(blob, usedforsecurity=False).hexdigest()
    return ":".join(digest[place : place + 2] for place in range(0, 32, 2))


@route("POST", "/v2/account/keys")
def create_key(account: Account, request: Request) -> Answer:
    """A key that the account has not yet."""
    need(request.body, "name", "public_key")
    public_key = request.body["public_key"].strip()
    fingerprint = _fingerprint(public_key)
    if any(key["fingerprint"] == fingerprint for key in account.things["keys"].values()):
        refuse("SSH Key is already in use on your account")
    key = {
        "id": account.number(),
        "name": request.body["name"],
        "public_key": public_key,
        "fingerprint": fingerprint,
    }
    return 201, {"ssh_key": account.keep("keys", key["id"], key)}


@route("PUT", "/v2/account/keys/{id}")
def rename_key(account: Account, request: Request) -> Answer:
    """Another name."""
    key = account.find("keys", request["id"])
    key["name"] = request.body["name"]
    return 200, {"ssh_key": key}


serve_get("/v2/account/keys/{id}", "keys", "ssh_key")
serve_list("/v2/account/keys", "keys", "ssh_keys")
serve_delete("/v2/account/keys/{id}", "keys")


@route("POST", "/v2/tags")
def create_tag(account: Account, request: Request) -> Answer:
    """A tag, which may be there already."""
    need(request.body, "name")
    counted = ("droplets", "images", "volumes", "volume_snapshots", "databases")
    resources = {"count": 0, **{kind: {"count": 0} for kind in counted}}
    tag = {"name": request.body["name"], "resources": resources}
    return 201, {"tag": account.keep("tags", tag["name"], tag)}


serve_get("/v2/tags/{name}", "tags", "tag")
serve_list("/v2/tags", "tags", "tags")


@route("DELETE", "/v2/tags/{name}")
def delete_tag(account: Account, request: Request) -> Answer:
    """The tag's end, also on what has it."""
    account.drop("tags", request["name"])
    for kind in TAGGED.values():
        for thing in account.things[kind].values():
            thing["tags"] = [tag for tag in thing["tags"] if tag != request["name"]]
    return 204, None


def _named(account: Account, body: Thing) -> Iterator[Thing]:
    for resource in body["resources"]:
        kind = TAGGED.get(resource["resource_type"])
        if kind:
            yield account.find(kind, resource["resource_id"])


@route("POST", "/v2/tags/{name}/resources")
def tag_resources(account: Account, request: Request) -> Answer:
    """Put the tag on things."""
    account.find("tags", request["name"])
    for thing in _named(account, request.body):
        thing["tags"] = [*(tag for tag in thing["tags"] if tag != request["name"]), request["name"]]
    return 204, None


@route("DELETE", "/v2/tags/{name}/resources")
def untag_resources(account: Account, request: Request) -> Answer:
    """Take the tag off things."""
    account.find("tags", request["name"])
    for thing in _named(account, request.body):
        thing["tags"] = [tag for tag in thing["tags"] if tag != request["name"]]
    return 204, None


@route("POST", "/v2/spaces/keys")
def create_spaces_key(account: Account, request: Request) -> Answer:
    """A key for the buckets that it is granted."""
    need(request.body, "name")
    key = {
        "name": request.body["name"],
        "access_key": "DO" + new_id().replace("-", "")[:18].upper(),
        "created_at": now(),
        "grants": request.body.get("grants") or [],
    }
    account.keep("spaces_keys", key["access_key"], key)
    return 201, {"key": key | {"secret_key": new_id() + new_id()[:7]}}


@route("PUT", "/v2/spaces/keys/{id}")
def update_spaces_key(account: Account, request: Request) -> Answer:
    """Another name or other grants."""
    key = account.find("spaces_keys", request["id"])
    key.update({name: request.body[name] for name in ("name", "grants") if name in request.body})
    return 200, {"key": key}


serve_get("/v2/spaces/keys/{id}", "spaces_keys", "key")
serve_list("/v2/spaces/keys", "spaces_keys", "keys")
serve_delete("/v2/spaces/keys/{id}", "spaces_keys")
