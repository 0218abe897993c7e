"""What a plan may hold, whichever environment and topology it is of."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from ipaddress import ip_network
from typing import Any

import pytest

from roots import Site

EVERYWHERE = {"0.0.0.0/0", "::/0"}
EU = {"fra1", "ams3"}
SECRETS = ("password", "secret", "token", "private key", "BEGIN ", "dop_v1", "SG.")
PUBLIC_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ+O0kF2oFDlYKtBvBjUPR0zMFHJXwSEPjVRCzN0dbyk test"
Values = dict[str, Any]


class Plan:
    """A plan from nothing: what is made, by type."""

    def __init__(self, read: dict[str, Any]) -> None:
        self.made: dict[str, list[Values]] = defaultdict(list)
        for change in read["resource_changes"]:
            if change["mode"] == "managed":
                self.made[change["type"]].append(change["change"]["after"])

    def inbound(self) -> Iterator[tuple[str, Values]]:
        """Each rule that lets somebody in, with its firewall's name."""
        for firewall in self.made["digitalocean_firewall"]:
            for rule in firewall["inbound_rule"]:
                yield firewall["name"], rule


@pytest.fixture(
    scope="module",
    params=[("prod", "single"), ("prod", "cluster"), ("staging", "single"), ("staging", "cluster")],
    ids="-".join,
)
def plan(request: pytest.FixtureRequest, site: Site) -> Plan:
    """The plan of an environment and a topology."""
    name, topology = request.param
    root = site(name, topology=topology, ssh_keys={"test": PUBLIC_KEY}, ssh_keys_in_account=[])
    return Plan(root.plan())


def test_port_22_is_open_to_operators_alone(plan: Plan) -> None:
    rules = [rule for _, rule in plan.inbound() if rule["port_range"] == "22"]

    assert rules
    for rule in rules:
        for source in rule["source_addresses"]:
            assert ip_network(source).prefixlen >= 16


def test_everybody_reaches_80_and_443_of_the_single_machine_and_no_other(plan: Plan) -> None:
    public = {
        (firewall, rule["protocol"], rule["port_range"])
        for firewall, rule in plan.inbound()
        if EVERYWHERE & set(rule["source_addresses"] or [])
    }

    ports = {(protocol, port) for _, protocol, port in public}
    assert {firewall.rsplit("-", 1)[-1] for firewall, _, _ in public} <= {"public"}
    assert ports in (set(), {("tcp", "80"), ("tcp", "443"), ("udp", "443")})
    assert bool(ports) == (not plan.made["digitalocean_loadbalancer"])


def test_every_rule_names_who_comes_and_where_to(plan: Plan) -> None:
    for _, rule in plan.inbound():
        assert rule["protocol"] in ("tcp", "udp")
        assert rule["port_range"] in ("22", "80", "443")
        assert rule["source_addresses"] or "source_load_balancer_uids" in rule


def test_machines_reach_only_the_ports_they_need(plan: Plan) -> None:
    reached = {
        (rule["protocol"], rule["port_range"])
        for firewall in plan.made["digitalocean_firewall"]
        for rule in firewall["outbound_rule"]
    }

    services = {("tcp", port) for port in ("53", "80", "443", "587", "25060-25061")}
    assert reached == services | {("udp", "53"), ("udp", "123")}


def test_everything_stands_in_the_eu(plan: Plan) -> None:
    regions = {
        values["region"] for made in plan.made.values() for values in made if values.get("region")
    }

    assert regions
    assert regions <= EU


def test_machines_are_backed_up_watched_and_without_an_agent(plan: Plan) -> None:
    for machine in plan.made["digitalocean_droplet"]:
        assert machine["backups"]
        assert machine["backup_policy"][0]["plan"] == "daily"
        assert machine["monitoring"]
        assert machine["graceful_shutdown"]
        assert machine["droplet_agent"] is False
        assert machine["image"] == "debian-13-x64"


def test_user_data_holds_public_keys_and_no_secret(plan: Plan) -> None:
    for machine in plan.made["digitalocean_droplet"]:
        if re.fullmatch("[0-9a-f]{40}", machine["user_data"]):
            pytest.skip(
                "The real provider plans a hash of it; modules/compute tests what it is of."
            )
        header, body = machine["user_data"].split("\n", 1)
        assert header == "#cloud-config"
        (user,) = json.loads(body)["users"]
        assert user["name"] == "ansible"
        assert user["ssh_authorized_keys"] == [PUBLIC_KEY]
        assert not [word for word in SECRETS if word.lower() in body.lower()]


