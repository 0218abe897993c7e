"""Volumes: attached to a machine of their region, and never smaller than they were."""

from __future__ import annotations

from double.offers import refuse_unknown_region, region
from double.routing import Answer, Request, route, serve_get, serve_list
from double.state import Account, Refusal, Thing, need, new_id, now, refuse


@route("POST", "/v2/volumes")
def create_volume(account: Account, request: Request) -> Answer:
    """An empty disk."""
    body = request.body
    need(body, "name", "region", "size_gigabytes")
    refuse_unknown_region(body["region"])
    account.refuse_taken("volumes", body["name"])
    number = new_id()
    volume = {
        "id": number,
        "name": body["name"],
        "description": body.get("description", ""),
        "size_gigabytes": body["size_gigabytes"],
        "region": region(body["region"]),
        "droplet_ids": [],
        "filesystem_type": body.get("filesystem_type", ""),
        "filesystem_label": body.get("filesystem_label", ""),
        "tags": body.get("tags") or [],
        "created_at": now(),
    }
    account.own(f"do:volume:{number}")
    return 201, {"volume": account.keep("volumes", number, volume)}


def _attach(account: Account, volume: Thing, body: Thing) -> None:
    droplet = account.find("droplets", body["droplet_id"])
    if droplet["region"]["slug"] != volume["region"]["slug"]:
        refuse("The volume is in another region than the Droplet.")
    if volume["droplet_ids"]:
        refuse("The volume is attached already.")
    volume["droplet_ids"] = [droplet["id"]]
    droplet["volume_ids"].append(volume["id"])


def _detach(account: Account, volume: Thing, body: Thing) -> None:
    volume["droplet_ids"] = []
    droplet = account.things["droplets"].get(str(body["droplet_id"]))
    if droplet:
        droplet["volume_ids"] = [other for other in droplet["volume_ids"] if other != volume["id"]]


@route("POST", "/v2/volumes/{id}/actions")
def act_on_volume(account: Account, request: Request) -> Answer:
    """Attach, detach, grow."""
    need(request.body, "type")
    volume, kind = account.find("volumes", request["id"]), request.body["type"]
    if kind == "attach":
        _attach(account, volume, request.body)
    if kind == "detach":
        _detach(account, volume, request.body)
    if kind == "resize":
        if request.body["size_gigabytes"] < volume["size_gigabytes"]:
            refuse("Volumes can only be made larger.")
        volume["size_gigabytes"] = request.body["size_gigabytes"]
    return 202, {"action": account.complete(kind + "_volume", 0, "backend")}


@route("DELETE", "/v2/volumes/{id}")
def delete_volume(account: Account, request: Request) -> Answer:
    """The end of a volume that no machine has."""
    if account.find("volumes", request["id"])["droplet_ids"]:
        raise Refusal(409, "volume is attached")
    account.drop("volumes", request["id"])
    return 204, None


serve_get("/v2/volumes/{id}", "volumes", "volume")
serve_list("/v2/volumes", "volumes", "volumes")
serve_get("/v2/volumes/{volume}/actions/{id}", "actions", "action")
