"""Certificates for the stores of the tests: an authority of their own, as pgBackRest wants TLS."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

DAY = timedelta(days=1)


def write_certificates(folder: Path, *names: str) -> None:
    """Write ca.crt, and store.crt with store.key for hosts of these names."""
    authority_key, key = _new_key(), _new_key()
    constraints = x509.BasicConstraints(ca=True, path_length=None)
    authority = _certificate("authority", authority_key).add_extension(constraints, critical=True)
    hosts = x509.SubjectAlternativeName([x509.DNSName(name) for name in names])
    host = _certificate("store", key).add_extension(hosts, critical=False)
    for name, builder in (("ca", authority), ("store", host)):
        signed = builder.sign(authority_key, SHA256())
        (folder / f"{name}.crt").write_bytes(signed.public_bytes(Encoding.PEM))
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "store.key").write_bytes(pem)


def _new_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def _certificate(name: str, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(_called(name))
        .issuer_name(_called("authority"))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - DAY)
        .not_valid_after(now + DAY)
    )


def _called(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
