"""What is in a cluster: who may connect, databases, users, pools, replicas."""

from __future__ import annotations

from double.databases import POOL_PORT, PORTS, connection
from double.routing import Answer, Request, route, serve_delete, serve_get, serve_list
from double.state import Account, Refusal, Thing, need, new_id, now, refuse

POOL_MODES = ("transaction", "session", "statement")
# Of 2 GB, as PostgreSQL's limits say; larger ones have more.
MOST_POOLED = 47


@route("PUT", "/v2/databases/{id}/firewall")
def set_rules(account: Account, request: Request) -> Answer:
    """Who may connect, all of it anew."""
    account.find("databases", request["id"])
    rules = [
        {
            "uuid": new_id(),
            "cluster_uuid": request["id"],
            "type": rule["type"],
            "value": rule["value"],
            "created_at": now(),
        }
        for rule in request.body.get("rules") or []
    ]
    for rule in rules:
        if rule["type"] == "tag" and rule["value"] not in account.things["tags"]:
            refuse(f"tag {rule['value']} does not exist")
    account.keep("database_rules", request["id"], {"rules": rules})
    return 204, None


@route("GET", "/v2/databases/{id}/firewall")
def show_rules(account: Account, request: Request) -> Answer:
    """Who may connect."""
    account.find("databases", request["id"])
    return 200, account.find("database_rules", request["id"])


def _add(account: Account, request: Request, kind: str, part: Thing) -> Thing:
    need(part, "name")
    account.find("databases", request["id"])
    key = request["id"] + part["name"]
    if key in account.things[kind]:
        raise Refusal(409, f"{part['name']} exists already")
    return account.keep(kind, key, part)


def _pool(account: Account, request: Request, body: Thing) -> Thing:
    cluster = account.find("databases", request["id"])
    names = account.things["database_names"], account.things["database_users"]
    if request["id"] + body["db"] not in names[0] and body["db"] != "defaultdb":
        refuse(f"database {body['db']} does not exist")
    if body.get("user") and request["id"] + body["user"] not in names[1]:
        refuse(f"user {body['user']} does not exist")
    if body["mode"] not in POOL_MODES or body["size"] > MOST_POOLED:
        refuse("invalid mode, or more connections than the cluster has")
    return {
        "name": body.get("name") or request["name"],
        "mode": body["mode"],
        "size": body["size"],
        "db": body["db"],
        "user": body.get("user", ""),
        "connection": connection(cluster, POOL_PORT, private=False),
        "private_connection": connection(cluster, POOL_PORT, private=True),
    }


@route("POST", "/v2/databases/{id}/pools")
def create_pool(account: Account, request: Request) -> Answer:
    """Connections that are shared."""
    need(request.body, "name", "mode", "size", "db")
    return 201, {"pool": _add(account, request, "pools", _pool(account, request, request.body))}


@route("PUT", "/v2/databases/{id}/pools/{name}")
def update_pool(account: Account, request: Request) -> Answer:
    """Another size, mode, database or user."""
    key = request["id"] + request["name"]
    account.find("pools", key)
    account.keep("pools", key, _pool(account, request, request.body))
    return 204, None


@route("POST", "/v2/databases/{id}/dbs")
def create_database_name(account: Account, request: Request) -> Answer:
    """A database in the cluster."""
    added = _add(account, request, "database_names", {"name": request.body.get("name")})
    return 201, {"db": added}


@route("POST", "/v2/databases/{id}/users")
def create_database_user(account: Account, request: Request) -> Answer:
    """A user with a password of the API's."""
    user = {"name": request.body.get("name"), "role": "normal", "password": "p4ss-" + new_id()}
    return 201, {"user": _add(account, request, "database_users", user)}


@route("POST", "/v2/databases/{id}/replicas")
def create_replica(account: Account, request: Request) -> Answer:
    """A copy that only reads."""
    cluster = account.find("databases", request["id"])
    port = PORTS[cluster["engine"]]
    replica = {
        "id": new_id(),
        "name": request.body.get("name"),
        "region": request.body.get("region") or cluster["region"],
        "size": request.body.get("size") or cluster["size"],
        "status": "active",
        "created_at": now(),
        "private_network_uuid": cluster["private_network_uuid"],
        "tags": request.body.get("tags") or [],
        "storage_size_mib": cluster["storage_size_mib"],
        "connection": connection(cluster, port, private=False),
        "private_connection": connection(cluster, port, private=True),
    }
    return 201, {"replica": _add(account, request, "replicas", replica)}


PARTS = (
    ("pools", "pools", "pool"),
    ("dbs", "database_names", "db"),
    ("users", "database_users", "user"),
    ("replicas", "replicas", "replica"),
)
for part, kind, envelope in PARTS:
    serve_get(f"/v2/databases/{{id}}/{part}/{{name}}", kind, envelope, joined=True)
    serve_list(f"/v2/databases/{{id}}/{part}", kind, part)
    serve_delete(f"/v2/databases/{{id}}/{part}/{{name}}", kind, joined=True)
