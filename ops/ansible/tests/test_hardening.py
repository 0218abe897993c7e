"""What the roles leave behind, read on the droplet."""

import json
import re
import subprocess

import pytest
from machines import wait_until
from playbooks import BIN

from conftest import Site

SSHD = {
    "permitrootlogin": "no",
    "passwordauthentication": "no",
    "kbdinteractiveauthentication": "no",
    "authenticationmethods": "publickey",
    "maxauthtries": "2",
    "logingracetime": "30",
    "allowtcpforwarding": "no",
    "allowagentforwarding": "no",
    "x11forwarding": "no",
    "permittunnel": "no",
    "loglevel": "VERBOSE",
    "maxstartups": "10:30:60",
    "hostkeyalgorithms": "ssh-ed25519",
}
NET = {
    "net.ipv4.ip_forward": 1,
    "net.ipv4.conf.all.rp_filter": 1,
    "net.ipv4.conf.all.accept_redirects": 0,
    "net.ipv4.conf.all.send_redirects": 0,
    "net.ipv4.conf.all.accept_source_route": 0,
    "net.ipv4.conf.all.log_martians": 1,
    "net.ipv4.tcp_syncookies": 1,
    "net.ipv6.conf.all.accept_ra": 0,
}
OFF = ("cramfs", "freevxfs", "hfs", "jffs2", "udf", "dccp", "sctp", "rds", "tipc", "usb-storage")
# Files that PostgreSQL, Redis and what backs up read, and the product does not.
OF_THE_DATABASE = {
    "postgres_password",
    "database_owner_password",
    "database_app_password",
    "database_backup_password",
    "redis_acl",
    "backup_cipher",
    "backup_s3_key",
    "backup_s3_secret",
    "dump_recipient",
    "dump_s3_key",
    "dump_s3_secret",
}
LEAST_INDEX = 85


def test_sshd_lets_in_by_key_alone(site: Site) -> None:
    said = site.run("sshd -T").splitlines()
    effective = dict(line.split(" ", 1) for line in said if " " in line)

    assert {name: effective[name] for name in SSHD} == SSHD
    assert [line for line in said if line.startswith("allowusers")] == [
        "allowusers ansible",
        "allowusers deploy",
        "allowusers ada",
    ]


def test_nobody_comes_in_as_root_or_by_password(site: Site) -> None:
    config = ["-F", str(site.operator.ssh_config()), "-p", str(site.operator.ports["ssh"])]
    alone = ["-o", "ControlPath=none", "-o", "BatchMode=yes"]

    asked = subprocess.run(
        ["ssh", *config, *alone, "root@127.0.0.1", "id"], capture_output=True, text=True
    )

    assert asked.returncode == 255
    assert "Permission denied (publickey)" in asked.stderr
    assert "personal data" in asked.stderr


def test_no_account_has_a_password(site: Site) -> None:
    states = [line.split(":")[:2] for line in site.run("cat /etc/shadow").splitlines()]

    assert {name for name, secret in states if secret[:1] not in ("*", "!")} == set()


def test_operators_do_what_their_list_says_and_no_more(site: Site) -> None:
    listed = site.run("sudo -l -U ada")

    assert "(root) NOPASSWD: /srv/esmpress/ops/deploy" in listed
    assert "ALL" not in re.sub(r".*may run the following", "", listed, flags=re.DOTALL)
    assert site.machine.run("su ada -s /bin/sh -c 'sudo -n /usr/local/sbin/esm-compose ps'").rc == 0
    for refused in ("/bin/sh", "/usr/local/sbin/esm-compose exec db sh", "/usr/bin/docker ps"):
        assert site.machine.run(f"su ada -s /bin/sh -c 'sudo -n {refused}'").rc == 1, refused


@pytest.mark.parametrize(("name", "value"), NET.items(), ids=NET)
def test_the_network_of_the_kernel_is_hardened(site: Site, name: str, value: int) -> None:
    assert site.machine.sysctl(name) == value


def test_kernel_modules_that_nobody_needs_cannot_be_loaded(site: Site) -> None:
    rules = site.run("cat /etc/modprobe.d/esmpress.conf")

    for module in OFF:
        assert f"install {module} /bin/false" in rules, module


def test_what_the_kernel_of_a_container_shares_is_left_alone(site: Site) -> None:
    assert "vm." not in site.run("cat /etc/sysctl.d/60-esmpress.conf")
    assert not site.machine.file("/swapfile").exists


