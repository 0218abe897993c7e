"""Says before `terraform plan` what it would stumble over: token, keys, access to the state.

Usage: python3 ops/terraform/preflight.py [prod|staging]. Changes nothing. Ends with 1 and a
sentence for each thing that is wrong, with 0 when there is none.
"""

from __future__ import annotations

import json
import os
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path

API = "https://api.digitalocean.com"
ENVIRONMENTS = Path(__file__).resolve().parent / "envs"
SECRETS = {
    "DIGITALOCEAN_TOKEN": "make a token in the control panel under API, Tokens",
    "SPACES_ACCESS_KEY_ID": "make a key with full access in the control panel under Spaces, Keys",
    "SPACES_SECRET_ACCESS_KEY": "it was shown once, when SPACES_ACCESS_KEY_ID was made",
    "AWS_ACCESS_KEY_ID": "terraform -chdir=ops/terraform/bootstrap output -raw access_key",
    "AWS_SECRET_ACCESS_KEY": "terraform -chdir=ops/terraform/bootstrap output -raw secret_key",
}


def find_faults(environment: Mapping[str, str], folder: Path) -> Iterator[str]:
    """A sentence for each thing that is wrong."""
    for name, remedy in SECRETS.items():
        if not environment.get(name, "").strip():
            yield f"{name} is not set: {remedy}."
    for name, example in (
        ("terraform.tfvars", "copy terraform.tfvars.example and change it"),
        ("../state.s3.tfbackend", "bootstrap writes it, see docs/operations/terraform.md"),
    ):
        if not (folder / name).is_file():
            yield f"{(folder / name).resolve()} is not there: {example}."
    if environment.get("DIGITALOCEAN_TOKEN", "").strip():
        yield from _ask_account(environment)


def _ask_account(environment: Mapping[str, str]) -> Iterator[str]:
    api = environment.get("DIGITALOCEAN_API_URL", "") or API
    request = urllib.request.Request(  # noqa: S310  the operator's own setting
        f"{api.rstrip('/')}/v2/account",
        headers={"Authorization": f"Bearer {environment['DIGITALOCEAN_TOKEN'].strip()}"},
    )
    try:
        with urllib.request.urlopen(request, timeout=20) as response:  # noqa: S310
            status = json.load(response)["account"]["status"]
    except urllib.error.HTTPError as refused:
        yield from _explain(refused.code)
        return
    except (OSError, ValueError, KeyError) as failure:
        yield f"{api} does not answer as it should ({failure}): is this machine online?"
        return
    if status != "active":
        yield f"The DigitalOcean account is {status}: the control panel says why."


def _explain(status: int) -> Iterator[str]:
    remedies = {
        401: "DigitalOcean does not know the token in DIGITALOCEAN_TOKEN, or it has run out:"
        " make a new one in the control panel under API, Tokens.",
        403: "The token in DIGITALOCEAN_TOKEN may not read the account: make one with full access.",
        429: "DigitalOcean has had too many requests of this token: try again in an hour.",
    }
    yield remedies.get(status, f"DigitalOcean answers {status}: try again, or see its status page.")


def main(arguments: list[str]) -> int:
    """The exit status."""
    name = arguments[0] if arguments else "prod"
    if name not in ("prod", "staging"):
        print("usage: preflight.py [prod|staging]", file=sys.stderr)
        return 2
    faults = list(find_faults(os.environ, ENVIRONMENTS / name))
    for fault in faults:
        print(fault, file=sys.stderr)
    print(
        "Nothing was changed."
        if faults
        else f"Ready: terraform -chdir=ops/terraform/envs/{name} plan"
    )
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
