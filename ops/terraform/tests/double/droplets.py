"""Droplets, their actions and backups."""

from __future__ import annotations

import re
from typing import Any

from double.offers import IMAGES, SIZES, refuse_unknown_size, region, size
from double.routing import Answer, Request, page, route, serve_get, shown
from double.state import Account, Thing, need, now, refuse


def _address(ip: str, netmask: object, gateway: str, kind: str) -> Thing:
    return {"ip_address": ip, "netmask": netmask, "gateway": gateway, "type": kind}


def _networks(body: Thing, number: int) -> Thing:
    v4 = [_address(f"10.20.0.{number % 250}", "255.255.240.0", "10.20.0.1", "private")]
    if body.get("public_networking") is not False:
        v4.append(_address(f"203.0.113.{number % 250}", "255.255.255.0", "203.0.113.1", "public"))
    v6 = [_address(f"2001:db8::{number}", 64, "2001:db8::1", "public")] if body.get("ipv6") else []
    return {"v4": v4, "v6": v6}


def _features(body: Thing) -> list[str]:
    on = {
        "backups": body.get("backups"),
        "ipv6": body.get("ipv6"),
        "monitoring": body.get("monitoring"),
        "private_networking": True,
        "droplet_agent": body.get("with_droplet_agent"),
    }
    return [name for name, wanted in on.items() if wanted]


def _refuse_wrong(account: Account, body: Thing) -> None:
    need(body, "name", "region", "size", "image")
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9.-]*", body["name"]):
        refuse("Only valid hostname characters are allowed. (a-z, A-Z, 0-9, . and -)")
    refuse_unknown_size(body["size"], body["region"])
    if body["image"] not in IMAGES:
        refuse("You specified an invalid image for Droplet creation.")
    keys = account.things["keys"]
    known = {*keys, *(key["fingerprint"] for key in keys.values())}
    if any(str(key) not in known for key in body.get("ssh_keys") or []):
        refuse("You specified invalid SSH key ids for Droplet creation.")
    if account.find("vpcs", body["vpc_uuid"])["region"] != body["region"]:
        refuse("The VPC is in another region.")
    if body.get("backup_policy") and not body.get("backups"):
        refuse("backup_policy needs backups")


@route("POST", "/v2/droplets")
def create_droplet(account: Account, request: Request) -> Answer:
    """A machine that runs at once."""
    body = request.body
    _refuse_wrong(account, body)
    number = account.number()
    memory, processors, disk, _ = SIZES[body["size"]]
    droplet = {
        "id": number,
        "name": body["name"],
        "memory": memory,
        "vcpus": processors,
        "disk": disk,
        "locked": False,
        "status": "active",
        "kernel": None,
        "created_at": now(),
        "features": _features(body),
        "backup_ids": [],
        "snapshot_ids": [],
        "image": {"id": 1, "slug": body["image"], "name": body["image"], "distribution": "Debian"},
        "size": size(body["size"]),
        "size_slug": body["size"],
        "networks": _networks(body, number),
        "region": region(body["region"]),
        "tags": list(body.get("tags") or []),
        "volume_ids": [volume["id"] for volume in body.get("volumes") or []],
        "vpc_uuid": body["vpc_uuid"],
        "_policy": body.get("backup_policy"),
        "_user_data": body.get("user_data"),
    }
    account.keep("droplets", number, droplet)
    account.own(f"do:droplet:{number}")
    for tag in droplet["tags"]:
        account.things["tags"].setdefault(tag, {"name": tag, "resources": {"count": 0}})
    return 202, {"droplet": shown(droplet), "links": {"actions": []}}


@route("GET", "/v2/droplets")
def list_droplets(account: Account, request: Request) -> Answer:
    """All machines, or those with a tag."""
    tag = request.query.get("tag_name")
    wanted = [d for d in account.things["droplets"].values() if tag is None or tag in d["tags"]]
    return 200, page(request, "droplets", [shown(droplet) for droplet in wanted])


serve_get("/v2/droplets/{id}", "droplets", "droplet")


@route("DELETE", "/v2/droplets/{id}")
def delete_droplet(account: Account, request: Request) -> Answer:
    """The machine's end; its volumes and addresses stay."""
    account.drop("droplets", request["id"])
    for volume in account.things["volumes"].values():
        volume["droplet_ids"] = [d for d in volume["droplet_ids"] if str(d) != request["id"]]
    for address in account.things["reserved_ips"].values():
        if address["droplet"] and str(address["droplet"]["id"]) == request["id"]:
            address["droplet"] = None
    return 204, None


@route("GET", "/v2/droplets/{id}/backups/policy")
def show_backup_policy(account: Account, request: Request) -> Answer:
    """When the machine is backed up."""
    droplet = account.find("droplets", request["id"])
    policy = droplet["_policy"] or {"plan": "daily", "hour": 0}
    told = policy | {"window_length_hours": 4, "retention_period_days": 7}
    enabled = "backups" in droplet["features"]
    answer = {"droplet_id": droplet["id"], "backup_enabled": enabled, "backup_policy": told}
    return 200, {"policy": answer}


def _act(droplet: Thing, body: Thing) -> None:
    kind = body["type"]
    changes: dict[str, dict[str, Any]] = {
        "rename": {"name": body.get("name")},
        "power_off": {"status": "off"},
        "shutdown": {"status": "off"},
        "power_on": {"status": "active"},
        "change_backup_policy": {"_policy": body.get("backup_policy")},
    }
    droplet.update(changes.get(kind, {}))
    if kind == "resize":
        refuse_unknown_size(body["size"], droplet["region"]["slug"])
        if droplet["status"] != "off":
            refuse("The Droplet must be powered off to be resized.")
        memory, processors, disk, _ = SIZES[body["size"]]
        droplet.update(
            size=size(body["size"]), size_slug=body["size"], memory=memory, vcpus=processors
        )
        if body.get("disk"):
            droplet["disk"] = disk
    if kind == "enable_backups" and "backups" not in droplet["features"]:
        droplet["features"].append("backups")
        droplet["_policy"] = body.get("backup_policy")
    if kind == "disable_backups":
        droplet["features"].remove("backups")


@route("POST", "/v2/droplets/{id}/actions")
def act_on_droplet(account: Account, request: Request) -> Answer:
    """Resize, rename, switch on and off, backups."""
    need(request.body, "type")
    droplet = account.find("droplets", request["id"])
    _act(droplet, request.body)
    return 201, {"action": account.complete(request.body["type"], droplet["id"], "droplet")}


@route("GET", "/v2/droplets/{id}/actions")
def list_droplet_actions(account: Account, request: Request) -> Answer:
    """What was done to the machine."""
    number = account.find("droplets", request["id"])["id"]
    own = [
        action for action in account.things["actions"].values() if action["resource_id"] == number
    ]
    return 200, page(request, "actions", own or [account.complete("create", number, "droplet")])


serve_get("/v2/droplets/{droplet}/actions/{id}", "actions", "action")
serve_get("/v2/actions/{id}", "actions", "action")
