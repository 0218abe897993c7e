"""A whole life of each topology: made, looked at again, changed, guarded, ended."""

from __future__ import annotations

import pytest

from roots import Root, Site

TAKES_NO_WORK = (["no-op"], ["read"])


@pytest.fixture(scope="module", params=["single", "cluster"])
def made(request: pytest.FixtureRequest, site: Site) -> tuple[str, Root]:
    """A topology and its site, which stands until the last test ends it."""
    root = site(topology=request.param)
    root.succeed("apply", "-auto-approve")
    return request.param, root


def test_a_second_plan_is_empty(made: tuple[str, Root]) -> None:
    _, root = made

    again = root.run("plan", "-detailed-exitcode")

    assert again.returncode == 0, again.stderr


def test_outputs_hold_what_playbooks_read(made: tuple[str, Root]) -> None:
    topology, root = made

    told = {name: output["value"] for name, output in root.read_json("output", "-json").items()}

    single = topology == "single"
    roles = sorted(machine["role"] for machine in told["inventory"].values())
    assert roles == (["single"] if single else ["app", "app", "worker"])
    for machine in told["inventory"].values():
        assert set(machine) == {"public_ipv4", "private_ipv4", "reserved_ipv4", "role"}
        assert (machine["reserved_ipv4"] is None) == (not single)
    assert told["site"]["host"] == "esm.example.org"
    assert told["site"]["data_volume"] == ("esmpress-prod-data" if single else None)
    assert (told["site"]["load_balancer_ipv4"] is None) == single
    assert told["backup"]["endpoint"] == "https://ams3.digitaloceanspaces.com"
    assert ("database" in told and "broker" in told) != single


def test_who_may_log_in_changes_in_place(made: tuple[str, Root]) -> None:
    _, root = made

    changed = root.plan("-var", 'ssh_allow=["192.0.2.10/32","198.51.100.0/24"]')
    root.succeed("apply", "plan.bin")

    assert _actions(changed) == {"module.network.digitalocean_firewall.machines": ["update"]}


def test_what_is_guarded_is_not_moved(made: tuple[str, Root]) -> None:
    _, root = made

    moved = root.run("plan", "-var", "region=ams3")

    assert moved.returncode == 1
    assert "Instance cannot be destroyed" in moved.stdout


def test_a_site_moves_to_the_cluster_only_beside_its_machine(made: tuple[str, Root]) -> None:
    topology, root = made
    if topology == "cluster":
        pytest.skip("It is one already.")

    at_once = root.run("plan", "-var", "topology=cluster")
    beside = root.plan("-var", "topology=cluster", "-var", "keep_single=true")

    assert at_once.returncode == 1
    assert "Instance cannot be destroyed" in at_once.stdout
    assert not [address for address, actions in _actions(beside).items() if "delete" in actions]


def test_a_site_ends_only_without_its_guards(made: tuple[str, Root]) -> None:
    _, root = made

    guarded = root.run("destroy", "-auto-approve")
    left = root.read_json("show", "-json")["values"]
    root.remove_guards()
    root.succeed("destroy", "-auto-approve")

    assert guarded.returncode == 1
    assert "Instance cannot be destroyed" in guarded.stdout
    assert left["root_module"]["child_modules"]
    assert not root.read_json("show", "-json").get("values")


def _actions(plan: dict[str, list[dict[str, dict[str, list[str]]]]]) -> dict[str, list[str]]:
    """What happens to each resource that does not stay as it is."""
    return {
        str(change["address"]): change["change"]["actions"]
        for change in plan["resource_changes"]
        if change["change"]["actions"] not in TAKES_NO_WORK
    }
