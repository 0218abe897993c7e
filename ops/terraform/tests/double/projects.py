"""Projects and what is in them."""

from __future__ import annotations

from double.routing import Answer, Request, page, route, serve_get, serve_list
from double.state import Account, Refusal, Thing, need, now, refuse

ENVIRONMENTS = ("development", "staging", "production")


def _refuse_wrong(body: Thing) -> None:
    need(body, "name", "purpose")
    if (body.get("environment") or "production").lower() not in ENVIRONMENTS:
        refuse("environment is one of Development, Staging, Production")


@route("POST", "/v2/projects")
def create_project(account: Account, request: Request) -> Answer:
    """An empty project."""
    _refuse_wrong(request.body)
    account.refuse_taken("projects", request.body["name"])
    return 201, {"project": account.add_project(request.body)}


@route("GET", "/v2/projects/default")
def show_default_project(account: Account, request: Request) -> Answer:
    """Where things are that nobody put elsewhere."""
    return 200, {"project": account.default_project}


serve_get("/v2/projects/{id}", "projects", "project")
serve_list("/v2/projects", "projects", "projects")


@route("PATCH", "/v2/projects/{id}")
@route("PUT", "/v2/projects/{id}")
def update_project(account: Account, request: Request) -> Answer:
    """Another name, purpose or environment."""
    project = account.find("projects", request["id"])
    project.update({name: value for name, value in request.body.items() if value is not None})
    return 200, {"project": project}


@route("DELETE", "/v2/projects/{id}")
def delete_project(account: Account, request: Request) -> Answer:
    """The end of an empty project."""
    account.find("projects", request["id"])
    if account.project_urns[request["id"]]:
        raise Refusal(412, "cannot delete a project with resources")
    del account.project_urns[request["id"]]
    account.drop("projects", request["id"])
    return 204, None


def _resource(urn: str, status: str) -> Thing:
    return {"urn": urn, "assigned_at": now(), "status": status, "links": {"self": ""}}


@route("GET", "/v2/projects/{id}/resources")
def list_project_resources(account: Account, request: Request) -> Answer:
    """What is in the project."""
    account.find("projects", request["id"])
    urns = sorted(account.project_urns[request["id"]])
    return 200, page(request, "resources", [_resource(urn, "ok") for urn in urns])


@route("POST", "/v2/projects/{id}/resources")
def move_into_project(account: Account, request: Request) -> Answer:
    """Out of the projects they are in, into this; what is gone is only said to be so."""
    account.find("projects", request["id"])
    known = set().union(*account.project_urns.values())
    for urn in request.body["resources"]:
        if urn in known:
            account.own(urn, request["id"])
    told = [
        _resource(urn, "assigned" if urn in known else "not_found")
        for urn in request.body["resources"]
    ]
    return 200, {"resources": told}
