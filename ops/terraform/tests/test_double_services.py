"""The rest of the double: names, balancers, projects, alerts, databases, Spaces, and all routes."""

from __future__ import annotations

import base64

import pytest

from asking import Client
from double.routing import ROUTES


def test_a_certificate_is_verified_when_it_is_looked_at_again(client: Client) -> None:
    body = {"name": "site", "type": "lets_encrypt", "dns_names": ["esm.example.org"]}
    client.ask("POST", "/v2/certificates", body, expect=422)
    client.ask("POST", "/v2/domains", {"name": "example.org"})

    made = client.ask("POST", "/v2/certificates", body)["certificate"]
    shown = client.ask("GET", f"/v2/certificates/{made['id']}")["certificate"]

    assert (made["state"], shown["state"]) == ("pending", "verified")
    assert shown["dns_names"] == ["esm.example.org"]
    assert {"not_after", "sha1_fingerprint", "name", "type"} <= set(shown)
    assert client.ask("GET", "/v2/certificates?name=site")["certificates"] == [shown]
    assert client.ask("GET", "/v2/certificates?name=other")["certificates"] == []
    client.ask("DELETE", f"/v2/certificates/{made['id']}")
    client.ask("DELETE", "/v2/domains/example.org")


def test_a_balancer_is_active_when_it_is_looked_at_again(client: Client, network: str) -> None:
    machine = client.make_droplet(network)["id"]
    made = client.ask("POST", "/v2/load_balancers", balancer(network))["load_balancer"]
    path = f"/v2/load_balancers/{made['id']}"

    shown = client.ask("GET", path)["load_balancer"]

    assert (made["status"], shown["status"]) == ("new", "active")
    assert shown["droplet_ids"] == [machine]
    assert shown["ip"]
    assert shown["ipv6"]
    assert shown["region"]["slug"] == "fra1"
    for name, value in balancer(network).items():
        assert name == "region" or shown[name] == value, name
    client.ask("DELETE", path)
    client.ask("DELETE", f"/v2/droplets/{machine}")


def test_a_certificate_in_use_stays(client: Client, network: str) -> None:
    client.ask("POST", "/v2/domains", {"name": "example.org"})
    body = {"name": "used", "type": "lets_encrypt", "dns_names": ["example.org"]}
    certificate = client.ask("POST", "/v2/certificates", body)["certificate"]["id"]
    tls = {
        "entry_protocol": "https",
        "entry_port": 443,
        "target_protocol": "http",
        "target_port": 80,
    }
    wanted = balancer(network) | {"forwarding_rules": [tls]}

    client.ask("POST", "/v2/load_balancers", wanted, expect=422)
    wanted["forwarding_rules"] = [tls | {"certificate_id": certificate}]
    made = client.ask("POST", "/v2/load_balancers", wanted)["load_balancer"]["id"]
    refused = client.ask("DELETE", f"/v2/certificates/{certificate}", expect=403)
    client.ask("PUT", f"/v2/load_balancers/{made}", balancer(network))

    assert refused["message"] == "Make sure the certificate is not in use before deleting it"
    assert len(client.ask("GET", "/v2/load_balancers")["load_balancers"]) == 1
    client.ask("DELETE", f"/v2/certificates/{certificate}")
    client.ask("DELETE", f"/v2/load_balancers/{made}")
    client.ask("DELETE", "/v2/domains/example.org")


def balancer(network: str) -> dict[str, object]:
    """A request for one."""
    rule = {
        "entry_protocol": "http",
        "entry_port": 80,
        "target_protocol": "http",
        "target_port": 80,
    }
    return {
        "name": "site",
        "region": "fra1",
        "size_unit": 2,
        "tag": "esmpress-test",
        "vpc_uuid": network,
        "network_stack": "DUALSTACK",
        "tls_cipher_policy": "STRONG",
        "redirect_http_to_https": True,
        "forwarding_rules": [rule],
        "health_check": {"protocol": "http", "port": 80, "path": "/sw.js"},
    }


