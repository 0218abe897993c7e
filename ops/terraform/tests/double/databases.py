"""Managed clusters: PostgreSQL and Valkey."""

from __future__ import annotations

import base64

from double.offers import DATABASE_SIZES, DATABASE_VERSIONS, refuse_unknown_region
from double.routing import Answer, Request, route, serve_get, serve_list, shown
from double.state import Account, Thing, need, new_id, now, refuse

PORTS = {"pg": 25060, "valkey": 25061}
POOL_PORT = 25061
AUTHORITY = "-----BEGIN CERTIFICATE-----\nthe double's\n-----END CERTIFICATE-----\n"
NOT_SCALED = {"storage": {"enabled": False}}
EVICTION_POLICIES = ("noeviction", "allkeys_lru", "allkeys_random", "volatile_lru", "volatile_ttl")


def connection(cluster: Thing, port: int, *, private: bool) -> Thing:
    """How to reach the cluster, from outside or from its network."""
    host = ("private-" if private else "") + cluster["name"] + ".db.example.com"
    valkey = cluster["engine"] == "valkey"
    user, database = ("default", "") if valkey else ("doadmin", "defaultdb")
    scheme = "rediss" if valkey else "postgresql"
    return {
        "protocol": scheme,
        "uri": f"{scheme}://{user}:s3cret@{host}:{port}/{database}?sslmode=require",
        "database": database,
        "host": host,
        "port": port,
        "user": user,
        "password": "s3cret",
        "ssl": True,
    }


def _refuse_wrong(account: Account, body: Thing) -> None:
    need(body, "name", "engine", "version", "size", "region", "num_nodes")
    refuse_unknown_region(body["region"])
    if body["version"] not in DATABASE_VERSIONS.get(body["engine"], ()):
        refuse("invalid engine or version")
    if body["size"] not in DATABASE_SIZES:
        refuse("invalid size")
    if body["size"].endswith("-1gb") and body["num_nodes"] > 1:
        refuse("the smallest plan has no standby nodes")
    account.refuse_taken("databases", body["name"])
    if body.get("private_network_uuid"):
        account.find("vpcs", body["private_network_uuid"])


@route("POST", "/v2/databases")
def create_database(account: Account, request: Request) -> Answer:
    """A cluster, which is online when it is next looked at."""
    body = request.body
    _refuse_wrong(account, body)
    number = new_id()
    cluster = {
        "id": number,
        "name": body["name"],
        "engine": body["engine"],
        "version": body["version"],
        "users": [],
        "num_nodes": body["num_nodes"],
        "size": body["size"],
        "region": body["region"],
        "status": "online",
        "maintenance_window": {"day": "monday", "hour": "03:00:00", "pending": False},
        "created_at": now(),
        "private_network_uuid": body.get("private_network_uuid", ""),
        "tags": body.get("tags") or [],
        "db_names": ["defaultdb"] if body["engine"] == "pg" else [],
        "project_id": body.get("project_id") or account.default_project["id"],
        "storage_size_mib": body.get("storage_size_mib") or 30720,
        "metrics_endpoints": [],
        "_eviction": "allkeys_lru",
        "_autoscale": body.get("autoscale"),
    }
    port = PORTS[body["engine"]]
    cluster["connection"] = connection(cluster, port, private=False)
    cluster["private_connection"] = connection(cluster, port, private=True)
    account.keep("databases", number, cluster)
    account.keep("database_rules", number, {"rules": []})
    account.keep("database_configs", number, {})
    account.own(f"do:dbaas:{number}", cluster["project_id"])
    return 201, {"database": shown(cluster) | {"status": "creating"}}


serve_get("/v2/databases/{id}", "databases", "database")
serve_list("/v2/databases", "databases", "databases")


@route("DELETE", "/v2/databases/{id}")
def delete_database(account: Account, request: Request) -> Answer:
    """The cluster's end, and of all in it."""
    account.drop("databases", request["id"])
    for kind in ("database_names", "database_users", "pools", "replicas"):
        things = account.things[kind]
        for key in [key for key in things if key.startswith(request["id"])]:
            del things[key]
    return 204, None


@route("PUT", "/v2/databases/{id}/maintenance")
def set_maintenance_window(account: Account, request: Request) -> Answer:
    """When it may be restarted."""
    need(request.body, "day", "hour")
    hour = request.body["hour"] + ":00"
    window = {"day": request.body["day"], "hour": hour, "pending": False}
    account.find("databases", request["id"])["maintenance_window"] = window
    return 204, None


@route("PUT", "/v2/databases/{id}/resize")
def resize_database(account: Account, request: Request) -> Answer:
    """Larger, or more nodes."""
    cluster = account.find("databases", request["id"])
    if request.body["size"] not in DATABASE_SIZES:
        refuse("invalid size")
    cluster.update(size=request.body["size"], num_nodes=request.body["num_nodes"])
    return 202, None


@route("PUT", "/v2/databases/{id}/migrate")
def migrate_database(account: Account, request: Request) -> Answer:
    """To another region."""
    refuse_unknown_region(request.body["region"])
    account.find("databases", request["id"])["region"] = request.body["region"]
    return 202, None


@route("PUT", "/v2/databases/{id}/upgrade")
def upgrade_database(account: Account, request: Request) -> Answer:
    """To a later major version."""
    cluster = account.find("databases", request["id"])
    if request.body["version"] not in DATABASE_VERSIONS[cluster["engine"]]:
        refuse("invalid version")
    cluster["version"] = request.body["version"]
    return 204, None


@route("GET", "/v2/databases/{id}/eviction_policy")
def show_eviction_policy(account: Account, request: Request) -> Answer:
    """What is thrown away when memory is full."""
    return 200, {"eviction_policy": account.find("databases", request["id"])["_eviction"]}


@route("PUT", "/v2/databases/{id}/eviction_policy")
def set_eviction_policy(account: Account, request: Request) -> Answer:
    """Another policy, of Valkey alone."""
    cluster = account.find("databases", request["id"])
    if cluster["engine"] != "valkey" or request.body["eviction_policy"] not in EVICTION_POLICIES:
        refuse("invalid eviction policy")
    cluster["_eviction"] = request.body["eviction_policy"]
    return 204, None


@route("GET", "/v2/databases/{id}/autoscale")
def show_autoscale(account: Account, request: Request) -> Answer:
    """Whether its disk grows by itself."""
    scaling = account.find("databases", request["id"])["_autoscale"] or NOT_SCALED
    # The API's description has it in an envelope, the provider was seen to read it without.
    return 200, {"autoscale": scaling, **scaling}


@route("PUT", "/v2/databases/{id}/autoscale")
def set_autoscale(account: Account, request: Request) -> Answer:
    """Let its disk grow by itself, or not."""
    need(request.body, "storage")
    account.find("databases", request["id"])["_autoscale"] = request.body
    return 204, None


@route("GET", "/v2/databases/{id}/config")
def show_config(account: Account, request: Request) -> Answer:
    """Settings of the engine that were set."""
    return 200, {"config": account.find("database_configs", request["id"])}


@route("PATCH", "/v2/databases/{id}/config")
def set_config(account: Account, request: Request) -> Answer:
    """Some settings of the engine."""
    account.find("database_configs", request["id"]).update(request.body["config"])
    return 200, None


@route("GET", "/v2/databases/{id}/ca")
def show_authority(account: Account, request: Request) -> Answer:
    """Who signed the cluster's certificate."""
    account.find("databases", request["id"])
    return 200, {"ca": {"certificate": base64.b64encode(AUTHORITY.encode()).decode()}}
