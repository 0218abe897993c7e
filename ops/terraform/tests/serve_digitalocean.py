"""The double of DigitalOcean until it is ended: `serve_digitalocean.py PORT LOGFILE`.

Token `test-token`, Spaces key `test-spaces-key` with any secret. See docs/operations/terraform.md.
"""

from __future__ import annotations

import sys
from pathlib import Path

from double.server import Server


def main(arguments: list[str]) -> None:
    """Serve on the port, logging to the file."""
    if len(arguments) != 2 or not arguments[0].isdigit():
        sys.exit("usage: serve_digitalocean.py PORT LOGFILE")
    server = Server(int(arguments[0]), Path(arguments[1]))
    print(f"Serving DigitalOcean's double at {server.url}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main(sys.argv[1:])