def test_records_name_hosts_with_a_dot_and_show_them_without(client: Client) -> None:
    client.ask("POST", "/v2/domains", {"name": "example.org"})
    records = "/v2/domains/example.org/records"
    body = {"type": "CAA", "name": "esm", "data": "letsencrypt.org.", "tag": "issue", "flags": 0}

    client.ask("POST", records, body | {"data": "letsencrypt.org"}, expect=422)
    client.ask("POST", records, body | {"type": "SPF"}, expect=422)
    made = client.ask("POST", records, body | {"ttl": 300})["domain_record"]
    client.ask("POST", records, body | {"type": "CNAME"}, expect=422)
    client.ask("PUT", f"{records}/{made['id']}", body | {"ttl": 600})
    shown = client.ask("GET", f"{records}/{made['id']}")["domain_record"]

    assert (shown["data"], shown["ttl"], shown["flags"]) == ("letsencrypt.org", 600, 0)
    assert client.ask("GET", "/v2/domains/example.org")["domain"]["ttl"] == 1800
    assert len(client.ask("GET", "/v2/domains")["domains"]) == 1
    client.ask("DELETE", f"{records}/{made['id']}")
    client.ask("POST", records, body)
    client.ask("DELETE", "/v2/domains/example.org")
    client.ask("POST", records, body, expect=404)


def test_a_project_ends_when_it_is_empty(client: Client) -> None:
    body = {"name": "esmpress", "purpose": "Web", "environment": "Production"}
    client.ask("POST", "/v2/projects", body | {"environment": "Testing"}, expect=422)
    path = f"/v2/projects/{client.ask('POST', '/v2/projects', body)['project']['id']}"
    client.ask("POST", "/v2/domains", {"name": "example.org"})
    default = client.ask("GET", "/v2/projects/default")["project"]["id"]
    urns = {"resources": ["do:domain:example.org", "do:domain:gone.example"]}

    moved = client.ask("POST", f"{path}/resources", urns)["resources"]
    within = client.ask("GET", f"{path}/resources")["resources"]
    client.ask("DELETE", path, expect=412)
    client.ask("POST", f"/v2/projects/{default}/resources", urns)
    for method in ("PUT", "PATCH"):
        client.ask(method, path, {"description": "new"})

    assert [one["status"] for one in moved] == ["assigned", "not_found"]
    assert [one["urn"] for one in within] == ["do:domain:example.org"]
    assert client.ask("GET", path)["project"]["description"] == "new"
    assert len(client.ask("GET", "/v2/projects")["projects"]) == 2
    client.ask("DELETE", path)
    client.ask("DELETE", "/v2/domains/example.org")


def test_alerts_on_figures_are_kept(client: Client) -> None:
    body = {
        "type": "v1/insights/droplet/cpu",
        "compare": "GreaterThan",
        "value": 90,
        "window": "1h",
        "description": "busy",
        "tags": ["esmpress-test"],
        "enabled": True,
        "alerts": {"email": ["operator@example.org"], "slack": []},
    }
    client.ask("POST", "/v2/monitoring/alerts", body | {"window": "2m"}, expect=422)
    number = client.ask("POST", "/v2/monitoring/alerts", body)["policy"]["uuid"]
    path = f"/v2/monitoring/alerts/{number}"

    client.ask("PUT", path, body | {"value": 95})
    shown = client.ask("GET", path)["policy"]

    assert (shown["value"], shown["entities"], shown["uuid"]) == (95, [], number)
    assert client.ask("GET", "/v2/monitoring/alerts")["policies"] == [shown]
    client.ask("DELETE", path)


def test_checks_and_their_alerts_are_kept(client: Client) -> None:
    check = {"name": "site", "target": "https://esm.example.org/", "type": "https", "enabled": True}
    alert = {
        "name": "down",
        "type": "down_global",
        "period": "2m",
        "notifications": {"email": ["a@b.c"]},
    }
    path = f"/v2/uptime/checks/{client.ask('POST', '/v2/uptime/checks', check)['check']['id']}"
    number = client.ask("POST", f"{path}/alerts", alert)["alert"]["id"]

    client.ask("PUT", path, check | {"enabled": False})
    client.ask("PUT", f"{path}/alerts/{number}", alert | {"period": "5m"})

    assert client.ask("GET", path)["check"]["enabled"] is False
    assert client.ask("GET", f"{path}/alerts/{number}")["alert"]["period"] == "5m"
    assert len(client.ask("GET", "/v2/uptime/checks")["checks"]) == 1
    client.ask("DELETE", f"{path}/alerts/{number}")
    client.ask("DELETE", path)


