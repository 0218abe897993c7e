"""Spaces, as far as a bucket's settings go and a lock needs.

S3 by path (/bucket/key) or by host (bucket.host/key).
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from double.state import SPACES_KEY, Account, Thing

# Settings of a bucket that are kept as they were sent, and the answer when they never were.
SETTINGS = {
    "acl": (200, "<AccessControlPolicy><AccessControlList/></AccessControlPolicy>"),
    "cors": (404, "NoSuchCORSConfiguration"),
    "lifecycle": (404, "NoSuchLifecycleConfiguration"),
    "policy": (404, "NoSuchBucketPolicy"),
    "versioning": (200, "<VersioningConfiguration/>"),
}


@dataclass(frozen=True)
class Call:
    """One S3 request."""

    method: str
    bucket: str
    key: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Reply:
    """Its answer."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


def is_spaces(headers: dict[str, str]) -> bool:
    """Whether a request is signed as S3 signs them."""
    return headers.get("authorization", "").startswith("AWS4-HMAC-SHA256")


def read_call(method: str, target: str, headers: dict[str, str], body: bytes) -> Call:
    """The request with its bucket found, in the host's name or in the path."""
    url = urlsplit(target)
    host = url.hostname or headers.get("host", "").rsplit(":", 1)[0]
    query = {
        name: values[-1] for name, values in parse_qs(url.query, keep_blank_values=True).items()
    }
    path = url.path.lstrip("/")
    if "." in host and not _is_address(host):
        return Call(method, host.split(".")[0], path, query, headers, body)
    bucket, _, key = path.partition("/")
    return Call(method, bucket, key, query, headers, body)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def answer(account: Account, call: Call) -> Reply:
    """What Spaces would say."""
    if not _may(account, call):
        return _error(403, "AccessDenied")
    bucket = account.things["buckets"].get(call.bucket)
    if call.method == "PUT" and not call.key and not call.query:
        return _create(account, call)
    if bucket is None:
        return _error(404, "NoSuchBucket")
    if call.key:
        return _object(bucket, call)
    if call.method == "HEAD":
        return Reply(200)
    if call.method == "DELETE" and not call.query:
        return _delete(account, call, bucket)
    return _setting(bucket, call)


def _may(account: Account, call: Call) -> bool:
    credential = re.search(r"Credential=([^/]+)/", call.headers["authorization"])
    name = credential.group(1) if credential else ""
    if name == SPACES_KEY:
        return True
    key = account.things["spaces_keys"].get(name)
    grants = key["grants"] if key else []
    about_bucket = not call.key and call.method in ("PUT", "DELETE")
    return any(
        grant["permission"] == "fullaccess"
        or (
            grant["bucket"] == call.bucket
            and grant["permission"] == "readwrite"
            and not about_bucket
        )
        for grant in grants
    )


def _create(account: Account, call: Call) -> Reply:
    if call.bucket in account.things["buckets"]:
        return _error(409, "BucketAlreadyExists")
    account.keep("buckets", call.bucket, {"name": call.bucket, "objects": {}, "settings": {}})
    account.own(f"do:space:{call.bucket}")
    return Reply(200, headers={"Location": "/" + call.bucket})


def _delete(account: Account, call: Call, bucket: Thing) -> Reply:
    if bucket["objects"]:
        return _error(409, "BucketNotEmpty")
    account.drop("buckets", call.bucket)
    return Reply(204)


def _setting(bucket: Thing, call: Call) -> Reply:
    if "location" in call.query:
        return Reply(200, b"<LocationConstraint/>")
    name = next((name for name in SETTINGS if name in call.query), None)
    if name is None:
        keys = "".join(
            f"<Contents><Key>{key}</Key></Contents>" for key in sorted(bucket["objects"])
        )
        return Reply(200, f"<ListBucketResult>{keys}</ListBucketResult>".encode())
    if call.method == "PUT":
        bucket["settings"][name] = call.body
        return Reply(200)
    if call.method == "DELETE":
        bucket["settings"].pop(name, None)
        return Reply(204)
    if bucket["settings"].get(name):
        return Reply(200, bucket["settings"][name])
    status, text = SETTINGS[name]
    return Reply(status, text.encode()) if status == 200 else _error(status, text)


def _object(bucket: Thing, call: Call) -> Reply:
    held = bucket["objects"]
    if call.method == "PUT":
        if call.key in held and call.headers.get("if-none-match") == "*":
            return _error(412, "PreconditionFailed")
        held[call.key] = call.body
        return Reply(200, headers={"ETag": '"0"'})
    if call.key not in held:
        return _error(404, "NoSuchKey")
    if call.method == "DELETE":
        del held[call.key]
        return Reply(204)
    return Reply(200, b"" if call.method == "HEAD" else held[call.key])


def _error(status: int, code: str) -> Reply:
    return Reply(status, f"<Error><Code>{code}</Code><Message>{code}</Message></Error>".encode())
