"""Settings for commands that only read and write files: none comes from the environment."""

from __future__ import annotations

import zoneinfo

# Zone data of the locked tzdata package, not of the machine: plans must be the same anywhere.
zoneinfo.reset_tzpath(to=())

INSTALLED_APPS = ["esmpress"]
TIME_ZONE = "UTC"
USE_TZ = True