def cluster(network: str, engine: str = "pg") -> dict[str, object]:
    """A request for a cluster."""
    return {
        "name": f"esmpress-test-{engine}",
        "engine": engine,
        "version": "17" if engine == "pg" else "8",
        "size": "db-s-1vcpu-2gb",
        "region": "fra1",
        "num_nodes": 2,
        "private_network_uuid": network,
        "tags": ["esmpress"],
    }


@pytest.mark.parametrize(
    "change",
    [{"version": "9"}, {"size": "db-huge"}, {"size": "db-s-1vcpu-1gb"}, {"region": "fra9"}],
)
def test_a_cluster_that_is_not_offered_is_refused(
    client: Client, network: str, change: dict[str, object]
) -> None:
    client.ask("POST", "/v2/databases", cluster(network) | change, expect=422)


def test_a_cluster_is_online_when_it_is_looked_at_again(client: Client, network: str) -> None:
    made = client.ask("POST", "/v2/databases", cluster(network))["database"]
    path = f"/v2/databases/{made['id']}"

    client.ask("PUT", f"{path}/maintenance", {"day": "tuesday", "hour": "02:00"})
    client.ask("PUT", f"{path}/resize", {"size": "db-s-2vcpu-4gb", "num_nodes": 3})
    client.ask("PUT", f"{path}/upgrade", {"version": "18"})
    client.ask("PUT", f"{path}/migrate", {"region": "ams3"})
    shown = client.ask("GET", path)["database"]

    assert (made["status"], shown["status"]) == ("creating", "online")
    assert shown["maintenance_window"] == {"day": "tuesday", "hour": "02:00:00", "pending": False}
    assert (shown["num_nodes"], shown["version"], shown["region"]) == (3, "18", "ams3")
    for name in ("connection", "private_connection"):
        assert {"uri", "host", "port", "user", "password", "database"} <= set(shown[name])
    authority = client.ask("GET", f"{path}/ca")["ca"]["certificate"]
    assert base64.b64decode(authority).startswith(b"-----BEGIN CERTIFICATE-----")
    assert client.ask("GET", f"{path}/autoscale")["storage"] == {"enabled": False}
    client.ask("PUT", f"{path}/autoscale", {"storage": {"enabled": True}})
    assert client.ask("GET", f"{path}/autoscale")["autoscale"] == {"storage": {"enabled": True}}
    assert len(client.ask("GET", "/v2/databases")["databases"]) == 1
    client.ask("DELETE", path)


def test_valkey_keeps_what_it_holds_when_told_to(client: Client, network: str) -> None:
    made = client.ask("POST", "/v2/databases", cluster(network, "valkey"))["database"]["id"]
    path = f"/v2/databases/{made}"

    client.ask("PUT", f"{path}/eviction_policy", {"eviction_policy": "all"}, expect=422)
    client.ask("PUT", f"{path}/eviction_policy", {"eviction_policy": "noeviction"})
    client.ask("PATCH", f"{path}/config", {"config": {"timeout": 300}})

    assert client.ask("GET", f"{path}/eviction_policy") == {"eviction_policy": "noeviction"}
    assert client.ask("GET", f"{path}/config") == {"config": {"timeout": 300}}
    client.ask("DELETE", path)


