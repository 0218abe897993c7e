"""What is wrong is told in a sentence, before anything changes."""

import shutil
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pyrage
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from playbooks import ANSIBLE, HOST, Operator, Run

from conftest import Site, World

Spoil = Callable[[Operator], None]


@pytest.fixture
def operator(site: Site) -> Iterator[Operator]:
    """One whose settings and secrets are as before once the test is over."""
    kept = site.operator.folder / "kept"
    shutil.copytree(site.operator.settings_dir, kept)
    yield site.operator
    shutil.rmtree(site.operator.settings_dir)
    kept.rename(site.operator.settings_dir)
    site.operator.write_outputs()


def require_refused(run: Run, sentence: str) -> None:
    assert run.status != 0
    assert sentence in run.words, run.output[-3000:]
    assert run.changed == 0


BACKUP = {"bucket": "b", "endpoint": "e", "region": "fra1"}


def write_backups(operator: Operator, dump_store: dict[str, str]) -> None:
    """Backups with all their secrets, and such a second place."""
    for name in ("backup_s3_key", "backup_s3_secret", "backup_cipher"):
        operator.set_secret(name, "filled in")
    for name in ("dump_s3_key", "dump_s3_secret", "dump_recipient"):
        operator.set_secret(name, "filled in")
    operator.write_outputs(backup=BACKUP)
    operator.write_settings(dump_store=dump_store)


SPOILT: dict[str, tuple[Spoil, str]] = {
    "no settings": (
        lambda o: (o.settings_dir / "settings.yml").unlink(),
        "settings.yml. ESM_ENV names",
    ),
    "nobody": (lambda o: o.write_settings(operators=[]), "must list at least one person"),
    "root": (
        lambda o: o.write_settings(operators=[o.settings["operators"][0] | {"name": "root"}]),
        "not root, ansible or deploy",
    ),
    "a private key": (
        lambda o: o.write_settings(
            operators=[{"name": "ada", "ssh_keys": [o.ssh_key.read_text()]}]
        ),
        "is a private key: draw a new pair",
    ),
    "everybody": (lambda o: o.write_settings(ssh_from=["0.0.0.0/0"]), "none as wide as 0.0.0.0/0"),
    "everybody, IPv6": (lambda o: o.write_settings(ssh_from=["::/0"]), "none as wide as 0.0.0.0/0"),
    "no digest": (
        lambda o: o.write_settings(images=o.settings["images"] | {"caddy": "caddy:2"}),
        "each with its digest",
    ),
    "a secret in the settings": (
        lambda o: o.write_settings(stack_settings={"SENDGRID_API_KEY": "SG.x"}),
        "Secrets belong into secrets.sops.yml",
    ),
    "no secrets": (lambda o: o.secrets_file.unlink(), "ops/ansible/new-secrets makes one"),
    "plain secrets": (
        lambda o: o.secrets_file.write_text("secret_key: open\n") and None,
        "is not encrypted",
    ),
    "an emptied secret": (lambda o: o.set_secret("vault_keys", ""), "lacks vault_keys"),
    "no mail": (lambda o: o.set_secret("email_url", ""), "neither sendgrid_api_key nor email_url"),
    "backups without secrets": (
        lambda o: o.write_outputs(backup=BACKUP),
        "lacks backup_s3_key",
    ),
    "backups without a second place": (
        lambda o: write_backups(o, {}),
        "`dump_store` in settings.yml must have",
    ),
    "dumps into the bucket of the backups": (
        lambda o: write_backups(o, BACKUP),
        "is the bucket of the backups",
    ),
    "a volume that is not there": (
        lambda o: o.write_outputs(
            site={"host": HOST, "topology": "single", "region": "fra1", "data_volume": "esm-data"}
        ),
        "The volume esm-data is not attached",
    ),
}


@pytest.mark.parametrize(("spoil", "sentence"), SPOILT.values(), ids=SPOILT)
def test_what_is_wrong_stops_everything(operator: Operator, spoil: Spoil, sentence: str) -> None:
    spoil(operator)

    require_refused(operator.play("site.yml"), sentence)


def test_a_key_that_does_not_fit_stops_everything(operator: Operator, tmp_path: Path) -> None:
    other = tmp_path / "age.txt"
    other.write_text(str(pyrage.x25519.Identity.generate()))

    run = operator.play("site.yml", SOPS_AGE_KEY_FILE=str(other))

    require_refused(run, "cannot be decrypted: SOPS_AGE_KEY_FILE must name")
    assert "AGE-SECRET-KEY" not in run.output


@pytest.fixture
def small_disk(site: Site) -> Iterator[None]:
    """A disk with hardly any room, where the data volume would be."""
    site.run("mkdir -p /srv/data")
    site.run("mount -t tmpfs -o size=64m /dev/small /srv/data")
    site.run("dd if=/dev/zero of=/srv/data/full bs=1M count=60")
    yield
    site.run("umount /srv/data")
    site.run("rmdir /srv/data")


@pytest.mark.usefixtures("small_disk")
def test_a_full_disk_stops_everything(operator: Operator) -> None:
    require_refused(operator.play("site.yml"), "/srv/data has 4 MiB left and needs 5120")


def test_a_certificate_that_has_expired_stops_a_deploy(
    operator: Operator, site: Site, tmp_path: Path
) -> None:
    with_expired = serve_expired(tmp_path)
    try:
        port = f"preflight_https_port={with_expired.server_port}"
        run = operator.play("deploy.yml", *site.release(), "--extra-vars", port)
    finally:
        with_expired.shutdown()
        with_expired.server_close()

    require_refused(run, f"The certificate of {HOST} has expired")


def serve_expired(folder: Path) -> HTTPServer:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(now - timedelta(days=9)).not_valid_after(now - timedelta(days=1))
    pem = made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    kinds = (
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    (folder / "both.pem").write_bytes(pem + key.private_bytes(*kinds))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "both.pem")
    server = HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


@pytest.mark.parametrize(
    "image", ["registry.test/esmpress-backend:1", "ghcr.io/x/y-backend@sha256:" + "0" * 64, ""]
)
def test_a_release_without_digests_of_ours_is_not_deployed(operator: Operator, image: str) -> None:
    run = operator.play("deploy.yml", "--extra-vars", f"backend_image={image}")

    require_refused(run, "Name the release by")


@pytest.fixture
def half_set_up(site: Site) -> Iterator[None]:
    """A droplet whose first run of site.yml was broken off."""
    site.run("mv /srv/esmpress/ops/deploy /root/deploy")
    yield
    site.run("mv /root/deploy /srv/esmpress/ops/deploy")


@pytest.mark.usefixtures("half_set_up")
def test_nothing_is_deployed_to_a_droplet_half_set_up(operator: Operator, site: Site) -> None:
    run = operator.play("deploy.yml", *site.release())

    require_refused(run, "droplet is not set up: run site.yml first")


def test_nothing_is_restored_that_is_not_meant(operator: Operator) -> None:
    require_refused(operator.play("restore.yml"), f"-e restore_confirm={HOST}")
    meant = operator.play("restore.yml", "--extra-vars", f"restore_confirm={HOST}")
    require_refused(meant, "There are no backups on droplet")


def test_secrets_are_not_drawn_over_others(world: World) -> None:
    file = world.operator.secrets_file
    before = file.read_bytes()
    asked = [ANSIBLE / "new-secrets", file, world.operator.recipient]

    refused = subprocess.run(
        asked, env=world.operator.environment(), capture_output=True, text=True
    )

    assert refused.returncode == 73
    assert "is there already" in refused.stderr
    assert file.read_bytes() == before
