"""What is wrong stops a plan with a sentence, before anything is made."""

from __future__ import annotations

import pytest

from roots import Site

WRONG: dict[str, tuple[dict[str, object], str]] = {
    "ssh from everywhere": (
        {"ssh_allow": ["0.0.0.0/0"]},
        "Port 22 is open to operators alone, and ssh_allow lets everybody in",
    ),
    "a region outside the EU": (
        {"region": "nyc3"},
        "Region nyc3 is not in the EU: take fra1 or ams3, or set outside_eu = true",
    ),
    "no way in": (
        {"ssh_keys": {}, "ssh_keys_in_account": []},
        "give at least one key in ssh_keys or ssh_keys_in_account",
    ),
    "a standby that there is not": (
        {
            "topology": "cluster",
            "database": {"size": "db-s-1vcpu-1gb", "nodes": 2, "pool_size": 20},
        },
        "A standby needs 2 GB or more: db-s-1vcpu-2gb is the smallest",
    ),
    "mail that is not signed": (
        {"mail_cnames": {}},
        "mail_cnames has no DKIM key",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_input_stops_with_a_sentence_and_makes_nothing(site: Site, name: str) -> None:
    variables, sentence = WRONG[name]
    root = site(**variables)

    refused = root.run("apply", "-auto-approve")

    assert refused.returncode == 1
    assert sentence in refused.stdout
    assert not root.read_json("show", "-json").get("values")


def test_a_wrong_token_stops_the_plan(site: Site, provider_is_real: bool) -> None:
    if not provider_is_real:
        pytest.skip("The stand-in provider has no token; preflight is tested without it.")
    root = site()
    root.environment["DIGITALOCEAN_TOKEN"] = "wrong"

    refused = root.run("plan")

    assert refused.returncode == 1
    assert "401" in refused.stdout


def test_a_size_that_is_not_offered_stops_the_plan(site: Site, provider_is_real: bool) -> None:
    if not provider_is_real:
        pytest.skip("The stand-in provider offers nothing; the module's own tests mock an offer.")
    root = site(single_size="s-32vcpu-192gb")

    refused = root.run("plan")

    assert refused.returncode == 1
    assert "Region fra1 does not offer every size asked for" in refused.stdout
