"""What Caddy answers and writes down."""

import http.client
import re
import secrets
import ssl
from email.message import Message
from typing import NamedTuple

import pytest

from containers.slow import TO_BACKEND, Slow
from containers.stack import Stack

# More than a backend has threads.
SLOW = 12
TOKEN = "canary" + "Ab3_-" * 6
PAGES = (
    "/",
    "/me",
    f"/s/{TOKEN}",
    f"/e/{TOKEN}",
    f"/me/{TOKEN}",
    "/join/none",
    f"/join/none/{TOKEN}",
    "/preview",
    "/sw.js",
    "/plain.css",
    "/favicon.svg",
    "/admin",
    "/admin/login/",
    "/api/participant/prompt",
    f"/api/participant/unsubscribe/{TOKEN}",
    f"/api/preflight/{TOKEN}",
    "/webhooks/sendgrid/",
    "/static/none.css",
    "/healthz/delivery",
    "/healthz/ready",
    "/metrics",
)


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: Message
    body: bytes


class Site:
    """Asks the site as a browser does."""

    def __init__(self, stack: Stack, authority: ssl.SSLContext) -> None:
        self.stack, self.authority = stack, authority

    def ask(self, path: str, *, method: str = "GET", body: bytes = b"", **headers: str) -> Answer:
        connection = http.client.HTTPSConnection(
            "localhost", self.stack.https, context=self.authority, timeout=30
        )
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path, body or None, named)
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()


@pytest.fixture
def site(stack: Stack, authority: ssl.SSLContext) -> Site:
    return Site(stack, authority)


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_has_the_headers_of_a_private_page(site: Site, path: str) -> None:
    answer = site.ask(path)

    assert answer.status < 500
    assert "default-src" in answer.headers["Content-Security-Policy"]
    assert path == "/sw.js" or "frame-ancestors" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] in ("same-origin", "no-referrer")
    assert answer.headers["Permissions-Policy"]
    assert answer.headers["X-Robots-Tag"].startswith("noindex")
    assert len(answer.headers.get_all("Content-Security-Policy", [])) == 1
    assert answer.headers["Server"] is None
    assert answer.headers["Via"] is None


@pytest.mark.parametrize(
    "path", ["/healthz", "/healthz/live", "/healthz/ready", "/metrics", "//metrics"]
)
def test_what_is_for_the_inside_is_not_there(site: Site, path: str) -> None:
    assert site.ask(path).status == 404


def test_the_policy_of_the_participants_page_is_its_own(site: Site) -> None:
    policy = site.ask(f"/s/{TOKEN}").headers["Content-Security-Policy"]

    assert "'sha256-" in policy
    assert "unsafe" not in policy


def test_scripts_and_styles_are_kept_for_ever_and_come_with_brotli(site: Site) -> None:
    page = site.ask("/").body.decode()
    style = re.search(r'/_astro/[^"]+\.css', page)
    assert style is not None

    answer = site.ask(style[0], Accept_Encoding="br")

    assert answer.headers["Content-Encoding"] == "br"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_files_of_the_admin_are_kept_for_ever_and_come_with_brotli(site: Site) -> None:
    page = site.ask("/admin/login/").body.decode()
    style = re.search(r'/static/[^"]+\.css', page)
    assert style is not None

    answer = site.ask(style[0], Accept_Encoding="br")

    assert answer.headers["Content-Encoding"] == "br"
    assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("encoding", ["zstd", "gzip"])
def test_pages_are_compressed(site: Site, encoding: str) -> None:
    assert site.ask("/me", Accept_Encoding=encoding).headers["Content-Encoding"] == encoding


def test_http_3_is_offered(site: Site) -> None:
    assert 'h3=":443"' in site.ask("/me").headers["Alt-Svc"]


def test_who_comes_without_tls_is_sent_to_it(stack: Stack) -> None:
    connection = http.client.HTTPConnection("localhost", stack.http, timeout=10)
    connection.request("GET", "/me")
    answer = connection.getresponse()

    assert answer.status == 308
    assert answer.headers["Location"] == "https://localhost/me"


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/api/participant/prompt/draft", 512_000),
        ("/api/participant/prompt/photo", 6_000_000),
        ("/webhooks/sendgrid/", 3_000_000),
        ("/me", 512_000),
    ],
)
def test_a_request_that_is_too_large_is_refused(site: Site, path: str, most: int) -> None:
    at_most = site.ask(path, method="POST", body=b"x" * most, Content_Type="text/plain")
    # Of a request that it refuses the server reads so much, and then answers.
    begun = {"Content_Length": str(most + 1), "Content_Type": "text/plain"}
    longer = site.ask(path, method="POST", body=b"x" * 300_000, **begun)

    assert at_most.status != 413
    assert longer.status == 413
    assert longer.headers["Content-Security-Policy"]


def test_a_photo_of_five_megabytes_gets_through(site: Site) -> None:
    photo = b"x" * 5_000_000
    answer = site.ask(
        "/api/participant/prompt/photo", method="POST", body=photo, Content_Type="image/jpeg"
    )

    assert answer.status == 404
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_the_log_holds_no_token_address_cookie_or_query(site: Site) -> None:
    canary = secrets.token_urlsafe(8)
    paths = [path for path in PAGES if TOKEN in path]
    for path in [*paths, f"/me?email={canary}@example.org", f"/x/{canary}@example.org"]:
        site.ask(path, Cookie=f"c={TOKEN}", Authorization=f"Bearer {TOKEN}", Referer=f"/s/{TOKEN}")

    log = site.stack.compose("logs", "--no-log-prefix", "caddy", "backend-blue", "frontend-blue")

    assert "REDACTED" in log
    assert TOKEN not in log
    assert canary not in log
    assert not re.search(r'"(remote|client)_ip":"\d+\.\d+\.\d+\.[1-9]', log)


def test_the_admin_answers_only_to_the_networks_it_is_given(site: Site) -> None:
    before = site.ask("/admin/login/").status
    site.stack.up("--no-deps", "caddy", ADMIN_ALLOW="192.0.2.0/24")
    try:
        after = {path: site.ask(path).status for path in ("/admin/login/", "/ADMIN/", "//admin/")}
        page = site.ask("/me").status
    finally:
        site.stack.up("--no-deps", "caddy", ADMIN_ALLOW="0.0.0.0/0 ::/0")

    assert before == 200
    assert set(after.values()) == {404}
    assert page == 200


def test_browsers_own_lists_are_asked_for_by_the_operator_alone(site: Site) -> None:
    usual = "max-age=63072000; includeSubDomains"
    site.stack.up("--no-deps", "caddy", HSTS=f"{usual}; preload")
    try:
        asked = site.ask("/admin/login/").headers.get_all("Strict-Transport-Security")
    finally:
        site.stack.up("--no-deps", "caddy", HSTS=usual)

    assert asked == [f"{usual}; preload"]


def test_who_sends_slowly_keeps_nobody_else_waiting(site: Site) -> None:
    slow = [Slow(TO_BACKEND, site.stack.url, site.authority) for _ in range(SLOW)]

    # Would wait longer than it does here for a thread.
    between = site.ask("/admin/login/")

    assert between.status == 200
    assert [one.finish() for one in slow] == [""] * SLOW
