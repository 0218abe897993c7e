"""Load balancers and their certificates."""

from __future__ import annotations

from double.offers import refuse_unknown_region, region
from double.routing import Answer, Request, route, serve_delete, serve_get, serve_list, shown
from double.state import Account, Refusal, Thing, need, new_id, now, refuse

# What the API shows of a balancer whose request did not say.
BALANCER_DEFAULTS: Thing = {
    "algorithm": "round_robin",
    "size_unit": 1,
    "droplet_ids": [],
    "tag": "",
    "redirect_http_to_https": False,
    "enable_proxy_protocol": False,
    "enable_backend_keepalive": False,
    "disable_lets_encrypt_dns_records": False,
    "http_idle_timeout_seconds": 60,
    "sticky_sessions": {"type": "none"},
    "network": "EXTERNAL",
    "network_stack": "IPV4",
    "type": "REGIONAL",
    "tls_cipher_policy": "DEFAULT",
}


@route("POST", "/v2/certificates")
def create_certificate(account: Account, request: Request) -> Answer:
    """A certificate that is verified when it is next looked at."""
    body = request.body
    need(body, "name", "type", "dns_names")
    account.refuse_taken("certificates", body["name"])
    for name in body["dns_names"]:
        zones = account.things["domains"]
        if not any(name == zone or name.endswith("." + zone) for zone in zones):
            refuse(f"{name} is not in a domain of this account")
    number = new_id()
    certificate = {
        "id": number,
        "name": body["name"],
        "type": body["type"],
        "state": "pending",
        "dns_names": body["dns_names"],
        "not_after": "2027-06-01T00:00:00Z",
        "sha1_fingerprint": "ab" * 20,
        "created_at": now(),
    }
    account.keep("certificates", number, certificate)
    answer = dict(certificate)
    certificate["state"] = "verified"
    return 202, {"certificate": answer}


serve_get("/v2/certificates/{id}", "certificates", "certificate")
serve_list("/v2/certificates", "certificates", "certificates")


@route("DELETE", "/v2/certificates/{id}")
def delete_certificate(account: Account, request: Request) -> Answer:
    """The end of a certificate that no balancer uses."""
    used = {
        rule.get("certificate_id")
        for balancer in account.things["balancers"].values()
        for rule in balancer["forwarding_rules"]
    }
    if request["id"] in used:
        raise Refusal(403, "Make sure the certificate is not in use before deleting it")
    account.drop("certificates", request["id"])
    return 204, None


def _refuse_wrong(account: Account, body: Thing) -> None:
    need(body, "name", "region", "forwarding_rules")
    refuse_unknown_region(body["region"])
    if body.get("vpc_uuid"):
        account.find("vpcs", body["vpc_uuid"])
    for rule in body["forwarding_rules"]:
        certified = rule.get("certificate_id")
        if certified:
            account.find("certificates", certified)
        elif rule["entry_protocol"] in ("https", "http2") and not rule.get("tls_passthrough"):
            refuse("a rule for HTTPS needs a certificate or passes TLS through")


@route("POST", "/v2/load_balancers")
def create_balancer(account: Account, request: Request) -> Answer:
    """A balancer, which is active when it is next looked at."""
    body = request.body
    _refuse_wrong(account, body)
    account.refuse_taken("balancers", body["name"])
    number = new_id()
    unit = account.number() % 250
    dual = body.get("network_stack") == "DUALSTACK"
    balancer = BALANCER_DEFAULTS | body
    balancer |= {
        "id": number,
        "ip": f"192.0.2.{unit}",
        "ipv6": f"2001:db8:1::{unit}" if dual else "",
        "status": "active",
        "created_at": now(),
        "region": region(body["region"]),
        "project_id": body.get("project_id") or account.default_project["id"],
    }
    account.keep("balancers", number, balancer)
    account.own(f"do:loadbalancer:{number}", balancer["project_id"])
    return 202, {"load_balancer": shown(balancer) | {"status": "new", "ip": ""}}


@route("GET", "/v2/load_balancers/{id}")
def show_balancer(account: Account, request: Request) -> Answer:
    """The balancer, with the machines that have its tag now."""
    balancer = shown(account.find("balancers", request["id"]))
    droplets = account.things["droplets"].values()
    if balancer["tag"]:
        tagged = [droplet["id"] for droplet in droplets if balancer["tag"] in droplet["tags"]]
        balancer["droplet_ids"] = tagged
    return 200, {"load_balancer": balancer}


@route("PUT", "/v2/load_balancers/{id}")
def update_balancer(account: Account, request: Request) -> Answer:
    """All of its settings anew; addresses, region and network stay."""
    balancer = account.find("balancers", request["id"])
    _refuse_wrong(account, request.body)
    fixed = {name: balancer[name] for name in ("region", "network", "network_stack", "type")}
    balancer.update(request.body | fixed)
    return 200, {"load_balancer": shown(balancer)}


serve_list("/v2/load_balancers", "balancers", "load_balancers")
serve_delete("/v2/load_balancers/{id}", "balancers")
