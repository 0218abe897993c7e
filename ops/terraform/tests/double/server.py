"""The double as a server: its log has one JSON line for each request, with the route."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import cast
from urllib.parse import parse_qsl, urlsplit

# Imported for the routes that they register.
from double import (  # noqa: F401
    balancers,
    database_parts,
    databases,
    droplets,
    keys,
    networks,
    offers,
    projects,
    spaces,
    volumes,
    watching,
    zones,
)
from double.routing import ROUTES, Request
from double.spaces import Reply
from double.state import TOKEN, Account, Refusal, Thing

UNROUTED = "??"


def answer(
    account: Account, method: str, target: str, body: Thing, authorization: str
) -> tuple[int, Thing | None, str]:
    """Status, answer and route of one request to the API."""
    url = urlsplit(target)
    if authorization != f"Bearer {TOKEN}":
        message = "Unable to authenticate you"
        return 401, {"id": "Unauthorized", "message": message}, f"{UNROUTED} {url.path}"
    query = dict(parse_qsl(url.query))
    for route in ROUTES:
        match = route.pattern.match(url.path)
        if route.method == method and match:
            request = Request(body, query, url.path, match.groupdict())
            try:
                return *route.handler(account, request), route.template
            except Refusal as refusal:
                told = {"id": _id(refusal.status), "message": refusal.message}
                return refusal.status, told, route.template
            except (KeyError, TypeError, ValueError) as fault:
                told = {"id": "bad_request", "message": f"{type(fault).__name__}: {fault}"}
                return 400, told, route.template
    return 404, {"id": "not_found", "message": f"no route {url.path}"}, f"{UNROUTED} {url.path}"


def _id(status: int) -> str:
    names = {403: "forbidden", 404: "not_found", 409: "conflict", 412: "precondition_failed"}
    return names.get(status, "unprocessable_entity")


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments: object) -> None:
        """Nothing: the log file has it."""

    def handle_request(self) -> None:
        """Answer a request, to the API or to Spaces."""
        server = cast("Server", self.server)
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        with server.account.lock:
            if spaces.is_spaces(headers):
                call = spaces.read_call(self.command, self.path, headers, raw)
                reply = spaces.answer(server.account, call)
                server.note(self.command, self.path, "spaces", reply.status)
            else:
                reply = self._ask_api(server, raw, headers.get("authorization", ""))
        self._send(reply)

    def _ask_api(self, server: Server, raw: bytes, authorization: str) -> Reply:
        try:
            body = json.loads(raw) if raw else {}
        except ValueError:
            server.note(self.command, self.path, UNROUTED, 400)
            return Reply(400, b'{"id": "bad_request", "message": "the body is no JSON"}')
        status, out, route = answer(server.account, self.command, self.path, body, authorization)
        server.note(self.command, self.path, route, status)
        return Reply(status, b"" if out is None else json.dumps(out).encode())

    def _send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        kind = "application/xml" if reply.body[:1] == b"<" else "application/json"
        limits = {"Limit": "5000", "Remaining": "4999", "Reset": "1900000000"}
        headers = {"Content-Type": kind, "Content-Length": str(len(reply.body)), **reply.headers}
        headers |= {f"RateLimit-{name}": value for name, value in limits.items()}
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(reply.body)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_PATCH = handle_request  # noqa: N815


class Server(socketserver.ThreadingMixIn, HTTPServer):
    """The double on a port of this machine."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, port: int, log_file: Path) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.account = Account()
        self.log_file = log_file

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def note(self, method: str, target: str, route: str, status: int) -> None:
        """Add a line to the log; bodies stay out, they may hold secrets."""
        line = {"method": method, "route": route, "target": target, "status": status}
        with self.log_file.open("a") as log:
            log.write(json.dumps(line) + "\n")


@contextmanager
def serving(log_file: Path, port: int = 0) -> Iterator[Server]:
    """The double, on a free port unless one is given, until the block ends."""
    server = Server(port, log_file)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
