"""The double answers what the provider asks, with the fields that it reads, and refuses as the API.

Which calls these are and what is read of them: the source of terraform-provider-digitalocean and
godo. Here: offers, networks, keys, machines, addresses, volumes.
"""

from __future__ import annotations

import pytest

from asking import PUBLIC_KEY, Client


def test_a_wrong_token_is_refused(client: Client) -> None:
    stranger = Client(client.double, token="wrong")

    told = stranger.ask("GET", "/v2/account", expect=401)

    assert told == {"id": "Unauthorized", "message": "Unable to authenticate you"}


def test_what_is_no_json_or_no_route_is_refused(client: Client) -> None:
    headers = {"Authorization": "Bearer test-token"}

    assert client.send("POST", "/v2/vpcs", "{", headers)[0] == 400
    assert client.send("GET", "/v2/kubernetes/clusters", None, headers)[0] == 404
    assert '"route": "?? /v2/kubernetes/clusters"' in client.double.log_file.read_text()


def test_the_account_and_its_offers_are_told(client: Client) -> None:
    account = client.ask("GET", "/v2/account")["account"]
    regions = client.ask("GET", "/v2/regions?page=1&per_page=200")
    sizes = client.ask("GET", "/v2/sizes?page=1&per_page=200")["sizes"]

    assert account["status"] == "active"
    assert account["droplet_limit"] > 0
    assert regions["links"] == {}
    (frankfurt,) = [region for region in regions["regions"] if region["slug"] == "fra1"]
    assert frankfurt["available"]
    assert "s-2vcpu-4gb" in frankfurt["sizes"]
    assert {"slug", "memory", "vcpus", "disk", "price_monthly", "regions"} <= set(sizes[0])


def test_lists_come_in_pages_that_lead_to_each_other(client: Client) -> None:
    first = client.ask("GET", "/v2/regions?page=1&per_page=4")
    last = client.ask("GET", "/v2/regions?page=3&per_page=4")

    assert len(first["regions"]) == 4
    assert first["links"]["pages"]["next"].endswith("?page=2&per_page=4")
    assert first["links"]["pages"]["last"].endswith("?page=3&per_page=4")
    assert "last" not in last["links"]["pages"]
    assert last["links"]["pages"]["prev"].endswith("?page=2&per_page=4")
    assert first["meta"]["total"] == last["meta"]["total"] == 11


def test_a_private_network_overlaps_no_other_and_is_not_left_by_force(
    client: Client, network: str
) -> None:
    body = {"name": "other", "region": "fra1", "ip_range": "10.20.8.0/24"}
    machine = client.make_droplet(network)

    client.ask("POST", "/v2/vpcs", body, expect=422)
    client.ask("PUT", f"/v2/vpcs/{network}", {"name": "esmpress-test", "description": "new"})
    shown = client.ask("GET", f"/v2/vpcs/{network}")["vpc"]
    client.ask("DELETE", f"/v2/vpcs/{network}", expect=403)
    empty = client.make_network("empty", "10.30.0.0/20")
    client.ask("DELETE", f"/v2/vpcs/{empty}")

    assert shown["description"] == "new"
    assert {"id", "urn", "region", "ip_range", "created_at", "default"} <= set(shown)
    assert [vpc["id"] for vpc in client.ask("GET", "/v2/vpcs")["vpcs"]] == [network]
    client.ask("DELETE", f"/v2/droplets/{machine['id']}")


@pytest.mark.usefixtures("network")
def test_a_firewall_goes_by_tags_that_exist(client: Client) -> None:
    rules = [{"protocol": "tcp", "ports": "22", "sources": {"addresses": ["192.0.2.10/32"]}}]
    body = {"name": "wall", "inbound_rules": rules, "tags": ["esmpress-test"]}

    client.ask("POST", "/v2/firewalls", body | {"tags": ["unknown"]}, expect=422)
    number = client.ask("POST", "/v2/firewalls", body)["firewall"]["id"]
    client.ask("PUT", f"/v2/firewalls/{number}", body | {"outbound_rules": rules})
    shown = client.ask("GET", f"/v2/firewalls/{number}")["firewall"]

    assert shown["inbound_rules"] == shown["outbound_rules"] == rules
    assert shown["status"] == "succeeded"
    assert len(client.ask("GET", "/v2/firewalls")["firewalls"]) == 1
    client.ask("DELETE", f"/v2/firewalls/{number}")


def test_an_account_has_each_key_once(client: Client) -> None:
    body = {"name": "ada", "public_key": PUBLIC_KEY}
    key = client.ask("POST", "/v2/account/keys", body)["ssh_key"]

    client.ask("POST", "/v2/account/keys", body, expect=422)
    client.ask("POST", "/v2/account/keys", {"name": "no", "public_key": "ssh-rsa"}, expect=422)
    client.ask("PUT", f"/v2/account/keys/{key['id']}", {"name": "grace"})
    shown = client.ask("GET", f"/v2/account/keys/{key['id']}")["ssh_key"]

    assert shown["name"] == "grace"
    assert shown["fingerprint"].count(":") == 15
    assert client.ask("GET", "/v2/account/keys?page=1&per_page=200")["ssh_keys"] == [shown]
    client.ask("DELETE", f"/v2/account/keys/{key['id']}")


