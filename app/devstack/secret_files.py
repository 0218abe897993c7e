"""Writes the secrets of docker-compose.dev.yml into a volume, one file each.

Run as `python -m devstack.secret_files FOLDER`; a second run changes nothing.
"""

from __future__ import annotations

import sys
from pathlib import Path

from devstack.secrets import Secrets, load_or_draw


def write_files(folder: Path) -> None:
    """Write every secret in the form its reader wants; containers of any user may read them."""
    for name, text in _files(load_or_draw(folder)).items():
        path = folder / name
        path.unlink(missing_ok=True)
        path.write_text(text)
        path.chmod(0o444)


def _files(secrets: Secrets) -> dict[str, str]:
    database, broker = secrets.database_password, secrets.broker_password
    return {
        "secret_key": secrets.secret_key,
        "link_keys": f"1:{secrets.link_key}",
        "vault_keys": f"1:{secrets.vault_key}",
        "database_password": database,
        "database_url": f"postgres://esmpress:{database}@db:5432/esmpress",
        "redis_password": broker,
        "redis_url": f"redis://:{broker}@redis:6379/0",
        "redis.conf": f'requirepass {broker}\nsave ""\nappendonly no\n',
        "demo_password": secrets.researcher_password,
    }


if __name__ == "__main__":
    write_files(Path(sys.argv[1]))
