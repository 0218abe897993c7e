"""A client of the double that speaks as the provider does: JSON to the API, S3 to Spaces."""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass, field
from typing import Any

from double.server import Server
from double.state import TOKEN

PUBLIC_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ+O0kF2oFDlYKtBvBjUPR0zMFHJXwSEPjVRCzN0dbyk ada"


@dataclass
class Client:
    """Requests to one double; `routes` are those that answered."""

    double: Server
    token: str = TOKEN
    routes: set[tuple[str, str]] = field(default_factory=set)

    def ask(self, method: str, path: str, body: object = None, *, expect: int = 0) -> Any:
        """The answer's JSON; its status must be a success, or the one expected."""
        raw = None if body is None else json.dumps(body)
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        status, read = self.send(method, path, raw, headers)
        assert status == expect if expect else 200 <= status < 300, (status, read)
        self.routes.add((method, self._route()))
        return json.loads(read) if read else None

    def ask_spaces(self, method: str, path: str, key: str, raw: str = "", **headers: str) -> int:
        """The status of a request that is signed by the key."""
        signed = f"AWS4-HMAC-SHA256 Credential={key}/20270101/us-east-1/s3/aws4_request"
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.send(method, path, raw, {"Authorization": signed, **named})[0]

    def read_spaces(self, path: str, key: str) -> str:
        """What Spaces has there."""
        signed = f"AWS4-HMAC-SHA256 Credential={key}/20270101/us-east-1/s3/aws4_request"
        return self.send("GET", path, None, {"Authorization": signed})[1].decode()

    def send(
        self, method: str, path: str, raw: str | None, headers: dict[str, str]
    ) -> tuple[int, bytes]:
        """Status and body."""
        host, port = self.double.server_address[:2]
        connection = http.client.HTTPConnection(str(host), int(port), timeout=30)
        connection.request(method, path, raw, headers)
        response = connection.getresponse()
        read = response.read()
        connection.close()
        return response.status, read

    def _route(self) -> str:
        return str(json.loads(self.double.log_file.read_text().splitlines()[-1])["route"])

    # What others stand on, made once for each name.

    def make_network(self, name: str, ip_range: str) -> str:
        """A private network's id."""
        body = {"name": name, "region": "fra1", "ip_range": ip_range}
        return str(self.ask("POST", "/v2/vpcs", body)["vpc"]["id"])

    def make_droplet(self, network: str, **changes: object) -> Any:
        """A machine as the API shows it."""
        body = {
            "name": "esmpress-test-app-1",
            "region": "fra1",
            "size": "s-2vcpu-4gb",
            "image": "debian-13-x64",
            "vpc_uuid": network,
            "ipv6": True,
            "monitoring": True,
            "backups": True,
            "backup_policy": {"plan": "daily", "hour": 4},
            "with_droplet_agent": False,
            "tags": ["esmpress-test"],
        }
        return self.ask("POST", "/v2/droplets", body | changes)["droplet"]
