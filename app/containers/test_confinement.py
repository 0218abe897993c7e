"""CIS Docker 5, on the containers that run; and who reaches whom."""

import json
import re

import pytest

from containers.docker import DockerFailed, docker
from containers.stack import PROJECT, Stack

LASTING = ("caddy", "frontend-blue", "backend-blue", "worker", "jobs", "beat", "db", "redis")
EACH = pytest.mark.parametrize("service", LASTING)
SENSITIVE = ("/", "/boot", "/dev", "/etc", "/lib", "/proc", "/sys", "/usr", "/var/run")
# As long as a name is looked for, or a host that does not answer.
CONNECT = 'const s = require("net").connect({{ host: "{host}", port: {port}, timeout: 3000 }});\
 s.on("connect", () => process.exit(0)); s.on("timeout", () => process.exit(1));\
 s.on("error", () => process.exit(1))'


def test_the_stack_is_healthy_within_90_seconds(stack: Stack) -> None:
    assert stack.seconds_to_start <= 90
    assert {service: stack.health(service) for service in LASTING} == dict.fromkeys(
        LASTING, "healthy"
    )


@EACH
def test_a_container_is_confined(stack: Stack, service: str) -> None:
    container = stack.container(service)
    host = container["HostConfig"]

    assert not host["Privileged"]  # 5.5
    assert host["ReadonlyRootfs"]  # 5.13
    assert host["CapDrop"] == ["ALL"]  # 5.4
    assert set(host["CapAdd"] or ()) <= {"NET_BIND_SERVICE", "CAP_NET_BIND_SERVICE"}
    assert "no-new-privileges:true" in host["SecurityOpt"]  # 5.26
    assert not any("unconfined" in option for option in host["SecurityOpt"])  # 5.2, 5.22
    assert 0 < host["Memory"] == host["MemorySwap"]  # 5.11
    assert host["NanoCpus"] > 0  # 5.12
    assert 0 < host["PidsLimit"] <= 150  # 5.29
    assert host["Init"]
    for name in ("NetworkMode", "PidMode", "IpcMode", "UTSMode", "UsernsMode"):
        assert host[name] != "host"  # 5.10, 5.16, 5.17, 5.21, 5.31
    assert not host["Devices"]  # 5.18
    assert container["Config"]["User"] in ("10001:10001", "999:999")  # 4.1
    assert "Health" in container["State"]  # 5.27


@EACH
def test_a_container_mounts_nothing_of_the_machine_but_files_of_its_own(
    stack: Stack, service: str
) -> None:
    for mount in stack.container(service)["Mounts"]:
        assert mount["Source"] not in SENSITIVE  # 5.6
        assert "docker.sock" not in mount["Source"]  # 5.32
        assert mount["Type"] == "volume" or not mount["RW"]
        assert mount["Propagation"] in ("", "rprivate")  # 5.20


@EACH
def test_a_process_has_no_capability_in_use(stack: Stack, service: str) -> None:
    status = stack.execute(service, "cat", "/proc/1/status")
    effective = re.search(r"^CapEff:\s*(\w+)$", status, re.MULTILINE)

    assert effective is not None
    assert int(effective[1], 16) == 0
    assert "NoNewPrivs:\t1" in status


@EACH
def test_no_secret_is_in_the_environment(stack: Stack, service: str) -> None:
    secrets = [path.read_text() for path in (stack.folder / "secrets").iterdir()]
    settings = json.dumps(stack.container(service)["Config"])

    assert not [secret for secret in secrets if len(secret) > 20 and secret in settings]
    assert "esmpress_app:" not in settings


def test_only_caddy_publishes_ports(stack: Stack) -> None:
    published = {
        service: sorted(stack.container(service)["HostConfig"]["PortBindings"] or {})
        for service in LASTING
    }

    assert published.pop("caddy") == ["443/tcp", "443/udp", "80/tcp"]
    assert not any(published.values())


def test_the_database_cannot_be_reached_from_the_page(stack: Stack) -> None:
    networks = stack.container("db")["NetworkSettings"]["Networks"]
    address = networks[f"{PROJECT}_data"]["IPAddress"]

    assert set(networks) == {f"{PROJECT}_data"}
    for host in ("db", address):
        with pytest.raises(DockerFailed):
            stack.execute("frontend-blue", "node", "-e", CONNECT.format(host=host, port=5432))


def test_the_page_reaches_its_backend(stack: Stack) -> None:
    stack.execute(
        "frontend-blue", "node", "-e", CONNECT.format(host="backend-blue.edge", port=8000)
    )


@pytest.mark.parametrize("port", [8080, 8081])
def test_what_deploys_ask_of_caddy_only_its_own_container_reaches(stack: Stack, port: int) -> None:
    stack.execute("caddy", "wget", "-q", "-O", "/dev/null", f"http://127.0.0.1:{port}/favicon.svg")
    with pytest.raises(DockerFailed):
        stack.execute("frontend-blue", "node", "-e", CONNECT.format(host="caddy", port=port))


@pytest.mark.parametrize("service", ["db", "redis"])
def test_what_needs_nothing_from_outside_has_no_way_there(stack: Stack, service: str) -> None:
    routes = stack.execute(service, "cat", "/proc/net/route").splitlines()[1:]

    assert routes
    assert not [route for route in routes if route.split()[1] == "00000000"]


def test_two_networks_are_internal(stack: Stack) -> None:
    internal = {
        name: json.loads(docker("network", "inspect", f"{PROJECT}_{name}"))[0]["Internal"]
        for name in ("edge", "data", "egress")
    }

    assert stack.health("caddy") == "healthy"
    assert internal == {"edge": True, "data": True, "egress": False}


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE t (id int)",
        "CREATE SCHEMA s",
        "DROP TABLE prompts_prompt",
        "TRUNCATE prompts_prompt",
        "ALTER TABLE prompts_prompt ADD COLUMN c int",
        "ALTER TABLE participants_participant DISABLE TRIGGER ALL",
    ],
)
def test_the_application_may_not_change_tables(stack: Stack, statement: str) -> None:
    code = f"from django.db import connection; connection.cursor().execute({statement!r})"

    with pytest.raises(DockerFailed, match=r"permission denied|must be owner"):
        stack.execute("backend-blue", "python", "manage.py", "shell", "--no-imports", "-c", code)


@pytest.mark.parametrize(
    "command", ["config get *", "flushall", "keys *", "set other 1", "acl list"]
)
def test_the_application_may_not_rule_the_broker(stack: Stack, command: str) -> None:
    code = (
        "from django.conf import settings; from redis import Redis; "
        f"Redis.from_url(settings.REDIS_URL).execute_command(*{command.split()!r})"
    )

    with pytest.raises(DockerFailed, match=r"NoPermission|no permissions|No permissions"):
        stack.execute("backend-blue", "python", "manage.py", "shell", "--no-imports", "-c", code)


def test_the_broker_knows_nobody_without_a_password(stack: Stack) -> None:
    assert "NOAUTH" in stack.execute("redis", "redis-cli", "get", "celery")
    assert "NOPERM" in stack.execute(
        "redis", "redis-cli", "--user", "health", "--pass", "x", "get", "celery"
    )