def test_a_cluster_has_rules_databases_users_pools_and_replicas(
    client: Client, network: str
) -> None:
    made = client.ask("POST", "/v2/databases", cluster(network))["database"]["id"]
    path = f"/v2/databases/{made}"
    rule = {"type": "tag", "value": "esmpress-test"}
    pool = {"name": "app", "mode": "transaction", "size": 20, "db": "esmpress", "user": "app"}

    client.ask("PUT", f"{path}/firewall", {"rules": [rule | {"value": "unknown"}]}, expect=422)
    client.ask("PUT", f"{path}/firewall", {"rules": [rule]})
    client.ask("POST", f"{path}/pools", pool, expect=422)
    client.ask("POST", f"{path}/dbs", {"name": "esmpress"})
    client.ask("POST", f"{path}/dbs", {"name": "esmpress"}, expect=409)
    password = client.ask("POST", f"{path}/users", {"name": "app"})["user"]["password"]
    client.ask("POST", f"{path}/pools", pool)
    client.ask("PUT", f"{path}/pools/app", pool | {"size": 25})
    client.ask("POST", f"{path}/replicas", {"name": "copy"})

    assert client.ask("GET", f"{path}/firewall")["rules"][0]["value"] == "esmpress-test"
    assert client.ask("GET", f"{path}/users/app")["user"]["password"] == password
    shown = client.ask("GET", f"{path}/pools/app")["pool"]
    assert (shown["size"], shown["private_connection"]["port"]) == (25, 25061)
    for part, name in (
        ("pools", "app"),
        ("users", "app"),
        ("dbs", "esmpress"),
        ("replicas", "copy"),
    ):
        assert len(client.ask("GET", f"{path}/{part}")[part]) == 1
        client.ask("GET", f"{path}/{part}/{name}")
        client.ask("DELETE", f"{path}/{part}/{name}")
    client.ask("DELETE", path)


def test_a_spaces_key_sees_its_bucket_alone(client: Client) -> None:
    for bucket in ("backup", "other"):
        assert client.ask_spaces("PUT", f"/{bucket}", "test-spaces-key") == 200
    grants = [{"bucket": "backup", "permission": "readwrite"}]
    made = client.ask("POST", "/v2/spaces/keys", {"name": "backup", "grants": grants})["key"]
    path = f"/v2/spaces/keys/{made['access_key']}"

    client.ask("PUT", path, {"name": "renamed", "grants": grants})
    shown = client.ask("GET", path)["key"]
    own = client.ask_spaces("PUT", "/backup/file", made["access_key"])
    strange = client.ask_spaces("PUT", "/other/file", made["access_key"])
    unknown = client.ask_spaces("GET", "/backup", "unknown")

    assert made["secret_key"]
    assert "secret_key" not in shown
    assert (own, strange, unknown) == (200, 403, 403)
    assert client.ask("GET", "/v2/spaces/keys?page=1&per_page=200")["keys"] == [shown]
    client.ask("DELETE", path)


def test_a_bucket_keeps_its_settings_and_locks(client: Client) -> None:
    key = "test-spaces-key"
    rule = "<LifecycleConfiguration><Rule><ID>a</ID></Rule></LifecycleConfiguration>"
    asked = client.ask_spaces

    assert asked("PUT", "http://state.spaces.invalid/", key) == 200
    assert asked("PUT", "/state", key) == 409
    assert asked("HEAD", "http://state.127.0.0.1:1/", key) == 200
    assert asked("HEAD", "/state", key) == 200
    assert asked("GET", "/state?lifecycle", key) == 404
    assert asked("PUT", "/state?lifecycle", key, rule) == 200
    assert client.read_spaces("/state?lifecycle", key) == rule
    assert asked("GET", "/state?versioning", key) == 200
    assert client.read_spaces("/state?location", key) == "<LocationConstraint/>"
    assert asked("PUT", "/state/lock", key, "", if_none_match="*") == 200
    assert asked("PUT", "/state/lock", key, "", if_none_match="*") == 412
    assert asked("DELETE", "/state", key) == 409
    assert "<Key>lock</Key>" in client.read_spaces("/state", key)
    assert asked("DELETE", "/state/lock", key) == 204
    assert asked("DELETE", "/state", key) == 204
    assert asked("HEAD", "/state", key) == 404


def test_every_route_has_been_asked(client: Client) -> None:
    assert {(route.method, route.template) for route in ROUTES} - client.routes == set()