def test_tags_are_put_on_things_and_taken_off(client: Client, network: str) -> None:
    machine = client.make_droplet(network)["id"]
    named = {"resources": [{"resource_id": str(machine), "resource_type": "droplet"}]}
    client.ask("POST", "/v2/tags", {"name": "extra"})

    client.ask("POST", "/v2/tags/extra/resources", named)
    tagged = client.ask("GET", "/v2/droplets?tag_name=extra")["droplets"]
    client.ask("DELETE", "/v2/tags/extra/resources", named)

    assert [droplet["id"] for droplet in tagged] == [machine]
    assert client.ask("GET", "/v2/droplets?tag_name=extra")["droplets"] == []
    assert client.ask("GET", "/v2/tags/extra")["tag"]["resources"]["droplets"] == {"count": 0}
    assert len(client.ask("GET", "/v2/tags")["tags"]) == 2
    client.ask("DELETE", "/v2/tags/extra")
    client.ask("GET", "/v2/tags/extra", expect=404)
    client.ask("DELETE", f"/v2/droplets/{machine}")


@pytest.mark.parametrize(
    "change",
    [
        {"size": "s-99vcpu-1gb"},
        {"region": "fra9"},
        {"region": "nyc2"},
        {"image": "debian-2-x64"},
        {"name": "under_score"},
        {"ssh_keys": [1]},
        {"backups": False},
    ],
    ids=str,
)
def test_a_machine_that_is_not_offered_is_refused(
    client: Client, network: str, change: dict[str, object]
) -> None:
    body = {
        "name": "machine",
        "region": "fra1",
        "size": "s-2vcpu-4gb",
        "image": "debian-13-x64",
        "vpc_uuid": network,
        "backup_policy": {"plan": "daily", "hour": 4},
        "backups": True,
    }

    client.ask("POST", "/v2/droplets", body | change, expect=422)


def test_a_machine_shows_what_the_provider_reads(client: Client, network: str) -> None:
    machine = client.make_droplet(network, ipv6=True)
    path = f"/v2/droplets/{machine['id']}"

    shown = client.ask("GET", path)["droplet"]
    policy = client.ask("GET", f"{path}/backups/policy")["policy"]

    kinds = {address["type"] for address in shown["networks"]["v4"]}
    assert kinds == {"private", "public"}
    assert shown["networks"]["v6"][0]["type"] == "public"
    assert shown["status"] == "active"
    assert set(shown["features"]) == {"backups", "ipv6", "monitoring", "private_networking"}
    assert shown["size"]["slug"] == shown["size_slug"] == "s-2vcpu-4gb"
    assert shown["region"]["slug"] == "fra1"
    assert shown["image"]["slug"] == "debian-13-x64"
    assert not [name for name in shown if name.startswith("_")]
    assert policy["backup_policy"]["hour"] == 4
    assert client.ask("GET", f"{path}/actions")["actions"][0]["status"] == "completed"
    client.ask("DELETE", path)
    client.ask("GET", path, expect=404)


def test_a_machine_is_resized_when_it_is_off(client: Client, network: str) -> None:
    path = f"/v2/droplets/{client.make_droplet(network)['id']}"
    resize = {"type": "resize", "size": "s-4vcpu-8gb", "disk": False}

    client.ask("POST", f"{path}/actions", resize, expect=422)
    for kind in ({"type": "shutdown"}, resize, {"type": "power_on"}):
        action = client.ask("POST", f"{path}/actions", kind)["action"]
        assert client.ask("GET", f"/v2/actions/{action['id']}")["action"]["status"] == "completed"
        client.ask("GET", f"{path}/actions/{action['id']}")
    for kind in ({"type": "disable_backups"}, {"type": "enable_backups"}):
        client.ask("POST", f"{path}/actions", kind)
    shown = client.ask("GET", path)["droplet"]

    assert (shown["memory"], shown["disk"], shown["status"]) == (8192, 80, "active")
    assert "backups" in shown["features"]
    client.ask("DELETE", path)


def test_an_address_outlives_its_machine(client: Client, network: str) -> None:
    machine = client.make_droplet(network)["id"]
    ip = client.ask("POST", "/v2/reserved_ips", {"region": "fra1"})["reserved_ip"]["ip"]
    path = f"/v2/reserved_ips/{ip}"

    action = client.ask("POST", f"{path}/actions", {"type": "assign", "droplet_id": machine})
    client.ask("GET", f"{path}/actions/{action['action']['id']}")
    assigned = client.ask("GET", path)["reserved_ip"]["droplet"]["id"]
    client.ask("DELETE", f"/v2/droplets/{machine}")

    assert assigned == machine
    assert client.ask("GET", path)["reserved_ip"]["droplet"] is None
    assert len(client.ask("GET", "/v2/reserved_ips")["reserved_ips"]) == 1
    client.ask("DELETE", path)


def test_a_volume_is_attached_grown_and_not_destroyed_under_a_machine(
    client: Client, network: str
) -> None:
    machine = client.make_droplet(network)["id"]
    body = {"name": "data", "region": "fra1", "size_gigabytes": 50, "filesystem_type": "ext4"}
    path = f"/v2/volumes/{client.ask('POST', '/v2/volumes', body)['volume']['id']}"
    attach = {"type": "attach", "droplet_id": machine}

    action = client.ask("POST", f"{path}/actions", attach)["action"]["id"]
    client.ask("GET", f"{path}/actions/{action}")
    client.ask("POST", f"{path}/actions", attach, expect=422)
    client.ask("POST", f"{path}/actions", {"type": "resize", "size_gigabytes": 40}, expect=422)
    client.ask("POST", f"{path}/actions", {"type": "resize", "size_gigabytes": 60})
    client.ask("DELETE", path, expect=409)
    shown = client.ask("GET", path)["volume"]
    client.ask("POST", f"{path}/actions", {"type": "detach", "droplet_id": machine})

    assert (shown["size_gigabytes"], shown["droplet_ids"]) == (60, [machine])
    assert len(client.ask("GET", "/v2/volumes")["volumes"]) == 1
    client.ask("DELETE", path)
    client.ask("DELETE", f"/v2/droplets/{machine}")
