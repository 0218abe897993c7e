"""A whole life of each topology: made, looked at again, changed, guarded, ended."""

from __future__ import annotations

import json

import pytest

from roots import Site

TOPOLOGIES = ("single", "cluster")


@pytest.mark.parametrize("topology", TOPOLOGIES)
def test_a_site_is_made_changed_guarded_and_ended(site: Site, topology: str) -> None:
    root = site(topology=topology)
    root.succeed("apply", "-auto-approve")

    again = root.run("plan", "-detailed-exitcode")
    changed = root.plan("-var", 'ssh_allow=["192.0.2.10/32","198.51.100.0/24"]')
    root.succeed("apply", "plan.bin")
    moved = root.run("plan", "-var", "region=ams3")
    ended = root.run("destroy", "-auto-approve")

    assert again.returncode == 0, again.stderr
    assert _actions(changed) == {"module.network.digitalocean_firewall.machines": ["update"]}
    for refused in (moved, ended):
        assert refused.returncode == 1
        assert "Instance cannot be destroyed" in refused.stdout
    root.remove_guards()
    root.succeed("destroy", "-auto-approve")
    assert not root.read_json("show", "-json").get("values")


@pytest.mark.parametrize("topology", TOPOLOGIES)
def test_outputs_hold_what_playbooks_read(site: Site, topology: str) -> None:
    root = site(topology=topology)
    root.succeed("apply", "-auto-approve")

    told = {name: output["value"] for name, output in root.read_json("output", "-json").items()}

    roles = sorted(machine["role"] for machine in told["inventory"].values())
    assert roles == (["single"] if topology == "single" else ["app", "app", "worker"])
    for machine in told["inventory"].values():
        assert set(machine) == {"public_ipv4", "private_ipv4", "reserved_ipv4", "role"}
        assert (machine["reserved_ipv4"] is None) == (topology == "cluster")
    assert told["site"]["host"] == "esm.example.org"
    assert (told["site"]["data_volume"] == "esmpress-prod-data") == (topology == "single")
    assert (told["site"]["load_balancer_ipv4"] is None) == (topology == "single")
    assert told["backup"]["endpoint"] == "https://ams3.digitaloceanspaces.com"
    assert ("database" in told and "broker" in told) == (topology == "cluster")


def test_a_site_moves_to_the_cluster_with_its_machine_kept(site: Site) -> None:
    root = site(topology="single")
    root.succeed("apply", "-auto-approve")

    at_once = root.run("plan", "-var", "topology=cluster")
    beside = root.plan("-var", "topology=cluster", "-var", "keep_single=true")

    assert "Instance cannot be destroyed" in at_once.stdout
    assert at_once.returncode == 1
    ended = {address for address, actions in _actions(beside).items() if "delete" in actions}
    assert ended <= {"digitalocean_project_resources.this"}, json.dumps(sorted(ended))


def _actions(plan: dict[str, list[dict[str, dict[str, list[str]]]]]) -> dict[str, list[str]]:
    """What happens to each resource that does not stay as it is."""
    return {
        str(change["address"]): change["change"]["actions"]
        for change in plan["resource_changes"]
        if change["change"]["actions"] not in (["no-op"], ["read"])
    }
