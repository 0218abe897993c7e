"""Private networks, firewalls and reserved addresses."""

from __future__ import annotations

import ipaddress

from double.offers import refuse_unknown_region, region
from double.routing import Answer, Request, route, serve_delete, serve_get, serve_list, shown
from double.state import Account, Refusal, Thing, need, new_id, now, refuse


@route("POST", "/v2/vpcs")
def create_vpc(account: Account, request: Request) -> Answer:
    """A private network that overlaps no other."""
    body = request.body
    need(body, "name", "region")
    refuse_unknown_region(body["region"])
    account.refuse_taken("vpcs", body["name"])
    ip_range = ipaddress.ip_network(body.get("ip_range", "10.114.0.0/20"))
    for other in account.things["vpcs"].values():
        if ip_range.overlaps(ipaddress.ip_network(other["ip_range"])):
            refuse("This range/size overlaps with another VPC network in your account")
    number = new_id()
    vpc = {
        "id": number,
        "urn": f"do:vpc:{number}",
        "name": body["name"],
        "description": body.get("description", ""),
        "region": body["region"],
        "ip_range": str(ip_range),
        "created_at": now(),
        "default": False,
    }
    return 201, {"vpc": account.keep("vpcs", number, vpc)}


serve_get("/v2/vpcs/{id}", "vpcs", "vpc")
serve_list("/v2/vpcs", "vpcs", "vpcs")


@route("PUT", "/v2/vpcs/{id}")
def update_vpc(account: Account, request: Request) -> Answer:
    """Another name or description."""
    vpc = account.find("vpcs", request["id"])
    vpc.update(
        {name: request.body[name] for name in ("name", "description") if name in request.body}
    )
    return 200, {"vpc": vpc}


@route("DELETE", "/v2/vpcs/{id}")
def delete_vpc(account: Account, request: Request) -> Answer:
    """The end of a network that nothing is in."""
    networks = [droplet["vpc_uuid"] for droplet in account.things["droplets"].values()]
    networks += [balancer["vpc_uuid"] for balancer in account.things["balancers"].values()]
    networks += [base["private_network_uuid"] for base in account.things["databases"].values()]
    if request["id"] in networks:
        raise Refusal(403, "Can not delete VPC with members")
    account.drop("vpcs", request["id"])
    return 204, None


def _put_firewall(account: Account, number: str, body: Thing) -> Thing:
    need(body, "name")
    if not body.get("inbound_rules") and not body.get("outbound_rules"):
        refuse("must have at least one rule")
    for tag in body.get("tags") or []:
        if tag not in account.things["tags"]:
            refuse(f"tag {tag} does not exist")
    firewall = {
        "id": number,
        "name": body["name"],
        "status": "succeeded",
        "created_at": now(),
        "inbound_rules": body.get("inbound_rules") or [],
        "outbound_rules": body.get("outbound_rules") or [],
        "droplet_ids": body.get("droplet_ids") or [],
        "tags": body.get("tags") or [],
        "pending_changes": [],
    }
    return {"firewall": account.keep("firewalls", number, firewall)}


@route("POST", "/v2/firewalls")
def create_firewall(account: Account, request: Request) -> Answer:
    """A set of rules for tags and machines."""
    account.refuse_taken("firewalls", request.body.get("name", ""))
    return 202, _put_firewall(account, new_id(), request.body)


@route("PUT", "/v2/firewalls/{id}")
def update_firewall(account: Account, request: Request) -> Answer:
    """The whole set anew."""
    account.find("firewalls", request["id"])
    return 200, _put_firewall(account, request["id"], request.body)


serve_get("/v2/firewalls/{id}", "firewalls", "firewall")
serve_list("/v2/firewalls", "firewalls", "firewalls")
serve_delete("/v2/firewalls/{id}", "firewalls")


@route("POST", "/v2/reserved_ips")
def create_reserved_ip(account: Account, request: Request) -> Answer:
    """An address that outlives machines."""
    need(request.body, "region")
    refuse_unknown_region(request.body["region"])
    ip = f"198.51.100.{account.number() % 250}"
    address = {
        "ip": ip,
        "region": region(request.body["region"]),
        "droplet": None,
        "locked": False,
        "project_id": account.default_project["id"],
    }
    account.own(f"do:reservedip:{ip}")
    return 202, {"reserved_ip": account.keep("reserved_ips", ip, address)}


@route("POST", "/v2/reserved_ips/{ip}/actions")
def act_on_reserved_ip(account: Account, request: Request) -> Answer:
    """To a machine, or away from it."""
    address = account.find("reserved_ips", request["ip"])
    assigned = request.body["type"] == "assign"
    droplet = account.find("droplets", request.body["droplet_id"]) if assigned else None
    if droplet and droplet["region"]["slug"] != address["region"]["slug"]:
        refuse("The Droplet is in another region.")
    address["droplet"] = shown(droplet) if droplet else None
    return 201, {"action": account.complete(request.body["type"] + "_ip", 0, "reserved_ip")}


serve_get("/v2/reserved_ips/{ip}", "reserved_ips", "reserved_ip")
serve_list("/v2/reserved_ips", "reserved_ips", "reserved_ips")
serve_get("/v2/reserved_ips/{ip}/actions/{id}", "actions", "action")
serve_delete("/v2/reserved_ips/{ip}", "reserved_ips")
