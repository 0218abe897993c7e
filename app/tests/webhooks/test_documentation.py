"""What docs/api.md tells receivers to run takes what is sent, and the API's document names it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import yaml
from django.utils import timezone

from devstack.layout import APP_DIR, ROOT_DIR
from esmpress.webhooks.models import Kind
from esmpress.webhooks.signing import new_secret, signed_headers

GUIDE = (ROOT_DIR / "docs" / "api.md").read_text()
BODY = b'{"id": "1"}'


def is_genuine(*arguments: Any) -> bool:
    """The function of the guide."""
    [code] = [one for one in re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL) if "hmac" in one]
    names: dict[str, Any] = {}
    exec(code, names)
    return bool(names["is_genuine"](*arguments))


def test_the_guides_program_takes_what_we_sign() -> None:
    old, new = new_secret(), new_secret()
    headers = signed_headers(BODY, identifier="1", keys=[new, old], now=timezone.now())

    assert is_genuine(old, headers, BODY)
    assert is_genuine(new, headers, BODY)


@pytest.mark.parametrize("wrong", ["body", "secret", "id", "old"])
def test_the_guides_program_refuses_what_we_did_not_sign(wrong: str) -> None:
    secret, now = new_secret(), timezone.now()
    at = now - timedelta(minutes=6) if wrong == "old" else now
    headers = signed_headers(BODY, identifier="1", keys=[secret], now=at)

    given = headers | ({"webhook-id": "2"} if wrong == "id" else {})
    key = new_secret() if wrong == "secret" else secret
    assert not is_genuine(key, given, BODY + (b" " if wrong == "body" else b""))


def test_the_document_of_the_api_names_every_event() -> None:
    document = yaml.safe_load((APP_DIR / "openapi-researcher.yaml").read_text())

    hooks = document["webhooks"]
    assert set(hooks) == set(Kind.values)
    for kind, hook in hooks.items():
        [example] = hook["post"]["requestBody"]["content"]["application/json"]["examples"].values()
        assert example["value"]["type"] == kind
        assert set(example["value"]) == set(
            document["components"]["schemas"]["Event"]["properties"]
        )
