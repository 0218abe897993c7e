"""The account itself, regions and sizes: what can be had at all."""

from __future__ import annotations

from double.routing import Answer, Request, page, route
from double.state import Account, Thing, refuse

# Name, and whether it is open to new machines.
REGION_NAMES = {
    "ams3": ("Amsterdam 3", True),
    "blr1": ("Bangalore 1", True),
    "fra1": ("Frankfurt 1", True),
    "lon1": ("London 1", True),
    "nyc1": ("New York 1", True),
    "nyc2": ("New York 2", False),
    "nyc3": ("New York 3", True),
    "sfo3": ("San Francisco 3", True),
    "sgp1": ("Singapore 1", True),
    "syd1": ("Sydney 1", True),
    "tor1": ("Toronto 1", True),
}
# Memory in MB, processors, disk in GB, price. The prices are made up.
SIZES = {
    "s-1vcpu-1gb": (1024, 1, 25, 6.0),
    "s-1vcpu-2gb": (2048, 1, 50, 12.0),
    "s-2vcpu-2gb": (2048, 2, 60, 18.0),
    "s-2vcpu-4gb": (4096, 2, 80, 24.0),
    "s-4vcpu-8gb": (8192, 4, 160, 48.0),
    "s-8vcpu-16gb": (16384, 8, 320, 96.0),
    "g-2vcpu-8gb": (8192, 2, 25, 63.0),
}
ONLY_IN = {"g-2vcpu-8gb": {"ams3", "fra1", "nyc3"}}
IMAGES = ("debian-12-x64", "debian-13-x64", "ubuntu-24-04-x64")
DATABASE_SIZES = ("db-s-1vcpu-1gb", "db-s-1vcpu-2gb", "db-s-2vcpu-4gb", "db-s-4vcpu-8gb")
DATABASE_VERSIONS = {"pg": ("14", "15", "16", "17", "18"), "valkey": ("8",)}


def region(slug: str) -> Thing:
    """A region as the API shows it."""
    name, available = REGION_NAMES[slug]
    sizes = [size for size in SIZES if slug in ONLY_IN.get(size, {slug})]
    return {
        "slug": slug,
        "name": name,
        "sizes": sizes if available else [],
        "available": available,
        "features": ["backups", "ipv6", "metadata", "install_agent", "storage", "image_transfer"],
    }


def size(slug: str) -> Thing:
    """A size as the API shows it."""
    memory, processors, disk, price = SIZES[slug]
    return {
        "slug": slug,
        "memory": memory,
        "vcpus": processors,
        "disk": disk,
        "transfer": processors * 2.0,
        "price_monthly": price,
        "price_hourly": round(price / 672, 5),
        "regions": [name for name in REGION_NAMES if slug in region(name)["sizes"]],
        "available": True,
        "description": "Basic",
    }


def refuse_unknown_region(slug: str) -> None:
    """A region that nothing new can be made in."""
    if slug not in REGION_NAMES or not REGION_NAMES[slug][1]:
        refuse(f"{slug} is an invalid region")


def refuse_unknown_size(slug: str, region_slug: str) -> None:
    """A size that there is not, or not there."""
    refuse_unknown_region(region_slug)
    if slug not in region(region_slug)["sizes"]:
        refuse("You specified an invalid size for Droplet creation.")


@route("GET", "/v2/account")
def show_account(account: Account, request: Request) -> Answer:
    """The account."""
    shown = {
        "droplet_limit": 25,
        "floating_ip_limit": 3,
        "volume_limit": 100,
        "email": "operator@example.org",
        "uuid": account.default_project["owner_uuid"],
        "email_verified": True,
        "status": "active",
        "status_message": "",
        "team": {"uuid": account.default_project["owner_uuid"], "name": "Test"},
    }
    return 200, {"account": shown}


@route("GET", "/v2/regions")
def list_regions(account: Account, request: Request) -> Answer:
    """All regions."""
    return 200, page(request, "regions", [region(slug) for slug in REGION_NAMES])


@route("GET", "/v2/sizes")
def list_sizes(account: Account, request: Request) -> Answer:
    """All sizes."""
    return 200, page(request, "sizes", [size(slug) for slug in SIZES])