def test_docker_is_hardened(site: Site) -> None:
    settings = json.loads(site.run("cat /etc/docker/daemon.json"))
    said = json.loads(site.run("docker info --format json"))

    assert said["LiveRestoreEnabled"]
    assert "name=no-new-privileges" in said["SecurityOptions"]
    assert (settings["icc"], settings["userland-proxy"]) == (False, False)
    assert site.machine.run("pgrep docker-proxy").rc == 1


def test_updates_come_by_themselves(site: Site) -> None:
    periodic = site.run("apt-config dump APT::Periodic")

    assert 'APT::Periodic::Update-Package-Lists "1";' in periodic
    assert 'APT::Periodic::Unattended-Upgrade "1";' in periodic
    assert "Debian-Security" in site.run("apt-config dump Unattended-Upgrade::Origins-Pattern")


def test_the_audit_knows_what_to_record(site: Site) -> None:
    rules = site.run("cat /etc/audit/rules.d/60-esmpress.rules")

    for path in ("/etc/shadow", "/etc/sudoers", "/usr/bin/dockerd", "/etc/docker", "/etc/esmpress"):
        assert f"={path} -F perm=wa" in rules, path


def test_secrets_are_for_those_who_read_them(site: Site) -> None:
    listed = site.run("stat --format '%n %a %U %g' /etc/esmpress/secrets/*").splitlines()
    found = {line.split()[0].rpartition("/")[2]: line.split()[1:] for line in listed}

    assert {tuple(entry[:2]) for entry in found.values()} == {("440", "root")}
    assert {name for name, entry in found.items() if entry[2] == "999"} == OF_THE_DATABASE
    assert "SG." not in site.run("cat /etc/esmpress/env")


def test_our_units_are_confined(site: Site) -> None:
    units = site.run("systemctl list-unit-files --plain --no-legend 'esm-*.service'").split("\n")
    names = [line.split()[0] for line in units if line]

    assert set(names) >= {
        "esm-docker-user.service",
        "esm-heartbeat.service",
        "esm-tidy.service",
        "esm-integrity.service",
    }
    site.run(f"systemd-analyze security --no-pager --threshold=40 {' '.join(names)}")


@pytest.mark.parametrize("unit", ["esm-tidy", "esm-heartbeat", "esm-docker-user"])
def test_a_unit_may_do_what_it_has_to(site: Site, unit: str) -> None:
    ended = site.machine.run(f"systemctl restart {unit}.service")

    assert ended.rc == 0, site.run(f"journalctl -u {unit} --no-pager -n 30")


def test_the_heartbeat_sees_a_container_that_is_ill(site: Site) -> None:
    image = site.operator.settings["images"]["caddy"]
    ill = "--health-cmd false --health-interval 1s --health-retries 1"
    site.run(f"docker run --detach --name ill {ill} {image}")
    state = "docker inspect --format '{{.State.Health.Status}}' ill"
    try:
        wait_until(lambda: site.run(state).strip() == "unhealthy", "Docker calls it unhealthy")
        site.run("systemctl restart esm-heartbeat.service")
    finally:
        site.run("docker rm --force ill")

    assert "ill is unhealthy." in site.run("journalctl -u esm-heartbeat --no-pager -n 20")


def test_the_daily_comparison_runs(site: Site) -> None:
    ended = site.machine.run("systemctl start esm-integrity.service")

    assert ended.rc == 0, site.run("journalctl -u esm-integrity --no-pager -n 30")


def test_timers_are_set(site: Site) -> None:
    timers = site.run("systemctl list-timers --plain --no-legend 'esm-*'")

    for name in ("esm-heartbeat", "esm-integrity", "esm-tidy"):
        assert f"{name}.timer" in timers


def test_lynis_finds_a_hardened_machine(site: Site) -> None:
    site.run("apt-get install --yes -qq lynis")
    site.run("lynis audit system --quick --no-colors --quiet >/dev/null 2>&1 || :")
    report = site.run("cat /var/log/lynis-report.dat")

    index = int(re.search(r"^hardening_index=(\d+)", report, re.MULTILINE)[1])
    print(f"Lynis: {index}")
    warnings = re.findall(r"^warning\[\]=(\S+)", report, re.MULTILINE)
    assert index >= LEAST_INDEX, report
    assert not warnings


def test_ssh_audit_finds_nothing_to_fail(site: Site) -> None:
    port = str(site.operator.ports["ssh"])

    asked = subprocess.run(
        [BIN / "ssh-audit", "--skip-rate-test", "--level", "fail", "--port", port, "127.0.0.1"],
        capture_output=True,
        text=True,
    )

    # 2 is for warnings: clients without a key exchange safe from quantum computers are let in, too.
    assert asked.returncode in (0, 2), asked.stdout
    assert "[fail]" not in asked.stdout
