"""Domains and their records."""

from __future__ import annotations

from double.routing import Answer, Request, route, serve_delete, serve_get, serve_list
from double.state import Account, Thing, need, refuse

TYPES = ("A", "AAAA", "CAA", "CNAME", "MX", "NS", "SRV", "TXT")
# Of these the data names a host: it is asked for with a dot at its end and shown without.
NAMING = ("CAA", "CNAME", "MX", "NS", "SRV")
FEWEST_SECONDS = 30


@route("POST", "/v2/domains")
def create_domain(account: Account, request: Request) -> Answer:
    """A zone of its own."""
    need(request.body, "name")
    name = request.body["name"]
    account.refuse_taken("domains", name)
    account.own(f"do:domain:{name}")
    domain = {"name": name, "ttl": 1800, "zone_file": ""}
    return 201, {"domain": account.keep("domains", name, domain)}


serve_get("/v2/domains/{name}", "domains", "domain")
serve_list("/v2/domains", "domains", "domains")


@route("DELETE", "/v2/domains/{name}")
def delete_domain(account: Account, request: Request) -> Answer:
    """The zone's end, and of its records."""
    account.drop("domains", request["name"])
    records = account.things["records"]
    for key in [key for key, record in records.items() if record["_domain"] == request["name"]]:
        del records[key]
    return 204, None


def _refuse_wrong(account: Account, domain: str, body: Thing) -> None:
    need(body, "type", "name", "data")
    if body["type"] not in TYPES:
        refuse("Type is not included in the list")
    if body["type"] in NAMING and not body["data"].endswith("."):
        refuse("Data needs to end with a dot (.)")
    if (body.get("ttl") or 1800) < FEWEST_SECONDS:
        refuse("TTL must be at least 30")
    for other in account.things["records"].values():
        same_name = (other["_domain"], other["name"]) == (domain, body["name"])
        if same_name and "CNAME" in (other["type"], body["type"]):
            refuse("CNAME records cannot share a name with other records")


@route("POST", "/v2/domains/{domain}/records")
def create_record(account: Account, request: Request) -> Answer:
    """A record of a zone that is there."""
    account.find("domains", request["domain"])
    body = request.body
    _refuse_wrong(account, request["domain"], body)
    record = {
        "id": account.number(),
        "type": body["type"],
        "name": body["name"],
        "data": _stored(body["type"], body["data"]),
        "priority": body.get("priority"),
        "port": body.get("port"),
        "ttl": body.get("ttl") or 1800,
        "weight": body.get("weight"),
        "flags": body.get("flags") or (0 if body["type"] == "CAA" else None),
        "tag": body.get("tag"),
        "_domain": request["domain"],
    }
    account.keep("records", record["id"], record)
    return 201, {"domain_record": _told(record)}


def _stored(kind: str, data: str) -> str:
    return data.removesuffix(".") if kind in NAMING else data


def _told(record: Thing) -> Thing:
    return {name: value for name, value in record.items() if name != "_domain"}


@route("PUT", "/v2/domains/{domain}/records/{id}")
def update_record(account: Account, request: Request) -> Answer:
    """Other data, TTL or name."""
    record = account.find("records", request["id"])
    record.update({name: value for name, value in request.body.items() if name != "id"})
    record["data"] = _stored(record["type"], record["data"])
    return 200, {"domain_record": _told(record)}


serve_get("/v2/domains/{domain}/records/{id}", "records", "domain_record")
serve_delete("/v2/domains/{domain}/records/{id}", "records")
