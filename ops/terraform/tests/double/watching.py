"""Alerts on figures of machines and databases, checks from outside and their alerts."""

from __future__ import annotations

from double.routing import Answer, Request, route, serve_delete, serve_get, serve_list
from double.state import Account, Thing, need, new_id, refuse

WINDOWS = ("5m", "10m", "30m", "1h")


def _put_alert(account: Account, number: str, body: Thing) -> Thing:
    need(body, "type", "compare", "value", "window", "description", "alerts")
    if body["window"] not in WINDOWS or body["compare"] not in ("GreaterThan", "LessThan"):
        refuse("invalid window or comparison")
    fixed = {"uuid": number, "entities": body.get("entities") or [], "tags": body.get("tags") or []}
    return {"policy": account.keep("alerts", number, body | fixed)}


@route("POST", "/v2/monitoring/alerts")
def create_alert(account: Account, request: Request) -> Answer:
    """An alert on a figure."""
    return 200, _put_alert(account, new_id(), request.body)


@route("PUT", "/v2/monitoring/alerts/{id}")
def update_alert(account: Account, request: Request) -> Answer:
    """All of it anew."""
    account.find("alerts", request["id"])
    return 200, _put_alert(account, request["id"], request.body)


serve_get("/v2/monitoring/alerts/{id}", "alerts", "policy")
serve_list("/v2/monitoring/alerts", "alerts", "policies")
serve_delete("/v2/monitoring/alerts/{id}", "alerts")


@route("POST", "/v2/uptime/checks")
def create_check(account: Account, request: Request) -> Answer:
    """A page that is asked for from outside."""
    need(request.body, "name", "target", "type")
    number = new_id()
    return 201, {"check": account.keep("checks", number, request.body | {"id": number})}


@route("PUT", "/v2/uptime/checks/{id}")
def update_check(account: Account, request: Request) -> Answer:
    """Another page or other places."""
    check = account.find("checks", request["id"])
    check.update(request.body)
    return 200, {"check": check}


serve_get("/v2/uptime/checks/{id}", "checks", "check")
serve_list("/v2/uptime/checks", "checks", "checks")
serve_delete("/v2/uptime/checks/{id}", "checks")


@route("POST", "/v2/uptime/checks/{check}/alerts")
def create_check_alert(account: Account, request: Request) -> Answer:
    """An alert on a check."""
    account.find("checks", request["check"])
    need(request.body, "name", "type", "period", "notifications")
    number = new_id()
    return 201, {"alert": account.keep("check_alerts", number, request.body | {"id": number})}


@route("PUT", "/v2/uptime/checks/{check}/alerts/{id}")
def update_check_alert(account: Account, request: Request) -> Answer:
    """Other bounds or people."""
    alert = account.find("check_alerts", request["id"])
    alert.update(request.body)
    return 200, {"alert": alert}


serve_get("/v2/uptime/checks/{check}/alerts/{id}", "check_alerts", "alert")
serve_delete("/v2/uptime/checks/{check}/alerts/{id}", "check_alerts")