def test_machines_and_databases_carry_the_tags_that_firewalls_go_by(plan: Plan) -> None:
    own = {tag["name"] for tag in plan.made["digitalocean_tag"]}
    covered = {tag for wall in plan.made["digitalocean_firewall"] for tag in wall["tags"]}

    assert covered <= own
    for machine in plan.made["digitalocean_droplet"]:
        tags = set(machine["tags"])
        assert len(tags & covered) >= 1
        assert {"esmpress"} < tags
        assert tags & {"prod", "staging"}
        assert tags & {"esmpress-app", "esmpress-worker"}


def test_databases_have_standbys_a_network_and_let_only_machines_in(plan: Plan) -> None:
    own = {tag["name"] for tag in plan.made["digitalocean_tag"]}
    clusters = plan.made["digitalocean_database_cluster"]

    for cluster in clusters:
        assert cluster["node_count"] >= 2
        assert cluster["version"]
    assert len(plan.made["digitalocean_database_firewall"]) == len(clusters)
    for wall in plan.made["digitalocean_database_firewall"]:
        assert all(rule["type"] == "tag" and rule["value"] in own for rule in wall["rule"])
    brokers = [cluster for cluster in clusters if cluster["engine"] == "valkey"]
    assert all(broker["eviction_policy"] == "noeviction" for broker in brokers)


def test_the_load_balancer_speaks_tls_and_sends_everybody_there(plan: Plan) -> None:
    for balancer in plan.made["digitalocean_loadbalancer"]:
        assert balancer["redirect_http_to_https"]
        assert balancer["tls_cipher_policy"] == "STRONG"
        assert balancer["size_unit"] >= 2


def test_records_have_a_ttl_and_names_one_of_them(plan: Plan) -> None:
    ttls: dict[str, set[int]] = defaultdict(set)
    for record in plan.made["digitalocean_record"]:
        ttls[record["name"]].add(record["ttl"])

    assert ttls
    assert all(len(of_one) == 1 and None not in of_one for of_one in ttls.values()), ttls


def test_the_domain_has_every_record_that_mail_and_certificates_need(plan: Plan) -> None:
    records = plan.made["digitalocean_record"]
    texts = [record.get("value") or "" for record in records if record["type"] == "TXT"]
    kinds = {record["type"] for record in records}

    assert {"A", "CAA", "CNAME", "TXT"} <= kinds
    # Nobody would answer there: Docker publishes by IPv4 alone.
    assert ("AAAA" in kinds) == bool(plan.made["digitalocean_loadbalancer"])
    assert any(text.startswith("v=spf1 ") for text in texts)
    assert any(text.startswith("v=DMARC1; ") and "rua=mailto:" in text for text in texts)
    assert any("._domainkey" in r["name"] for r in records if r["type"] == "CNAME")
    for record in records:
        assert record["type"] not in ("CAA", "CNAME") or record["value"].endswith(".")


def test_backups_are_private_kept_in_versions_and_have_a_key_of_their_own(plan: Plan) -> None:
    (bucket,) = plan.made["digitalocean_spaces_bucket"]
    (key,) = plan.made["digitalocean_spaces_key"]

    assert bucket["acl"] == "private"
    assert bucket["versioning"] == [{"enabled": True}]
    assert not bucket["force_destroy"]
    assert bucket["lifecycle_rule"][0]["noncurrent_version_expiration"][0]["days"] >= 7
    assert key["grant"] == [{"bucket": bucket["name"], "permission": "readwrite"}]


def test_the_site_is_watched_from_outside_with_its_certificate(plan: Plan) -> None:
    alerts = {alert["type"]: alert for alert in plan.made["digitalocean_uptime_alert"]}
    (check,) = plan.made["digitalocean_uptime_check"]

    assert check["target"].startswith("https://")
    assert alerts["ssl_expiry"]["threshold"] == 14
    assert {"down_global", "ssl_expiry", "latency"} == set(alerts)
    for alert in [*alerts.values()]:
        assert alert["notifications"][0]["email"]
    assert {a["enabled"] for a in plan.made["digitalocean_monitor_alert"]} == {True}
